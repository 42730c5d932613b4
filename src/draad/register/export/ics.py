"""Terms and appointments as a calendar file (iCalendar, RFC 5545) that any calendar program takes in.

- An action, commitment or question with a term is a task (VTODO) with its last day as DUE, and an event (VEVENT) on
  that day as well, for calendars that show no tasks. Each has an alarm.
- An appointment is an event: the day, the period, or the hour where the text tells it.
- What recurs is an event with a rule (RRULE); it begins on the day from which it is known, or the first weekday after
  it that its words name (*iedere dinsdag*), and ends with its term.
- What has no day at all is not in a calendar. What is done with is left out.

The identifiers (UID) are those of the items, so that taking in a newer file mends the old entries; DTSTAMP is the
day that was given, and SEQUENCE the version of the item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from draad.dossier.views import ItemView
from draad.extract.durations import duration
from draad.knowledge import load
from draad.office.cells import legal
from draad.records import short_id
from draad.register import words
from draad.register.states import LIVE
from draad.register.terms import bounds, recurring
from draad.texts import Texts

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_TASKS: Final = frozenset(("action", "commitment", "question"))
_HOUR: Final = timedelta(hours=1)
"""How long an appointment lasts of which only the beginning is known."""
_DAY_BEFORE: Final = timedelta(hours=-15)
"""The alarm of a whole day: at nine in the morning of the day before."""
_QUARTER_BEFORE: Final = timedelta(minutes=-15)
_LONGEST: Final = 120
_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_IN_EVERY_MONTH: Final = 28
"""The last day that no month lacks."""


def calendar(say: Texts, items: Sequence[ItemView], dossier: str, today: date) -> bytes:
    """The calendar of all items that are not done with and have a day."""
    from icalendar import Calendar, Timezone

    made = Calendar()
    made.add("prodid", "-//Draad//register//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", say("calendar.name", dossier=dossier))
    made.add("x-wr-timezone", "Europe/Amsterdam")
    # RFC 5545 3.6 wants at least one component: strict programs refuse a calendar that has none.
    made.add_component(Timezone.from_tzid(AMSTERDAM.key))
    for item in items:
        if item.status in LIVE:
            for component in _components(say, item, today):
                made.add_component(component)
    return bytes(made.to_ical())


def _components(say: Texts, item: ItemView, today: date) -> Iterator[Any]:
    """A task and an event for what is owed; an event alone for everything else."""
    from icalendar import Event, Todo

    days = _days(item)
    if item.every:
        start, end = recurring(item.every, item.due, item.said)
        start = _first_weekday(item, start) if start else None
        if start and (end is None or start <= end):
            yield _event(Event(), say, item, today, (start, start), rule=_rule(item, start, end))
        return
    if days is None:
        return
    if item.kind in _TASKS and days[1] is not None:
        task = Todo()
        _common(task, say, item, today, "task")
        _when(task, "due", days[1], _at(item))
        if days[0] is not None and days[0] < days[1] and not _at(item):
            task.add("dtstart", days[0])
        task.add("status", "NEEDS-ACTION")
        _alarm(task, say, item, _at(item))
        yield task
        days = (days[1], days[1])
    first = days[0] or days[1]
    if first is not None:
        yield _event(Event(), say, item, today, (first, days[1] or first), rule=None)


def _days(item: ItemView) -> tuple[date | None, date | None] | None:
    return bounds(item.due) if item.due else None


def _event(
    event: Any, say: Texts, item: ItemView, today: date, days: tuple[date, date], rule: dict[str, Any] | None
) -> Any:
    first, last = days
    _common(event, say, item, today, "day")
    at = _at(item)
    if at and first == last:
        start = datetime.combine(first, at, AMSTERDAM)
        event.add("dtstart", start)
        event.add("dtend", start + _HOUR)
    else:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # RFC 5545 3.6.1: the end is not part of it
    if rule:
        event.add("rrule", rule)
    event.add("transp", "OPAQUE" if item.kind == "appointment" and at else "TRANSPARENT")
    event.add("status", "CONFIRMED" if item.status == "open" else "TENTATIVE")
    _alarm(event, say, item, at)
    return event


def _common(component: Any, say: Texts, item: ItemView, today: date, part: str) -> None:
    component.add("uid", f"{short_id(item.id)}-{part}@draad")
    component.add("dtstamp", datetime.combine(today, time(0), UTC))
    component.add("sequence", item.version)
    component.add("summary", legal(_summary(say, item)))
    component.add("description", legal(_description(say, item)))
    component.add("categories", [words.kind(say, item.kind), *item.tags])
    if item.urgent:
        component.add("priority", 1)


def _summary(say: Texts, item: ItemView) -> str:
    text = " ".join(item.text.split())
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    owner = f" ({', '.join(item.owner)})" if item.owner else ""
    kind = words.kind(say, item.kind).capitalize()
    named = text.casefold().startswith(f"{kind}:".casefold())  # the text names its own kind
    return f"{shown}{owner}" if named else f"{kind}: {shown}{owner}"


def _description(say: Texts, item: ItemView) -> str:
    """The words as they stand, and where; owner, term and state."""
    term = ", ".join(filter(None, (words.term(say, item.due), words.rhythm(say, item.every))))
    lines = [
        item.text,
        "",
        say("calendar.place", place=words.cited(item.document_name, item.lines)),
        say("calendar.owner", owner=", ".join(item.owner)) if item.owner else "",
        say("calendar.term", term=term) if term else "",
        say("calendar.status", status=words.status(say, item.status)),
        say("calendar.note", note=item.note) if item.note else "",
    ]
    return "\n".join([*lines[:2], *filter(None, lines[2:])])


def _at(item: ItemView) -> time | None:
    """The hour that the text tells, as long as the term is still the text's."""
    told = item.data.get("due") or {}
    if not told.get("at") or told.get("due") != item.due:
        return None
    return time.fromisoformat(told["at"])


def _when(component: Any, name: str, day: date, at: time | None) -> None:
    component.add(name, datetime.combine(day, at, AMSTERDAM) if at else day)


def _alarm(component: Any, say: Texts, item: ItemView, at: time | None) -> None:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", legal(say("calendar.alarm", text=_summary(say, item))))
    alarm.add("trigger", _QUARTER_BEFORE if at else _DAY_BEFORE)
    if component.name == "VTODO":
        alarm["trigger"].params["related"] = "END"  # RFC 5545 3.8.6.3: a task is warned of before its DUE
    component.add_component(alarm)


def _weekdays(item: ItemView) -> list[int]:
    """The days of the week on which a weekly item takes place by its words (*iedere dinsdag*); Monday is 0."""
    told, every = item.data.get("due") or {}, duration(item.every or "")
    if every is None or every.months or every.days % 7 or told.get("every") != item.every or told.get("due"):
        return []  # where the text gives a date too, its words are that date's
    return sorted({n for word, n in load("when")["weekday"].items() if word in (told.get("text") or "").lower()})


def _first_weekday(item: ItemView, start: date) -> date:
    """The first day on which it takes place: what has no first day of its own begins after the day it was said."""
    days, own = _weekdays(item), _days(item)
    if not days or (own and own[0] and own[0] == own[1]):
        return start
    begin = start if own and own[0] else start + timedelta(days=1)
    return begin + timedelta(days=min((day - begin.weekday()) % 7 for day in days))


def _rule(item: ItemView, start: date, end: date | None) -> dict[str, Any] | None:
    """RFC 5545 3.3.10: one unit and a number, and the last day if any; None for a rhythm that mixes units.

    UNTIL is of the type of DTSTART: a day, or in UTC the last moment of that day in Amsterdam. A month without the day
    on which it began would be passed over; its last day stands in for it, as in ``durations.after``.
    """
    found = duration(item.every or "")
    if found is None or (found.months and found.days):
        return None
    if found.months:
        years, rest = divmod(found.months, 12)
        unit, number = ("monthly", found.months) if rest else ("yearly", years)
    else:
        weeks, rest = divmod(found.days, 7)
        unit, number = ("daily", found.days) if rest else ("weekly", weeks)
    rule: dict[str, Any] = {"freq": unit, "interval": number}
    if unit == "monthly" and start.day > _IN_EVERY_MONTH:
        rule |= {"bymonthday": [*range(_IN_EVERY_MONTH, start.day + 1)], "bysetpos": -1}
    days = _weekdays(item)
    if len(days) > 1:
        rule["byday"] = [_BYDAY[day] for day in days]
    if end is None:
        return rule
    until = datetime.combine(end, time(23, 59, 59), AMSTERDAM).astimezone(UTC) if _at(item) else end
    return {**rule, "until": until}
