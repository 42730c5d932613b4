"""Where items stand: the copy that holds a span, and the same words in the other copies of its message."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from draad.errors import UsageError
from draad.records import Span
from draad.split.stamps import AMSTERDAM

if TYPE_CHECKING:
    from draad.extract.places import Stretch

_TEXTS_HELD = 32


class Placed(NamedTuple):
    """One place, with what the store knows of it."""

    document: int
    copy: int | None
    n: int | None
    message: int | None
    start: int
    end: int
    text: str
    said: str | None = None
    """ISO date of the message, or of the meeting."""

    @property
    def span(self) -> Span:
        """In the text of the document."""
        return self.start, self.end


class Body(NamedTuple):
    """The body of one copy, without its text."""

    copy: int
    document: int
    span: Span
    holes: tuple[Span, ...]
    message: int | None = None


class Texts:
    """Texts of documents, the last few kept: a chain of answers reads the same ones over and over."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self._held: OrderedDict[int, str] = OrderedDict()

    def __getitem__(self, document: int) -> str:
        if document in self._held:
            self._held.move_to_end(document)
            return self._held[document]
        query = "SELECT text FROM texts JOIN documents USING (no) WHERE id = ?"
        text = str(self._con.execute(query, (document,)).fetchone()[0])
        self._held[document] = text
        if len(self._held) > _TEXTS_HELD:
            self._held.popitem(last=False)
        return text

    def stretch(self, body: Body) -> Stretch:
        """A body with its words."""
        from draad.extract.places import Stretch

        start, end = body.span
        return Stretch(self[body.document][start:end], start, body.holes)


_BODIES = """
    SELECT c.id, c.document, c.body_start, c.body_end, c.marks, c.parts, w.message
    FROM woven w JOIN copies c ON c.id = w.copy
    WHERE c.body_start IS NOT NULL AND w.message IN (SELECT value FROM json_each(?)) ORDER BY c.id
"""


def bodies_of(con: sqlite3.Connection, messages: Iterable[int]) -> dict[int, list[Body]]:
    """The bodies of all copies of these messages."""
    held: dict[int, list[Body]] = {}
    for copy, document, start, end, marks, parts, message in con.execute(_BODIES, (json.dumps(list(messages)),)):
        body = Body(copy, document, (start, end), _holes(marks, parts), message)
        held.setdefault(message, []).append(body)
    return held


def _holes(marks: str, parts: str) -> tuple[Span, ...]:
    furniture = ((a, b) for a, b, kind in json.loads(parts) if kind == "furniture")
    return tuple(sorted([*furniture, *((a, b) for a, b, _ in json.loads(marks))]))


def spread(texts: Texts, bodies: Sequence[Body], copy: int, spans: Sequence[Span]) -> list[list[tuple[Body, Span]]]:
    """For each span of one copy's body: the bodies in which its words stand, its own first, and where."""
    from draad.extract.places import locate  # brings numpy, which reading does without

    own = next(body for body in bodies if body.copy == copy)
    places = [[(own, span)] for span in spans]
    if len(bodies) > 1 and spans:
        stretch = texts.stretch(own)
        for other in bodies:
            if other.copy != copy:
                for held, found in zip(places, locate(stretch, spans, texts.stretch(other)), strict=True):
                    if found:
                        held.append((other, found))
    return places


_COPY_AT = """
    SELECT c.id, c.n, w.message, c.sent_at FROM copies c LEFT JOIN woven w ON w.copy = c.id
    WHERE c.document = ? AND c.body_start <= ? AND c.body_end >= ?
"""


def place_of(con: sqlite3.Connection, document: int, span: Span) -> Placed:
    """A span that somebody points at. Raises UsageError where there are no words, or words of two messages."""
    start, end = span
    text = Texts(con)[document]
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise UsageError.said("no-words", start=start, end=end)
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    row = con.execute(_COPY_AT, (document, start, end)).fetchone()
    if row:
        copy, n, message, at = row
        return Placed(document, copy, n, message, start, end, text[start:end], day_of(at))
    crossing = "SELECT 1 FROM copies WHERE document = ? AND header_start < ? AND coalesce(body_end, header_end) > ?"
    if con.execute(crossing, (document, end, start)).fetchone():
        raise UsageError.said("not-one-message", start=start, end=end)
    (report,) = con.execute("SELECT report FROM documents WHERE id = ?", (document,)).fetchone()
    held = json.loads(report).get("held") if report else None
    return Placed(document, None, None, None, start, end, text[start:end], held)


def day_of(at: int | None) -> str | None:
    """The ISO date in the Netherlands of a moment in seconds since 1970; None for none, or one out of all reach."""
    if at is None:
        return None
    try:
        return datetime.fromtimestamp(at, AMSTERDAM).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def other_places(con: sqlite3.Connection, place: Placed) -> list[Placed]:
    """The same words in the other copies of the message."""
    if place.message is None or place.copy is None:
        return []
    texts = Texts(con)
    bodies = bodies_of(con, [place.message])[place.message]
    (found,) = spread(texts, bodies, place.copy, [place.span])
    return [
        Placed(body.document, body.copy, None, place.message, *span, texts[body.document][slice(*span)])
        for body, span in found[1:]
    ]
