"""Moments as people read them: Dutch local time, with what is known of their certainty."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from draad.texts import Texts

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(at: int) -> datetime:
    """Seconds since 1970 as the clock in Amsterdam showed it."""
    return datetime.fromtimestamp(at, AMSTERDAM)


def iso(at: int | None) -> str | None:
    """Seconds since 1970 as ISO 8601 on the clock in Amsterdam, for data; nothing from nothing."""
    return None if at is None else local(at).isoformat()


def iso_day(at: int | None) -> str | None:
    """The day alone."""
    return None if at is None else local(at).date().isoformat()


def day(say: Texts, at: int) -> str:
    """``15 februari 2021``."""
    return _day(say, local(at))


def _day(say: Texts, at: datetime) -> str:
    return f"{at.day} {say(f'month.{at.month}')} {at.year}"


def moment(say: Texts, at: int | None, *, day_only: bool = False) -> str:
    """``ma 15 februari 2021, 12:08``, without the hour where only the day is known; or the word for unknown."""
    if at is None:
        return say("moment.none")
    clock = local(at)
    dated = f"{say(f'weekday.{clock.weekday()}')} {_day(say, clock)}"
    return dated if day_only else f"{dated}, {clock.hour:02}:{clock.minute:02}"


def exact(say: Texts, at: int | None, certainty: str | None, *, day_only: bool = False) -> str:
    """A moment and, in brackets, how sure it is: unknown is a value (law 3)."""
    if at is None:
        return say("moment.none")
    how = say("moment.day-only") if day_only else say.get(f"certainty.{certainty}", say("certainty.unknown"))
    return f"{moment(say, at, day_only=day_only)} ({how})"


def period(say: Texts, first: int | None, last: int | None) -> str:
    """From the first day to the last, or the word for unknown."""
    if first is None or last is None:
        return say("moment.none")
    begin, end = local(first), local(last)
    if begin.date() == end.date():
        return _day(say, begin)
    return f"{_day(say, begin)} – {_day(say, end)}"
