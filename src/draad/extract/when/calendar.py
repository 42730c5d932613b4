"""Arithmetic of days, weeks, months and feasts, and dates as EDTF writes them."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from draad.extract.when.records import Days

Lean = Literal["free", "ahead", "back"]
"""Which way words without a year look: to what comes, to what was, or to the nearest with a preference for ahead."""

_BACK_COSTS = {"free": 2, "ahead": 6, "back": 1}
_AHEAD_COSTS = {"free": 1, "ahead": 1, "back": 6}
FIRST_YEAR, LAST_YEAR = 1900, 2199


def make(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day or the year is out of reach."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plus(day: date, days: int) -> date:
    """``days`` later (earlier when negative), kept within the years a date can hold."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def plus_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def monday(day: date) -> date:
    """The Monday of its calendar week (ISO 8601: weeks run from Monday to Sunday)."""
    return plus(day, -day.weekday())


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def quarter_of(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter."""
    return date(year, quarter * 3 - 2, 1), month_of(year, quarter * 3)[1]


def week_of(year: int, week: int) -> tuple[date, date] | None:
    """Monday and Sunday of an ISO week; None where the year has no such week."""
    try:
        start = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return start, plus(start, 6)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The so manieth weekday of a month; -1 is its last."""
    first, last = month_of(year, month)
    if nth < 0:
        return plus(last, -((last.weekday() - weekday) % 7))
    return plus(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def distance(first: date, last: date, moment: date, lean: Lean) -> int:
    """How far a stretch lies from the moment, in days, dearer in the direction that the words don't look."""
    if first > moment:
        return (first - moment).days * _AHEAD_COSTS[lean]
    if last < moment:
        return (moment - last).days * _BACK_COSTS[lean]
    return 0


def nearest(stretches: Iterable[tuple[date, date]], moment: date, lean: Lean) -> tuple[date, date] | None:
    """The stretch nearest to the moment by :func:`distance`; the earlier of two as near."""
    return min(stretches, key=lambda s: (distance(s[0], s[1], moment, lean), s), default=None)


def edtf(days: Days) -> str | None:
    """A stretch in EDTF level 1."""
    if days.first is None or days.last is None:
        return None
    if days.first == days.last:
        return days.first.isoformat()
    if days.grain == "month":
        return days.first.isoformat()[:7]
    if days.grain == "year":
        return days.first.isoformat()[:4]
    return f"{days.first.isoformat()}/{days.last.isoformat()}"
