"""The boxes of redactions: pictures that go on under them, boxes without a ground, widths that betray.

A box that is as wide as the words that it replaces lets who knows the type measure which name fits. Boxes of one
width, or of few on a coarse grid, tell nothing. Nothing is measured here but whether widths follow words: how many
different widths a document's boxes have. No width is given out or compared with a name (DESIGN.md, law 2).
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c

from draad.read import bars, covers
from draad.read.glyphs import boxes_of, main_turn
from draad.read.layout import Rect
from draad.read.paint import Shape
from draad.release.audit import pixels
from draad.release.audit.hidden import Words, page_box
from draad.release.audit.records import AuditOptions, Finding, finding
from draad.release.audit.scans import cut
from draad.release.audit.sight import SCALE, Grey, Sight
from draad.split import marks

_EVEN = 24.0
"""Grey values between the darkest and the lightest fiftieth of a place with nothing in it."""
_LOW, _HIGH, _NARROW = 5.0, 90.0, 8.0
"""Points between which a box of a redaction lies."""
_LINE = 2.2
"""Type sizes: higher boxes cover paragraphs, and their width is the column's."""
_BROAD = 0.55
"""A box wider than this share of the page covers a passage."""
_SAME = 1.0
"""Points by which boxes of one width differ in drawing."""
_FORM = 0.08
"""The share by which boxes of one form differ in width divided by height: heights are measured on soft edges."""
_AS_HIGH = 0.3
"""Points: boxes whose heights differ by less are as high as each other, and no type size parts their widths."""
_FEW = 3
"""So many boxes with as many widths on one page: they follow the words."""
_GRID, _ON_GRID = 12.0, 0.6
"""Points: the least step of a grid of widths, and how far from it a box may be drawn."""
_BESIDE = 14.0
"""Points above or below a bar within which a ground stands beside it."""


class Drawn(NamedTuple):
    """The boxes of redactions on one page: all that stand in a line, and those without a ground."""

    number: int
    inline: list[Rect]
    bare: list[Rect]


def drawn(page: Any, sight: Sight, seen: Words) -> Drawn:
    """The boxes of a page. Its hidden words, if any, are findings already."""
    turn = main_turn(seen.seen)
    words = seen.turned(turn)
    dark = bars.possible(sight.painted, max(sight.width, sight.height))
    labels = covers.printed(seen.seen, sight.painted) if dark else []
    over = [covers.Hidden(sight.glyphs[one.at], one.cover, False) for one in sight.unseen if one.cover]
    empty = bars.find(page, dark, words, labels, over, turn)
    grounds = [Rect(word.x0, word.base - word.size, word.x1, word.base) for word in words if marks.ground(word.text)[1]]
    size = float(np.median([word.size for word in words])) if words else 11.0
    labelled = [*_labelled(page, sight, grounds), *pixels.in_line(sight, grounds)] if turn == 0 else []
    inline = [box for box in labelled if box.y1 - box.y0 <= _LINE * size and box.x1 - box.x0 <= _BROAD * sight.width]
    inline += [bar.box for bar in empty if bar.lines and bar.box.x1 - bar.box.x0 <= _BROAD * sight.width]
    bare = [bar.box for bar in empty if not bar.label and not any(_is_beside(ground, bar.box) for ground in grounds)]
    return Drawn(sight.number, _apart(inline), bare)


def _labelled(page: Any, sight: Sight, grounds: Sequence[Rect]) -> list[Rect]:
    """Drawn boxes in which a ground is printed."""
    if not grounds:
        return []
    boxes = [*boxes_of(page), *(shape.box for shape in sight.painted.shapes)]
    fit = [box for box in boxes if box.x1 - box.x0 > _NARROW and _LOW < box.y1 - box.y0 < _HIGH]
    return [box for box in fit if any(_in(ground, box) for ground in grounds)]


def _in(inner: Rect, box: Rect) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _is_beside(ground: Rect, bar: Rect) -> bool:
    return ground.y0 < bar.y1 + _BESIDE and bar.y0 - _BESIDE < ground.y1


def _apart(boxes: Sequence[Rect]) -> list[Rect]:
    """Each box once: a border and the ground that it surrounds are one, the smaller of them."""
    kept: list[Rect] = []
    for box in sorted(boxes, key=lambda box: (box.x1 - box.x0) * (box.y1 - box.y0)):
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        if not any(other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1 for other in kept):
            kept.append(box)
    return kept


def findings(pages: Sequence[Drawn], options: AuditOptions) -> list[Finding]:
    """Bars without a ground, one finding each page; boxes that are as wide as their words, one a file."""
    found = []
    if options.no_ground != "off":
        found += [
            finding(
                "no-ground",
                options.no_ground,
                page=page.number,
                box=page_box(page.number, page.bare[0]),
                count=len(page.bare),
            )
            for page in pages
            if page.bare
        ]
    fitted = [page for page in pages if _follow_words(page.inline, 1)]
    every = [box for page in pages for box in page.inline]
    if fitted or _follow_words(every, sum(1 for page in pages if page.inline)):
        first = next(iter(fitted), next(page for page in pages if page.inline))
        found.append(
            finding("width", "check", page=first.number, box=page_box(first.number, first.inline[0]), count=len(every))
        )
    return found


def _follow_words(boxes: Sequence[Rect], pages: int) -> bool:
    """Do widths differ as words do? Not where they differ as type sizes do: boxes of one form, of which some are
    larger as a whole, tell how large the print is.
    """
    widths = [box.x1 - box.x0 for box in boxes]
    forms = [width / max(1.0, box.y1 - box.y0) for width, box in zip(widths, boxes, strict=True)]
    pairs = itertools.pairwise(sorted((box.y1 - box.y0, box.x1 - box.x0) for box in boxes))
    alike = any(tall - low < _AS_HIGH and abs(one - other) > 2 * _SAME for (low, one), (tall, other) in pairs)
    return _vary(widths, pages) and (alike or len(_kinds(forms, 0.0, _FORM)) >= _FEW)


def _kinds(values: Sequence[float], apart: float, share: float = 0.0) -> list[float]:
    """The least of each group of values that differ by no more than so much, or by so large a share."""
    kinds: list[float] = []
    for value in sorted(values):
        if not kinds or value - kinds[-1] > max(apart, share * kinds[-1]):
            kinds.append(value)
    return kinds


def _vary(widths: Sequence[float], pages: int) -> bool:
    """Are widths many and on no grid? Not where one a page is used."""
    kinds = _kinds(widths, _SAME)
    if len(kinds) < _FEW or len(kinds) <= pages or (5 * len(kinds) < 2 * len(widths) and len(kinds) < 8):
        return False
    step = min(b - a for a, b in itertools.pairwise(kinds))
    return step < _GRID or any(abs((kind - kinds[0] + step / 2) % step - step / 2) > _ON_GRID for kind in kinds)


# ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────


def pictures_under(page: Any, sight: Sight) -> list[Finding]:
    """Places where a box lies over a picture that goes on under it: a scan whose box was only laid over it."""
    content = sight.painted
    pictures = [*content.pictures, *(shape for shape in content.shapes if shape.picture)]
    over = [
        shape
        for shape in {*content.shapes, *_later_pictures(content.pictures)}
        if any(picture.order < shape.order and _lies_on(shape.box, picture.box) for picture in pictures)
        and _is_cover(shape, sight)
    ]
    if not over:
        return []
    under = _pictures_alone(page)
    found = [shape for shape in sorted(over) if not _is_even(under, shape.box)]
    return [
        finding("picture-under-box", "leak", page=sight.number, box=page_box(sight.number, shape.box))
        for shape in found
    ]


def _later_pictures(pictures: Sequence[Shape]) -> Iterator[Shape]:
    """Small pictures laid over the picture that is the page."""
    for picture in pictures:
        if any(other.order < picture.order and _lies_on(picture.box, other.box) for other in pictures):
            yield picture


def _lies_on(box: Rect, picture: Rect) -> bool:
    inside = Rect(max(box.x0, picture.x0), max(box.y0, picture.y0), min(box.x1, picture.x1), min(box.y1, picture.y1))
    if inside.x1 <= inside.x0 or inside.y1 <= inside.y0:
        return False
    part = (inside.x1 - inside.x0) * (inside.y1 - inside.y0)
    return part > 0.8 * (box.x1 - box.x0) * (box.y1 - box.y0) and part < 0.6 * (picture.x1 - picture.x0) * (
        picture.y1 - picture.y0
    )


def _is_cover(shape: Shape, sight: Sight) -> bool:
    """Has it the size of a redaction, and stands nothing on it but, at most, a ground?"""
    box = shape.box
    if shape.certain:
        return True
    if box.x1 - box.x0 < _NARROW or not _LOW < box.y1 - box.y0 < 0.6 * sight.height:
        return False
    on = [
        glyph.text
        for glyph in sight.glyphs
        if box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1
        and box.y0 <= (glyph.y0 + glyph.y1) / 2 <= box.y1
        and (text := sight.painted.texts.get(glyph.owner)) is not None
        and text.order > shape.order
        and not glyph.text.isspace()
    ]
    if on:
        return bool(marks.ground("".join(on))[1])
    return _is_even(sight.drawn, box)


def _is_even(picture: Grey, box: Rect) -> bool:
    edge = 1.2
    place = cut(picture, Rect(box.x0 + edge, box.y0 + edge, box.x1 - edge, box.y1 - edge))
    if place.size < 16:
        return True
    low, high = np.percentile(place, (2, 98))
    return bool(high - low < _EVEN)


def _pictures_alone(page: Any) -> Grey:
    """The page with nothing drawn but its pictures; small ones laid over the large are boxes too, and left out."""
    hidden = list(_all(page.raw, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject))
    areas = [(obj, _area(obj)) for obj in hidden if pdfium_c.FPDFPageObj_GetType(obj) == pdfium_c.FPDF_PAGEOBJ_IMAGE]
    largest = max((area for _, area in areas), default=0.0)
    keep = {id(obj) for obj, area in areas if area > 0.25 * largest}
    off = [obj for obj in hidden if id(obj) not in keep]
    for obj in off:
        pdfium_c.FPDFPageObj_SetIsActive(obj, False)
    try:
        picture: Grey = page.render(scale=SCALE, grayscale=True).to_numpy()
        return picture.reshape(picture.shape[0], picture.shape[1])
    finally:
        for obj in off:
            pdfium_c.FPDFPageObj_SetIsActive(obj, True)


def _area(obj: Any) -> float:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(obj, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return abs((right - left) * (top - bottom))


def _all(owner: Any, count: Any, get: Any, depth: int = 0) -> Iterator[Any]:
    """Every object of a page that is no form, those within forms included."""
    for n in range(count(owner)):
        obj = get(owner, n)
        if pdfium_c.FPDFPageObj_GetType(obj) == pdfium_c.FPDF_PAGEOBJ_FORM:
            if depth < 12:
                yield from _all(obj, pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject, depth + 1)
        else:
            yield obj
