"""Figures by month as rows for a picture of bars, without a hole in time and without more bars than can be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

MOST_MONTHS = 132
"""Bars of a month; a longer time is shown by the year."""
MOST_YEARS = 150
"""Beyond, only the years that have something are shown: a misread date must not draw a thousand empty bars."""


def bars(months: Mapping[str, int], url: Callable[[str], str]) -> dict[str, Any]:
    """Rows in order of time: ``{"step": "month" or "year", "rows": [{"period", "messages", "url"}]}``.

    ``months`` is by ``2020-03``; ``url`` makes the address of a period, ``2020-03`` or ``2020``.
    """
    if not months:
        return {"step": "month", "rows": []}
    first, last = (_number(month) for month in (min(months), max(months)))
    if last - first < MOST_MONTHS:
        periods = [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(first, last + 1)]
        return {"step": "month", "rows": _rows(periods, months, url)}
    years: dict[str, int] = {}
    for month, times in months.items():
        years[month[:4]] = years.get(month[:4], 0) + times
    whole = [f"{year:04d}" for year in range(first // 12, last // 12 + 1)]
    return {"step": "year", "rows": _rows(whole if len(whole) <= MOST_YEARS else sorted(years), years, url)}


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _rows(periods: list[str], times: Mapping[str, int], url: Callable[[str], str]) -> list[dict[str, Any]]:
    return [
        {"period": period, "messages": (n := times.get(period, 0)), "url": url(period) if n else ""}
        for period in periods
    ]
