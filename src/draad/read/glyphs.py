"""The characters of a PDF page's text layer, as words with places; the only module that asks PDFium for text."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from draad.matrices import Matrix
from draad.read.cells import Cells
from draad.read.layout import Rect, Word

_REPLACE = {0x02: "-", 0xFFFE: "-", 0xAD: "-", 0: "", 0xA0: " ", 0x0D: "", 0x0A: ""}
"""PDFium's marks for a hyphen at the end of a line, and what is no character."""
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_NOT_SHOWN = 0x02 | 0x20
"""Annotation flags Hidden and NoView (ISO 32000-1, table 165)."""
Upright = tuple[str, float, float, float, float]
"""A character as (text, x0, x1, baseline, size), with the page turned so that it stands upright."""
_WIDE_STRING = ctypes.POINTER(ctypes.c_ushort)


class Glyph(NamedTuple):
    """One character as the page shows it: origin top left, after the page's own rotation."""

    text: str
    x: float
    y: float
    x0: float
    y0: float
    x1: float
    y1: float
    turn: int
    """Quarter turns clockwise in which it is read."""
    generated: bool
    owner: int = 0
    """Address of the text object that paints it; 0 where nobody asked."""
    ink: Rect | None = None
    """Its outline's bounds, where ``owner`` is known."""


_AS_GLYPH = partial(tuple.__new__, Glyph)
"""Without the check of how many values there are: pages have thousands of characters."""


def address(obj: Any) -> int:
    """What tells one of PDFium's page objects from another; 0 for none."""
    return ctypes.addressof(obj.contents) if obj else 0


def page_transform(page: Any) -> Matrix:
    """From PDF space to points with origin top left, the page's crop box and rotation applied."""
    width, height = page.get_size()
    scale = 1000

    def to_device(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        w, h = round(width * scale), round(height * scale)
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, w, h, 0, x, y, dx, dy)
        return dx.value / scale, dy.value / scale

    ox, oy = to_device(0, 0)
    ax, ay = to_device(1000, 0)
    bx, by = to_device(0, 1000)
    return (ax - ox) / 1000, (ay - oy) / 1000, (bx - ox) / 1000, (by - oy) / 1000, ox, oy


def glyphs_of(page: Any, *, owners: bool = False) -> list[Glyph]:
    """All characters of the layer, in the order of the content; with ``owners``, also what paints each."""
    transform = page_transform(page)
    rotation = {0: 0, 90: 1, 180: 2, 270: 3}[page.get_rotation() % 360]
    textpage = page.get_textpage()
    try:
        cells = Cells(textpage, transform)
        codes = cells.codes()
        signs = {code: _character(code) for code in set(codes)}
        kept = [i for i, code in enumerate(codes) if signs[code]]
        painters = cells.owners(kept) if owners else None
        angles = cells.angles(kept, painters)
        turns = {angle: (round(angle / (math.pi / 2)) + rotation) % 4 for angle in set(angles)}
        columns = zip(
            [signs[codes[i]] for i in kept],
            *cells.places(kept),
            [turns[angle] for angle in angles],
            cells.generated(kept, codes),
            painters or repeat(0, len(kept)),
            cells.inks(kept) if owners else repeat(None, len(kept)),
            strict=True,
        )
    finally:
        textpage.close()
    return list(map(_AS_GLYPH, columns))


def _character(code: int) -> str:
    if code in _REPLACE:
        return _REPLACE[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def main_turn(glyphs: Sequence[Glyph]) -> int:
    """The way in which most characters are read; upright where there are none but blanks."""
    counted = Counter([glyph.turn for glyph in glyphs if not glyph.text.isspace()])
    return counted.most_common(1)[0][0] if counted else 0


def words_of(
    glyphs: Sequence[Glyph], turn: int, width: float, height: float, made_of: dict[Word, list[Upright]] | None = None
) -> list[Word]:
    """The characters read in direction ``turn``, as words; the page is turned so that they stand upright.

    A blank in the layer ends a word, a gap between characters does, and so does a jump to another place.
    Of whom asks for it, ``made_of`` gets the characters of each word.
    """
    words: list[Word] = []
    open_: list[Upright] = []
    spaced = True

    def close() -> None:
        nonlocal spaced
        if open_:
            words.append(_word(open_, spaced))
            if made_of is not None:
                made_of[words[-1]] = list(open_)
            spaced = False
            open_.clear()

    for glyph in glyphs:
        if glyph[0].isspace():
            if open_:
                close()
            spaced = True
            continue
        if glyph[7] != turn:
            continue
        char = upright(glyph, turn, width, height)
        if open_ and not _adjacent(open_[-1], char):
            close()
        open_.append(char)
    close()
    return words


def upright(glyph: Glyph, turn: int, width: float, height: float) -> Upright:
    """A character as (text, x0, x1, baseline, size), with the page turned back by ``turn``."""
    if not turn:
        text, _, base, x0, y0, x1, y1, *_ = glyph
        return text, x0, x1, base, min(max(1.0, (y1 - y0) * 0.83), 400.0)
    x0, y0, x1, y1 = turn_box((glyph.x0, glyph.y0, glyph.x1, glyph.y1), -turn % 4, width, height)
    _, base, _, _ = turn_box((glyph.x, glyph.y, glyph.x, glyph.y), -turn % 4, width, height)
    return glyph.text, x0, x1, base, min(max(1.0, (y1 - y0) * 0.83), 400.0)


def turn_box(
    box: tuple[float, float, float, float], turns: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """``box`` after the page of that ``width`` and ``height`` is turned clockwise by quarter turns."""
    x0, y0, x1, y1 = box
    if turns == 1:
        return height - y1, x0, height - y0, x1
    if turns == 2:
        return width - x1, height - y1, width - x0, height - y0
    if turns == 3:
        return y0, width - x1, y1, width - x0
    return box


def _adjacent(before: Upright, after: Upright) -> bool:
    _, x0, x1, base, size = before
    _, next_x0, next_x1, next_base, next_size = after
    if next_size > size:
        size = next_size
    if abs(base - next_base) > 0.2 * size:
        return False
    forward, backward = next_x0 - x1, x0 - next_x1
    return -0.6 * size < forward < 0.2 * size or -0.3 * size < backward < 0.2 * size


def _word(chars: list[Upright], spaced: bool) -> Word:
    texts, lefts, rights, bases, sizes = zip(*chars, strict=True)
    return Word("".join(texts), min(lefts), max(rights), bases[0], sorted(sizes)[len(sizes) // 2], spaced)


def annotated(page: Any) -> list[Word]:
    """The words of text annotations that have no drawn form of their own, which viewers draw themselves."""
    a, b, c, d, e, f = page_transform(page)
    words: list[Word] = []
    rect = pdfium_c.FS_RECTF()
    for i in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, i)
        try:
            if pdfium_c.FPDFAnnot_GetSubtype(annotation) != pdfium_c.FPDF_ANNOT_FREETEXT:
                continue
            hidden = pdfium_c.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN
            drawn = pdfium_c.FPDFAnnot_GetAP(annotation, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2
            if hidden or drawn or not pdfium_c.FPDFAnnot_GetRect(annotation, rect):
                continue
            x0, y0 = a * rect.left + c * rect.top + e, b * rect.left + d * rect.top + f
            x1, y1 = a * rect.right + c * rect.bottom + e, b * rect.right + d * rect.bottom + f
            words += _spread(_contents(annotation), Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return words


def _contents(annotation: Any) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(buffer, _WIDE_STRING), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _spread(text: str, box: Rect) -> list[Word]:
    """The lines of an annotation within its box."""
    lines = text.split()[:1] if len(text.split()) == 1 else text.splitlines()
    size = min(11.0, (box.y1 - box.y0) / max(1, len(lines)) / 1.2)
    return [
        Word(line.strip(), box.x0, box.x1, box.y0 + (n + 1) * size * 1.1, size)
        for n, line in enumerate(lines)
        if line.strip()
    ]


def boxes_of(page: Any) -> list[Rect]:
    """Drawn rectangles of the size of a redaction box, as the page is shown. Redaction programs draw the box as a
    path, or the box with its label as a form.
    """
    a, b, c, d, e, f = page_transform(page)
    found: list[Rect] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for obj in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM], max_depth=1):
        if obj.type == pdfium_c.FPDF_PAGEOBJ_PATH and pdfium_c.FPDFPath_CountSegments(obj.raw) > 6:
            continue
        if not pdfium_c.FPDFPageObj_GetBounds(obj.raw, left, bottom, right, top):
            continue
        x0, y0 = a * left.value + c * bottom.value + e, b * left.value + d * bottom.value + f
        x1, y1 = a * right.value + c * top.value + e, b * right.value + d * top.value + f
        rect = Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if rect.x1 - rect.x0 > 8 and 5 < rect.y1 - rect.y0 < 90:
            found.append(rect)
    return list(dict.fromkeys(found))
