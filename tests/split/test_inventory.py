"""Inventory lists: their rows."""

from __future__ import annotations

import pytest
from split_texts import taken

from draad.records import InventoryRow

TEXT = """\
Inventarislijst

Nr.  Documentnr.  Titel                  Datum       Beoordeling
1    123401       Planning najaar        16-03-2020  Deels openbaar
2    123402       RE: Planning najaar    17-03-2020  Geweigerd
2a   123403       Bijlage plan           17-03-2020  Openbaar
3    123404       Verslag Zorgplein      1-4-2020    Openbaar
"""


def rows(text: str) -> tuple[InventoryRow, ...]:
    found = taken(text)
    assert found.kind == "inventory"
    assert found.inventory is not None
    return found.inventory.rows


def test_a_row_has_number_identifier_day_title_and_line():
    assert rows(TEXT)[0] == InventoryRow("1", "123401", "2020-03-16", "Planning najaar", 4)
    assert [r.number for r in rows(TEXT)] == ["1", "2", "2a", "3"]
    assert [r.identifier for r in rows(TEXT)] == ["123401", "123402", "123403", "123404"]
    assert [r.date for r in rows(TEXT)] == ["2020-03-16", "2020-03-17", "2020-03-17", "2020-04-01"]
    assert [r.title for r in rows(TEXT)] == [
        "Planning najaar",
        "RE: Planning najaar",
        "Bijlage plan",
        "Verslag Zorgplein",
    ]
    assert [r.line for r in rows(TEXT)] == [4, 5, 6, 7]


def piped(text: str) -> str:
    return "\n".join(
        "| " + " | ".join(line.split("  ")) + " |" if line[:1].isalnum() else line for line in text.split("\n")
    )


def tabbed(text: str) -> str:
    import re

    return re.sub(" {2,}", "\t", text)


@pytest.mark.parametrize("form", [tabbed, piped])
def test_rows_may_be_tabbed_or_piped(form):  # type: ignore[no-untyped-def]
    assert [r.number for r in rows(form(TEXT))] == ["1", "2", "2a", "3"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("16/03/2020", "2020-03-16"),
        ("16.03.2020", "2020-03-16"),
        ("16 maart 2020", "2020-03-16"),
        ("16‑03‑2020", "2020-03-16"),
    ],
)
def test_days_are_written_in_many_ways(written: str, day: str):
    assert rows(TEXT.replace("16-03-2020", written))[0].date == day


def test_a_row_without_identifier_has_none():
    text = (
        TEXT.replace("123401 ", "       ")
        .replace("123402 ", "       ")
        .replace("123403 ", "       ")
        .replace("123404 ", "       ")
    )
    assert [(r.number, r.identifier) for r in rows(text)] == [("1", None), ("2", None), ("2a", None), ("3", None)]


def test_a_list_may_cross_its_judgements_and_give_no_days():
    text = """\
Inventarisatielijst

DOC      ID           OMSCHRIJVING          geheel    deels      niet    10.2.e     10.2.g
1        826301       melding                         x                  x          x
2        826302       brief                           x                  x
3        826303       verslag                                    x       x
"""
    assert [(r.number, r.identifier, r.date, r.title) for r in rows(text)] == [
        ("1", "826301", None, "melding"),
        ("2", "826302", None, "brief"),
        ("3", "826303", None, "verslag"),
    ]


def test_numbers_may_have_a_point():
    text = TEXT.replace("\n2a ", "\n2.1").replace("\n2  ", "\n2.0")
    assert [r.number for r in rows(text)] == ["1", "2.0", "2.1", "3"]


def test_an_inventory_has_no_copies_and_no_marks():
    found = taken(TEXT.replace("Geweigerd", "Geweigerd 5.1.2.e"))
    assert (found.copies, found.marks) == ((), ())


def test_one_line_that_looks_like_a_row_is_no_list():
    found = taken("Inventarislijst\n\n1    123401    Planning najaar    16-03-2020  Openbaar\n")
    assert found.inventory is None


def test_a_paragraph_number_far_off_is_no_row():
    assert len(rows(TEXT + "2020 is het jaar van 16-03-2020, openbaar\n")) == 4
