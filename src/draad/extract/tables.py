"""Action tables: ``Nr | Actie | Actiehouder | Termijn | Status``, by pipes, tabs or blanks, or torn into lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Literal, NamedTuple

from draad.extract.holders import holders, owners_of
from draad.extract.records import Found, Kind, Reason, Unit
from draad.knowledge import load
from draad.records import Span

Column = Literal["number", "action", "owner", "due", "status", "other"]
_COLUMNS: tuple[Column, ...] = ("number", "action", "owner", "due", "status", "other")
_WEIGHT = 3.5
_CELL = re.compile(r"[^|\t]+")
_BLANK_CELL = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"[a-z]{0,3}\d{1,3}[a-z]?[.)]?\Z")
_DATE = re.compile(
    r"\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})|\b(?:week|wk|q[1-4]|eind|begin|medio|z\.?s\.?m|asap|doorlopend|kwartaal"
    r"|(?:maan|dins|woens|donder|vrij)dag|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober"
    r"|november|december)\b"
)
_KINDS: dict[str, Kind] = {"toezegging": "commitment", "besluit": "decision"}
_MOST, _LONGEST = 200, 600
_RULE = frozenset("-=:|+_ \t–—*")


class _Line(NamedTuple):
    start: int
    end: int
    low: str


class _Head(NamedTuple):
    """The head of a table: its columns, where each begins in the line, and the kind of what its rows are."""

    columns: tuple[Column, ...]
    starts: tuple[int, ...]
    sign: Literal["|", "\t", " ", "\n"]
    lines: int
    kind: Kind


@cache
def _heads() -> dict[str, Column]:
    table = load("actions")["table"]
    return {word: column for column in _COLUMNS for word in table[column]}


@cache
def _status() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    table = load("actions")["table"]
    return frozenset(table["done"]), tuple(table["undone"]), frozenset(table["open"])


def rows(unit: Unit) -> tuple[list[Found], list[Span]]:
    """What the rows of action tables say is still to be done; rows whose status says that it is done are left out.

    ``span`` covers the cells of action, owner and due date. A cell that goes on in the line beneath belongs to its row.
    The second are the heads of the tables, in order: their words (``Actie | Wie``) mark nothing.
    """
    low = unit.folded
    if not any(hint in low for hint in load("actions")["table"]["hints"]):
        return [], []
    lines = _lines(unit)
    found: list[Found] = []
    heads: list[Span] = []
    i = 0
    while i < len(lines):
        head = _head(lines, i)
        if head is None:
            i += 1
            continue
        heads.append((lines[i].start, lines[i + head.lines - 1].end))
        i += head.lines
        if head.sign == "\n":
            i = _torn(unit, lines, i, head, found)
        else:
            i = _laid(unit, lines, i, head, found)
    return found, heads


def _lines(unit: Unit) -> list[_Line]:
    lines: list[_Line] = []
    at = unit.span[0]
    for low in unit.folded.split("\n"):
        lines.append(_Line(at, at + len(low), low))
        at += len(low) + 1
    return lines


def _column(cell: str) -> Column | None:
    return _heads().get(cell.strip(" *_:#|.\r") if cell.strip() != "#" else "#")


def _head(lines: list[_Line], i: int) -> _Head | None:
    """The head of a table in a line, or in lines of one word each."""
    line = lines[i]
    bare = line.low.strip()
    if not bare or len(line.low) > 300:
        return None
    if "|" not in bare and " ".join(bare.split()) == bare and _column(bare) is None:
        return None  # neither cells beside each other nor the first of words beneath each other
    for sign, pattern in (("|", _CELL), ("\t", _CELL), (" ", _BLANK_CELL)):
        if sign != " " and sign not in line.low:
            continue
        cells = [m for m in pattern.finditer(line.low) if m.group().strip()]
        columns = [_column(m.group()) for m in cells]
        if len(cells) >= 2 and _is_head(columns):
            kept = tuple(c or "other" for c in columns)
            return _Head(kept, tuple(m.start() for m in cells), sign, 1, _kind([m.group() for m in cells]))  # type: ignore[arg-type]
    columns, cells_, k = [], [], i
    while k < len(lines) and len(columns) < 8 and k < i + 16:
        word = lines[k].low.strip()
        if word:
            column = _column(word) if len(word) < 24 else None
            if column is None:
                break
            columns.append(column)
            cells_.append(word)
        k += 1
    if len(columns) >= 3 and _is_head(columns) and len(set(columns)) == len(columns):
        return _Head(tuple(c or "other" for c in columns), (), "\n", k - i, _kind(cells_))
    return None


def _is_head(columns: list[Column | None]) -> bool:
    """Something to do, who does it or its state, and no more than one unknown column."""
    known = {c for c in columns if c}
    return (
        "action" in known
        and bool(known & {"owner", "status"} or {"number", "due"} <= known)
        and columns.count(None) <= 1
    )


def _kind(cells: list[str]) -> Kind:
    return next((_KINDS[c] for cell in cells if (c := cell.strip(" *_:")) in _KINDS), "action")


def _laid(unit: Unit, lines: list[_Line], i: int, head: _Head, found: list[Found]) -> int:
    """The rows beneath a head whose columns lie side by side; the first line that is none of them."""
    row: dict[Column, list[Span]] = {}
    blank = 0
    first = i
    while i < len(lines) and i - first < _MOST * 3:
        line = lines[i]
        if not line.low.strip():
            blank += 1
            if blank > (0 if head.sign == "|" else 1):
                break
            i += 1
            continue
        if _RULE.issuperset(line.low):
            i += 1
            continue
        cells = _cells(line, head)
        if cells is None or (blank and len(cells) < 2):
            break
        blank = 0
        begins = _begins(cells, head, unit, row)
        if begins:
            _add(unit, row, head, found)
            row = {}
        for column, span in cells:
            row.setdefault(column, []).append(span)
        i += 1
    _add(unit, row, head, found)
    return max(i, first)


def _begins(cells: list[tuple[Column, Span]], head: _Head, unit: Unit, row: dict[Column, list[Span]]) -> bool:
    """Whether a line begins a new row: it has a number, or where rows have none, an action beside another cell."""
    present = {column for column, _ in cells}
    if not row:
        return False
    if "number" in head.columns and "number" in row:
        return "number" in present
    return "action" in present and len(present) > 1


def _cells(line: _Line, head: _Head) -> list[tuple[Column, Span]] | None:
    """The cells of a line by column; None for a line that is no part of the table."""
    if head.sign == " ":
        return _by_place(line, head)
    if head.sign not in line.low:
        return None if head.sign == "|" else [("action", (line.start, line.end))] if len(line.low) < 80 else None
    inner = line.low.strip()
    pieces = line.low.split(head.sign)
    offset = len(pieces[0]) + 1 if head.sign == "|" and inner.startswith("|") else 0
    pieces = pieces[1:] if offset else pieces
    cells: list[tuple[Column, Span]] = []
    at = line.start + offset
    for k, piece in enumerate(pieces):
        if piece.strip(" *_") and k < len(head.columns):
            left = at + len(piece) - len(piece.lstrip(" *_"))
            cells.append((head.columns[k], (left, at + len(piece.rstrip(" *_\r")))))
        at += len(piece) + 1
    return cells


def _by_place(line: _Line, head: _Head) -> list[tuple[Column, Span]] | None:
    """Cells parted by blanks: each belongs to the column beneath whose head most of it begins."""
    cells: list[tuple[Column, Span]] = []
    for match in _BLANK_CELL.finditer(line.low):
        k = max(0, bisect_right(head.starts, match.start() + 2) - 1)
        cells.append((head.columns[k], (line.start + match.start(), line.start + match.end())))
    if len(cells) == 1 and cells[0][1][0] == line.start and len(line.low) > 60:
        return None
    return cells


def _torn(unit: Unit, lines: list[_Line], i: int, head: _Head, found: list[Found]) -> int:
    """Rows whose cells stand on lines of their own: a number begins one, else so many lines as there are columns."""
    numbered = "number" in head.columns
    row: list[_Line] = []
    expected = 1
    first = i
    while i < len(lines) and i - first < _MOST * 8:
        line = lines[i]
        word = line.low.strip(" *_|")
        if word and len(word) > _LONGEST:
            break
        if word:
            number = re.sub(r"\D", "", word) if _NUMBER.match(word) else ""
            if numbered and number and (not row or int(number) == expected):
                _tear(unit, row, head, found)
                row, expected = [], int(number) + 1
            elif numbered and (not row or _complete(unit, row, head)):
                break
            if not numbered and len(row) == len(head.columns):
                _tear(unit, row, head, found)
                row = []
            row.append(line)
            if numbered and len(row) > len(head.columns) + 4:
                row = row[: len(head.columns)]
                break
        i += 1
    _tear(unit, row, head, found)
    return max(i, first)


def _complete(unit: Unit, row: list[_Line], head: _Head) -> bool:
    """Whether a torn row has its last cell."""
    return len(row) >= len(head.columns) and _looks(unit, row[-1], head.columns[-1])


def _tear(unit: Unit, row: list[_Line], head: _Head, found: list[Found]) -> None:
    """Tell the cells of a torn row by what they look like, from its end: state, date, owner; the rest is the action."""
    if len(row) < 2:
        return
    cells: dict[Column, list[Span]] = {}
    rest = list(row)
    if "number" in head.columns and _NUMBER.match(rest[0].low.strip(" *_|.")):
        rest = rest[1:]
    wanted = [c for c in reversed(head.columns) if c in ("owner", "due", "status")]
    for line in list(reversed(rest))[: len(wanted)]:
        for column in wanted:
            if column not in cells and len(rest) > 1 and _looks(unit, line, column):
                cells[column] = [_trim(line)]
                rest.remove(line)
                break
    if not cells:
        return
    cells["action"] = [_trim(line) for line in rest]
    _add(unit, cells, head, found)


def _trim(line: _Line) -> Span:
    return line.start + len(line.low) - len(line.low.lstrip(" *_|")), line.start + len(line.low.rstrip(" *_|\r"))


def _looks(unit: Unit, line: _Line, column: Column) -> bool:
    word = line.low.strip(" *_|.")
    done, undone, waiting = _status()
    if column == "status":
        return word in done or word in waiting or word.startswith(undone)
    if column == "due":
        return bool(_DATE.search(word)) and len(word) < 30
    return len(word) < 60 and holders(unit, _trim(line)).whole


def _add(unit: Unit, row: dict[Column, list[Span]], head: _Head, found: list[Found]) -> None:
    """One row as an item, unless it has no action or its state says that it is done."""
    action = row.get("action")
    if not action or not unit.sentences or (len(unit.words(action[0])) < 3 and len(action) == 1):
        return
    if _is_done(unit, row):
        return
    parts = [span for column in ("action", "owner", "due") for span in row.get(column, ())]
    span = min(a for a, _ in parts), max(b for _, b in parts)
    if span[1] - span[0] > 2 * _LONGEST:
        return
    owners = None
    if "owner" in head.columns:
        spans = row.get("owner", [])
        named = holders(unit, (spans[0][0], spans[-1][1])) if spans and spans[-1][1] - spans[0][0] < 150 else None
        owners = (owners_of(named) or ()) if named else ()
    number = max(0, bisect_right(unit.sentences, action[0][0], key=lambda s: s.span[0]) - 1)
    cue = action[0]
    found.append(
        Found(head.kind, span, number, "explicit-table", cue, (Reason("explicit-table", _WEIGHT, cue),), owners)
    )


def _is_done(unit: Unit, row: dict[Column, list[Span]]) -> bool:
    spans = row.get("status")
    if not spans:
        return False
    words = " ".join(unit.words(span) for span in spans).lower().strip(" .*_|✓")
    done, undone, _ = _status()
    if words.startswith(undone):
        return False
    head = re.split(r"[ ,;(.:–-]", words, maxsplit=1)[0]
    return words in done or head in done or any(words.endswith(" " + d) for d in done if len(d) > 3)
