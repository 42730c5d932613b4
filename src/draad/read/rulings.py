"""The straight lines that a page draws, as the rules of a table: of the file's own drawing, not of a scan's picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pypdfium2 as pdfium

from draad.errors import DamagedFileError
from draad.read.glyphs import turn_box
from draad.read.layout import Rect
from draad.read.paint import parts_drawn
from draad.read.pdf import PDFIUM

_THIN = 2.5
"""Points. A part that is no thicker is a line; of a thicker one the sides are lines."""
_LEAST = 6.0
"""Points. A shorter line is a piece of a letter or of a drawing."""
_MOST = 20_000
"""Parts of a page; one with more is a drawing."""


class Ruling(NamedTuple):
    """A level or upright line: ``at`` across it, from ``start`` to ``end`` along it; points, origin top left."""

    at: float
    start: float
    end: float


class Rulings(NamedTuple):
    """Those of one page, turned so that its text stands upright."""

    level: list[Ruling]
    upright: list[Ruling]


def rulings(data: bytes, shown: str, turns: Mapping[int, int]) -> dict[int, Rulings]:
    """The lines of pages, numbered from 1, each turned back by its quarter turns.

    For a file that opens without a password; raises DamagedFileError where it or a page of it is broken.
    """
    found: dict[int, Rulings] = {}
    try:
        with PDFIUM, pdfium.PdfDocument(data) as pdf:
            for number, turn in turns.items():
                page = pdf[number - 1]
                size, parts = page.get_size(), parts_drawn(page, _MOST)
                page.close()
                found[number] = of([Rect(*turn_box(part, -turn % 4, *size)) for part in parts])
    except pdfium.PdfiumError as error:
        message = f"{shown} is broken: {error}."
        raise DamagedFileError(message, "It was cut short or damaged; ask for it again.") from error
    return found


def of(parts: Iterable[Rect]) -> Rulings:
    """The lines that these parts of paths are, or have for sides."""
    level: list[Ruling] = []
    upright: list[Ruling] = []
    for x0, y0, x1, y1 in parts:
        wide, high = x1 - x0, y1 - y0
        if high <= _THIN and wide >= _LEAST:
            level.append(Ruling((y0 + y1) / 2, x0, x1))
        elif wide <= _THIN and high >= _LEAST:
            upright.append(Ruling((x0 + x1) / 2, y0, y1))
        elif wide >= _LEAST and high >= _LEAST:
            level += [Ruling(y0, x0, x1), Ruling(y1, x0, x1)]
            upright += [Ruling(x0, y0, y1), Ruling(x1, y0, y1)]
    return Rulings(level, upright)
