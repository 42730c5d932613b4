"""What the store tells of things that were found: as little as a page of hits needs, and no copy but one (law 2)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from draad.dossier.codec import moment
from draad.dossier.places import page_at
from draad.dossier.reading import shown_name

if TYPE_CHECKING:
    from draad.dossier.search import Texts

_MESSAGES = """
    SELECT m.id, m.thread, m.sent_at, m.sent_offset, m.certainty, c.sent_at, c.precision, c.subject, c.sender,
           c.header_start, c.body_start, c.body_end, d.id, d.name, d.source, d.first_line, d.kind, d.no,
           d.pages
    FROM messages m JOIN copies c ON c.id = m.representative JOIN documents d ON d.id = c.document
    WHERE m.id IN (SELECT value FROM json_each(?))
"""
_DOCUMENTS = """
    SELECT id, name, source, first_line, kind, report, no, pages FROM documents
    WHERE id IN (SELECT value FROM json_each(?))
"""
_STANDING = """
    SELECT m.id, c.document FROM messages m JOIN copies c ON c.id = m.representative
    WHERE m.id IN (SELECT value FROM json_each(?))
"""
_ITEMS = """
    SELECT id, text, message FROM items WHERE status <> 'rejected' AND message IN (SELECT value FROM json_each(?1))
    UNION ALL SELECT id, text, document FROM items
    WHERE status <> 'rejected' AND +message IS NULL AND document IN (SELECT value FROM json_each(?2))
"""


class FoundView(NamedTuple):
    """A message or document that was found: the words of one copy, and where they stand."""

    id: int
    kind: str
    """``message``, or the document's kind."""
    document: int
    document_name: str
    document_kind: str
    line: int
    """The first line, as people count: that of the header, or the document's."""
    body_line: int
    """The line on which ``body`` begins."""
    subject: str
    """A document's title, where it has one."""
    body: str
    sent: str | None = None
    """ISO 8601 with offset; None where no more than the day is known."""
    sent_at: int | None = None
    certainty: str | None = None
    sender: str = ""
    """As printed, marks and all."""
    domain: str | None = None
    thread: int | None = None
    first_line: int = 1
    """Of the document, as people count."""
    pages: str | None = None
    """Of the document, as stored; None for a source without."""

    @property
    def texts(self) -> Texts:
        """What ``search`` wants for its passages."""
        from draad.dossier.search import Texts

        return Texts(self.subject, self.body)

    def page_of(self, line: int) -> int | None:
        """The page on which a line stands, as people count; None for a source without pages."""
        return page_at(self.pages, line - self.first_line + 1)

    def line_of(self, offset: int) -> int:
        """The line on which a place in ``body`` stands."""
        return self.body_line + self.body.count("\n", 0, offset)


class ItemText(NamedTuple):
    """The words of an item, with the message or document in which they stand."""

    id: int
    text: str
    owner: int


class Finding:
    """What hits are shown by; a part of ``Dossier``."""

    _con: sqlite3.Connection

    def found(self, identifiers: Sequence[int]) -> dict[int, FoundView]:
        """Messages and documents by their identifiers; those that are no more are left out."""
        listed = _listed(identifiers)
        messages = self._con.execute(_MESSAGES, (listed,)).fetchall()
        found = {row[0]: view for row, view in zip(messages, self._messages(messages), strict=True)}
        if len(found) < len(identifiers):
            rest = _listed(number for number in identifiers if number not in found)
            for row in self._con.execute(_DOCUMENTS, (rest,)).fetchall():
                found[row[0]] = self._document(row)
        return found

    def found_in(self, messages: Sequence[int]) -> dict[int, int]:
        """For each message the document in which it stands fullest."""
        return dict(self._con.execute(_STANDING, (_listed(messages),)).fetchall())

    def item_texts(self, messages: Sequence[int], documents: Sequence[int]) -> list[ItemText]:
        """The words of all items, rejected ones apart, of these messages and of these documents that are no mail."""
        rows = self._con.execute(_ITEMS, (_listed(messages), _listed(documents)))
        return list(map(ItemText._make, rows))

    def _messages(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[FoundView]:
        texts: dict[int, str] = {}
        for row in rows:
            if row[17] not in texts:
                texts[row[17]] = self._text(row[17])
            yield self._message(row, texts[row[17]])

    def _message(self, row: tuple[Any, ...], text: str) -> FoundView:
        identifier, thread, at, offset, certainty, own_at, precision, subject, sender, header, start, end = row[:12]
        document, name, source, first, kind, _, pages = row[12:]
        person = json.loads(sender) if sender else {}
        return FoundView(
            id=identifier,
            kind="message",
            document=document,
            document_name=shown_name(self._con, name, source),
            document_kind=kind,
            line=first + text.count("\n", 0, header),
            body_line=first + text.count("\n", 0, header if start is None else start),
            subject=subject or "",
            body="" if start is None else text[start:end],
            sent=None if precision == "day" and own_at == at else moment(at, offset),
            sent_at=at,
            certainty=certainty,
            sender=person.get("text") or "",
            domain=person.get("domain"),
            thread=thread,
            first_line=first,
            pages=pages,
        )

    def _document(self, row: tuple[Any, ...]) -> FoundView:
        identifier, name, source, first, kind, report, no, pages = row
        title = json.loads(report).get("title") if report else None
        shown = shown_name(self._con, name, source)
        return FoundView(
            id=identifier,
            kind=kind,
            document=identifier,
            document_name=shown,
            document_kind=kind,
            line=first,
            body_line=first,
            subject=title or "",
            body=self._text(no),
            first_line=first,
            pages=pages,
        )

    def _text(self, no: int) -> str:
        return str(self._con.execute("SELECT text FROM texts WHERE no = ?", (no,)).fetchone()[0])


def _listed(identifiers: Iterable[int]) -> str:
    return json.dumps(list(identifiers))
