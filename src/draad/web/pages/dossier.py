"""The dossier in one glance: what is in it, when, between whom, what is withheld, what failed, what is to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from draad.dossier import Dossier
from draad.dossier.glance import Ingest, Missing
from draad.dossier.proposals import Unsought
from draad.dossier.views import Counts, FailureView, ThreadView
from draad.extract.records import KINDS
from draad.extract.when.calendar import plus
from draad.knowledge import load
from draad.records import short_id
from draad.register.follow import week_of
from draad.register.states import LIVE
from draad.show.failures import cure
from draad.show.moments import iso
from draad.show.threads.subjects import subjects
from draad.web.ask import Ask
from draad.web.day import ended
from draad.web.failures import of_file, shown_path
from draad.web.keep import Kept
from draad.web.linking import register, search, states_of
from draad.web.parties import correspondence_of, parties_of
from draad.web.respond import Page
from draad.web.routes import Route
from draad.web.timeline import bars

if TYPE_CHECKING:
    from draad.web.room import Room

BUSIEST = 8
"""Conversations and organisations that are named."""
_MARKS = 8
_FILES = 10
"""Files named under one kind of failure."""
_UNSOUGHT = 10


@dataclass(frozen=True, slots=True)
class _Glance:
    """What is kept: figures without words or addresses."""

    counts: Counts
    months: dict[str, int]
    threads: list[ThreadView]
    failures: dict[str, list[FailureView]]
    unsought: list[Unsought]
    missing: list[Missing]
    items: dict[tuple[str, str], int] | None
    overdue: dict[str, int]
    soon: dict[str, int]
    ingest: Ingest | None


def _glance(dossier: Dossier, today: date) -> _Glance:
    failures: dict[str, list[FailureView]] = {}
    for failure in dossier.failures():
        failures.setdefault(failure.code, []).append(failure)
    return _Glance(
        counts=dossier.counts(),
        months=dossier.months(),
        threads=dossier.threads("size", BUSIEST),
        failures=failures,
        unsought=list(dossier.extraction.unsought().values()),
        missing=dossier.referring(BUSIEST),
        items=dossier.count_items() if dossier.is_extracted() else None,
        overdue=dossier.overdue_counts(load("register")["owed"], LIVE, today),
        soon=dossier.due_counts(LIVE, today, _soon(today)),
        ingest=dossier.last_ingest(),
    )


def _kept(room: Room, dossier: Dossier, today: date) -> Kept[_Glance]:
    return room.keep.get(("dossier", today), lambda own: _glance(own, today), dossier)


def warm(room: Room) -> None:
    """Makes what the first reader of these pages would wait for: some seconds at 100,000 messages."""
    with room.open() as dossier:
        _kept(room, dossier, room.today())
        correspondence_of(room, dossier)
        parties_of(room, dossier)


def overview(ask: Ask) -> Page:
    """The front page."""
    kept = _kept(ask.room, ask.dossier, ask.today)
    found = kept.value
    counts = found.counts
    empty = not counts.sources and not counts.failures
    named = _named(ask, found)
    data: dict[str, Any] = {
        "name": ask.room.name,
        "empty": empty,
        "made": iso(int(kept.at)),
        "stale": kept.stale,
        "contents": _contents(ask, counts),
        "time": _time(ask, found),
        "threads": [thread(ask, view, named[view.id]) for view in found.threads],
        "organisations": [] if empty else _organisations(ask),
        "marks": _marks(ask, counts),
        "failures": _failures(ask, found),
        "gaps": _gaps(ask, found, named),
        "items": _items(ask, found),
        "ingest": _ingest(found.ingest),
        "links": {name: ask.url(name) for name in ("ingest", "documents", "threads", "register", "organisations")},
    }
    return Page("dossier/dossier.html", data, ask.say("web.dossier.title", name=ask.room.name))


def _contents(ask: Ask, counts: Counts) -> dict[str, Any]:
    repeated = round(100 * counts.repeated)
    return {
        "sources": counts.sources,
        "documents": sum(counts.documents.values()),
        "kinds": [
            {"kind": kind, "documents": number, "url": ask.url("documents", soort=kind)}
            for kind, number in counts.documents.items()
        ],
        "messages": counts.messages,
        "copies": counts.copies,
        "threads": counts.threads,
        "characters": counts.characters,
        "repeated_percent": repeated,
        "unique_percent": 100 - repeated,
        "first": iso(counts.first),
        "last": iso(counts.last),
    }


def _time(ask: Ask, found: _Glance) -> dict[str, Any]:
    shown = bars(found.months, lambda period: search(ask, f"soort:bericht op:{period}"))
    return {**shown, "undated": found.counts.messages - sum(found.months.values())}


def _named(ask: Ask, found: _Glance) -> dict[int, str]:
    """The subjects of all conversations on the page, as they are printed."""
    wanted = {*(view.id for view in found.threads), *(one.thread for one in found.missing)}
    return defaultdict(str, subjects(ask.dossier, wanted))


def thread(ask: Ask, view: ThreadView, subject: str) -> dict[str, Any]:
    """A conversation in a list."""
    return {
        "id": short_id(view.id),
        "subject": subject,
        "messages": view.size,
        "documents": view.documents,
        "first": iso(view.first),
        "last": iso(view.last),
        "url": ask.url("thread", id=short_id(view.id)),
    }


def _organisations(ask: Ask) -> list[dict[str, Any]]:
    parties = correspondence_of(ask.room, ask.dossier).parties
    busiest = sorted(parties.items(), key=lambda one: (-one[1].messages, one[0]))[:BUSIEST]
    return [
        {"name": name, "messages": traffic.messages, "url": ask.url("organisation", name=name)}
        for name, traffic in busiest
    ]


def _marks(ask: Ask, counts: Counts) -> dict[str, Any]:
    shown = list(counts.marks.items())[:_MARKS]
    total = sum(counts.marks.values())
    rows = [
        {"code": code, "marks": times, "url": search(ask, f"grond:{_article(code)}") if " " in code else ""}
        for code, times in shown
    ]
    return {"total": total, "rows": rows, "rest": total - sum(times for _, times in shown)}


def _article(code: str) -> str:
    """As the query language writes a ground: ``woo 5.1.2.e`` → ``5.1.2.e``, for an article stands in one law only."""
    return code.partition(" ")[2]


def _failures(ask: Ask, found: _Glance) -> dict[str, Any]:
    groups = [
        {
            "code": code,
            "files": [
                {"path": shown_path(one.path), "reason": of_file(ask.say, one.path, code, one.message)}
                for one in held[:_FILES]
            ],
            "more": max(0, len(held) - _FILES),
            "cure": cure(ask.say, code, held[0].cure),
        }
        for code, held in found.failures.items()
    ]
    unsought = [{"document": one.document, "reason": one.reason} for one in found.unsought[:_UNSOUGHT]]
    return {
        "total": sum(map(len, found.failures.values())),
        "groups": groups,
        "unsought": unsought,
        "unsought_total": len(found.unsought),
    }


def _gaps(ask: Ask, found: _Glance, named: Mapping[int, str]) -> dict[str, Any]:
    threads = [
        {
            "id": short_id(one.thread),
            "subject": named[one.thread],
            "messages": one.messages,
            "missing": one.times,
            "first": iso(one.first),
            "last": iso(one.last),
            "url": ask.url("thread", id=short_id(one.thread)),
        }
        for one in found.missing
    ]
    return {"quoted": found.counts.unreleased, "referred": found.counts.gaps.get("referred", 0), "threads": threads}


def _items(ask: Ask, found: _Glance) -> dict[str, Any] | None:
    """What asks for attention, and how much of what there is; None where items were never sought."""
    if found.items is None:
        return None
    kinds = [row for kind in KINDS if (row := _kind(ask, kind, found.items))]
    open_items = sum(times for (_, status), times in found.items.items() if status == "open")
    return {
        "total": sum(found.items.values()),
        "open": {"number": open_items, "url": register(ask, stand=["open"])},
        "proposed": {
            "number": sum(times for (_, status), times in found.items.items() if status == "proposed"),
            "url": register(ask, stand=["proposed"]),
        },
        "overdue": _dated(found.overdue, ask.url("overdue")),
        "ended": _ended(ask),
        "soon": _dated(found.soon, ask.url("due")),
        "kinds": kinds,
    }


def _ended(ask: Ask) -> dict[str, str] | None:
    """Of a dossier that ended: its last day, and what was too late on it."""
    last = ended(ask.dossier, ask.today)
    return {"day": last, "url": ask.url("overdue", vandaag=last)} if last else None


def _soon(today: date) -> date:
    """The Sunday of next week."""
    return plus(week_of(today)[1], 7)


def _dated(found: Mapping[str, int], url: str) -> dict[str, Any]:
    return {"open": found.get("open", 0), "proposed": found.get("proposed", 0), "url": url}


def _kind(ask: Ask, kind: str, items: Mapping[tuple[str, str], int]) -> dict[str, Any] | None:
    states = states_of(ask, kind, items)
    total = sum(state["number"] for state in states)
    return {"kind": kind, "number": total, "states": states, "url": register(ask, soort=[kind])} if total else None


def _ingest(last: Ingest | None) -> dict[str, Any] | None:
    if last is None:
        return None
    at = datetime.fromisoformat(last.at)
    seconds = int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())
    return {"at": iso(seconds), "who": last.who, "read": last.read, "failed": last.failed}


ROUTES = (Route("/dossier", overview, name="dossier", summary="web.dossier.summary"),)
