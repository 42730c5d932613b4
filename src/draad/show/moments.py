"""Moments as people read them: Dutch local time, with what is known of their certainty."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from draad.texts import Texts

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(at: int) -> datetime:
    """Seconds since 1970 as the clock in Amsterdam showed it."""
    return datetime.fromtimestamp(at, AMSTERDAM)


def day(say: Texts, at: int) -> str:
    """``15 februari 2021``."""
    moment = local(at)
    return f"{moment.day} {say(f'month.{moment.month}')} {moment.year}"


def moment(say: Texts, at: int | None, *, day_only: bool = False) -> str:
    """``ma 15 februari 2021, 12:08``, without the hour where only the day is known; or the word for unknown."""
    if at is None:
        return say("moment.none")
    dated = f"{say(f'weekday.{local(at).weekday()}')} {day(say, at)}"
    return dated if day_only else f"{dated}, {local(at):%H:%M}"


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
    if local(first).date() == local(last).date():
        return day(say, first)
    return f"{day(say, first)} – {day(say, last)}"
