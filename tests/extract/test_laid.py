"""Action tables as a page gives them: columns parted by blanks, heads in the middle, cells wrapped over lines."""

from __future__ import annotations

import pytest
from extract_units import unit
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.records import Item
from draad.extract.seeking import items


def told(text: str) -> list[tuple[str, list[str], str | None]]:
    """Words, owners and due date of each item."""
    of = unit(text, kind="report")
    return [
        (" ".join(of.words(i.span).split()), [p.name for p in i.owners], _when(i)) for i in items(of)
    ]  # fmt: skip


def _when(item: Item) -> str | None:
    return item.due and (item.due.due or item.due.text)  # type: ignore[return-value]


def rows(text: str) -> list[tuple[list[str], str | None]]:
    return [(owners, when) for _, owners, when in told(text)]


def test_each_row_is_one_item_with_its_owner_and_its_date() -> None:
    assert told(
        """Verslag

Actiepunten
Wat                          Door               Gereed
Banken tellen in             Beheer             1 december 2020
de binnenstad
Hek verven                   Jansen             4 december 2020

Sluiting
De voorzitter sluit om 12.00 uur."""
    ) == [
        ("Banken tellen in Beheer 1 december 2020 de binnenstad", ["Beheer"], "2020-12-01"),
        ("Hek verven Jansen 4 december 2020", [], "2020-12-04"),
    ]


def test_number_in_the_middle_of_its_row() -> None:
    assert rows(
        """Nr                     Actie                             Wie              Wanneer

                                                5.1.2e
1     Bestek voor het hek beoordelen                             2 december 2020
                                                (Inkoop)

      Antwoord aan de wijkraad
2                                               5.1.2e           9 december 2020
      opstellen

3     Folder voor de buurt                      Communicatie     11 december 2020
4     Sleutels van het hek laten bijmaken nu Teamleider Beheer    1 mei 2021
"""
    ) == [
        (["Inkoop"], "2020-12-02"),
        ([], "2020-12-09"),
        (["Communicatie"], "2020-12-11"),
        (["Teamleider Beheer"], "2021-05-01"),
    ]


def test_rows_in_the_middle_without_blank_lines() -> None:
    found = told(
        """Nr       Wie                 Wat                          Wanneer
                             Bestek voor de banken
 1       Inkoop              aanpassen aan de              12 december
                             nieuwe norm
         Beheer              Overleg met de wijkraad
 2       (5.1.2e)            inplannen                     vrijdag
 3       JZ                  Contract nalezen              z.s.m.
"""
    )
    assert [(owners, when) for _, owners, when in found] == [
        (["Inkoop"], "2020-12-12"),
        (["Beheer"], "2020-11-20"),
        (["JZ"], "z.s.m."),
    ]
    assert "nieuwe norm" in found[0][0]
    assert "Overleg" not in found[0][0]


def test_head_again_on_the_next_page_and_what_is_ready() -> None:
    assert rows(
        """Nr Actie                         Wie              Deadline       Status

1  Offerte opvragen voor de      Inkoop           15-12-2020     open
   nieuwe hekken

2  Brief aan bewoners            Communicatie     9-12-2020      gereed

Nr Actie                         Wie              Deadline       Status

3  Hek verven                    team Beheer      januari 2021   nieuw
"""
    ) == [(["Inkoop"], "2020-12-15"), (["team Beheer"], "2021-01")]


@pytest.mark.parametrize(
    "after",
    ["Volgend overleg: over een maand.", "6. Rondvraag\nNiemand heeft iets.", "Paraaf: XY", "Dan is het ten einde."],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_stands_beneath_the_table_is_none_of_it(after: str, gap: str) -> None:
    found = told(f"Actie              Wie        Termijn\nHek verven         Beheer     9-12-2020{gap}{after}\n")
    assert ("Hek verven Beheer 9-12-2020", ["Beheer"], "2020-12-09") in found
    assert all(after.split()[-1] not in words for words, _, when in found if when == "2020-12-09")


def test_subject_beside_the_action_and_two_columns_of_dates() -> None:
    assert told("Datum\tOnderwerp\tActie\tWie\tDeadline\n3-11-2020\thek\tHek verven\tBeheer\t9-12-2020") == [
        ("Hek verven Beheer 9-12-2020", ["Beheer"], "2020-12-09")
    ]


def test_line_beneath_a_table_of_a_word_processor_is_no_cell() -> None:
    (one,) = told("Actie\tWie\tWanneer\nHek verven\tBeheer\t9-12-2020\nParaaf: XY")
    assert one[0].endswith("9-12-2020")


def test_person_in_the_column_of_owners_is_not_named() -> None:
    assert rows("Actie            Wie            Termijn\nHek verven       Jan Beheer     9-12-2020") == [
        ([], "2020-12-09")
    ]


PIECES = st.sampled_from(
    ["Nr", "Actie", "Wie", "Wanneer", " ", "  ", "      ", "\n", "\n\n", "1", "2 ", "hek verven", "MO", "9 mei", "x:"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_laid_out_items_stand_in_the_text(text: str) -> None:
    for item in items(unit("Nr  Actie  Wie  Wanneer\n" + text, kind="report")):
        assert 0 <= item.span[0] < item.span[1] <= len(text) + 24


@pytest.mark.parametrize("piece", ["Actie  Wie\n", "x  y\n", "\n1  x  y  z\n", "a b c d e f g h i j k l  m\n"])
def test_hostile_table_takes_time_in_proportion(piece: str) -> None:
    assert len(list(items(unit("Nr  Actie  Wie\n" + piece * 4000, kind="report")))) <= 4000
