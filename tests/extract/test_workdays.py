"""Working days by the Algemene termijnenwet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.extract.when import workdays
from draad.extract.when.calendar import easter

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2019, (4, 21)), (2020, (4, 12)), (2021, (4, 4)), (2022, (4, 17)), (2024, (3, 31)), (2038, (4, 25))],
)
def test_easter(year: int, sunday: tuple[int, int]) -> None:
    assert easter(year) == date(year, *sunday)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 1, 1), "Nieuwjaarsdag"),
        (date(2021, 4, 2), "Goede Vrijdag, article 3 lid 2"),
        (date(2021, 4, 5), "Tweede Paasdag"),
        (date(2021, 4, 27), "Koningsdag"),
        (date(2021, 5, 5), "5 mei counts every year, not once in five"),
        (date(2021, 5, 13), "Hemelvaartsdag"),
        (date(2021, 5, 24), "Tweede Pinksterdag"),
        (date(2023, 5, 19), "the Friday after Hemelvaart, by royal decree"),
        (date(2021, 5, 15), "Saturday"),
    ],
)
def test_days_that_are_no_working_days(day: date, why: str) -> None:
    assert not workdays.is_working(day), why


def test_the_kings_birthday_gives_way_to_a_sunday() -> None:
    assert workdays.holidays(2025)[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in workdays.holidays(2025)


def test_the_queens_birthday_before_2014() -> None:
    assert not workdays.is_working(date(2013, 4, 30))
    assert workdays.is_working(date(2014, 4, 30))


def test_days_that_offices_close_but_the_law_does_not_know() -> None:
    assert workdays.is_working(date(2021, 12, 31))
    assert workdays.is_working(date(2021, 5, 4))


def test_years_without_a_known_decree_are_told() -> None:
    assert workdays.is_known(2024)
    assert not workdays.is_known(2020)


def test_article_1_lengthens_to_the_next_working_day() -> None:
    assert workdays.extend(date(2021, 4, 2)) == date(2021, 4, 6)
    assert workdays.extend(date(2021, 4, 6)) == date(2021, 4, 6)


def test_article_2_sees_to_two_working_days() -> None:
    """Thursday 24 December to Sunday 27 December 2020: only the 24th and Monday are working days."""
    assert workdays.extend(date(2020, 12, 27), date(2020, 12, 24)) == date(2020, 12, 28)
    assert workdays.extend(date(2020, 12, 27), date(2020, 12, 25)) == date(2020, 12, 29)


def test_article_2_leaves_terms_of_two_days_alone() -> None:
    assert workdays.extend(date(2020, 12, 28), date(2020, 12, 27)) == date(2020, 12, 28)


def test_adding_steps_over_weekends_and_feast_days() -> None:
    assert workdays.add(date(2021, 4, 1), 1) == date(2021, 4, 6)
    assert workdays.add(date(2021, 4, 6), -1) == date(2021, 4, 1)
    assert workdays.add(date(2021, 4, 3), 0) == date(2021, 4, 3)


@given(days, st.integers(1, 60))
def test_adding_counts_working_days_only(day: date, n: int) -> None:
    end = workdays.add(day, n)
    between = [day + timedelta(days=i) for i in range(1, (end - day).days + 1)]
    assert sum(map(workdays.is_working, between)) == n
    assert workdays.is_working(end)


@given(days)
def test_extending_is_done_once(day: date) -> None:
    end = workdays.extend(day)
    assert end >= day
    assert workdays.extend(end) == end
