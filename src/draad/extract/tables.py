"""Action tables: ``Nr | Actie | Actiehouder | Termijn | Status``, by pipes, tabs or blanks, or torn into lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Literal, NamedTuple

from draad.extract.holders import holders, teams
from draad.extract.laid import Columns, laid
from draad.extract.records import Found, Kind, Party, Reason, Unit
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
_WIDEST, _NARROW, _OWNERS = 10, 80, 150
"""Columns of a table; characters of a line that goes on with a cell; of a cell of owners."""
_WORD = re.compile(r"\S+")
_GOES_ON = re.compile(r"[ *_]*[a-zà-ÿ(]")
"""How the rest of a cell begins on a line of its own; a capital begins something else."""
_RULE = frozenset("-=:|+_ \t–—*")


class _Line(NamedTuple):
    start: int
    end: int
    low: str


class Tables(NamedTuple):
    """What the action tables of a unit say."""

    found: list[Found]
    heads: list[Span]
    """Their words (``Actie | Wie``) mark nothing."""
    bodies: list[Span]
    """From the head to the last row: what a row says is said by its item, or done."""


class _Head(NamedTuple):
    """The head of a table: its columns, where each begins in the line, and the kind of what its rows are."""

    columns: tuple[Column, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
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


def rows(unit: Unit) -> Tables:
    """What the rows of action tables say is still to be done; rows whose status says that it is done are left out.

    ``span`` covers the cells of action, owner and due date. A cell that goes on in the line beneath belongs to its row.
    Tables stand in the order of the text.
    """
    low = unit.folded
    if not any(hint in low for hint in load("actions")["table"]["hints"]):
        return Tables([], [], [])
    lines = _lines(unit)
    texts: list[str] = []
    told = Tables([], [], [])
    i = 0
    while i < len(lines):
        head = _head(lines, i)
        if head is None:
            i += 1
            continue
        begin, count = lines[i].start, len(told.found)
        told.heads.append((begin, lines[i + head.lines - 1].end))
        i += head.lines
        if head.sign == "\n":
            i = _torn(unit, lines, i, head, told.found)
        elif head.sign == " ":
            texts = texts or [unit.text[line.start : line.end].rstrip().replace("\t", " ") for line in lines]
            i = _by_place(unit, lines, texts, i, head, told.found)
        else:
            i = _laid(unit, lines, i, head, told.found)
        if len(told.found) > count:
            told.bodies.append((begin, max(lines[i - 1].end, told.found[-1].span[1])))
    return told


def _lines(unit: Unit) -> list[_Line]:
    lines: list[_Line] = []
    at = unit.span[0]
    for low in unit.folded.split("\n"):
        lines.append(_Line(at, at + len(low), low))
        at += len(low) + 1
    return lines


def _column(cell: str) -> Column | None:
    return _heads().get(_plain(cell))


def _plain(cell: str) -> str:
    return cell.strip(" *_:#|.?\r") if cell.strip() != "#" else "#"


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
        cells = [m.span() for m in pattern.finditer(line.low) if m.group().strip()]
        if sign == " " and 1 < len(cells) < _WIDEST:
            cells = [one for cell in cells for one in _joined(line.low, cell)]
        words = [line.low[a:b] for a, b in cells]
        columns = [_column(word) for word in words]
        if len(cells) >= 2 and _is_head(columns):
            starts, ends = zip(*cells, strict=True)
            return _Head(_each_once(columns, words), starts, ends, sign, 1, _kind(words))  # type: ignore[arg-type]
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
        return _Head(tuple(c or "other" for c in columns), (), (), "\n", k - i, _kind(cells_))
    return None


def _joined(line: str, cell: Span) -> list[Span]:
    """A cell of a head as the words of several columns, where one blank parts them: ``nr actie``; else as it is."""
    if _column(line[slice(*cell)]) is not None:
        return [cell]
    found: list[Span] = []
    words = [(m.start() + cell[0], m.end() + cell[0]) for m in _WORD.finditer(line[slice(*cell)])][: _WIDEST + 1]
    k = 0
    while k < len(words):
        for last in range(len(words) - 1, k - 1, -1):
            if _column(line[words[k][0] : words[last][1]]) is not None:
                found.append((words[k][0], words[last][1]))
                k = last + 1
                break
        else:
            return [cell]
    return found


def _each_once(columns: list[Column | None], words: list[str]) -> tuple[Column, ...]:
    """The columns, of several for one thing the one whose word stands first in the list: *Deadline*, not *Datum*."""
    order = list(_heads())
    best: dict[Column, int] = {}
    for k, column in enumerate(columns):
        if column and (column not in best or order.index(_plain(words[k])) < order.index(_plain(words[best[column]]))):
            best[column] = k
    return tuple(c if c and best[c] == k else "other" for k, c in enumerate(columns))


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
        if row and (again := _head(lines, i)) is not None and again.columns == head.columns:
            i += again.lines  # the head again, on a later page
            continue
        cells = _cells(unit, line, head)
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


def _by_place(unit: Unit, lines: list[_Line], texts: list[str], i: int, head: _Head, found: list[Found]) -> int:
    """The rows of a table whose columns are parted by blanks alone (``laid``); the first line that is none of it."""
    at = {column: k for k, column in enumerate(head.columns)}
    columns = Columns(head.starts, head.ends, at.get("number"), at.get("due"), at.get("action"))
    table = laid(texts, i, columns, _is_date, lambda k: _head(lines, k) is not None)
    for cells in table.rows:
        row: dict[Column, list[Span]] = {}
        for k, cell in cells:
            span = lines[k].start + cell.start, lines[k].start + cell.end
            row.setdefault(head.columns[cell.column], []).append(span)
        _add(unit, row, head, found)
    return max(i, table.end)


def _is_date(words: str) -> bool:
    return _DATE.search(words.lower()) is not None


def _cells(unit: Unit, line: _Line, head: _Head) -> list[tuple[Column, Span]] | None:
    """The cells of a line by column; None for a line that is no part of the table."""
    if head.sign not in line.low:
        if head.sign == "|" or len(line.low) >= _NARROW or not _GOES_ON.match(unit.text, line.start, line.end):
            return None
        return [("action", (line.start, line.end))]
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
    above = unit.text.rfind("\n", unit.span[0], action[0][0])  # an owner may stand there who is wrapped beside it
    span = min(a for a, _ in parts if a > above), max(b for _, b in parts)
    if span[1] - span[0] > 2 * _LONGEST:
        return
    number = max(0, bisect_right(unit.sentences, action[0][0], key=lambda s: s.span[0]) - 1)
    cue = action[0]
    found.append(
        Found(
            head.kind,
            span,
            number,
            "explicit-table",
            cue,
            (Reason("explicit-table", _WEIGHT, cue),),
            _owners(unit, row.get("owner", [])) if "owner" in head.columns else None,
            when=tuple(row.get("due", ())) if head.sign in " \n" else (),
        )
    )


def _owners(unit: Unit, cells: list[Span]) -> tuple[Party, ...]:
    """Who is named in the cells of owners: parties, and what a column of owners alone tells to be a team."""
    found: list[Party] = []
    for cell in cells:
        if cell[1] - cell[0] < _OWNERS:
            found += holders(unit, cell).parties or teams(unit, cell)
    return tuple({party.name.casefold(): party for party in reversed(found)}.values())[::-1]


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
