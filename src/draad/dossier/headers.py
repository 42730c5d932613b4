"""What headers print, without the bodies below them: enough to name conversations in a list."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from draad.dossier.codec import MarkCode, read_mark_code
from draad.dossier.reading import people_of, person_of
from draad.records import Person

_HEADERS = """
    SELECT m.id, c.subject, c.sender, c."to", c.marks, c.header_start, c.header_end, t.text
    FROM json_each(?) asked CROSS JOIN messages m ON m.id = asked.value JOIN copies c ON c.id = m.representative
    JOIN documents d ON d.id = c.document JOIN texts t ON t.no = d.no
"""


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The header of the copy that represents a message."""

    subject: str | None
    sender: Person | None
    to: tuple[Person, ...] | None
    """None where redaction makes the number unknowable and nobody is told."""
    marks: tuple[tuple[str, MarkCode], ...]
    """Each mark in it: as it is printed, and what it says."""


def of_messages(con: sqlite3.Connection, messages: Iterable[int]) -> dict[int, HeaderView]:
    """The headers of these messages by identifier; messages that are no more are left out."""
    found = {}
    for message, subject, sender, to, marks, first, last, text in con.execute(_HEADERS, (json.dumps(list(messages)),)):
        found[message] = HeaderView(
            subject,
            person_of(sender) if sender else None,
            people_of(to),
            tuple((text[a:b], read_mark_code(code)) for a, b, code in json.loads(marks) if first <= a < last),
        )
    return found
