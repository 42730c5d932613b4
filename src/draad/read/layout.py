"""From words with places to lines of text that look like the page.

One code for words out of a text layer and words out of OCR. What it keeps, because later stages live by it:
a header field and its value stay on one line however far apart they stand; indentation stays as leading blanks,
since in many prints it is the only sign of the depth of quotation; columns stay apart by runs of blanks;
a label that sits a little above or below the baseline (a redaction label in its box) joins its line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from statistics import median
from typing import NamedTuple

BLOCK = "█████"
"""What stands for a blacked-out place. Always as long, however wide the block: nothing may be measured on it."""
GAP = " " * len(BLOCK)
"""What stands for a whited-out place with words under it."""
_ASCENT, _DESCENT = 0.75, 0.22
"""Parts of the type size above and below the baseline that count as a word's height."""
_SAME_BASE = 0.25
"""Words whose baselines differ by less than this part of the type size stand on one line."""
_OVERLAP = 0.5
"""Rows that share this part of the lower one's height, and no horizontal room, are one line."""
_TIGHT = 0.12
"""A narrower gap, in type sizes, is no space."""
_WIDE = 2.2
"""A wider gap, in widths of a character, is a column."""
_MAX_INDENT = 120
_LABEL = re.compile(r"\W{0,3}[\w.,()/;\s]{2,24}\W{0,3}$")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


class Word(NamedTuple):
    """Characters without a gap, in points, origin top left. ``base`` is the baseline, ``size`` the type size."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    spaced: bool = True
    """A space stands before it in the layer; False: it may belong to the word before it."""

    @property
    def top(self) -> float:
        """Where its tallest letters end."""
        return self.base - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Where its lowest letters end."""
        return self.base + _DESCENT * self.size


class Rect(NamedTuple):
    """A drawn box, in points, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


def around(boxes: Iterable[Rect]) -> Rect:
    """The box that holds all of these, one at least."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return Rect(min(left), min(top), max(right), max(bottom))


class Line(NamedTuple):
    """One line of text and its place; a blank line has no place."""

    text: str
    box: tuple[float, float, float, float] | None
    words: tuple[tuple[int, Word], ...] = ()
    """What it was made of, each with its offset in ``text``; in points of the page turned back by ``turn``."""
    turn: int = 0
    """Quarter turns clockwise in which it is read."""


@dataclass
class _Row:
    words: list[Word]
    base: float
    size: float
    spans: list[tuple[float, float]] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Where its tallest letters end."""
        return self.base - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Where its lowest letters end."""
        return self.base + _DESCENT * self.size


def lay_out(words: Iterable[Word], boxes: Sequence[Rect] = ()) -> list[Line]:
    """The lines of one page, from top to bottom, blank lines where the page has room between them."""
    words = _once(word for word in words if word.text)
    if not words:
        return []
    if boxes:
        words = widen_labels(words, boxes)
    rows = _merge(_rows(words))
    width = _character_width(words)
    margin = _margin(rows, width)
    lines: list[Line] = []
    pitch = _pitch(rows)
    for before, row in zip([None, *rows], rows, strict=False):
        if before is not None:
            lines.extend([Line("", None)] * _blanks(before, row, pitch))
        box = (
            min(w.x0 for w in row.words),
            min(w.top for w in row.words),
            max(w.x1 for w in row.words),
            max(w.bottom for w in row.words),
        )
        text, placed = _write(row, margin, width)
        lines.append(Line(text, box if text else None, placed))
    return lines


def widen_labels(words: Sequence[Word], boxes: Sequence[Rect]) -> list[Word]:
    """Let a redaction label take the whole width of its box, so that no run of blanks tells how wide the box was.

    A label is what stands alone in its box and is short. Boxes that touch side by side are cells of
    a table and stay as they are.
    """
    inside: dict[int, list[int]] = {}
    order = sorted(range(len(words)), key=lambda i: words[i].base)
    bases = [words[i].base for i in order]
    from bisect import bisect_left

    for b, box in enumerate(boxes):
        if box.y1 - box.y0 > 90 or _has_neighbour(box, boxes):
            continue
        for i in order[bisect_left(bases, box.y0) : bisect_left(bases, box.y1 + 2)]:
            word = words[i]
            if box.x0 - 2 <= word.x0 and word.x1 <= box.x1 + 2 and box.y0 < word.base - word.size / 3 < box.y1:
                inside.setdefault(b, []).append(i)
    result = list(words)
    for b, found in inside.items():
        found.sort(key=lambda i: words[i].x0)
        if _LABEL.match(" ".join(words[i].text for i in found)):
            first, last = found[0], found[-1]
            result[first] = result[first]._replace(x0=min(result[first].x0, boxes[b].x0))
            result[last] = result[last]._replace(x1=max(result[last].x1, boxes[b].x1))
    return result


def _has_neighbour(box: Rect, boxes: Sequence[Rect]) -> bool:
    return any(
        (abs(other.x0 - box.x1) < 1.5 or abs(other.x1 - box.x0) < 1.5)
        and abs(other.y0 - box.y0) < 1.5
        and abs(other.y1 - box.y1) < 1.5
        for other in boxes
    )


def _once(words: Iterable[Word]) -> list[Word]:
    """Without words printed twice on one place, as some programs do for bold."""
    seen: dict[str, set[tuple[int, int]]] = {}
    kept = []
    for word in words:
        x, y = round(word.x0), round(word.base)
        own = seen.get(word.text)
        if own is None:
            seen[word.text] = {(x, y)}
            kept.append(word)
            continue
        if not any((x + i, y + j) in own for i in (-1, 0, 1) for j in (-1, 0, 1)):
            kept.append(word)
        own.add((x, y))
    return kept


def _rows(words: list[Word]) -> list[_Row]:
    """Words by baseline."""
    rows: list[_Row] = []
    for word in sorted(words, key=attrgetter("base", "x0")):
        row = rows[-1] if rows else None
        if row and word.base - row.base < _SAME_BASE * min(word.size, row.size):
            row.words.append(word)
            row.size = max(row.size, word.size)
        else:
            rows.append(_Row([word], word.base, word.size))
    for row in rows:
        row.words.sort(key=attrgetter("x0"))
        row.size = _main_size(row.words)
        row.spans = [(w.x0, w.x1) for w in row.words]
    return rows


def _main_size(words: list[Word]) -> float:
    """The size in which most characters of these words are set."""
    if len({w.size for w in words}) == 1:
        return words[0].size
    return median(size for w in words for size in [w.size] * min(len(w.text), 12))


def _merge(rows: list[_Row]) -> list[_Row]:
    """Rows that are one line for the eye: they overlap in height and leave each other room."""
    merged: list[_Row] = []
    for row in rows:
        for other in reversed(merged[-3:]):
            if _one_line(other, row):
                _join(other, row)
                break
        else:
            merged.append(row)
    merged.sort(key=attrgetter("base"))
    return merged


def _one_line(a: _Row, b: _Row) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    if shared < _OVERLAP * min(a.bottom - a.top, b.bottom - b.top):
        return False
    slack = 0.35 * min(a.size, b.size)
    return not any(s0 < t1 - slack and t0 < s1 - slack for s0, s1 in a.spans for t0, t1 in b.spans)


def _join(row: _Row, other: _Row) -> None:
    """The larger type keeps its baseline: labels are set small. Among equals, the row with more characters."""
    longer = sum(len(w.text) for w in other.words) > sum(len(w.text) for w in row.words)
    if other.size > 1.15 * row.size or (longer and row.size <= 1.15 * other.size):
        row.base, row.size = other.base, other.size
    row.words = sorted(row.words + other.words, key=attrgetter("x0"))
    row.spans = [(w.x0, w.x1) for w in row.words]


def _character_width(words: list[Word]) -> float:
    widths = [(w.x1 - w.x0) / len(w.text) for w in words if len(w.text) > 2 and w.x1 > w.x0]
    return max(1.0, median(widths)) if widths else 5.0


def _margin(rows: list[_Row], width: float) -> float:
    """Where the page's text begins: the leftmost place at which at least two lines begin."""
    starts = sorted(row.words[0].x0 for row in rows)
    return next((a for a, b in itertools.pairwise(starts) if b - a < width), starts[0])


def _pitch(rows: list[_Row]) -> float:
    """From baseline to baseline within a paragraph, in type sizes."""
    steps = [(b.base - a.base) / max(a.size, b.size) for a, b in itertools.pairwise(rows)]
    steps = sorted(step for step in steps if 0.8 < step < 2.6)
    return min(1.6, max(1.0, steps[len(steps) // 3])) if steps else 1.2


def _blanks(before: _Row, row: _Row, pitch: float) -> int:
    steps = (row.base - before.base) / (pitch * max(before.size, row.size))
    return 0 if steps < 1.45 else 1 if steps < 3.6 else 2


def _write(row: _Row, margin: float, width: float) -> tuple[str, tuple[tuple[int, Word], ...]]:
    """The words of a line with the blanks between them, and where each begins."""
    words = row.words
    own = _character_width(words) if sum(len(w.text) for w in words) > 8 else width
    indent = (words[0].x0 - margin) / width
    text = " " * (min(_MAX_INDENT, round(indent)) if indent > 1.2 else 0)
    if sum(1 for w in words if _RTL.search(w.text)) * 2 > len(words):
        return _backwards(text, words)
    placed = [(len(text), words[0])]
    text += words[0].text
    for left, right in itertools.pairwise(words):
        text += " " * _spaces(right.x0 - left.x1, left, right, own, round((right.x0 - margin) / width) - len(text))
        placed.append((len(text), right))
        text += right.text
    return text.rstrip(" "), tuple(placed)


def _backwards(text: str, words: Sequence[Word]) -> tuple[str, tuple[tuple[int, Word], ...]]:
    """A line of a script that runs from right to left."""
    placed = []
    for n, word in enumerate(reversed(words)):
        text += " " * bool(n)
        placed.append((len(text), word))
        text += word.text
    return text, tuple(placed)


def _spaces(gap: float, left: Word, right: Word, width: float, to_column: int) -> int:
    size = min(left.size, right.size)
    if gap < _TIGHT * size:
        return 1 if right.spaced and gap > -0.3 * size and not _glued(left, right) else 0
    if gap < max(_WIDE * width, 0.9 * size):
        return 1
    return min(_MAX_INDENT, max(2, to_column))


def _glued(left: Word, right: Word) -> bool:
    """A mark and the tail of the address that it hides: ``10.2.e`` and ``@rvo.nl``."""
    return right.text[0] in "@,;.:>)" or left.text[-1] in "<("
