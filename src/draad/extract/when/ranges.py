"""Two ends: *van 3 tot 5 mei*, *tussen 1 en 8 juni*, *3-5 juni*, *maandag en dinsdag*, *week 23 t/m 25*."""

from __future__ import annotations

from itertools import pairwise

from draad.extract.when import calendar as cal
from draad.extract.when.calendar import make, plus
from draad.extract.when.lexicon import how
from draad.extract.when.points import point
from draad.extract.when.reader import Read, Reader, year_at
from draad.extract.when.records import UNKNOWN, Days

_Found = list[tuple[int, Read]]
"""First token, and what was read from there."""


def range_at(reader: Reader, i: int, read: Read | None) -> _Found:
    """The range at token ``i``, two days that share a month, or nothing. ``read`` is the point that begins there."""
    kind, start = reader.first_kind(i), i
    led = ""
    if kind == "word" and reader.value(i) in ("tussen", "van"):
        led, i = reader.value(i), reader.skip(i + 1, "de", "het", "nu")
    elif kind == "direction" and reader.value(i) == "from":
        led, i = "vanaf", i + 1
    elif kind in ("word", "direction"):
        return []
    if led and not reader.kind(i):
        return []
    if led == "tussen" and reader.is_word(i, "en"):
        return _from_now(reader, start, reader.skip(i + 1, "de", "het"))
    return (
        _pair(reader, start, i)
        or _weeks(reader, start, i)
        or _days(reader, start, i, led)
        or _points(reader, start, i, led, point(reader, i) if led else read)
    )


def _joined(reader: Reader, i: int, led: str) -> str:
    """What joins two ends at token ``i``: ``to`` for a stretch, ``and`` for two, empty for neither."""
    if reader.is_word(i, "en"):
        return "to" if led == "tussen" else "" if led else "and"
    if reader.is_word(i, "of"):
        return "" if led else "and"
    if reader.kind(i) == "direction" and reader.value(i) in ("to", "through"):
        return "to"
    if reader.kind(i) == "mark":
        return {"-": "to", "–": "to", "/": "and", "&": "and"}.get(reader.value(i), "") if not led else ""
    return ""


def _pair(reader: Reader, start: int, i: int) -> _Found:
    """*3-5 juni*, *3/4 juni*."""
    if reader.first_kind(i) != "pair" or reader.kind(i + 1) not in ("month", "month_short"):
        return []
    a, b, _ = reader.value(i)
    lump = reader.tokens[i]
    inner = reader._replace(tokens=[*reader.tokens[:i], lump._replace(kind="number", value=b), *reader.tokens[i + 1 :]])
    right = point(inner, i)
    if right is None or right[0].first is None:
        return [(start, right)] if right else []
    left = _same_month(a, right[0])
    return [(start, (_stretch(left, right[0]), right[1]))] if left else []


def _same_month(day: int, right: Days) -> Days | None:
    """A bare day number in the month and year of the other end, or in the month before where it would lie after."""
    if right.first is None:
        return None
    at = right.first if day <= right.first.day else plus(right.first.replace(day=1), -1)
    found = make(at.year, at.month, day)
    return Days(found, found, (how("year_shared"),), certain=right.certain) if found else None


def _stretch(left: Days, right: Days, key: str = "range") -> Days:
    told = (*dict.fromkeys((*left.how, *right.how)), how(key))
    return Days(left.first, right.last, told, certain=left.certain and right.certain)


def _from_now(reader: Reader, start: int, i: int) -> _Found:
    """*tussen nu en kerst*."""
    right = point(reader, i, "ahead") if reader.kind(i) else None
    if right is None or right[0].last is None or reader.moment is None or right[0].last < reader.moment:
        return []
    return [(start, (Days(reader.moment, right[0].last, (*right[0].how, how("range"))), right[1]))]


def _weeks(reader: Reader, start: int, i: int) -> _Found:
    """*week 23 en 24*, *weken 23 t/m 25*, *week 23-24*."""
    if reader.first_kind(i) == "unit" and reader.value(i) == "week" and reader.kind(i + 1) == "pair":
        a, b, _ = reader.value(i + 1)
        lump = reader.tokens[i + 1]
        apart = [lump._replace(kind=k, value=v) for k, v in (("number", a), ("mark", "-"), ("number", b))]
        inner = reader._replace(tokens=[*reader.tokens[: i + 1], *apart, *reader.tokens[i + 2 :]])
        return [(at, (days, end - 2)) for at, (days, end) in _weeks(inner, start, i)]
    if reader.first_kind(i) != "unit" or reader.value(i) != "week" or reader.kind(i + 1) != "number":
        return []
    joined = _joined(reader, i + 2, "") or ("and" if reader.is_word(i + 2, "en") else "")
    j = i + 3 + (reader.kind(i + 3) == "unit")
    if not joined or reader.kind(j) != "number" or not 1 <= reader.value(j) <= 53:
        return []
    first = point(reader, i)
    if first is None or first[0].first is None:
        return []
    year, end = year_at(reader, j + 1)
    base = first[0].first
    found = cal.week_of(year or base.isocalendar().year, reader.value(j))
    if found and found[0] < base:
        found = cal.week_of(base.isocalendar().year + 1, reader.value(j))
    return [(start, (_stretch(first[0], Days(*found)), end))] if found else []


def _days(reader: Reader, start: int, i: int, led: str) -> _Found:
    """A bare day number as left end: *3 t/m 5 juni*, *donderdag 18 en vrijdag 19 februari*, *3 en 8 juni*."""
    j = i + 1 if reader.first_kind(i) in ("weekday", "weekday_short") else i
    if (reader.first_kind(j) if j == i else reader.kind(j)) not in ("number", "ordinal"):
        return []
    day = reader.value(j)
    if not 1 <= day <= 31 or not reader.text[reader.tokens[j].start].isdigit():
        return []
    listed = [(start, j, day)]
    while reader.kind(j + 1) == "mark" and reader.value(j + 1) == "," and reader.kind(j + 2) == "number":
        j += 2
        listed.append((j, j, reader.value(j)))
    joined = _joined(reader, j + 1, led)
    k = reader.skip(j + 2, "de", "op")
    inner = k + 1 if reader.kind(k) in ("weekday", "weekday_short") else k
    dated = reader.kind(inner) in ("number", "ordinal") and reader.kind(inner + 1) in ("month", "month_short")
    right = point(reader, k, "ahead" if led else "free") if joined and dated else None
    if right is None:
        return []
    if right[0].first is None:
        return [(start, right)]
    lefts = [(at, last, _same_month(n, right[0])) for at, last, n in listed]
    days = [left.first if left else None for _, _, left in lefts] + [right[0].first]
    first = lefts[0][2]
    if first and (joined == "to" or all(a and b and plus(a, 1) == b for a, b in pairwise(days))):
        return [(start, (_stretch(first, right[0], "range" if joined == "to" else "both"), right[1]))]
    return [*((at, (left or UNKNOWN.told(how("impossible")), last + 1)) for at, last, left in lefts), (k, right)]


def _points(reader: Reader, start: int, i: int, led: str, left: Read | None) -> _Found:
    """Two whole points: *van 23 december tot 3 januari*, *maandag en dinsdag*, *eind mei/begin juni*."""
    if left is None:
        return []
    joined = _joined(reader, left[1], led)
    if not joined:
        return []
    k = reader.skip(left[1] + 1, "de", "het", "op", "in")
    if not reader.kind(k):
        return []
    if left[0].first is None:
        return _both_unknown(reader, start, left, k) if joined == "to" else []
    right = point(reader.counting_from(left[0].first), k, "ahead")
    if right is None or right[0].first is None:
        return []
    first = _one_year(reader, i, left[0], right[0])
    if first.first is None or first.last is None or right[0].last is None or right[0].last < first.first:
        return []
    if joined == "to":
        return [(start, (_stretch(first, right[0]), right[1]))]
    if plus(first.last, 1) == right[0].first:
        return [(start, (_stretch(first, right[0], "both"), right[1]))]
    return []


def _both_unknown(reader: Reader, start: int, left: Read, k: int) -> _Found:
    right = point(reader, k)
    return [(start, (left[0].told(*right[0].how), right[1]))] if right else []


def _one_year(reader: Reader, i: int, left: Days, right: Days) -> Days:
    """*van 3 mei tot 5 juni 2021*, *mei-juni 2020*: the left end lies in the year that only the right end names."""
    if right.how[:1] != (how("date"),) or left.how[:1] == (how("date"),) or right.first is None:
        return left
    again = point(reader.counting_from(right.first), i, "back")
    return again[0].told(how("year_shared")) if again else left
