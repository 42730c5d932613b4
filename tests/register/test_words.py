"""Items in words."""

from __future__ import annotations

from datetime import date

import pytest

from draad.register import words
from draad.texts import texts

NL = texts("nl")


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ""),
        ("2020-06-02", "2 juni 2020"),
        ("../2020-06-01", "uiterlijk 1 juni 2020"),
        ("2020-06-08/..", "vanaf 8 juni 2020"),
        ("2020-06-01/2020-06-07", "1 juni 2020 t/m 7 juni 2020"),
        ("2020-06", "juni 2020"),
        ("2020", "2020"),
        ("2020-21", "2020-21"),
        ("2020-06~", "2020-06~"),
        ("2020-06-02?", "2020-06-02?"),
        ("onzin", "onzin"),
    ],
)
def test_terms(due: str | None, said: str) -> None:
    assert words.term(NL, due) == said


@pytest.mark.parametrize(
    ("every", "said"),
    [
        (None, ""),
        ("P1D", "elke dag"),
        ("P6W", "elke 6 weken"),
        ("P14D", "elke 2 weken"),
        ("P1M", "elke maand"),
        ("P3M", "elke 3 maanden"),
        ("P12M", "elk jaar"),
        ("P1M3D", "P1M3D"),
        ("onzin", "onzin"),
    ],
)
def test_rhythms(every: str | None, said: str) -> None:
    assert words.rhythm(NL, every) == said


def test_only_a_plain_day_is_a_day() -> None:
    assert words.single_day("2020-06-02") == date(2020, 6, 2)
    assert [words.single_day(due) for due in (None, "2020-06", "2020-06-02?", "2020-06-XX", "../2020-06-02")] == [
        None
    ] * 5


def test_places_are_cited() -> None:
    assert (words.cited("verslag", (3, 3)), words.cited("verslag", (3, 5))) == ("verslag:3", "verslag:3-5")
