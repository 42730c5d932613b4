"""What a string beside the pages tells more than they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.release.audit.told import Shown, names, only_marks

NAMES = ["Anna de Brug", "A.B. de Brug", "Brug, A.", "a.brug@x.nl", "06 12345678", "Gesprek met Anna Brug"]
NO_NAMES = [
    "Bijlage 2",
    "Logo Rijksoverheid",
    "Ministerie van Financiën",
    "12 maart 2020",
    "Woo-verzoek",
    "Tweede Kamer",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_known_by_its_form(text: str) -> None:
    assert names(text)


@pytest.mark.parametrize("text", NO_NAMES)
def test_an_office_a_paper_and_a_date_are_no_names(text: str) -> None:
    assert names(text) == []


def test_words_in_place_of_a_mark_are_known_by_the_line_around_it() -> None:
    shown = Shown(["Gesprek met 5.1.2.e over de planning van mei"])
    assert shown.fills_a_mark("gesprek met anna over de planning")
    assert not shown.fills_a_mark("Gesprek over de planning")
    assert not shown.fills_a_mark("Overleg met de directie")


def test_a_mark_alone_is_nothing_but_a_mark() -> None:
    assert only_marks("5.1.2.e")
    assert not only_marks("Anna 5.1.2.e")


@given(st.text(max_size=80))
def test_spans_of_names_lie_within_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in names(text))


@pytest.mark.parametrize("piece", ["A.", "a.a@", "Aa ", "0 ", "van ", "A. a "])
def test_a_very_long_string_ends(piece: str) -> None:
    names(piece * (300_000 // len(piece)))
