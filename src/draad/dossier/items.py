"""Reading items: filters, listings, one item with all its places, its links, its log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from draad.dossier import picking
from draad.dossier.codec import Lines
from draad.dossier.picking import EVERYTHING as EVERYTHING
from draad.dossier.picking import ItemFilter as ItemFilter
from draad.dossier.picking import ItemSort as ItemSort
from draad.dossier.picking import Memo
from draad.dossier.reading import SHARED, Ref, between, only_one, shown_name
from draad.dossier.views import ChangeView, ItemView, LinkView, PlaceView

_ITEM = """
    SELECT i.id, i.kind, i.status, i.origin, i.text, i.owner, i.counterparty, i.due, i.due_first, i.due_last, i.every,
           i.urgent, i.said, i.number, i.note, i.tags, i.score, i.cue, i.data, i.message, m.thread, i.document, i.start,
           i."end", i.version
    FROM items i LEFT JOIN messages m ON m.id = i.message WHERE i.id IN (SELECT value FROM json_each(?))
"""
_PLACE = """
    SELECT e.item, e.document, c.n, e.copy, e.start, e."end"
    FROM evidence e JOIN documents d ON d.id = e.document JOIN sources s ON s.sha256 = d.source
    LEFT JOIN copies c ON c.id = e.copy
    WHERE e.item IN (SELECT value FROM json_each(?)) ORDER BY s.name, d.source, d.part, e.start
"""


_ANY = "IN (SELECT value FROM json_each(?))"
_AT_ONCE = 200
"""Items, or links, whose documents are in memory at one time: a page needs no more, and all go by page after page."""


def _some(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def items(
    con: sqlite3.Connection,
    where: ItemFilter = EVERYTHING,
    *,
    limit: int | None = None,
    offset: int = 0,
    sort: ItemSort = "document",
    places: bool = False,
    memo: Memo | None = None,
) -> list[ItemView]:
    """Items that a filter lets through, a page of them in order; with ``places`` each with all it stands at."""
    # Identifiers first: a sorter that drags whole rows along is ten times slower.
    wanted = picking.page(con, where, sort, limit, offset, memo)
    found: list[ItemView] = []
    for start in range(0, len(wanted), _AT_ONCE):
        found += _read(con, wanted[start : start + _AT_ONCE], places)
    return found


def _read(con: sqlite3.Connection, wanted: Sequence[int], places: bool) -> list[ItemView]:
    found = {row[0]: row for row in con.execute(_ITEM, (_some(wanted),))}
    rows = [found[identifier] for identifier in wanted]
    held = places_of(con, wanted) if places else {}
    seen = _Documents(con, {row[21] for row in rows})
    return [_view(row, seen, held.get(row[0], ())) for row in rows]


def find(con: sqlite3.Connection, ref: Ref) -> int:
    """The item whose identifier begins so, or in which the evidence whose identifier does now stands.

    An item is named after one of its places, so a name that went out of use by a merge still leads there.
    Raises NotFoundError.
    """
    found = between(con, ref, "SELECT id FROM items WHERE id BETWEEN ? AND ? LIMIT 9")
    moved = "SELECT DISTINCT item FROM evidence WHERE id BETWEEN ? AND ? LIMIT 9"
    return only_one(found or between(con, ref, moved), ref, "item")


def one(con: sqlite3.Connection, identifier: int) -> ItemView:
    """One item with its places."""
    return items(con, ItemFilter(ids=[identifier]), places=True, sort="score")[0]


def places_of(con: sqlite3.Connection, identifiers: Sequence[int]) -> dict[int, tuple[PlaceView, ...]]:
    """Everywhere that items stand, in order of document and place."""
    rows = con.execute(_PLACE, (_some(identifiers),)).fetchall()
    seen = _Documents(con, {row[1] for row in rows})
    held: dict[int, list[PlaceView]] = {}
    for item, document, n, copy, start, end in rows:
        held.setdefault(item, []).append(seen.place(document, n, copy, (start, end)))
    return {item: tuple(places) for item, places in held.items()}


def find_link(con: sqlite3.Connection, ref: Ref) -> int:
    """The link whose identifier begins so. Raises NoLinkError, AmbiguousError."""
    return only_one(between(con, ref, "SELECT id FROM item_links WHERE id BETWEEN ? AND ? LIMIT 9"), ref, "link")


def one_link(con: sqlite3.Connection, identifier: int) -> LinkView:
    """A link by its identifier."""
    return _links(con, ["l.id = ?"], [identifier])[0]


def links(
    con: sqlite3.Connection, identifiers: Sequence[int] | None = None, status: str | None = None
) -> list[LinkView]:
    """Links from or to these items (None: all), of one status or any, in order of target, score and kind."""
    tests: list[str] = []
    values: list[Any] = []
    if identifiers is not None:
        tests.append(f"(l.target {_ANY} OR l.source {_ANY})")
        values += [_some(identifiers)] * 2
    if status is not None:
        tests.append("l.status = ?")
        values.append(status)
    return _links(con, tests, values)


def _links(con: sqlite3.Connection, tests: Sequence[str], values: Sequence[Any]) -> list[LinkView]:
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    query = f"""
        SELECT l.id, l.kind, l.source, l.target, l.message, l.document, l.start, l."end", l.status, l.score, l.reasons,
               l.who, c.n, c.id
        FROM item_links l LEFT JOIN copies c ON c.document = l.document AND l.start >= c.body_start
             AND l."end" <= c.body_end
        {where} ORDER BY l.target, l.score DESC, l.kind, l.id
    """
    rows = con.execute(query, values).fetchall()
    found: list[LinkView] = []
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        seen = _Documents(con, {row[5] for row in part if row[5] is not None})
        found += (_link(row, seen) for row in part)
    return found


def _link(row: tuple[Any, ...], seen: _Documents) -> LinkView:
    identifier, kind, source, target, message, document, start, end, status, score, reasons, who, n, copy = row
    place = None if document is None else seen.place(document, n, copy, (start, end))
    told = tuple(json.loads(reasons))
    return LinkView(identifier, kind, source, target, message, place, status, score, told, who)


def changes(con: sqlite3.Connection, identifier: int) -> list[ChangeView]:
    """The log of one item, oldest first."""
    query = "SELECT at, who, what, before, after FROM item_log WHERE item = ? ORDER BY id"
    return [
        ChangeView(at, who, what, json.loads(before), json.loads(after))
        for at, who, what, before, after in con.execute(query, (identifier,))
    ]


class _Documents:
    """Names, texts and pages of the documents in which items stand, each read once."""

    def __init__(self, con: sqlite3.Connection, identifiers: Iterable[int]) -> None:
        query = (
            f"SELECT d.id, d.name, d.source, d.first_line, d.pages, t.text, {SHARED} FROM documents d"
            f" JOIN texts t USING (no) WHERE d.id {_ANY}"
        )
        self._held: dict[int, tuple[str, str, Lines, list[tuple[int, int, int]]]] = {}
        rows = con.execute(query, (_some(identifiers),)).fetchall()
        for identifier, name, source, first, pages, text, shared in rows:
            # Pages count lines from 1 in the document's text, people count them from first_line.
            spread = [(number, a + first - 1, b + first - 1) for number, a, b, _ in json.loads(pages)] if pages else []
            shown = shown_name(con, name, source) if shared else name
            self._held[identifier] = shown, text, Lines(text, first), spread

    def name(self, document: int) -> str:
        return self._held[document][0]

    def lines(self, document: int, span: tuple[int, int]) -> tuple[int, int]:
        return self._held[document][2].of(span)

    def page(self, document: int, line: int) -> int | None:
        return _page(self._held[document][3], line)

    def place(self, document: int, n: int | None, copy: int | None, span: tuple[int, int]) -> PlaceView:
        name, text, lines, pages = self._held[document]
        at = lines.of(span)
        return PlaceView(document, name, n, copy, span, at, _page(pages, at[0]), text[span[0] : span[1]])


def _page(pages: Sequence[tuple[int, int, int]], line: int) -> int | None:
    return next((number for number, first, last in pages if first <= line <= last), None)


def _view(row: tuple[Any, ...], seen: _Documents, places: tuple[PlaceView, ...]) -> ItemView:
    told: Mapping[str, Any] = dict(zip(_FIELDS, row, strict=True))
    span = (told["start"], told["end"])
    lines = seen.lines(told["document"], span)
    return ItemView(
        **{name: told[name] for name in _PLAIN},
        owner=_names(told["owner"]),
        counterparty=_names(told["counterparty"]),
        urgent=bool(told["urgent"]),
        tags=_names(told["tags"]),
        data=json.loads(told["data"]),
        document_name=seen.name(told["document"]),
        span=span,
        lines=lines,
        page=seen.page(told["document"], lines[0]),
        places=places,
    )


def _names(told: str) -> tuple[str, ...]:
    return () if told == "[]" else tuple(json.loads(told))


_FIELDS = (
    *("id", "kind", "status", "origin", "text", "owner", "counterparty", "due", "due_first", "due_last", "every"),
    *("urgent", "said", "number", "note", "tags", "score", "cue", "data", "message", "thread", "document", "start"),
    *("end", "version"),
)
_PLAIN = (
    *("id", "kind", "status", "origin", "text", "due", "due_first", "due_last", "every", "said", "number", "note"),
    *("score", "cue", "message", "thread", "document", "version"),
)
