"""Days and months as people in the Netherlands count them, in the store's seconds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from draad.errors import UsageError
from draad.split.stamps import AMSTERDAM


def begin_of(day: date) -> int:
    """The second, since 1970, at which a day begins in Amsterdam."""
    return int(datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM).timestamp())


def end_of(day: date) -> int:
    """The second at which the next day begins; after the calendar's last day there is none, and a day is 24 hours."""
    return begin_of(day + timedelta(days=1)) if day < date.max else begin_of(day) + 86_400


def read_day(text: str) -> date:
    """An ISO date. Raises UsageError for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError.said("date", value=text) from error


def month_of(at: int) -> date | None:
    """The first day of the month, in Amsterdam, of a moment; None where the calendar does not reach."""
    try:
        return datetime.fromtimestamp(at, AMSTERDAM).date().replace(day=1)
    except (OverflowError, ValueError, OSError):
        return None
