"""Dark places that are part of an emblem: the ribbon with a coat of arms at the head of a letter, a letter of a logo.

On a scan without colour these are as black as what was blacked out, and their even parts have its form. What tells
them apart is the rest of the dark that they hang together with: a ribbon is small, stands upright and has a light
drawing in it that is higher than a line; a thick letter goes on beyond its even part. Blacked-out lines that touch
have light between them only as high as a label; what is wider than a ribbon is never taken for one. A dab of a marker
is no letter, for it has no light in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Bits = NDArray[np.bool_]
Cell = tuple[int, int]
Place = tuple[int, int, int, int]
"""A rectangle in pixels: left, top, right, bottom."""

_CELL = 1.44
"""Points: side of the squares in which dark hangs together; the rules of a table and letters of text are thinner."""
_DARK = 90
WIDEST = 72.0
"""Points: wider is no ribbon and no letter."""
_HIGH = 48.0
"""Points: a ribbon is higher than some four lines."""
_DRAWING = 12.0
"""Points: the light drawing in it is higher than a label on a line."""
_FORM = 1.5
"""An even part of a letter is not so many times wider than high."""
_BEYOND = 0.2
"""More of a thick letter than this lies outside its even part."""


class _Whole(NamedTuple):
    """Dark squares that hang together: their rectangle, and which of it they are."""

    x0: int
    y0: int
    cells: Bits

    def holds(self, cell: Cell) -> bool:
        """Does a square lie in the rectangle, be it dark of its own amid the light drawing?"""
        y, x = cell[0] - self.y0, cell[1] - self.x0
        return 0 <= y < len(self.cells) and 0 <= x < len(self.cells[0])

    def has(self, cell: Cell) -> bool:
        """Is a square one of them?"""
        return _is_set(self.cells, (cell[0] - self.y0, cell[1] - self.x0))


def belongs(grey: Grey, blocks: Sequence[Place], with_light: Sequence[bool], dpi: int) -> list[bool]:
    """For each dark block of a level page: is it part of an emblem? ``with_light``: has it light in it, as print is?
    That light is dark in ``grey``.
    """
    if not blocks:
        return []
    side = max(2, round(_CELL * dpi / 72))
    unit = dpi / 72 / side
    solid = _solid(grey, side)
    covered = np.zeros_like(solid)
    for block in blocks:
        covered[_reach(block, side)] = True
    middles = [((y0 + y1) // 2 // side, (x0 + x1) // 2 // side) for x0, y0, x1, y1 in blocks]
    wholes: list[_Whole] = []
    for middle in middles:
        if _is_set(solid, middle) and not any(whole.has(middle) for whole in wholes):  # each is gone through once
            wholes.append(_whole(solid, middle))
    ribbons = [whole for whole in wholes if _is_ribbon(whole.cells, unit)]
    letters = [whole for whole in wholes if _is_letter(whole, covered, unit)]
    return [
        any(whole.holds(middle) for whole in ribbons)
        or (has_light and x1 - x0 < _FORM * (y1 - y0) and any(whole.has(middle) for whole in letters))
        for (x0, y0, x1, y1), middle, has_light in zip(blocks, middles, with_light, strict=True)
    ]


def _is_set(cells: Bits, cell: Cell) -> bool:
    y, x = cell
    return 0 <= y < cells.shape[0] and 0 <= x < cells.shape[1] and bool(cells[y, x])


def _solid(grey: Grey, side: int) -> Bits:
    height, width = grey.shape[0] // side, grey.shape[1] // side
    squares = grey[: height * side, : width * side].reshape(height, side, width, side)
    solid: Bits = squares.mean(axis=(1, 3)) < _DARK
    return solid


def _reach(block: Place, side: int) -> tuple[slice, slice]:
    """The squares that a block touches."""
    x0, y0, x1, y1 = block
    return slice(y0 // side, -(-y1 // side)), slice(x0 // side, -(-x1 // side))


def _whole(solid: Bits, start: Cell) -> _Whole:
    """All dark squares that hang together with one."""
    seen, waiting = {start}, [start]
    while waiting:
        y, x = waiting.pop()
        for one in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if one not in seen and _is_set(solid, one):
                seen.add(one)
                waiting.append(one)
    ys, xs = np.array(list(seen)).T
    y0, x0 = int(ys.min()), int(xs.min())
    cells = np.zeros((int(ys.max()) - y0 + 1, int(xs.max()) - x0 + 1), dtype=np.bool_)
    cells[ys - y0, xs - x0] = True
    return _Whole(x0, y0, cells)


def _is_ribbon(cells: Bits, unit: float) -> bool:
    """Upright, small, and with light between dark sides over more than a line."""
    height, width = cells.shape
    if height < _HIGH * unit or width > WIDEST * unit or height <= width:
        return False
    between = np.logical_or.accumulate(cells, axis=1) & np.logical_or.accumulate(cells[:, ::-1], axis=1)[:, ::-1]
    run = longest = 0
    for light in np.any(between & ~cells, axis=1):
        run = run + 1 if light else 0
        longest = max(longest, run)
    return longest > _DRAWING * unit


def _is_letter(whole: _Whole, covered: Bits, unit: float) -> bool:
    """Small, and a good part of the dark lies outside every block."""
    height, width = whole.cells.shape
    if max(height, width) > WIDEST * unit:
        return False
    within = covered[whole.y0 : whole.y0 + height, whole.x0 : whole.x0 + width]
    return int((whole.cells & ~within).sum()) > _BEYOND * int(whole.cells.sum())
