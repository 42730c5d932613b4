"""Narrowing by a click and widening again: always a query that anybody could have typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier.query import parse
from draad.dossier.tree import Dated, Ground, InThread, Kind, Node, Word
from draad.dossier.values import parse_period
from draad.web.pages.search.narrow import chips, conditions, has, narrowed, widened

MONTH = Dated("on", parse_period("2021-02"))
YEAR = Dated("on", parse_period("2021"))
CONDITIONS = [Word("vng.nl", "sender"), MONTH, YEAR, Kind("report"), Ground("woo 5.1.2.e"), InThread("03f2")]
QUERIES = [
    "*",
    "zorg",
    "zorg OF taxi",
    "zorg taxi -bus",
    "zorg van:vng.nl",
    "op:2021 zorg",
    "NIET zorg",
    '"a b" (c OF d)',
]


@given(st.sampled_from(QUERIES), st.sampled_from(CONDITIONS))
def test_what_is_narrowed_asks_for_both_and_is_widened_again(query: str, condition: Node) -> None:
    node = parse(query)
    narrow = parse(narrowed(node, condition))
    assert has(narrow, condition)
    assert set(conditions(narrow)) - {condition} <= set(conditions(node))
    assert set(conditions(parse(widened(narrow, condition)))) == set(conditions(narrow)) - {condition}


def test_a_month_takes_the_place_of_its_year() -> None:
    assert narrowed(parse("zorg op:2021"), MONTH) == "zorg op:2021-02"
    assert narrowed(parse("zorg na:2021"), MONTH) == "zorg na:2021 op:2021-02"


def test_narrowing_twice_is_narrowing_once() -> None:
    once = narrowed(parse("zorg"), CONDITIONS[0])
    assert narrowed(parse(once), CONDITIONS[0]) == once


def test_alternatives_are_kept_together() -> None:
    assert narrowed(parse("zorg OF taxi"), CONDITIONS[0]) == "(zorg OF taxi) van:vng.nl"


def test_nothing_is_left_of_a_query_of_one_condition() -> None:
    assert widened(parse("van:vng.nl"), CONDITIONS[0]) == ""


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("zorg", {}),
        ("zorg van:vng.nl", {"van:vng.nl": "zorg"}),
        ("zorg NIET taxi op:2021", {"NIET taxi": "zorg op:2021", "op:2021": "zorg NIET taxi"}),
        ("grond:5.1.2e", {"grond:5.1.2.e": ""}),
        ("van:a OF van:b", {}),
    ],
)
def test_chips_are_the_conditions_that_are_no_words(query: str, told: dict[str, str]) -> None:
    assert {str(chip.condition): chip.query for chip in chips(parse(query))} == told
