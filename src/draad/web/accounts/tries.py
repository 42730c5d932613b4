"""Failed logins, by digests of names and addresses: SQL over the table ``tries``. Transactions are the caller's."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from draad.web.accounts.limits import ADDRESS, KNOWN, NAME, Limit, network
from draad.web.accounts.signing import Signer


class Key(NamedTuple):
    """What failures are counted under, and how patiently."""

    digest: str
    limit: Limit


def keys(signer: Signer, name: str, address: str, browser: str) -> list[Key]:
    """What a login counts for: its address, and its name, of which a browser that is known to the user counts apart."""
    kinds = [(("known", name, browser), KNOWN) if browser else (("name", name), NAME)]
    if address:
        kinds.append((("address", network(address)), ADDRESS))
    return [Key(signer.mac("try", *parts)[:32], limit) for parts, limit in kinds]


def wait(con: sqlite3.Connection, counted: list[Key], now: int) -> int:
    """Seconds left to wait; 0 for none."""
    longest = 0
    for key in counted:
        row = con.execute("SELECT failures, last FROM tries WHERE key = ?", (key.digest,)).fetchone()
        if row:
            longest = max(longest, key.limit.wait(row[0], now - row[1]))
    return longest


def failed(con: sqlite3.Connection, counted: list[Key], now: int) -> None:
    """Counts a failure; those of long ago begin anew, and are thrown away."""
    con.execute("DELETE FROM tries WHERE last <= ?", (now - max(NAME.fade, ADDRESS.fade),))
    for key in counted:
        con.execute(
            """
            INSERT INTO tries VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN last <= ? THEN 1 ELSE failures + 1 END, last = excluded.last""",
            (key.digest, now, now - key.limit.fade),
        )


def passed(con: sqlite3.Connection, counted: list[Key]) -> None:
    """Forgets the failures of a name that came in; not those of the address, from which others may be guessed at."""
    con.executemany("DELETE FROM tries WHERE key = ?", [(key.digest,) for key in counted if key.limit != ADDRESS])
