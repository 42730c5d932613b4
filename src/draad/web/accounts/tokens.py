"""Access tokens, for programs: SQL over the table ``tokens``. Transactions are the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from draad.errors import UsageError
from draad.web.accounts.errors import NoTokenError
from draad.web.accounts.roles import SCOPES, Role, Scope, User, rank
from draad.web.accounts.signing import digest, new_token

PREFIX = "draad_"
"""By which a token can be told in a log or a repository where it should not stand."""
DAYS = 90
MOST_DAYS = 366
_TOUCH = 60


@dataclass(frozen=True, slots=True)
class Token:
    """One access token, without what opens. Moments are seconds since 1970."""

    id: str
    """The beginning of its digest in hex."""
    user: str
    name: str
    scopes: tuple[Scope, ...]
    created: int
    expires: int
    used: int | None
    expired: bool


def make(
    con: sqlite3.Connection, user: int, role: Role, name: str, scopes: Collection[str], days: int, now: int
) -> str:
    """A new token, which is shown once and kept nowhere. Raises UsageError for scopes or days that can't be."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise UsageError(f"scopes: {', '.join(unknown) or '-'} ({' | '.join(SCOPES)})")
    if "officer" in scopes and rank(role) < rank("officer"):
        raise UsageError(f"scope officer: the user is {role}.")
    if not 0 < days <= MOST_DAYS:
        raise UsageError(f"days: 1 … {MOST_DAYS}")
    token = new_token(PREFIX)
    kept = " ".join(scope for scope in SCOPES if scope in scopes)
    row = (digest(token), user, name.strip()[:80], kept, now, now + days * 86400)
    con.execute("INSERT INTO tokens (digest, user, name, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?)", row)
    return token


def by_token(con: sqlite3.Connection, token: str, now: int) -> tuple[User, bool] | None:
    """Who has this token, with their role of today, and whether its use is to be noted; None where it is no good."""
    if not token.startswith(PREFIX):
        return None
    query = """
        SELECT u.name, u.role, t.scopes, t.used FROM tokens t JOIN users u ON u.id = t.user
        WHERE t.digest = ? AND u.disabled IS NULL AND u.must_change = 0 AND t.expires > ?"""
    row = con.execute(query, (digest(token), now)).fetchone()
    if row is None:
        return None
    name, role, scopes, used = row
    return User(name, role, frozenset(scopes.split())), used is None or now - used >= _TOUCH


def touch(con: sqlite3.Connection, token: str, now: int) -> None:
    """Notes that a token was used."""
    con.execute("UPDATE tokens SET used = ? WHERE digest = ?", (now, digest(token)))


def listed(con: sqlite3.Connection, now: int, user: int | None = None) -> list[Token]:
    """The tokens of one user or of all, those that expired too, by user and age."""
    query = """
        SELECT t.digest, u.name, t.name, t.scopes, t.created, t.expires, t.used
        FROM tokens t JOIN users u ON u.id = t.user WHERE ? IS NULL OR u.id = ?
        ORDER BY u.name, t.created, t.digest"""
    return [
        Token(d.hex()[:16], owner, name, tuple(scopes.split()), created, expires, used, expires <= now)
        for d, owner, name, scopes, created, expires, used in con.execute(query, (user, user))
    ]


def revoke(con: sqlite3.Connection, ref: str, user: int | None = None) -> tuple[str, str]:
    """Takes a token away, by the beginning of its identifier; its user and name. Raises NoTokenError."""
    query = """
        SELECT t.digest, u.name, t.name FROM tokens t JOIN users u ON u.id = t.user
        WHERE (? IS NULL OR u.id = ?) AND substr(lower(hex(t.digest)), 1, ?) = ?"""
    ref = ref.lower()
    found = con.execute(query, (user, user, len(ref), ref)).fetchall() if len(ref) >= 4 else []
    if len(found) != 1:
        raise NoTokenError(ref[:64])
    con.execute("DELETE FROM tokens WHERE digest = ?", (found[0][0],))
    return found[0][1], found[0][2]
