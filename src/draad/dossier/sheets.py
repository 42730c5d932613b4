"""A document as a page shows it: a stretch of its lines with all that stands in them, and what lies around it.

A document may hold a thousand pages, so only the stretch that is shown is taken apart; of the rest only line ends are
counted.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from struct import iter_unpack
from typing import NamedTuple

from draad.dossier import places, reading
from draad.dossier.codec import Lines, read_mark_code
from draad.dossier.database import translated
from draad.dossier.files import Layout
from draad.dossier.reading import Ref
from draad.dossier.views import CopyPlace, CopyView, DocumentView, LineRange, MarkView
from draad.records import Box, Span

LINES = 1000
"""Lines of one stretch at most,"""
CHARACTERS = 100_000
"""and characters; a line that is longer by itself goes on in the next stretch."""
AROUND = 5
"""Parts of the same file that are named before and after a document."""

FIRST_WORDS = 90
"""Characters of a report's point by which it is known."""

_LINE_END = re.compile("\n")
_BOX = "<5f"
_BOX_SIZE = 20
"""Bytes a line in ``texts.boxes``: page, x0, y0, x1, y1 as little-endian float32; NaN where there is none."""
_TEXT = "SELECT t.text, d.marks FROM documents d JOIN texts t USING (no) WHERE d.id = ?"
_BOXES = "SELECT substr(t.boxes, ?, ?) FROM documents d JOIN texts t USING (no) WHERE d.id = ?"
_IN_RANGE = "c.document = ? AND c.header_start < ? AND coalesce(c.body_end, c.header_end) > ?"
_ITEMS = """
    SELECT e.start, e."end", i.id, i.kind, i.status FROM evidence e JOIN items i ON i.id = e.item
    WHERE e.document = ? AND e.start < ? AND e."end" > ? AND i.status <> 'rejected' ORDER BY e.start, e."end", i.id
"""
_TALLIES = """
    SELECT c.document, count(*), count(w.elsewhere), min(c.sent_at), max(c.sent_at)
    FROM json_each(?) asked CROSS JOIN copies c ON c.document = asked.value LEFT JOIN woven w ON w.copy = c.id
    GROUP BY 1
"""
_RELATED = "SELECT id, name, source, kind, part FROM documents WHERE {} ORDER BY part LIMIT ?"


class ItemPlace(NamedTuple):
    """An item where it stands in a document."""

    span: Span
    id: int
    kind: str
    status: str


class Named(NamedTuple):
    """Another document, to go to."""

    id: int
    name: str
    kind: str
    part: int


class Tally(NamedTuple):
    """What is in a document, in figures."""

    copies: int = 0
    repeated: int = 0
    """Copies of messages that a reader met elsewhere before."""
    first: int | None = None
    """The first moment of sending in it, seconds since 1970."""
    last: int | None = None


class Stretch(NamedTuple):
    """Lines that are shown together: the first and the last, and the characters they hold."""

    lines: LineRange
    span: Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stretch of a document, with what stands in it."""

    document: DocumentView
    text: str
    """Of the stretch alone."""
    stretch: Stretch
    number: int
    """Which stretch this is, from 0, of ``stretches``."""
    stretches: tuple[Stretch, ...]
    copies: tuple[CopyView, ...]
    """Those that stand in it, in part or whole, in order."""
    elsewhere: dict[int, CopyPlace]
    """By copy: the place where a reader met the same message first."""
    marks: tuple[MarkView, ...]
    """All in the stretch, within copies and without."""
    items: tuple[ItemPlace, ...]
    """All that stand in it, those that a person rejected left out."""
    boxes: tuple[Box | None, ...]
    """One a line of the stretch, for a source with pages; else empty."""
    tally: Tally
    points: tuple[tuple[LineRange, str], ...]
    """Of a meeting report: the lines of each of its points, in the stretch or not, and its first words."""


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around a document."""

    mail: Named | None
    """To which it was attached."""
    attachments: tuple[Named, ...]
    parts: tuple[Named, ...]
    """Of the same file, itself included: all, or some before and after; empty where it is the only one."""
    parts_total: int
    file: str
    """The source's file name."""
    size: int
    """Of the file, in bytes."""


class Sheets:
    """Documents by stretches; a part of ``Dossier``."""

    layout: Layout
    _con: sqlite3.Connection

    def sheet(self, ref: Ref, *, line: int | None = None, number: int = 0) -> Sheet:
        """The stretch of a document that holds a line, or the one of this number; the nearest where there is none.

        Raises NotFoundError.
        """
        with translated(self.layout.database):
            return _sheet(self._con, reading.find_document(self._con, ref), line, number)

    def around(self, ref: Ref) -> Around:
        """What lies around a document. Raises NotFoundError."""
        with translated(self.layout.database):
            return _around(self._con, reading.one_document(self._con, reading.find_document(self._con, ref)))

    def boxes(self, ref: Ref) -> tuple[Box | None, ...]:
        """Where each line of a document stands; empty for a source without pages. Raises NotFoundError."""
        with translated(self.layout.database):
            document = reading.one_document(self._con, reading.find_document(self._con, ref))
            lines = reading.text_of(self._con, document.id).count("\n") + 1
            whole = Stretch((document.first_line, document.first_line + lines - 1), (0, document.length))
            return _boxes(self._con, document, whole)

    def tallies(self, documents: Sequence[int]) -> dict[int, Tally]:
        """The figures of documents; those without copies are left out."""
        with translated(self.layout.database):
            return _tallies(self._con, documents)


def _sheet(con: sqlite3.Connection, identifier: int, line: int | None, number: int) -> Sheet:
    document = reading.one_document(con, identifier)
    text, own_marks = con.execute(_TEXT, (identifier,)).fetchone()
    ends = [end.start() for end in _LINE_END.finditer(text)]
    stretches = _stretches(ends, len(text), document.first_line)
    if line is not None:
        number = bisect_left([one.lines[1] for one in stretches], line)
    number = min(max(number, 0), len(stretches) - 1)
    stretch = stretches[number]
    low, high = stretch.span
    copies = reading.copies(con, _IN_RANGE, (identifier, high, low))
    loose = _loose_marks(own_marks, stretch, text)
    marks = [mark for mark in (*loose, *(m for copy in copies for m in copy.marks)) if _meets(mark.span, stretch.span)]
    told = places.of_copies(con, [copy.elsewhere for copy in copies if copy.elsewhere is not None])
    return Sheet(
        document=document,
        text=text[low:high],
        stretch=stretch,
        number=number,
        stretches=stretches,
        copies=tuple(copies),
        elsewhere={copy.id: told[copy.elsewhere] for copy in copies if copy.elsewhere in told},
        marks=tuple(sorted(marks, key=lambda mark: mark.span)),
        items=tuple(ItemPlace((a, b), *rest) for a, b, *rest in con.execute(_ITEMS, (identifier, high, low))),
        boxes=_boxes(con, document, stretch),
        tally=_tallies(con, [identifier]).get(identifier, Tally()),
        points=tuple(_points(document, text)),
    )


def _loose_marks(held: str, stretch: Stretch, text: str) -> list[MarkView]:
    """Marks outside all copies, those of the stretch alone: a document may hold a hundred thousand."""
    low, high = stretch.span
    lines = Lines(text[low:high], stretch.lines[0])
    return [
        MarkView((start, end), lines.of((max(start - low, 0), min(end, high) - low)), read_mark_code(code))
        for start, end, code in (json.loads(held) if held != "[]" else ())
        if start < high and end > low
    ]


def _tallies(con: sqlite3.Connection, documents: Sequence[int]) -> dict[int, Tally]:
    rows = con.execute(_TALLIES, (json.dumps(list(documents)),))
    return {document: Tally(*figures) for document, *figures in rows}


def _points(document: DocumentView, text: str) -> Iterator[tuple[LineRange, str]]:
    if document.report:
        lines = Lines(text, document.first_line)
        for start, end in (point["span"] for point in document.report["points"]):
            yield lines.of((start, end)), text[start : min(end, start + FIRST_WORDS)]


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def _stretches(ends: Sequence[int], length: int, first_line: int) -> tuple[Stretch, ...]:
    """A text cut into stretches of at most ``LINES`` lines and ``CHARACTERS`` characters, at line ends where it can."""
    count = len(ends) + (not ends or ends[-1] < length - 1)  # the end of the last line begins no other
    found: list[Stretch] = []
    line, start = 0, 0
    while start < length or not found:
        room = start + CHARACTERS
        after = min(count if room >= length else bisect_left(ends, room), line + LINES)
        if after <= line:  # not even one line fits
            found.append(Stretch((line + first_line, line + first_line), (start, room)))
            start = room
            continue
        end = length if after >= count else ends[after - 1] + 1
        found.append(Stretch((line + first_line, after - 1 + first_line), (start, end)))
        line, start = after, end
    return tuple(found)


def _boxes(con: sqlite3.Connection, document: DocumentView, stretch: Stretch) -> tuple[Box | None, ...]:
    first, last = (line - document.first_line for line in stretch.lines)
    held = (first * _BOX_SIZE + 1, (last - first + 1) * _BOX_SIZE, document.id)
    data = con.execute(_BOXES, held).fetchone()[0] or b""
    whole = data[: len(data) // _BOX_SIZE * _BOX_SIZE]
    # NaN alone differs from itself.
    return tuple(Box(int(page), *box) if page == page else None for page, *box in iter_unpack(_BOX, whole))


def _around(con: sqlite3.Connection, document: DocumentView) -> Around:
    path, size = con.execute("SELECT path, size FROM sources WHERE sha256 = ?", (document.source,)).fetchone()
    total = con.execute("SELECT count(*) FROM documents WHERE source = ?", (document.source,)).fetchone()[0]
    near = f"source = ? AND part BETWEEN {document.part - AROUND} AND {document.part + AROUND}"
    mail = [] if document.attached_to is None else _named(con, "id = ?", document.attached_to)
    return Around(
        mail=next(iter(mail), None),
        attachments=tuple(_named(con, "attached_to = ?", document.id)),
        parts=tuple(_named(con, near, document.source)) if total > 1 else (),
        parts_total=total,
        file=PurePosixPath(path).name,
        size=size,
    )


def _named(con: sqlite3.Connection, condition: str, value: int | str) -> list[Named]:
    return _as_named(con, con.execute(_RELATED.format(condition), (value, 100)).fetchall())


def _as_named(con: sqlite3.Connection, rows: Sequence[tuple[int, str, str, str, int]]) -> list[Named]:
    return [Named(one, reading.shown_name(con, name, source), kind, part) for one, name, source, kind, part in rows]
