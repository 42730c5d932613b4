"""Tables whose columns are parted by blanks alone, as they come out of a page: which words are one cell, one row.

No rule of such a page is left but where words stand. A head may stand in the middle of its column, a cell may be
wrapped over lines, and its neighbours then stand beside its first line or its middle. Columns are known by where the
cells of whole rows begin, rows by the blank lines between them or else by their number, date or first cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from draad.records import Span

_CELL = re.compile(r"\S+(?: \S+)*")
_NUMBERED = re.compile(r"[a-zA-Z]{0,3}\d{1,3}[a-z]?[.)]?(?=\s|\Z)")
_SLACK = 3
"""Characters by which the cells of one column may begin apart: letters of a page are not all as wide."""
_BLANK = re.compile(" ")
_HEADING = re.compile(r"\s*\d{1,2}[.)]\s+[^\W\d_]")
"""``6. Rondvraag``: where rows have no numbers, or theirs no stop, it is none of them."""
_MOST = 600
"""Lines of one table."""
_LABEL = re.compile(r"[^\W\d_][\w ]{1,30}:(?:\s|\Z)")
_ENDS = (".", "?", "!")


class Cell(NamedTuple):
    """A stretch of a line in a column, both counted from 0; ``start`` and ``end`` within the line."""

    column: int
    start: int
    end: int


class Laid(NamedTuple):
    """The rows of a table, each with its cells by column, and the first line that is none of it."""

    rows: list[list[tuple[int, Cell]]]
    """Of each cell the line in which it stands."""
    end: int


class Columns(NamedTuple):
    """What is known of the columns from the head: where each begins and ends, and what some hold."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    number: int | None
    """The column that numbers the rows."""
    due: int | None
    action: int | None


def laid(
    lines: Sequence[str],
    first: int,
    head: Columns,
    is_date: Callable[[str], bool],
    is_head: Callable[[int], bool],
) -> Laid:
    """The rows beneath a head whose line is the one before ``first``.

    ``lines`` are all lines of the text; ``is_date`` tells whether words hold a date, ``is_head`` whether a line heads a
    table: one that does so again, on a later page, is passed over. Time in proportion to the lines of the table.
    """
    blocks, end = _blocks(lines, first, head, is_head)
    inside = [i for block in blocks for i in block]
    cells = _columned(lines, inside, head)
    rows: list[list[int]] = []
    if len(blocks) > 1 and all(len(_anchors(lines, block, cells, head, is_date)) <= 1 for block in blocks):
        for block in blocks:  # blank lines part the rows; one that is no whole row goes on with the last
            if rows and not _anchors(lines, block, cells, head, is_date):
                rows[-1] += block
            else:
                rows.append(list(block))
    else:
        for block in blocks:
            rows += _parted(lines, block, cells, head, is_date)
    return Laid([[(i, cell) for i in row for cell in cells[i]] for row in rows], end)


def _blocks(
    lines: Sequence[str], first: int, head: Columns, is_head: Callable[[int], bool]
) -> tuple[list[list[int]], int]:
    """The lines of the table, parted where blank lines stand; and the line at which it ends."""
    blocks: list[list[int]] = []
    open_, i = False, first
    while i < len(lines) and i - first < _MOST:
        if not lines[i].strip():
            open_ = False
            i += 1
            continue
        if is_head(i):
            i, open_ = i + 1, False
            continue
        if open_:
            if not _fits(lines[i], head):
                break
            blocks[-1].append(i)
        else:
            past = _past(lines, i)
            if not _opens(lines, i, past, head):
                break
            blocks.append([i])
            open_ = True
        i += 1
    end = blocks[-1][-1] + 1 if blocks else first
    return blocks, end


def _past(lines: Sequence[str], i: int) -> int:
    """The first line that is no more of the block that begins at ``i``."""
    past = i
    while past < len(lines) and past - i < _MOST and lines[past].strip():
        past += 1
    return past


def _opens(lines: Sequence[str], i: int, past: int, head: Columns) -> bool:
    """Whether a block belongs to the table: one of its first lines has several cells, and its first can be a part."""
    if not _fits(lines[i], head):
        return False
    for k in range(i, min(past, i + 6)):
        if not _fits(lines[k], head):
            return False
        if len(_CELL.findall(lines[k])) > 1:
            return True
    return past - i == 1 and _indent(lines[i]) > head.starts[0] + _SLACK


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _fits(line: str, head: Columns) -> bool:
    """Whether a line can be a part of the table: cells beside each other, or words no wider than a column."""
    if _LABEL.match(line.strip()):
        return False
    found = [m.span() for m in _CELL.finditer(line)]
    if len(found) > 1:
        return True
    start, end = found[0]
    if _indent(line) <= head.starts[0] + 1 and line.rstrip().endswith(_ENDS):
        return False
    if _HEADING.match(line):
        return False
    over = {k for k, (a, b) in enumerate(zip(head.starts, head.ends, strict=True)) if start < b and end > a}
    return len(over - {head.number}) <= 1


def _columned(lines: Sequence[str], inside: Sequence[int], head: Columns) -> dict[int, list[Cell]]:
    """The cells of each line, in their columns: whole rows first, by order; the rest by where those stand."""
    count = len(head.starts)
    pieces = {i: _pieces(lines[i], head) for i in inside}
    known: list[list[Span]] = [[(s, e)] for s, e in zip(head.starts, head.ends, strict=True)]
    begun: list[list[int]] = [[] for _ in range(count)]
    for i in inside:
        if len(pieces[i]) == count:
            for k, span in enumerate(pieces[i]):
                known[k].append(span)
                begun[k].append(span[0])
    reach = [(min(s for s, _ in spans), max(e for _, e in spans)) for spans in known]
    found: dict[int, list[Cell]] = {}
    for i in inside:
        if len(pieces[i]) == count:
            found[i] = [Cell(k, *span) for k, span in enumerate(pieces[i])]
            continue
        cut = [one for span in pieces[i] for one in _cut(lines[i], span, begun[1:])]
        if len(cut) == count:
            found[i] = [Cell(k, *span) for k, span in enumerate(cut)]
        else:
            found[i] = _placed(cut, reach)
    return found


def _pieces(line: str, head: Columns) -> list[Span]:
    """The cells of a line as gaps part them; a number at its head is a cell where rows are numbered."""
    found = [m.span() for m in _CELL.finditer(line)]
    if head.number == 0 and len(found) > 1:
        start, end = found[0]
        number = _NUMBERED.match(line, start, end)
        if number and number.end() < end and start <= head.ends[0] + 1:
            found[:1] = [(start, number.end()), (number.end() + 1, end)]
    return found


def _cut(line: str, span: Span, begun: list[list[int]]) -> list[Span]:
    """A cell that fills its column to the next, with one blank between: cut where other rows begin that next one."""
    start, end = span
    for k in range(len(begun)):
        for at in sorted(set(begun[k])):
            if not start + _SLACK < at < end:
                continue
            words = (m.start() + 1 for m in _BLANK.finditer(line, start, end))
            near = [w for w in words if abs(w - at) <= _SLACK and w > start + _SLACK and not line[w].islower()]
            if near:
                edge = min(near, key=lambda w: abs(w - at))
                return [(start, edge - 1), *_cut(line, (edge, end), begun[k + 1 :])]
    return [span]


def _placed(spans: Sequence[Span], reach: Sequence[Span]) -> list[Cell]:
    """Cells in the columns over which they stand for the most part, in order, none before the last one's."""
    cells: list[Cell] = []
    least = 0
    for start, end in spans:
        best = max(
            range(least, len(reach)),
            key=lambda k: (min(end, reach[k][1]) - max(start, reach[k][0]), -abs(start - reach[k][0])),
            default=len(reach) - 1,
        )
        cells.append(Cell(best, start, end))
        least = min(best + 1, len(reach) - 1)
    return cells


def _anchors(
    lines: Sequence[str],
    block: Sequence[int],
    cells: dict[int, list[Cell]],
    head: Columns,
    is_date: Callable[[str], bool],
) -> list[int]:
    """Places in a block of the lines that each row has one of: with its number, else its date, else two cells."""

    def says(i: int, column: int | None, test: Callable[[str], object]) -> bool:
        return any(c.column == column and test(lines[i][c.start : c.end]) for c in cells[i])

    if head.number is not None:
        found = [n for n, i in enumerate(block) if says(i, head.number, _NUMBERED.match)]
        if found:
            return found
    whole = [
        n
        for n, i in enumerate(block)
        if len(cells[i]) > 1 and says(i, head.action, lambda words: not words[:1].islower())
    ]
    if head.due is None:
        return whole
    dated = [n for n, i in enumerate(block) if says(i, head.due, is_date)]
    return dated if len(dated) >= len(whole) else whole


def _parted(
    lines: Sequence[str],
    block: Sequence[int],
    cells: dict[int, list[Cell]],
    head: Columns,
    is_date: Callable[[str], bool],
) -> list[list[int]]:
    """The rows of lines without blank ones between: each anchor has the lines beneath it, or those around it.

    Words above the first anchor tell that cells stand in the middle of their rows: then each row has as many lines
    above its anchor as beneath it, as near as the lines give, and begins with a capital where that leaves a choice.
    """
    anchors = _anchors(lines, block, cells, head, is_date)
    if not anchors:
        return [list(block)]
    above = anchors[0]
    edges = [0]
    for here, following in pairwise(anchors):
        between = following - here - 1
        beneath = min(between, _share(lines, block, cells, head, here, above, between)) if anchors[0] else between
        edges.append(here + 1 + beneath)
        above = following - (here + 1 + beneath)
    edges.append(len(block))
    return [list(block[a:b]) for a, b in pairwise(edges)]


def _share(
    lines: Sequence[str],
    block: Sequence[int],
    cells: dict[int, list[Cell]],
    head: Columns,
    here: int,
    above: int,
    between: int,
) -> int:
    """How many of the lines between two anchors belong to the first of them."""

    def capital(n: int) -> bool:
        words = [lines[block[n]][c.start : c.end] for c in cells[block[n]] if c.column == head.action]
        return bool(words) and words[0][:1].isupper()

    def cost(beneath: int) -> tuple[int, int, int]:
        away = abs(above - beneath)
        return max(0, away - 1), 0 if beneath == between or capital(here + 1 + beneath) else 1, away

    return min(range(between + 1), key=cost)
