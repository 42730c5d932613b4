"""Documents with the marks that stand in them, for counting what was withheld."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from draad.dossier.database import translated
from draad.dossier.files import Layout
from draad.dossier.placing import day_of
from draad.dossier.reading import IN_ORDER, shared_names
from draad.records import Span

_DOCUMENTS = f"""
    SELECT d.id, d.name, d.kind, d.first_line, d.pages, json_extract(d.report, '$.title'),
           json_extract(d.report, '$.held'), d.marks, t.text
    FROM documents d JOIN sources s ON s.sha256 = d.source JOIN texts t ON t.no = d.no {IN_ORDER}
"""
_COPIES = "SELECT marks, sent_at, subject, header_start, header_end FROM copies WHERE document = ? ORDER BY n"


@dataclass(frozen=True, slots=True)
class MarkedView:
    """One document: its text and every mark in it, in order of place."""

    id: int
    name: str
    kind: str
    first_line: int
    text: str
    marks: tuple[tuple[Span, str], ...]
    """Span, and code as ``codec.mark_code`` writes it."""
    headers: tuple[Span, ...]
    """The headers of the messages in it."""
    day: str | None
    """ISO date of its newest message, or on which its meeting was held; None where it tells none."""
    title: str
    """Of a report, or the subject of its first message; empty for none."""
    pages: tuple[tuple[int, int, int], ...]
    """Number, first and last line of each page, counted in the document from 1."""


class Marked:
    """A part of ``Dossier``."""

    layout: Layout
    _con: sqlite3.Connection

    def message_numbers(self) -> list[int]:
        """The identifiers of all messages, those whose copies stand in the same documents near each other."""
        with translated(self.layout.database):
            query = "SELECT m.id FROM messages m JOIN copies c ON c.id = m.representative ORDER BY c.no"
            return [row[0] for row in self._con.execute(query)]

    def pages_of(self, document: int) -> tuple[int, str | None]:
        """The number of a document's first line and, as stored, its pages (None for a source without)."""
        with translated(self.layout.database):
            row = self._con.execute("SELECT first_line, pages FROM documents WHERE id = ?", (document,)).fetchone()
        return (row[0], row[1]) if row else (1, None)

    def marked(self) -> Iterator[MarkedView]:
        """All documents, one at a time, in the order of dumps."""
        with translated(self.layout.database):
            names = shared_names(self._con)
            for identifier, name, kind, first, pages, title, held, marks, text in self._con.execute(_DOCUMENTS):
                copies = self._con.execute(_COPIES, (identifier,)).fetchall()
                found = sorted(mark for column in (marks, *(row[0] for row in copies)) for mark in json.loads(column))
                yield MarkedView(
                    id=identifier,
                    name=names.get(identifier, name),
                    kind=kind,
                    first_line=first,
                    text=text,
                    marks=tuple(((start, end), code) for start, end, code in found),
                    headers=tuple((row[3], row[4]) for row in copies),
                    day=held or day_of(max((row[1] for row in copies if row[1] is not None), default=None)),
                    title=title or next((row[2] for row in copies if row[2]), "") or "",
                    pages=tuple((number, top, last) for number, top, last, _ in json.loads(pages or "[]")),
                )
