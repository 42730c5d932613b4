"""What headers print, without the bodies below them: enough to name conversations and documents in a list."""

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
_NEWEST = """
    SELECT d.id, json_extract(d.report, '$.title'),
           CASE WHEN r.id IS NULL OR r.bare = c.bare THEN c.subject END, c.marks, c.header_start, c.header_end,
           substr(t.text, c.header_start + 1, c.header_end - c.header_start)
    FROM json_each(?) asked CROSS JOIN documents d ON d.id = asked.value
    LEFT JOIN copies c ON c.no = (
        SELECT no FROM copies WHERE document = d.id AND trim(subject) <> ''
        ORDER BY sent_at IS NULL, sent_at DESC, n LIMIT 1)
    LEFT JOIN texts t ON t.no = d.no AND c.no IS NOT NULL
    LEFT JOIN woven w ON w.copy = c.id LEFT JOIN messages m ON m.id = w.message
    LEFT JOIN copies r ON r.id = m.representative
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


@dataclass(frozen=True, slots=True)
class TitleView:
    """By what a document is known beside its name: all as that document itself prints it."""

    title: str | None
    """Of a meeting report."""
    subject: str | None
    """Of the newest message in it that has one. None where the copy that people read has another: a list stands the two
    beside each other, and one would tell what the other hides (law 2)."""
    marks: tuple[tuple[str, MarkCode], ...]
    """Each mark in the header of that message, as in ``HeaderView``."""


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


def of_documents(con: sqlite3.Connection, documents: Iterable[int]) -> dict[int, TitleView]:
    """By what these documents are known, by identifier; documents that are no more are left out."""
    found = {}
    for document, title, subject, marks, first, last, header in con.execute(_NEWEST, (json.dumps(list(documents)),)):
        told = json.loads(marks) if subject else ()
        spelled = ((header[a - first : b - first], read_mark_code(code)) for a, b, code in told if first <= a < last)
        found[document] = TitleView(title, subject, tuple(spelled))
    return found
