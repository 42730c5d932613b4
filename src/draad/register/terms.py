"""The first and last day of a term, as days to count with."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from draad.extract import edtf
from draad.extract.durations import after, duration

Bounds = tuple[date | None, date | None]
"""First and last day, both included; None for an end that is open or unknown."""


@lru_cache(maxsize=1 << 14)
def bounds(due: str) -> Bounds | None:
    """First and last day of a due date in EDTF (level 1); None where ``due`` is none, or ends before it begins.

    >>> bounds("../2020-06-01")
    (None, datetime.date(2020, 6, 1))
    """
    try:
        first, last = edtf.bounds(due)
    except ValueError:
        return None
    return date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None


def recurring(every: str | None, due: str | None, said: str | None) -> Bounds:
    """From when to when something recurs that has this term: both included; None for an end that is open or unknown.

    A term in which it takes place once only (*every six weeks, the next in June*) is the first time; a longer one is
    the time during which it recurs. Without a first day it counts from ``said``, the ISO date on which it was said.
    """
    first, last = (bounds(due) if due else None) or (None, None)
    found = duration(every) if every else None
    if first and last and (found is None or after(first, found, 1) > last):
        last = None
    return first or (date.fromisoformat(said[:10]) if said else None), last
