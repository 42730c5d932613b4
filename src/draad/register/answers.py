"""Questions and whether they were answered: found, replied to unclearly, passed on, or met with silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple

from draad.dossier.views import ItemView, LinkView, MessageView, PlaceView, ThreadView
from draad.knowledge import load
from draad.register.follow import working_days
from draad.register.replies import Conversation, conversations, day_of, domain, place_of, way
from draad.register.states import LIVE

State = Literal["answered", "replied", "passed-on", "silent", "waiting", "planned", "unknown"]
_OPEN: Final = ("silent", "passed-on", "replied")
"""What asks for attention, the most first."""
_ANSWERING: Final = frozenset(("answers", "fulfils"))


class Asked(NamedTuple):
    """One question and what came of it."""

    item: ItemView
    state: State
    """``answered``: a link says so, proposed or confirmed. ``replied``: somebody wrote back, but no answer was found.
    ``passed-on``: it went to others, and nothing came back. ``silent``: nothing came after it for so many working days.
    ``waiting``: the same, for fewer. ``planned``: it stands in a plan under a later period, and is to be asked then.
    ``unknown``: the day or conversation of the question is not known."""
    reason: str
    """Key of the catalogue: ``asked.answered`` …, with the field ``days`` (``count("workday", days)``)."""
    days: int | None
    """Working days (Atw): until the reply or the passing on, or until today; None where a day is unknown."""
    places: tuple[PlaceView, ...]
    """Where the answer, the reply or the passing on stands."""
    links: tuple[LinkView, ...] = ()
    """The links that answer it; one of them confirmed, or all proposed."""

    @property
    def confirmed(self) -> bool:
        """A person confirmed an answer."""
        return any(link.status == "confirmed" for link in self.links)


def asked(
    questions: Iterable[ItemView],
    threads: Iterable[ThreadView],
    today: date,
    workdays: int = 5,
    links: Iterable[LinkView] = (),
) -> list[Asked]:
    """Every live question (``proposed`` or ``open``) with what came of it, in order of the day it was asked.

    ``threads`` are the questions' conversations with their messages (``Dossier.thread``); ``links`` all links that may
    answer (``Dossier.item_links``). Silence counts up to ``today`` as far as this dossier tells: what was not released
    may well hold the answer.
    """
    talks = conversations(threads)
    answers: dict[int, list[LinkView]] = {}
    for link in links:
        if link.kind in _ANSWERING and link.status != "rejected":
            answers.setdefault(link.target, []).append(link)
    found = [
        _asked(item, talks, answers.get(item.id, []), today, workdays)
        for item in questions
        if item.kind == "question" and item.status in LIVE
    ]
    return sorted(found, key=lambda a: (a.item.said or "9999", a.item.document, a.item.span, a.item.id))


def unanswered(
    questions: Iterable[ItemView],
    threads: Iterable[ThreadView],
    today: date,
    workdays: int = 5,
    links: Iterable[LinkView] = (),
) -> list[Asked]:
    """Those of :func:`asked` that ask for attention: met with silence too long, passed on, or replied to unclearly.

    In this order, and within it by the day they were asked.
    """
    found = [a for a in asked(questions, threads, today, workdays, links) if a.state in _OPEN]
    return sorted(found, key=lambda a: _OPEN.index(a.state))


def is_planned(item: ItemView) -> bool:
    """True for a question that a plan puts under a later period (*In the first week of June*): nobody was asked yet.

    Only a period that does not stand in the question itself, and begins after the day on which it was written: a day
    above a list of questions is rather the day by which an answer is wanted.
    """
    where = (item.data.get("due") or {}).get("span")
    if not (where and item.said and item.due_first) or item.due_first == item.due_last:
        return False
    outside = where[1] <= item.span[0] or where[0] >= item.span[1]
    return outside and item.due_first > item.said


def _record(
    item: ItemView, state: State, days: int | None, places: Iterable[PlaceView] = (), links: Iterable[LinkView] = ()
) -> Asked:
    return Asked(item, state, f"asked.{state}", days, tuple(places), tuple(links))


def _between(start: date | None, end: date | None) -> int | None:
    return working_days(start, end) if start and end else None


def _asked(
    item: ItemView, talks: Mapping[int, Conversation], links: list[LinkView], today: date, workdays: int
) -> Asked:
    said = date.fromisoformat(item.said) if item.said else None
    talk = talks.get(item.message) if item.message is not None else None
    if links:
        sure = [link for link in links if link.status == "confirmed"] or links
        best = sorted(sure, key=lambda link: (-link.score, link.id))
        first = talk.messages.get(best[0].message) if talk and best[0].message is not None else None
        places = [link.place for link in best if link.place]
        return _record(item, "answered", _between(said, day_of(first) if first else None), places, best)
    if is_planned(item):
        return _record(item, "planned", None)
    if talk is not None and item.message is not None:
        source = talk.messages[item.message]
        back, on = _after(talk, source, item)
        if back:
            return _record(item, "replied", _between(said, day_of(back[0])), map(place_of, back))
        if on:
            return _record(item, "passed-on", _between(said, today), map(place_of, on))
    if said is None:
        return _record(item, "unknown", None)
    days = working_days(said, today)
    return _record(item, "silent" if days >= workdays else "waiting", days)


def _after(talk: Conversation, source: MessageView, item: ItemView) -> tuple[list[MessageView], list[MessageView]]:
    """Messages that went back to the asker, and those that passed the question on."""
    back: list[MessageView] = []
    on: list[MessageView] = []
    answers = talk.descendants(source.id)
    for message in answers:
        found = way(source, message)
        if found != "own":
            (back if found == "back" else on).append(message)
    known = {message.id for message in answers}
    least = load("register")["landed"]["words"]
    for message in talk.later(source.id):
        other = domain(message) not in (None, domain(source))
        if (
            message.id not in known
            and other
            and way(source, message) == "back"
            and talk.shares(message, item.text, least)
        ):
            back.append(message)
    return back, on
