"""The moment that is told of a message, where the copy that people read withholds its own.

Weaving takes the moment of a message from whichever copy prints it. Where the line "Verzonden" of the copy that is
shown is a mark, or was whited out, that would fill the one with the other (law 2): the message then keeps what that
copy itself still tells, a day or nothing. So it is stored, and so no page, search, export or item can tell more. A
line that OCR merely made unreadable withholds nothing.
"""

from __future__ import annotations

import json
import re
import sqlite3
from functools import cache
from typing import Any

from draad.fold import fold
from draad.knowledge import load

_DOUBTFUL = """
    SELECT i.id, c.sent_at, c.sent_offset, c.certainty, c.sent_text, c.marks, c.header_start,
           substr(t.text, c.header_start + 1, c.header_end - c.header_start)
    FROM temp.incoming_messages i JOIN copies c ON c.id = i.representative JOIN documents d ON d.id = c.document
    JOIN texts t ON t.no = d.no
    WHERE i.sent_at IS NOT NULL AND (c.sent_at IS NULL OR (c.precision = 'day' AND c.sent_at <> i.sent_at))
"""
_THREADS = """
    SELECT min(sent_at), max(sent_at), thread FROM temp.incoming_messages
    WHERE thread IN (SELECT thread FROM temp.incoming_messages WHERE id IN (SELECT value FROM json_each(?)))
    GROUP BY thread
"""
_EMPTY = re.compile(r"[\s>*|]*([^\W\d_][^:\n]{0,20}?)[\s*]*:[\s*]*\Z")
"""A line of a header with a name and nothing behind it."""


def keep_withheld(con: sqlite3.Connection) -> None:
    """Takes from the incoming messages, and from the period of their threads, what their shown copy withholds."""
    own = {
        identifier: (at, offset if at is not None else None, certainty if at is not None else "unknown", identifier)
        for identifier, at, offset, certainty, *line in con.execute(_DOUBTFUL).fetchall()
        if _withholds(*line)
    }
    if not own:
        return
    con.executemany(
        "UPDATE temp.incoming_messages SET sent_at = ?, sent_offset = ?, certainty = ? WHERE id = ?", own.values()
    )
    periods = con.execute(_THREADS, (json.dumps(list(own)),)).fetchall()
    con.executemany("UPDATE temp.incoming_threads SET first_at = ?, last_at = ? WHERE id = ?", periods)


def _withholds(printed: str | None, marks: str, begin: int, header: str) -> bool:
    """Whether the line of a header that tells the moment has a mark in it, or nothing at all."""
    if not printed:
        return leaves_out(header)
    told = " ".join(printed.split())
    within: list[list[Any]] = json.loads(marks)
    spelled = (header[start - begin : end - begin] for start, end, _ in within if 0 <= start - begin < len(header))
    return any(" ".join(spelling.split()) in told for spelling in spelled)


def leaves_out(header: str) -> bool:
    """Whether a header has a line for the moment of sending with nothing on it: it was whited out."""
    return any(_is_blank(line) for line in header.split("\n"))


def _is_blank(line: str) -> bool:
    found = _EMPTY.match(line)
    return found is not None and fold(found[1]) in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(map(fold, load("headers")["roles"]["sent"]))
