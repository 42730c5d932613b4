"""Working days by the Algemene termijnenwet (Atw); the days themselves stand in ``knowledge/workdays.toml``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from draad.extract.when.calendar import easter, plus
from draad.knowledge import load


@cache
def holidays(year: int) -> dict[date, str]:
    """The recognised feast days of a year and the days on a level with them (Atw article 3), by name."""
    known = load("workdays")
    days: dict[date, str] = {}
    for fixed in known["fixed"]:
        if fixed.get("from", 0) <= year <= fixed.get("to", 9999):
            day = date(year, fixed["month"], fixed["day"])
            days[plus(day, fixed.get("sunday", 0)) if day.weekday() == 6 else day] = fixed["name"]
    for moving in known["easter"]:
        days[plus(easter(year), moving["offset"])] = moving["name"]
    for decreed in known["decree"]["days"]:
        if decreed.year == year:
            days[decreed] = "gelijkgesteld bij koninklijk besluit"
    return days


def is_known(year: int) -> bool:
    """True where the royal decree of article 3 lid 3 for that year is known; else a bridging day may be missed."""
    return year in load("workdays")["decree"]["years"]


def is_working(day: date) -> bool:
    """False on Saturday, Sunday, and the days of Atw article 3."""
    return day.weekday() < 5 and day not in holidays(day.year)


def add(day: date, n: int) -> date:
    """The ``n``th working day after ``day`` (before it when negative); ``day`` itself for 0, working or not.

    Raises OverflowError where that lies beyond the years a date can hold.
    """
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_working(day):
            day += step
    return day


def extend(deadline: date, start: date | None = None) -> date:
    """The last day of a term of law that would end on ``deadline``.

    Atw article 1: a term that ends on no working day lasts to the next working day. Article 2, where ``start``, its
    first day, is given: a term of three days or more lasts until at least two of its days are working days. Whether the
    Atw holds at all (article 4: not for terms in hours, nor above 90 days, twelve weeks or three months) is for the
    caller. Nothing that people agree among themselves is shifted by law: due dates stay as they were said.
    """
    while not is_working(deadline):
        deadline += timedelta(days=1)
    term = load("workdays")["term"]
    if start is not None and (deadline - start).days + 1 >= term["least_days"]:
        days = (start + timedelta(days=n) for n in range((deadline - start).days + 1))
        missing = term["working_days"] - sum(map(is_working, days))
        if missing > 0:
            return add(deadline, missing)
    return deadline
