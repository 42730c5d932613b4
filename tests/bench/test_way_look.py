"""The blind look: a withheld phrase is found wherever it stands, and only what stands nowhere in the open is sought."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from bench.way_look import Sought, View, _literals, views
from docx import Document
from fpdf import FPDF

NAME = "Zoë Krommenhoek"
SOUGHT = Sought([NAME, "Bep", "06-12345678"], ["Beste Bep, tot morgen."])


def pdf_with(name: str = "") -> FPDF:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.text(20, 30, f"Volgens {name} is dit gereed.")
    return pdf


def found(path: Path) -> set[str]:
    return {view.how for view in views(path) if SOUGHT.found(view)}


def test_what_stands_in_the_open_elsewhere_is_not_sought() -> None:
    assert SOUGHT.phrases == {"zoekrommenhoek", "0612345678"}
    assert SOUGHT.short == {"zoe", "krommenhoek", "12345678"}


def test_case_accents_blanks_and_line_breaks_do_not_hide_a_phrase() -> None:
    assert "zoekrommenhoek" in SOUGHT.found(View("text", "z.o e\nKROMMEN-\nhoek"))
    assert not SOUGHT.found(View("text", "zoekresultaat"))


def test_short_words_are_sought_between_borders_and_not_in_bytes() -> None:
    assert SOUGHT.found(View("text", "dag Zoë!")) == {"zoe"}
    assert not SOUGHT.found(View("text", "bezoek"))
    assert not SOUGHT.found(View("stream", "dag Zoë!", bytes=True))


def test_a_page_that_shows_a_name(tmp_path: Path) -> None:
    place = tmp_path / "1.pdf"
    place.write_bytes(bytes(pdf_with(NAME).output()))
    assert {"pdftotext", "literals"} <= found(place)
    place.write_bytes(bytes(pdf_with().output()))
    assert not found(place)


def test_a_name_beside_the_pages(tmp_path: Path) -> None:
    pdf = pdf_with()
    pdf.set_author(NAME)
    (tmp_path / "1.pdf").write_bytes(bytes(pdf.output()))
    assert {"pdfinfo", "strings"} <= found(tmp_path / "1.pdf")


def test_a_word_that_kerning_parts_is_one() -> None:
    assert "Krommenhoek" in _literals(b"[(Krom) -20 (men) 3 <686F656B>] TJ")


def test_a_revision_that_is_still_in_the_bytes(tmp_path: Path) -> None:
    first = bytes(pdf_with().output())
    (tmp_path / "1.pdf").write_bytes(first + b"\n% Zoe Krommenhoek\n" + first[first.rindex(b"startxref") :])
    assert found(tmp_path / "1.pdf") == {"bytes"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<p>Zo&euml; <b>Krom</b>menhoek</p>"),
        ("a.jsonl", '{"from": ["Zo\\u00eb Krommenhoek"]}\n'),
        ("a.json", '{"Zo\\u00eb Krommenhoek": 1}'),
        ("a.txt", "Zoë Krommenhoek"),
        ("zoe-krommenhoek.css", ""),
    ],
)
def test_a_name_in_any_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert found(tmp_path / name)


def test_members_of_a_word_file_and_of_a_zip_in_a_zip(tmp_path: Path) -> None:
    made = Document()
    paragraph = made.add_paragraph("Zoë Krom")
    paragraph.add_run("menhoek").bold = True
    inner = io.BytesIO()
    made.save(inner)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b/a.docx", inner.getvalue())
    assert found(tmp_path / "a.zip") == {"zip docx without tags"}


def test_the_object_of_a_pdf_is_looked_at_where_no_page_uses_it(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Spare = pdf.make_stream(b"Zoe Krommenhoek")
    pdf.save(tmp_path / "1.pdf")
    assert "stream" in found(tmp_path / "1.pdf")
