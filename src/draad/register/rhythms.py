"""Broken rhythms: promised every six weeks, held once; when it was last seen, and how often it was missed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from draad.dossier.views import DocumentView, ItemView, LinkView, MessageView, PlaceView
from draad.extract.content import content
from draad.extract.durations import Duration, after, duration
from draad.extract.passages import folded, joined, passages
from draad.extract.when.calendar import plus
from draad.knowledge import load
from draad.records import Span
from draad.register.states import LIVE
from draad.register.terms import recurring

How = Literal["link", "appointment", "report"]
_HELD: Final = frozenset(("fulfils", "repeats"))
_NEVER: Final = frozenset(("rejected", "dropped", "superseded"))
_COMMON: Final = 200
"""A word of so many appointments and reports says nothing about which meeting it is."""
_MOST: Final = 10_000
"""Periods counted: a daily rhythm of 27 years."""


class Occurrence(NamedTuple):
    """A time that what recurs took place, or was to take place, as the dossier shows."""

    day: date
    place: PlaceView | None
    """Where that stands; None for a whole document."""
    how: How
    document: int | None = None
    """The report that tells of it."""


class Told(NamedTuple):
    """What the text beside the promise says of how it was kept."""

    span: Span
    text: str
    times: int | None
    """How often it took place, where the text gives a number."""


class Rhythm(NamedTuple):
    """One item that recurs and how it was kept."""

    item: ItemView
    every: str
    """ISO 8601 duration."""
    start: date | None
    """From when it counts: the first day of the term, else the day it was said; None where neither is known. A term in
    which it takes place more than once is also until when (``terms.recurring``): after it nothing is expected."""
    seen: tuple[Occurrence, ...]
    """In order of day, none after today."""
    last_seen: Occurrence | None
    missed: int | None
    """Expected since it was last seen (since the start where it never was) and not seen; None without a start."""
    missed_before: int
    """Missed earlier, between the times that it was seen."""
    next: date | None
    """The first day from today on that is expected, counted from the last time it was seen; None where it ended."""
    told: tuple[Told, ...] = ()

    @property
    def broken(self) -> bool:
        """Missed at least once since it was last seen, or told to be."""
        return bool(self.missed) or bool(self.told)


def rhythms(
    items: Iterable[ItemView],
    occurrences: Mapping[int, Sequence[Occurrence]],
    today: date,
    told: Mapping[int, Sequence[Told]] | None = None,
) -> list[Rhythm]:
    """The live items that recur, those most missed first.

    ``occurrences`` are by item identifier (see :func:`find_occurrences`), likewise ``told`` (:func:`said_so_far`). An
    expected day counts as missed once a share of the period has passed after it (``knowledge/register.toml``, *grace*).
    """
    found = []
    for item in items:
        every = duration(item.every) if item.every and item.status in LIVE else None
        if every is not None and item.every is not None:
            beside = tuple((told or {}).get(item.id, ()))
            found.append(_rhythm(item, every, occurrences.get(item.id, ()), today, beside))
    return sorted(found, key=lambda r: (-(r.missed or 0), not r.told, r.item.document, r.item.span, r.item.id))


def _rhythm(
    item: ItemView, every: Duration, occurrences: Iterable[Occurrence], today: date, told: tuple[Told, ...]
) -> Rhythm:
    seen = tuple(sorted({o.day: o for o in sorted(occurrences, key=_preferred) if o.day <= today}.values()))
    start, end = recurring(item.every, item.due, item.said)
    last = seen[-1] if seen else None
    base = max((day for day in (start, last.day if last else None) if day), default=None)
    borders = [*([start] if start else []), *(o.day for o in seen if start is None or o.day > start)]
    before = sum(_missed(a, b, every) for a, b in pairwise(borders))
    missed = _missed(base, today, every, end) if base else None
    coming = _next(base, today, every)
    coming = None if coming and end and coming > end else coming
    return Rhythm(item, item.every or "", start, seen, last, missed, before, coming, told)


def _preferred(occurrence: Occurrence) -> tuple[bool, bool]:
    """Of two on one day the later in this order is kept: what a person or report tells, before a plan."""
    return occurrence.how != "appointment", occurrence.place is not None


def _missed(base: date, until: date, every: Duration, end: date | None = None) -> int:
    """The expected days after ``base``, none after ``end``, whose grace ended before ``until``."""
    grace = int(every.length * load("register")["rhythm"]["grace"])
    latest = plus(until, -grace)
    if end is not None:
        latest = min(latest, plus(end, 1))
    count = max(int((latest - base).days / every.length) - 1, 0) if latest > base else 0
    count = min(count, _MOST)
    while count < _MOST and after(base, every, count + 1) < latest:
        count += 1
    return count


def _next(base: date | None, today: date, every: Duration) -> date | None:
    if base is None or base > today:
        return base
    count = min(max(int((today - base).days / every.length) - 1, 1), _MOST)
    while count < _MOST and after(base, every, count) < today:
        count += 1
    return after(base, every, count)


# ── finding occurrences ──────────────────────────────────────────────────────────────────────────────────────────


class _Seen(NamedTuple):
    occurrence: Occurrence
    stems: frozenset[str]
    parties: frozenset[str]
    item: int | None


def _parties(item: ItemView) -> frozenset[str]:
    return frozenset(name.casefold() for name in (*item.owner, *item.counterparty))


def _place(item: ItemView) -> PlaceView:
    return PlaceView(item.document, item.document_name, None, None, item.span, item.lines, None, item.text)


def _meetings(items: Iterable[ItemView], documents: Iterable[DocumentView]) -> Iterator[_Seen]:
    for item in items:
        if (
            item.kind == "appointment"
            and item.status not in _NEVER
            and item.due_first
            and item.due_first == item.due_last
        ):
            day = date.fromisoformat(item.due_first)
            yield _Seen(Occurrence(day, _place(item), "appointment"), content(item.text), _parties(item), item.id)
    for document in documents:
        report = (document.report or {}) if document.kind == "report" else {}
        if report.get("held"):
            who = frozenset(str(name).casefold() for name in (report.get("organisation"),) if name)
            day = date.fromisoformat(str(report["held"])[:10])
            seen = Occurrence(day, None, "report", document.id)
            yield _Seen(seen, content(str(report.get("title") or document.name)), who, None)


def find_occurrences(
    items: Iterable[ItemView],
    links: Iterable[LinkView] = (),
    documents: Iterable[DocumentView] = (),
    days: Mapping[int, date] | None = None,
) -> dict[int, list[Occurrence]]:
    """For each item that recurs, the times it was seen: by links, appointments and reports.

    A link (fulfils, repeats; not rejected) counts on the day that its source was said, or by ``days`` on the day its
    message was sent. An appointment on one day, or a report of a meeting, counts where it shares content words with the
    item (``knowledge/register.toml``, *meeting*) and, where both name parties, one of these; and not before the item
    was said.
    """
    known = list(items)
    by_id = {item.id: item for item in known}
    recurring = {item.id: item for item in known if item.every and item.status in LIVE}
    found: dict[int, list[Occurrence]] = {number: [] for number in recurring}
    for link in links:
        if link.kind in _HELD and link.status != "rejected" and link.target in recurring:
            source = by_id.get(link.source) if link.source is not None else None
            day = (days or {}).get(link.message) if link.message is not None else None
            if day is None and source is not None and source.said:
                day = date.fromisoformat(source.said)
            if day is not None:
                found[link.target].append(Occurrence(day, link.place, "link"))
    by_stem: dict[str, list[_Seen]] = {}
    if recurring:
        for meeting in _meetings(known, documents):
            for stem in meeting.stems:
                by_stem.setdefault(stem, []).append(meeting)
    for item in recurring.values():
        found[item.id].extend(_same_meeting(item, by_stem))
    return found


def _same_meeting(item: ItemView, by_stem: Mapping[str, list[_Seen]]) -> Iterator[Occurrence]:
    stems, parties = content(item.text), _parties(item)
    shared: dict[int, list[_Seen]] = {}
    for stem in sorted(stems):
        near = by_stem.get(stem, [])
        for meeting in near if len(near) <= _COMMON else ():
            shared.setdefault(id(meeting), []).append(meeting)
    for same in shared.values():
        meeting = same[0]
        strangers = parties and meeting.parties and parties.isdisjoint(meeting.parties)
        early = item.said is not None and meeting.occurrence.day < date.fromisoformat(item.said)
        if (
            len(same) >= load("register")["meeting"]["words"]
            and not strangers
            and not early
            and meeting.item != item.id
        ):
            yield meeting.occurrence


# ── what the text says ───────────────────────────────────────────────────────────────────────────────────────────


def said_so_far(item: ItemView, message: MessageView) -> tuple[Told, ...]:
    """What the sentence of the promise and those after it say of how it was kept: *held only once*, *not since then*.

    Looked for in the copy of ``message`` that stands in the item's document, by ``knowledge/register.toml``, *kept*.
    Shown as evidence beside the count; what is not in the dossier may well have taken place.
    """
    copy = next((c for c in message.copies if c.document == item.document and _holds(c.body, item.span)), None)
    if copy is None or copy.body is None:
        return ()
    start = copy.body[0]
    known = load("register")["kept"]
    beside = [p for p in passages(copy.body_text, (0, len(copy.body_text)), ()) if p.span[1] + start > item.span[0]]
    found = []
    for passage in beside[: known["sentences"] + 1]:
        hit = _kept(passage.text)
        if hit is not None:
            span = (passage.span[0] + start, passage.span[1] + start)
            found.append(Told(span, passage.text, hit[0]))
    return tuple(found)


def _holds(body: Span | None, span: Span) -> bool:
    return body is not None and body[0] <= span[0] < body[1]


def _kept(text: str) -> tuple[int | None] | None:
    """The number of times in a one-tuple where the text says how a rhythm was kept; None where it does not."""
    known = load("register")["kept"]
    said = folded(text)
    numbers = [known["times"].get(word) for word in said]
    line = joined(["#" if number else word for word, number in zip(said, numbers, strict=True)])
    plain = joined(said)
    for phrase in known["phrases"]:
        at = (line if "#" in phrase else plain).find(f" {phrase} ")
        if at >= 0:
            return (numbers[line.count(" ", 0, at)] if "#" in phrase else None,)
    return None
