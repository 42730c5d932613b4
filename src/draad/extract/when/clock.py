"""Times of day: *om 17 uur*, *10:30*, *half elf*, *tussen 10 en 12 uur*."""

from __future__ import annotations

from typing import NamedTuple

from draad.extract.when.lexicon import how
from draad.extract.when.reader import Reader

_OFFICE = range(1, 7)
"""Hours that in office mail are of the afternoon, when said without minutes."""


class Clock(NamedTuple):
    """A time of day ``HH:MM``; ``direction`` is the word that bounds it (*voor 12 uur*)."""

    at: str
    end: int
    direction: str | None
    told: tuple[str, ...]
    certain: bool


def clock(reader: Reader, i: int, *, after_day: bool = False) -> Clock | None:
    """The time of day at token ``i``; ``after_day``: a day stands before it, so that *14.00 uur* needs no *om*."""
    if not after_day and i < len(reader.tokens):
        reader = _opened(reader, i)
    j, direction, led = i, None, False
    if after_day and reader.kind(j) == "mark" and reader.value(j) in (",", "-", "–"):
        j += 1
    if reader.kind(j) == "direction" and reader.value(j) not in ("per", "dated", "since"):
        direction, j, led = reader.value(j), j + 1, True
    if reader.is_word(j, "om", "van", "tussen"):
        led, j = True, j + 1
    time = _time(reader, j, led=led, after_day=after_day)
    if time is None:
        return None
    hour, minute, end, spoken = time
    office = spoken and hour in _OFFICE
    told = (how("clock"), how("clock_office")) if office else (how("clock"),)
    end = _until(reader, end)
    return Clock(f"{hour + 12 * office:02d}:{minute:02d}", end, direction, told, not office)


def _opened(reader: Reader, i: int) -> Reader:
    """The reader with the gap before its first token out of the way."""
    if not reader.tokens[i].gap:
        return reader
    tokens = [*reader.tokens[:i], reader.tokens[i]._replace(gap=False), *reader.tokens[i + 1 : i + 12]]
    return reader._replace(tokens=tokens)


def _hour(reader: Reader, i: int) -> bool:
    return reader.kind(i) == "unit" and reader.value(i) == "hour"


def _time(reader: Reader, i: int, *, led: bool, after_day: bool) -> tuple[int, int, int, bool] | None:
    """Hour, minute, the token after, and whether the hour may be one of twelve."""
    kind = reader.kind(i)
    if kind == "clock":
        hour, minute, sep = reader.value(i)
        end = i + 1 + _hour(reader, i + 1)
        ranged = _until(reader, i + 1) > i + 1 and (led or after_day)
        if sep == "." and not (end > i + 1 or ranged or (led and reader.follows(i, "om"))):
            return None
        return (hour, minute, end, False) if hour < 24 or minute == 0 else None
    if kind == "number" and reader.value(i) <= 24 and (led or after_day):
        return _spoken_hour(reader, i, after_day=after_day)
    if not (led or after_day):
        return None
    if kind == "edge" and reader.kind(i + 1) == "number" and 1 <= reader.value(i + 1) <= 12:
        hour = (reader.value(i + 1) - 1) or 12
        return hour, 30, i + 2 + _hour(reader, i + 2), True
    return _quarter(reader, i)


def _spoken_hour(reader: Reader, i: int, *, after_day: bool) -> tuple[int, int, int, bool] | None:
    hour = reader.value(i)
    if _hour(reader, i + 1):
        token = reader.tokens[i]
        return hour, 0, i + 2, not reader.text[token.start : token.end].startswith("0")
    if reader.follows(i, "tussen", "van"):
        if _until(reader, i + 1) > i + 1:
            return hour, 0, i + 1, True
        if (
            after_day
            and reader.is_word(i + 1, "en")
            and reader.kind(i + 2) == "number"
            and hour < reader.value(i + 2) <= 24
        ):
            return hour, 0, i + 3, True
    return None


def _quarter(reader: Reader, i: int) -> tuple[int, int, int, bool] | None:
    """*kwart over tien*, *kwart voor elf*."""
    if reader.kind(i) != "quarter_hour" or reader.kind(i + 2) != "number" or not 1 <= reader.value(i + 2) <= 12:
        return None
    hour, end = reader.value(i + 2), i + 3 + _hour(reader, i + 3)
    if reader.is_word(i + 1, "over"):
        return hour, 15, end, True
    if reader.kind(i + 1) == "direction" and reader.value(i + 1) == "before":
        return (hour - 1) or 12, 45, end, True
    return None


def _until(reader: Reader, i: int) -> int:
    """The token after the far end of a stretch of time (*10.00 tot 11.30 uur*), or ``i`` where there is none."""
    joined = (
        (reader.kind(i) == "mark" and reader.value(i) in ("-", "–"))
        or (reader.kind(i) == "direction" and reader.value(i) in ("to", "through"))
        or reader.is_word(i, "en")
    )
    if not joined:
        return i
    kind = reader.kind(i + 1)
    if kind == "clock" or (kind == "number" and reader.value(i + 1) <= 24 and _hour(reader, i + 2)):
        return i + 2 + _hour(reader, i + 2)
    return i
