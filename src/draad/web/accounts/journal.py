"""What happened to the accounts, and the searches that people keep: SQL over ``audit`` and ``saved``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from draad.errors import NotFoundError, UsageError

MOST_SAVED = 200
"""Searches that one user may keep."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log of the accounts."""

    id: int
    at: int
    """Seconds since 1970."""
    who: str
    """Empty for somebody who is not known."""
    what: str
    """``login``, ``login-failed``, ``logout``, ``user-added``, …: keys of texts under ``web.admin.what``."""
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that somebody keeps."""

    id: int
    name: str
    query: str
    """The query string of its address."""
    created: int


def note(con: sqlite3.Connection, now: int, who: str, what: str, detail: Mapping[str, Any]) -> None:
    """Writes a line in the log."""
    said = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    con.execute("INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)", (now, who, what, said))


def events(con: sqlite3.Connection, limit: int, before: int | None) -> list[Event]:
    """The log, newest first; ``before`` is the identifier from which to go on."""
    query = "SELECT id, at, who, what, detail FROM audit WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?"
    rows = con.execute(query, (before, before, limit))
    return [Event(number, at, who, what, json.loads(detail)) for number, at, who, what, detail in rows]


def save_search(con: sqlite3.Connection, user: str, name: str, query: str, now: int) -> int:
    """Keeps a search under a name; one of the same name is replaced. Its identifier. Raises UsageError."""
    name = " ".join(name.split())[:80]
    own = con.execute("SELECT count(*) FROM saved WHERE user = ? AND name != ?", (user, name)).fetchone()[0]
    if not name or own >= MOST_SAVED:
        raise UsageError(f"saved: {name!r}, {own} ({MOST_SAVED})")
    con.execute(
        """
        INSERT INTO saved (user, name, query, created) VALUES (?, ?, ?, ?)
        ON CONFLICT (user, name) DO UPDATE SET query = excluded.query, created = excluded.created""",
        (user, name, query, now),
    )
    return int(con.execute("SELECT id FROM saved WHERE user = ? AND name = ?", (user, name)).fetchone()[0])


def searches(con: sqlite3.Connection, user: str) -> list[SavedSearch]:
    """The searches that a user keeps, by name."""
    query = "SELECT id, name, query, created FROM saved WHERE user = ? ORDER BY name"
    return [SavedSearch(*row) for row in con.execute(query, (user,))]


def drop_search(con: sqlite3.Connection, user: str, search: int) -> None:
    """Forgets a search of this user; that of another is not found. Raises NotFoundError."""
    if not con.execute("DELETE FROM saved WHERE user = ? AND id = ?", (user, search)).rowcount:
        raise NotFoundError(str(search))
