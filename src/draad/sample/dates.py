"""Moments, and how mail programs write them. Local time is that of Europe/Amsterdam."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

NL_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
NL_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
NL_SHORT = ("jan.", "feb.", "mrt.", "apr.", "mei", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec.")
EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DE_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
DE_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
FR_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
FR_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
FR_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def local(at: int) -> datetime:
    """The moment ``at`` (seconds since 1970, UTC) on a clock in Amsterdam."""
    return datetime.fromtimestamp(at, AMSTERDAM)


def utc(at: int) -> datetime:
    """The moment ``at`` on a clock in Greenwich."""
    return datetime.fromtimestamp(at, UTC)


def _twelve(t: datetime) -> tuple[int, str]:
    return t.hour % 12 or 12, "AM" if t.hour < 12 else "PM"


def nl_long(t: datetime) -> str:
    """``maandag 15 februari 2021 12:08``: Outlook."""
    return f"{NL_DAYS[t.weekday()]} {t.day} {NL_MONTHS[t.month - 1]} {t.year} {t:%H:%M}"


def nl_medium(t: datetime) -> str:
    """``zondag 14 feb. 2021 12:30``: BlackBerry."""
    return f"{NL_DAYS[t.weekday()]} {t.day} {NL_SHORT[t.month - 1]} {t.year} {t.hour}:{t:%M}"


def nl_short(t: datetime) -> str:
    """``6 dec. 2017 om 11:28``: iPhone."""
    return f"{t.day} {NL_SHORT[t.month - 1]} {t.year} om {t:%H:%M}"


def nl_day(t: datetime) -> str:
    """``6 december 2017 om 11:28``: webmail."""
    return f"{t.day} {NL_MONTHS[t.month - 1]} {t.year} om {t:%H:%M}"


def nl_numeric(t: datetime) -> str:
    """``13-10-2020 19:52``: Notes, GroupWise."""
    return f"{t:%d-%m-%Y %H:%M}"


def gmt(t: datetime) -> str:
    """``13-10-20 19:52 (GMT+01:00)``: Samsung."""
    hours = int(t.utcoffset().total_seconds()) // 3600  # type: ignore[union-attr]
    return f"{t:%d-%m-%y %H:%M} (GMT+{hours:02d}:00)"


def apple_nl(t: datetime) -> str:
    """``6 december 2017 om 11:28:14 CET``: Apple Mail."""
    return f"{t.day} {NL_MONTHS[t.month - 1]} {t.year} om {t:%H:%M:%S} {t.tzname()}"


def apple_en(t: datetime) -> str:
    """``6 December 2017 at 11:28:14 CET``: Apple Mail."""
    return f"{t.day} {EN_MONTHS[t.month - 1]} {t.year} at {t:%H:%M:%S} {t.tzname()}"


def gmail_nl(t: datetime) -> str:
    """``ma 15 feb. 2021 om 12:08``: Gmail."""
    return f"{NL_DAYS[t.weekday()][:2]} {t.day} {NL_SHORT[t.month - 1]} {t.year} om {t:%H:%M}"


def gmail_en(t: datetime) -> str:
    """``Tue, Oct 13, 2020 at 7:52 PM``: Gmail."""
    hour, half = _twelve(t)
    return f"{EN_DAYS[t.weekday()][:3]}, {EN_MONTHS[t.month - 1][:3]} {t.day}, {t.year} at {hour}:{t:%M} {half}"


def gmail_en_forward(t: datetime) -> str:
    """``Tue, 13 Oct 2020 at 19:52``: Gmail."""
    return f"{EN_DAYS[t.weekday()][:3]}, {t.day} {EN_MONTHS[t.month - 1][:3]} {t.year} at {t:%H:%M}"


def us_long(t: datetime) -> str:
    """``Tuesday, October 13, 2020 7:52 PM``: Outlook."""
    hour, half = _twelve(t)
    return f"{EN_DAYS[t.weekday()]}, {EN_MONTHS[t.month - 1]} {t.day}, {t.year} {hour}:{t:%M} {half}"


def us_printed(t: datetime) -> str:
    """``Mon 3/16/2020 4:09:30 PM``: the printed message's header; its clock is UTC."""
    hour, half = _twelve(t)
    return f"{EN_DAYS[t.weekday()][:3]} {t.month}/{t.day}/{t.year} {hour}:{t:%M:%S} {half}"


def uk_long(t: datetime) -> str:
    """``13 October 2020 19:52``: Outlook."""
    return f"{t.day:02d} {EN_MONTHS[t.month - 1]} {t.year} {t:%H:%M}"


def uk_short(t: datetime) -> str:
    """``13 Oct 2020, at 19:52``: Apple Mail."""
    return f"{t.day} {EN_MONTHS[t.month - 1][:3]} {t.year}, at {t:%H:%M}"


def de_long(t: datetime) -> str:
    """``Dienstag, 13. Oktober 2020 19:52``: Outlook."""
    return f"{DE_DAYS[t.weekday()]}, {t.day}. {DE_MONTHS[t.month - 1]} {t.year} {t:%H:%M}"


def de_numeric(t: datetime) -> str:
    """``13.10.2020 um 19:52``: Thunderbird."""
    return f"{t:%d.%m.%Y} um {t:%H:%M}"


def fr_long(t: datetime) -> str:
    """``mardi 13 octobre 2020 19:52``: Outlook."""
    return f"{FR_DAYS[t.weekday()]} {t.day} {FR_MONTHS[t.month - 1]} {t.year} {t:%H:%M}"


def fr_short(t: datetime) -> str:
    """``13 oct. 2020 à 19:52``: Apple Mail."""
    return f"{t.day} {FR_SHORT[t.month - 1]} {t.year} à {t:%H:%M}"


FORMS: dict[str, Callable[[datetime], str]] = {
    form.__name__: form
    for form in (
        nl_long,
        nl_medium,
        nl_short,
        nl_day,
        nl_numeric,
        gmt,
        apple_nl,
        apple_en,
        gmail_nl,
        gmail_en,
        gmail_en_forward,
        us_long,
        us_printed,
        uk_long,
        uk_short,
        de_long,
        de_numeric,
        fr_long,
        fr_short,
    )
}
WITH_SECONDS = frozenset({"apple_nl", "apple_en", "us_printed"})


def moment(t: datetime, form: str) -> datetime:
    """What a reader of ``form`` can know of ``t``: to the second, or to the minute."""
    return t.replace(microsecond=0) if form in WITH_SECONDS else t.replace(second=0, microsecond=0)


def working_moment(start: int, fraction: float) -> int:
    """``start`` moved into office hours (or, with ``fraction`` near 1, left in the evening or weekend)."""
    t = local(start)
    if fraction > 0.88 or (t.weekday() < 5 and 8 <= t.hour < 18):
        return start
    while t.weekday() >= 5 or t.hour >= 18:
        t = (t + timedelta(days=1)).replace(hour=8)
    return int(t.replace(hour=8 + int(fraction * 10), minute=int(fraction * 6007) % 60).timestamp())
