"""People in tables: the cells of a column whose head says that it names people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose import names
from draad.release.propose.headers import trimmed
from draad.release.propose.records import Found
from draad.release.propose.sheet import Sheet
from draad.release.propose.signatures import is_office_line

_SIGNS = "\t|;"
_RULE = re.compile(r"[ \t|;:=_+-]*\Z")
_LONGEST = 2000
_MOST_WORDS = 6


@cache
def _heads() -> frozenset[str]:
    return frozenset(map(fold, load("redact")["labels"]["columns"]))


def people(sheet: Sheet) -> Iterator[Found]:
    """Names in the columns of people, as long as rows have the sign that parts the cells of the head."""
    columns: dict[int, str] = {}
    sign = ""
    for number, start in enumerate(sheet.starts):
        line = sheet.text[start : sheet.line_span(number)[1]]
        if sign and sign in line and len(line) <= _LONGEST:
            if not _RULE.match(line):
                yield from _in_row(line, start, sign, columns)
            continue
        if sign and not line.strip():
            continue
        sign, columns = _head(line)


def _head(line: str) -> tuple[str, dict[int, str]]:
    """The sign that parts a row of heads and which columns name people; nothing where the line is no such row."""
    if len(line) <= _LONGEST:
        for sign in _SIGNS:
            if sign in line:
                cells = [fold(cell.strip(" \t*_|")) for cell in line.split(sign)]
                columns = {n: cell for n, cell in enumerate(cells) if cell in _heads()}
                if columns and sum(bool(cell) for cell in cells) > 1:
                    return sign, columns
    return "", {}


def _in_row(line: str, offset: int, sign: str, columns: dict[int, str]) -> Iterator[Found]:
    at = 0
    for n, cell in enumerate(line.split(sign)):
        if n in columns:
            for piece in re.finditer(r"[^/&]+", cell) if "," not in cell else [re.match(r".*", cell)]:
                span = piece and _somebody(line, at + piece.start(), at + piece.end())
                if span:
                    reason = ("label", {"word": columns[n]})
                    name = names.read(line[slice(*span)])
                    yield Found((span[0] + offset, span[1] + offset), "person", 0.85, (reason,), name)
        at += len(cell) + len(sign)


def _somebody(line: str, start: int, end: int) -> Span | None:
    """The name in a cell; None for an office, a code, a number, a sentence."""
    start, end = trimmed(line, start, end)
    shown = line[start:end]
    if len(shown) < 2 or len(shown.split()) > _MOST_WORDS or any(c.isdigit() or c in "@€%?" for c in shown):
        return None
    if not any(c.isupper() for c in shown) or names.is_functional(shown) or is_office_line(shown):
        return None
    return None if names.all_usual(shown) else (start, end)
