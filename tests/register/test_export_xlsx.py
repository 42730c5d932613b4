"""The workbook: what people read in it, what a spreadsheet makes of it, and that it is the same every time."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from sheet_items import item

from draad.register.export.xlsx import Told, workbook
from draad.texts import texts

NL = texts("nl")
TODAY = date(2026, 3, 1)


def book(*items: Any, files: dict[int, str] | None = None, language: str = "nl") -> Any:
    data = workbook(texts(language), items, Told("sleutels", TODAY, "soort actie"), files)
    return openpyxl.load_workbook(io.BytesIO(data))


def column(sheet: Any, head: str) -> list[Any]:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(head)] for row in sheet.iter_rows(min_row=2)]


def values(sheet: Any, head: str) -> list[Any]:
    return [cell.value for cell in column(sheet, head)]


def test_a_sheet_for_everything_one_for_each_kind_and_an_explanation() -> None:
    made = book(item(1), item(2, kind="commitment"), item(3, kind="figure"))
    assert made.sheetnames == [
        *("Alles", "Acties", "Toezeggingen", "Vragen", "Signalen", "Besluiten", "Afspraken", "Cijfers", "Toelichting"),
    ]  # fmt: skip
    assert [made[name].max_row - 1 for name in ("Alles", "Acties", "Toezeggingen", "Vragen")] == [3, 1, 1, 0]


def test_heads_stay_in_sight_filter_and_repeat_in_print() -> None:
    sheet = book(item(1), item(2))["Alles"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:V3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["D"].width > 50
    assert column(sheet, "tekst")[0].alignment.wrap_text


def test_a_row_is_as_high_as_its_words_and_the_print_leaves_out_what_is_for_programs() -> None:
    sheet = book(item(1), item(2, text="woord " * 60), item(3, note="n" * 32_000))["Alles"]
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height == 6 * 15
    assert sheet.row_dimensions[4].height == 409
    assert sheet.print_area == "'Alles'!$A$1:$O$4"


def test_a_single_day_is_a_date_and_every_other_term_is_words_with_its_edtf_beside_it() -> None:
    sheet = book(item(1, due="2020-06-05"), item(2, due="../2020-06-01"), item(3, due="2020-06"), item(4))["Alles"]
    assert values(sheet, "termijn") == [datetime(2020, 6, 5), "uiterlijk 1 juni 2020", "juni 2020", None]
    assert values(sheet, "uiterste dag") == [datetime(2020, 6, 5), datetime(2020, 6, 1), datetime(2020, 6, 30), None]
    assert values(sheet, "termijn (EDTF)") == ["2020-06-05", "../2020-06-01", "2020-06", None]
    assert column(sheet, "termijn")[0].is_date


def test_states_and_kinds_are_words_with_drop_downs() -> None:
    sheet = book(item(1, status="fulfilled"))["Alles"]
    assert (values(sheet, "stand"), values(sheet, "soort")) == (["nagekomen"], ["actie"])
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists["C2"] == '"voorgesteld,open,nagekomen,vervallen,vervangen,afgewezen"'
    assert lists["B2"].startswith('"actie,toezegging')


@pytest.mark.parametrize("text", ["=1+1", "+31 70", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_what_a_stranger_wrote_is_never_a_formula(text: str) -> None:
    sheet = book(item(1, text=text, note=text, owner=(text,)))["Alles"]
    for head in ("tekst", "notitie", "eigenaar"):
        cell = column(sheet, head)[0]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_characters_that_no_sheet_can_hold_are_made_visible() -> None:
    assert values(book(item(1, text="a\x00b\x1b[31m\ud800"))["Alles"], "tekst") == ["a�b�[31m�"]


def test_places_link_to_the_file_with_its_page() -> None:
    from dataclasses import replace

    one = item(1)
    paged = replace(one, page=3)
    cell = column(book(paged, files={one.document: "../stukken/bundel 1.pdf"})["Alles"], "vindplaats")[0]
    assert cell.value == "verslag:1"
    assert cell.hyperlink.target == "../stukken/bundel%201.pdf#page=3"
    assert column(book(one)["Alles"], "vindplaats")[0].hyperlink is None


def test_the_page_is_that_of_the_place_named_beside_it_wherever_else_the_item_stands() -> None:
    from dataclasses import replace

    one = item(1)
    earlier = replace(one.places[0], document=7, document_name="bericht", lines=(8, 9), page=None)
    sheet = book(replace(one, page=3, places=(earlier, *one.places)), files={one.document: "bundel.pdf"})["Alles"]
    assert values(sheet, "vindplaats") == ["verslag:1"]
    assert values(sheet, "bladzijde") == [3]
    assert values(sheet, NL("sheet.places")) == ["bericht:8-9"]
    assert column(sheet, "vindplaats")[0].hyperlink.target == "bundel.pdf#page=3"


def test_version_and_base_are_hidden() -> None:
    sheet = book(item(1, version=4))["Alles"]
    assert values(sheet, "versie") == [4]
    assert sheet.column_dimensions["U"].hidden
    assert sheet.column_dimensions["V"].hidden


def test_the_explanation_says_when_what_and_how_many() -> None:
    made = book(item(1), item(2, status="proposed"), item(3, kind="question"))
    told = {row[0]: row[1] for row in made["Toelichting"].iter_rows(values_only=True) if row[0]}
    assert told["Stand op"] == datetime(2026, 3, 1)
    assert told["Keuze"] == "soort actie"
    assert told["Aantal"] == 3
    assert told["Acties"] == "voorgesteld 1, open 1"
    assert "eigenaar" in told["Zo werkt dit blad"]


def test_in_english() -> None:
    made = book(item(1, due="../2020-06-01"), language="en")
    assert made.sheetnames[0] == "All"
    assert values(made["All"], "due") == ["by 1 June 2020"]


def test_the_same_items_and_day_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    items = [item(n, due="2020-06-05") for n in range(5)]
    first = workbook(NL, items, Told("d", TODAY))
    later = time.time() + 90_000
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(later))
    assert workbook(NL, items, Told("d", TODAY)) == first


def test_no_items_at_all() -> None:
    assert book()["Alles"].max_row == 1
