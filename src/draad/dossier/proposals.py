"""What ingest proposes: which documents are to be looked at, and items saved so that the order of work tells nothing.

A scope is one message, or the documents that are no mail and print the same meeting or text. All that is proposed in a
scope is saved in one transaction that compares it with what stands there: what differs is written, what is no longer
derived goes. Items that people touched keep all they have; they may gain evidence (law 5).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from draad.dossier.work import evidence_id, write_parties
from draad.extract.codec import to_json
from draad.extract.edtf import bounds
from draad.extract.records import Item, Kind, Party

_WARNING = "items could not be sought: "
_UNSOUGHT = f"""warnings LIKE '%"{_WARNING}%'"""


class Place(NamedTuple):
    """Where a proposed item stands."""

    document: int
    copy: int | None
    start: int
    end: int


class Proposal(NamedTuple):
    """One item with all its places, the one from which it was derived first. See :func:`proposal`."""

    kind: Kind
    message: int | None
    places: tuple[Place, ...]
    derived: tuple[Any, ...]
    """As in the columns from ``text`` to ``data``."""


def proposal(item: Item, text: str, message: int | None, places: Sequence[Place]) -> Proposal:
    """An item as it will be stored; ``text`` are the words of its first place. For the workers: it is half the cost."""
    due = item.due
    first, last = bounds(due.due) if due else (None, None)
    derived = (
        *(text, item.said, _names(item.owners), _names(item.counterparties)),
        *(due and due.due, first, last, due and due.every, int(bool(due and due.urgent))),
        *(item.score, item.cue, json.dumps(to_json(item), ensure_ascii=False, separators=(",", ":"))),
    )
    return Proposal(item.kind, message, tuple(places), derived)


def _names(parties: Sequence[Party]) -> str:
    return json.dumps(list(dict.fromkeys(p.name for p in parties)), ensure_ascii=False) if parties else "[]"


class Proposed(NamedTuple):
    """What was found in some whole scopes."""

    messages: tuple[int, ...]
    documents: tuple[tuple[int, int], ...]
    """Documents that are no mail, with their likeness."""
    proposals: tuple[Proposal, ...]
    failed: tuple[tuple[int, str], ...] = ()
    """Documents in which items could not be sought, and why."""


@dataclass(frozen=True, slots=True)
class Unsought:
    """A document in which items, or ties from it, could not be sought; each next ingest tries it again."""

    document: str
    """Its name."""
    reason: str


class Wanted(NamedTuple):
    """One message to look at: the copy that stands for it, and when it was sent."""

    message: int
    copy: int
    n: int
    sent_at: int | None
    sent_offset: int | None
    certainty: str | None


class PendingDocument(NamedTuple):
    """One document to look at."""

    id: int
    length: int
    messages: tuple[Wanted, ...]
    """Whose representative copies stand in it."""
    whole: bool
    """Its text outside copies as well; only where it is no mail."""


_NO_MAIL = "kind IN ('report', 'letter', 'note', 'other')"
_MESSAGES = """
    SELECT c.document, d.length, m.id, c.id, c.n, m.sent_at, m.sent_offset, m.certainty
    FROM messages m JOIN copies c ON c.id = m.representative JOIN documents d ON d.id = c.document
    WHERE m.id IN (
        SELECT id FROM messages WHERE batch > ?
        UNION SELECT w.message FROM copies o JOIN woven w ON w.copy = o.id
        WHERE o.document IN (SELECT value FROM json_each(?))
    ) AND (m.batch > ? OR c.document IN (SELECT value FROM json_each(?)))
    ORDER BY d.no, c.n
"""


def extracted(con: sqlite3.Connection) -> int:
    """The batch up to which items were sought; 0 where that never happened."""
    return int(con.execute("SELECT value FROM meta WHERE key = 'extracted'").fetchone()[0])


def since(con: sqlite3.Connection) -> int:
    """The batch after which all is to be looked at: 0, that is everything, where another finder looked before."""
    return 0 if _meta(con, "anew") else extracted(con)


def renew(con: sqlite3.Connection, finder: int) -> None:
    """Lets all documents be looked at again where another version of the finder did so last.

    That stays noted until a search is finished, so a run that is broken off leaves nothing to the old finder.
    """
    con.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", (("finder", finder), ("anew", 1)))


def finder(con: sqlite3.Connection) -> int | None:
    """The version of the finder that looked last; None where that was not noted."""
    return _meta(con, "finder")


def _meta(con: sqlite3.Connection, key: str) -> int | None:
    row = con.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def unsought(con: sqlite3.Connection) -> dict[int, Unsought]:
    """Documents in which items could not be sought, by identifier, in order of arrival."""
    rows = con.execute(f"SELECT id, name, warnings FROM documents WHERE {_UNSOUGHT} ORDER BY no")
    return {
        document: Unsought(name, text.removeprefix(_WARNING))
        for document, name, warnings in rows
        for text in json.loads(warnings)
        if text.startswith(_WARNING)
    }


def is_behind(con: sqlite3.Connection) -> bool:
    """Whether something came in or changed in which items, or ties between them, were not yet sought, or in vain."""
    after = since(con)
    tables = ("messages WHERE", "threads WHERE", f"documents WHERE {_NO_MAIL} AND")
    fresh = any(con.execute(f"SELECT 1 FROM {table} batch > ? LIMIT 1", (after,)).fetchone() for table in tables)
    return fresh or con.execute(f"SELECT 1 FROM documents WHERE {_UNSOUGHT} LIMIT 1").fetchone() is not None


def pending(con: sqlite3.Connection) -> list[PendingDocument]:
    """Documents in which something came in or changed since items were last sought, or where that failed.

    In order of arrival.
    """
    after, failed = since(con), json.dumps(list(unsought(con)))
    messages: dict[int, list[Wanted]] = {}
    lengths: dict[int, int] = {}
    for document, length, *row in con.execute(_MESSAGES, (after, failed, after, failed)):
        lengths[document] = length
        messages.setdefault(document, []).append(Wanted(*row))
    query = f"""
        SELECT id, length FROM documents
        WHERE {_NO_MAIL} AND (batch > ? OR id IN (SELECT value FROM json_each(?))) ORDER BY no
    """
    whole = dict(con.execute(query, (after, failed)).fetchall())
    both = lengths | whole
    return [PendingDocument(d, both[d], tuple(messages.get(d, ())), d in whole) for d in both]


def twins_of(con: sqlite3.Connection, likenesses: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Documents looked at before, by likeness, with their lengths."""
    query = (
        "SELECT likeness, document, length FROM twins JOIN documents ON id = document"
        " WHERE likeness IN (SELECT value FROM json_each(?)) ORDER BY document"
    )
    held: dict[int, list[tuple[int, int]]] = {}
    for likeness, document, length in con.execute(query, (json.dumps(list(likenesses)),)):
        held.setdefault(likeness, []).append((document, length))
    return held


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────


def begin(con: sqlite3.Connection) -> None:
    """Takes away what was proposed in messages that are no more."""
    lost = "version = 0 AND message IS NOT NULL AND message NOT IN (SELECT id FROM messages)"
    _remove(con, [row[0] for row in con.execute(f"SELECT id FROM items WHERE {lost}")])


def finish(con: sqlite3.Connection, number: int, looked: Container[int], failed: Mapping[int, str]) -> None:
    """Notes that all up to batch ``number`` was looked at, and where that failed.

    Items of people go with the message that now holds their copy.
    """
    con.execute(
        "UPDATE items SET message = (SELECT message FROM woven WHERE woven.copy = items.copy) WHERE copy IS NOT NULL"
        " AND version > 0 AND message IS NOT (SELECT message FROM woven WHERE woven.copy = items.copy)"
    )
    _warn(con, looked, failed)
    con.execute("UPDATE meta SET value = ? WHERE key = 'extracted'", (number,))
    con.execute("DELETE FROM meta WHERE key = 'anew'")


def save(con: sqlite3.Connection, found: Proposed, number: int) -> int:
    """Makes the items of some scopes equal to what was found there; gives how many rows of items were written."""
    rows, evidence = _Joining(con, found).settled(number)
    _drop_evidence(con, found, evidence)
    _remove(con, [item for item in _stored(con, found) if item not in rows])
    written = _write(con, rows)
    _write_evidence(con, evidence)
    con.executemany("INSERT OR REPLACE INTO twins VALUES (?, ?)", found.documents)
    return written


class _Touched(NamedTuple):
    """One place of an item that people touched."""

    item: int
    kinds: frozenset[str]
    start: int
    end: int


class _Joining:
    """Decides which item each proposal becomes: one that people touched where it overlaps, else one of its own."""

    def __init__(self, con: sqlite3.Connection, found: Proposed) -> None:
        self._found = found
        self._touched: dict[int, list[_Touched]] = {}
        self._owned: dict[int, int] = {}
        documents = {place.document for proposal in found.proposals for place in proposal.places}
        # A kind that a person changed must not make the proposal come back under its old kind.
        query = """
            SELECT e.document, e.id, e.item, i.kind, json_extract(i.data, '$.kind'), e.start, e."end"
            FROM evidence e JOIN items i ON i.id = e.item
            WHERE i.version > 0 AND e.document IN (SELECT value FROM json_each(?)) ORDER BY e.item, e.start
        """
        for document, identifier, item, now, was, start, end in con.execute(query, (json.dumps(sorted(documents)),)):
            self._touched.setdefault(document, []).append(_Touched(item, frozenset((now, was)), start, end))
            self._owned[identifier] = item

    def settled(self, number: int) -> tuple[dict[int, tuple[Any, ...]], dict[int, tuple[int, Place]]]:
        """Rows of items by identifier, and places by identifier with the item each belongs to."""
        rows: dict[int, tuple[Any, ...]] = {}
        evidence: dict[int, tuple[int, Place]] = {}
        for proposal in self._found.proposals:
            kind = proposal.kind
            places = {evidence_id(place.document, kind, place.start): place for place in proposal.places}
            own = {identifier: place for identifier, place in places.items() if identifier not in evidence}
            if not own or next(iter(places)) not in own:
                continue  # the same words at the same place were found twice; the first stands
            touched = next((self._owned[i] for i in own if i in self._owned), None) or self._overlapping(proposal)
            if touched is None:
                item = min(own)
                rows[item] = _row(item, proposal, number)
            else:
                item = touched
                own = {identifier: place for identifier, place in own.items() if not self._holds(item, kind, place)}
            evidence.update((identifier, (item, place)) for identifier, place in own.items())
        return rows, evidence

    def _overlapping(self, proposal: Proposal) -> int | None:
        """The touched item that shares most characters with a proposal, the smallest of equals."""
        shared: dict[int, int] = {}
        for place in proposal.places:
            for one in self._touched.get(place.document, ()):
                common = min(one.end, place.end) - max(one.start, place.start)
                if proposal.kind in one.kinds and common > 0:
                    shared[one.item] = shared.get(one.item, 0) + common
        return min(shared, key=lambda item: (-shared[item], item)) if shared else None

    def _holds(self, item: int, kind: Kind, place: Place) -> bool:
        """Whether a touched item stands there already, perhaps with more or fewer words: this one, or another.

        Two that people touched may turn out to be one, when messages merge. Each keeps its places, and nobody's work
        is left without evidence; a person says which of the two is superseded.
        """
        return any(
            (one.item == item or kind in one.kinds) and one.start < place.end and place.start < one.end
            for one in self._touched.get(place.document, ())
        )


_COLUMNS = (
    *("id", "kind", "status", "origin", "message", "document", "copy", "start", "end", "text", "said", "owner"),
    *("counterparty", "due", "due_first", "due_last", "every", "urgent", "score", "cue", "data", "version", "batch"),
)
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_DERIVED = ", ".join(f'"{name}"' for name in _COLUMNS[:-2])


def _row(identifier: int, one: Proposal, number: int) -> tuple[Any, ...]:
    place = one.places[0]
    stands = (one.message, place.document, place.copy, place.start, place.end)
    return (identifier, one.kind, "proposed", "draad", *stands, *one.derived, 0, number)


def _stored(con: sqlite3.Connection, found: Proposed) -> Iterator[int]:
    """The untouched items of these scopes.

    The plus keeps the index of messages out of it, by which all items of all reports would be walked.
    """
    query = """
        SELECT id FROM items WHERE version = 0 AND message IN (SELECT value FROM json_each(?))
        UNION SELECT id FROM items
        WHERE version = 0 AND +message IS NULL AND document IN (SELECT value FROM json_each(?))
    """
    return (row[0] for row in con.execute(query, _scopes(found)).fetchall())


def _scopes(found: Proposed) -> tuple[str, str]:
    return json.dumps(found.messages), json.dumps([document for document, _ in found.documents])


def _drop_evidence(con: sqlite3.Connection, found: Proposed, wanted: dict[int, tuple[int, Place]]) -> None:
    """Takes away places of untouched items in these scopes that were not found again."""
    query = """
        SELECT e.id FROM woven w JOIN copies c ON c.id = w.copy JOIN evidence e ON e.document = c.document
        JOIN items i ON i.id = e.item
        WHERE e.copy = w.copy AND i.version = 0 AND w.message IN (SELECT value FROM json_each(?))
        UNION SELECT e.id FROM evidence e JOIN items i ON i.id = e.item
        WHERE e.copy IS NULL AND i.version = 0 AND e.document IN (SELECT value FROM json_each(?))
    """
    gone = [(row[0],) for row in con.execute(query, _scopes(found)).fetchall() if row[0] not in wanted]
    con.executemany("DELETE FROM evidence WHERE id = ?", gone)


def _remove(con: sqlite3.Connection, items: Sequence[int]) -> None:
    gone = [(item,) for item in items]
    con.executemany("DELETE FROM evidence WHERE item = ?", gone)
    con.executemany("DELETE FROM item_parties WHERE item = ?", gone)
    con.executemany("DELETE FROM items WHERE id = ? AND version = 0", gone)


def _write(con: sqlite3.Connection, rows: dict[int, tuple[Any, ...]]) -> int:
    query = f"SELECT {_DERIVED} FROM items WHERE id IN (SELECT value FROM json_each(?))"
    stored = {row[0]: row for row in con.execute(query, (json.dumps(list(rows)),))}
    differ = {identifier: row for identifier, row in rows.items() if stored.get(identifier) != row[:-2]}
    holes = ", ".join("?" * len(_COLUMNS))
    con.executemany("DELETE FROM item_parties WHERE item = ?", ((identifier,) for identifier in differ))
    con.executemany(f"INSERT OR REPLACE INTO items ({_NAMES}) VALUES ({holes})", differ.values())
    for role in ("owner", "counterparty"):
        told = _COLUMNS.index(role)
        named = ((item, row[told]) for item, row in differ.items() if row[told] != "[]")
        write_parties(con, role, ((item, name) for item, names in named for name in json.loads(names)))
    return len(differ)


def _write_evidence(con: sqlite3.Connection, wanted: dict[int, tuple[int, Place]]) -> None:
    con.executemany(
        'INSERT INTO evidence (id, item, document, copy, start, "end") VALUES (?, ?, ?, ?, ?, ?)'
        ' ON CONFLICT (id) DO UPDATE SET item = excluded.item, copy = excluded.copy, "end" = excluded."end"'
        ' WHERE item <> excluded.item OR copy IS NOT excluded.copy OR "end" <> excluded."end"',
        ((identifier, item, *place) for identifier, (item, place) in wanted.items()),
    )


def _warn(con: sqlite3.Connection, looked: Container[int], failed: Mapping[int, str]) -> None:
    """Lists a document in which items could not be sought, with the reason, and takes off the list what was mended."""
    query = f"""
        SELECT id, warnings FROM documents WHERE {_UNSOUGHT}
        OR id IN (SELECT value FROM json_each(?))
    """
    for document, warnings in con.execute(query, (json.dumps(list(failed)),)).fetchall():
        kept = [text for text in json.loads(warnings) if not (document in looked and text.startswith(_WARNING))]
        told = [f"{_WARNING}{failed[document]}"] if document in failed else []
        now = json.dumps([*kept, *told], ensure_ascii=False, separators=(",", ":"))
        con.execute("UPDATE documents SET warnings = ? WHERE id = ? AND warnings <> ?", (now, document, now))
