"""The boxes that stand where something was removed."""

from __future__ import annotations

from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from draad.release.audit import AuditOptions, audit
from draad.release.remove import Area, RemoveOptions, remove_pdf
from draad.release.remove.labels import fitting, joined


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


def test_a_name_in_a_passage_gives_the_passage_its_ground_and_has_no_box_of_its_own() -> None:
    passage = Area(1, 60, 700, 480, 712, "5.2.1", "woo 5.2.1")
    name = Area(1, 270, 700.5, 310, 711.5, "5.1.2.e", "woo 5.1.2.e")
    assert joined([name, passage]) == [passage._replace(label="5.2.1; 5.1.2.e")]
    assert joined([name, name._replace(x0=280, x1=300)]) == [name]
    assert joined([name._replace(page=2), passage]) == [passage, name._replace(page=2)]


def test_a_box_that_has_no_ground_takes_that_of_the_one_in_it() -> None:
    outer = box(80, label="", ground="")
    assert joined([outer, box(20)]) == [outer._replace(label="medewerker MO 12", ground="woo 5.1.2.e")]


def test_a_name_in_a_passage_is_no_leak_of_the_result() -> None:
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.text(60, 710, "Volgens Jansen is dit plan niet haalbaar, en dat moet anders worden opgezet.")
    areas = [Area(1, 58, 699, 480, 713, "5.2.1", "woo 5.2.1"), Area(1, 255, 700, 285, 712, "5.1.2.e", "woo 5.1.2.e")]
    for images in ((), (1,)):
        removed = remove_pdf(bytes(pdf.output()), areas, RemoveOptions(images=images))
        assert not [one for one in audit(removed.data, "a.pdf", AuditOptions(ocr=False)) if one.severity == "leak"]
        assert {label for _, label in removed.labels} == {"5.2.1", "5.1.2.e"}
