"""What PDFium knows of each character of a text layer, in columns.

A dense page has thousands of characters and PDFium answers one question on one character at a time, so that the asking
costs more than the answers: here each question is asked of all of them in a row, and the answers are reckoned with
together.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from draad.matrices import Matrix
from draad.read.layout import Rect

Column = NDArray[np.float64]

_DOUBLE, _FLOAT = 8, 4
"""Bytes."""
_LEAST_INK = 0.05
"""Points. An outline that is lower or narrower prints nothing."""


_AS_RECT = partial(tuple.__new__, Rect)
"""Without the check of how many values there are."""


_WRITTEN = frozenset(code for code in range(128) if chr(code).isalnum())
"""Characters that only the file itself puts on a page."""


class Places(NamedTuple):
    """Where characters stand, a column for each side, origin top left."""

    x: list[float]
    y: list[float]
    x0: list[float]
    y0: list[float]
    x1: list[float]
    y1: list[float]


def _plain(function: Any, result: Any, outputs: int = 0) -> Any:
    """One of PDFium's functions on (text page, number of a character), which writes to so many addresses."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    made = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * outputs)
    return made(address)


_CODE = _plain(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint)
_GENERATED = _plain(pdfium_c.FPDFText_IsGenerated, ctypes.c_int)
_ANGLE = _plain(pdfium_c.FPDFText_GetCharAngle, ctypes.c_float)
_OWNER = _plain(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p)
_ORIGIN = _plain(pdfium_c.FPDFText_GetCharOrigin, ctypes.c_int, 2)
_CELL = _plain(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_int, 1)
_BOX = _plain(pdfium_c.FPDFText_GetCharBox, ctypes.c_int, 4)


class Cells:
    """The characters of one text page; ``numbers`` are those that a question is about."""

    def __init__(self, textpage: Any, transform: Matrix) -> None:
        self._page = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        self._transform = transform
        self._count = textpage.count_chars()

    def codes(self) -> list[int]:
        """The code point of every character."""
        return list(map(_CODE, repeat(self._page), range(self._count)))

    def generated(self, numbers: Sequence[int], codes: Sequence[int]) -> list[bool]:
        """Which of them PDFium put in by itself. It puts in blanks and ends of lines: letters and figures of ASCII are
        not asked.
        """
        return [codes[n] not in _WRITTEN and bool(_GENERATED(self._page, n)) for n in numbers]

    def angles(self, numbers: Sequence[int], owners: Sequence[int] | None = None) -> list[float]:
        """Radians. Where it is known what paints them, one character is asked for all that the same object paints: it
        is the angle of the object's matrix.
        """
        if owners is None:
            return list(map(_ANGLE, repeat(self._page), numbers))
        first = dict(zip(reversed(owners), reversed(numbers), strict=True))
        known = {owner: _ANGLE(self._page, n) for owner, n in first.items() if owner}
        return [known[owner] if owner else _ANGLE(self._page, n) for owner, n in zip(owners, numbers, strict=True)]

    def owners(self, numbers: Sequence[int]) -> list[int]:
        """Addresses of the text objects that paint them; 0 for none."""
        return [address or 0 for address in map(_OWNER, repeat(self._page), numbers)]

    def places(self, numbers: Sequence[int]) -> Places:
        """Where each begins on its line, and its cell."""
        a, b, c, d, e, f = self._transform
        origins = np.zeros((len(numbers), 2), dtype=np.float64)
        _run(map(_ORIGIN, repeat(self._page), numbers, *_addresses(origins, _DOUBLE)))
        cells = np.zeros((len(numbers), 4), dtype=np.float32)
        _run(map(_CELL, repeat(self._page), numbers, _addresses(cells, _FLOAT)[0]))
        left, top, right, bottom = cells.astype(np.float64).T  # the order of FS_RECTF
        x, y = origins.T
        sides = self._sides(left, bottom, right, top)
        return Places(*(column.tolist() for column in (a * x + c * y + e, b * x + d * y + f, *sides)))

    def inks(self, numbers: Sequence[int]) -> list[Rect | None]:
        """The bounds of their outlines; None for what has none (a blank, a font without outlines)."""
        boxes = np.zeros((len(numbers), 4), dtype=np.float64)
        known = list(map(_BOX, repeat(self._page), numbers, *_addresses(boxes, _DOUBLE)))
        left, right, bottom, top = boxes.T
        x0, y0, x1, y1 = self._sides(left, bottom, right, top)
        inked = (np.array(known, dtype=np.int64) != 0) & (x1 - x0 > _LEAST_INK) & (y1 - y0 > _LEAST_INK)
        rects = map(_AS_RECT, zip(x0.tolist(), y0.tolist(), x1.tolist(), y1.tolist(), strict=True))
        return [rect if has else None for rect, has in zip(rects, inked.tolist(), strict=True)]

    def _sides(self, left: Column, bottom: Column, right: Column, top: Column) -> tuple[Column, ...]:
        """Left, top, right and bottom on the page as it is shown."""
        a, b, c, d, e, f = self._transform
        x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
        x1, y1 = a * right + c * top + e, b * right + d * top + f
        return (
            np.where(x1 < x0, x1, x0),
            np.where(y1 < y0, y1, y0),
            np.where(x1 > x0, x1, x0),
            np.where(y1 > y0, y1, y0),
        )


def _addresses(table: NDArray[Any], size: int) -> list[range]:
    """Where each value of a table stands in memory, column by column."""
    rows, columns = table.shape
    first, step = table.ctypes.data, columns * size
    return [range(first + n * size, first + n * size + rows * step, step) for n in range(columns)]


def _run(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
