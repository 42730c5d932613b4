"""What is done with redactions: proposals are put, people decide, add, look twice, take back.

A row that nobody touched (version 0) is derived; a touched row is a person's, and stays whatever is proposed anew
(law 5). What one command did is one act in the log, and is taken back as a whole.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from draad.dossier.redaction_places import same_words
from draad.dossier.redactions import NewRedaction, Reach, RedactionStatus
from draad.errors import ConflictError, NoRedactionError, NothingToUndoError, UsageError
from draad.records import Proposal, RedactionKind, Span, short_id, stable_id

DECIDED: tuple[RedactionStatus, ...] = ("accepted", "rejected")
FIELDS = ("status", "ground", "kind", "note")
"""What people may change. Which words it is never changes."""
_KEPT = (*FIELDS, "who", "at", "reach", "second", "second_at", "version")
"""What the log keeps of a row, so that all of it can be put back."""
_CHOICES: dict[str, tuple[str, ...]] = {
    "status": get_args(RedactionStatus),
    "kind": get_args(RedactionKind),
}
_ROWS = f"SELECT id, document, twin, value, {', '.join(_KEPT)} FROM redactions"
Edit = tuple[int, int, Mapping[str, Any]]
"""Identifier, the version that was read, and the fields to change."""


class _Row(NamedTuple):
    id: int
    document: int
    twin: int
    value: int | None
    kept: dict[str, Any]


class Act:
    """One deed of one person: all that it changes stands under one number in the log."""

    def __init__(self, con: sqlite3.Connection, who: str, what: str, at: str) -> None:
        self.con, self.who, self.what, self.at = con, who, what, at
        last = con.execute("SELECT act FROM redaction_log ORDER BY id DESC LIMIT 1").fetchone()
        self.number = last[0] + 1 if last else 1

    def write(self, row: _Row, changes: Mapping[str, Any]) -> bool:
        """Changes a row and notes it; False where nothing differs."""
        new = {name: value for name, value in changes.items() if value != row.kept[name]}
        if not new:
            return False
        after = {**new, "version": row.kept["version"] + 1}
        sets = ", ".join(f"{name} = ?" for name in after)
        self.con.execute(f"UPDATE redactions SET {sets} WHERE id = ?", (*after.values(), row.id))
        self.log(row.id, {name: row.kept[name] for name in after}, after)
        return True

    def log(self, redaction: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """A line in the log."""
        told = [json.dumps(fields, ensure_ascii=False) for fields in (before, after)]
        self.con.execute(
            "INSERT INTO redaction_log (act, redaction, at, who, what, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.number, redaction, self.at, self.who, self.what, *told),
        )


# ── proposals ───────────────────────────────────────────────────────────────────────────────────────────────


def put(con: sqlite3.Connection, found: Mapping[int, Sequence[Proposal]], *, at: str) -> int:
    """Makes these the proposals of these documents, inside an open transaction; gives how many were written.

    Rows that nobody touched are replaced. Touched ones stay, and learn which message and twins they have now; a
    proposal that lies within one is left out. A new place of a passage on which was decided for all its copies, or for
    the whole dossier, is decided alike.
    """
    written = 0
    act = Act(con, "", "propose", at)
    for document, proposals in found.items():
        con.execute("DELETE FROM redactions WHERE document = ? AND version = 0", (document,))
        held = con.execute('SELECT start, "end", id FROM redactions WHERE document = ?', (document,)).fetchall()
        touched: dict[Span, int] = {(start, end): number for start, end, number in held if start is not None}
        messages = _messages(con, document)
        for proposal in proposals:
            row = _row_of(document, proposal, messages)
            if (known := touched.get(proposal.span)) is not None:
                told = (row["message"], row["value"], row["twin"], known)
                con.execute("UPDATE redactions SET message = ?, value = ?, twin = ? WHERE id = ?", told)
            elif not any(s <= proposal.span[0] and proposal.span[1] <= e for s, e in touched):
                _insert(con, row)
                _decide_alike(act, row)
                written += 1
    return written


def _row_of(document: int, proposal: Proposal, messages: _Messages) -> dict[str, Any]:
    start, end = proposal.span
    identifier = identifier_of(document, proposal.span)
    return {
        "id": identifier,
        "document": document,
        "message": messages.at(start),
        "start": start,
        "end": end,
        "kind": proposal.kind,
        "ground": proposal.ground,
        "status": "attention" if proposal.attention else "proposed",
        "score": round(proposal.score, 4),
        "reasons": json.dumps(proposal.reasons, ensure_ascii=False),
        "value": stable_id("value", proposal.kind, proposal.value) if proposal.value else None,
        "twin": proposal.twin or stable_id("twin", identifier),
        "origin": "draad",
    }


def _decide_alike(act: Act, row: Mapping[str, Any]) -> None:
    """What was decided of the passage's other places, where that was meant for this one too.

    Points of attention are decided one by one: nothing that holds for their value reaches them.
    """
    query = """
        SELECT status, ground, kind, note, who, at, reach FROM redactions
        WHERE (twin = ? AND reach IN ('copies', 'dossier') OR value = ? AND reach = 'dossier')
              AND version > 0 AND status IN ('accepted', 'rejected') AND id <> ?
        ORDER BY at DESC, id LIMIT 1"""
    value = None if row["status"] == "attention" else row["value"]  # equal to NULL is nothing
    decided = act.con.execute(query, (row["twin"], value, row["id"])).fetchone()
    if decided:
        names = ("status", "ground", "kind", "note", "who", "at", "reach")
        act.write(_row(act.con, row["id"]), dict(zip(names, decided, strict=True)))


def identifier_of(document: int, span: Span) -> int:
    """The identifier of a redaction of these characters."""
    return stable_id("redaction", document, *span)


def _insert(con: sqlite3.Connection, row: Mapping[str, Any]) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    con.execute(f"INSERT INTO redactions ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


class _Messages:
    """Which message stands where in one document."""

    def __init__(self, spans: Sequence[tuple[int, int, int | None]]) -> None:
        self._spans = spans
        self._starts = [start for start, _, _ in spans]

    def at(self, offset: int) -> int | None:
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self._spans[place][1]:
            return None
        return self._spans[place][2]


def _messages(con: sqlite3.Connection, document: int) -> _Messages:
    query = """
        SELECT c.header_start, max(c.header_end, coalesce(c.body_end, 0)), w.message
        FROM copies c LEFT JOIN woven w ON w.copy = c.id WHERE c.document = ? ORDER BY 1"""
    return _Messages(con.execute(query, (document,)).fetchall())


# ── deciding ────────────────────────────────────────────────────────────────────────────────────────────────


def decide(con: sqlite3.Connection, edits: Sequence[Edit], *, who: str, reach: Reach, at: str) -> list[int]:
    """Makes all changes, or none, inside an open transaction; gives the identifiers of all rows that changed.

    A place of which somebody decided by itself (reach ``place``) is left alone by decisions from elsewhere, and
    attention points are only ever decided one by one. Raises ConflictError, NoRedactionError, UsageError.
    """
    if reach not in get_args(Reach):
        raise UsageError.said("reach", value=reach, known=", ".join(get_args(Reach)))
    act = Act(con, who, "decide", at)
    named = {identifier for identifier, _, _ in edits}
    changed: dict[int, None] = {}
    for identifier, version, changes in edits:
        wanted = _checked(changes)
        row = _row(con, identifier)
        if row.kept["version"] != version:
            raise _conflict(row, version)
        if row.kept["status"] == "attention" and wanted.get("status") == "accepted" and len(edits) > 1:
            raise UsageError.said("attention-alone")
        signed = {**wanted, "who": who, "at": at, "reach": reach, "second": "", "second_at": None}
        alike = (one for one in _alike(con, row, reach) if one.id not in named)
        for one in (row, *alike):
            if any(one.kept[name] != value for name, value in wanted.items()) or one.kept["version"] == 0:
                act.write(one, signed)
                changed[one.id] = None
    return list(changed)


def _alike(con: sqlite3.Connection, row: _Row, reach: Reach) -> list[_Row]:
    """The other places to which a decision goes."""
    if reach == "place":
        return []
    query = f"{_ROWS} WHERE id <> ? AND reach <> 'place' AND"
    attention = "status = 'attention'" if row.kept["status"] == "attention" else "status <> 'attention'"
    if reach == "dossier" and row.value is not None:
        found = con.execute(f"{query} (twin = ? OR value = ?) AND {attention}", (row.id, row.twin, row.value))
    else:
        found = con.execute(f"{query} twin = ? AND {attention}", (row.id, row.twin))
    return [_read(one) for one in found.fetchall()]


def _row(con: sqlite3.Connection, identifier: int) -> _Row:
    row = con.execute(f"{_ROWS} WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise NoRedactionError(short_id(identifier))
    return _read(row)


def _read(row: Sequence[Any]) -> _Row:
    identifier, document, twin, value, *kept = row
    return _Row(identifier, document, twin, value, dict(zip(_KEPT, kept, strict=True)))


def _conflict(row: _Row, read: int) -> ConflictError:
    at = str(row.kept["at"] or "")[:16].replace("T", " ")
    return ConflictError(f"{short_id(row.id)}: {row.kept['who']}, {at} UTC ({read} → {row.kept['version']})")


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in changes.items():
        if name not in FIELDS:
            raise UsageError.said("redaction-field", value=name, known=", ".join(FIELDS))
        if name in _CHOICES and value not in _CHOICES[name]:
            raise UsageError.said("redaction-value", value=value, field=name, known=", ".join(_CHOICES[name]))
    return dict(changes)


# ── adding ──────────────────────────────────────────────────────────────────────────────────────────────────


def add(con: sqlite3.Connection, new: NewRedaction, *, who: str, reach: Reach, at: str) -> list[int]:
    """Withholds words or a box that a person marked, accepted at once; gives the identifiers, its own first.

    Words are sought in the other copies of their message, or in the whole dossier. Raises UsageError for a place
    without words or a box without a page.
    """
    act = Act(con, who, "add", at)
    fields = _checked({"status": "accepted", "ground": new.ground, "kind": new.kind, "note": new.note})
    if new.span is None:
        return [_add_row(act, _box_row(con, new), fields, reach)]
    places = same_words(con, new.document, new.span, reach)
    words = places[0].words
    value = stable_id("value", "words", words.casefold())
    twin = stable_id("twin", "words", new.document, *new.span)
    added = []
    for place in places:
        row = {
            "id": identifier_of(place.document, place.span),
            "document": place.document,
            "message": place.message,
            "start": place.span[0],
            "end": place.span[1],
            "value": value,
            "twin": twin,
        }
        added.append(_add_row(act, row, fields, reach))
    return added


def _box_row(con: sqlite3.Connection, new: NewRedaction) -> dict[str, Any]:
    pages = con.execute("SELECT pages FROM documents WHERE id = ?", (new.document,)).fetchone()
    numbers = {page[0] for page in json.loads((pages and pages[0]) or "[]")}
    if new.box is None or new.page not in numbers:
        raise UsageError.said("no-page", page=new.page)
    x0, y0, x1, y1 = (round(side, 1) for side in new.box)
    if not (0 <= x0 < x1 and 0 <= y0 < y1):
        raise UsageError.said("no-box", value=f"({x0}, {y0}, {x1}, {y1})")
    identifier = stable_id("redaction-box", new.document, new.page, x0, y0, x1, y1)
    return {
        "id": identifier,
        "document": new.document,
        "page": new.page,
        "box": json.dumps([x0, y0, x1, y1]),
        "value": None,
        "twin": stable_id("twin", identifier),
    }


def _add_row(act: Act, row: dict[str, Any], fields: Mapping[str, Any], reach: Reach) -> int:
    """A new row, or a proposed or rejected one that stands at this place and is accepted hereby."""
    signed = {**fields, "who": act.who, "at": act.at, "reach": reach}
    identifier = int(row["id"])
    if act.con.execute("SELECT 1 FROM redactions WHERE id = ?", (identifier,)).fetchone():
        act.write(_row(act.con, identifier), {**signed, "second": "", "second_at": None})
        return identifier
    _insert(act.con, {**row, **signed, "score": 1.0, "reasons": "[]", "origin": "person", "version": 1})
    act.log(identifier, {}, {**signed, "version": 1})
    return identifier


# ── a second look, and taking back ──────────────────────────────────────────────────────────────────────────


def second_look(con: sqlite3.Connection, identifiers: Iterable[int], *, who: str, at: str) -> list[int]:
    """Notes that somebody else looked at these decisions and agrees. Raises UsageError for one's own."""
    act = Act(con, who, "second", at)
    looked = []
    for identifier in identifiers:
        row = _row(con, identifier)
        if row.kept["status"] not in DECIDED or not row.kept["who"]:
            raise UsageError.said("not-decided", redaction=short_id(identifier))
        if row.kept["who"].casefold() == who.casefold():
            raise UsageError.said("own-decision")
        if act.write(row, {"second": who, "second_at": at}):
            looked.append(identifier)
    return looked


def undo(con: sqlite3.Connection, *, who: str, at: str) -> list[int]:
    """Takes back the last act of somebody that was not taken back yet; gives the rows.

    Raises NothingToUndoError, and ConflictError where somebody changed one of them since.
    """
    lines = _last_act(con, who)
    if not lines:
        raise NothingToUndoError(who)
    act = Act(con, who, "undo", at)
    for identifier, before, after in lines:
        row = _row(con, identifier)
        if row.kept["version"] != after["version"]:
            raise _conflict(row, after["version"])
        if not before:
            con.execute("DELETE FROM redactions WHERE id = ?", (identifier,))
        else:
            sets = ", ".join(f"{name} = ?" for name in before)
            con.execute(f"UPDATE redactions SET {sets} WHERE id = ?", (*before.values(), identifier))
        act.log(identifier, after, before)
    return [identifier for identifier, _, _ in lines]


def _last_act(con: sqlite3.Connection, who: str) -> list[tuple[int, dict[str, Any], dict[str, Any]]]:
    """An undo takes back what stands before it, as in any program."""
    undone = 0
    query = "SELECT act, what FROM redaction_log WHERE who = ? GROUP BY act ORDER BY act DESC"
    for number, what in con.execute(query, (who,)).fetchall():
        if what == "undo":
            undone += 1
        elif undone:
            undone -= 1
        else:
            query = "SELECT redaction, before, after FROM redaction_log WHERE act = ? ORDER BY id DESC"
            rows = con.execute(query, (number,)).fetchall()
            return [(identifier, json.loads(before), json.loads(after)) for identifier, before, after in rows]
    return []
