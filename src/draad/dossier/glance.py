"""What a dossier asks for and what it lacks, counted: terms that passed, messages that are missing, the last ingest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

_OVERDUE = """
    SELECT status, count(*), min(due_last) FROM items
    WHERE status IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?))
        AND due_last < ? AND every IS NULL
    GROUP BY status ORDER BY status
"""
_DUE = """
    SELECT status, count(*) FROM items
    WHERE status IN (SELECT value FROM json_each(?)) AND due_last BETWEEN ? AND ? GROUP BY status ORDER BY status
"""
_REFERRING = """
    SELECT t.id, t.subject, t.messages, t.documents, t.first_at, t.last_at, count(*) AS times
    FROM threads t, json_each(t.gaps) AS gap
    WHERE t.gaps LIKE '%"referred"%' AND json_extract(gap.value, '$.kind') = 'referred'
    GROUP BY t.id ORDER BY times DESC, t.messages DESC, t.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Ingest:
    """The last time that files were read in."""

    at: str
    """UTC, ISO 8601."""
    who: str
    read: int
    """Files."""
    failed: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A conversation that refers to messages that are nowhere in the dossier."""

    thread: int
    subject: str | None
    messages: int
    times: int
    """Messages referred to and missing."""
    first: int | None
    """Seconds since 1970, as ``last``."""
    last: int | None


def overdue(con: sqlite3.Connection, kinds: Collection[str], statuses: Collection[str], today: date) -> dict[str, int]:
    """How many items of these kinds and statuses have a last day before ``today`` and don't recur, by status.

    Days as they were agreed: what the Atw adds to a term of law is not counted in.
    """
    rows = con.execute(_OVERDUE, (_some(statuses), _some(kinds), today.isoformat()))
    return {status: number for status, number, _ in rows}


def due(con: sqlite3.Connection, statuses: Collection[str], first: date, last: date) -> dict[str, int]:
    """How many items of these statuses have their last day in a stretch of days, by status."""
    rows = con.execute(_DUE, (_some(statuses), first.isoformat(), last.isoformat()))
    return dict(rows)


def referring(con: sqlite3.Connection, limit: int) -> list[Missing]:
    """Conversations that refer to what is missing, those with most of it first."""
    return [
        Missing(thread, subject, messages, times, first, last)
        for thread, subject, messages, _, first, last, times in con.execute(_REFERRING, (limit,))
    ]


def last_moment(con: sqlite3.Connection) -> int | None:
    """The last moment at which a message was sent."""
    last: int | None = con.execute("SELECT max(sent_at) FROM messages").fetchone()[0]
    return last


def last_ingest(con: sqlite3.Connection) -> Ingest | None:
    """The last line of the log that tells of an ingest; None where there was none."""
    row = con.execute("SELECT at, who, detail FROM log WHERE what = 'ingest' ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    told: dict[str, Any] = json.loads(row[2])
    return Ingest(row[0], row[1], int(told.get("read", 0)), int(told.get("failed", 0)))


def _some(values: Collection[str]) -> str:
    return json.dumps(sorted(values))
