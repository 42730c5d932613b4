"""Points in time: one expression that names a day or a stretch of days, without what bounds it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from draad.extract.when import calendar as cal
from draad.extract.when import workdays
from draad.extract.when.calendar import Lean, plus
from draad.extract.when.lexicon import how
from draad.extract.when.periods import calendar_day, edge, named_period, relative_period, shifted
from draad.extract.when.reader import Read, Reader, whole, year_at
from draad.extract.when.records import UNKNOWN, Days
from draad.knowledge import load

_NAMED = ("weekday", "weekday_short", "number", "date")
"""What may name the day of *vandaag* or *morgen* once more: *morgen, vrijdag 5 juni*."""
_LONGEST = 40_000
"""Days: a longer term than a century is a misreading."""


class Amount(NamedTuple):
    """A length of time: *twee weken*, *een half jaar*; ``n`` None where it is vague (*enkele weken*)."""

    n: float | None
    unit: str
    end: int


def amount(reader: Reader, i: int) -> Amount | None:
    """A length of time at token ``i``."""
    i = reader.skip(i, "ongeveer", "ruim", "zo'n")
    if reader.kind(i) == "direction" and reader.value(i) == "around":
        i += 1
    kind = reader.kind(i)
    if kind == "number":
        n, j = reader.value(i), i + 1
        if n == 1 and reader.is_word(j, "paar", "aantal"):
            return _vague(reader, j + 1)
        if n == 1 and reader.kind(j) == "edge" and reader.kind(j + 1) == "unit" and reader.value(j + 1) == "year":
            return Amount(1, "halfyear", j + 2)
        if reader.is_word(j, "à") and reader.kind(j + 1) == "number":
            n, j = reader.value(j + 1), j + 2
        return Amount(n, reader.value(j), j + 1) if reader.kind(j) == "unit" else None
    if kind == "pair" and reader.kind(i + 1) == "unit":
        return Amount(reader.value(i)[1], reader.value(i + 1), i + 2)
    if kind == "half" and reader.kind(i + 1) == "unit":
        return Amount(1.5, reader.value(i + 1), i + 2)
    if kind == "edge" and reader.kind(i + 1) == "unit" and reader.value(i + 1) == "year":
        return Amount(1, "halfyear", i + 2) if reader.words(i, i + 1).lower() == "half" else None
    if reader.is_word(i, "enkele", "enige", "paar"):
        return _vague(reader, i + 1)
    return None


def _vague(reader: Reader, i: int) -> Amount | None:
    return Amount(None, reader.value(i), i + 1) if reader.kind(i) == "unit" else None


def further(day: date, n: float, unit: str) -> tuple[date, tuple[str, ...]]:
    """The day that lies a length of time further (back when negative), and what must be told of it."""
    if unit == "workday":
        found = workdays.add(day, int(n)) if abs(n) < 2000 else day
        known = workdays.is_known(day.year) and workdays.is_known(found.year)
        return found, (how("workdays" if known else "workdays_unsure"),)
    months = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}.get(unit)
    if months is None:
        days = {"day": 1.0, "week": 7.0, "hour": 1 / 24, "weekend": 7.0}.get(unit, 0.0) * n
        return plus(day, int(max(-_LONGEST, min(_LONGEST, days)))), ()
    total = max(-1200.0, min(1200.0, months * n))
    if total != int(total):
        return plus(day, int(total * 28)), ()
    return cal.plus_months(day, int(total)), ()


def shift(reader: Reader, length: Amount, i: int, sign: int, start: date | None) -> Days:
    """The day so long after (before) ``start``."""
    if length.n is None:
        return UNKNOWN.told(how("vague"))
    if start is None:
        return UNKNOWN.told(how("no_moment"))
    day, told = further(start, sign * length.n, length.unit)
    key = "shift" if sign > 0 else "shift_back"
    return Days(day, day, (how(key, words=reader.words(i, length.end), moment=start), *told))


def point(reader: Reader, i: int, lean: Lean = "free") -> Read | None:
    """The longest point in time that begins at token ``i``."""
    return _beside(reader, i) or _point(reader, i, lean)


def _beside(reader: Reader, i: int) -> Read | None:
    """*vrijdag voor Pinksteren*, *de dag na Koningsdag*, *twee weken voor het zomerreces*."""
    kind = reader.first_kind(i)
    if kind == "weekday" or (kind == "unit" and reader.value(i) in ("day", "week")):
        length, j = None, i + 1
    elif kind == "number":
        length = amount(
            reader._replace(tokens=[*reader.tokens[:i], reader.tokens[i]._replace(gap=False), *reader.tokens[i + 1 :]]),
            i,
        )
        j = length.end if length else i
    else:
        return None
    if reader.kind(j) != "direction" or reader.value(j) not in ("before", "before!", "after"):
        return None
    k = reader.skip(j + 1, "de", "het")
    if reader.kind(k) not in ("feast", "unknown_period") and not (length and reader.kind(k) in ("number", "date")):
        return None
    mark = (
        named_period(reader, k, "ahead")
        if reader.kind(k) in ("feast", "unknown_period")
        else calendar_day(reader, k, "ahead")
    )
    if mark is None or mark[0].first is None or mark[0].last is None:
        return mark
    sign = 1 if reader.value(j) == "after" else -1
    week = kind == "unit" and reader.value(i) == "week"
    start = mark[0].last if sign > 0 and not week else mark[0].first
    return _step(reader, i, kind, length, sign, start).told(*mark[0].how, certain=mark[0].certain and not week), mark[1]


def _step(reader: Reader, i: int, kind: str, length: Amount | None, sign: int, start: date) -> Days:
    """The weekday, day, week or length of time next to a day."""
    if length is not None:
        return shift(reader, length, i, sign, start)
    if kind == "weekday":
        day = _next(start, reader.value(i)) if sign > 0 else _before(start, reader.value(i))
        key = "weekday_next" if sign > 0 else "weekday_last"
        return Days(day, day, (how(key, words=reader.words(i, i + 1), moment=start),))
    if reader.value(i) == "week":
        monday = plus(cal.monday(start), 7 * sign)
        return whole(monday, plus(monday, 6), "week", how("week_of", day=monday))
    day = plus(start, sign)
    return Days(day, day, (how("shift" if sign > 0 else "shift_back", words=reader.words(i, i + 1), moment=start),))


def _point(reader: Reader, i: int, lean: Lean) -> Read | None:
    kind = reader.first_kind(i)
    if kind == "relative":
        return _relative(reader, i)
    if kind in ("weekday", "weekday_short"):
        return _weekday(reader, i, lean)
    if kind == "edge":
        return edge(reader, i, lean)
    if kind in ("coming", "next", "this", "last"):
        return _pointed(reader, i)
    if kind in ("date", "pair", "number"):
        return calendar_day(reader, i, lean) or _ago(reader, i)
    if kind == "ordinal":
        return calendar_day(reader, i, lean) or named_period(reader, i, lean) or _day_of_month(reader, i)
    if kind == "word":
        if reader.is_word(i, "loop"):
            return _course(reader, i, lean)
        return _ago(reader, i)
    if kind == "half":
        return _ago(reader, i)
    return _with_weekday(reader, named_period(reader, i, lean))


def _relative(reader: Reader, i: int) -> Read | None:
    """*vandaag*, *morgenochtend*, *morgen over een week*."""
    n, j = reader.value(i), i + 1
    if is_closing(reader, i) and reader.kind(j) in ("relative", "weekday"):
        return point(reader, j)
    if reader.moment is None:
        return UNKNOWN.told(how("no_moment")), j
    day = plus(reader.moment, n)
    days = Days(day, day, (how("relative", words=reader.words(i, j), n=n, moment=reader.moment),))
    apart = j + 1 if reader.kind(j) == "mark" and reader.value(j) == "," else j
    if reader.kind(j) == "mark" and reader.value(j) == "(":
        apart = j + 1
    same = point(reader._replace(base=plus(day, -1)), apart, "ahead") if reader.kind(apart) in _NAMED else None
    if same and same[0].first == same[0].last == day:
        closed = reader.kind(same[1]) == "mark" and reader.value(same[1]) == ")"
        return days, same[1] + closed
    return _after_that(reader, days, j) or (days, j)


def is_closing(reader: Reader, i: int) -> bool:
    """Whether a word for today is one for its end (*einde dag*, *COB*): that bounds, and may precede another day."""
    return reader.words(i, i + 1).lower() in load("when")["relative_phrase"]


def _after_that(reader: Reader, days: Days, j: int) -> Read | None:
    """*… over een week*, counted from the day before it."""
    if not reader.is_word(j, "over"):
        return None
    length = amount(reader, j + 1)
    if length is None or length.unit in ("hour", "minute", "part"):
        return None
    return shift(reader, length, j, 1, days.first)._replace(at=days.at), length.end


def _next(base: date, weekday: int) -> date:
    return plus(base, (weekday - base.weekday() - 1) % 7 + 1)


def _before(base: date, weekday: int) -> date:
    return plus(base, -((base.weekday() - weekday - 1) % 7 + 1))


def _weekday(reader: Reader, i: int, lean: Lean) -> Read | None:
    """*vrijdag*, *vrijdag 5 juni*, *vrijdag over een week*, *dinsdag volgende week*, *donderdag jl.*"""
    weekday, j = reader.value(i), i + 1
    if reader.kind(j) == "unit" and reader.value(j) == "part":
        j += 1
    after = j + 1 if reader.kind(j) == "mark" and reader.value(j) == "," else j
    after = reader.skip(after, "de")
    dated = calendar_day(reader, after, lean, weekday) if reader.kind(after) else None
    if dated:
        return dated
    if reader.kind(i) == "weekday_short" or reader.first_kind(i) == "weekday_short":
        return None
    base = reader.base
    week = reader.skip(j, "in", "van", "de")
    in_week = relative_period(reader, week) if reader.kind(week) in ("this", "next", "last", "coming") else None
    if in_week is None and week > j and reader.kind(week) == "unit":
        in_week = named_period(reader, week, lean)
    if in_week and in_week[0].whole == "week":
        return _in_week(in_week[0], weekday), in_week[1]
    if base is None:
        skipped = j + 1 if reader.kind(j) in ("back", "coming") else j
        return UNKNOWN.told(how("no_moment")), skipped
    words = reader.words(i, i + 1)
    if reader.kind(j) == "back" or lean == "back":
        day = _before(base, weekday)
        end = j + 1 if reader.kind(j) == "back" else j
        return Days(day, day, (how("weekday_last", words=words, moment=base),)), end
    day = _next(base, weekday)
    days = Days(day, day, (how("weekday_next", words=words, moment=base),))
    if reader.kind(j) == "coming" and reader.words(j, j + 1).lower().startswith("a"):
        return days, j + 1
    return _after_that(reader, days, j) or (days, j)


def _in_week(week: Days, weekday: int) -> Days:
    if week.first is None:
        return week
    day = plus(week.first, weekday)
    return week._replace(first=day, last=day, grain="day", whole=None)


def _with_weekday(reader: Reader, found: Read | None) -> Read | None:
    """*volgende week dinsdag*, *week 23 op vrijdag*; *vorig jaar maart*."""
    if found and found[0].whole == "year" and found[0].first and reader.kind(found[1]) == "month":
        month = cal.month_of(found[0].first.year, reader.value(found[1]))
        return whole(*month, "month", *found[0].how), found[1] + 1
    if found is None or found[0].whole != "week":
        return found
    j = reader.skip(found[1], "op")
    if reader.kind(j) == "weekday":
        return _in_week(found[0], reader.value(j)), j + 1
    return found


def _pointed(reader: Reader, i: int) -> Read | None:
    """*komende vrijdag*, *volgende dinsdag*, *deze week*, *komende twee weken*, *komende dagen*."""
    which, kind = reader.first_kind(i), reader.kind(i + 1)
    if kind == "weekday" or (kind == "weekday_short" and which == "coming"):
        return _pointed_weekday(reader, i, which)
    if kind in ("number", "half", "word", "edge") and which in ("coming", "last"):
        return _stretch(reader, i, which)
    if kind == "unit" and which in ("coming", "last"):
        token = reader.tokens[i + 1]
        if reader.text[token.start : token.end].lower() in ("dagen", "weken", "maanden", "jaren"):
            return UNKNOWN.told(how("vague"))._replace(whole="stretch"), i + 2
    if which == "this" and reader.is_word(i + 1, "en", "of") and reader.kind(i + 2) in ("next", "coming"):
        return _this_and_next(reader, i)
    if which == "coming" and kind in ("number", "date"):
        return calendar_day(reader, i + 1, "ahead")
    return _with_weekday(reader, relative_period(reader, i))


def _pointed_weekday(reader: Reader, i: int, which: str) -> Read | None:
    weekday, words = reader.value(i + 1), reader.words(i + 1, i + 2)
    dated = calendar_day(reader, i + 2, "back" if which == "last" else "ahead", weekday) if reader.kind(i + 2) else None
    if dated:
        return dated
    base, j = reader.base, i + 2
    if reader.kind(j) == "unit" and reader.value(j) == "part":
        j += 1
    if base is None:
        return UNKNOWN.told(how("no_moment")), j
    if which == "last":
        day, told = _before(base, weekday), how("weekday_last", words=words, moment=base)
    elif which == "coming":
        day, told = _next(base, weekday), how("weekday_next", words=words, moment=base)
    elif which == "this":
        day, told = plus(cal.monday(base), weekday), how("weekday_this", words=words, moment=base)
    else:
        day, told = plus(cal.monday(base), 7 + weekday), how("weekday_shift", words=words, n=1, moment=base)
    return Days(day, day, (told,), certain=which != "next" or day == _next(base, weekday)), j


def _stretch(reader: Reader, i: int, which: str) -> Read | None:
    """*komende twee weken*: from the moment on; *afgelopen drie maanden*: up to it."""
    length = amount(reader, i + 1)
    if length is None:
        return None
    sign = 1 if which == "coming" else -1
    far = shift(reader, length, i + 1, sign, reader.moment)
    if far.first is None or reader.moment is None:
        return far, length.end
    first, last = sorted((reader.moment, far.first))
    return Days(first, last, far.how), length.end


def _this_and_next(reader: Reader, i: int) -> Read | None:
    other = relative_period(reader, i + 2)
    if other is None or other[0].whole is None:
        return None
    this = shifted(reader, other[0].whole, 0)
    return other[0]._replace(first=this.first, grain="day").told(how("range")), other[1]


def _ago(reader: Reader, i: int) -> Read | None:
    """*drie weken geleden*."""
    first = reader.tokens[i]
    plain = (
        reader._replace(tokens=[*reader.tokens[:i], first._replace(gap=False), *reader.tokens[i + 1 :]])
        if first.gap
        else reader
    )
    length = amount(plain, i)
    if length is None or not reader.is_word(length.end, "geleden"):
        return None
    return shift(reader, length, i, -1, reader.moment), length.end + 1


def _course(reader: Reader, i: int, lean: Lean) -> Read | None:
    """*in de loop van volgende week*, *loop van de dag*."""
    j = reader.skip(i + 1, "van", "de", "het")
    if reader.kind(j) == "unit" and reader.value(j) in ("day", "part", "week", "month", "quarter", "year"):
        return shifted(reader, reader.value(j), 0), j + 1
    return (point(reader, j, lean) or bare_year(reader, j)) if reader.kind(j) else None


def _day_of_month(reader: Reader, i: int) -> Read | None:
    """*de 15e van deze maand*; *de 15e* alone, where the sentence ends or goes on with no noun that we can tell."""
    number = reader.value(i)
    token = reader.tokens[i]
    if not 1 <= number <= 31 or not reader.text[token.start].isdigit() or not reader.follows(i, "de"):
        return None
    j = reader.skip(i + 1, "van", "de")
    month: Read | None = None
    if reader.kind(j) in ("this", "next", "coming"):
        month = relative_period(reader, j)
    elif j > i + 1 and reader.kind(j) == "unit" and reader.value(j) == "month":
        month = shifted(reader, "month", 0), j + 1
    if month and month[0].whole == "month" and month[0].first:
        day = cal.make(month[0].first.year, month[0].first.month, number)
        return (Days(day, day, month[0].how) if day else UNKNOWN.told(how("impossible"))), month[1]
    rest = reader.text[token.end : token.end + 2]
    if reader.base is None or not (rest[:1] in ".;!?)" or not rest.strip()):
        return None
    return _coming_day(reader.base, number), i + 1


def _coming_day(base: date, number: int) -> Days:
    """The next day of that number, this month or a later one."""
    for n in range(13):
        at = cal.plus_months(base.replace(day=1), n)
        day = cal.make(at.year, at.month, number)
        if day and day >= base:
            return Days(day, day, (how("period", n=n, moment=base),), certain=False)
    return UNKNOWN.told(how("impossible"))


def bare_year(reader: Reader, i: int) -> Read | None:
    """A year on its own, *2021*; only where the words before it say that it is one."""
    year, j = year_at(reader, i)
    if year is None or not 1950 <= year <= 2099 or reader.kind(i) != "number" or reader.kind(j) == "unit":
        return None
    return whole(date(year, 1, 1), date(year, 12, 31), "year", how("date")), j
