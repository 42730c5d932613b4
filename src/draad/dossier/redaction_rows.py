"""Redactions as they are read from the database, with the words that stand at their places."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from draad.dossier.codec import Lines
from draad.dossier.reading import Ref, in_slices, one_document, text_of
from draad.dossier.redactions import RedactionChange, RedactionFilter, RedactionView
from draad.errors import AmbiguousError, NoRedactionError
from draad.records import short_id

_COLUMNS = (
    'r.document, r.id, r.start, r."end", r.page, r.box, r.kind, r.ground, r.status, r.score, r.reasons, r.value,'
    " r.twin, r.message, r.origin, r.note, r.who, r.at, r.reach, r.second, r.second_at, r.version"
)
_READ = f"""
    SELECT {_COLUMNS} FROM redactions r
    JOIN documents d ON d.id = r.document JOIN sources s ON s.sha256 = d.source
    WHERE {{where}}
    ORDER BY s.name, d.source, d.part, r.start IS NULL, r.start, r."end", r.page, r.id
    LIMIT ? OFFSET ?"""
_LEAST_REF = 4


def redactions(
    con: sqlite3.Connection, where: RedactionFilter, limit: int | None = None, offset: int = 0
) -> list[RedactionView]:
    """In order of document and place; boxes after the words of their document."""
    test, values = tests(where)
    rows = con.execute(_READ.format(where=test), (*values, -1 if limit is None else limit, offset)).fetchall()
    return [view for _, held in groupby(rows, key=lambda row: row[0]) for view in _of_document(con, list(held))]


def by_id(con: sqlite3.Connection, identifiers: Iterable[int]) -> dict[int, RedactionView]:
    """Those of these identifiers that there are."""
    found: dict[int, RedactionView] = {}
    for part, holes in in_slices(list(identifiers)):
        rows = con.execute(_READ.format(where=f"r.id IN ({holes})"), (*part, -1, 0)).fetchall()
        for _, held in groupby(rows, key=lambda row: row[0]):
            found |= {view.id: view for view in _of_document(con, list(held))}
    return found


def find(con: sqlite3.Connection, ref: Ref) -> int:
    """The identifier meant by a unique beginning of one. Raises NoRedactionError, AmbiguousError."""
    if isinstance(ref, int):
        if con.execute("SELECT 1 FROM redactions WHERE id = ?", (ref,)).fetchone():
            return ref
        raise NoRedactionError(short_id(ref))
    digits = ref.strip().lower()
    if not _LEAST_REF <= len(digits) <= 16 or any(c not in "0123456789abcdef" for c in digits) or digits[0] > "7":
        raise NoRedactionError(ref)
    low, high = int(digits.ljust(16, "0"), 16), int(digits.ljust(16, "f"), 16)
    rows = con.execute("SELECT id FROM redactions WHERE id BETWEEN ? AND ? LIMIT 3", (low, high)).fetchall()
    if not rows:
        raise NoRedactionError(ref)
    if len(rows) > 1:
        raise AmbiguousError(", ".join(short_id(row[0]) for row in rows))
    return int(rows[0][0])


def spans(con: sqlite3.Connection, where: RedactionFilter) -> dict[int, list[tuple[int, int, str]]]:
    """Where redactions of words stand, and on what ground, by document: no text is read for it."""
    test, values = tests(where)
    query = f"""
        SELECT r.document, r.start, r."end", r.ground FROM redactions r WHERE r.start IS NOT NULL AND {test}
        ORDER BY r.document, r.start, r."end", r.id"""
    found: dict[int, list[tuple[int, int, str]]] = {}
    for document, start, end, ground in con.execute(query, values):
        found.setdefault(document, []).append((start, end, ground))
    return found


def count(con: sqlite3.Connection, where: RedactionFilter) -> dict[str, int]:
    """How many a filter lets through, by status."""
    test, values = tests(where)
    query = f"SELECT r.status, count(*) FROM redactions r WHERE {test} GROUP BY 1 ORDER BY 1"
    return dict(con.execute(query, values))


def documents(con: sqlite3.Connection) -> list[tuple[int, str, dict[str, int]]]:
    """Documents that have redactions, in order of name: identifier, name, how many there are of each status."""
    held: dict[int, dict[str, int]] = {}
    for document, status, number in con.execute("SELECT document, status, count(*) FROM redactions GROUP BY 1, 2"):
        held.setdefault(document, {})[status] = number
    query = """
        SELECT d.id, d.name FROM json_each(?) wanted CROSS JOIN documents d ON d.id = wanted.value
        JOIN sources s ON s.sha256 = d.source ORDER BY s.name, d.source, d.part"""
    return [(document, name, held[document]) for document, name in con.execute(query, (json.dumps(list(held)),))]


def tally(con: sqlite3.Connection) -> dict[tuple[str, str, str], int]:
    """How many there are of each kind, ground and status."""
    query = "SELECT kind, ground, status, count(*) FROM redactions GROUP BY 1, 2, 3"
    return {(kind, ground, status): number for kind, ground, status, number in con.execute(query)}


def tests(where: RedactionFilter) -> tuple[str, list[Any]]:
    """A filter as SQL over ``redactions r``, and its values."""
    lists = {
        "r.document": where.documents,
        "r.status": where.statuses,
        "r.kind": where.kinds,
        "r.ground": where.grounds,
        "r.value": where.values,
        "r.twin": where.twins,
        "r.message": where.messages,
    }
    parts = [f"{column} IN (SELECT value FROM json_each(?))" for column, wanted in lists.items() if wanted]
    values = [json.dumps(wanted) for wanted in lists.values() if wanted]
    if where.second is not None:
        parts.append("r.status IN ('accepted', 'rejected') AND r.version > 0")
        parts.append("r.second <> ''" if where.second else "r.second = ''")
    if where.not_by:
        parts.append("r.who <> ? COLLATE NOCASE")
        values.append(where.not_by)
    return " AND ".join(parts) or "1", values


def _of_document(con: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> Iterator[RedactionView]:
    """The rows of one document with their words, lines and pages: its text is read once."""
    view = one_document(con, rows[0][0])
    text = text_of(con, view.id)
    lines = Lines(text, view.first_line)
    for document, identifier, start, end, page, box, *rest in rows:
        span = None if start is None else (start, end)
        stands = lines.of(span) if span else None
        if stands is not None:
            own = stands[0] - view.first_line + 1
            page = next((number for number, begin, last, _ in view.pages if begin <= own <= last), None)
        yield _view(document, view.name, identifier, span, stands, page, box, text[start:end] if span else "", rest)


def _view(
    document: int,
    name: str,
    identifier: int,
    span: tuple[int, int] | None,
    lines: tuple[int, int] | None,
    page: int | None,
    box: str | None,
    text: str,
    rest: list[Any],
) -> RedactionView:
    kind, ground, status, score, reasons, value, twin, message, origin, note, who, at, *looked = rest
    reach, second, second_at, version = looked
    return RedactionView(
        id=identifier,
        document=document,
        document_name=name,
        span=span,
        lines=lines,
        page=page,
        box=tuple(json.loads(box)) if box else None,
        kind=kind,
        ground=ground,
        status=status,
        score=score,
        reasons=tuple((key, values) for key, values in json.loads(reasons)),
        text=text,
        value=value,
        twin=twin,
        message=message,
        origin=origin,
        note=note,
        who=who,
        at=at,
        reach=reach,
        second=second,
        second_at=second_at,
        version=version,
    )


def changes(
    con: sqlite3.Connection, redaction: int | None, who: str | None, before: int | None, limit: int
) -> list[RedactionChange]:
    """Lines of the log, newest first."""
    given = (("redaction = ?", redaction), ("who = ?", who), ("id < ?", before))
    tests = [test for test, value in given if value is not None]
    values = [value for _, value in given if value is not None]
    query = f"""
        SELECT id, act, redaction, at, who, what, before, after FROM redaction_log
        {f"WHERE {' AND '.join(tests)}" if tests else ""} ORDER BY id DESC LIMIT ?"""
    rows = con.execute(query, (*values, limit))
    return [
        RedactionChange(number, act, held, at, name, what, json.loads(was), json.loads(became))
        for number, act, held, at, name, what, was, became in rows
    ]
