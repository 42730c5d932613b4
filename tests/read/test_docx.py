"""Word documents as their reader sees them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

from draad.errors import DamagedFileError, EmptyFileError
from draad.read import ReadOptions, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(document) -> str:
    file = io.BytesIO()
    document.save(file)
    (found,) = read_bytes(file.getvalue(), "nota.docx", "nota.docx", "0" * 64, ReadOptions())
    assert (found.name, found.media) == ("nota", "docx")
    return found.text


def test_paragraphs_lists_and_tables():
    document = docx.Document()
    document.add_heading("Verslag")
    document.add_paragraph("Eerste punt", style="List Bullet")
    document.add_paragraph("Dieper", style="List Bullet 2")
    document.add_paragraph("Een", style="List Number")
    document.add_paragraph("Twee", style="List Number")
    table = document.add_table(2, 2)
    for n, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cel {n}"
    assert read(document) == "Verslag\n- Eerste punt\n  - Dieper\n1. Een\n2. Twee\ncel 0\tcel 1\ncel 2\tcel 3"


def test_head_and_foot_once():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ministerie"
    document.sections[0].footer.paragraphs[0].text = "Pagina"
    document.add_paragraph("Tekst")
    assert read(document) == "Ministerie\n\nTekst\n\nPagina"


def test_changes_are_taken_as_accepted():
    document = docx.Document()
    paragraph = document.add_paragraph("Het blijft ")
    for xml in (
        f"<w:ins {W}><w:r><w:t>nieuw</w:t></w:r></w:ins>",
        f"<w:del {W}><w:r><w:delText>oud</w:delText></w:r></w:del>",
    ):
        paragraph._p.append(parse_xml(xml))
    assert read(document) == "Het blijft nieuw"


def test_tabs_and_breaks():
    document = docx.Document()
    document.add_paragraph("Datum:\t3 juni\nPlaats:\tDen Haag")
    assert read(document) == "Datum:\t3 juni\nPlaats:\tDen Haag"


def test_an_empty_document():
    with pytest.raises(EmptyFileError):
        read(docx.Document())


def test_a_broken_document():
    file = io.BytesIO()
    docx.Document().save(file)
    with pytest.raises(DamagedFileError, match="no whole Word document"):
        read_bytes(file.getvalue()[:4000], "nota.docx", "nota.docx", "0" * 64, ReadOptions())
