"""What comes back by itself, as text: terms by week, rhythms, questions, signals, a plan on a time line, the week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from click import style

from draad.register import words
from draad.show.plain import cut, one_line, printable
from draad.show.register import due, name, names
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier.views import ItemView, PlaceView
    from draad.register.answers import Asked
    from draad.register.follow import Followed
    from draad.register.overview import Weekly
    from draad.register.plan import Window
    from draad.register.rhythms import Rhythm
    from draad.register.signals import Landing, Signal, Theme

Lines = Callable[[Texts, "int | None"], Iterable[str]]
"""A page: the catalogue and the room there is, None in a pipe."""
_BAR: Final = 40
"""Characters of the time line."""
_QUOTE: Final = 150
"""Characters of an item's words in a pipe: ``show`` and the exports have all of them."""
_COLOURS: Final = {"late": "red", "now": "yellow", "past": "bright_black", "coming": "cyan"}


def entry(say: Texts, item: ItemView, told: Iterable[str], room: int | None) -> Iterator[str]:
    """An item on two lines: what is to be told of it, and its words with their place."""
    proposed = words.status(say, item.status) if item.status == "proposed" else ""
    facts = (*told, words.kind(say, item.kind), names(item.owner), due(say, item), proposed)
    yield f"  {style(name(item.id), fg='cyan')}  {printable(' · '.join(fact for fact in facts if fact))}"
    place = f"({printable(words.place(item))})"
    most = max(40, room - 15 - len(place)) if room else _QUOTE
    yield f"  {'':10}  {cut(one_line(item.text), most)} {place}"


def _none(say: Texts, found: Sequence[object]) -> list[str]:
    return [] if found else [say("register.none")]


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


# ── terms ───────────────────────────────────────────────────────────────────────────────────────────────────


def reason(say: Texts, one: Followed) -> str:
    """``3 werkdagen te laat``."""
    return say(one.reason, days=say.count("workday", one.days))


def week_name(say: Texts, day: date) -> str:
    """``week 23 (1 juni 2020 t/m 7 juni 2020)``, by ISO 8601."""
    monday = day - timedelta(days=day.weekday())
    span = say("term.between", first=words.day(say, monday), last=words.day(say, monday + timedelta(days=6)))
    return say("register.week", number=day.isocalendar().week, days=span)


def by_week(say: Texts, found: Sequence[Followed], room: int | None) -> Iterator[str]:
    """Items by the week of the day that counts, earliest first; within it what people accepted goes first."""
    yield from _none(say, found)
    ordered = sorted(found, key=lambda one: (one.day.isocalendar()[:2], one.proposed, one.day))
    for number, (_, group) in enumerate(groupby(ordered, key=lambda one: one.day.isocalendar()[:2])):
        held = list(group)
        if number:
            yield ""
        yield style(week_name(say, held[0].day), bold=True)
        for one in held:
            yield from entry(say, one.item, (reason(say, one),), room)


def followed_row(one: Followed) -> dict[str, Any]:
    """As a JSON object."""
    return {**_item(one.item), "reason": one.reason, "days": one.days, "day": one.day.isoformat()}


def _item(item: ItemView) -> dict[str, Any]:
    from draad.register.export.rows import row

    return row(item)


def _place(place: PlaceView | None) -> dict[str, Any] | None:
    return None if place is None else {"document": place.document_name, "lines": list(place.lines), "text": place.text}


# ── rhythms ─────────────────────────────────────────────────────────────────────────────────────────────────


def said(say: Texts, item: ItemView) -> str:
    """The day on which it was said, in words; nothing where that is unknown."""
    return words.day(say, date.fromisoformat(item.said)) if item.said else ""


def _kept(say: Texts, one: Rhythm) -> Iterator[str]:
    """How a rhythm was kept: said when, to run from when, seen last where, missed how often, expected when."""
    if one.item.said:
        yield say("rhythms.said", day=said(say, one.item))
    if one.start and one.start.isoformat() != one.item.said:
        yield say("rhythms.since", day=words.day(say, one.start))
    if one.last_seen:
        seen = one.last_seen
        where = f" ({words.cited(seen.place.document_name, seen.place.lines)})" if seen.place else ""
        yield say("rhythms.last", day=words.day(say, seen.day), how=say(f"rhythm.{seen.how}")) + where
    else:
        yield say("rhythms.never")
    if one.missed is None:
        yield say("rhythm.unknown")
    elif one.missed:
        yield say("rhythms.missed", count=say.number(one.missed))
    elif one.last_seen:
        yield say("rhythm.kept")
    if one.missed_before:
        yield say("rhythms.before", count=say.number(one.missed_before))
    if one.next:
        yield say("rhythms.next", day=words.day(say, one.next))


def rhythms(say: Texts, found: Sequence[Rhythm], room: int | None) -> Iterator[str]:
    """Those most missed first; under each how it was kept, and what the text itself says of that."""
    yield from _none(say, found)
    for one in found:
        yield from entry(say, one.item, (), room)
        yield f"  {'':10}  {printable('; '.join(_kept(say, one)))}"
        for told in one.told:
            yield f"  {'':10}  {say('rhythms.told', text=one_line(told.text))}"


def rhythm_row(one: Rhythm) -> dict[str, Any]:
    """As a JSON object."""
    return {
        **_item(one.item),
        "start": _date(one.start),
        "last_seen": _date(one.last_seen.day if one.last_seen else None),
        "seen": [{"day": s.day.isoformat(), "how": s.how, "place": _place(s.place)} for s in one.seen],
        "missed": one.missed,
        "missed_before": one.missed_before,
        "next": _date(one.next),
        "broken": one.broken,
        "told": [told.text for told in one.told],
    }


# ── questions ───────────────────────────────────────────────────────────────────────────────────────────────


def asked(say: Texts, found: Sequence[Asked], room: int | None) -> Iterator[str]:
    """Questions under what came of them, with where that stands."""
    yield from _none(say, found)
    for number, (state, group) in enumerate(groupby(found, key=lambda one: one.state)):
        held = list(group)
        if number:
            yield ""
        yield style(say("asked.head", state=say(f"asked-head.{state}"), count=say.number(len(held))), bold=True)
        for one in held:
            yield from question(say, one, _waited(say, one), room)


def _waited(say: Texts, one: Asked) -> str:
    """How long it took, or takes; what came is in the head above."""
    if one.days is None:
        return ""
    days = say.count("workday", one.days)
    return days if one.state != "replied" else say("asked.after", days=days) if one.days else say("asked.at-once")


def question(say: Texts, one: Asked, told: str, room: int | None) -> Iterator[str]:
    """One question, with what is told of it and where what came of it stands."""
    yield from entry(say, one.item, (said(say, one.item), told), room)
    for place in one.places[:3]:
        cited = words.cited(place.document_name, place.lines)
        yield f"  {'':10}  → {printable(cited)}: {cut(one_line(place.text), 70)}"


def asked_row(one: Asked) -> dict[str, Any]:
    """As a JSON object."""
    places = [_place(place) for place in one.places]
    return {**_item(one.item), "state": one.state, "days": one.days, "after": places, "confirmed": one.confirmed}


# ── signals ─────────────────────────────────────────────────────────────────────────────────────────────────


def _landing(say: Texts, one: Landing) -> str:
    where = words.cited(one.place.document_name, one.place.lines) if one.place else ""
    parts = (say(f"landed.{one.how}"), names(one.domains), words.day(say, one.day) if one.day else "", where)
    return printable(", ".join(part for part in parts if part))


def _signal(say: Texts, one: Signal, room: int | None) -> Iterator[str]:
    yield from entry(say, one.item, (said(say, one.item),), room)
    for landing in one.followed[:3]:
        yield f"  {'':10}  → {_landing(say, landing)}"
    if not one.followed:
        yield f"  {'':10}  {style(say('landed.none'), fg='yellow')}"


def signals(say: Texts, found: Sequence[Theme], room: int | None) -> Iterator[str]:
    """By organisation and theme; under each signal what followed it."""
    yield from _none(say, found)
    for number, theme in enumerate(found):
        if number:
            yield ""
        who = theme.organisation or say("signals.nobody")
        about = f": {', '.join(theme.words)}" if theme.words else ""
        yield style(printable(f"{who}{about}"), bold=True) + f"  ({say.count('signal', len(theme.signals))})"
        for one in theme.signals:
            yield from _signal(say, one, room)


def theme_row(theme: Theme) -> dict[str, Any]:
    """As a JSON object."""
    return {
        "organisation": theme.organisation,
        "words": list(theme.words),
        "landed": theme.landed,
        "signals": [
            {**_item(one.item), "landed": one.landed, "followed": [_landing_row(landing) for landing in one.followed]}
            for one in theme.signals
        ],
    }


def _landing_row(one: Landing) -> dict[str, Any]:
    return {"how": one.how, "day": _date(one.day), "place": _place(one.place), "domains": list(one.domains)}


# ── plan ────────────────────────────────────────────────────────────────────────────────────────────────────


def _bar(window: Window, first: date, last: date, today: date) -> str:
    """A stretch of time on a line from ``first`` to ``last``; ``│`` is today, an open end runs to the edge."""
    length = max(1, (last - first).days)

    def at(day: date) -> int:
        return min(_BAR - 1, max(0, (day - first).days * (_BAR - 1) // length))

    begin, end = at(window.first or first), at(window.last or last)
    cells = ["━" if begin <= n <= end else "·" for n in range(_BAR)]
    if first <= today <= last:
        cells[at(today)] = "┿" if begin <= at(today) <= end else "│"
    return "".join(cells)


def edges(found: Sequence[Window], today: date) -> tuple[date, date]:
    """The ends of the time line: of the windows, from the day that one without a beginning was said.

    Today is on it too, unless it lies further off than the plan is long (or a fortnight): a plan of years ago would
    shrink to a dot.
    """
    days = [day for window in found for day in (window.first, window.last) if day]
    days += [date.fromisoformat(i.said) for w in found if w.first is None for i in w.items if i.said]
    first, last = min(days), max(days)
    near = max(last - first, timedelta(days=14))
    if first - near <= today <= last + near:
        return min(first, today), max(last, today)
    return first, last


def _scale(say: Texts, first: date, last: date) -> str:
    """The ends of a time line, above it."""
    begin, end = words.day(say, first), words.day(say, last)
    return f"{begin}{end:>{_BAR - len(begin)}}" if len(begin) + len(end) < _BAR else f"{begin} – {end}"


def plan(say: Texts, found: Sequence[Window], today: date, room: int | None) -> Iterator[str]:
    """Each document's windows on a time line of its own, each with its items; what is late is said.

    The document whose plan begins first comes first.
    """
    yield from _none(say, found)
    documents: dict[int, list[Window]] = {}
    for window in found:
        documents.setdefault(window.document, []).append(window)
    for number, windows in enumerate(documents.values()):
        if number:
            yield ""
        first, last = edges(windows, today)
        yield style(printable(windows[0].document_name), bold=True)
        yield style(_scale(say, first, last), dim=True)
        for window in windows:
            state = style(say(f"window.{window.state}"), fg=_COLOURS[window.state])
            done = say("plans.done", done=say.number(window.done), all=say.number(len(window.items)))
            told = (style(words.term(say, window.due), bold=True), state, done)
            yield f"{_bar(window, first, last, today)}  {' · '.join(told)}"
            yield from _in_window(say, window, room)


def _in_window(say: Texts, window: Window, room: int | None) -> Iterator[str]:
    """The items of a window, in few words: the term stands above them."""
    late = {item.id for item in window.late}
    for item in window.items:
        shown = "" if item.status == "open" else words.status(say, item.status)
        # Where the whole window is late, it says so already.
        state = say("window.late") if item.id in late and window.state != "late" else ""
        facts = (words.kind(say, item.kind), names(item.owner), state, shown)
        yield f"  {style(name(item.id), fg='cyan')}  {printable(' · '.join(fact for fact in facts if fact))}"
        line = f":{item.lines[0]}"
        most = max(40, room - 15 - len(line)) if room else _QUOTE
        yield f"  {'':10}  {cut(one_line(item.text), most)} ({line})"


def window_row(one: Window) -> dict[str, Any]:
    """As a JSON object."""
    return {
        "due": one.due,
        "first": _date(one.first),
        "last": _date(one.last),
        "heading": one.heading,
        "document": one.document_name,
        "state": one.state,
        "done": one.done,
        "items": [_item(item) for item in one.items],
        "late": [_item(item)["id"] for item in one.late],
    }


# ── the week ────────────────────────────────────────────────────────────────────────────────────────────────


def week(say: Texts, found: Weekly, room: int | None) -> Iterator[str]:
    """The overview for a meeting: each part with its number, parts without anything in one line."""
    silent = [one for one in found.unanswered if one.state != "replied"]
    unclear = len(found.unanswered) - len(silent)
    yield style(say("weekly.title", week=week_name(say, found.monday)), bold=True)
    parts: tuple[tuple[str, int, Iterable[str]], ...] = (
        ("overdue", len(found.overdue), _followed(say, found.overdue, room)),
        ("this-week", len(found.this_week), _followed(say, found.this_week, room)),
        ("next-week", len(found.next_week), _followed(say, found.next_week, room)),
        ("broken", len(found.broken), rhythms(say, found.broken, room)),
        ("unanswered", len(silent), _silent(say, silent, room)),
        ("adrift", len(found.adrift), signals(say, found.adrift, room)),
        ("new", len(found.new), _plain(say, found.new, room)),
    )
    empty = []
    for part, number, lines in parts:
        if not number:
            empty.append(say(f"weekly.{part}"))
            continue
        yield ""
        yield style(f"{say(f'weekly.{part}')}: {say.number(number)}", bold=True)
        yield from lines
    if empty:
        yield ""
        yield say("weekly.nothing", parts=", ".join(empty))
    if unclear:
        yield ""
        yield say("weekly.unclear", count=say.count("question", unclear))


def _followed(say: Texts, found: Iterable[Followed], room: int | None) -> Iterator[str]:
    for one in found:
        yield from entry(say, one.item, (reason(say, one),), room)


def _silent(say: Texts, found: Iterable[Asked], room: int | None) -> Iterator[str]:
    for one in found:
        yield from question(say, one, say(one.reason, days=say.count("workday", one.days or 0)), room)


def _plain(say: Texts, found: Iterable[ItemView], room: int | None) -> Iterator[str]:
    for item in found:
        yield from entry(say, item, (), room)


def week_row(found: Weekly) -> dict[str, Any]:
    """As a JSON object."""
    return {
        "monday": found.monday.isoformat(),
        "sunday": found.sunday.isoformat(),
        "new": [_item(item) for item in found.new],
        "overdue": [followed_row(one) for one in found.overdue],
        "this_week": [followed_row(one) for one in found.this_week],
        "next_week": [followed_row(one) for one in found.next_week],
        "broken": [rhythm_row(one) for one in found.broken],
        "unanswered": [asked_row(one) for one in found.unanswered],
        "adrift": [theme_row(one) for one in found.adrift],
    }
