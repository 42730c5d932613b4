"""Calendar periods by name or by their place from now: *volgende week*, *eind juni*, *week 23*, *tweede kwartaal*."""

from __future__ import annotations

from datetime import date

from draad.extract.when import calendar as cal
from draad.extract.when.calendar import Lean, plus
from draad.extract.when.feasts import feast
from draad.extract.when.lexicon import how
from draad.extract.when.reader import Read, Reader, dated, full_date, third, whole, year_at, yearly
from draad.extract.when.records import UNKNOWN, Days

_SHIFTS = {"this": 0, "next": 1, "coming": 1, "last": -1}


def shifted(reader: Reader, unit: str, n: int, *, certain: bool = True) -> Days:
    """The calendar day, week, weekend, month, quarter or year ``n`` further than the one of the moment."""
    now = reader.moment
    if now is None:
        return UNKNOWN.told(how("no_moment"))
    told = how("period", n=n, moment=now)
    if unit in ("day", "part", "workday"):
        day = plus(now, n)
        return Days(day, day, (told,), certain=certain)
    if unit in ("week", "weekend"):
        start = plus(cal.monday(now), 7 * n)
        if unit == "weekend":
            return Days(plus(start, 5), plus(start, 6), (told,), certain=certain)
        return whole(start, plus(start, 6), "week", told, certain=certain)
    if unit == "month":
        at = cal.plus_months(now.replace(day=1), n)
        return whole(*cal.month_of(at.year, at.month), "month", told, certain=certain)
    if unit in ("quarter", "halfyear"):
        months = 3 if unit == "quarter" else 6
        first = cal.plus_months(date(now.year, (now.month - 1) // months * months + 1, 1), months * n)
        return whole(first, plus(cal.plus_months(first, months), -1), unit, told, certain=certain)
    year = now.year + n
    return whole(date(year, 1, 1), date(year, 12, 31), "year", told, certain=certain)


def relative_period(reader: Reader, i: int) -> Read | None:
    """*deze week*, *volgende maand*, *komend weekend*, *afgelopen jaar*, *volgend voorjaar*."""
    which = reader.first_kind(i)
    if which not in _SHIFTS or not reader.kind(i + 1):
        return None
    kind, value = reader.kind(i + 1), reader.value(i + 1)
    if kind == "unit" and value not in ("hour", "minute") and not _is_plural(reader, i + 1):
        n = _SHIFTS[which]
        if value == "weekend" and which == "coming" and reader.moment and reader.moment.weekday() < 5:
            n = 0
        if value == "weekend" and which == "last" and reader.moment and reader.moment.weekday() == 6:
            n = -1
        return shifted(reader, value, n, certain=which != "coming" or value == "weekend"), i + 2
    if kind in ("month", "season", "feast", "unknown_period"):
        lean: Lean = "back" if which == "last" else "ahead"
        return named_period(reader, i + 1, lean)
    return None


def _is_plural(reader: Reader, i: int) -> bool:
    token = reader.tokens[i]
    return reader.text[token.start : token.end].lower() in (
        "dagen",
        "weken",
        "maanden",
        "jaren",
        "kwartalen",
        "werkdagen",
    )


def named_period(reader: Reader, i: int, lean: Lean) -> Read | None:
    """*juni*, *juni 2021*, *Q2*, *tweede kwartaal van 2021*, *week 23*, *week van 8 maart*, feasts and seasons."""
    kind = reader.first_kind(i)
    if kind in ("month", "month_short"):
        return _month(reader, i, lean)
    if kind == "quarter_name":
        return _quarter(reader, reader.value(i), i + 1, lean)
    if kind == "unit" and reader.value(i) in ("week", "weekend"):
        return _week(reader, i, lean)
    if kind == "ordinal":
        return _ordinal(reader, i, lean)
    if kind in ("feast", "season", "unknown_period"):
        return feast(reader, i, lean)
    return None


def _month(reader: Reader, i: int, lean: Lean) -> Read | None:
    month = reader.value(i)
    year, j = year_at(reader, i + 1)
    if reader.first_kind(i) == "month_short" and year is None:
        return None
    days = yearly(reader, lambda y: cal.month_of(y, month), year, lean)
    return (days if days.first is None else days._replace(grain="month", whole="month")), j


def _quarter(reader: Reader, quarter: int, i: int, lean: Lean) -> Read | None:
    if not 1 <= quarter <= 4:
        return None
    year, j = year_at(reader, i)
    if year is None and reader.is_word(i, "van", "in") and reader.kind(i + 1) in ("this", "next", "last"):
        other = relative_period(reader, i + 1)
        if other and other[0].whole == "year" and other[0].first:
            year, j = other[0].first.year, other[1]
    days = yearly(reader, lambda y: cal.quarter_of(y, quarter), year, lean)
    return days._replace(whole="quarter"), j


def _week(reader: Reader, i: int, lean: Lean) -> Read | None:
    """*week 23*, *week 23 2021*, *week van 8 maart*."""
    weekend = reader.value(i) == "weekend"
    if not weekend and reader.kind(i + 1) == "number" and 1 <= reader.value(i + 1) <= 53:
        number = reader.value(i + 1)
        year, j = year_at(reader, i + 2)
        days = yearly(reader, lambda y: cal.week_of(y, number), year, lean)
        return days.told(how("week_number"))._replace(whole="week"), j
    if reader.is_word(i + 1, "van"):
        day = calendar_day(reader, i + 2, lean)
        if day:
            return _around(day[0], weekend=weekend), day[1]
    return None


def _around(day: Days, *, weekend: bool) -> Days:
    if day.first is None:
        return day
    start = cal.monday(day.first)
    if weekend:
        return day._replace(first=plus(start, 5), last=plus(start, 6))
    return whole(start, plus(start, 6), "week", *day.how, how("week_of", day=day.first), certain=day.certain)


def _ordinal(reader: Reader, i: int, lean: Lean) -> Read | None:
    """*eerste week van juni*, *tweede kwartaal*, *eerste helft van september*, *laatste maandag van mei*."""
    n, kind = reader.value(i), reader.kind(i + 1)
    if kind == "unit" and reader.value(i + 1) == "quarter":
        return _quarter(reader, 4 if n == -1 else n, i + 2, lean)
    if kind == "number" and reader.kind(i + 2) == "unit" and reader.value(i + 2) == "week":
        return _first_weeks(reader, i, lean)
    half = reader.is_word(i + 1, "helft")
    if not half and kind != "weekday" and not (kind == "unit" and reader.value(i + 1) in ("week", "weekend", "day")):
        return None
    j = reader.skip(i + 2, "van", "in", "de", "het")
    if j == i + 2 and reader.kind(j) not in ("month", "month_short"):
        return None
    of = _of(reader, j, lean)
    if of is None:
        return None
    period, j = of
    if period.first is None or period.last is None:
        return period, j
    if half:
        return _half(period, n), j
    found = _in_month(period.first, n, "weekday" if kind == "weekday" else reader.value(i + 1), reader.value(i + 1))
    return (found.told(*period.how, certain=period.certain), j) if found else None


def _first_weeks(reader: Reader, i: int, lean: Lean) -> Read | None:
    """*eerste twee weken van januari*, *laatste drie weken van juni*."""
    n, count = reader.value(i), reader.value(i + 1)
    j = reader.skip(i + 3, "van", "in", "de", "het")
    of = _of(reader, j, lean) if n in (1, -1) and 1 <= count <= 4 and reader.kind(j) else None
    if of is None or of[0].first is None:
        return of
    week = _in_month(of[0].first, n, "week", 0)
    if week is None or week.first is None or week.last is None:
        return None
    more = 7 * (count - 1)
    first, last = (week.first, plus(week.last, more)) if n == 1 else (plus(week.first, -more), week.last)
    return Days(first, last, (*of[0].how, *week.how), certain=of[0].certain), of[1]


def _of(reader: Reader, j: int, lean: Lean) -> Read | None:
    """The month, quarter or year that a part is taken of."""
    if reader.kind(j) in ("this", "next", "last", "coming"):
        return relative_period(reader, j)
    if reader.kind(j) == "unit" and reader.value(j) in ("month", "quarter", "year"):
        return shifted(reader, reader.value(j), 0), j + 1
    year, k = year_at(reader, j)
    if year is not None:
        return whole(date(year, 1, 1), date(year, 12, 31), "year", how("date")), k
    if reader.kind(j) in ("month", "month_short", "quarter_name", "ordinal"):
        return named_period(reader, j, lean)
    return None


def _half(period: Days, n: int) -> Days:
    first, last = period.first, period.last
    if first is None or last is None:
        return period
    days = (last - first).days + 1
    if days <= 31:
        cut = plus(first, 14)
    else:
        cut = plus(cal.plus_months(first, round(days / 61)), -1)
    told = period.told(how("half"))._replace(grain="day", whole=None)
    return told._replace(last=cut) if n == 1 else told._replace(first=plus(cut, 1))


def _in_month(first: date, n: int, unit: str, weekday: int) -> Days | None:
    """The so manieth week, weekend, day or weekday of the month that begins on ``first``.

    A week belongs to the month that holds its Thursday, as ISO 8601 has it for years.
    """
    if unit == "day":
        last = cal.month_of(first.year, first.month)[1]
        day = last if n == -1 else plus(first, n - 1)
        return Days(day, day)
    nth = cal.nth_weekday(first.year, first.month, {"week": 3, "weekend": 5}.get(unit, weekday), n)
    if nth.month != first.month:
        return None
    if unit == "week":
        return whole(plus(nth, -3), plus(nth, 3), "week", how("month_week"))
    return Days(nth, plus(nth, 1) if unit == "weekend" else nth)


def edge(reader: Reader, i: int, lean: Lean) -> Read | None:
    """*begin juni*, *half mei*, *eind Q2*, *einde van de week*, *begin volgende week*, *eind van de dag*."""
    if reader.first_kind(i) != "edge":
        return None
    which = reader.value(i)
    j = reader.skip(i + 1, "van", "de", "het", "in")
    if reader.kind(j) == "unit" and reader.value(j) in ("day", "part", "week", "month", "quarter", "year"):
        if j == i + 1 and reader.text[reader.tokens[i].start : reader.tokens[i].end].lower() == "half":
            return None
        found: Read | None = _week(reader, j, lean) or (shifted(reader, reader.value(j), 0), j + 1)
    else:
        found = relative_period(reader, j) or _of(reader, j, lean)
    if found is None and reader.kind(j) in ("season", "unknown_period", "feast"):
        found = named_period(reader, j, lean)
    if found is None:
        return None
    days, k = found
    return _edge_of(days, which, reader.words(i, i + 1).lower()), k


def _edge_of(days: Days, which: str, word: str) -> Days:
    if days.first is None or days.last is None or days.first == days.last:
        return days
    if days.whole == "week":
        a, b = {"begin": (0, 1), "mid": (2, 2), "end": (4, 4)}[which]
        told = days.told(how("edge_week", edge=word))._replace(
            whole=None, border=plus(days.first, 4) if b == 4 else None
        )
        return told._replace(first=plus(days.first, a), last=plus(days.first, b))
    if days.whole not in ("month", "quarter", "year"):
        return days._replace(certain=False)
    return third(days, which, word)


def calendar_day(reader: Reader, i: int, lean: Lean, weekday: int | None = None) -> Read | None:
    """A day by its date: *3 juni*, *3e juni 2021*, *drie juni*, *8-12-2020*, *8/12*."""
    kind = reader.first_kind(i)
    if kind == "date":
        year, month, day = reader.value(i)
        return full_date(year, month, day, weekday), i + 1
    if kind == "pair":
        return _pair(reader, i, lean, weekday)
    if kind not in ("number", "ordinal") or reader.kind(i + 1) not in ("month", "month_short"):
        return None
    day, month = reader.value(i), reader.value(i + 1)
    if not 1 <= day <= 31:
        return None
    year, j = year_at(reader, i + 2)
    if year is None and reader.kind(i + 2) == "number" and reader.text[reader.tokens[i + 2].start - 1] in "'’":
        year, j = 2000 + reader.value(i + 2), i + 3
    if year is not None:
        return full_date(year, month, day, weekday), j
    if reader.kind(j) == "back":
        lean, j = "back", j + 1
    elif reader.kind(j) == "coming" and reader.text[reader.tokens[j].start : reader.tokens[j].end].lower().startswith(
        "a"
    ):
        lean, j = "ahead", j + 1
    return _without_year(reader, day, month, weekday, lean), j


def _without_year(reader: Reader, day: int, month: int, weekday: int | None, lean: Lean) -> Days:
    if reader.base is None:
        possible = day <= {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
        return UNKNOWN.told(how("no_moment" if possible else "impossible"))
    return dated(day, month, weekday, reader.base, lean)


def _pair(reader: Reader, i: int, lean: Lean, weekday: int | None) -> Read | None:
    """*8/12*: a slash makes a date; a dash only after a weekday or a direction, since *5-8* counts pages."""
    day, month, sep = reader.value(i)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if sep != "/" and weekday is None and lean == "free" and not reader.follows(i, "op"):
        return None
    return _without_year(reader, day, month, weekday, lean), i + 1
