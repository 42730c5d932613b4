"""Durations of what recurs, in ISO 8601: reading them, and counting the calendar forward by them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from draad.extract.when.calendar import plus, plus_months

_DURATION = re.compile(r"P(?=[0-9])(?:([0-9]{1,3})Y)?(?:([0-9]{1,3})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?")


class Duration(NamedTuple):
    """Calendar months, and days beside them. At least one is above zero."""

    months: int
    days: int

    @property
    def length(self) -> float:
        """In days, a month taken as the mean of the Gregorian calendar: for comparing, not for counting."""
        return self.months * 365.2425 / 12 + self.days


@lru_cache(maxsize=1024)
def duration(text: str) -> Duration | None:
    """An ISO 8601 duration of years, months, weeks and days (``P6W``, ``P1Y6M``); None where it is none, or nil."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    years, months, weeks, days = (int(group or 0) for group in match.groups())
    found = Duration(years * 12 + months, weeks * 7 + days)
    return found if found.months or found.days else None


def after(day: date, every: Duration, times: int) -> date:
    """``day`` and so many times ``every``. Counted from the start each time: the 31st stays the end of each month."""
    return plus(plus_months(day, every.months * times), every.days * times)
