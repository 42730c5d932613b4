"""Withholding what was not proposed: words by line, a selection, a box; what can't be is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from draad.dossier import Dossier
from web.redact.conftest import MAIL, Officer


def add(officer: Officer, status: int = 303, **fields: object) -> str:
    """Sends the form for the mail; gives where it leads."""
    answer = officer.post(f"/lakken/document/{officer.documents['mail']}", **fields)
    assert answer.status_code == status, answer.text[:800]
    return str(answer.headers.get("location", ""))


def test_words_on_a_line_are_withheld_in_all_copies(anna: Officer) -> None:
    line = 1 + MAIL[: MAIL.index("van de receptie")].count("\n")
    where = add(anna, regel=line, woorden="de  receptie", soort="passage", grond="woo 5.1.2.h", notitie="gebouw")
    assert f"regel={line}#l-" in where
    added = anna.held(statuses=("accepted",))
    assert {(one.document_name, one.text, one.ground, one.origin) for one in added} == {
        ("mail", "de receptie", "woo 5.1.2.h", "person"),
        ("antwoord", "de receptie", "woo 5.1.2.h", "person"),
    }


def test_the_same_words_again_are_the_next_ones_of_the_line(anna: Officer, place: Path) -> None:
    with Dossier.open(place) as dossier:
        text = dossier.text("mail")
    line = 1 + text[: text.index("Van: Wiebe")].count("\n")
    for _ in range(2):
        add(anna, regel=line, woorden="kwartel", bereik="plek")
    texts = [text[slice(*one.span)] for one in anna.held(statuses=("accepted",)) if one.span]
    assert texts == ["Kwartel", "kwartel"]


def test_a_selection_is_withheld_as_it_was_selected(anna: Officer) -> None:
    start = MAIL.index("op vrijdag")
    add(anna, begin=start - 1, eind=start + len("op vrijdag"), regel=1, woorden="iets anders", bereik="plek")
    assert [one.text for one in anna.held(statuses=("accepted",))] == ["op vrijdag"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"regel": 3},
        {"regel": 3, "woorden": "olifant"},
        {"regel": 9000, "woorden": "Beste"},
        {"begin": 999_999, "eind": 1_000_000},
        {"begin": 5, "eind": 5},
        {"blz": 1, "links": 1, "boven": 1, "rechts": 5, "onder": 5},
        {"regel": 6, "woorden": "Beste", "soort": "olifant"},
        {"regel": 6, "woorden": "Beste", "grond": "woo 9.9"},
        {"blz": 1, "links": -1},
    ],
)
def test_what_does_not_stand_there_is_refused_and_nothing_is_added(anna: Officer, fields: dict[str, object]) -> None:
    before = len(anna.held())
    add(anna, 400, **fields)
    assert len(anna.held()) == before


def test_hostile_words_find_nothing_and_take_no_time(anna: Officer) -> None:
    add(anna, 400, regel=1, woorden="(a+)+$ [x" * 200)
