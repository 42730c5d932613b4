"""The lists in Word: complete, with their evidence, and accessible."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from docx import Document
from sheet_items import TEXT, item

from draad.register.export.docx import document
from draad.texts import texts

NL = texts("nl")
TODAY = date(2026, 3, 1)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(*items: Any, kind: Any = "actions", language: str = "nl") -> Any:
    return Document(io.BytesIO(document(texts(language), items, kind, "sleutels", TODAY, "eigenaar MO")))


def lines(word: Any) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


def test_a_table_with_a_row_for_each_action_and_no_other_kind() -> None:
    word = made(item(1, due="../2020-06-05"), item(2, kind="commitment"), item(3, owner=()))
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows == [
        ["nr.", "tekst", "eigenaar", "termijn", "stand"],
        ["1", TEXT, "MO", "uiterlijk 5 juni 2020", "open"],
        ["2", TEXT, "geen eigenaar bekend", "geen termijn", "open"],
    ]


def test_the_column_of_the_words_is_the_widest_in_every_program() -> None:
    table = made(item(1)).tables[0]
    grid = [column.width for column in table.columns]  # LibreOffice goes by w:gridCol
    assert grid == [cell.width for cell in table.rows[0].cells]
    assert max(grid) == grid[1]


def test_under_each_item_its_own_words_and_every_place_where_another_copy_stands() -> None:
    from dataclasses import replace

    one = item(1)
    other = replace(
        one.places[0], document=7, document_name="mail 7", lines=(3, 4), page=2, text="Wij sturen de 5.1.2e"
    )
    told = lines(made(replace(one, places=(one.places[0], other), note="let op")))
    assert f"verslag, regel 1: “{TEXT}”" in told
    assert "mail 7, bladzijde 2, regels 3–4" in told  # without words: beside these they would fill the mark (law 2)
    assert "Notitie: let op" in told


def test_the_commitments_with_their_numbers() -> None:
    told = lines(made(item(1, kind="commitment", number="TZ1"), kind="commitments"))
    assert told[0] == "Toezeggingenlijst"
    assert any(line.startswith("TZ1 · MO") for line in told)


@pytest.mark.parametrize(("language", "code"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_accessible(language: str, code: str) -> None:
    word = made(item(1), language=language)
    assert word.core_properties.language == code
    assert word.core_properties.title
    assert {run.get(f"{W}val") for run in word.styles.element.iter(f"{W}lang")} == {code}
    head = word.tables[0].rows[0]._tr
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style.name.startswith(("Head", "Tit"))]
    assert styles == ["Title", "Heading 1", "Heading 1", "Heading 2"]


def test_who_asked_for_what_and_when_stands_at_the_top() -> None:
    assert lines(made(item(1)))[1:3] == ["1 punt, stand op 1 maart 2026. Dossier: sleutels.", "Keuze: eigenaar MO."]


def test_nothing_to_list_is_said() -> None:
    assert "Er zijn geen punten voor deze lijst." in lines(made())


def test_strange_characters() -> None:
    assert made(item(1, text="a\x00b\x1b<w:p>")).tables[0].rows[1].cells[1].text == "a�b�<w:p>"


def test_the_same_every_time() -> None:
    items = [item(1), item(2)]
    assert document(NL, items, "actions", "d", TODAY) == document(NL, items, "actions", "d", TODAY)
