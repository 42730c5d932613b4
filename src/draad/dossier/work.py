"""What people do with items: change them, add their own, link them. Every change stands in the log of its item.

A touched item (version above 0) is a person's: no ingest changes anything in it but its evidence (law 5).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draad.dossier.items import find
from draad.dossier.placing import Placed, other_places, place_of
from draad.dossier.reading import Ref, find_document
from draad.errors import ConflictError, NoItemError, NotFoundError, PlaceTakenError, UsageError
from draad.extract.codec import to_json
from draad.extract.edtf import bounds
from draad.extract.records import KINDS, Item, Party
from draad.records import Span, short_id, stable_id

STATUSES = ("proposed", "open", "fulfilled", "dropped", "superseded", "rejected")
LINK_KINDS = ("answers", "fulfils", "repeats", "changes", "same", "conflicts", "part-of")
LINK_STATUSES = ("proposed", "confirmed", "rejected")
ORIGINS = ("person", "import")
FIELDS = (*("status", "kind", "owner", "counterparty", "due", "every", "urgent", "number", "note", "tags"),)
"""What people may change. The words of an item are the document's and never change."""

_DURATION = re.compile(r"P(?=[\dT])(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?")
_LISTS = ("owner", "counterparty", "tags")


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item that a person adds, or that is imported. It needs a place (law 1)."""

    kind: str
    document: Ref
    span: Span
    owner: tuple[str, ...] = ()
    counterparty: tuple[str, ...] = ()
    due: str | None = None
    """EDTF."""
    every: str | None = None
    """ISO 8601 duration."""
    urgent: bool = False
    number: str | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    status: str = "open"
    said: str | None = None
    """ISO date; None: the day of the message or the meeting."""


Edit = tuple[int, int, Mapping[str, Any]]
"""Identifier, the version that was read, and the fields to change."""


# ── changing ────────────────────────────────────────────────────────────────────────────────────────────────


def change(con: sqlite3.Connection, edits: Iterable[Edit], *, who: str, what: str, at: str) -> list[int]:
    """Makes all changes, or none, inside an open transaction; gives the identifiers in order.

    A change that changes nothing leaves version and log alone. Raises ConflictError, NotFoundError, UsageError.
    """
    return [_change(con, *edit, who, what, at) for edit in edits]


def _change(
    con: sqlite3.Connection, identifier: int, version: int, changes: Mapping[str, Any], who: str, what: str, at: str
) -> int:
    wanted = checked(changes)
    columns = ", ".join(FIELDS)
    row = con.execute(f"SELECT version, {columns} FROM items WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise NoItemError(short_id(identifier))
    if row[0] != version:
        raise _conflict(con, identifier, version, row[0])
    stored = dict(zip(FIELDS, row[1:], strict=True))
    now = {name: _read(name, stored[name]) for name in wanted}
    new = {name: value for name, value in wanted.items() if value != now[name]}
    if new:
        _write(con, identifier, new)
        log(con, identifier, who=who, what=what, at=at, before={name: now[name] for name in new}, after=new)
    return identifier


def _conflict(con: sqlite3.Connection, identifier: int, read: int, stands: int) -> ConflictError:
    query = "SELECT who, at FROM item_log WHERE item = ? ORDER BY id DESC LIMIT 1"
    who, at = con.execute(query, (identifier,)).fetchone() or ("somebody", "meanwhile")
    return ConflictError(f"{short_id(identifier)}: {who}, {at[:16].replace('T', ' ')} UTC ({read} → {stands})")


def checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as they are stored and logged. Raises UsageError for a field or a value that can't be."""
    made = {}
    for name, value in changes.items():
        if name not in FIELDS:
            raise UsageError.said("item-field", value=name, known=", ".join(FIELDS))
        made[name] = list(value) if name in _LISTS else bool(value) if name == "urgent" else value
        _check(name, made[name])
    return made


def _check(name: str, value: Any) -> None:
    if name in ("status", "kind"):
        known = STATUSES if name == "status" else KINDS
        if value not in known:
            raise UsageError.said("item-value", value=value, field=name, known=", ".join(known))
    elif name == "due":
        try:
            bounds(value)
        except ValueError as error:
            raise UsageError.said("edtf", value=value) from error
    elif name == "every" and value is not None and not _DURATION.fullmatch(value):
        raise UsageError.said("duration", value=value)
    elif name in _LISTS and not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise UsageError.said("empty-name", field=name)


def _read(name: str, value: Any) -> Any:
    return json.loads(value) if name in _LISTS else bool(value) if name == "urgent" else value


def _stored(name: str, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if name in _LISTS else int(value) if name == "urgent" else value


def _write(con: sqlite3.Connection, identifier: int, new: Mapping[str, Any]) -> None:
    values = {name: _stored(name, value) for name, value in new.items()}
    if "due" in new:
        values["due_first"], values["due_last"] = bounds(new["due"])
    sets = ", ".join(f"{name} = ?" for name in values)
    con.execute(f"UPDATE items SET {sets}, version = version + 1 WHERE id = ?", (*values.values(), identifier))
    for role in ("owner", "counterparty"):
        if role in new:
            con.execute("DELETE FROM item_parties WHERE item = ? AND role = ?", (identifier, role))
            write_parties(con, role, ((identifier, name) for name in new[role]))


def write_parties(con: sqlite3.Connection, role: str, names: Iterable[tuple[int, str]]) -> None:
    """Names of owners or counterparties by item, for the filters; the table takes no two that differ in case alone."""
    con.executemany("INSERT OR IGNORE INTO item_parties VALUES (?, ?, ?)", ((item, role, name) for item, name in names))


def log(
    con: sqlite3.Connection, item: int, *, who: str, what: str, at: str, before: Mapping[str, Any], after: Any
) -> None:
    """A line in the log of an item: who, when, what it was and what it became."""
    told = [json.dumps(value, ensure_ascii=False) for value in (before, after)]
    con.execute(
        "INSERT INTO item_log (item, at, who, what, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        (item, at, who, what, *told),
    )


# ── adding ──────────────────────────────────────────────────────────────────────────────────────────────────


def add(con: sqlite3.Connection, new: Sequence[NewItem], *, who: str, origin: str, at: str) -> list[int]:
    """Adds items, all or none, inside an open transaction; each is found in the other copies of its message as well.

    Raises UsageError for a place outside the document or where an item of the kind stands already, NotFoundError for
    an unknown document.
    """
    if origin not in ORIGINS:
        raise UsageError.said("origin", value=origin, known=", ".join(ORIGINS))
    return [_add(con, one, who, origin, at) for one in new]


def _add(con: sqlite3.Connection, new: NewItem, who: str, origin: str, at: str) -> int:
    fields = checked({name: getattr(new, name) for name in FIELDS})
    document = find_document(con, new.document)
    place = place_of(con, document, new.span)
    _check_free(con, new.kind, place)
    identifier = evidence_id(document, new.kind, place.start)
    item = Item(
        new.kind,  # type: ignore[arg-type] # checked above
        place.span,
        place.n,
        origin,
        place.span,
        owners=tuple(Party(name, "organisation") for name in new.owner),
        counterparties=tuple(Party(name, "organisation") for name in new.counterparty),
        said=new.said or place.said,
        score=1.0,
    )
    first, last = bounds(new.due)
    row = {
        "id": identifier,
        "origin": origin,
        "message": place.message,
        "document": document,
        "copy": place.copy,
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "said": item.said,
        "due_first": first,
        "due_last": last,
        "score": 1.0,
        "cue": origin,
        "data": json.dumps(to_json(item), ensure_ascii=False),
        "version": 1,
        "batch": 0,
        **{name: _stored(name, value) for name, value in fields.items()},
    }
    columns = ", ".join(f'"{name}"' for name in row)
    con.execute(f"INSERT INTO items ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    for role in ("owner", "counterparty"):
        write_parties(con, role, ((identifier, name) for name in fields[role]))
    _add_evidence(con, identifier, new.kind, [place, *other_places(con, place)])
    log(con, identifier, who=who, what="new", at=at, before={}, after=fields)
    return identifier


def _add_evidence(con: sqlite3.Connection, item: int, kind: str, places: Iterable[Placed]) -> None:
    """Where an item stands; a place that another item of the kind holds stays with that item."""
    con.executemany(
        'INSERT OR IGNORE INTO evidence (id, item, document, copy, start, "end") VALUES (?, ?, ?, ?, ?, ?)',
        ((evidence_id(p.document, kind, p.start), item, p.document, p.copy, p.start, p.end) for p in places),
    )


def standing(con: sqlite3.Connection, kind: str, document: int, span: Span) -> int | None:
    """The item of a kind that stands at a place, or overlaps it; None where there is none."""
    query = (
        "SELECT i.id FROM evidence e JOIN items i ON i.id = e.item"
        ' WHERE e.document = ? AND (e.id = ? OR i.kind = ? AND e.start < ? AND e."end" > ?) LIMIT 1'
    )
    same = evidence_id(document, kind, span[0])
    row = con.execute(query, (document, same, kind, span[1], span[0])).fetchone()
    return None if row is None else int(row[0])


def _check_free(con: sqlite3.Connection, kind: str, place: Placed) -> None:
    found = standing(con, kind, place.document, (place.start, place.end))
    if found is not None:
        raise PlaceTakenError(short_id(found))


def evidence_id(document: int, kind: str, start: int) -> int:
    """The identifier of a place where an item of a kind begins."""
    return stable_id("evidence", document, kind, start)


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────


def link(con: sqlite3.Connection, kind: str, source: Ref, target: Ref, *, who: str, at: str) -> int:
    """A confirmed link that a person makes between two items; one that was proposed or rejected is confirmed."""
    if kind not in LINK_KINDS:
        raise UsageError.said("link-kind", value=kind, known=", ".join(LINK_KINDS))
    first, second = find(con, source), find(con, target)
    if first == second:
        raise UsageError.said("own-link")
    query = "SELECT id FROM item_links WHERE kind = ? AND source = ? AND target = ?"
    if row := con.execute(query, (kind, first, second)).fetchone():
        return decide(con, row[0], "confirmed", who=who, at=at)
    identifier = stable_id("link", kind, first, second)
    con.execute(
        "INSERT INTO item_links (id, kind, source, target, status, score, reasons, who, batch)"
        " VALUES (?, ?, ?, ?, 'confirmed', 1.0, '[]', ?, 0)",
        (identifier, kind, first, second, who),
    )
    _log_link(con, identifier, {}, {"kind": kind, "status": "confirmed"}, who, at, "link")
    return identifier


def decide(con: sqlite3.Connection, identifier: int, status: str, *, who: str, at: str, what: str = "link") -> int:
    """Confirms or rejects a link, or takes that back (``what="undo"``). Raises NotFoundError, UsageError."""
    if status not in LINK_STATUSES:
        raise UsageError.said("link-status", value=status, known=", ".join(LINK_STATUSES))
    row = con.execute("SELECT kind, status FROM item_links WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise NotFoundError(short_id(identifier))
    kind, before = row
    if before != status:
        con.execute("UPDATE item_links SET status = ?, who = ? WHERE id = ?", (status, who, identifier))
        _log_link(con, identifier, {"kind": kind, "status": before}, {"kind": kind, "status": status}, who, at, what)
    return identifier


def _log_link(
    con: sqlite3.Connection,
    identifier: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    who: str,
    at: str,
    what: str,
) -> None:
    """In the log of both items, which are a person's from now on: a decided link must keep its ends."""
    source, target = con.execute("SELECT source, target FROM item_links WHERE id = ?", (identifier,)).fetchone()
    for item in filter(None, (source, target)):
        ends = {"link": short_id(identifier), "source": source and short_id(source), "target": short_id(target)}
        log(con, item, who=who, what=what, at=at, before={**ends, **before} if before else {}, after={**ends, **after})
        con.execute("UPDATE items SET version = 1 WHERE id = ? AND version = 0", (item,))
