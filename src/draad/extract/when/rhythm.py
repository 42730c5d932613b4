"""What recurs: *wekelijks*, *elke zes weken*, *om de week*, *een keer in de twee weken*, *per kwartaal*."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from draad.extract.when.lexicon import how
from draad.extract.when.reader import Reader
from draad.knowledge import load

_MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}
_EVERY = ("elke", "elk", "iedere", "ieder")
_LOOK_BACK = 40


class Rhythm(NamedTuple):
    """An ISO 8601 duration and the token after its words."""

    every: str
    end: int
    told: tuple[str, ...] = ()


def duration(n: int, unit: str, times: int = 1) -> str | None:
    """``n`` units as ISO 8601, divided by how often it happens in them where that gives whole months or weeks."""
    if unit in _MONTHS:
        months = n * _MONTHS[unit]
        months = months // times if months % times == 0 else months
        return f"P{months // 12}Y" if months % 12 == 0 and months else f"P{months}M"
    if unit in ("week", "weekend"):
        return f"P{n // times if n % times == 0 else n}W"
    if unit not in ("day", "workday", "part"):
        return None
    return f"P{n // 7}W" if unit == "day" and n % 7 == 0 else f"P{n}D"


def rhythm(reader: Reader, i: int) -> Rhythm | None:
    """The rhythm at token ``i``."""
    kind = reader.first_kind(i)
    if kind == "rhythm":
        return Rhythm(reader.value(i), i + 1)
    if kind == "adverb":
        return Rhythm("P1W", i + 1)
    if kind == "word" and reader.value(i) in _EVERY:
        return _each(reader, i + 1)
    if kind == "word" and reader.value(i) == "om":
        return _other(reader, i + 1)
    if kind in ("number", "times"):
        return _counted(reader, i)
    if kind == "direction" and reader.value(i) == "per":
        return _per(reader, i)
    return None


def _made(n: int, unit: str, end: int, times: int = 1) -> Rhythm | None:
    every = duration(n, unit, times) if n > 0 and times > 0 else None
    if every is None:
        return None
    return Rhythm(every, end, (how("rhythm"), how("rhythm_times", n=times)) if times > 1 else (how("rhythm"),))


def _unit(reader: Reader, i: int) -> tuple[int, str, int] | None:
    """*week*, *zes weken*, *half jaar*: how many, of what, and the token after."""
    n, j = (reader.value(i), i + 1) if reader.kind(i) == "number" else (1, i)
    if reader.is_word(j, "à") and reader.kind(j + 1) == "number":
        n, j = reader.value(j + 1), j + 2
    if reader.kind(j) == "edge" and reader.kind(j + 1) == "unit" and reader.value(j + 1) == "year":
        return n, "halfyear", j + 2
    return (n, reader.value(j), j + 1) if reader.kind(j) == "unit" else None


def _each(reader: Reader, i: int) -> Rhythm | None:
    if reader.is_word(i, "andere"):
        unit = _unit(reader, i + 1)
        return _made(2, unit[1], unit[2]) if unit else None
    unit = _unit(reader, i)
    if unit:
        return _made(unit[0], unit[1], unit[2])
    if reader.kind(i) == "weekday":
        j = i + 1
        while (reader.is_word(j, "en") or reader.kind(j) == "mark") and reader.kind(j + 1) == "weekday":
            j += 2
        return _made(1, "week", j)
    if reader.kind(i) == "ordinal" and reader.kind(i + 1) in ("weekday", "unit"):
        j = reader.skip(i + 2, "van", "de", "het", "in")
        if j > i + 2 and reader.kind(j) == "unit":
            return _made(1, reader.value(j), j + 1)
        other = reader.value(i + 1)
        return _made(reader.value(i), other, i + 2) if reader.kind(i + 1) == "unit" and reader.value(i) > 1 else None
    if reader.kind(i) in ("season", "feast", "month"):
        return _made(1, "year", i + 1)
    return None


def _other(reader: Reader, i: int) -> Rhythm | None:
    """*om de week* is every second week, *om de zes weken* every six."""
    j = reader.skip(i, "de", "het")
    if j == i:
        return None
    andere = reader.is_word(j, "andere")
    unit = _unit(reader, j + andere)
    if unit is None or unit[1] in ("part", "hour", "minute"):
        return None
    return _made(2 if reader.kind(j + andere) != "number" else unit[0], unit[1], unit[2])


def _counted(reader: Reader, i: int) -> Rhythm | None:
    """*een keer in de twee weken*, *tweemaal per week*, *2x per maand*."""
    times, j = reader.value(i), i + 1
    if reader.first_kind(i) == "number":
        if not reader.is_word(j, "keer", "maal", "x"):
            return None
        j += 1
    per = reader.kind(j) == "direction" and reader.value(j) == "per"
    if not per and not reader.is_word(j, "in", "à", "om", *_EVERY):
        return None
    j = reader.skip(j + 1, "de", "het")
    unit = _unit(reader, j)
    return _made(unit[0], unit[1], unit[2], times) if unit else None


@cache
def _rate() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load("when")["rate"]["words"]))
    return re.compile(rf"\d|[€%]|\b(?:{words})\b", re.IGNORECASE)


def _per(reader: Reader, i: int) -> Rhythm | None:
    """*per kwartaal*; not where it tells a rate (*36 uur per week*)."""
    unit = _unit(reader, i + 1)
    if unit is None or unit[1] not in ("week", "month", "quarter", "halfyear", "year"):
        return None
    start = reader.tokens[i].start
    before = re.split(r"[.;!?\n]\s", reader.text[max(0, start - _LOOK_BACK) : start])[-1]
    if _rate().search(before):
        return None
    return _made(unit[0], unit[1], unit[2])
