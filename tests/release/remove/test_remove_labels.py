"""The boxes that stand where something was removed."""

from __future__ import annotations

from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from draad.release.audit import AuditOptions, audit
from draad.release.remove import Area, RemoveOptions, remove_pdf
from draad.release.remove.labels import fitting


def box(width: float, height: float = 12, label: str = "medewerker MO 12", ground: str = "woo 5.1.2.e") -> Area:
    return Area(1, 200, 200, 200 + width, 200 + height, label, ground)


def test_a_pseudonym_stands_where_it_can_be_read_and_its_article_elsewhere() -> None:
    assert fitting(box(80)).label == "medewerker MO 12"
    assert fitting(box(20)).label == "5.1.2.e"
    assert fitting(box(8, 80)).label == "medewerker MO 12"  # a box of a page on its side


def test_a_label_without_an_article_of_its_own_stays() -> None:
    assert fitting(box(10, ground="")).label == "medewerker MO 12"
    assert fitting(box(10, label="5.1.2.e")).label == "5.1.2.e"


@given(st.floats(1, 300), st.floats(1, 60))
def test_what_fits_is_asked_once(width: float, height: float) -> None:
    once = fitting(box(width, height))
    assert fitting(once) == once
    assert once.box == box(width, height).box


def test_a_pseudonym_in_a_small_box_is_no_leak_of_the_result() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.text(20, 30, "Een regel zonder namen.")
    done = remove_pdf(bytes(pdf.output()), [box(9)], RemoveOptions(title="Proef"))
    assert [one.kind for one in audit(done.data, "proef.pdf", AuditOptions(ocr=False)) if one.severity == "leak"] == []
