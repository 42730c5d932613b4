"""The copies of one message as data: where each stands, what each header prints, and two of them beside each other.

What may be seen is as :mod:`draad.show.threads.beside` says. A message's header follows the same rule by the line:
where any copy withholds a sender or an addressee, that line is neutral in every column (law 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from draad.dossier.clocks import leaves_out
from draad.dossier.views import CopyPlace, CopyView, MessageView
from draad.records import Person, short_id
from draad.show.plain import one_line
from draad.show.threads.beside import Sight, beside
from draad.show.threads.bodies import body
from draad.show.threads.people import codes_of, marked, people
from draad.show.threads.words import Word, words_in, words_of

MOST_WORDS = 10_000
"""Of each copy that are compared; a longer one is longer than a long report."""
MOST_COPIES = 40
"""Copies with different texts whose marks can be heeded within the time of a page."""
_LINES = ("from", "to", "cc", "attachments", "sent")
"""Lines of a header that are shown as a whole or not at all."""


class Read(NamedTuple):
    """A copy taken apart for comparing."""

    copy: CopyView
    lines: dict[str, Any]
    """The header's lines in pieces."""
    subject: list[Word]
    words: list[Word]


def in_order(message: MessageView) -> list[CopyView]:
    """All copies: the fullest first, then the longer before the shorter."""
    best = message.representative
    return sorted(
        message.copies, key=lambda copy: (copy.id != best.id, -len(copy.body_text), copy.document_name, copy.n)
    )


def read(copy: CopyView) -> Read:
    """A copy's header and body as pieces and words."""
    codes = codes_of(copy)
    lines = {
        "from": people([copy.sender] if copy.sender else (), codes),
        "to": people(copy.to, codes),
        "cc": people(copy.cc, codes),
        "attachments": [marked(one_line(name), codes) for name in copy.attachments],
        "sent": marked(one_line(copy.sent_text or ""), codes),
    }
    subject = words_in(marked(one_line(copy.subject or ""), codes))
    return Read(copy, lines, subject, words_of(body(copy))[:MOST_WORDS])


def withheld(copies: Sequence[Read]) -> set[str]:
    """The lines of a header in which any of the copies withholds something, or leaves out whom it should name."""
    return {name for name in _LINES for one in copies if _withholds(one, name)}


def _withholds(one: Read, name: str) -> bool:
    line = one.lines[name]
    if _has_mark(line):
        return True
    if name == "from":
        return not _named(one.copy.sender)
    if name == "sent":
        return not one.copy.sent_text and leaves_out(one.copy.header_text)
    if name in ("to", "cc"):
        several = one.copy.to if name == "to" else one.copy.cc
        known = one.copy.to_known if name == "to" else one.copy.cc_known
        return not known or any(not _named(person) for person in several or ())
    return False


def _named(person: Person | None) -> bool:
    """Whether anybody is named at all: ``<>`` is somebody who was whited out."""
    return person is not None and any(letter.isalnum() for letter in person.text)


def _has_mark(value: Any) -> bool:
    if isinstance(value, dict):
        return value.get("kind") == "mark" or any(_has_mark(one) for one in value.values())
    return isinstance(value, list) and any(_has_mark(one) for one in value)


def is_redacted(copies: Sequence[Read]) -> bool:
    """Whether anything is withheld in any copy of a message, as far as that can be seen."""
    return bool(withheld(copies)) or any(word.hole for one in copies for word in (*one.subject, *one.words))


def side_by_side(copies: Sequence[CopyView], left: int, right: int, officer: bool) -> dict[str, Any]:
    """Two copies (by their place in ``copies``) as columns: ``{"redacted", "neutral", "too_many", "columns"}``.

    ``neutral`` says that differences at marks are not shown. A column is ``{"copy", "header", "known", "subject",
    "body", "cut", "alarms"}``. A line of ``header`` is None where it is neutral; ``alarms`` are, for officers only, the
    lines in which this copy shows what the other withholds. With ``too_many`` different texts the marks of all can't
    be heeded, and ``body`` and ``subject`` are None.
    """
    every = [read(copy) for copy in copies]
    redacted = is_redacted(every)
    sight: Sight = "all" if not redacted else "officer" if officer else "neutral"
    others = _others(every, left, right)
    too_many = sight == "neutral" and len(others) > MOST_COPIES
    hidden = withheld(every) if sight == "neutral" else set()
    pair = every[left], every[right]
    bodies = None if too_many else beside(pair[0].words, pair[1].words, [one.words for one in others], sight)
    subjects = None if too_many else beside(pair[0].subject, pair[1].subject, _subjects(others), sight)
    columns = [
        {
            "copy": short_id(one.copy.id),
            "header": {name: None if name in hidden else one.lines[name] for name in _LINES},
            "known": {"to": one.copy.to_known, "cc": one.copy.cc_known} if not hidden else {"to": True, "cc": True},
            "subject": None if subjects is None else subjects[n],
            "body": None if bodies is None else bodies[n],
            "cut": len(one.words) == MOST_WORDS,
            "alarms": _shown_but_hidden(one, pair[1 - n]) if sight == "officer" else [],
        }
        for n, one in enumerate(pair)
    ]
    return {"redacted": redacted, "neutral": sight == "neutral", "too_many": too_many, "columns": columns}


def _shown_but_hidden(one: Read, other: Read) -> list[str]:
    return [name for name in _LINES if one.lines[name] and not _withholds(one, name) and _withholds(other, name)]


def _others(every: Sequence[Read], left: int, right: int) -> list[Read]:
    """The copies that are not shown, each text once; those that withhold nothing tell nothing."""
    seen: dict[tuple[str, ...], Read] = {}
    for n, one in enumerate(every):
        if n not in (left, right) and any(word.hole for word in (*one.words, *one.subject)):
            spelled = tuple(word.key if not word.hole else "\0" for word in (*one.subject, *one.words))
            seen.setdefault(spelled, one)
    return list(seen.values())


def _subjects(others: Sequence[Read]) -> list[list[Word]]:
    return [one.subject for one in others]


def copy_data(copy: CopyView, place: CopyPlace | None, fullest: bool) -> dict[str, Any]:
    """Where a copy stands: ``{"id", "document", "name", "page", "lines", "depth", "shown"}``."""
    last = max(copy.header_lines[1], (copy.body_lines or copy.header_lines)[1])
    return {
        "id": short_id(copy.id),
        "document": short_id(copy.document),
        "name": copy.document_name,
        "page": place.page if place else None,
        "lines": [copy.header_lines[0], last],
        "depth": copy.depth,
        "shown": fullest,
    }
