"""Which items a filter picks, and in what order: pages of a register of half a million items.

A filter is answered in one of two ways. Where some part of it leaves few items, these are looked up and sorted. Where
every part leaves many, the index of the wanted order is walked, and the rest of the filter is asked of each item that
is met: of so many, a page is soon full. SQLite can't know which of the two it is; counting to FEW tells.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from draad.dossier.listing import contains

ItemSort = Literal["document", "due", "latest", "score", "said", "newest"]
"""In the order of documents; first due, last due, surest, first said, last said first. Unknown days come last."""

FEW = 6_000
"""So many rows are fetched and sorted within tens of milliseconds."""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items are wanted. All that is given must hold; within one field any of the values will do."""

    kinds: Sequence[str] = ()
    owners: Sequence[str] = ()
    """Names, in any case."""
    statuses: Sequence[str] = ()
    organisations: Sequence[str] = ()
    """Owner or counterparty by name, or sender by domain: ``vng`` and ``vng.nl`` both find mail from ``vng.nl``."""
    since: str | None = None
    """ISO date: said on this day or later; ``until``: on this day or before."""
    until: str | None = None
    due_since: str | None = None
    """ISO date: due on this day or later. A term without one of its ends counts by the end that it has."""
    due_until: str | None = None
    threads: Sequence[int] = ()
    messages: Sequence[int] = ()
    tags: Sequence[str] = ()
    text: str | None = None
    """Stands in the item's words, its note or its number."""
    ids: Sequence[int] = ()
    documents: Sequence[int] = ()
    """Documents in which the item stands, in any of its places."""
    every: bool = False
    """Only what comes back: items with a rhythm."""


EVERYTHING = ItemFilter()

_ANY = "IN (SELECT value FROM json_each(?))"
_DUE_LAST = "coalesce(i.due_last, i.due_first)"
_DUE_FIRST = "coalesce(i.due_first, i.due_last)"
_BELOW = "k.domain > lower(o.value) || '.' AND k.domain < lower(o.value) || '/'"
"""``vng.nl`` and all else below ``vng``: the slash comes right after the dot."""
_SENT_BY = """
    SELECT i.id FROM json_each(?) o CROSS JOIN copy_domains k ON {domain} AND k.role = 'sender'
    CROSS JOIN items i ON i.copy = k.copy
"""
_SORTS: dict[ItemSort, str] = {
    "document": "s.name, s.sha256, d.part, i.start, i.kind, i.id",
    "due": f"{_DUE_LAST} IS NULL, {_DUE_LAST}, i.id",
    "latest": f"{_DUE_LAST} IS NULL, {_DUE_LAST} DESC, i.id DESC",
    "score": "i.score DESC, i.id",
    "said": "i.said IS NULL, i.said, i.id",
    "newest": "i.said DESC, i.id DESC",
}
_PLACES = "JOIN documents d ON d.id = i.document JOIN sources s ON s.sha256 = d.source"
_WALKED = """sources s CROSS JOIN documents d ON d.source = s.sha256
    CROSS JOIN items i ON i.document = d.id"""
"""In the order of documents: nothing is left to sort."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a filter: as a test of an item ``i``, and as a query of the items that pass it.

    ``{free}`` in a test becomes a plus where its index must not be used: there another order is walked.
    """

    test: str
    values: tuple[Any, ...]
    query: str
    query_values: tuple[Any, ...] | None = None
    sorts: tuple[ItemSort, ...] = ()
    """Orders whose index begins with what is tested."""
    simple: bool = True
    """Asked of the item's own row; other tests look elsewhere, which for a count of many is better done at once."""

    @property
    def asked(self) -> tuple[Any, ...]:
        """What the query takes."""
        return self.values if self.query_values is None else self.query_values


def _some(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _parts(where: ItemFilter) -> Iterator[_Part]:
    """The parts of a filter, those first that are likely to leave few."""
    yield from _named(where)
    if where.every:
        yield _Part("i.every IS NOT NULL", (), "SELECT id FROM items i WHERE i.every IS NOT NULL", simple=False)
    if where.tags:
        tagged = f"EXISTS (SELECT 1 FROM json_each(i.tags) WHERE value {_ANY})"  # by a person, so the item is touched
        yield _Part(tagged, (_some(where.tags),), f"SELECT id FROM items i WHERE i.version > 0 AND {tagged}")
    yield from _owned(where)
    yield from _dated(where)
    if where.kinds or where.statuses:
        yield _sorted_out(where)
    if where.text:
        words = r"(i.text LIKE ? ESCAPE '\' OR i.note LIKE ? ESCAPE '\' OR i.number LIKE ? ESCAPE '\')"
        found = f"SELECT id FROM items i INDEXED BY items_words WHERE {words}"
        yield _Part(words, (contains(where.text),) * 3, found, simple=False)


def _named(where: ItemFilter) -> Iterator[_Part]:
    for wanted, test, query in (
        (where.ids, f"{{free}}i.id {_ANY}", "SELECT value FROM json_each(?)"),
        (where.messages, f"{{free}}i.message {_ANY}", f"SELECT id FROM items i WHERE i.message {_ANY}"),
        (
            where.threads,
            f"EXISTS (SELECT 1 FROM messages m WHERE m.id = i.message AND +m.thread {_ANY})",
            f"SELECT i.id FROM messages m CROSS JOIN items i ON i.message = m.id WHERE m.thread {_ANY}",
        ),
        (
            where.documents,
            f"EXISTS (SELECT 1 FROM evidence e WHERE e.item = i.id AND +e.document {_ANY})",
            f"SELECT item FROM evidence WHERE document {_ANY}",
        ),
    ):
        if wanted:
            yield _Part(test, (_some(wanted),), query, simple=test.startswith("{"))


def _owned(where: ItemFilter) -> Iterator[_Part]:
    if where.owners:
        named = f"role = 'owner' AND name {_ANY}"
        test = f"EXISTS (SELECT 1 FROM item_parties WHERE item = i.id AND {named})"
        query = f"SELECT item FROM item_parties WHERE {named}"
        yield _Part(test, (_some(where.owners),), query, simple=False)
    if where.organisations:
        names = _some(where.organisations)
        test = f"""(EXISTS (SELECT 1 FROM item_parties WHERE item = i.id AND name {_ANY}) OR EXISTS (
            SELECT 1 FROM copy_domains k JOIN json_each(?) o ON (k.domain = lower(o.value) OR {_BELOW})
            WHERE k.copy = i.copy AND k.role = 'sender'))"""
        queries = (
            f"SELECT item FROM item_parties WHERE name {_ANY}",
            _SENT_BY.format(domain="k.domain = lower(o.value)"),
            _SENT_BY.format(domain=_BELOW),
        )
        yield _Part(test, (names,) * 2, " UNION ALL ".join(queries), (names,) * 3, simple=False)


def _dated(where: ItemFilter) -> Iterator[_Part]:
    for names, first, last in (
        (("i.said", "i.said"), where.since, where.until),
        (("i.due_last", "i.due_first"), where.due_since, where.due_until),
    ):
        bounds = [(end, sign, day) for end, sign, day in ((0, ">=", first), (1, "<=", last)) if day is not None]
        if not bounds:
            continue
        values = tuple(day for _, _, day in bounds)
        if names[0] == names[1]:
            test = " AND ".join(f"{{free}}i.said {sign} ?" for _, sign, _ in bounds)
            query = f"SELECT id FROM items i WHERE {test.format(free='')}"
            yield _Part(test, values, query, sorts=("said", "newest"))
        else:
            ends = (_DUE_LAST, _DUE_FIRST)
            test = " AND ".join(f"{{free}}{ends[end]} {sign} ?" for end, sign, _ in bounds)
            yield _Part(
                f"{{free}}({_DUE_LAST} IS NULL) = 0 AND {test}",
                values,
                _due_query(bounds),
                values * 2,
                sorts=("due", "latest"),
            )


def _due_query(bounds: Sequence[tuple[int, str, str]]) -> str:
    """Terms that have a last day, and those that have no more than a first: each a stretch of one index."""
    with_last = " AND ".join(f"{('i.due_last', _DUE_FIRST)[end]} {sign} ?" for end, sign, _ in bounds)
    without = " AND ".join(f"i.due_first {sign} ?" for _, sign, _ in bounds)
    rows = "SELECT id FROM items i INDEXED BY items_span WHERE"
    return f"{rows} i.due_last IS NOT NULL AND {with_last} UNION ALL {rows} i.due_last IS NULL AND {without}"


def _sorted_out(where: ItemFilter) -> _Part:
    wanted = [(name, _some(told)) for name, told in (("kind", where.kinds), ("status", where.statuses)) if told]
    test = " AND ".join(f"{{free}}i.{name} {_ANY}" for name, _ in wanted)
    # The index begins with the status; without one all are named, else it would not be used.
    statuses = _some(where.statuses or ("proposed", "open", "fulfilled", "dropped", "superseded", "rejected"))
    kinds = f" AND i.kind {_ANY}" if where.kinds else ""
    asked = (statuses, _some(where.kinds)) if where.kinds else (statuses,)
    query = f"SELECT id FROM items i WHERE i.status {_ANY}{kinds}"
    return _Part(test, tuple(told for _, told in wanted), query, asked)


Memo = dict[tuple[Any, ...], list[int] | None]
"""What parts of filters left, for as long as nothing changes: a page lists, counts and counts again by facet."""


def _few(con: sqlite3.Connection, parts: Sequence[_Part], memo: Memo | None) -> list[int] | None:
    """The items that one part of a filter leaves, where they are few; None where each leaves many."""
    memo = {} if memo is None else memo
    for part in parts:
        key = (FEW, part.query, *part.asked)
        if key not in memo:
            rows = con.execute(part.query, part.asked).fetchmany(FEW + 1)
            # An item may answer in two ways.
            memo[key] = list({row[0] for row in rows}) if len(rows) <= FEW else None
        if (found := memo[key]) is not None:
            return found
    return None


_AMONG = "json_each(?) n CROSS JOIN items i ON i.id = n.value"


def page(
    con: sqlite3.Connection,
    where: ItemFilter,
    sort: ItemSort,
    limit: int | None,
    offset: int,
    memo: Memo | None = None,
) -> list[int]:
    """Identifiers of items that a filter lets through, in order."""
    parts = list(_parts(where))
    few = _few(con, parts, memo)
    values: list[Any] = [] if few is None else [_some(few)]
    tables = "items i" if few is None else _AMONG
    if sort == "document":
        tables = _WALKED if few is None else f"{_AMONG} {_PLACES}"
    values += [value for part in parts for value in part.values]
    tests = [part.test.format(free="" if sort in part.sorts else "+") for part in parts]
    query = f"SELECT i.id FROM {tables} {_all(tests)} ORDER BY {_order(where, sort)} LIMIT ? OFFSET ?"
    return [row[0] for row in con.execute(query, (*values, -1 if limit is None else limit, offset))]


def _order(where: ItemFilter, sort: ItemSort) -> str:
    # Where no unknown days are left, an index has exactly the order that follows.
    if sort == "said" and (where.since or where.until):
        return "i.said, i.id"
    if sort == "due" and (where.due_since or where.due_until):
        return f"{_DUE_LAST}, i.id"
    if sort == "latest" and (where.due_since or where.due_until):
        return f"{_DUE_LAST} DESC, i.id DESC"
    return _SORTS[sort]


def _all(tests: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(tests)}" if tests else ""


def count(con: sqlite3.Connection, where: ItemFilter, memo: Memo | None = None) -> dict[tuple[str, str], int]:
    """How many items a filter lets through, by kind and status."""
    parts = list(_parts(where))
    few = _few(con, parts, memo)
    if few is None:
        words = where.text and replace(where, text=None, kinds=(), statuses=()) == EVERYTHING
        tables = "items i INDEXED BY items_words" if words else "items i"
        told = [(part.test.format(free=""), part.values) if part.simple or words else _as_set(part) for part in parts]
        tests, values = [test for test, _ in told], [value for _, values in told for value in values]
    else:
        tables, values = _AMONG, [_some(few), *(value for part in parts for value in part.values)]
        tests = [part.test.format(free="+") for part in parts]
    query = f"SELECT i.kind, i.status, count(*) FROM {tables} {_all(tests)} GROUP BY 1, 2 ORDER BY 1, 2"
    return {(kind, status): number for kind, status, number in con.execute(query, values)}


def _as_set(part: _Part) -> tuple[str, tuple[Any, ...]]:
    return f"i.id IN ({part.query})", part.asked
