"""Where the words of a recognised layer really stand on the picture above it.

Who recognised a scan gives a place to each word and spreads its characters evenly over it; Tesseract counts the blank
behind the word among them (``pdfrenderer.cpp``), so that in its layer every word ends a character too soon. Who blacks
out such places leaves the last letters of a name. What counts is the print: from the place that the layer gives on,
ink is followed until a gap as wide as a blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

SCALE = 3.0
"""Pixels a point of the picture on which ink is looked for."""
_INK = 150
"""Darker than this is print."""
_BLANK = 0.3
"""Type sizes: gaps within a word are narrower. Blanks may be too; then the word behind it in the layer is the limit."""
_ABOVE, _BELOW = 0.75, 0.2
"""Type sizes above and below the baseline between which ink is looked for."""
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’`!|()[]-/\\"), frozenset("mwMW@%")


def extent(
    picture: Any, place: tuple[float, float], base: float, size: float, limits: tuple[float, float]
) -> tuple[float, float]:
    """From where to where the print of a word goes that the layer puts at ``place``, in points, text upright.

    ``limits``: where the words before and behind it end and begin; what the layer gives is never made narrower.
    """
    top, bottom = (max(0, round(y * SCALE)) for y in (base - _ABOVE * size, base + _BELOW * size))
    inked = (picture[top:bottom] < _INK).any(axis=0)
    gap = max(2, round(_BLANK * size * SCALE))
    x0, x1 = place
    right = _followed(inked[round(x1 * SCALE) : max(0, round(limits[1] * SCALE))], gap)
    left = _followed(inked[max(0, round(limits[0] * SCALE)) : round(x0 * SCALE)][::-1], gap)
    return x0 - left / SCALE, x1 + right / SCALE


def _followed(inked: Any, gap: int) -> int:
    """How many columns ink goes on before ``gap`` columns without any."""
    columns = np.flatnonzero(inked)
    last = -1
    for column in columns.tolist():
        if column - last > gap:
            break
        last = column
    return last + 1


def shares(word: str) -> Sequence[float]:
    """Where each character of a word begins and the last one ends, 0 to 1, by how wide print makes letters."""
    widths = [0.55 if c in _NARROW else 1.5 if c in _WIDE else 1.2 if c.isupper() else 1.0 for c in word]
    ends = np.cumsum([0.0, *widths])
    return [float(end) for end in ends / ends[-1]]
