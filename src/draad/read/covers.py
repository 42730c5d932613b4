"""Text that lies under something painted over it: a redaction drawn over words that are still in the file.

A viewer does not show such text, so it is not read (law 2): a sign of fixed width stands in its place. PDFium's text
page gives every character, whatever lies over it. ``paint`` tells which later shapes might hide one. Whether they do
is not concluded from colour, opacity, blend mode, mask and pattern but seen: the page is drawn with the text and
without it, and what makes no difference can't be seen. In a hidden layer (text without ink, or below the picture of
a scanned page) the words are those of the picture; where the picture is black, it was blacked out afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from draad.read.glyphs import Glyph, turn_box, upright
from draad.read.layout import BLOCK, GAP, Rect, Word
from draad.read.paint import Painted, Shape

_POINTS = (1 / 6, 1 / 2, 5 / 6)
_MOST = 5
"""Of the nine points of a character's box, so many must lie under later shapes."""
_SCALE = 2.0
"""Pixels a point in the pictures that are compared."""
_SEEN = 30
"""A pixel that differs by more grey values than this, of 255, shows something of the text."""
_SEEN_PART = 0.04
"""A character of which a larger part of the covered pixels shows is visible; letters ink a fifth of their box."""
_DARK, _WHITE = 100, 200
_BLACK_PART = 0.95
_BLOCK_WIDTH, _BLOCK_HEIGHT = 8.0, 5.0
"""Points. In small print a letter may fill its box with ink; a block is larger."""
_BAND = 24.0
"""Height in points of the bands in which shapes are looked up."""


class Hidden(NamedTuple):
    """One character that can't be seen, and what hides it."""

    glyph: Glyph
    shape: Shape
    white: bool


def find(page: Any, glyphs: Sequence[Glyph], painted: Painted) -> list[Hidden]:
    """The characters of a page that can't be seen because something was painted over them. Needs their owners."""
    under, below = _under(glyphs, painted), _in_hidden_layer(glyphs, painted)
    if not under and not below:
        return []
    shown = _draw(page)
    found = [Hidden(glyph, shapes[-1], False) for glyph, shapes in under if shapes[-1].certain]
    found += _unseen(page, shown, [pair for pair in under if not pair[1][-1].certain], painted)
    found += _blacked_out(shown, below)
    return found


def _under(glyphs: Sequence[Glyph], painted: Painted) -> list[tuple[Glyph, list[Shape]]]:
    """Characters of which most lies under later shapes, with those shapes in order."""
    bands: dict[int, list[Shape]] = defaultdict(list)
    for shape in sorted(painted.shapes):
        for band in range(int(shape.box.y0 // _BAND), int(shape.box.y1 // _BAND) + 1):
            bands[band].append(shape)
    found = []
    for glyph in glyphs:
        text = painted.texts.get(glyph.owner)
        if text is None or glyph.text.isspace():
            continue
        box = _box(glyph)
        near = {s for y in {int(box.y0 // _BAND), int(box.y1 // _BAND)} for s in bands.get(y, ())}
        later = sorted(s for s in near if s.order > text.order and _touch(s.box, box))
        certain = [shape for shape in later if shape.certain]
        if text.inkless or (certain and _covered_points(box, certain) >= _MOST):
            later = certain
        if later and _covered_points(box, later) >= _MOST:
            found.append((glyph, later))
    return found


def _box(glyph: Glyph) -> Rect:
    return glyph.ink or Rect(glyph.x0, glyph.y0, glyph.x1, glyph.y1)


def _touch(a: Rect, b: Rect) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _covered_points(box: Rect, shapes: Sequence[Shape]) -> int:
    points = [
        (box.x0 + u * (box.x1 - box.x0), box.y0 + v * (box.y1 - box.y0)) for u in _POINTS for v in _POINTS
    ]  # nine points, so that several shapes beside each other count together
    return sum(any(_holds(shape.box, x, y) for shape in shapes) for x, y in points)


def _holds(box: Rect, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _in_hidden_layer(glyphs: Sequence[Glyph], painted: Painted) -> list[Glyph]:
    """Characters without ink, and those painted before the pictures that are the page."""
    pictures = sorted(painted.pictures)
    found = []
    for glyph in glyphs:
        text = painted.texts.get(glyph.owner)
        if text is None or glyph.text.isspace():
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        if text.inkless or any(p.order > text.order and _holds(p.box, x, y) for p in pictures):
            found.append(glyph)
    return found


# ── seeing ──────────────────────────────────────────────────────────────────────────────────────────────────


def _draw(page: Any) -> Any:
    """The page's grey values as numbers that may be subtracted."""
    import numpy as np

    return np.asarray(page.render(scale=_SCALE, grayscale=True).to_pil().convert("L"), dtype=np.int16)


def _unseen(page: Any, shown: Any, under: Sequence[tuple[Glyph, list[Shape]]], painted: Painted) -> list[Hidden]:
    """Those characters that make no difference to the picture where shapes lie over them."""
    if not under:
        return []
    objects = {glyph.owner: painted.texts[glyph.owner].obj for glyph, _ in under}
    for obj in objects.values():
        pdfium_c.FPDFPageObj_SetIsActive(obj, False)
    without = _draw(page)
    for obj in objects.values():
        pdfium_c.FPDFPageObj_SetIsActive(obj, True)
    found = []
    for glyph, shapes in under:
        parts = [(_pixels(shown, glyph, shape.box), _pixels(without, glyph, shape.box)) for shape in shapes]
        size = sum(a.size for a, _ in parts)
        seen = sum(int((abs(a - b) > _SEEN).sum()) for a, b in parts)
        if seen <= _SEEN_PART * size:
            level = sum(float(a.sum()) for a, _ in parts) / max(1, size)
            found.append(Hidden(glyph, shapes[-1], level > _WHITE))
    return found


def _pixels(picture: Any, glyph: Glyph, cover: Rect) -> Any:
    """The part of the picture where a character lies under a cover; without the soft edge, where there is room."""
    box = _box(glyph)
    x0, x1 = _inner(max(box.x0, cover.x0), min(box.x1, cover.x1))
    y0, y1 = _inner(max(box.y0, cover.y0), min(box.y1, cover.y1))
    return picture[y0:y1, x0:x1]


def _inner(low: float, high: float) -> tuple[int, int]:
    a, b = low * _SCALE + 0.6, high * _SCALE - 0.6
    first, last = (round(a), round(b)) if b - a >= 1 else (int((a + b) / 2), int((a + b) / 2) + 1)
    return max(0, first), max(0, last)


def _blacked_out(shown: Any, glyphs: Sequence[Glyph]) -> list[Hidden]:
    """Characters of a hidden layer at whose place the picture is black: no letter fills its whole box."""
    if not glyphs:
        return []
    import numpy as np

    dark = np.zeros((shown.shape[0] + 1, shown.shape[1] + 1), dtype=np.int32)
    dark[1:, 1:] = np.cumsum(np.cumsum(shown < _DARK, axis=0, dtype=np.int32), axis=1, dtype=np.int32)
    boxes = np.array([(*_inner(g.x0, g.x1), *_inner(g.y0, g.y1)) for g in glyphs])
    x0, x1, y0, y1 = (np.minimum(side, shown.shape[n < 2]) for n, side in enumerate(boxes.T))
    counts = dark[y1, x1] - dark[y0, x1] - dark[y1, x0] + dark[y0, x0]
    size = (y1 - y0) * (x1 - x0)
    black = np.flatnonzero((size > 0) & (counts >= _BLACK_PART * size))
    found = [(glyphs[i], _dark_round(shown, int(x0[i]), int(y0[i]), int(x1[i]), int(y1[i]))) for i in black.tolist()]
    return [
        Hidden(glyph, Shape(0, box), white=False)
        for glyph, box in found
        if box.x1 - box.x0 >= _BLOCK_WIDTH and box.y1 - box.y0 >= _BLOCK_HEIGHT
    ]


def _dark_round(shown: Any, x0: int, y0: int, x1: int, y1: int) -> Rect:
    """How far the dark goes on to all sides: the place of the sign is that of the block, not of the words."""
    row, column = shown[(y0 + y1) // 2] < _DARK, shown[:, (x0 + x1) // 2] < _DARK
    return Rect(
        _edge(row[:x0][::-1], x0, -1) / _SCALE,
        _edge(column[:y0][::-1], y0, -1) / _SCALE,
        _edge(row[x1:], x1, 1) / _SCALE,
        _edge(column[y1:], y1, 1) / _SCALE,
    )


def _edge(dark: Any, start: int, step: int) -> int:
    length = len(dark) if dark.all() else int(dark.argmin())
    return start + step * length


# ── signs ───────────────────────────────────────────────────────────────────────────────────────────────────


class Signs(NamedTuple):
    """What stands in the place of hidden text."""

    words: list[Word]
    places: int
    """How many places were covered, those with a label printed on them included."""


class Printed(NamedTuple):
    """A character that stays: when it is painted and where its middle is."""

    order: float
    x: float
    y: float


def printed(glyphs: Sequence[Glyph], painted: Painted) -> list[Printed]:
    """The characters that may be labels on what was painted before them."""
    return [
        Printed(painted.texts[g.owner].order, (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2)
        for g in glyphs
        if g.owner in painted.texts and not g.text.isspace()
    ]


def signs(hidden: Sequence[Hidden], labels: Sequence[Printed], turn: int, width: float, height: float) -> Signs:
    """A sign for each covered place on each line of text read in direction ``turn``; none where a label printed on
    the cover already says what the place is.
    """
    chars = [(upright(one.glyph, turn, width, height), one) for one in hidden if one.glyph.turn == turn]
    chars.sort(key=lambda char: (char[0][3], char[0][1]))
    labelled = {shape for shape in {one.shape for _, one in chars} if has_label(shape, labels)}
    rows: list[tuple[list[Word], set[Shape]]] = []
    for (_, _, _, base, size), one in chars:
        box = turn_box(one.shape.box, -turn % 4, width, height)
        word = Word(GAP if one.white else BLOCK, box[0], box[2], base, size)
        _put(rows, word, one.shape)
    words: list[Word] = []
    told: set[Shape] = set()
    for found, shapes in rows:
        own = next((shape for shape in sorted(shapes) if shape.label), None)
        if shapes & labelled or (own and own in told):
            continue
        if own:
            told.add(own)
        words.append(found[0]._replace(text=own.label) if own else found[0])
    return Signs(words, len(rows))


def has_label(shape: Shape, labels: Sequence[Printed]) -> bool:
    """Is something printed on it after it was painted?"""
    return any(label.order > shape.order and _holds(shape.box, label.x, label.y) for label in labels)


def _put(rows: list[tuple[list[Word], set[Shape]]], word: Word, shape: Shape) -> None:
    """Add a sign; those that touch on one line are one, and black if any of them is."""
    for found, shapes in reversed(rows):
        last = found[0]
        if word.base - last.base > max(word.size, last.size):
            break
        level = word.base - last.base < 0.5 * min(word.size, last.size)
        if level and word.x0 < last.x1 + 1 and last.x0 < word.x1 + 1:
            text = BLOCK if BLOCK in (last.text, word.text) else GAP
            found[0] = last._replace(text=text, x0=min(last.x0, word.x0), x1=max(last.x1, word.x1))
            shapes.add(shape)
            return
    rows.append(([word], {shape}))
