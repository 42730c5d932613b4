"""A document as ``split/`` gave it, made again from the database: what extraction looks at.

What the store does not keep for reading (boxes of lines, the true header of a mail file, the inventory) is left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from draad.dossier.codec import read_mark_code
from draad.dossier.reading import in_slices
from draad.records import Attendee, Copy, Document, Mark, Page, Part, Person, Point, Report, Sent, Split

_DOCUMENTS = """
    SELECT id, source, part, name, path, media, kind, first_line, pages, rest, marks, report, text
    FROM documents JOIN texts USING (no) WHERE id IN ({holes})
"""
_COPIES = """
    SELECT document, n, header_start, header_end, body_start, body_end, depth, sent_text, sent_at, sent_offset, zone,
           certainty, precision, subject, bare, prefix, sender, "to", cc, to_known, cc_known, style, parts, attachments,
           marks
    FROM copies WHERE document IN ({holes}) ORDER BY n
"""


def splits(con: sqlite3.Connection, documents: Sequence[int]) -> Iterator[Split]:
    """These documents taken apart, in the order of their identifiers as given."""
    for part, holes in in_slices(documents):
        copies: dict[int, list[Copy]] = {}
        for document, *row in con.execute(_COPIES.format(holes=holes), part):
            copies.setdefault(document, []).append(_copy(row))
        rows = {row[0]: row[1:] for row in con.execute(_DOCUMENTS.format(holes=holes), part)}
        for document in part:
            yield _split(rows[document], tuple(copies.get(document, ())))


def _split(row: tuple[Any, ...], copies: tuple[Copy, ...]) -> Split:
    source, part, name, path, media, kind, first, pages, rest, marks, report, text = row
    numbered = tuple(Page(*page) for page in json.loads(pages or "[]"))
    document = Document(source, part, name, path, media, text, first_line=first, pages=numbered)
    spans = tuple((start, end) for start, end in json.loads(rest))
    return Split(document, kind, copies, spans, _marks(marks), _report(json.loads(report)) if report else None)


def _copy(row: list[Any]) -> Copy:
    n, head, head_end, body, body_end, depth, *sent = row[:12]
    subject, bare, prefix, sender, to, cc, to_known, cc_known, style, parts, attachments, marks = row[12:]
    return Copy(
        n=n,
        header=(head, head_end),
        body=None if body is None else (body, body_end),
        depth=depth,
        sent=None if sent[0] is None else Sent(*sent),
        subject=subject,
        bare=bare,
        prefix=prefix,
        sender=_person(json.loads(sender)) if sender else None,
        to=_people(to),
        cc=_people(cc),
        to_known=bool(to_known),
        cc_known=bool(cc_known),
        style=style,
        parts=tuple(Part((start, end), kind) for start, end, kind in json.loads(parts)),
        attachments=tuple(json.loads(attachments)),
        marks=_marks(marks),
    )


def _person(told: dict[str, Any]) -> Person:
    return Person(told["text"], told["domain"])


def _people(told: str | None) -> tuple[Person, ...]:
    return tuple(_person(person) for person in json.loads(told or "[]"))


def _marks(told: str) -> tuple[Mark, ...]:
    return tuple(_mark(start, end, code) for start, end, code in json.loads(told))


def _mark(start: int, end: int, code: str) -> Mark:
    kind, law, article = read_mark_code(code)
    return Mark((start, end), kind, law, article)  # type: ignore[arg-type] # mark_code wrote nothing else


def _report(told: dict[str, Any]) -> Report:
    attendees = tuple(Attendee(**one) for one in told.pop("attendees"))
    points = tuple(Point((start, end)) for start, end in (one["span"] for one in told.pop("points")))
    return Report(**told, attendees=attendees, points=points)
