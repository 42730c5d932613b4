"""The first and last day of a term, as days to count with."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from draad.extract import edtf

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
