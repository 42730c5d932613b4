"""The first and last day that an EDTF expression (ISO 8601-2:2019, level 1) stands for.

Level 0 and 1 as the Library of Congress describes them (https://www.loc.gov/standards/datetime/): days, months and
years; intervals with open (``..``) and unknown (empty) ends; seasons; unspecified digits (``202X``, ``2020-06-XX``);
the qualifiers ``?``, ``~`` and ``%``, which change no bound. Years of more than four digits are no due dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

Bounds = tuple[str | None, str | None]
"""First and last day as ISO dates; None for an end that is open or unknown."""

_DATE = re.compile(r"(\d{2}(?:\d\d|\dX|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T[\d:.+\-Z]+)?[?~%]?", re.ASCII)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
"""Spring, summer, autumn, winter by whole months of the meteorological calendar (KNMI)."""
_OPEN = ("", "..")


def bounds(text: str | None) -> Bounds:
    """First and last day of an expression; ``(None, None)`` for None.

    Raises ValueError for what is no EDTF, for days that no calendar has, and for intervals that end before they begin.
    """
    if text is None:
        return None, None
    left, slash, right = text.partition("/")
    if not slash:
        return _point(left)
    if left in _OPEN and right in _OPEN:
        raise ValueError(f"{text!r} has no end that is known")
    first = None if left in _OPEN else _point(left)[0]
    last = None if right in _OPEN else _point(right)[1]
    if first and last and first > last:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last


def _point(text: str) -> tuple[str, str]:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no date in EDTF (ISO 8601-2)")
    year, month, day = found.groups()
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError(f"{text!r} names a day of no month")
        return _iso(first, 1, 1), _iso(last, 12, 31)
    begin, end = _SEASONS.get(int(month), (int(month), int(month)))
    if day is None or day == "XX":
        last += end < begin
        return _iso(first, begin, 1), _iso(last, end, _days(last, end))
    return _iso(first, int(month), int(day)), _iso(last, int(month), int(day))


def _days(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= month <= 12 and year else 31


def _iso(year: int, month: int, day: int) -> str:
    return date(year, month, day).isoformat()
