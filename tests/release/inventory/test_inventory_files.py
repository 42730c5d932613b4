"""The list as a workbook, a Word document and a page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from lxml import html as parser
from openpyxl import load_workbook

from draad.dossier import Dossier
from draad.dossier.redactions import ReleaseSettings
from draad.release.inventory import Row, docx, html, rows, table, xlsx
from draad.release.inventory.about import About
from draad.texts import texts

NL = texts("nl")
TODAY = date(2026, 3, 1)
ABOUT = About(ReleaseSettings(title="Sleutels & ramen", matter="2026-017", organisation="Gemeente Zuidhoek"), TODAY)
FORMULA = '=HYPERLINK("http://x","y")'
STRANGE = "<script>alert(1)</script>\x0b\u202e"


@pytest.fixture
def listed(outgoing: Path) -> list[Row]:
    with Dossier.open(outgoing) as dossier:
        dossier.judge("los", {"title": FORMULA, "remarks": STRANGE}, who="anna")
        return rows(dossier)


def test_the_workbook_has_a_head_and_a_row_for_each_document(listed: list[Row]) -> None:
    sheet = load_workbook(io.BytesIO(xlsx.workbook(NL, listed, ABOUT))).worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == [
        "nr.", "ID", "datum", "tijd", "soort", "naam", "afzender", "ontvanger", "beoordeling", "grond", "gesprek",
        "dubbel met", "opmerkingen",
    ]  # fmt: skip
    assert [row[0] for row in found[1:]] == ["1", "2", "3", "4", "5"]
    assert found[1][3:6] == ["16:40", "e-mail", "Sleutels voor [5.1.2.e]"]
    assert found[1][8:10] == ["Deels openbaar", "5.1.2.e"]
    assert sheet["C2"].value.date() == date(2020, 6, 1)


def test_strangers_words_are_text_and_never_a_formula(listed: list[Row]) -> None:
    book = load_workbook(io.BytesIO(xlsx.workbook(NL, listed, ABOUT)))
    cell = book.worksheets[0]["F6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_word_document_is_accessible(listed: list[Row]) -> None:
    made = Document(io.BytesIO(docx.document(NL, listed, ABOUT)))
    assert made.core_properties.title == "Inventarislijst: Sleutels & ramen"
    assert made.core_properties.language == "nl-NL"
    grid = made.tables[0]
    assert len(grid.rows) == len(listed) + 1
    assert grid.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert {len(row.cells) for row in grid.rows} == {11}
    assert grid.rows[1].cells[4].text == "Sleutels voor [5.1.2.e]"
    assert made.tables[1].rows[1].cells[1].text == "eerbiediging van de persoonlijke levenssfeer"


def test_the_page_is_one_file_with_a_table_that_can_be_read_aloud(listed: list[Row]) -> None:
    data = html.page(NL, listed, ABOUT)
    page = parser.fromstring(data.decode())
    assert page.get("lang") == "nl"
    assert [head.get("scope") for head in page.xpath("//thead//th")] == ["col"] * len(table.COLUMNS)
    assert [head.text for head in page.xpath("//tbody//th[@scope='row']")] == ["1", "2", "3", "4", "5"]
    assert page.xpath("//caption")
    assert page.xpath("//time[@datetime='2020-06-01']")
    assert page.xpath("//script | //@onclick | //link | //img") == []
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    assert "\u202e" not in data.decode()


def test_the_style_of_the_page_is_the_one_that_its_policy_allows(listed: list[Row]) -> None:
    import base64
    import hashlib

    page = parser.fromstring(html.page(NL, listed, ABOUT).decode())
    digest = base64.b64encode(hashlib.sha256(page.xpath("//style")[0].text.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.xpath("//meta[@http-equiv]/@content")[0]


@pytest.mark.parametrize("make", [xlsx.workbook, docx.document, html.page])
def test_the_same_list_gives_the_same_bytes(make: object, listed: list[Row]) -> None:
    assert make(NL, listed, ABOUT) == make(NL, listed, ABOUT)  # type: ignore[operator]


@pytest.mark.parametrize("make", [xlsx.workbook, docx.document, html.page])
def test_a_list_without_documents_is_a_list(make: object) -> None:
    assert make(NL, [], ABOUT)  # type: ignore[operator]


def test_signs_that_no_office_file_can_hold_are_shown_as_lost(listed: list[Row]) -> None:
    odd = [replace(listed[0], title="a\x00b\ud800c", explanation="\ufffe")]
    assert "a�b�c" in str(load_workbook(io.BytesIO(xlsx.workbook(NL, odd, ABOUT))).worksheets[0]["F2"].value)
    etree.fromstring(Document(io.BytesIO(docx.document(NL, odd, ABOUT))).element.xml)


def test_remarks_hold_what_the_columns_do_not() -> None:
    from test_production_report import row

    told = row(silent=("scope",), explanation="Zie besluit.", remarks="Kopie", link="https://x.nl/1")
    assert table.remarks(NL, told) == (
        "Deels buiten de reikwijdte van het verzoek. Zie besluit. Kopie. Te vinden op https://x.nl/1"
    )
    assert table.judgement(NL, replace(told, suspended=True)) == "Openbaar, opgeschort"
    assert table.kind(NL, replace(told, attached=True)) == "bijlage (e-mail)"
    assert table.addressees(NL, [f"o{n}" for n in range(20)]).endswith("o11 en nog 8")
