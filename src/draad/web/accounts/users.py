"""Who has an account: SQL over the tables ``users`` and ``sessions``. Transactions are the caller's."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from draad.web.accounts.errors import BadNameError, LastAdminError, NoUserError, UserExistsError
from draad.web.accounts.roles import Role, User, rank
from draad.web.accounts.signing import digest, new_token

IDLE = 8 * 3600
"""Seconds after which a session that was not used ends: a working day."""
WHOLE = 7 * 24 * 3600
"""Seconds after which any session ends."""
_TOUCH = 60
"""Seconds: how exactly it is kept when a session or a token was last used; a write for every page would cost."""
_AGENT = 120
"""Most characters kept of what a browser calls itself."""
_NAME = re.compile(r"[^\W_](?:[\w.@-]{0,62}[^\W_])?")


@dataclass(frozen=True, slots=True)
class Account:
    """One user, as an admin sees them. Moments are seconds since 1970."""

    id: int
    name: str
    role: Role
    created: int
    disabled: int | None
    must_change: bool
    used: int | None
    """When they last asked for something in a session that still stands."""


@dataclass(frozen=True, slots=True)
class Session:
    """One browser in which somebody is signed in."""

    id: str
    """The beginning of the token's digest in hex: names it, opens nothing."""
    created: int
    used: int
    agent: str
    current: bool


class Found(NamedTuple):
    """The row of one user."""

    id: int
    name: str
    role: Role
    hash: str
    disabled: int | None
    must_change: bool


def clean_name(name: str) -> str:
    """A user's name as it is kept: NFKC, lower case. Raises BadNameError for what can't be one."""
    kept = unicodedata.normalize("NFKC", name).strip().lower()
    if not _NAME.fullmatch(kept):
        raise BadNameError(name[:64])
    return kept


def kept_name(name: str) -> str:
    """The name as it is kept; of what can't be a name a beginning, which is nobody's."""
    try:
        return clean_name(name)
    except BadNameError:
        return name[:64]


def find(con: sqlite3.Connection, name: str) -> Found:
    """One user. Raises NoUserError."""
    query = "SELECT id, name, role, hash, disabled, must_change FROM users WHERE name = ?"
    row = con.execute(query, (kept_name(name),)).fetchone()
    if row is None:
        raise NoUserError(kept_name(name))
    number, name, role, kept, disabled, must_change = row
    return Found(number, name, role, kept, disabled, bool(must_change))


def accounts(con: sqlite3.Connection) -> list[Account]:
    """All users, by name."""
    query = """
        SELECT u.id, u.name, u.role, u.created, u.disabled, u.must_change, max(s.used)
        FROM users u LEFT JOIN sessions s ON s.user = u.id GROUP BY u.id ORDER BY u.name"""
    return [
        Account(number, name, role, created, disabled, bool(must_change), used)
        for number, name, role, created, disabled, must_change, used in con.execute(query)
    ]


def add(con: sqlite3.Connection, name: str, role: Role, kept: str, must_change: bool, now: int) -> None:
    """A new user. Raises UserExistsError."""
    rank(role)
    try:
        con.execute(
            "INSERT INTO users (name, role, hash, created, must_change) VALUES (?, ?, ?, ?, ?)",
            (name, role, kept, now, must_change),
        )
    except sqlite3.IntegrityError:
        raise UserExistsError(name) from None


def keep_an_admin(con: sqlite3.Connection, name: str) -> None:
    """Raises LastAdminError where nobody else could keep the accounts without this user."""
    others = "SELECT 1 FROM users WHERE role = 'admin' AND disabled IS NULL AND name != ?"
    own = "SELECT 1 FROM users WHERE role = 'admin' AND disabled IS NULL AND name = ?"
    if con.execute(own, (name,)).fetchone() and not con.execute(others, (name,)).fetchone():
        raise LastAdminError(name)


def begin(con: sqlite3.Connection, user: int, agent: str, now: int) -> str:
    """A new session; its token, which is kept nowhere. Those that are over go."""
    con.execute("DELETE FROM sessions WHERE used <= ? OR created <= ?", (now - IDLE, now - WHOLE))
    token = new_token()
    shown = "".join(c for c in agent if c.isprintable())[:_AGENT]
    con.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", (digest(token), user, now, now, shown))
    return token


def by_session(con: sqlite3.Connection, token: str, now: int) -> tuple[User, bool] | None:
    """Who has this session and whether its use is to be noted; None where it is over or never was."""
    query = """
        SELECT u.name, u.role, u.must_change, s.used FROM sessions s JOIN users u ON u.id = s.user
        WHERE s.digest = ? AND u.disabled IS NULL AND s.used > ? AND s.created > ?"""
    row = con.execute(query, (digest(token), now - IDLE, now - WHOLE)).fetchone()
    if row is None:
        return None
    return User(row[0], row[1], must_change=bool(row[2])), now - row[3] >= _TOUCH


def touch(con: sqlite3.Connection, token: str, now: int) -> None:
    """Notes that a session was used."""
    con.execute("UPDATE sessions SET used = ? WHERE digest = ?", (now, digest(token)))


def sessions(con: sqlite3.Connection, user: int, current: str, now: int) -> list[Session]:
    """The sessions of a user that still stand, last used first."""
    own = digest(current)
    query = """
        SELECT digest, created, used, agent FROM sessions WHERE user = ? AND used > ? AND created > ?
        ORDER BY used DESC, digest"""
    rows = con.execute(query, (user, now - IDLE, now - WHOLE))
    return [Session(d.hex()[:16], created, used, agent, d == own) for d, created, used, agent in rows]


def end(con: sqlite3.Connection, token: str) -> None:
    """Ends one session."""
    con.execute("DELETE FROM sessions WHERE digest = ?", (digest(token),))


def end_all(con: sqlite3.Connection, user: int, but: str = "") -> int:
    """Ends the sessions of a user, but for that of one token; how many."""
    return con.execute("DELETE FROM sessions WHERE user = ? AND digest != ?", (user, digest(but))).rowcount


def end_one(con: sqlite3.Connection, user: int, session: str) -> int:
    """Ends the session of a user that ``Session.id`` names; how many: 0 or 1."""
    query = "DELETE FROM sessions WHERE user = ? AND substr(lower(hex(digest)), 1, 16) = ?"
    return con.execute(query, (user, session)).rowcount
