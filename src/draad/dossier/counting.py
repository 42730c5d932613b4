"""The figures of a whole dossier."""

from __future__ import annotations

import sqlite3

from draad.dossier.views import Counts

_REPEATED = """
    SELECT coalesce(sum(size), 0), coalesce(sum(CASE WHEN elsewhere IS NOT NULL THEN size END), 0) FROM (
        SELECT header_end - header_start + coalesce(body_end - body_start, 0) AS size, elsewhere
        FROM copies LEFT JOIN woven ON copy = id)
"""
_MARKS = """
    SELECT json_extract(mark.value, '$[2]') AS code, count(*) AS times FROM
        (SELECT marks FROM documents WHERE marks <> '[]' UNION ALL SELECT marks FROM copies WHERE marks <> '[]'),
        json_each(marks) AS mark
    GROUP BY code ORDER BY times DESC, code
"""
_GAPS = """
    SELECT json_extract(gap.value, '$.kind') AS kind, count(*) FROM threads, json_each(gaps) AS gap
    WHERE gaps <> '[]' GROUP BY kind ORDER BY kind
"""


def count(con: sqlite3.Connection) -> Counts:
    """Counts everything; some tenths of a second at 100,000 copies."""
    in_copies, repeated = con.execute(_REPEATED).fetchone()
    first, last = con.execute("SELECT min(sent_at), max(sent_at) FROM messages").fetchone()
    return Counts(
        sources=_one(con, "SELECT count(*) FROM sources"),
        documents=dict(con.execute("SELECT kind, count(*) FROM documents GROUP BY kind ORDER BY 2 DESC, 1")),
        copies=_one(con, "SELECT count(*) FROM copies"),
        messages=_one(con, "SELECT count(*) FROM messages"),
        threads=_one(con, "SELECT count(*) FROM threads"),
        characters=_one(con, "SELECT coalesce(sum(length), 0) FROM documents"),
        repeated=repeated / in_copies if in_copies else 0.0,
        marks=dict(con.execute(_MARKS)),
        failures=_one(con, "SELECT count(*) FROM failures"),
        first=first,
        last=last,
        gaps=dict(con.execute(_GAPS)),
        unreleased=_one(con, "SELECT count(*) FROM messages WHERE NOT released"),
    )


def _one(con: sqlite3.Connection, query: str) -> int:
    return int(con.execute(query).fetchone()[0])
