"""Prints of Lotus (HCL) Notes: fields without a colon, sender and moment beside or above them.

A memo of Notes shows who sent it and when at its left, and ``Aan``, ``cc``, ``bcc`` and ``Onderwerp`` as cells of a
table at its right; read in another order, the two stand above each other. There is no "Van" and no "Verzonden".
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.split.blocks import Block, separator_above
from draad.split.fields import Field
from draad.split.lines import Lines, clean
from draad.split.stamps import stamp

_MOMENT = re.compile(
    r"(?:[^\W\d_]{2,9}\.?,? )?\d{1,4}[-/. ](?:\d{1,2}|[^\W\d_]{3,9}\.?)[-/. ]\d{2,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?: (?:uur|CES?T|[ZW]E[DT]))?"
)
_GAP = re.compile(r"[ \t\xa0]{2,}")
_LONGEST = 300
_REACH = 12
"""Lines that the list of addressees, or what stands between them and the subject, may fill."""
_ABOVE = 4
"""Lines above the fields in which sender and moment stand where no column is kept."""
_INDENTED = 8


class _Cell(NamedTuple):
    """A field's name on a line: what stands before it, from where to where it goes, its value."""

    role: str
    line: int
    left: str
    begin: int
    end: int
    value: str


class _Words(NamedTuple):
    anchor: re.Pattern[str]
    cell: re.Pattern[str]
    roles: dict[str, str]
    by: tuple[str, ...]


@cache
def _words() -> _Words:
    data = load("headers")["notes"]
    roles = {name: role for role in ("to", "cc", "bcc", "subject") for name in data[role]}
    # A name begins with a set, for a scan runs at the speed of a search for that; what stands before is seen after.
    anchors = ("".join(f"[{c}{c.upper()}]" for c in name) for name in data["cc"])
    cc = "|".join(rf"{name}(?<=[\n \t\xa0]{name})" for name in anchors)
    names = "|".join(roles)
    return _Words(
        re.compile(rf"(?:{cc})[ \t\xa0]*:?(?=[ \t\xa0\n]|\Z)"),
        re.compile(rf"(?:^[ \t\xa0>|]{{0,80}}|[ \t\xa0]{{2}})({names})(?: ?:[ \t\xa0]*|[ \t\xa0]+|$)", re.IGNORECASE),
        roles,
        tuple(data["by"]),
    )


def find(text: str, lines: Lines, taken: Sequence[Block]) -> list[Block]:
    """The memos of Notes outside the header blocks already ``taken``, both in order."""
    firsts = [b.first for b in taken]
    blocks: list[Block] = []
    for found in _words().anchor.finditer("\n" + text):
        i = lines.at(max(found.start() - 1, 0))
        above = bisect_right(firsts, i) - 1
        floor = max(taken[above].last if above >= 0 else -1, blocks[-1].last if blocks else -1) + 1
        ceiling = firsts[above + 1] if above + 1 < len(firsts) else lines.count
        if i < floor:
            continue
        if block := _memo(i, floor, ceiling, lines):
            blocks.append(block)
    return blocks


def _cell(i: int, lines: Lines) -> _Cell | None:
    line = lines[i]
    found = _words().cell.search(line) if len(line) <= _LONGEST else None
    if found is None:
        return None
    return _Cell(
        _words().roles[found[1].lower()],
        i,
        line[: found.start(1)].strip(),
        found.start(1),
        found.end(),
        line[found.end() :],
    )


def _memo(i: int, floor: int, ceiling: int, lines: Lines) -> Block | None:
    """The memo whose ``cc`` stands on line ``i``: its cells, and the sender and moment beside or above them."""
    cells = _cells(i, floor, ceiling, lines)
    if cells is None:
        return None
    to, subject = cells[0], cells[-1]
    first = max(floor, to.line - _ABOVE)
    lefts = [(j, shown) for j in range(first, subject.line + 1) if (shown := _left(j, cells, lines))]
    found = _moment(lefts)
    if found is None:
        return None
    begin, sender, when = found
    values, last = _values(cells, lines, ceiling)
    values |= {"from": sender, "sent": when}
    names = [
        Field(c.role, c.line, lines.starts[c.line] + c.begin, lines.starts[c.line] + c.end, c.role, True) for c in cells
    ]
    block = Block(min(begin, to.line), last, names, values, style="notes", sent=stamp(when))
    block.quote, _ = lines.prefix(block.first)
    if (announced := separator_above(block.first, floor, lines)) is not None:
        block.first, block.separated = announced, True
    return block


def _cells(i: int, floor: int, ceiling: int, lines: Lines) -> list[_Cell] | None:
    """The cells from ``Aan`` to ``Onderwerp`` around the ``cc`` on line ``i``, each once and in that order."""
    cells: list[_Cell] = []
    for j in range(i, max(floor, i - _REACH) - 1, -1):
        cell = _cell(j, lines)
        if cell is None:
            continue
        if cell.role not in ("to", "cc") or (cell.role == "cc" and j != i):
            return None
        cells.insert(0, cell)
        if cell.role == "to":
            break
    for j in range(i + 1, min(ceiling, i + 1 + _REACH)):
        cell = _cell(j, lines)
        if cell is None:
            continue
        cells.append(cell)
        if cell.role != "bcc":
            break
    order = [cell.role for cell in cells]
    return cells if order in (["to", "cc", "subject"], ["to", "cc", "bcc", "subject"]) else None


def _left(j: int, cells: Sequence[_Cell], lines: Lines) -> str:
    """What stands on line ``j`` at the left of the cells; above them the whole line."""
    for cell in cells:
        if cell.line == j:
            return cell.left
    line = lines[j]
    if len(line) > _LONGEST or lines.furniture(j):
        return ""
    if j < cells[0].line:
        return line.strip()
    column = min(cell.begin for cell in cells)
    indent = len(line) - len(line.lstrip())
    if column < _INDENTED or indent >= column - 2:
        return ""
    return _GAP.split(line.strip(), maxsplit=1)[0]


def _moment(lefts: Sequence[tuple[int, str]]) -> tuple[int, str, str] | None:
    """The line where sender and moment begin, the sender, the moment."""
    for k, (line, shown) in enumerate(lefts):
        found = next((one for one in _MOMENT.finditer(shown) if one.end() >= len(shown.rstrip(" ,."))), None)
        if found is None:
            continue
        moment = stamp(found.group())
        if moment.at is None or moment.precision == "day":
            continue
        if before := shown[: found.start()].strip(" ,"):
            return line, clean(before), found.group()
        if k == 0 or line - lefts[k - 1][0] > 2:
            return line, "", found.group()
        at = k - 1
        if at and fold(lefts[at][1]).startswith(_words().by) and lefts[at][0] - lefts[at - 1][0] <= 2:
            at -= 1  # "Verzonden door: …" stands between who it is from and the moment
        return lefts[at][0], clean(lefts[at][1]), found.group()
    return None


def _values(cells: Sequence[_Cell], lines: Lines, ceiling: int) -> tuple[dict[str, str], int]:
    """What the cells say, with the lines on which they go on, and the last line of the last."""
    values = {cell.role: [cell.value] for cell in cells}
    column = min(cell.end for cell in cells)
    subject = cells[-1]
    last = subject.line
    while last + 1 < ceiling and not lines.furniture(last + 1) and column >= _INDENTED:
        line = lines[last + 1]
        if len(line) - len(line.lstrip()) < column - 2:
            break
        last += 1
        values["subject"].append(line)
    for cell, following in itertools.pairwise(cells):
        more = [_right(j, column, lines) for j in range(cell.line + 1, following.line) if not lines.furniture(j)]
        if following is subject and not subject.value.strip():
            # its name stands halfway down the lines of a long subject, as a table sets it
            own = min(len(more), last - subject.line if cell.value.strip() else len(more))
            values["subject"] = more[len(more) - own :] + values["subject"]
            more = more[: len(more) - own]
        values[cell.role] += more
    return {role: clean(" ".join(value)) for role, value in values.items()}, last


def _right(j: int, column: int, lines: Lines) -> str:
    """What stands on line ``j`` in the column of the values; all of it where no column is kept."""
    line = lines[j]
    return line if column < _INDENTED else line[max(0, column - 2) :]
