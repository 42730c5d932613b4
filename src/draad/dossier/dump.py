"""The dossier as JSON lines, exactly as DESIGN.md ("Interfaces that others rely on") says.

The same files give the same bytes, whatever the order of ingest or the number of workers; so nothing here depends
on row numbers, batches or clocks.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from draad.dossier.codec import Lines, moment, read_mark_code
from draad.dossier.reading import IN_ORDER, in_slices, shared_names
from draad.records import short_id

Row = dict[str, Any]

_NOBODY = {"text": None, "domain": None}
"""The sender of a header that was whited out: unknown, and still a sender."""
_COPIES = """
    SELECT c.document, c.id, c.n, c.header_start, c.header_end, c.body_start, c.body_end, c.sent_at, c.sent_offset,
           c.precision, c.sent_text, c.subject, c.sender, c."to", c.cc, c.marks, w.message, m.thread, m.parent
    FROM copies c LEFT JOIN woven w ON w.copy = c.id LEFT JOIN messages m ON m.id = w.message
    WHERE c.document IN ({holes}) ORDER BY c.n
"""
_TEXTS = "SELECT id, text, first_line FROM documents JOIN texts USING (no) WHERE id IN ({holes})"


class _Names:
    """The order of documents and the name each has in the dump."""

    def __init__(self, con: sqlite3.Connection) -> None:
        shared = shared_names(con)
        query = f"SELECT d.id, d.name FROM documents d JOIN sources s ON s.sha256 = d.source {IN_ORDER}"
        self.names: dict[int, str] = {
            identifier: shared.get(identifier, name) for identifier, name in con.execute(query)
        }
        self.order = list(self.names)
        self.rank = {identifier: place for place, identifier in enumerate(self.order)}

    def __getitem__(self, document: int) -> str:
        return self.names[document]


def copies(con: sqlite3.Connection) -> Iterator[Row]:
    """One line a copy, in order of document and place."""
    names = _Names(con)
    for part, holes in in_slices(names.order):
        lines = {
            identifier: Lines(text, first) for identifier, text, first in con.execute(_TEXTS.format(holes=holes), part)
        }
        for rows in _by_document(con, _COPIES.format(holes=holes), part):
            for row in rows:
                yield _copy(row, names[row[0]], lines[row[0]])


def _lines(con: sqlite3.Connection, part: Sequence[int], holes: str) -> dict[int, Lines]:
    return {identifier: Lines(text, first) for identifier, text, first in con.execute(_TEXTS.format(holes=holes), part)}


def _by_document(
    con: sqlite3.Connection, query: str, part: Sequence[int], times: int = 1
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of each document of ``part`` in turn; a row begins with its document. ``times`` the query names them."""
    held: dict[int, list[tuple[Any, ...]]] = {identifier: [] for identifier in part}
    for row in con.execute(query, [*part] * times):
        held[row[0]].append(row)
    yield from held.values()


def _copy(row: tuple[Any, ...], name: str, lines: Lines) -> Row:
    _, _, n, head, head_end, body, body_end, at, offset, precision, sent, subject, sender, to, cc, marks, *woven = row
    return {
        "document": name,
        "n": n,
        "header": lines.of((head, head_end)),
        "body": None if body is None else lines.of((body, body_end)),
        "sent": moment(at, offset, precision),
        "sent_text": sent,
        "subject": subject,
        "from": json.loads(sender) if sender else dict(_NOBODY),
        "to": json.loads(to) if to else [],
        "cc": json.loads(cc) if cc else [],
        "marks": marks.count("[") - 1,
        **dict(zip(("message", "thread", "parent"), map(_hex, woven), strict=True)),
    }


def _hex(identifier: int | None) -> str | None:
    return None if identifier is None else short_id(identifier)


def documents(con: sqlite3.Connection) -> Iterator[Row]:
    """One line a document."""
    names = _Names(con)
    query = """
        SELECT id, source, part, path, media, kind, length, first_line, attached_to, pages, report, inventory, warnings,
               (SELECT count(*) FROM copies WHERE document = documents.id),
               (SELECT count(*) FROM copies JOIN woven ON copy = id WHERE document = documents.id AND elsewhere IS NULL)
        FROM documents WHERE id IN ({holes})
    """
    for part, holes in in_slices(names.order):
        lines = _lines(con, part, holes)
        for rows in _by_document(con, query.format(holes=holes), part):
            for row in rows:
                yield _document(row, names, lines[row[0]].count)


def _document(row: tuple[Any, ...], names: _Names, count: int) -> Row:
    identifier, source, part, path, media, kind, length, first, attached, *described, copies_in, new = row
    pages, report, inventory, warnings = described
    numbers = [page[0] for page in json.loads(pages or "[]")]
    return {
        "document": names[identifier],
        "id": short_id(identifier),
        "source": source,
        "part": part,
        "path": path,
        "media": media,
        "kind": kind,
        "lines": [first, first + count - 1],
        "characters": length,
        "pages": [numbers[0], numbers[-1]] if numbers else None,
        "attached_to": names.names.get(attached),
        "copies": copies_in,
        "new": new,
        "report": json.loads(report) if report else None,
        "inventory": json.loads(inventory) if inventory else None,
        "warnings": json.loads(warnings),
    }


def messages(con: sqlite3.Connection) -> Iterator[Row]:
    """One line a message, in order of identifier; its words are those of its fullest copy and of no other."""
    names = _Names(con)
    held: dict[int, list[tuple[int, int]]] = {}
    for message, document, n in con.execute("SELECT message, document, n FROM woven JOIN copies ON id = copy"):
        held.setdefault(message, []).append((names.rank[document], n))
    query = """
        SELECT m.id, m.thread, m.parent, m.link, m.sent_at, m.sent_offset, c.precision, c.sent_text, m.certainty,
               c.subject, c.sender, c."to", c.cc, m.released, c.document, c.n
        FROM messages m JOIN copies c ON c.id = m.representative ORDER BY m.id
    """
    for row in con.execute(query):
        yield _message(row, names, sorted(held[row[0]]))


def _message(row: tuple[Any, ...], names: _Names, held: list[tuple[int, int]]) -> Row:
    identifier, thread, parent, link, at, offset, precision, text, certainty, subject, sender, to, cc, out, doc, n = row
    return {
        "message": short_id(identifier),
        "thread": short_id(thread),
        "parent": _hex(parent),
        "link": link,
        "sent": moment(at, offset, precision),
        "sent_text": text,
        "certainty": certainty,
        "subject": subject,
        "from": json.loads(sender) if sender else dict(_NOBODY),
        "to": json.loads(to) if to else [],
        "cc": json.loads(cc) if cc else [],
        "released": bool(out),
        "representative": {"document": names[doc], "n": n},
        "copies": [{"document": names[names.order[place]], "n": n} for place, n in held],
    }


def threads(con: sqlite3.Connection) -> Iterator[Row]:
    """One line a thread, in order of identifier."""
    names = _Names(con)
    members: dict[int, list[str]] = {}
    for thread, message in con.execute("SELECT thread, id FROM messages ORDER BY sent_at IS NULL, sent_at, id"):
        members.setdefault(thread, []).append(short_id(message))
    query = "SELECT id, subject, documents, first_at, last_at, inclusive, gaps FROM threads ORDER BY id"
    for identifier, subject, documents, first, last, inclusive, gaps in con.execute(query):
        yield {
            "thread": short_id(identifier),
            "subject": subject,
            "messages": members[identifier],
            "documents": documents,
            "first": moment(first, 0),
            "last": moment(last, 0),
            "inclusive": [names[d] for d in sorted(json.loads(inclusive), key=names.rank.__getitem__)],
            "gaps": [_gap(gap) for gap in json.loads(gaps)],
        }


def _gap(gap: Row) -> Row:
    return {key: _hex(value) if key in ("message", "copy") else value for key, value in gap.items()}


def redactions(con: sqlite3.Connection) -> Iterator[Row]:
    """One line a redaction, in order of document and place; ``text`` is its spelling as printed, and nothing else."""
    names = _Names(con)
    loose = "SELECT id, NULL, NULL, marks FROM documents WHERE id IN ({holes})"
    held = "SELECT document, n, message, marks FROM copies LEFT JOIN woven ON copy = id WHERE document IN ({holes})"
    for part, holes in in_slices(names.order):
        texts = {row[0]: row[1:] for row in con.execute(_TEXTS.format(holes=holes), part)}
        query = f"{loose.format(holes=holes)} UNION ALL {held.format(holes=holes)}"
        for rows in _by_document(con, query, part, times=2):
            yield from _redactions(rows, names, texts)


def _redactions(rows: list[tuple[Any, ...]], names: _Names, texts: dict[int, Any]) -> Iterator[Row]:
    marks = sorted(
        (tuple(mark), n, message, document) for document, n, message, marks in rows for mark in json.loads(marks)
    )
    if not marks:
        return
    text, first = texts[marks[0][3]]
    lines = Lines(text, first)
    for (start, end, code), n, message, document in marks:
        kind, law, article = read_mark_code(code)
        yield {
            "document": names[document],
            "n": n,
            "lines": lines.of((start, end)),
            "span": [start, end],
            "text": text[start:end],
            "kind": kind,
            "law": law,
            "article": article,
            "message": _hex(message),
        }


_ITEMS = """
    SELECT document, id, kind, start, "end", text, owner, due, every, status, message, said, counterparty, score, cue,
           json_extract(data, '$.figure')
    FROM items WHERE document IN ({holes}) ORDER BY start, kind, id
"""
_PLACES = """
    SELECT e.item, e.document, c.n, e.start, e."end"
    FROM items i JOIN evidence e ON e.item = i.id LEFT JOIN copies c ON c.id = e.copy WHERE i.document IN ({holes})
"""


def items(con: sqlite3.Connection) -> Iterator[Row]:
    """One line an item, in order of the document and place from which it was taken, then of kind."""
    names = _Names(con)
    for part, holes in in_slices(names.order):
        places: dict[int, list[tuple[Any, ...]]] = {}
        for item, *place in con.execute(_PLACES.format(holes=holes), part):
            places.setdefault(item, []).append(tuple(place))
        texts = _read(con, {*part, *(place[0] for held in places.values() for place in held)})
        for rows in _by_document(con, _ITEMS.format(holes=holes), part):
            for row in rows:
                held = sorted(places.get(row[1], ()), key=lambda place: (names.rank[place[0]], place[2]))
                yield _item(row, names, texts, held)


def _read(con: sqlite3.Connection, documents: Iterable[int]) -> dict[int, tuple[str, Lines]]:
    return {
        identifier: (text, Lines(text, first))
        for part, holes in in_slices(sorted(documents))
        for identifier, text, first in con.execute(_TEXTS.format(holes=holes), part)
    }


def _item(
    row: tuple[Any, ...], names: _Names, texts: dict[int, tuple[str, Lines]], places: Sequence[tuple[Any, ...]]
) -> Row:
    document, identifier, kind, start, end, words, owner, due, every, status, message, said, other, *derived = row
    score, cue, figure = derived
    return {
        "document": names[document],
        "kind": kind,
        "lines": texts[document][1].of((start, end)),
        "span": [start, end],
        "text": words,
        "owner": json.loads(owner),
        "due": due,
        "every": every,
        "status": status,
        "message": _hex(message),
        "id": short_id(identifier),
        "places": [_place(place, names, texts, (document, start)) for place in places],
        "said": said,
        "counterparty": json.loads(other),
        "score": score,
        "cue": cue,
        "figure": json.loads(figure) if figure else None,
    }


def _place(place: tuple[Any, ...], names: _Names, texts: dict[int, tuple[str, Lines]], own: tuple[int, int]) -> Row:
    """Where an item stands too; its words at its own place alone, for another copy may show what this one hides."""
    document, n, start, end = place
    text, lines = texts[document]
    span = (start, end)
    said = text[start:end] if (document, start) == own else None
    return {"document": names[document], "n": n, "lines": lines.of(span), "span": span, "text": said}


KINDS: dict[str, Callable[[sqlite3.Connection], Iterator[Row]]] = {
    "copies": copies,
    "documents": documents,
    "messages": messages,
    "threads": threads,
    "redactions": redactions,
    "items": items,
}
"""What can be dumped, by the word of the command."""
