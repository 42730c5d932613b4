"""Tables on pages: the cells of each row under its heads, told by the lines drawn between them, else by their places.

A table begins at a line of heads (``heads.columns``). Its columns are parted by upright lines, else by the whites that
the fewest words cross; its rows by level lines, else by the numbers in the first column and the wider whites between
them. On the next page it goes on under the same columns, with its heads printed again or not.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from draad.read.layout import Line, Word
from draad.read.rulings import Ruling, Rulings
from draad.release.inventory.heads import Columns, columns, exactly, field_of

_ACROSS = 0.75
"""Of the table's height or width, which a line that parts its columns or rows crosses at the least."""
_NEAR = 2.5
"""Points within which two lines are one."""
_APART = 0.7
"""Type sizes between two words of a head that are two heads."""
_SPACED = 0.45
"""The same where both are known heads by themselves."""
_SURELY = 3
"""Heads in a run of words that are no one head, however near each other they stand."""
_FIELDS = 3
"""Heads that are known, of a table without lines."""
_LONGEST = 600
"""Characters of a line of heads."""
_HEAD_LINES = 4
"""Lines of a head that wraps."""
_HEAD_PITCH = 2.0
"""Type sizes from one of these to the next at the most."""
_NUMBER = re.compile(r"[A-Z]{0,4}[-. ]?\d{1,6}(?:[.-]\d{1,4})*[a-z]?[.)]?")
_MOST_LINES = 400
_END = re.compile(r"(?:pagina|blad|page)?\s*\d{1,4}\s*(?:(?:van|/|of)\s*\d{1,4})?", re.IGNORECASE)
"""What the foot of a page says."""


class Cell(NamedTuple):
    """What stands in a cell, line by line."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """In one: a word broken at a hyphen and a date broken at its separator are whole again."""
        made = ""
        for line in self.lines:
            glued = re.search(r"[^\s\W][-‐‑/]$", made) or re.match(r"[)\]/,;.]", line)
            made = f"{made}{line}" if not made or glued else f"{made} {line}"
        return made


class Seen(NamedTuple):
    """A page, upright: its lines with the places of their words, and the lines drawn on it."""

    lines: Sequence[Line]
    ruled: Rulings


@dataclass
class Table:
    """A table as it was read, over all its pages."""

    heads: Columns
    written: tuple[str, ...]
    """The heads as they are printed."""
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    """The page of each row, from 1, and its cells in the order of the columns."""


@dataclass(frozen=True)
class _Form:
    """What a table is measured by, as its heads tell it."""

    heads: Columns
    written: tuple[str, ...]
    spans: tuple[tuple[float, float], ...]
    """Of each head, from left to right."""
    top: float
    bottom: float
    goes_on: bool = False
    """From the page before, without heads of its own here."""

    @property
    def first(self) -> int:
        """The column that numbers."""
        places = self.heads.places
        return places.get("number", places.get("identifier", 0))


def tables(pages: Iterable[tuple[int, Sequence[str]]], seen: Callable[[int], Seen]) -> list[Table]:
    """The tables of an inventory, in their order, on pages that are given with their number and lines of text.

    ``seen`` gives the places on a page; it is asked of those alone on which heads may stand or a table goes on.
    """
    found: list[Table] = []
    form: _Form | None = None
    for number, texts in pages:
        if form is None and not _may_head(texts):
            continue
        lines, ruled = seen(number)
        words = list(_whole_words(lines))
        headed = _headed(words, ruled)
        start = min((word.top for word in words), default=0.0) - 1
        starts = [replace(form, top=start, bottom=start, goes_on=True), *headed] if form is not None else headed
        for n, own in enumerate(starts):
            end = starts[n + 1].top if n + 1 < len(starts) else math.inf
            if not own.goes_on and (not found or own.heads != found[-1].heads):
                found.append(Table(own.heads, own.written))
            inside = [word for word in words if own.bottom < word.base < end]
            rows = list(_rows(inside, own, ruled))
            found[-1].rows += [(number, cells) for cells in rows]
            form = own if rows else None
    return [table for table in found if table.rows]


def _may_head(texts: Sequence[str]) -> bool:
    """Whether three fields at the least are named by single words of neighbouring lines."""
    named = [{exactly(word) for word in text.split()} - {None} if len(text) < _LONGEST else set() for text in texts]
    around = zip(named, [*named[1:], set()], [*named[2:], set(), set()], strict=False)
    return any(len(a | b | c) >= _FIELDS for a, b, c in around)


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────


def _whole_words(lines: Iterable[Line]) -> Iterator[Word]:
    """The words as a reader sees them: what stands without a blank between is one."""
    for line in lines:
        made: list[tuple[int, Word]] = []
        for at, word in line.words:
            if made and at <= made[-1][0] + len(made[-1][1].text):
                first, last = made[-1]
                text = last.text + word.text
                made[-1] = first, last._replace(text=text, x0=min(last.x0, word.x0), x1=max(last.x1, word.x1))
            else:
                made.append((at, word))
        yield from (word for _, word in made)


def _by_line(words: Iterable[Word]) -> list[list[Word]]:
    """Words by baseline, from top to bottom, each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        if lines and word.base - lines[-1][0].base < 0.3 * min(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _cell(words: Iterable[Word]) -> Cell:
    return Cell(tuple(" ".join(word.text for word in line) for line in _by_line(words)))


# ── heads ───────────────────────────────────────────────────────────────────────────────────────────────────


def _headed(words: Sequence[Word], ruled: Rulings) -> list[_Form]:
    """The heads on a page from top to bottom: in a row between lines, or in a few lines of text."""
    kept: list[_Form] = []
    several = [*_ruled_heads(words, ruled), *_loose_heads(words)]
    for form in sorted(several, key=lambda form: -len(form.heads.places)):  # of equals, what lines part comes first
        if all(form.bottom <= other.top or form.top >= other.bottom for other in kept):
            kept.append(form)
    return sorted(kept, key=lambda form: form.top)


def _ruled_heads(words: Sequence[Word], ruled: Rulings) -> Iterator[_Form]:
    levels = _places(ruled.level)[:_MOST_LINES]
    for top, bottom in pairwise(levels):
        inside = [word for word in words if top < word.base - word.size / 3 < bottom]
        edges = _crossing(ruled.upright, top, bottom)
        if not inside or len(inside) > 60 or len(edges) < 3:
            continue
        spans = tuple(pairwise(edges))
        written = tuple(_cell(_within(inside, span)).text for span in spans)
        heads = columns(written)
        if heads is not None:
            yield _Form(heads, written, spans, top, bottom)


def _places(lines: Iterable[Ruling]) -> list[float]:
    """Where lines lie, each place once."""
    kept: list[float] = []
    for at in sorted(line.at for line in lines):
        if not kept or at - kept[-1] > _NEAR:
            kept.append(at)
    return kept


def _crossing(lines: Iterable[Ruling], start: float, end: float) -> list[float]:
    """The places of the lines that run from ``start`` to ``end``, most of the way."""
    covered: dict[float, float] = {}
    ordered = sorted(lines)
    place = None
    for line in ordered:
        if place is None or line.at - place > _NEAR:
            place = line.at
        part = min(line.end, end) - max(line.start, start)
        if part > 0:
            covered[place] = covered.get(place, 0.0) + part
    return [at for at, part in covered.items() if part >= _ACROSS * (end - start)]


def _within(words: Iterable[Word], span: tuple[float, float]) -> list[Word]:
    return [word for word in words if span[0] <= (word.x0 + word.x1) / 2 < span[1]]


def _loose_heads(words: Sequence[Word]) -> Iterator[_Form]:
    """Lines whose pieces are heads, taken together with lines around them that make more of them heads."""
    lines = _by_line(words)
    for n in range(len(lines)):
        forms = (_loose_form(lines[n : n + many]) for many in range(1, min(_HEAD_LINES, len(lines) - n) + 1))
        known = [form for form in forms if form is not None]
        if known:
            yield max(known, key=_worth)


def _worth(form: _Form) -> tuple[int, int, float]:
    """By how many heads are known, how many of them as a whole, and how many lines they take."""
    whole = sum(exactly(head) is not None for head in form.written)
    return len(form.heads.places) - len(form.heads.unknown), whole, form.bottom


def _loose_form(block: Sequence[Sequence[Word]]) -> _Form | None:
    """The heads that these lines are together; None where they are none."""
    if not _together(block):
        return None
    spans = tuple(_head_spans(block))
    written = tuple(_cell(_overlapping(block, span)).text for span in spans)
    heads = columns(written)
    if heads is None or len(heads.places) < _FIELDS:
        return None
    return _Form(heads, written, spans, block[0][0].top, max(word.bottom for word in block[-1]) - 1)


def _together(block: Sequence[Sequence[Word]]) -> bool:
    return all(b[0].base - a[0].base < _HEAD_PITCH * max(a[0].size, b[0].size) for a, b in pairwise(block))


def _head_spans(block: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    """The extents of the heads: pieces of lines that stand above each other are one head."""
    pieces = sorted(piece for line in block for piece in _pieces(line))
    spans: list[tuple[float, float]] = []
    for x0, x1 in pieces:
        if spans and x0 < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], x1)
        else:
            spans.append((x0, x1))
    return spans


def _pieces(line: Sequence[Word]) -> Iterator[tuple[float, float]]:
    """A line of heads in pieces: at wide whites, and at others where the words on both sides are heads."""
    start = 0
    for n in range(1, len(line) + 1):
        if n < len(line) and line[n].x0 - line[n - 1].x1 < _APART * line[n].size:
            continue
        yield from _parted(line[start:n])
        start = n


def _parted(piece: Sequence[Word]) -> Iterator[tuple[float, float]]:
    """A run of words as heads, the longest first; whole where it is none or one."""
    yield from _cut(piece) or [(piece[0].x0, piece[-1].x1)]


def _cut(piece: Sequence[Word]) -> list[tuple[float, float]]:
    """The heads of which a run of words is made; none where it may be one head of several words."""
    texts = [word.text for word in piece]
    if exactly(" ".join(texts)) is not None:
        return []
    cut: list[tuple[int, int]] = []
    at = 0
    while at < len(piece):
        ends = (n for n in range(len(piece), at, -1) if exactly(" ".join(texts[at:n])) is not None)
        if (end := next(ends, None)) is None:
            return []
        cut.append((at, end))
        at = end
    loose = all(piece[start].x0 - piece[start - 1].x1 > _SPACED * piece[start].size for start, _ in cut[1:])
    if len(cut) < _SURELY and not loose and field_of(" ".join(texts)) is not None:
        return []
    return [(piece[start].x0, piece[end - 1].x1) for start, end in cut]


def _overlapping(block: Iterable[Iterable[Word]], span: tuple[float, float]) -> list[Word]:
    return [word for line in block for word in line if word.x0 < span[1] and word.x1 > span[0]]


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(words: Sequence[Word], form: _Form, ruled: Rulings) -> Iterator[list[str]]:
    """The rows of a table on one page, each as its cells."""
    if not words:
        return
    bottom = max(word.bottom for word in words)
    edges = _edges(words, form, ruled, bottom)
    numbers = [word for word in _column(words, edges, form.first) if _NUMBER.fullmatch(word.text)]
    if not numbers:
        return
    upper = -math.inf if form.goes_on else form.bottom - _NEAR
    levels = [at for at in _row_lines(ruled, edges) if at > upper]
    bands = list(pairwise(levels))
    parted = sum(1 for top, end in bands if sum(top < word.base < end for word in numbers) == 1)
    if parted < max(1, 0.6 * len(numbers)):
        bands = list(_bands(words, numbers, form.bottom, bottom))
    for top, end in bands:
        inside = [word for word in words if top < word.base - word.size / 3 < end]
        cells = [_cell(_column(inside, edges, n)).text for n in range(len(edges) + 1)]
        if _is_row(cells, form):
            yield cells


def _is_row(cells: Sequence[str], form: _Form) -> bool:
    number = cells[form.first].replace(" ", "")
    others = sum(bool(cells[at].strip()) for key, at in form.heads.places.items() if at != form.first)
    return _NUMBER.fullmatch(number) is not None and others >= 1 + form.goes_on and columns(cells) is None


def _column(words: Iterable[Word], edges: Sequence[float], n: int) -> list[Word]:
    return [word for word in words if bisect_right(edges, (word.x0 + word.x1) / 2) == n]


def _edges(words: Sequence[Word], form: _Form, ruled: Rulings, bottom: float) -> list[float]:
    """Where each column but the last ends: at an upright line between two heads, else where fewest words are cut."""
    lines = _places(ruled.upright)
    body = [word for word in words if word.base < bottom]
    edges: list[float] = []
    for left, right in pairwise(form.spans):
        if left[1] == right[0]:
            edges.append(left[1])
            continue
        between = [at for at in lines if left[1] - _NEAR <= at <= right[0] + _NEAR]
        edges.append(between[-1] if between else _white(body, left, right))
    return edges


def _white(words: Sequence[Word], left: tuple[float, float], right: tuple[float, float]) -> float:
    """The place between two heads that the fewest words cross, in the widest white, the last of those."""
    start, end = left[0] + 1, right[1] - 1
    sides = sorted(
        {x for word in words for x in (word.x0, word.x1) if start < x < end} | {start, left[1], right[0], end}
    )
    best = (len(words) + 1, 0.0, 0.0)
    for a, b in pairwise(sides):
        middle = (a + b) / 2
        crossed = sum(word.x0 < middle < word.x1 for word in words) + (middle < left[1]) + (middle > right[0])
        best = min(best, (crossed, -round(b - a, 1), -middle))
    return -best[2]


def _row_lines(ruled: Rulings, edges: Sequence[float]) -> list[float]:
    """The level lines that run under all columns; a line within one column parts no rows."""
    if not ruled.level:
        return []
    x0, x1 = min(line.start for line in ruled.level), max(line.end for line in ruled.level)
    if edges:
        x0, x1 = max(x0, min(edges) - 20), min(x1, max(edges) + 20)
    return _crossing(ruled.level, x0, x1)


def _bands(words: Sequence[Word], numbers: Sequence[Word], top: float, bottom: float) -> Iterator[tuple[float, float]]:
    """Rows without lines between them: from one number to the next, parted at the widest white between the two.

    Where words stand above the first number its cells are in the middle or at the foot of their rows; where none do,
    a row begins at its number.
    """
    lines = _by_line(words)
    above = any(line[0].base < numbers[0].base - 0.5 * numbers[0].size for line in lines)
    places = sorted(word.base for word in numbers)
    sizes = {word.base: word.size for word in numbers}
    edges = [top]
    for before, after in pairwise(places):
        if not above:
            edges.append(after - 0.8 * sizes[after])
            continue
        between = [line[0].base for line in lines if before - 0.1 <= line[0].base <= after + 0.1]
        above_below = max(pairwise(between), key=lambda pair: pair[1] - pair[0], default=(before, after))
        edges.append(sum(above_below) / 2)
    yield from pairwise([*edges, _foot(lines, places[-1], bottom)])


def _foot(lines: Sequence[Sequence[Word]], last: float, bottom: float) -> float:
    """Where the last row ends: at a white wider than those within a row, or at the number of the page."""
    below = [line for line in lines if line[0].base >= last - 0.1]
    for above, line in pairwise(below):
        if line[0].base - above[0].base > 2.2 * above[0].size or _END.fullmatch(" ".join(w.text for w in line)):
            return (above[0].base + line[0].base) / 2
    return bottom + 1
