"""Boxes over print that is pixels: as far as the letters that they touch, and of a width that tells nothing.

On a scan a place is known to a pixel or two, and of a part of a word to a letter. A letter that is half hidden tells
much, and the visible half of a last one tells where the word ended. So the box takes in each letter that runs on under
it; what it can't take in is told. Print in pixels can't move up to a gap of one width as text can (``spacing``): where
there is white beside the box, it is widened to the next step of a grid that is the same in all files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image

from draad.read.paint import Annotated, painted
from draad.read.pdf import drawn_at
from draad.records import Box
from draad.release.remove import geometry
from draad.release.remove.records import Area

SCALE = 3.0
"""Pixels a point of the picture on which print is looked for."""
STEP = 48.0
"""Points of the grid of widths: four ems of common print."""
_INK = 150
"""Darker than this is print."""
_SOFT = 2
"""Pixels by which a letter must stand out of a box; less is the softness of its edge."""
_NEIGHBOUR = 0.6
"""A letter of which a larger share lies outside the box belongs to the word beside it."""
_LETTER = 24.0
"""Points: letters that are larger are not followed."""
_RULE = 2.0
"""Heights of a line: what goes straight on for longer is a rule or a line of a table."""
_THIN = 0.15
"""Heights of a line: so thick is a rule at most; one of a page that lies askew is no straight run."""
_MOST = 1.0
"""Heights of a line by which a box grows to a side at most."""
_ROUNDS = 3
"""A letter that is taken in may touch another one."""
_MANY = 60
"""Letters at the edges of one box, more than which are a picture and no print."""
_PICTURE = 0.5
"""Of what lies round a box is dark: a photograph."""
_MAY_HOLD = {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM}
_LONG = 0.55
"""Of the page's width: a box that is wider hides a passage."""
_LINES = 30.0
"""Points: a box that is higher hides several lines."""
_AIR = 1.5
"""Points of white that a widened box leaves before what is printed beside it."""
_MARGIN = 12.0
"""Points from the page's edge that a widened box does not pass."""
_SPECK = 3
"""Dark pixels in a column that are still white paper."""

Grey = NDArray[np.uint8]
Bits = NDArray[np.bool_]
Pixels = tuple[int, int, int, int]


@dataclass
class Fitted:
    """The boxes of a page, and whether a width among them follows the words."""

    areas: list[Area] = field(default_factory=list)
    cut: list[Box] = field(default_factory=list)
    """The parts of letters that stand out of boxes which could not take them in."""
    tells: bool = False


def pictured(page: Any, areas: Sequence[Area]) -> list[bool]:
    """Which areas of a page that pdfium opened lie over pictures."""
    if not any(pdfium_c.FPDFPageObj_GetType(obj.raw) in _MAY_HOLD for obj in page.get_objects(max_depth=1)):
        return [False] * len(areas)
    drawn = painted(page, Annotated([], 0))
    pictures = [shape.box for shape in (*drawn.pictures, *drawn.shapes) if shape.picture]
    middles = [((area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2) for area in areas]
    return [any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in pictures) for x, y in middles]


def fit(grey: Grey, size: tuple[float, float], areas: Sequence[Area], over: Sequence[bool]) -> Fitted:
    """The areas as they must be over the print of a page; those that are not ``over`` pixels stay as they are.

    ``grey``: the page as it was, ``size`` in points.
    """
    scale = grey.shape[1] / size[0]
    found = Fitted()
    for area, pixels in zip(areas, over, strict=True):
        if not pixels:
            found.areas.append(area)
            continue
        grown, cut = _grown(grey, scale, area)
        found.areas.append(grown)
        found.cut += cut
    for n, (area, pixels) in enumerate(zip(found.areas, over, strict=True)):
        if pixels and _is_word(area, size):
            others = [other for other in found.areas if other is not area]
            wide = _widened(grey, scale, area, others, size[0])
            found.tells = found.tells or wide is None
            found.areas[n] = wide or area
    return found


def still_cut(data: bytes, cut: Mapping[int, Sequence[Box]], drawn: Mapping[int, Sequence[Area]]) -> tuple[Box, ...]:
    """Of these parts of letters, by page, those that the result still shows outside its boxes (``drawn``)."""
    if not any(cut.values()):
        return ()
    found: list[Box] = []
    pdf = pdfium.PdfDocument(data)
    try:
        for number, parts in sorted(cut.items()):
            if parts:
                page = pdf[number - 1]
                size = page.get_size()
                grey = np.array(page.render(scale=scale_of(size), grayscale=True).to_pil().convert("L"))
                page.close()
                scale = grey.shape[1] / size[0]
                for area in drawn.get(number, ()):
                    _place(grey, scale, *area.box)[:] = 255
                found += [one for one in parts if (_place(grey, scale, *one[1:]) < _INK).any()]
    finally:
        pdf.close()
    return tuple(found)


def scale_of(size: tuple[float, float]) -> float:
    """Pixels a point at which a page is drawn here: ``SCALE``, less for one that is very large."""
    return drawn_at(size, round(72 * SCALE)) / 72


def grey_of(pixels: Any) -> Grey:
    """The grey values of a page's pixels in colour."""
    return np.asarray(Image.fromarray(pixels).convert("L"))


def _place(grey: Grey, scale: float, x0: float, y0: float, x1: float, y1: float) -> Grey:
    rows = slice(max(0, floor(y0 * scale)), max(0, ceil(y1 * scale)))
    return grey[rows, max(0, floor(x0 * scale)) : max(0, ceil(x1 * scale))]


# ── letters at the edge ─────────────────────────────────────────────────────────────────────────────────────


def _grown(grey: Grey, scale: float, area: Area) -> tuple[Area, list[Box]]:
    """The area with the letters that it cut, and those that it still cuts."""
    high, wide = grey.shape
    letter = max(4, round(min(area.y1 - area.y0, area.x1 - area.x0, _LETTER) * scale))
    first = _inside(area, scale, wide, high)
    box, most = first, round(_MOST * letter)
    limits = first[0] - most, first[1] - most, first[2] + most, first[3] + most
    cut: list[Pixels] = []
    for _ in range(_ROUNDS):
        before, cut = box, []
        for part, is_letter in _crossing(grey, before, letter):
            fits = is_letter and geometry.within(part, limits, 0, 0)
            if fits:
                x0, y0, x1, y1 = part
                box = min(box[0], x0 - 1), min(box[1], y0 - 1), max(box[2], x1 + 1), max(box[3], y1 + 1)
            elif not geometry.within(part, before, _SOFT - 1, _SOFT - 1):
                cut.append(part)
        if box == before:
            break
    told = [Box(area.page, *(side / scale for side in _outside(part, box))) for part in cut]
    if box == first:
        return area, told
    sides = [new / scale if new != old else own for new, old, own in zip(box, first, area.box, strict=True)]
    return area._replace(x0=sides[0], y0=sides[1], x1=sides[2], y1=sides[3]), told


def _inside(area: Area, scale: float, wide: int, high: int) -> Pixels:
    """The pixels that go with an area: one that is only touched counts."""
    x0, y0 = max(0, floor(area.x0 * scale)), max(0, floor(area.y0 * scale))
    return x0, y0, min(wide, ceil(area.x1 * scale)), min(high, ceil(area.y1 * scale))


def _outside(part: Pixels, box: Pixels) -> Pixels:
    """The part of a letter beyond the side of the box from which it stands out most."""
    over = box[0] - part[0], box[1] - part[1], part[2] - box[2], part[3] - box[3]
    side = over.index(max(over))
    cut = list(part)
    cut[(side + 2) % 4] = box[side]
    return cut[0], cut[1], cut[2], cut[3]


def _crossing(grey: Grey, box: Pixels, letter: int) -> list[tuple[Pixels, bool]]:
    """The bounds of what is printed on both sides of the box's edge and mostly within it; whether each is a letter."""
    x0, y0, x1, y1 = box
    air = 2 * letter
    left_, top = max(0, x0 - air), max(0, y0 - air)
    ink = grey[top : y1 + air, left_ : x1 + air] < _INK
    if not 0 < np.count_nonzero(ink) < _PICTURE * ink.size:
        return []
    ink &= ~_rules(ink, round(_RULE * letter))
    own = x0 - left_, y0 - top, x1 - left_, y1 - top
    done = np.zeros_like(ink)
    found = []
    for y, x in _seeds(ink, own)[:_MANY]:
        if done[y, x]:
            continue
        rows, columns = slice(max(0, y - air), y + air), slice(max(0, x - air), x + air)
        one = _component(ink[rows, columns], y - rows.start, x - columns.start)
        done[rows, columns] |= one
        ys, xs = np.nonzero(one)
        part = (
            int(xs.min()) + columns.start,
            int(ys.min()) + rows.start,
            int(xs.max()) + columns.start + 1,
            int(ys.max()) + rows.start + 1,
        )
        ys, xs = ys + rows.start, xs + columns.start
        inside = (xs >= own[0]) & (xs < own[2]) & (ys >= own[1]) & (ys < own[3])
        longest = max(part[2] - part[0], part[3] - part[1])
        is_rule = longest > 1.5 * letter and len(xs) <= _THIN * letter * longest
        if is_rule or inside.mean() < 1 - _NEIGHBOUR:
            continue
        beyond = max(own[0] - part[0], part[2] - own[2], own[1] - part[1], part[3] - own[3])
        whole = part[0] + left_, part[1] + top, part[2] + left_, part[3] + top
        found.append((whole, beyond <= letter))
    return found


def _rules(ink: Bits, length: int) -> Bits:
    """Runs of ink, across or down, that no letter has."""
    return _runs(ink, length) | _runs(ink.T, length).T


def _runs(ink: Bits, length: int) -> Bits:
    found = np.zeros_like(ink)
    rows = np.flatnonzero(ink.sum(axis=1) >= length)
    if not len(rows):
        return found
    edges = np.diff(np.pad(ink[rows].astype(np.int8), ((0, 0), (1, 1))), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    long = ends[:, 1] - starts[:, 1] >= length
    for (row, start), (_, end) in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
        found[rows[row], start:end] = True
    return found


def _seeds(ink: Bits, box: Pixels) -> list[tuple[int, int]]:
    """Pixels within a box, at its edge, whose print goes on outside it: one of each run."""
    x0, y0, x1, y1 = box
    high, wide = ink.shape
    found: list[tuple[int, int]] = []
    for inner, outer, bound in ((x0, x0 - 1, wide), (x1 - 1, x1, wide)):
        if 0 <= outer < bound and x0 < x1:
            found += [(y0 + y, inner) for y in _starts(ink[y0:y1, inner] & ink[y0:y1, outer])]
    for inner, outer, bound in ((y0, y0 - 1, high), (y1 - 1, y1, high)):
        if 0 <= outer < bound and y0 < y1:
            found += [(inner, x0 + x) for x in _starts(ink[inner, x0:x1] & ink[outer, x0:x1])]
    return found


def _starts(both: Bits) -> list[int]:
    found: list[int] = np.flatnonzero(np.diff(both.astype(np.int8), prepend=0) == 1).tolist()
    return found


def _component(ink: Bits, y: int, x: int) -> Bits:
    """The ink that hangs together with a pixel."""
    found = np.zeros_like(ink)
    found[y, x] = True
    count = 1
    while True:
        wide = found.copy()
        wide[1:] |= found[:-1]
        wide[:-1] |= found[1:]
        both = wide.copy()
        both[:, 1:] |= wide[:, :-1]
        both[:, :-1] |= wide[:, 1:]
        found = both & ink
        now = int(np.count_nonzero(found))
        if now == count:
            return found
        count = now


# ── widths ──────────────────────────────────────────────────────────────────────────────────────────────────


def _is_word(area: Area, size: tuple[float, float]) -> bool:
    """Whether an area hides words of one line."""
    return area.y1 - area.y0 <= _LINES and area.x1 - area.x0 <= _LONG * size[0]


def _widened(grey: Grey, scale: float, area: Area, others: Sequence[Area], width: float) -> Area | None:
    """The area as wide as the next step of the grid, by the white beside it; None where there is too little."""
    need = ceil((area.x1 - area.x0) / STEP - 1e-3) * STEP - (area.x1 - area.x0)
    if need < 1e-3 * STEP:
        return area
    free = [_white(grey, scale, area, need, side) for side in (-1, 1)]
    room_left = min(free[0], area.x0 - _MARGIN)
    room_right = min(free[1], width - _MARGIN - area.x1)
    for other in others:
        if other.y0 < area.y1 and area.y0 < other.y1:
            if other.x1 <= area.x0 + _AIR:
                room_left = min(room_left, area.x0 - other.x1 - _AIR)
            elif other.x0 >= area.x1 - _AIR:
                room_right = min(room_right, other.x0 - area.x1 - _AIR)
            else:
                return None
    right = max(0.0, min(need, room_right))
    if need - right > max(0.0, room_left):
        return None
    return area._replace(x0=area.x0 - (need - right), x1=area.x1 + right)


def _white(grey: Grey, scale: float, area: Area, most: float, side: int) -> float:
    """Points of white beside an area, to its left (-1) or right (1), up to ``most``."""
    reach = most + _AIR
    if side > 0:
        place = _place(grey, scale, area.x1, area.y0, area.x1 + reach, area.y1)
    else:
        place = _place(grey, scale, area.x0 - reach, area.y0, area.x0, area.y1)[:, ::-1]
    inked = np.flatnonzero((place < _INK).sum(axis=0) > _SPECK)
    first = float(inked[0]) / scale if len(inked) else reach
    return first - _AIR
