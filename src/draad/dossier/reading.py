"""Looking things up: documents, copies, messages, threads, by name or identifier."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from draad.dossier.codec import Lines, moment, read_mark_code
from draad.dossier.views import CopyPlace, CopyView, DocumentView, FailureView, MarkView, MessageView, ThreadView
from draad.errors import AmbiguousError, NoItemError, NoLinkError, NotFoundError
from draad.records import Person, Span, short_id

Ref = str | int
ThreadSort = Literal["first", "last", "size", "documents"]

IN_ORDER = "ORDER BY s.name, d.source, d.part"
"""Documents in the order of dumps: by file name, and parts of a file in their own order."""
SHARED = "EXISTS (SELECT 1 FROM documents x WHERE x.name = d.name AND x.source <> d.source)"
"""Whether another source has a document of this name: only then it takes a second look to tell them apart."""
_AT_ONCE = 500
"""Identifiers in one query; SQLite allows 32,766 holes."""

_DOCUMENT = f"""
    SELECT d.id, d.name, d.source, d.part, d.path, d.media, d.kind, d.first_line, d.length,
           (SELECT count(*) FROM copies c WHERE c.document = d.id), d.attached_to, d.pages, d.report, d.inventory,
           d.warnings, {SHARED}
    FROM documents d JOIN sources s ON s.sha256 = d.source
"""
_COPY = """
    SELECT c.id, c.document, c.n, c.header_start, c.header_end, c.body_start, c.body_end, c.depth, c.sent_at,
           c.sent_offset, c.sent_text, c.certainty, c.precision, c.subject, c.bare, c.sender, c."to", c.cc, c.to_known,
           c.cc_known, c.style, c.parts, c.attachments, c.marks, w.message, m.thread, m.parent, w.elsewhere, p.line
    FROM copies c JOIN copy_places p ON p.no = c.no LEFT JOIN woven w ON w.copy = c.id
         LEFT JOIN messages m ON m.id = w.message
"""
_MESSAGE = "SELECT id, thread, parent, link, representative, sent_at, sent_offset, certainty, released FROM messages"
THREAD = "SELECT id, subject, messages, documents, first_at, last_at, inclusive, gaps FROM threads"
THREAD_SORTS: dict[ThreadSort, str] = {
    "first": "first_at IS NULL, first_at, id",
    "last": "last_at IS NULL, last_at DESC, id",
    "size": "messages DESC, first_at, id",
    "documents": "documents DESC, messages DESC, first_at, id",
}


def in_slices(values: Sequence[int]) -> Iterator[tuple[Sequence[int], str]]:
    """Slices that fit a query, each with its holes."""
    for start in range(0, len(values), _AT_ONCE):
        part = values[start : start + _AT_ONCE]
        yield part, ", ".join("?" * len(part))


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────


def shared_names(con: sqlite3.Connection) -> dict[int, str]:
    """The names of documents whose name several sources share, each made unique by its source's hash."""
    rows = con.execute(
        "SELECT id, name, source FROM documents WHERE name IN"
        " (SELECT name FROM documents GROUP BY name HAVING count(DISTINCT source) > 1)"
    ).fetchall()
    sources: dict[str, set[str]] = {}
    for _, name, source in rows:
        sources.setdefault(name, set()).add(source)
    return {identifier: _apart(name, source, sources[name]) for identifier, name, source in rows}


def shown_name(con: sqlite3.Connection, name: str, source: str) -> str:
    """As ``shared_names``, for one document."""
    sources = {row[0] for row in con.execute("SELECT source FROM documents WHERE name = ?", (name,))}
    return _apart(name, source, sources) if len(sources) > 1 else name


def _apart(name: str, source: str, sources: set[str]) -> str:
    enough = next(n for n in (6, 12, 24, 64) if len({s[:n] for s in sources}) == len(sources))
    return f"{name}~{source[:enough]}"


# ── references ──────────────────────────────────────────────────────────────────────────────────────────────


def _range(ref: str) -> tuple[int, int] | None:
    """The identifiers that begin with these hexadecimal digits, or None if it can't be one."""
    if not 0 < len(ref) <= 16 or any(c not in "0123456789abcdef" for c in ref):
        return None
    free = 4 * (16 - len(ref))
    low = int(ref, 16) << free
    return (low, min(low + (1 << free) - 1, (1 << 63) - 1)) if low < 1 << 63 else None


_LACKING: dict[str, type[NotFoundError]] = {"item": NoItemError, "link": NoLinkError}


def only_one(found: Iterable[int], ref: Ref, what: str) -> int:
    """The one identifier among ``found``. Raises NotFoundError when there is none, or more than one."""
    candidates = sorted(set(found))
    shown = ref if isinstance(ref, str) else short_id(ref)
    if not candidates:
        raise _LACKING.get(what, NotFoundError)(shown)
    if len(candidates) > 1:
        some = ", ".join(short_id(c) for c in candidates[:3]) + (" …" if len(candidates) > 3 else "")
        raise AmbiguousError(f"{shown}: {some}")
    return candidates[0]


def between(con: sqlite3.Connection, ref: Ref, query: str) -> list[int]:
    """What a query with two holes, for the first and last identifier, finds for a reference cut short."""
    bounds = (ref, ref) if isinstance(ref, int) else _range(ref.lower())
    return [row[0] for row in con.execute(query, bounds)] if bounds else []


def find_document(con: sqlite3.Connection, ref: Ref) -> int:
    """The document with this shown name, or whose identifier begins so. Raises NotFoundError."""
    if isinstance(ref, str):
        name, _, piece = ref.rpartition("~")
        rows = con.execute(
            "SELECT id, name, source FROM documents WHERE name = ? OR (name = ? AND source GLOB ?)",
            (ref, name, f"{piece}*" if piece.isalnum() else "-"),
        ).fetchall()
        if rows:
            if len(rows) > 1:
                names = ", ".join(sorted(shown_name(con, n, s) for _, n, s in rows))
                raise AmbiguousError(f"{ref}: {names}")
            return int(rows[0][0])
    found = between(con, ref, "SELECT id FROM documents WHERE id BETWEEN ? AND ? LIMIT 9")
    return only_one(found, ref, "document")


def find_message(con: sqlite3.Connection, ref: Ref) -> int:
    """The message whose identifier begins so, or that now holds the copy whose identifier does. Raises NotFoundError.

    A message is named after one of its copies, so an identifier that went out of use by a merge still leads there.
    """
    found = between(con, ref, "SELECT id FROM messages WHERE id BETWEEN ? AND ? LIMIT 9")
    return only_one(
        found or between(con, ref, "SELECT DISTINCT message FROM woven WHERE copy BETWEEN ? AND ? LIMIT 9"),
        ref,
        "message",
    )


def find_thread(con: sqlite3.Connection, ref: Ref) -> int:
    """The thread whose identifier begins so, or that now holds the message or copy whose identifier does."""
    found = between(con, ref, "SELECT id FROM threads WHERE id BETWEEN ? AND ? LIMIT 9")
    if not found:
        query = "SELECT DISTINCT thread FROM woven JOIN messages ON id = message WHERE copy BETWEEN ? AND ? LIMIT 9"
        found = between(con, ref, query)
    return only_one(found, ref, "thread")


# ── documents and copies ────────────────────────────────────────────────────────────────────────────────────


def documents_of(con: sqlite3.Connection, identifiers: Sequence[int]) -> Iterator[DocumentView]:
    """Documents by their identifiers, in no order that means anything."""
    query = f"{_DOCUMENT} WHERE d.id IN (SELECT value FROM json_each(?))"
    for part, _ in in_slices(identifiers):
        for row in con.execute(query, (json.dumps(list(part)),)).fetchall():
            yield _document_view(con, row)


def one_document(con: sqlite3.Connection, identifier: int) -> DocumentView:
    """One document by its identifier."""
    row = con.execute(f"{_DOCUMENT} WHERE d.id = ?", (identifier,)).fetchone()
    return _document_view(con, row)


def _document_view(con: sqlite3.Connection, row: tuple[Any, ...]) -> DocumentView:
    identifier, name, source, part, path, media, kind, first, length, held, attached, *described, shared = row
    pages, report, inventory, warnings = described
    return DocumentView(
        id=identifier,
        name=shown_name(con, name, source) if shared else name,
        source=source,
        part=part,
        path=path,
        media=media,
        kind=kind,
        first_line=first,
        length=length,
        copies=held,
        attached_to=attached,
        pages=tuple((number, top, end, method) for number, top, end, method in json.loads(pages or "[]")),
        report=json.loads(report) if report else None,
        inventory=json.loads(inventory) if inventory else None,
        warnings=tuple(json.loads(warnings)),
    )


def text_of(con: sqlite3.Connection, document: int) -> str:
    """The text of a document."""
    query = "SELECT text FROM texts JOIN documents USING (no) WHERE id = ?"
    return str(con.execute(query, (document,)).fetchone()[0])


def copies(con: sqlite3.Connection, where: str, values: Sequence[int]) -> list[CopyView]:
    """Copies that answer a condition, in order of document and place."""
    rows = con.execute(f"{_COPY} WHERE {where}", values).fetchall()
    texts = _texts(con, sorted({row[1] for row in rows}))
    rows.sort(key=lambda row: (texts[row[1]].order, row[2]))
    return [_copy_view(row, texts[row[1]].name, texts[row[1]].text) for row in rows]


class _Text(NamedTuple):
    """A document whose copies are read."""

    order: tuple[str, str, int]
    """Its place among others."""
    name: str
    text: str


def _texts(con: sqlite3.Connection, identifiers: Sequence[int]) -> dict[int, _Text]:
    query = (
        f"SELECT d.id, s.name, d.source, d.part, d.name, t.text, {SHARED} FROM documents d"
        " JOIN sources s ON s.sha256 = d.source JOIN texts t USING (no)"
        " WHERE d.id IN (SELECT value FROM json_each(?))"
    )
    return {
        identifier: _Text((base, source, n), shown_name(con, name, source) if shared else name, text)
        for identifier, base, source, n, name, text, shared in con.execute(query, (json.dumps(list(identifiers)),))
    }


def _copy_view(row: tuple[Any, ...], name: str, text: str) -> CopyView:
    header: Span = (row[3], row[4])
    body: Span | None = None if row[5] is None else (row[5], row[6])
    # Lines are counted from the copy's first one: a document may be a hundred times as long as the copy that is read.
    lines = Lines(text[header[0] : body[1] if body else header[1]], row[28], header[0])
    return CopyView(
        id=row[0],
        document=row[1],
        document_name=name,
        n=row[2],
        header=header,
        header_lines=lines.of(header),
        body=body,
        body_lines=lines.of(body) if body else None,
        header_text=text[header[0] : header[1]],
        body_text=text[body[0] : body[1]] if body else "",
        depth=row[7],
        sent=moment(row[8], row[9], row[12]),
        sent_at=row[8],
        sent_text=row[10],
        certainty=row[11],
        subject=row[13],
        bare=row[14],
        sender=person_of(row[15]) if row[15] else None,
        to=people_of(row[16]),
        cc=people_of(row[17]),
        to_known=bool(row[18]),
        cc_known=bool(row[19]),
        style=row[20],
        parts=tuple((start, end, kind) for start, end, kind in _list(row[21])),
        attachments=tuple(_list(row[22])),
        marks=marks_of(row[23], lines),
        message=row[24],
        thread=row[25],
        parent=row[26],
        elsewhere=row[27],
    )


def _list(value: str) -> list[Any]:
    """A column that holds a list; most hold none."""
    held: list[Any] = [] if value == "[]" else json.loads(value)
    return held


def person_of(value: str) -> Person:
    """Somebody in a header, as columns hold one."""
    return _person(json.loads(value))


def _person(value: dict[str, str | None]) -> Person:
    return Person(value["text"] or "", value["domain"])


def people_of(value: str | None) -> tuple[Person, ...] | None:
    """All of a line of a header, as columns hold them; None where nobody is told."""
    return None if value is None else tuple(_person(person) for person in _list(value))


def marks_of(value: str, lines: Lines) -> tuple[MarkView, ...]:
    """Stored marks with their lines."""
    return tuple(MarkView((a, b), lines.of((a, b)), read_mark_code(code)) for a, b, code in _list(value))


# ── messages and threads ────────────────────────────────────────────────────────────────────────────────────


def messages(con: sqlite3.Connection, where: str, values: Sequence[Any]) -> list[MessageView]:
    """Messages that answer a condition, in order of identifier, with all their copies."""
    rows = con.execute(f"{_MESSAGE} WHERE {where} ORDER BY id", values).fetchall()
    held: dict[int, list[CopyView]] = {row[0]: [] for row in rows}
    for part, holes in in_slices([row[0] for row in rows]):
        for copy in copies(con, f"c.id IN (SELECT copy FROM woven WHERE message IN ({holes}))", part):
            held[copy.message or 0].append(copy)
    return [_message_view(row, held[row[0]]) for row in rows]


def representatives(con: sqlite3.Connection, where: str, values: Sequence[Any]) -> list[MessageView]:
    """The same, each with the one copy that represents it and the places of all."""
    from draad.dossier import places

    rows = con.execute(f"{_MESSAGE} WHERE {where} ORDER BY id", values).fetchall()
    held: dict[int | None, list[CopyView]] = {}
    for part, holes in in_slices([row[4] for row in rows]):
        for copy in copies(con, f"c.id IN ({holes})", part):
            held[copy.message] = [copy]
    stand = places.of_messages(con, [row[0] for row in rows])
    return [_message_view(row, held[row[0]], stand[row[0]]) for row in rows]


def _message_view(row: tuple[Any, ...], held: list[CopyView], places: tuple[CopyPlace, ...] = ()) -> MessageView:
    identifier, thread, parent, link, representative, at, offset, certainty, released = row
    best = next(copy for copy in held if copy.id == representative)
    sent = None if best.sent is None and best.sent_at == at else moment(at, offset)
    return MessageView(identifier, thread, parent, link, sent, at, certainty, bool(released), best, tuple(held), places)


def one_thread(con: sqlite3.Connection, identifier: int, whole: bool = True) -> ThreadView:
    """A thread with its messages in order of reading, each with all its copies or with its representative alone."""
    row = con.execute(f"{THREAD} WHERE id = ?", (identifier,)).fetchone()
    read = messages if whole else representatives
    return thread_view(row, tuple(reading_order(read(con, "thread = ?", (identifier,)))))


def thread_view(row: tuple[Any, ...], held: tuple[MessageView, ...] = ()) -> ThreadView:
    """A row of ``THREAD`` as a view."""
    identifier, subject, size, in_documents, first, last, inclusive, gaps = row
    gaps_told = tuple(json.loads(gaps))
    return ThreadView(
        identifier, subject, size, in_documents, first, last, tuple(json.loads(inclusive)), gaps_told, held
    )


def reading_order(held: Sequence[MessageView]) -> list[MessageView]:
    """By moment of sending, but never an answer before its question; without a moment, right after the question."""
    by_id = {message.id: message for message in held}
    keys: dict[int, tuple[int, int]] = {}

    def key(message: MessageView) -> tuple[int, int]:
        way: list[MessageView] = []
        at: MessageView | None = message
        while at is not None and at.id not in keys and len(way) <= len(by_id):
            way.append(at)
            at = by_id.get(at.parent) if at.parent is not None else None
        moment_above, steps = keys[at.id] if at is not None and at.id in keys else (-(1 << 62), -1)
        for below in reversed(way):
            own = below.sent_at if below.sent_at is not None else moment_above
            moment_above, steps = max(own, moment_above), steps + 1
            keys[below.id] = (moment_above, steps)
        return keys[message.id]

    return sorted(held, key=lambda message: (*key(message), message.id))


def failures(con: sqlite3.Connection) -> list[FailureView]:
    """What could not be read, by path."""
    return [FailureView(*row) for row in con.execute("SELECT path, code, message, cure FROM failures ORDER BY path")]
