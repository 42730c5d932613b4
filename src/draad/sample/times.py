"""Words of time with the date they mean, reckoned from the day of writing: the truth beside a due date.

Written from the calendar and from ``docs/dates.md`` (which says what "voor 1 juni" or "begin juni" is taken to mean),
with ``datetime`` alone: nothing here knows the grammar that it is to test.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from draad.sample import dates


class Valued(NamedTuple):
    """Words and what they mean: EDTF, an ISO 8601 duration, a name."""

    text: str
    value: str | None
    """Empty where it is certain that the words mean no date ("zo snel mogelijk"), None where it can't be told."""


def today(at: int) -> date:
    """The day of ``at`` on a Dutch calendar."""
    return dates.local(at).date()


def next_weekday(day: date, weekday: int) -> date:
    """The first such day after ``day``: said on a Friday, "vrijdag" is the next one."""
    return day + timedelta((weekday - day.weekday() - 1) % 7 + 1)


def _week(day: date) -> str:
    """The calendar week of ``day``, Monday to Sunday."""
    monday = day - timedelta(day.weekday())
    return f"{monday}/{monday + timedelta(6)}"


def _month(rng: Random, day: date) -> tuple[int, int]:
    """Year and month, one to three months ahead."""
    months = day.year * 12 + day.month - 1 + rng.randrange(1, 4)
    return months // 12, months % 12 + 1


def _named(rng: Random, day: date, least: int = 3, most: int = 60) -> tuple[str, date]:
    """A date to come as it is written within a sentence."""
    then = day + timedelta(rng.randrange(least, most))
    month = dates.NL_MONTHS[then.month - 1]
    forms = (f"{then.day} {month}", f"{then.day} {month}", f"{then.day} {month} {then.year}", f"{then:%d-%m-%Y}")
    return rng.choice(forms), then


def _by_date(rng: Random, day: date) -> Valued:
    words, then = _named(rng, day)
    return Valued(f"{rng.choice(('uiterlijk', 'voor', 'vóór', 'uiterlijk op'))} {words}", f"../{then}")


def _by_weekday(rng: Random, day: date) -> Valued:
    weekday = rng.randrange(5)
    said = rng.choice(("uiterlijk", "voor", "vóór", "uiterlijk aanstaande", "voor komende", "uiterlijk a.s."))
    return Valued(f"{said} {dates.NL_DAYS[weekday]}", f"../{next_weekday(day, weekday)}")


def _within(rng: Random, day: date) -> Valued:
    words, days = rng.choice((("twee weken", 14), ("tien dagen", 10), ("drie weken", 21), ("veertien dagen", 14)))
    return Valued(f"binnen {words}", f"../{day + timedelta(days)}")


def _this_week(rng: Random, day: date) -> Valued:
    friday = day + timedelta(4 - day.weekday())
    if day.weekday() > 3:
        return Valued("vandaag nog", str(day))
    return rng.choice((Valued("voor het weekend", f"../{friday}"), Valued("nog deze week", _week(day))))


def _month_part(rng: Random, day: date) -> Valued:
    year, month = _month(rng, day)
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    name = dates.NL_MONTHS[month - 1]
    thursday = first + timedelta((3 - first.weekday()) % 7)
    return rng.choice(
        (
            Valued(f"begin {name}", f"{first}/{first.replace(day=10)}"),
            Valued(f"medio {name}", f"{first.replace(day=11)}/{first.replace(day=20)}"),
            Valued(f"eind {name}", f"{first.replace(day=21)}/{last}"),
            Valued(f"voor eind {name}", f"../{last}"),
            Valued(f"voor 1 {name}", f"../{first}"),
            Valued(f"in de eerste week van {name}", _week(thursday)),
        )
    )


def _soon(rng: Random, day: date) -> Valued:
    weekday = rng.randrange(5)
    following = day - timedelta(day.weekday()) + timedelta(7 + weekday)
    return rng.choice(
        (
            Valued("morgen", str(day + timedelta(1))),
            Valued("vandaag nog", str(day)),
            Valued(f"volgende week {dates.NL_DAYS[weekday]}", str(following)),
            Valued("volgende week", _week(day + timedelta(7))),
            Valued(f"aanstaande {dates.NL_DAYS[weekday]}", str(next_weekday(day, weekday))),
            Valued("overmorgen", str(day + timedelta(2))),
        )
    )


def _week_number(rng: Random, day: date) -> Valued:
    then = day + timedelta(7 * rng.randrange(2, 8))
    return Valued(f"in week {then.isocalendar().week}", _week(then))


_URGENT = ("zo snel mogelijk", "z.s.m.", "met spoed", "op korte termijn")


def deadline(rng: Random, at: int) -> Valued:
    """By when: ``uiterlijk 3 juni``, ``voor het weekend``, ``binnen twee weken``, ``z.s.m.``"""
    forms = (_by_date, _by_date, _by_date, _by_weekday, _by_weekday, _within, _this_week, _month_part, _soon, _soon)
    form = rng.randrange(len(forms) + 1)
    return forms[form](rng, today(at)) if form < len(forms) else Valued(rng.choice(_URGENT), "")


def moment(rng: Random, at: int) -> Valued:
    """When something takes place: ``op 3 juni``, ``donderdag om 10.00 uur``, ``begin mei``."""
    day, form = today(at), rng.randrange(7)
    hour = rng.choice(("", "", f" om {rng.randrange(9, 17)}.{rng.choice(('00', '30'))} uur"))
    if form < 2:
        words, then = _named(rng, day)
        return Valued(f"op {words}{hour}", str(then))
    if form < 4:
        weekday = rng.randrange(5)
        said = rng.choice(("", "", "aanstaande ", "komende "))
        return Valued(f"{said}{dates.NL_DAYS[weekday]}{hour}", str(next_weekday(day, weekday)))
    if form == 4:
        return _week_number(rng, day)
    if form == 5:
        return rng.choice(
            (
                Valued("morgenochtend", str(day + timedelta(1))),
                Valued("morgenmiddag", str(day + timedelta(1))),
                Valued("over twee weken", str(day + timedelta(14))),
                Valued("over drie weken", str(day + timedelta(21))),
            )
        )
    soon = _soon(rng, day)
    return soon if not soon.text.startswith("vandaag") else Valued("binnenkort", "")


def onset(rng: Random, at: int) -> Valued:
    """From when on: ``per 1 juli``, ``met ingang van 3 juni``."""
    words, then = _named(rng, today(at))
    return Valued(f"{rng.choice(('per', 'vanaf', 'met ingang van'))} {words}", f"{then}/..")


_RHYTHMS = (
    ("elke zes weken", "P6W"),
    ("om de zes weken", "P6W"),
    ("om de week", "P2W"),
    ("elke twee weken", "P2W"),
    ("een keer in de twee weken", "P2W"),
    ("wekelijks", "P1W"),
    ("elke week", "P1W"),
    ("iedere dinsdag", "P1W"),
    ("elke donderdag", "P1W"),
    ("maandelijks", "P1M"),
    ("elke maand", "P1M"),
    ("eens per maand", "P1M"),
    ("elk kwartaal", "P3M"),
    ("eens per kwartaal", "P3M"),
    ("elke drie weken", "P3W"),
)


def rhythm(rng: Random, at: int) -> Valued:
    """How often: ``elke zes weken``, ``om de week``, ``maandelijks``."""
    return Valued(*rng.choice(_RHYTHMS))
