"""Black bars with nothing under them and nothing on them: the words were really removed from the file.

A sign of fixed width stands in their place, as on recognised pages, so that a sentence does not seem whole. What is
black is seen on the drawn page; what is a redaction is told by its place: in line with text, or a block among lines
of text, and neither part of a table, a chart or a drawing. All places are in points with the page turned so that its
text stands upright.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any, NamedTuple

from draad.read.covers import Hidden, Printed, has_label
from draad.read.glyphs import turn_box
from draad.read.layout import BLOCK, Line, Rect, Word, around
from draad.read.paint import Painted, Shape

_LOW, _NARROW = 5.0, 6.0
"""Points. What is lower is a rule, what is narrower a stroke."""
_BESIDE = 60.0
"""A higher block in line with text is a picture."""
_OF_PAGE = 0.6
"""A higher part of the page is a background."""
_MANY = 200
"""More dark shapes of some size than this are a drawing, or letters drawn as paths."""
_TOUCH = 1.5
_NEAR = 3.0
"""A block without text beside it has text, or another one, within so many type sizes above or below it."""
_SCALE = 2.0
"""Pixels a point."""
_SOFT = 0.6
"""Points. PDFium fills a box to whole pixels, so its edge lies a pixel farther or nearer than it is drawn."""
_DARK, _DARK_PART = 100, 0.95
_PAPER, _PAPER_ROUND = 128, 0.6
"""Lighter than this is paper, and so much of what surrounds a bar is paper or another bar."""


class Bar(NamedTuple):
    """One blacked-out place, with the baselines and type sizes of the lines that it stands in; none: its own line."""

    box: Rect
    label: str = ""
    lines: tuple[tuple[float, float], ...] = ()


class _Part(NamedTuple):
    """One dark shape; ``told``: words on it or under it already say what it is."""

    box: Rect
    label: str
    told: bool
    certain: bool


def possible(painted: Painted, height: float) -> list[Shape]:
    """The shapes of a page that may be bars, by size and colour alone; ``height`` is the page's longest side."""
    found = [
        shape
        for shape in painted.shapes
        if shape.dark
        and min(shape.box.x1 - shape.box.x0, shape.box.y1 - shape.box.y0) >= _LOW
        and shape.box.y1 - shape.box.y0 <= _OF_PAGE * height
    ]
    return found if len(found) <= _MANY else []


def find(
    page: Any,
    shapes: Sequence[Shape],
    words: Sequence[Word],
    labels: Sequence[Printed],
    hidden: Sequence[Hidden],
    turn: int,
) -> list[Bar]:
    """The bars among ``shapes`` on a page whose ``words`` are read in direction ``turn``."""
    if not shapes or not words:
        return []
    width, height = page.get_size()
    parts = [
        _Part(
            Rect(*turn_box(shape.box, -turn % 4, width, height)),
            shape.label,
            has_label(shape, labels) or any(_covers(shape, one) for one in hidden),
            shape.certain,
        )
        for shape in shapes
    ]
    page_width = height if turn % 2 else width
    if not _placed(_united(parts), words, page_width):
        return []
    picture = _draw(page, turn)
    dark = [part for part in parts if part.told or part.certain or _is_dark(picture, part.box)]
    boxes = [part.box for part in dark]
    alone = [bar for bar in _united(dark) if bar.certain or _stands_alone(picture, bar.box, boxes)]
    return _stacked(_placed(alone, words, page_width))


def _covers(shape: Shape, one: Hidden) -> bool:
    glyph, box = one.glyph, shape.box
    return one.shape == shape or (
        box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and box.y0 <= (glyph.y0 + glyph.y1) / 2 <= box.y1
    )


def _united(parts: Iterable[_Part]) -> list[_Part]:
    """Parts of one bar taken together: they touch on one level, or one lies within the other."""
    bars: list[_Part] = []
    for part in sorted(parts, key=lambda part: (part.box.x0, part.box.y0)):
        while other := next((bar for bar in bars if _one_bar(bar.box, part.box)), None):
            bars.remove(other)
            told, certain = part.told or other.told, part.certain or other.certain
            part = _Part(around((part.box, other.box)), other.label or part.label, told, certain)
        bars.append(part)
    return bars


def _one_bar(a: Rect, b: Rect) -> bool:
    if a.x1 + _TOUCH < b.x0 or b.x1 + _TOUCH < a.x0:
        return False
    slack = 0.4 * min(_height(a), _height(b))
    return (abs(a.y0 - b.y0) <= slack and abs(a.y1 - b.y1) <= slack) or _within(a, b) or _within(b, a)


def _within(a: Rect, b: Rect) -> bool:
    return a.x0 >= b.x0 - 1 and a.y0 >= b.y0 - 1 and a.x1 <= b.x1 + 1 and a.y1 <= b.y1 + 1


def _height(box: Rect) -> float:
    return box.y1 - box.y0


# ── place ───────────────────────────────────────────────────────────────────────────────────────────────────


def _placed(bars: Sequence[_Part], words: Sequence[Word], page_width: float) -> list[Bar]:
    """Those that stand where words can stand, from top to bottom."""
    usual = median(word.size for word in words)
    free = _without_columns([bar for bar in bars if not bar.told and bar.box.x1 - bar.box.x0 >= _NARROW])
    inline, lone = [], []
    for bar in sorted(free, key=lambda bar: bar.box.y0):
        lines = _lines_beside(words, bar.box)
        if lines and _is_in_line(bar.box, max(size for _, size in lines), words):
            inline.append(Bar(bar.box, bar.label, tuple(lines)))
        elif not lines and _is_block(bar.box, usual, words, page_width):
            lone.append(Bar(bar.box, bar.label))
    anchors = [Rect(word.x0, word.top, word.x1, word.bottom) for word in words] + [bar.box for bar in inline]
    return sorted(inline + _near(lone, anchors, _NEAR * usual), key=lambda bar: (bar.box.y0, bar.box.x0))


def _without_columns(bars: Sequence[_Part]) -> list[_Part]:
    """Without the columns of a chart: they stand on one level and rise to different heights."""
    return [
        bar
        for bar in bars
        if not any(
            abs(bar.box.y1 - other.box.y1) < 1
            and abs(_height(bar.box) - _height(other.box)) > max(4.0, 0.4 * min(_height(bar.box), _height(other.box)))
            for other in bars
        )
    ]


def _lines_beside(words: Sequence[Word], box: Rect) -> list[tuple[float, float]]:
    """Baselines and sizes of the lines whose middle lies between the top and the bottom of a box."""
    middles = sorted((w.base, w.size) for w in words if box.y0 <= w.base - 0.25 * w.size <= box.y1)
    lines: list[tuple[float, float]] = []
    for base, size in middles:
        if not lines or base - lines[-1][0] > 0.6 * size:
            lines.append((base, size))
    return lines


def _is_in_line(box: Rect, size: float, words: Sequence[Word]) -> bool:
    """Not a bullet, the square of a legend, a thick rule or a logo."""
    width, height = box.x1 - box.x0, _height(box)
    if height > _BESIDE or height < 0.6 * size or (width < 1.5 * height and height < 0.9 * size):
        return False
    if height > 1.9 * size:
        return width >= 2 * height
    first = not any(word.x0 < box.x0 and box.y0 <= word.base - 0.25 * word.size <= box.y1 for word in words)
    return not (first and 0.8 < width / height < 1.25)


def _is_block(box: Rect, size: float, words: Sequence[Word], page_width: float) -> bool:
    """Within the column of text and of the form that words have; wider bands are ornament."""
    width, height = box.x1 - box.x0, _height(box)
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    right = max(right, page_width - left)
    return height >= 0.8 * size and width >= 1.5 * height and box.x0 >= left - 10 and box.x1 <= right + 10


def _near(lone: Sequence[Bar], anchors: list[Rect], reach: float) -> list[Bar]:
    """Blocks that have text or a bar close above or below them."""
    found: list[Bar] = []
    left = list(lone)
    while joined := [bar for bar in left if any(_adjoins(bar.box, anchor, reach) for anchor in anchors)]:
        found += joined
        left = [bar for bar in left if bar not in joined]
        anchors = [bar.box for bar in joined]
    return found


def _adjoins(box: Rect, other: Rect, reach: float) -> bool:
    beneath = box.x0 < other.x1 and other.x0 < box.x1
    return beneath and max(box.y0 - other.y1, other.y0 - box.y1) <= reach


def _stacked(bars: Sequence[Bar]) -> list[Bar]:
    """Blocks on lines of their own that touch above each other are one."""
    found: list[Bar] = []
    for bar in bars:
        last = next((n for n, other in enumerate(found) if _one_block(other, bar)), None)
        if last is None:
            found.append(bar)
        else:
            found[last] = Bar(around((found[last].box, bar.box)), found[last].label or bar.label)
    return found


def _one_block(a: Bar, b: Bar) -> bool:
    return not a.lines and not b.lines and _adjoins(a.box, b.box, _TOUCH)


# ── seeing ──────────────────────────────────────────────────────────────────────────────────────────────────


def _draw(page: Any, turn: int) -> Any:
    """The lightest colour of each pixel, so that no dark blue passes for black; text upright."""
    import numpy as np

    picture = np.asarray(page.render(scale=_SCALE).to_pil().convert("RGB")).max(axis=2)
    return np.rot90(picture, turn)


def _cut(picture: Any, x0: float, y0: float, x1: float, y1: float) -> Any:
    a, b, c, d = (max(0, round(side * _SCALE)) for side in (x0, y0, x1, y1))
    return picture[b:d, a:c]


def _is_dark(picture: Any, box: Rect) -> bool:
    inner = _cut(picture, box.x0 + _SOFT, box.y0 + _SOFT, box.x1 - _SOFT, box.y1 - _SOFT)
    return inner.size > 0 and float((inner < _DARK).mean()) >= _DARK_PART


def _stands_alone(picture: Any, box: Rect, others: Sequence[Rect]) -> bool:
    """Paper or other bars round it, and no line of a table or an axis that goes on where its side ends."""
    known = picture > _PAPER
    for x0, y0, x1, y1 in others:
        _cut(known, x0 - _SOFT, y0 - _SOFT, x1 + _SOFT, y1 + _SOFT)[:] = True
    sides = [
        _cut(known, box.x0 - 3, box.y0 - 3, box.x1 + 3, box.y0 - 1),
        _cut(known, box.x0 - 3, box.y1 + 1, box.x1 + 3, box.y1 + 3),
        _cut(known, box.x0 - 3, box.y0, box.x0 - 1, box.y1),
        _cut(known, box.x1 + 1, box.y0, box.x1 + 3, box.y1),
    ]
    paper, size = sum(int(side.sum()) for side in sides), sum(side.size for side in sides)
    return size > 0 and paper >= _PAPER_ROUND * size and not _is_ruled(~known, box)


def _is_ruled(dark: Any, box: Rect) -> bool:
    """Goes a line on at both ends of its left or right side, or of both its top and bottom?"""

    def upright(x: float) -> bool:
        ends = (_cut(dark, x - 1, box.y0 - 5, x + 1, box.y0 - 1), _cut(dark, x - 1, box.y1 + 1, x + 1, box.y1 + 5))
        return all(end.size > 0 and bool(end.all(axis=0).any()) for end in ends)

    def level(y: float) -> bool:
        ends = (_cut(dark, box.x0 - 5, y - 1, box.x0 - 1, y + 1), _cut(dark, box.x1 + 1, y - 1, box.x1 + 5, y + 1))
        return all(end.size > 0 and bool(end.all(axis=1).any()) for end in ends)

    return upright(box.x0) or upright(box.x1) or (level(box.y0) and level(box.y1))


# ── signs ───────────────────────────────────────────────────────────────────────────────────────────────────


def signs(bars: Iterable[Bar]) -> list[Word]:
    """A sign for each bar on each line that it stands in, or on a line of its own."""
    words = []
    for bar in bars:
        x0, y0, x1, y1 = bar.box
        size = min(11.0, (y1 - y0) / 0.97)
        for base, own in bar.lines or (((y0 + y1) / 2 + 0.27 * size, size),):
            words.append(Word(bar.label or BLOCK, x0, x1, base, own))
    return words


def boxed(lines: Iterable[Line], bars: Sequence[Bar]) -> list[Line]:
    """The lines, with the box of the drawn cover for signs that stand alone on theirs."""
    own = {(bar.box.x0, bar.box.x1, bar.label or BLOCK): bar.box for bar in bars if not bar.lines}
    return [
        line._replace(box=own.get((line.box[0], line.box[2], line.text.strip()), line.box)) if line.box else line
        for line in lines
    ]
