"""Documents and conversations by the page: filtered, in some order, with how many there are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from draad.dossier import days, reading
from draad.dossier.reading import SHARED, ThreadSort, shown_name, thread_view
from draad.dossier.views import DocumentView, ThreadView

DocumentSort = Literal["name", "length", "added"]
"""By name, longest first, last added first."""

FEW = 5_000
"""So many rows are fetched and sorted within a page's time. What lets more through is met soon enough by walking along
the order that is wanted, which costs nothing to sort."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are wanted; all that is given must hold."""

    kinds: Sequence[str] = ()
    media: Sequence[str] = ()
    text: str | None = None
    """Stands in its name, in any case."""
    warned: bool = False
    """Only those of which reading or splitting had something to say."""


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Which conversations are wanted; all that is given must hold."""

    text: str | None = None
    """Stands in its subject, in any case."""
    since: str | None = None
    """ISO date: it went on on this day or later; ``until``: it had begun on this day or before."""
    until: str | None = None
    domain: str | None = None
    """Some copy of one of its messages shows this domain as sender or addressee."""


class Neighbour(NamedTuple):
    """The document before or after another."""

    id: int
    name: str


ALL_DOCUMENTS = DocumentFilter()
ALL_THREADS = ThreadFilter()


def contains(text: str) -> str:
    """The pattern for LIKE … ESCAPE of what holds these words."""
    return "%" + "".join(f"\\{c}" if c in "\\%_" else c for c in text) + "%"


def at_most(con: sqlite3.Connection, query: str, values: Sequence[Any], most: int = FEW) -> bool:
    """Whether a query gives no more than so many rows; looks no further than that."""
    counted = con.execute(f"SELECT count(*) FROM ({query} LIMIT ?)", (*values, most + 1)).fetchone()[0]
    return bool(counted <= most)


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────

_DOCUMENT_SORTS: dict[DocumentSort, str] = {
    "name": "s.name, s.sha256, d.part",
    "length": "d.length DESC, d.no",
    "added": "d.no DESC",
}


def _document_condition(where: DocumentFilter) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for column, wanted in (("kind", where.kinds), ("media", where.media)):
        if wanted:
            parts.append(f"d.{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(wanted)))
    if where.text:
        parts.append(r"d.no IN (SELECT no FROM documents INDEXED BY documents_name WHERE name LIKE ? ESCAPE '\')")
        values.append(contains(where.text))
    if where.warned:
        parts.append("d.warnings <> '[]'")
    return f"WHERE {' AND '.join(parts)}" if parts else "", values


def documents(
    con: sqlite3.Connection, where: DocumentFilter, sort: DocumentSort, limit: int | None, offset: int
) -> list[DocumentView]:
    """A page of documents in order."""
    condition, values = _document_condition(where)
    tables = "documents d"
    if sort == "name":
        rows = con.execute(f"SELECT d.no FROM documents d {condition}", values).fetchmany(FEW + 1) if condition else []
        if condition and len(rows) <= FEW:
            tables = "json_each(?) n CROSS JOIN documents d ON d.no = n.value JOIN sources s ON s.sha256 = d.source"
            condition, values = "", [json.dumps([row[0] for row in rows])]
        else:  # walked in this order: nothing is left to sort
            tables = "sources s CROSS JOIN documents d ON d.source = s.sha256"
    query = f"SELECT d.id FROM {tables} {condition} ORDER BY {_DOCUMENT_SORTS[sort]} LIMIT ? OFFSET ?"
    wanted = [row[0] for row in con.execute(query, (*values, -1 if limit is None else limit, offset))]
    found = {document.id: document for document in reading.documents_of(con, wanted)}
    return [found[identifier] for identifier in wanted]


def count_documents(con: sqlite3.Connection, where: DocumentFilter) -> dict[str, int]:
    """How many documents a filter lets through, by kind; most first."""
    condition, values = _document_condition(where)
    query = f"SELECT d.kind, count(*) FROM documents d {condition} GROUP BY 1 ORDER BY 2 DESC, 1"
    return dict(con.execute(query, values))


_BESIDE = """
    SELECT d.id, d.name, d.source, {shared} FROM sources s CROSS JOIN documents d ON d.source = s.sha256
    WHERE (s.name, s.sha256, d.part) {sign} (?, ?, ?) AND (s.name, s.sha256) {sign}= (?, ?)
    ORDER BY s.name {way}, s.sha256 {way}, d.part {way} LIMIT 1
"""


def neighbours(con: sqlite3.Connection, document: int) -> tuple[Neighbour | None, Neighbour | None]:
    """The documents before and after one, in order of name."""
    query = "SELECT s.name, d.source, d.part FROM documents d JOIN sources s ON s.sha256 = d.source WHERE d.id = ?"
    name, source, part = con.execute(query, (document,)).fetchone()
    found: list[Neighbour | None] = []
    for sign, way in (("<", "DESC"), (">", "ASC")):
        beside = _BESIDE.format(shared=SHARED, sign=sign, way=way)
        row = con.execute(beside, (name, source, part, name, source)).fetchone()
        found.append(row and Neighbour(row[0], shown_name(con, row[1], row[2]) if row[3] else row[1]))
    return found[0], found[1]


# ── conversations ───────────────────────────────────────────────────────────────────────────────────────────

_IN_DOMAIN = """
    SELECT m.thread FROM copy_domains k JOIN woven w ON w.copy = k.copy JOIN messages m ON m.id = w.message
    WHERE k.domain = ?
"""
_SHOWS_DOMAIN = """EXISTS (
    SELECT 1 FROM messages m CROSS JOIN woven w ON w.message = m.id CROSS JOIN copy_domains k ON k.copy = w.copy
    WHERE m.thread = t.id AND k.domain = ?)
"""


def _thread_condition(con: sqlite3.Connection, where: ThreadFilter, counting: bool = False) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if where.text:
        parts.append(r"t.subject LIKE ? ESCAPE '\'")
        values.append(contains(where.text))
    if where.since:
        parts.append("t.last_at >= ?")
        values.append(days.begin_of(days.read_day(where.since)))
    if where.until:
        parts.append("t.first_at < ?")
        values.append(days.end_of(days.read_day(where.until)))
    if where.domain:
        domain = where.domain.lower()
        few = counting or at_most(con, "SELECT 1 FROM copy_domains WHERE domain = ?", [domain])
        parts.append(f"t.id IN ({_IN_DOMAIN})" if few else _SHOWS_DOMAIN)
        values.append(domain)
    return f"WHERE {' AND '.join(parts)}" if parts else "", values


def threads(
    con: sqlite3.Connection, where: ThreadFilter, sort: ThreadSort, limit: int | None, offset: int
) -> list[ThreadView]:
    """A page of conversations, without their messages."""
    condition, values = _thread_condition(con, where)
    query = f"{reading.THREAD} t {condition} ORDER BY {reading.THREAD_SORTS[sort]} LIMIT ? OFFSET ?"
    return [thread_view(row) for row in con.execute(query, (*values, -1 if limit is None else limit, offset))]


def count_threads(con: sqlite3.Connection, where: ThreadFilter) -> int:
    """How many conversations a filter lets through."""
    condition, values = _thread_condition(con, where, counting=True)
    return int(con.execute(f"SELECT count(*) FROM threads t {condition}", values).fetchone()[0])
