"""The tokens of one text with the moment to count from, and the small questions that the grammar asks of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from draad.extract.when.calendar import FIRST_YEAR, LAST_YEAR, Lean, make, nearest, plus
from draad.extract.when.lexicon import how
from draad.extract.when.records import UNKNOWN, Days, Moment
from draad.extract.when.tokens import Token

Read = tuple[Days, int]
"""What stands there, and the number of the token after it."""


class Reader(NamedTuple):
    """``base`` is the day that weekdays and dates without a year are counted from: the moment, or in a range the
    first end of it."""

    text: str
    tokens: list[Token]
    moment: date | None
    base: date | None

    def kind(self, i: int) -> str:
        """Kind of token ``i``; empty past the end, and where a gap parts it from the token before."""
        return self.tokens[i].kind if 0 <= i < len(self.tokens) and not self.tokens[i].gap else ""

    def first_kind(self, i: int) -> str:
        """Kind of token ``i`` as the first of an expression: a gap before it does no harm."""
        return self.tokens[i].kind if i < len(self.tokens) else ""

    def value(self, i: int) -> Any:
        """Value of token ``i``."""
        return self.tokens[i].value

    def is_word(self, i: int, *words: str) -> bool:
        """True where token ``i``, with no gap before it, is one of these joining words."""
        return self.kind(i) == "word" and self.tokens[i].value in words

    def follows(self, i: int, *words: str) -> bool:
        """True where token ``i`` stands right after one of these joining words."""
        return 0 < i < len(self.tokens) and not self.tokens[i].gap and self.tokens[i - 1].value in words

    def skip(self, i: int, *words: str) -> int:
        """The first token from ``i`` that is none of these joining words."""
        while self.is_word(i, *words):
            i += 1
        return i

    def words(self, i: int, j: int) -> str:
        """The text of tokens ``i`` to ``j``, blanks made one."""
        return " ".join(self.text[self.tokens[i].start : self.tokens[j - 1].end].split())

    def counting_from(self, base: date) -> Reader:
        """The same text read from another day on, for the far end of a range."""
        return self._replace(base=base)


@lru_cache(maxsize=4096)
def dated(day: int, month: int, weekday: int | None, base: date, lean: Lean) -> Days:
    """A day and month without a year: the year that lies nearest in the direction in which the words look.

    A weekday beside it (*vrijdag 5 juni*) decides between years; where it fits none, the nearest is taken and told.
    """
    years = range(base.year - 4, base.year + 5) if (day, month) == (29, 2) else range(base.year - 1, base.year + 2)
    days = [d for d in (make(y, month, day) for y in years) if d]
    fitting = [d for d in days if weekday is None or d.weekday() == weekday]
    found = nearest(((d, d) for d in fitting or days), base, lean)
    if found is None:
        return UNKNOWN.told(how("impossible"))
    told = [how("year", year=found[0].year, moment=base)]
    if not fitting:
        told.append(how("weekday_wrong"))
    return Days(*found, tuple(told), certain=bool(fitting) and abs((found[0] - base).days) <= 200)


def full_date(year: int, month: int, day: int, weekday: int | None = None) -> Days:
    """A date with its year; told where the calendar has no such day, or where the weekday is another."""
    found = make(year, month, day)
    if found is None:
        return UNKNOWN.told(how("impossible"))
    told = (how("date"),)
    if weekday is not None and found.weekday() != weekday:
        return Days(found, found, (*told, how("weekday_wrong")), certain=False)
    return Days(found, found, told)


def yearly(reader: Reader, make_one: Callable[[int], tuple[date, date] | None], year: int | None, lean: Lean) -> Days:
    """A stretch that comes once a year: of the given year, or the nearest one."""
    if year is not None:
        found = make_one(year)
        return Days(*found, (how("date"),)) if found else UNKNOWN.told(how("impossible"))
    if reader.base is None:
        return UNKNOWN.told(how("no_moment"))
    base = reader.base
    made = [m for m in (make_one(y) for y in range(base.year - 1, base.year + 2)) if m]
    found = nearest(made, base, lean)
    if found is None:
        return UNKNOWN.told(how("impossible"))
    return Days(*found, (how("year", year=found[0].year, moment=base),))


_YEARS = {"this": 0, "next": 1, "last": -1}


def year_at(reader: Reader, i: int) -> tuple[int | None, int]:
    """A year at token ``i`` (*2021*, *van 2021*, *vorig jaar*), and the token after it."""
    j = i + 1 if reader.is_word(i, "van", "in") else i
    if reader.kind(j) == "number" and FIRST_YEAR <= reader.value(j) <= LAST_YEAR:
        token = reader.tokens[j]
        if token.end - token.start == 4:
            return token.value, j + 1
    if reader.moment and reader.kind(j) in _YEARS and reader.kind(j + 1) == "unit" and reader.value(j + 1) == "year":
        return reader.moment.year + _YEARS[reader.kind(j)], j + 2
    return None, i


def third(days: Days, edge: str, word: str) -> Days:
    """The begin, middle or end of a month, quarter or year: its first, second or last third. ``word`` is its name."""
    first, last = days.first, days.last
    if first is None or last is None:
        return days
    length = (last - first).days + 1
    told = days.told(how("edge_third", edge=word))._replace(whole=None)
    if length <= 31:
        ten, twenty = plus(first, 9), plus(first, 19)
        parts = {"begin": (first, ten), "mid": (plus(first, 10), twenty), "end": (plus(first, 20), last)}
        border = {"mid": plus(first, 14), "end": last}.get(edge)
        return told._replace(first=parts[edge][0], last=parts[edge][1], grain="day", border=border)
    months = round(length / 91) if length < 100 else 4
    start = {"begin": 0, "mid": months, "end": 2 * months}[edge]
    return told._replace(**_months(first, start, months), border=last if edge == "end" else None)


def _months(first: date, start: int, months: int) -> dict[str, Any]:
    a, b = first.month + start, first.month + start + months - 1
    begin = date(first.year, a, 1)
    end = plus(date(first.year + b // 12, b % 12 + 1, 1), -1)
    return {"first": begin, "last": end, "grain": "month" if months == 1 else "day"}


def whole(first: date, last: date, unit: str, *told: str, certain: bool = True) -> Days:
    """A whole calendar period."""
    grain = unit if unit in ("month", "year") else "day"
    return Days(first, last, told, grain=grain, whole=unit, certain=certain)  # type: ignore[arg-type]


def day_of(moment: Moment | None) -> date | None:
    """The day to count from; None without a moment, and where its year can only be a misreading."""
    day = None if moment is None else moment.day
    return day if day and FIRST_YEAR < day.year < LAST_YEAR else None
