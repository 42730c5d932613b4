"""Boxes in the pixels of a scan: blacked-out places in a line of print, and frames in which a ground is read.

Found by the same look that recognition takes at a page (``read.picture``), on the page as it is shown. Only their
widths count, and only whether these follow the words (``boxes``); what stood there is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from draad.read import picture
from draad.read.layout import Rect
from draad.release.audit.sight import SCALE, Grey, Sight

_DPI = round(72 * SCALE)
_BESIDE = 70.0
"""Points left or right of a box within which its line has print."""
_DARK = 128
_LETTERS = 6
"""Separate strokes of ink beside a box that are print; the rim of a logo has fewer."""
_SNAP = 2.5
"""Points by which boxes of one width differ in pixels, with their soft edges."""
_LOW, _HIGH = 7.0, 26.0
"""Points between which a line of print is blacked out."""


def in_line(sight: Sight, grounds: Sequence[Rect]) -> list[Rect]:
    """The boxes on one line of a page that is a scan; none of a page that is no scan. ``grounds``: where its layer
    says a ground.
    """
    if not sight.painted.pictures:
        return []
    found = picture.prepare(sight.drawn, _DPI)
    dark = [box for box in map(_points, found.blocks) if _LOW <= box.y1 - box.y0 <= _HIGH and _has_print(sight, box)]
    labelled = [box for box in map(_points, found.boxes) if any(_in(ground, box) for ground in grounds)]
    return _snapped(dark + labelled)


def _snapped(boxes: Sequence[Rect]) -> list[Rect]:
    """The boxes, those of about one width made equal."""
    widths: list[float] = []
    made = []
    for box in sorted(boxes, key=lambda box: box.x1 - box.x0):
        width = box.x1 - box.x0
        if not widths or width - widths[-1] > _SNAP:
            widths.append(width)
        made.append(box._replace(x1=box.x0 + widths[-1]))
    return made


def _points(block: picture.Block) -> Rect:
    return Rect(block.x0 / SCALE, block.y0 / SCALE, block.x1 / SCALE, block.y1 / SCALE)


def _in(inner: Rect, box: Rect) -> bool:
    return box.x0 <= (inner.x0 + inner.x1) / 2 <= box.x1 and box.y0 <= (inner.y0 + inner.y1) / 2 <= box.y1


def _has_print(sight: Sight, box: Rect) -> bool:
    """Is something printed on its line, left or right of it?"""
    left = _place(sight.drawn, box.x0 - _BESIDE, box.y0, box.x0 - 2, box.y1)
    right = _place(sight.drawn, box.x1 + 2, box.y0, box.x1 + _BESIDE, box.y1)
    return _strokes(left) + _strokes(right) >= _LETTERS


def _strokes(place: Grey) -> int:
    """How many runs of columns with ink there are."""
    if not place.size:
        return 0
    inked = np.asarray((place < _DARK).any(axis=0)).astype(np.int8)
    return int(np.count_nonzero(np.diff(inked, prepend=0) == 1))


def _place(grey: Grey, x0: float, y0: float, x1: float, y1: float) -> Grey:
    sides = [max(0, round(side * SCALE)) for side in (x0, y0, x1, y1)]
    return grey[sides[1] : sides[3], sides[0] : sides[2]]
