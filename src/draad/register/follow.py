"""What is overdue, what is due soon, what comes in which week.

A choice of ours, said here once: a day that people agreed on stays where it is, be it a Sunday or Christmas. The
Algemene termijnenwet (Atw) lengthens terms that stand in a law; whether one does, only a person knows, who says so by a
tag (``knowledge/register.toml``, *legal_tags*). How late an item is, is told in working days of the Atw in both cases.

What recurs (``every``) is never overdue here: ``rhythms`` follows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

from draad.dossier.views import ItemView
from draad.extract.when import workdays as calendar
from draad.extract.when.calendar import monday, plus
from draad.knowledge import load
from draad.register.states import LIVE

PROPOSED: Final = "proposed"


class Followed(NamedTuple):
    """One item and where it stands against its term."""

    item: ItemView
    reason: str
    """Key of the catalogue: ``follow.late``, ``follow.due-in`` …; its field ``days`` is ``count("workday", days)``."""
    days: int
    """Working days (Atw): late, or still to go."""
    day: date
    """The day that counts: the last of the term, or the first of one without an end."""

    @property
    def proposed(self) -> bool:
        """True where no person has accepted the item yet."""
        return self.item.status == PROPOSED


class Week(NamedTuple):
    """A calendar week (ISO 8601) and what is due in it, in order."""

    monday: date
    items: tuple[Followed, ...]


@cache
def _holidays(year: int) -> tuple[date, ...]:
    """Days of a year that are no working days though no Saturday or Sunday."""
    return tuple(day for day in calendar.holidays(year) if day.weekday() < 5)


def _weekdays(day: date) -> int:
    """Mondays to Fridays from 1 January of year 1, a Monday, up to and including ``day``."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def working_days(after: date, until: date) -> int:
    """The working days later than ``after`` up to and including ``until``; 0 where ``until`` is no later."""
    if until <= after:
        return 0
    free = sum(after < day <= until for year in range(after.year, until.year + 1) for day in _holidays(year))
    return _weekdays(until) - _weekdays(after) - free


def is_legal(item: ItemView) -> bool:
    """True where a person tagged the term as one of law."""
    return not {tag.casefold() for tag in item.tags}.isdisjoint(load("register")["legal_tags"])


def last_day(item: ItemView) -> date | None:
    """The last day of the item's term; for one of law, lengthened by Atw article 1. None where open or unknown."""
    if item.due_last is None:
        return None
    day = date.fromisoformat(item.due_last)
    return calendar.extend(day) if is_legal(item) else day


def is_owed(item: ItemView) -> bool:
    """True for what somebody is to do, has promised or must answer, and is not done with."""
    return item.status in LIVE and item.kind in load("register")["owed"]


def order(followed: Followed) -> tuple[bool, date, int, int]:
    """What people accepted first, then by day, then as it stands in the dossier."""
    return followed.proposed, followed.day, followed.item.document, followed.item.id


def overdue(items: Iterable[ItemView], today: date) -> list[Followed]:
    """Open items, and after them proposed ones, whose last day is before ``today``: the longest overdue first.

    Owed items only (actions, commitments, questions) that don't recur. ``reason`` is ``follow.late``, or
    ``follow.late-free`` where no working day has passed since. Once an item is here, it is so on every later day.
    """
    found = []
    for item in items:
        day = last_day(item) if is_owed(item) and not item.every else None
        if day is not None and day < today:
            late = working_days(day, today)
            found.append(Followed(item, "follow.late" if late else "follow.late-free", late, day))
    return sorted(found, key=order)


def _ahead(item: ItemView, day: date, today: date, begins: bool) -> Followed:
    days = working_days(today, day)
    if day == today:
        return Followed(item, "follow.begins-today" if begins else "follow.due-today", 0, day)
    if begins:
        return Followed(item, "follow.begins-in", days, day)
    return Followed(item, "follow.due-in" if days else "follow.due-free", days, day)


def _coming(items: Iterable[ItemView], today: date, until: date) -> list[Followed]:
    """Live items whose last day, or whose first where there is no last, lies from ``today`` up to ``until``."""
    found = []
    for item in items:
        if item.status not in LIVE:
            continue
        last = last_day(item)
        day = last or (date.fromisoformat(item.due_first) if item.due_first else None)
        if day is not None and today <= day <= until:
            found.append(_ahead(item, day, today, begins=last is None))
    return sorted(found, key=order)


def due_soon(items: Iterable[ItemView], today: date, workdays: int = 5) -> list[Followed]:
    """What is due, takes place, or begins (``2020-06-08/..``) from ``today`` up to so many working days ahead.

    Live items of every kind: open ones first, then proposed ones, by day. The weekend after the last of those
    working days is not in it.
    """
    return _coming(items, today, calendar.add(today, workdays))


def upcoming(items: Iterable[ItemView], today: date, weeks: int = 4) -> list[Week]:
    """The same by calendar week, from the week of ``today`` on; only weeks with something in them."""
    start = monday(today)
    by_week: dict[date, list[Followed]] = {}
    for found in _coming(items, today, plus(start, weeks * 7 - 1)):
        by_week.setdefault(monday(found.day), []).append(found)
    return [Week(day, tuple(sorted(by_week[day], key=lambda f: (f.day, *order(f))))) for day in sorted(by_week)]


def week_of(today: date) -> tuple[date, date]:
    """Monday and Sunday of the week in which ``today`` lies."""
    start = monday(today)
    return start, start + timedelta(days=6)
