"""Dark boxes with light print on them: how many offices write the ground on what they blacked out.

On a scan such a box is no even dark place: the print breaks it. What is looked for is what frames the print: dark
strips of the same extent above and below it, dark sides, and more dark than light between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Bits = NDArray[np.bool_]

_DARK, _LIGHT = 128, 150
_NARROW, _THIN = 11.0, 0.7
"""Points: the narrowest box, the thinnest strip above, below and beside the print."""
_ROOM = 2.0
"""Points of the strips that go with the print: its own soft edge lies in them."""
_LOW, _HIGH = 3.0, 40.0
"""Points between the strips: from one line of small print to a few lines of it."""
_FORM = 1.25
"""A box is so many times wider than high; the squares of a QR code are not."""
_SIDE_DARK = 0.8
_PRINT = 0.6
"""No more of the place between the strips is light: letters leave more ground than they cover."""
_LARGE_PRINT, _LINE = 0.3, 22.0
"""In what is higher than a line (points), no more is light: large letters on dark are a logo or a title."""


class Inside(NamedTuple):
    """The print within a dark box: where it was sought, in pixels, and what it looks like, dark on white."""

    x0: int
    y0: int
    x1: int
    y1: int
    piece: Grey


def find(grey: Grey, dpi: int) -> list[Inside]:
    """The places between dark strips on which there is light print, from top to bottom."""
    unit = dpi / 72
    dark = grey < _DARK
    slack, room = max(2, round(1.2 * unit)), round(_ROOM * unit)
    strips = _strips(runs(dark, round(_NARROW * unit)), slack, max(2, round(_THIN * unit)))
    found = []
    for n, (x0, y0, x1, y1) in enumerate(strips):
        for other in strips[n + 1 :]:
            if other[1] - y1 > _HIGH * unit:
                break
            if other[1] - y1 < _LOW * unit or abs(other[0] - x0) > slack or abs(other[2] - x1) > slack:
                continue
            place = max(x0, other[0]) + slack, y1, min(x1, other[2]) - slack, other[1]
            if x1 - x0 >= _FORM * (other[3] - y0) and _is_printed(grey, dark, place, other[3] - y0, unit):
                around = place[0], max(y0, y1 - room), place[2], min(other[3], other[1] + room)
                found.append(Inside(*around, inverted(grey, around)))
            break
    return found


def filled(grey: Grey, insides: Iterable[Inside]) -> Grey:
    """The picture with those boxes dark all over."""
    result = grey.copy()
    for x0, y0, x1, y1, _ in insides:
        result[y0:y1, x0:x1] = np.minimum(result[y0:y1, x0:x1], _ground(grey, (x0, y0, x1, y1)))
    return result


def runs(dark: Bits, length: int) -> NDArray[np.int64]:
    """Dark runs along rows of at least ``length``: a row (y, x0, x1) for each."""
    padded = np.zeros((dark.shape[0], dark.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = dark
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)
    long = (ends - starts) >= length
    return np.stack([rows[long], starts[long], ends[long]], axis=1)


def _strips(found: NDArray[np.int64], slack: int, thick: int) -> list[tuple[int, int, int, int]]:
    """Runs under each other of (nearly) the same extent, at least ``thick`` of them, as rectangles (x0, y0, x1, y1)."""
    open_: list[list[int]] = []
    closed: list[list[int]] = []
    at = -1
    for y, x0, x1 in found.tolist():
        if y != at:
            closed += [strip for strip in open_ if strip[3] < y]
            open_, at = [strip for strip in open_ if strip[3] >= y], y
        match = next((s for s in open_ if s[3] == y and abs(s[0] - x0) <= slack and abs(s[2] - x1) <= slack), None)
        if match is None:
            open_.append([x0, y, x1, y + 1])
        else:
            match[0], match[2], match[3] = (match[0] + x0) // 2, (match[2] + x1 + 1) // 2, y + 1
    return sorted(
        ((x0, y0, x1, y1) for x0, y0, x1, y1 in (*closed, *open_) if y1 - y0 >= thick), key=lambda strip: strip[1]
    )


def _is_printed(grey: Grey, dark: Bits, place: tuple[int, int, int, int], height: int, unit: float) -> bool:
    """Is it dark at both sides, and light only as print is?"""
    x0, y0, x1, y1 = place
    side = max(1, round(_THIN * unit))
    if min(dark[y0:y1, x0 : x0 + side].mean(), dark[y0:y1, x1 - side : x1].mean()) < _SIDE_DARK:
        return False
    light = float((grey[y0:y1, x0:x1] > _LIGHT).mean())
    return light <= (_PRINT if height <= _LINE * unit else _LARGE_PRINT)


def _ground(grey: Grey, place: tuple[int, int, int, int]) -> int:
    x0, y0, x1, _ = place
    return int(np.median(grey[y0 : y0 + 2, x0:x1]))


def inverted(grey: Grey, place: tuple[int, int, int, int]) -> Grey:
    """Light print on dark as dark print on white."""
    x0, y0, x1, y1 = place
    part = grey[y0:y1, x0:x1].astype(np.float32)
    low, high = float(_ground(grey, place)), float(np.percentile(part, 99.5))
    stretched = 255 - (part - low - 15) * (255 / max(60.0, high - low - 15))
    return stretched.clip(0, 255).astype(np.uint8)
