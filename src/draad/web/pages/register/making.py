"""Overviews as they are kept: identifiers of items and what is told of each. A page reads the items that it shows.

Each is worked out by the functions of ``draad.register`` that the command line uses; here only what they look at is
bounded (``looks``), and what they give is put in plain values.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from draad.dossier import Dossier, ItemFilter
from draad.extract.when.calendar import plus
from draad.records import short_id
from draad.register import follow
from draad.register.answers import Asked, unanswered
from draad.register.follow import PROPOSED, Followed
from draad.register.plan import Window, plan
from draad.register.rhythms import Rhythm, rhythms
from draad.register.signals import Landing, Theme, signals
from draad.show.overviews import edges
from draad.web.pages.register import looks
from draad.web.pages.register.looks import Look, Picked
from draad.web.pages.register.rows import place

Entry = dict[str, Any]
Made = dict[str, Any]
LANDINGS = 3
"""Things that followed a signal, or places after a question, that are told."""


def _made(entries: list[Entry], picked: Picked, most: int) -> Made:
    return {"entries": entries, "total": picked.total, "most": most, "bounded": picked.bounded}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# ── terms ───────────────────────────────────────────────────────────────────────────────────────────────────


def _followed(one: Followed) -> Entry:
    monday = one.day - timedelta(days=one.day.weekday())
    return {
        "item": one.item.id,
        "reason": one.reason,
        "days": one.days,
        "day": one.day.isoformat(),
        "week": monday.isoformat(),
    }


def _by_week(found: list[Followed]) -> list[Entry]:
    """By the week of the day that counts, earliest first; within it what people accepted goes first."""
    ordered = sorted(found, key=lambda one: (one.day.isocalendar()[:2], one.proposed, one.day))
    return [_followed(one) for one in ordered]


def due(dossier: Dossier, today: date, chosen: ItemFilter, weeks: int) -> Made:
    """What is due in the weeks to come."""
    monday, _ = follow.week_of(today)
    picked = Look(dossier, today, chosen).coming((plus(monday, 7 * weeks) - today).days)
    found = [one for week in follow.upcoming(picked.items, today, weeks) for one in week.items]
    return _made(_by_week(found), picked, looks.TERMS)


def overdue(dossier: Dossier, today: date, chosen: ItemFilter) -> Made:
    """What is too late."""
    picked = Look(dossier, today, chosen).overdue
    return _made(_by_week(follow.overdue(picked.items, today)), picked, looks.TERMS)


# ── rhythms ─────────────────────────────────────────────────────────────────────────────────────────────────


def recurring(dossier: Dossier, today: date, chosen: ItemFilter) -> Made:
    """What recurs, and whether it did."""
    look = Look(dossier, today, chosen)
    held = look.recurring.items
    found = rhythms(held, look.occurrences(held), today, look.told(held))
    return _made([_rhythm(one) for one in found], look.recurring, looks.RHYTHMS)


def _rhythm(one: Rhythm) -> Entry:
    seen = one.last_seen
    return {
        "item": one.item.id,
        "broken": one.broken,
        "start": _day(one.start),
        "said": one.item.said,
        "seen": None if seen is None else {"day": _day(seen.day), "how": seen.how, "place": place(seen.place)},
        "missed": one.missed,
        "missed_before": one.missed_before,
        "next": _day(one.next),
        "told": [told.text for told in one.told],
    }


# ── questions ───────────────────────────────────────────────────────────────────────────────────────────────


def questions(dossier: Dossier, today: date, chosen: ItemFilter, workdays: int) -> Made:
    """Questions that nobody answered."""
    look = Look(dossier, today, chosen)
    held = look.questions.items
    found = unanswered(held, look.threads(held), today, workdays, look.links(held))
    return _made([_asked(one) for one in found], look.questions, looks.TALKS)


def _asked(one: Asked) -> Entry:
    after = [place(at) for at in one.places[:LANDINGS]]
    return {"item": one.item.id, "state": one.state, "reason": one.reason, "days": one.days, "after": after}


# ── signals ─────────────────────────────────────────────────────────────────────────────────────────────────


def themes(dossier: Dossier, today: date, chosen: ItemFilter) -> Made:
    """What was reported, by organisation and theme, and whether anything followed."""
    look = Look(dossier, today, chosen)
    held = look.signals.items
    found = signals([*held, *look.acts(held)], look.links(held), look.threads(held))
    return _made([_theme(one) for one in found], look.signals, looks.TALKS)


def _theme(one: Theme) -> Entry:
    return {
        "organisation": one.organisation,
        "words": list(one.words),
        "landed": one.landed,
        "signals": [
            {
                "item": signal.item.id,
                "followed": [_landing(landing) for landing in signal.followed[:LANDINGS]],
                "more": max(0, len(signal.followed) - LANDINGS),
            }
            for signal in one.signals
        ],
    }


def _landing(one: Landing) -> Entry:
    return {"how": one.how, "day": _day(one.day), "place": place(one.place), "domains": list(one.domains)}


# ── the plan ────────────────────────────────────────────────────────────────────────────────────────────────


def plans(dossier: Dossier, today: date, chosen: ItemFilter) -> Made:
    """The windows of each document on a time line of its own; the document whose plan ends last comes first."""
    picked = Look(dossier, today, chosen).planned
    found = sorted(plan(picked.items, today), key=lambda window: window.document)
    entries = [_plan(list(held), today) for _, held in groupby(found, key=lambda window: window.document)]
    entries.sort(key=lambda entry: (entry["last"], entry["first"], entry["document_id"]), reverse=True)
    return _made(entries, picked, looks.TERMS)


def _plan(windows: list[Window], today: date) -> Entry:
    first, last = edges(windows, today)
    return {
        "document": windows[0].document_name,
        "document_id": short_id(windows[0].document),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "now": _at(today, first, last) if first <= today <= last else None,
        "windows": [_window(window, first, last) for window in windows],
    }


def _at(day: date, first: date, last: date) -> float:
    """Where a day lies on a line from 0 to 100."""
    return round(100 * min(1.0, max(0.0, (day - first).days / max(1, (last - first).days))), 2)


def _window(one: Window, first: date, last: date) -> Entry:
    begin, end = _at(one.first or first, first, last), _at(one.last or last, first, last)
    late = {item.id for item in one.late}
    return {
        "due": one.due,
        "heading": one.heading,
        "state": one.state,
        "done": one.done,
        "begin": begin,
        "width": max(1.5, round(end - begin, 2)),
        "items": [{"item": item.id, "late": item.id in late} for item in one.items],
    }


# ── the week ────────────────────────────────────────────────────────────────────────────────────────────────


def fresh(dossier: Dossier, today: date, chosen: ItemFilter) -> Made:
    """Proposals of this week and the one before: what a meeting has not seen yet."""
    monday, _ = follow.week_of(today)
    since = plus(monday, -7).isoformat()
    picked = Look(dossier, today, chosen).pick(looks.TERMS, statuses=(PROPOSED,), since=since)
    return _made([{"item": item.id} for item in reversed(picked.items)], picked, looks.TERMS)


def only(made: Made, field: str, *wanted: Any) -> Made:
    """Those entries of an overview of which a field has one of these values."""
    return {**made, "entries": [one for one in made["entries"] if one[field] in wanted]}
