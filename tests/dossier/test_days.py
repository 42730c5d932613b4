"""Days in seconds, up to the ends of the calendar."""

from __future__ import annotations

from datetime import date

from draad.dossier.days import begin_of, end_of


def test_a_day_ends_where_the_next_begins() -> None:
    assert end_of(date(2021, 3, 28)) == begin_of(date(2021, 3, 29))
    assert end_of(date(2021, 3, 28)) - begin_of(date(2021, 3, 28)) == 23 * 3600  # summer time begins


def test_the_last_day_of_the_calendar_ends_too() -> None:
    assert end_of(date.max) - begin_of(date.max) == 24 * 3600
