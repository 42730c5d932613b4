"""Whole expressions: a point with what bounds it, a range, a rhythm, urgency."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from draad.extract.when.calendar import Lean, edtf, plus
from draad.extract.when.clock import Clock, clock
from draad.extract.when.lexicon import how
from draad.extract.when.points import Amount, amount, bare_year, is_closing, point, shift
from draad.extract.when.ranges import range_at
from draad.extract.when.reader import Read, Reader
from draad.extract.when.records import UNKNOWN, Days, Kind
from draad.extract.when.rhythm import rhythm
from draad.knowledge import load

_LEANS: dict[str, Lean] = {"since": "back", "dated": "back", "around": "free"}


class Node(NamedTuple):
    """One expression: its tokens ``start`` up to ``end``, and what it means."""

    start: int
    end: int
    days: Days
    kind: Kind
    due: str | None
    every: str | None = None
    urgent: bool = False


def expressions(reader: Reader, i: int) -> list[Node]:
    """The expressions that begin at token ``i``: none, one, or two that share a month (*3 en 8 juni*)."""
    kind = reader.first_kind(i)
    if kind == "urgency":
        return [Node(i, i + 1, UNKNOWN.told(how("urgency")), "urgency", None, urgent=True)]
    if kind == "vague":
        return [Node(i, i + 1, UNKNOWN.told(how("vague")), "period", None)]
    found = _recurring(reader, i)
    if found:
        return [found]
    read = point(reader, i) if kind not in ("direction", "word") else None
    several = [_plain(start, each, reader) for start, each in range_at(reader, i, read)]
    if several:
        return several
    one = _directed(reader, i) if kind == "direction" else _worded(reader, i) if kind == "word" else None
    if read and _stands_alone(reader, i, read):
        one = _plain(i, read, reader)
    one = one or _timed(reader, i)
    return [one] if one else []


def _recurring(reader: Reader, i: int) -> Node | None:
    found = rhythm(reader, i)
    if found is None:
        return None
    time = clock(reader, found.end, after_day=True)
    days = UNKNOWN.told(*(found.told or (how("rhythm"),)))._replace(at=time.at if time else None)
    return Node(i, time.end if time else found.end, days, "rhythm", None, every=found.every)


def _plain(start: int, read: Read, reader: Reader) -> Node:
    """An expression that nothing bounds: a day or a period, with the time of day after it."""
    days, end = read[0], _end_of_day(reader, read)
    time = clock(reader, end, after_day=True) if days.grain == "day" and reader.kind(end) else None
    if time and not (time.direction in ("to", "before", "before!", "by") and days.first != days.last):
        return _with_time(start, days, time)
    single = days.first == days.last and days.grain != "vague"
    kind: Kind = "day" if single or (days.first is None and days.whole is None) else "period"
    return Node(start, end, days, kind, edtf(days))


def _end_of_day(reader: Reader, read: Read) -> int:
    """The token after *einde (van de) dag*, where that follows a day: *woensdag einde dag* is that Wednesday."""
    days, end = read
    if days.grain != "day" or days.first != days.last or not reader.kind(end):
        return end
    j = reader.skip(end, "aan", "op", "het")
    if reader.kind(j) == "relative" and reader.words(j, j + 1).lower().startswith("ein"):
        return j + 1
    if reader.kind(j) != "edge" or reader.value(j) != "end":
        return end
    k = reader.skip(j + 1, "van", "de", "het")
    return k + 1 if reader.kind(k) == "unit" and reader.value(k) in ("day", "part", "workday") else end


def _with_time(start: int, days: Days, time: Clock) -> Node:
    days = days.told(*time.told, certain=time.certain)._replace(at=time.at)
    if time.direction in ("to", "before", "before!", "by", "through"):
        return Node(start, time.end, days, "until", _until(days.last))
    return Node(start, time.end, days, "day", edtf(days))


def _stands_alone(reader: Reader, i: int, read: Read) -> bool:
    """False for words that are a time only in company: *mei*, *reces*, *8/12* after *artikel*."""
    token = reader.tokens[i]
    if token.kind == "month" and read[1] == i + 1 and token.value == 5:
        return reader.follows(i, "in", "van") and not token.gap
    if token.kind == "unknown_period" and read[0].first is None:
        return token.value not in ("reces", "vakantie", "feestdagen")
    counted = token.kind in ("number", "pair", "ordinal") and not token.gap
    return not (counted and reader.tokens[i - 1].kind == "number_context")


def _worded(reader: Reader, i: int) -> Node | None:
    """What begins with a joining word: *over twee weken*, *binnen 14 dagen*, *in 2021*, *het weekend*."""
    if reader.value(i) == "over":
        length = amount(reader, i + 1)
        if length is None or reader.is_word(length.end, "geleden"):
            return None
        days = shift(reader, length, i + 1, 1, reader.moment)
        return _plain(i, (days, length.end), reader)
    if reader.value(i) == "binnen":
        return _within(reader, i, i)
    if reader.value(i) == "in":
        found = bare_year(reader, i + 1)
        return _plain(i + 1, found, reader) if found else None
    if reader.value(i) in ("paar", "enkele", "enige", "loop"):
        read = point(reader, i)
        return _plain(i, read, reader) if read else None
    return None


def _within(reader: Reader, start: int, i: int) -> Node | None:
    """*binnen 14 dagen*, *binnen nu en twee weken*."""
    j = reader.skip(i + 1, "nu", "en", "de")
    length = amount(reader, j)
    if length is None:
        return None
    if reader.kind(length.end) == "direction" and reader.value(length.end) == "after":
        return _within_after(reader, start, length, j)
    days = shift(reader, length, j, 1, reader.moment).told(how("within"))
    return Node(start, length.end, days, "until", _until(days.last))


def _within_after(reader: Reader, start: int, length: Amount, j: int) -> Node:
    """*binnen zes weken na 3 juni*; *na de datum van dit besluit* begins at a day that is not known here."""
    i = reader.skip(length.end + 1, "de", "het", "op")
    read = point(reader, i, "ahead") if reader.kind(i) else None
    if read is None:
        return Node(start, length.end, UNKNOWN.told(how("from_other")), "until", None)
    days = shift(reader, length, j, 1, read[0].last).told(*read[0].how, how("within"), certain=read[0].certain)
    return Node(start, read[1], days, "until", _until(days.last))


def _until(day: date | None) -> str | None:
    return None if day is None else f"../{day.isoformat()}"


def _from(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}/.."


def _directed(reader: Reader, i: int) -> Node | None:
    """A bound and what it bounds: *uiterlijk 3 juni*, *tot 1 juni*, *na de kerst*, *vanaf 8 juni*."""
    which: str = reader.value(i)
    j = i + 1
    if reader.kind(j) == "direction" and which in ("by", "from") and reader.value(j) not in ("per", "dated"):
        which, j = (reader.value(j) if which == "by" else which), j + 1
    j = reader.skip(j, "op", "in", "de", "het")
    if reader.is_word(j, "binnen"):
        return _within(reader, i, j)
    if not reader.kind(j):
        return None
    lean = _LEANS.get(which, "ahead")
    read = point(reader, j, lean) or bare_year(reader, j) or _weekend(reader, j)
    if read is None:
        return None
    days, end = read[0], _end_of_day(reader, read)
    time = clock(reader, end, after_day=True) if days.grain == "day" and days.first == days.last else None
    if time:
        days, end = days.told(*time.told, certain=time.certain)._replace(at=time.at), time.end
    if which == "before" and _is_for(reader, i, end, j, days, timed=time is not None):
        return _plain(j, (days.told(how("for"), certain=days.whole is None), end), reader)
    return _bounded(which, i, j, end, days)


def _weekend(reader: Reader, i: int) -> Read | None:
    if reader.kind(i) != "unit" or reader.value(i) != "weekend":
        return None
    now = reader.moment
    if now is None:
        return UNKNOWN.told(how("no_moment")), i + 1
    saturday = plus(now, 5 - now.weekday())
    return Days(saturday, plus(saturday, 1), (how("period", n=0, moment=now),)), i + 1


def _bounded(which: str, start: int, inner: int, end: int, days: Days) -> Node | None:
    single = days.first == days.last
    if which in ("to", "before", "before!"):
        key = "to" if which == "to" else "before"
        if days.border or single:
            return Node(start, end, days.told(how(key)), "until", _until(days.border or days.last))
        day = plus(days.first, -1) if days.first else None
        return Node(start, end, days.told(how("before_period")), "until", _until(day))
    if which in ("by", "through"):
        return Node(start, end, days.told(how("by")), "until", _until(days.border or days.last))
    if which in ("from", "per", "since"):
        first = days.border if days.border and days.border != days.last else days.first
        return Node(start, end, days.told(how("since" if which == "since" else "from")), "from", _from(first))
    if which == "after":
        if single or (days.border and days.border != days.last):
            return Node(start, end, days.told(how("after")), "from", _from(days.border or days.last))
        day = plus(days.last, 1) if days.last else None
        return Node(start, end, days.told(how("after_period")), "from", _from(day))
    kind: Kind = "day" if single else "period"
    if which == "around":
        return Node(start, end, days.told(how("around"), certain=False), kind, edtf(days))
    return Node(inner, end, days, kind, edtf(days))


@cache
def _meant_for() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load("when")["meant_for"]["words"]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _is_for(reader: Reader, i: int, end: int, j: int, days: Days, *, timed: bool) -> bool:
    """Whether *voor* means "for": *voor volgende week*, *staat voor maandag gepland*, *voor vandaag*."""
    if timed or days.first is None:
        return False
    if days.whole in ("week", "month", "quarter", "year"):
        return True
    if reader.kind(j) == "relative" and is_closing(reader, j):
        return False
    if reader.kind(j) == "relative" and reader.value(j) <= 0:
        return True
    if days.first != days.last or days.border:
        return False
    text, first, last = reader.text, reader.tokens[i].start, reader.tokens[end - 1].end
    before = re.split(r"[.;!?\n]\s", text[max(0, first - 40) : first])[-1]
    after = re.split(r"[.,;!?\n]", text[last : last + 24])[0]
    return bool(_meant_for().search(before) or _meant_for().search(after))


def _timed(reader: Reader, i: int) -> Node | None:
    """A time of day on its own, or before its day: *om 17 uur*, *10:30*, *om 10 uur op vrijdag 5 juni*."""
    time = clock(reader, i)
    if time is None:
        return None
    j = reader.skip(time.end, "op")
    read = point(reader, j) if reader.kind(j) else None
    if read and read[0].first is not None and read[0].first == read[0].last:
        return _with_time(i, read[0], time._replace(end=read[1]))
    now = reader.moment
    if now is None:
        days = UNKNOWN._replace(at=time.at).told(*time.told, how("no_moment"))
        return Node(i, time.end, days, "time", None)
    days = Days(now, now, (*time.told, how("clock_today", moment=now)), certain=time.certain, at=time.at)
    if time.direction in ("to", "before", "before!", "by", "through"):
        return Node(i, time.end, days, "until", _until(now))
    return Node(i, time.end, days, "time", now.isoformat())
