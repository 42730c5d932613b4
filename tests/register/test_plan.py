"""A phased plan on a time line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_items import an_item

from draad.register.plan import plan

TODAY = date(2021, 6, 3)


def step(due: str, words: str = "", **fields: Any) -> Any:
    return an_item("Stap", due=due, data={"due": {"text": words}} if words else {}, **fields)


def test_windows_stand_in_order_of_time_with_their_items_in_order_of_place() -> None:
    items = [
        step("2021-06-08/.."),
        step("2021-06-01/2021-06-06"),
        step("../2021-05-31", "tot 1 juni"),
        step("../2021-05-31", "tot 1 juni"),
    ]
    found = plan(items, TODAY)
    assert [(w.due, w.state, len(w.items)) for w in found] == [
        ("../2021-05-31", "late", 2),
        ("2021-06-01/2021-06-06", "now", 1),
        ("2021-06-08/..", "coming", 1),
    ]
    assert found[0].heading == "tot 1 juni"
    assert found[0].items == tuple(items[2:])
    assert found[0].late == tuple(items[2:])
    assert found[1].heading is None


def test_a_window_whose_items_are_done_is_past_and_says_how_many() -> None:
    [found] = plan([step("2021-05", status="fulfilled"), step("2021-05", kind="appointment")], TODAY)
    assert (found.state, found.done, found.late) == ("past", 1, ())


def test_two_texts_with_the_same_term_are_two_windows() -> None:
    assert len(plan([step("2021-07"), step("2021-07", document=2)], TODAY)) == 2


@pytest.mark.parametrize(
    "item",
    [
        step("2021-07", every="P1W"),
        step("2021-07", status="dropped"),
        step("2021-07", kind="figure"),
        step("2021-07", kind="signal"),
        an_item("Ooit"),
    ],
)
def test_what_stands_in_no_window(item: Any) -> None:
    assert plan([item], TODAY) == []


def test_a_legal_term_that_the_law_lengthens_is_not_late_yet() -> None:
    easter_monday = replace(step("2021-04-05"), tags=("wettelijk",))
    assert [w.state for w in plan([easter_monday], date(2021, 4, 6))] == ["now"]
    assert [w.state for w in plan([easter_monday], date(2021, 4, 7))] == ["late"]


DUES = st.sampled_from(["2021", "2021-06", "../2021-06-01", "2021-06-08/..", "2021-06-03", "2021-06-01/2021-06-07"])


@given(st.lists(DUES, max_size=8), st.dates(date(2020, 1, 1), date(2022, 12, 31)), st.randoms(use_true_random=False))
def test_every_item_stands_in_one_window_whatever_the_order(dues: list[str], today: date, random: object) -> None:
    items = [step(due, id=n + 1) for n, due in enumerate(dues)]
    mixed = list(items)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = plan(items, today)
    assert plan(mixed, today) == found
    assert sorted(item.id for window in found for item in window.items) == [item.id for item in items]
