"""What the search index must take in: one row for each message (its fullest copy) and each document that is no mail."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from draad.dossier.codec import read_mark_code
from draad.dossier.index import IndexRow

_UNSEARCHED = {"disclaimer", "furniture"}
"""Parts of a body that nobody looks for and that stand under every other message."""

_MESSAGES = """
    SELECT c.document, m.id, m.thread, m.sent_at, c.subject, c.sender, c.sender_domain, c."to", c.cc, c.body_start,
           c.body_end, c.parts, c.marks,
           (SELECT group_concat(name, ' ') FROM (SELECT DISTINCT d.name FROM woven w JOIN copies o ON o.id = w.copy
            JOIN documents d ON d.id = o.document WHERE w.message = m.id ORDER BY d.name))
    FROM messages m JOIN copies c ON c.id = m.representative WHERE m.batch > ? ORDER BY c.no
"""
_DOCUMENTS = """
    SELECT id, name, kind, report, rest, marks, text FROM documents JOIN texts USING (no)
    WHERE kind <> 'mail' AND batch > ? ORDER BY no
"""
_TEXT = "SELECT text FROM texts JOIN documents USING (no) WHERE id = ?"


def gone(con: sqlite3.Connection, since: int) -> list[int]:
    """Messages that are no more."""
    return [row[0] for row in con.execute("SELECT id FROM gone WHERE batch > ? ORDER BY id", (since,))]


def rows(con: sqlite3.Connection, since: int) -> Iterator[IndexRow]:
    """Messages and documents that changed after batch ``since``, in the order in which their texts lie on disk."""
    held, text = -1, ""
    for row in con.execute(_MESSAGES, (since,)):
        if row[0] != held:
            held, text = row[0], con.execute(_TEXT, (row[0],)).fetchone()[0]
        yield _message(row[1:], text)
    for row in con.execute(_DOCUMENTS, (since,)):
        yield _document(*row)


def _message(row: tuple[Any, ...], text: str) -> IndexRow:
    identifier, thread, at, subject, sender, domain, to, cc, start, end, parts, marks, names = row
    return IndexRow(
        id=identifier,
        kind="message",
        subject=subject or "",
        body="" if start is None else _without(text, start, end, parts),
        sender=_people([json.loads(sender)]) if sender else "",
        to=_people([*json.loads(to or "[]"), *json.loads(cc or "[]")]),
        sent_at=at,
        grounds=_grounds(marks),
        thread=thread,
        name=names or "",
        domain=domain,
    )


def _without(text: str, start: int, end: int, parts: str) -> str:
    if parts == "[]":
        return text[start:end]
    pieces = []
    for left, right, kind in json.loads(parts):
        if kind in _UNSEARCHED and start <= left:
            pieces.append(text[start:left])
            start = right
    return "".join((*pieces, text[start:end]))


def _people(people: Iterable[dict[str, str | None]]) -> str:
    return ", ".join(" ".join(filter(None, (person["text"], person["domain"]))) for person in people)


def _grounds(marks: str) -> tuple[str, ...]:
    if marks == "[]":
        return ()
    codes = {mark[2] for mark in json.loads(marks)}
    return tuple(sorted(code for code in codes if read_mark_code(code).article))


def _document(identifier: int, name: str, kind: str, report: str | None, rest: str, marks: str, text: str) -> IndexRow:
    told: dict[str, Any] = json.loads(report) if report else {}
    return IndexRow(
        id=identifier,
        kind="document",
        subject=told.get("title") or "",
        body="\n".join(text[start:end] for start, end in json.loads(rest)),
        sent_at=_held_at(told),
        soort=kind,
        grounds=_grounds(marks),
        name=name,
    )


def _held_at(report: dict[str, Any]) -> int | None:
    """The moment of a meeting; noon where only its day is told, so that no zone moves it to another day."""
    moment = report.get("start") or (f"{report['held']}T12:00:00+00:00" if report.get("held") else None)
    try:
        return int(datetime.fromisoformat(moment).timestamp()) if moment else None
    except ValueError:
        return None
