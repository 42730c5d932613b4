"""Where copies stand: document, line, page; without their texts, so that hundreds of them cost a few milliseconds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from draad.dossier.reading import SHARED, shown_name
from draad.dossier.views import CopyPlace

_PLACE = f"""
    SELECT c.id, w.message, c.document, c.n, c.depth, p.line, p.last_line, p.body_line, p.body_last, d.name, d.source,
           d.first_line, d.pages, {SHARED}
    FROM {{wanted}} JOIN copies c ON c.id = {{copy}} JOIN copy_places p ON p.no = c.no
    JOIN documents d ON d.id = c.document JOIN sources s ON s.sha256 = d.source {{woven}}
    ORDER BY s.name, d.source, d.part, c.n
"""
_OF_MESSAGES = _PLACE.format(
    wanted="json_each(?) asked CROSS JOIN woven w ON w.message = asked.value", copy="w.copy", woven=""
)
_OF_COPIES = _PLACE.format(wanted="json_each(?) given", copy="given.value", woven="LEFT JOIN woven w ON w.copy = c.id")


def of_messages(con: sqlite3.Connection, messages: Iterable[int]) -> dict[int, tuple[CopyPlace, ...]]:
    """Where all copies of these messages stand, in order of document and place."""
    held: dict[int, list[CopyPlace]] = {}
    for message, place in _read(con, _OF_MESSAGES, list(messages)):
        held.setdefault(message or 0, []).append(place)
    return {message: tuple(places) for message, places in held.items()}


def of_copies(con: sqlite3.Connection, copies: Iterable[int]) -> dict[int, CopyPlace]:
    """Where these copies stand, by identifier; in order of document and place."""
    return {place.id: place for _, place in _read(con, _OF_COPIES, list(copies))}


def _read(con: sqlite3.Connection, query: str, wanted: Sequence[int]) -> list[tuple[int | None, CopyPlace]]:
    found = []
    for row in con.execute(query, (json.dumps(wanted),)).fetchall():
        copy, message, document, n, depth, line, last, body, body_last, name, source, first, pages, shared = row
        place = CopyPlace(
            id=copy,
            document=document,
            document_name=shown_name(con, name, source) if shared else name,
            n=n,
            depth=depth,
            lines=(line, last if body_last is None else max(last, body_last)),
            body_lines=None if body is None else (body, body_last),
            page=page_at(pages, line - first + 1),
        )
        found.append((message, place))
    return found


def page_at(pages: str | None, line: int) -> int | None:
    """The page on which a line of the text (counted from 1) stands; None for a source without pages."""
    spread = json.loads(pages) if pages else ()
    return next((number for number, first, last, _ in spread if first <= line <= last), None)
