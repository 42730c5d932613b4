"""Overdue and due soon, in the working days of the Algemene termijnenwet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_items import an_item

from draad.dossier.views import ItemView
from draad.extract.when import workdays
from draad.register.follow import due_soon, last_day, overdue, upcoming, working_days

days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("due", "today", "late", "why"),
    [
        ("2021-04-01", date(2021, 4, 6), 1, "Goede Vrijdag, the weekend and Tweede Paasdag are no working days"),
        ("2020-12-24", date(2020, 12, 28), 1, "Christmas 2020 fell on Friday and Saturday"),
        ("2021-12-24", date(2021, 12, 28), 2, "Christmas 2021 fell on Saturday and Sunday; Monday is a working day"),
        ("2025-04-25", date(2025, 4, 28), 1, "Koningsdag 2025 was kept on Saturday, as the 27th was a Sunday"),
        ("2021-04-26", date(2021, 4, 28), 1, "Koningsdag 2021 on Tuesday"),
        ("../2021-06-04", date(2021, 6, 7), 1, "until that day: the day itself counts"),
        ("2021-05", date(2021, 6, 1), 1, "a month ends on its last day"),
    ],
)
def test_working_days_late(due: str, today: date, late: int, why: str) -> None:
    [found] = overdue([an_item(due=due)], today)
    assert (found.days, found.reason) == (late, "follow.late"), why


def test_past_but_no_working_day_late_yet() -> None:
    [found] = overdue([an_item(due="2021-06-04")], date(2021, 6, 5))
    assert (found.days, found.reason) == (0, "follow.late-free")


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (an_item(due="2021-06-04", status="fulfilled"), "done"),
        (an_item(due="2021-06-04", status="rejected"), "never was an item"),
        (an_item(due="2021-06-04", kind="appointment"), "an appointment that is past is held or not, not overdue"),
        (an_item(due="2021-06-04", kind="decision"), "a decision takes effect"),
        (an_item(due="2021-06-04/.."), "no last day"),
        (an_item(due=None), "no term known"),
        (an_item(due="2021-06-04", every="P2W"), "what recurs is for rhythms"),
        (an_item(due="2021-06-10"), "not yet; the day itself is still in time"),
    ],
)
def test_what_is_not_overdue(item: ItemView, why: str) -> None:
    assert overdue([item], date(2021, 6, 10)) == [], why


def test_accepted_items_come_before_proposals_and_the_longest_overdue_first() -> None:
    proposal = an_item(due="2021-01-04", status="proposed")
    late, later = an_item(due="2021-05-04"), an_item(due="2021-03-04")
    found = overdue([proposal, late, later], date(2021, 6, 10))
    assert [f.item for f in found] == [later, late, proposal]
    assert [f.proposed for f in found] == [False, False, True]


def test_an_agreed_day_is_not_moved_by_law_but_a_legal_term_is() -> None:
    easter_monday = "2021-04-05"
    agreed, legal = an_item(due=easter_monday), an_item(due=easter_monday, tags=("Wettelijk",))
    assert last_day(agreed) == date(2021, 4, 5)
    assert last_day(legal) == date(2021, 4, 6)
    assert [f.item for f in overdue([agreed, legal], date(2021, 4, 6))] == [agreed]


def test_due_soon_looks_so_many_working_days_ahead() -> None:
    today = date(2021, 4, 1)  # Maundy Thursday: the next working days are 6, 7, 8, 9 and 12 April
    inside, outside = an_item(due="2021-04-12"), an_item(due="2021-04-13")
    [found] = due_soon([outside, inside], today)
    assert (found.item, found.days, found.reason) == (inside, 5, "follow.due-in")
    assert [f.item for f in due_soon([outside, inside], today, workdays=6)] == [inside, outside]


@pytest.mark.parametrize(
    ("due", "reason", "to_go"),
    [
        ("2021-06-10", "follow.due-today", 0),
        ("2021-06-11", "follow.due-in", 1),
        ("2021-06-08/2021-06-14", "follow.due-in", 2),
        ("2021-06-14/..", "follow.begins-in", 2),
        ("2021-06-10/..", "follow.begins-today", 0),
    ],
)
def test_how_soon(due: str, reason: str, to_go: int) -> None:
    [found] = due_soon([an_item(due=due)], date(2021, 6, 10))
    assert (found.reason, found.days) == (reason, to_go)


def test_due_in_the_weekend_is_before_the_next_working_day() -> None:
    [found] = due_soon([an_item(due="2021-06-13", kind="appointment")], date(2021, 6, 11))
    assert found.reason == "follow.due-free"


def test_what_comes_by_week() -> None:
    items = [an_item(due="2021-06-18"), an_item(due="2021-06-11"), an_item(due="2021-06-14"), an_item(due="2021-09-01")]
    weeks = upcoming(items, date(2021, 6, 10), weeks=4)
    assert [(week.monday, [f.item for f in week.items]) for week in weeks] == [
        (date(2021, 6, 7), [items[1]]),
        (date(2021, 6, 14), [items[2], items[0]]),
    ]


@given(days, st.integers(0, 400))
def test_working_days_are_counted_as_one_would_by_hand(day: date, length: int) -> None:
    until = day + timedelta(days=length)
    by_hand = sum(workdays.is_working(day + timedelta(days=n)) for n in range(1, length + 1))
    assert working_days(day, until) == by_hand


@given(st.lists(days, max_size=8), days, st.integers(0, 60))
def test_what_is_overdue_stays_so_and_grows_no_less_late(dues: list[date], today: date, more: int) -> None:
    items = [an_item(due=day.isoformat(), id=n + 1) for n, day in enumerate(dues)]
    now = {f.item.id: f.days for f in overdue(items, today)}
    later = {f.item.id: f.days for f in overdue(items, today + timedelta(days=more))}
    assert all(later[number] >= late for number, late in now.items())


@given(st.lists(days, max_size=6), days, st.randoms(use_true_random=False))
def test_any_order_of_items_gives_the_same(dues: list[date], today: date, random: object) -> None:
    items = [an_item(due=day.isoformat(), id=n + 1) for n, day in enumerate(dues)]
    mixed = list(items)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert overdue(items, today) == overdue(mixed, today)
    assert due_soon(items, today) == due_soon(mixed, today)
    assert upcoming(items, today) == upcoming(mixed, today)
