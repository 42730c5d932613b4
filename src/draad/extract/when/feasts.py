"""Feast days, seasons and recesses: computed by rule, or looked up in the list of ``knowledge/when.toml``."""

from __future__ import annotations

from datetime import date
from typing import Any

from draad.extract.when import calendar as cal
from draad.extract.when.calendar import Lean, plus
from draad.extract.when.lexicon import how
from draad.extract.when.reader import Read, Reader, year_at, yearly
from draad.extract.when.records import UNKNOWN, Days
from draad.knowledge import load


def _rule(entry: dict[str, Any], year: int) -> tuple[date, date]:
    """First and last day of a feast in a year."""
    if "easter" in entry:
        first = plus(cal.easter(year), entry["easter"])
    elif "nth" in entry:
        first = cal.nth_weekday(year, *entry["nth"])
    else:
        first = date.fromisoformat(f"{year}-{entry['date']}")
        if first.weekday() == 6:
            first = plus(first, entry.get("sunday", 0))
    return first, plus(first, entry.get("days", 1) - 1)


def _season(entry: dict[str, Any], year: int) -> tuple[date, date]:
    first = date.fromisoformat(f"{year}-{entry['first']}")
    last = date.fromisoformat(f"{year}-{entry['last']}")
    return first, last if last > first else last.replace(year=year + 1)


def _recess(reader: Reader, name: str, year: int | None, lean: Lean, words: str) -> Days:
    """A recess of the Tweede Kamer: only where the list has it for the year that must be meant."""
    listed = {r["year"]: (r["first"], r["last"]) for r in load("when")["recess"] if r["name"] == name}
    unknown = UNKNOWN.told(how("recess_unknown", words=words))
    if year is not None:
        return Days(*listed[year], (how("recess", words=words),)) if year in listed else unknown
    if reader.base is None:
        return UNKNOWN.told(how("no_moment"))
    this = reader.base.year
    found = cal.nearest((listed[y] for y in range(this - 1, this + 2) if y in listed), reader.base, lean)
    if found is None:
        return unknown
    inside = cal.distance(*found, reader.base, lean) == 0
    if not inside and not all(y in listed for y in range(min(this, found[0].year), max(this, found[0].year) + 1)):
        return unknown
    return Days(*found, (how("recess", words=words),))


def feast(reader: Reader, i: int, lean: Lean) -> Read | None:
    """A feast, season, recess or holiday at token ``i``, with a year after it or not."""
    kind, value = reader.first_kind(i), reader.value(i)
    words = reader.words(i, i + 1)
    year, j = year_at(reader, i + 1)
    if kind == "unknown_period":
        return _recess(reader, value, year, lean, words)._replace(whole="recess"), j
    ahead: Lean = "back" if lean == "back" else "ahead" if kind == "feast" and lean == "ahead" else "free"
    if kind == "season":
        days = yearly(reader, lambda y: _season(value, y), year, ahead)
        return days.told(how("season", words=words), certain=False), j
    days = yearly(reader, lambda y: _rule(value, y), year, ahead)
    return days.told(how("feast", words=words)), j
