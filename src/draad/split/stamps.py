"""Moments of sending as mail programs print them, in four languages, whole or damaged by OCR.

The zone comes from the form of the header: ``Mon 3/16/2020 4:09:30 PM`` is how an export prints UTC; every other
form is local time in the Netherlands unless it carries an offset or a zone of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from draad.fold import edits, fold
from draad.knowledge import load
from draad.records import Sent

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_LONGEST = 200
"""Characters in which a moment stands; what is longer is no moment."""
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})t(?=\d\d:)")
_TIME = re.compile(r"(?<![\da-z|!+])(\d{1,2}) ?[:.h;] ?(\d{2})(?: ?[:.;] ?(\d{2}))?(?!\d)(?: ?([ap]) ?\.?m\b\.?)?")
_SPACED_TIME = re.compile(r"(?<![\da-z|!+])(\d{1,2}) (\d{2})(?: (\d{2}))?(?: ?([ap])m\b)?\s*\Z")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2}) ?([/.\-]) ?(\d{1,2}) ?[/.\-] ?(\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:e|er|st|nd|rd|th|ste|de)?[ .\-]{0,3}([a-z0-9|!]{3,10})\.?[ ,.\-]{0,3}"
    r"(\d{4}|'?\d{2}(?!\d|[:.]\d\d))(?!\d)"
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?[,. ]{1,3}(\d{4})(?!\d)")
_OFFSET = re.compile(r"(?:\b(?:gmt|utc) ?)?([+\-])(\d{2}):?(\d[\do])\b")
_ZONE = re.compile(rf"\b({'|'.join(name for name in load('calendar')['zones'] if len(name) > 1)})\b(?![+\-])")
_OCR_LETTERS = str.maketrans("jl1|!0cuh", "iiiiioenn")
_RUN_TIME = re.compile(r"(?<![\da-z|!+])(\d{1,2}) ?[:.;]? ?(\d{2}) ?[:.;]? ?(\d{2})(?!\d) ?([ap]) ?\.?m\b")
_OCR_DIGITS = str.maketrans("olij|!zsbu", "0111112580")
_MOSTLY_DIGITS = re.compile(r"(?<![a-z])[\dolij|!szbu]*\d[\dolij|!szbu]*(?![a-z])|(?<![a-z\d])[oil|!](?=[:.]\d\d)")
_GLUED = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z]{4})|(?<=20\d\d)(?=\d{1,2}[:.]\d{2})")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})[ .\-]{1,3}([a-z0-9|!]{2,10})\.?[ ,.\-]{1,3}([02]\d{2})(?![\d:.])")
_YEARS = range(2005, 2036)
"""Years among which a damaged one is sought: those of the documents that the Wob and the Woo released."""


class _Day(NamedTuple):
    year: int
    month: int
    day: int
    month_first: bool
    end: int
    """Where in the text the date ends: the time stands behind it."""
    start: int


@cache
def _months() -> dict[str, int]:
    return {fold(n): int(m) for m, names in load("calendar")["months"].items() for n in names}


@cache
def _weekdays() -> dict[str, int]:
    return {fold(n): int(d) for d, names in load("calendar")["weekdays"].items() for n in names}


@lru_cache(maxsize=4096)
def month(word: str) -> int | None:
    """The month that a folded word names, in any of the four languages, damaged or not."""
    months = _months()
    known = months.get(word)
    if known:
        return known
    word = word.replace("rn", "m").replace("ii", "n")
    if len(word) < 4:
        near = {
            m
            for name, m in months.items()
            if len(name) == 3 and name.translate(_OCR_LETTERS) == word.translate(_OCR_LETTERS)
        }
        return near.pop() if len(near) == 1 else None
    near = {m for name, m in months.items() if len(name) >= 4 and edits(word, name, 2) <= (1 if len(name) < 6 else 2)}
    return near.pop() if len(near) == 1 else None


_WORD = re.compile(r"[a-z]{2,10}")


def day_of_week(text: str) -> int | None:
    """The weekday that folded ``text`` names, from 0 for Monday; in any of the four languages, damaged or not."""
    for found in _WORD.finditer(text):
        day = _weekdays().get(found.group())
        if day is not None:
            return day
    near = {
        d
        for found in _WORD.finditer(text)
        for name, d in _weekdays().items()
        if len(name) > 5 and len(found.group()) > 4 and edits(found.group(), name, 2) <= 2
    }
    return near.pop() if len(near) == 1 else None


def _year(digits: str) -> int:
    number = int(digits.lstrip("'"))
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


def _find_day(text: str) -> _Day | None:
    if found := _ISO.search(text):
        y, m, d = map(int, found.groups())
        return _Day(y, m, d, False, found.end(), found.start())
    for found in _DAY_MONTH.finditer(text):
        if named := month(found.group(2)):
            return _Day(_year(found.group(3)), named, int(found.group(1)), False, found.end(), found.start())
    for found in _MONTH_DAY.finditer(text):
        if named := month(found.group(1)):
            return _Day(int(found.group(3)), named, int(found.group(2)), False, found.end(), found.start())
    if found := _NUMERIC.search(text):
        return _numeric(text, found)
    return None


def _numeric(text: str, found: re.Match[str]) -> _Day:
    """``3/16/2020`` or ``16-3-2020``: the order by what fits the calendar, the weekday, AM/PM, the separator."""
    a, b, year = int(found.group(1)), int(found.group(3)), _year(found.group(4))
    month_first = b > 12
    if a <= 12 and b <= 12:
        weekday = day_of_week(text[: found.start()])
        fits_first = weekday is not None and _weekday_is(year, a, b, weekday)
        fits_last = weekday is not None and _weekday_is(year, b, a, weekday)
        american = found.group(2) == "/" and bool(re.search(r"[ap]\.?m\b", text[found.end() :]))
        month_first = fits_first if fits_first != fits_last else american
    return (
        _Day(year, a, b, True, found.end(), found.start())
        if month_first
        else _Day(year, b, a, False, found.end(), found.start())
    )


def _weekday_is(year: int, month: int, day: int, weekday: int) -> bool:
    try:
        return datetime(year, month, day).weekday() == weekday
    except ValueError:
        return False


def _clock(text: str) -> tuple[int, int, int, bool, bool] | None:
    """Hour, minute, second, whether seconds stand there, whether AM or PM does."""
    found = _TIME.search(text) or _SPACED_TIME.search(text)
    run = _RUN_TIME.search(text)
    if run and (found is None or found.group(3) is None):
        found = run
    if not found:
        return None
    hour, minute = int(found.group(1)), int(found.group(2))
    second = int(found.group(3) or 0)
    half = found.group(4)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour, minute, second, found.group(3) is not None, half is not None


@lru_cache(maxsize=32768)
def stamp(text: str, printed: bool = False) -> Sent:
    """The moment that ``text`` names. ``printed``: the header is the one of the print itself, not of a quotation.

    Never raises: what can't be read gives a ``Sent`` without ``at``, its words kept. A date that its own weekday
    contradicts, or whose year lost a digit, is of ``unknown`` certainty.
    """
    folded = _ISO_TIME.sub(r"\1 ", fold(text[:_LONGEST]))
    best: Sent | None = None
    for variant in _variants(folded):
        sent = _read(text, variant, printed)
        if sent and (best is None or _worth(sent) > _worth(best)):
            best = sent
        if best and best.certainty != "unknown":
            break
    return best or Sent(text)


def _variants(folded: str) -> Iterator[str]:
    """The text as it stands, and mended: digits that OCR read as letters, blanks that it lost."""
    yield folded
    mended = mend(folded)
    if mended != folded:
        yield mended
    yield _GLUED.sub(" ", mended)


def _worth(sent: Sent) -> tuple[bool, bool]:
    return sent.precision != "day", sent.certainty != "unknown"


def mend(folded: str) -> str:
    """Digits that OCR took for letters, put back in words that are mostly digits; offsets stay."""
    return _MOSTLY_DIGITS.sub(lambda m: m.group().translate(_OCR_DIGITS), folded)


def _read(text: str, folded: str, printed: bool) -> Sent | None:
    day = _find_day(folded)
    doubtful = day is not None and _contradicted(folded, day)
    if day is None or doubtful:
        repaired = _lost_digit(folded, day)
        day, doubtful = (repaired, True) if repaired else (day, doubtful)
    if day is None or not 1970 < day.year < 2100:
        return None
    clock = _clock(folded[day.end :]) or _clock(folded[: day.start])
    try:
        moment = datetime(day.year, day.month, day.day, *(clock[:3] if clock else (0, 0, 0)))
    except ValueError:
        return None
    if clock is None:
        return _sent(text, moment.replace(tzinfo=AMSTERDAM), "unknown", "unknown", "day")
    precision = "second" if clock[3] else "minute"
    certainty = "unknown" if doubtful else "form"
    stated = _stated_zone(folded[day.end :])
    if stated is not None:
        zone = timezone(timedelta(minutes=stated))
        return _sent(text, moment.replace(tzinfo=zone), "offset", "unknown" if doubtful else "stated", precision)
    if printed and day.month_first and clock[4]:
        return _sent(text, moment.replace(tzinfo=UTC), "utc", certainty, precision)
    return _sent(text, moment.replace(tzinfo=AMSTERDAM), "local", certainty, precision)


def _contradicted(folded: str, day: _Day) -> bool:
    """Whether the weekday in the text is another than the date's: a digit was damaged."""
    weekday = day_of_week(folded[: day.start])
    return weekday is not None and not _weekday_is(day.year, day.month, day.day, weekday)


def _lost_digit(folded: str, day: _Day | None) -> _Day | None:
    """The one date that its weekday allows when a digit of year or day was lost; None when there are several."""
    weekday = day_of_week(folded[: day.start] if day else folded)
    if day is None:
        found = _SHORT_YEAR.search(folded)
        named = month(found.group(2)) if found else None
        if not found or named is None:
            return None
        years = [y for y in _YEARS if _lost_from(found.group(3), str(y))]
        dates = [(y, named, int(found.group(1))) for y in years]
        start, end = found.span()
    else:
        dates = [(day.year, day.month, d) for d in range(10, 32) if _lost_from(str(day.day), str(d))]
        start, end = day.start, day.end
    fitting = [d for d in dates if weekday is None or _weekday_is(*d, weekday)]
    return _Day(*fitting[0], False, end, start) if len(fitting) == 1 else None


def _lost_from(part: str, whole: str) -> bool:
    """Whether ``part`` is ``whole`` with one digit lost."""
    return len(part) == len(whole) - 1 and any(whole[:i] + whole[i + 1 :] == part for i in range(len(whole)))


def _stated_zone(text: str) -> int | None:
    if found := _OFFSET.search(text):
        minutes = int(found.group(2)) * 60 + int(found.group(3).replace("o", "0"))
        return minutes if found.group(1) == "+" else -minutes
    if found := _ZONE.search(text):
        return int(load("calendar")["zones"][found.group(1)])
    return None


def _sent(text: str, moment: datetime, zone: str, certainty: str, precision: str) -> Sent:
    offset = moment.utcoffset() or timedelta()
    return Sent(
        text,
        int(moment.timestamp()),
        int(offset.total_seconds() // 60),
        zone,  # type: ignore[arg-type]
        certainty,  # type: ignore[arg-type]
        precision,  # type: ignore[arg-type]
    )


def as_utc(sent: Sent) -> Sent:
    """A moment that was read as local time, read as UTC instead: for when the chain's order asks for it."""
    if sent.at is None:
        return sent
    wall = datetime.fromtimestamp(sent.at, AMSTERDAM).replace(tzinfo=UTC)
    return _sent(sent.text, wall, "utc", "chain", sent.precision)


def iso(sent: Sent) -> str | None:
    """ISO 8601 with offset; None where no moment is known."""
    if sent.at is None:
        return None
    return datetime.fromtimestamp(sent.at, timezone(timedelta(minutes=sent.offset))).isoformat()
