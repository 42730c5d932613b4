"""What the top of a letter, memo, report or decision says of itself: subject or title, date, from whom and to whom.

Each with its place, so that a list tells it only where nothing of it is withheld. Mail has a header of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final, NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import DocumentKind, Span
from draad.split.stamps import AMSTERDAM, stamp

TOP: Final = 45
"""Lines in which a document says what it is."""
_FOOT: Final = 60
"""Lines at the end in which a decision or a letter is dated by the place where it was signed."""
_HANGING: Final = 6
"""Characters before a value that is set under its own beginning where it wraps."""
_LONGEST: Final = 300
_TITLE: Final = 140
"""Characters of a line that is a title: a sentence is longer, or ends as one."""
_LABEL = re.compile(r"[ \t|*#>]*([^\W\d_][^\t:|*\n]{1,24}?)[ \t*]*(?::|\t|\||[ ]{2,}|$)[ \t:|*]*")
_BARE = re.compile(r"[ \t|*#>]*([^\W\d_]+) (?=[A-Z\d])")
"""A label with nothing but a blank behind it; of what may begin a sentence (``Van``) that is none."""
_CELL = re.compile(r"\S+(?: \S+)*")
_DAY = re.compile(
    r"(?<!\d)\d{1,2}(?:[ ]+[^\W\d_]{3,10}\.?[ ]+\d{4}|[-‐‑/.]\d{1,2}[-‐‑/.]\d{4})(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
)
_PLACED = re.compile(r"[ \t|*]*[A-Z'’][\w'’ -]{1,30},[ ]+(?:d\.?d\.? )?(\d{1,2} [^\W\d_]{3,10} \d{4})[ \t.|*]*$")


class Said(NamedTuple):
    """Words of the document, and their place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Top:
    """What a document's top says; None for what it doesn't."""

    title: Said | None = None
    date: Said | None = None
    day: str | None = None
    """The date in ISO."""
    sender: Said | None = None
    to: Said | None = None


class _Labelled(NamedTuple):
    role: str
    line: int
    said: Said


def top(text: str, kind: DocumentKind) -> Top | None:
    """What the top of a document that is no mail says of it; None where it says nothing, or where it is mail."""
    if kind in ("mail", "register"):
        return None
    lines = _Text(text)
    first: dict[str, Said] = {}
    for one in _labelled(lines):
        first.setdefault(one.role, one.said)
    title = first.get("subject") or _titled(lines)
    date = _dated(first.get("date")) or _placed(lines) or _dated(title)
    sender = first.get("from") or (_letterhead(lines) if kind in ("letter", "decision") else None)
    made = Top(title, date, _day(date.text) if date else None, sender, first.get("to"))
    return made if made != Top() else None


class _Text:
    """A text by its lines that say something, each with where it begins."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self.starts: list[int] = []
        at = 0
        for line in text.split("\n"):
            if line.strip():
                self.lines.append(line)
                self.starts.append(at)
            at += len(line) + 1

    def said(self, line: int, start: int, end: int) -> Said:
        """Words of a line, without the blanks around them."""
        words = self.lines[line][start:end]
        start += len(words) - len(words.lstrip(" \t|*"))
        words = words.strip(" \t|*")
        begin = self.starts[line] + start
        return Said(words, (begin, begin + len(words)))

    def wrapped(self, said: Said, line: int, column: int) -> Said:
        """With the next line, where that goes on under the words and not under their label."""
        below = self.lines[line + 1]
        close = self.starts[line + 1] == self.starts[line] + len(self.lines[line]) + 1
        if not close or column < _HANGING or abs(_indent(below) - column) > 1 or _is_label(below):
            return said
        end = self.starts[line + 1] + len(below.rstrip())
        if said.span[1] + 1 != self.starts[line + 1]:
            return said
        return Said(f"{said.text}\n{below.rstrip()}", (said.span[0], end))


# ── labels ──────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _roles() -> dict[str, str]:
    return {fold(label): role for role, several in load("tops")["labels"].items() for label in several}


def _role(label: str) -> str | None:
    return _roles().get(fold(" ".join(label.split())).strip(" .:"))


def _labelled(lines: _Text) -> Iterator[_Labelled]:
    """Values behind their labels, or under them in a row of labels; the first of a sort is the document's."""
    for n, line in enumerate(lines.lines[:TOP]):
        if len(line) > _LONGEST:
            continue
        cells = [(cell[0], cell.start()) for cell in _CELL.finditer(line)]
        if len(cells) > 1 and all(_role(cell) for cell, _ in cells):
            yield from _under(lines, n, cells)
            continue
        found, role = _label(line)
        if found is None or role is None or role == "other":
            continue
        said = lines.said(n, found.end(), _end(line, found.end()))
        if role == "subject" and said.text and n + 1 < len(lines.lines):
            said = lines.wrapped(said, n, found.end())
        if not said.text and n + 1 < len(lines.lines) and not _is_label(lines.lines[n + 1]):
            said = lines.said(n + 1, 0, _end(lines.lines[n + 1], _indent(lines.lines[n + 1])))
        if said.text and len(said.text) <= _LONGEST:
            yield _Labelled(role, n, said)


def _under(lines: _Text, n: int, heads: Sequence[tuple[str, int]]) -> Iterator[_Labelled]:
    """The cells of the next line that stand under labels, the nearest to each."""
    if n + 1 >= len(lines.lines):
        return
    below = [(cell.start(), cell.end()) for cell in _CELL.finditer(lines.lines[n + 1])]
    for head, at in heads:
        role = _role(head)
        near = min(below, key=lambda cell: abs(cell[0] - at), default=None)
        if role not in (None, "other") and near is not None and abs(near[0] - at) <= len(head):
            yield _Labelled(str(role), n, lines.said(n + 1, *near))


def _is_label(line: str) -> bool:
    return _label(line)[1] is not None


def _label(line: str) -> tuple[re.Match[str] | None, str | None]:
    found = _LABEL.match(line)
    if found and (role := _role(found[1])):
        return found, role
    found = _BARE.match(line)
    role = _role(found[1]) if found else None
    return (found, role) if role in ("subject", "date") else (None, None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end(line: str, start: int) -> int:
    """Where a value ends: at a label of another column that stands behind it, else with the line."""
    for cell in _CELL.finditer(line, start):
        if cell.start() > start and (_role(cell[0]) or _role(cell[0].partition(":")[0])):
            return cell.start()
    return len(line)


# ── titles, dates, letterheads ──────────────────────────────────────────────────────────────────────────────


def _titled(lines: _Text) -> Said | None:
    """The first line that names its kind of document; what ends as a sentence is text."""
    words = tuple(load("tops")["titles"]["words"])
    for n, line in enumerate(lines.lines[:TOP]):
        said = lines.said(n, 0, len(line))
        bare = said.text.lstrip("# _")
        known = any(re.match(rf"{re.escape(word)}(?!\w|-)", fold(bare)) for word in words)
        if known and len(bare) <= _TITLE and not bare.endswith((".", ":", ";", ",")):
            start, end = said.span
            return Said(bare, (start + said.text.index(bare), end))
    return None


def _dated(said: Said | None) -> Said | None:
    """The date in words that hold one."""
    found = _DAY.search(said.text) if said else None
    if said is None or found is None or _day(found[0]) is None:
        return None
    return Said(found[0], (said.span[0] + found.start(), said.span[0] + found.end()))


def _placed(lines: _Text) -> Said | None:
    """``Den Haag, 3 april 2023``: at the top, or where it was signed; or a date that stands alone at the top."""
    count = len(lines.lines)
    for n in [*range(min(TOP, count)), *range(max(TOP, count - _FOOT), count)]:
        line = lines.lines[n]
        found = _PLACED.match(line) if len(line) <= _TITLE else None
        if found and _day(found[1]):
            return lines.said(n, *found.span(1))
        if n < TOP and (alone := _DAY.fullmatch(line.strip())) and _day(alone[0]):
            return lines.said(n, 0, len(line))
    return None


def _day(text: str) -> str | None:
    at = stamp(text).at
    return None if at is None else datetime.fromtimestamp(at, UTC).astimezone(AMSTERDAM).date().isoformat()


def _letterhead(lines: _Text) -> Said | None:
    """The organisation that writes, as its letterhead names it."""
    starts = tuple(load("reports")["organisation"]["starts"])
    for n, line in enumerate(lines.lines[:12]):
        for cell in _CELL.finditer(line) if len(line) <= _LONGEST else ():
            if fold(cell[0]).startswith(starts) and len(cell[0]) <= 80 and not cell[0].endswith((".", ",", ":")):
                return lines.said(n, *cell.span())
    return None
