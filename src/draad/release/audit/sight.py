"""What of a page's text can be seen, and why the rest can not.

Colour, opacity, blend modes, masks, clipping and layers are not reckoned with but looked at: the page is drawn with
its text and without it, and a character that makes no difference can't be seen. Text under a later shape is drawn away
by itself, so that a label printed on the shape does not pass for it. Why a character can't be seen is then told by its
object, for people; that it can't is told by the picture alone.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from draad.read.glyphs import Glyph, glyphs_of
from draad.read.layout import Rect
from draad.read.paint import Annotated, Painted, Shape, clip_of, painted

Why = Literal[
    "under-box", "under-picture", "under-annotation", "same-colour", "invisible", "clipped", "tiny", "off-page", "layer"
]
Grey = NDArray[np.uint8]

SCALE = 2.0
"""Pixels a point in the pictures that are compared."""
_SEEN = 10
"""Grey values, of 255, by which a pixel must differ to show something; the eye sees no smaller step in small print."""
_SEEN_PART = 0.02
"""A character of which a larger part of its box differs is visible; the thinnest letters ink a tenth of theirs."""
_TINY = 1.6
"""Points. Lower lines are no print: the smallest footnotes of real documents are four."""
_FAINT = 12
"""Of 255: text of less opacity is not there for the eye."""
_POINTS = (1 / 6, 1 / 2, 5 / 6)
_MOST = 5
"""Of the nine points of a character's box, so many must lie under later shapes."""
_EVEN = 24
"""Grey values between the darkest and the lightest pixel of a place with nothing in it."""
_BAND = 24.0
_ROWS = 64
"""Of a picture that are compared at a time."""
_BLOCKS = frozenset(map(chr, (*range(0x2580, 0x25A0), 0x25A0, 0x25AE)))
"""Characters that are a box: printed over text they hide it as a shape does."""
_CLIP_ONLY = 7
"""The text rendering mode that paints nothing and only clips (ISO 32000-1, table 106)."""


class Unseen(NamedTuple):
    """One character that the page does not show."""

    at: int
    """Its place among the page's characters."""
    why: Why
    cover: Shape | None = None


class Sight(NamedTuple):
    """One page as it is looked at. ``scan``: its pictures are the page, and text without ink is their OCR layer."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    unseen: list[Unseen]
    layer: list[int]
    """Characters of an OCR layer: whether they may stand there is for the pixels to say (``scans``)."""
    painted: Painted
    drawn: Grey
    """The page as it is shown, in grey."""
    bare: Grey
    """The same without any text."""


def look(page: Any, number: int, above: Annotated, annotations_from: float) -> Sight:
    """Look at a page. ``above`` and ``annotations_from``: what its annotations cover and from which place in the order
    of painting they come, asked before they became part of it.
    """
    width, height = page.get_size()
    content = painted(page, above)
    glyphs = glyphs_of(page, owners=True)
    drawn = _draw(page)
    objects = [text.obj for text in content.texts.values() if not text.inkless]
    bare = _draw_without(page, objects) if objects else drawn
    layer = _layer(glyphs, content)
    in_layer = set(layer)
    inks = _inks(glyphs)
    under = _under(glyphs, inks, content)
    seen = _visible(inks, drawn, bare)
    if under:
        owners = {glyphs[n].owner for n in under}
        without = _draw_without(page, [content.texts[owner].obj for owner in owners])
        apart = _visible(inks[list(under)], drawn, without)
        for n, visible in zip(under, apart.tolist(), strict=True):
            seen[n] = visible
    unseen = []
    for n in sorted(_doubtful(glyphs, inks, seen, content, (width, height)) | under.keys()):
        glyph = glyphs[n]
        if glyph.text.isspace() or glyph.generated:
            continue
        if n in in_layer:
            hides = under.get(n)
            if hides and (hides.certain or _is_even(drawn, ink_box(glyph))):
                by: Why = "under-annotation" if _is_annotation(hides, annotations_from) else "under-box"
                unseen.append(Unseen(n, by, hides))
            continue
        why, cover = _reason(glyph, bool(seen[n]), content, under.get(n), annotations_from, (width, height))
        if why:
            unseen.append(Unseen(n, why, cover))
    covered = {one.at for one in unseen}
    layer = [n for n in layer if n not in covered]
    return Sight(number, width, height, glyphs, unseen, layer, content, drawn, bare)


def last_order(page: Any, above: Annotated) -> float:
    """The place in the order of painting after which annotations come; ``page`` is not flattened yet."""
    content = painted(page, above._replace(shapes=[]))
    orders = [
        *(text.order for text in content.texts.values()),
        *(shape.order for shape in (*content.shapes, *content.pictures)),
    ]
    return max(orders, default=0)


# ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────


def _draw(page: Any) -> Grey:
    picture: Grey = page.render(scale=SCALE, grayscale=True).to_numpy()
    return np.ascontiguousarray(picture.reshape(picture.shape[0], picture.shape[1]))


def _draw_without(page: Any, objects: Iterable[Any]) -> Grey:
    objects = list(objects)
    for obj in objects:
        pdfium_c.FPDFPageObj_SetIsActive(obj, False)
    try:
        return _draw(page)
    finally:
        for obj in objects:
            pdfium_c.FPDFPageObj_SetIsActive(obj, True)


def _inks(glyphs: Sequence[Glyph]) -> NDArray[np.float64]:
    """Of each character where its ink is, as ``ink_box``: a row for each."""
    sides = chain.from_iterable([glyph.ink or glyph[3:7] for glyph in glyphs])
    return np.fromiter(sides, dtype=np.float64, count=4 * len(glyphs)).reshape(-1, 4)


def _visible(inks: NDArray[np.float64], drawn: Grey, bare: Grey) -> NDArray[np.bool_]:
    """Which characters make a difference between the two pictures."""
    if not len(inks):
        return np.zeros(0, dtype=np.bool_)
    x0, y0, x1, y1 = pixel_boxes(inks, drawn.shape)
    counts = sums(_differing(drawn, bare), x0, y0, x1, y1)
    size = np.maximum(1, (x1 - x0) * (y1 - y0))
    return np.asarray(counts >= np.maximum(1, _SEEN_PART * size))


def _differing(drawn: Grey, bare: Grey) -> NDArray[np.bool_]:
    """The pixels in which the pictures differ for the eye. Some rows at a time: what is laid by for them stays small,
    and is not asked of the system anew for each page.
    """
    differs = np.empty(drawn.shape, dtype=np.bool_)
    for first in range(0, len(drawn), _ROWS):
        own, other = drawn[first : first + _ROWS], bare[first : first + _ROWS]
        np.greater(np.maximum(own, other) - np.minimum(own, other), _SEEN, out=differs[first : first + _ROWS])
    return differs


def sums(bits: NDArray[np.bool_], x0: Any, y0: Any, x1: Any, y1: Any) -> NDArray[np.int64]:
    """How many pixels are set within each box: by their own pixels, for characters take up little of a page; where
    together they have more than the picture, by a summed-area table (Crow 1984).
    """
    if int((np.maximum(y1 - y0, 0) * np.maximum(x1 - x0, 0)).sum()) > bits.size:
        return _sums_by_table(bits, x0, y0, x1, y1)
    sides = zip(x0.tolist(), y0.tolist(), x1.tolist(), y1.tolist(), strict=True)
    # cut out one by one: all their pixels as one column of numbers takes megabytes, asked of the system page by page
    return np.array([np.count_nonzero(bits[top:bottom, left:right]) for left, top, right, bottom in sides], np.int64)


def _sums_by_table(bits: NDArray[np.bool_], x0: Any, y0: Any, x1: Any, y1: Any) -> NDArray[np.int64]:
    table = np.zeros((bits.shape[0] + 1, bits.shape[1] + 1), dtype=np.int32)
    np.cumsum(bits, axis=0, dtype=np.int32, out=table[1:, 1:])
    np.cumsum(table[1:, 1:], axis=1, out=table[1:, 1:])
    return np.asarray(table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0], dtype=np.int64)


def pixel_boxes(boxes: Sequence[Rect] | NDArray[np.float64], shape: tuple[int, ...]) -> tuple[Any, Any, Any, Any]:
    """The pixels of boxes in points, at least one of each that lies on the picture."""
    sides = np.asarray(boxes, dtype=np.float64).reshape(-1, 4) * SCALE
    limits = np.array([shape[1], shape[0], shape[1], shape[0]])
    low = np.clip(np.floor(sides[:, :2]), 0, limits[:2]).astype(np.int64)
    high = np.clip(np.maximum(np.ceil(sides[:, 2:]), low + 1), 0, limits[2:]).astype(np.int64)
    return low[:, 0], low[:, 1], high[:, 0], high[:, 1]


def ink_box(glyph: Glyph) -> Rect:
    """Where a character's ink is, or its cell where nothing tells."""
    return glyph.ink or Rect(glyph.x0, glyph.y0, glyph.x1, glyph.y1)


# ── why ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _layer(glyphs: Sequence[Glyph], content: Painted) -> list[int]:
    """Characters of the OCR layer of a scan: without ink, or painted below the pictures that are the page."""
    found = []
    for n, glyph in enumerate(glyphs):
        text = content.texts.get(glyph.owner)
        if text is None or glyph.text.isspace() or not content.pictures:
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        own = [picture for picture in content.pictures if _holds(picture.box, x, y)]
        if own and (text.inkless or any(picture.order > text.order for picture in own)):
            found.append(n)
    return found


def _blocks(glyphs: Sequence[Glyph], content: Painted) -> Iterable[Shape]:
    """The boxes that were typed; whether one hides what is under it only drawing tells."""
    for glyph in glyphs:
        text = content.texts.get(glyph.owner) if glyph.text in _BLOCKS else None
        if text is not None:
            yield Shape(text.order, ink_box(glyph), dark=True)


def _under(glyphs: Sequence[Glyph], inks: NDArray[np.float64], content: Painted) -> dict[int, Shape]:
    """Characters of which most lies under later shapes, and the last of these."""
    shapes = {*content.shapes, *_blocks(glyphs, content)}
    if not shapes:
        return {}
    bands: dict[int, list[Shape]] = {}
    for shape in sorted(shapes):
        for band in range(int(shape.box.y0 // _BAND), int(shape.box.y1 // _BAND) + 1):
            bands.setdefault(band, []).append(shape)
    found = {}
    for n in _beside_shapes(inks, bands):
        glyph = glyphs[n]
        text = content.texts.get(glyph.owner)
        if text is None or glyph.text.isspace() or glyph.text in _BLOCKS:
            continue
        box = ink_box(glyph)
        first, last = int(box.y0 // _BAND), int(box.y1 // _BAND)
        near: Iterable[Shape] = bands.get(first, ())
        if last != first and last in bands:
            near = {*near, *bands[last]}
        if not near:
            continue
        later = sorted(shape for shape in near if shape.order > text.order and _touch(shape.box, box))
        if later:
            points = [
                (box.x0 + u * (box.x1 - box.x0), box.y0 + v * (box.y1 - box.y0)) for u in _POINTS for v in _POINTS
            ]
            if sum(any(_holds(shape.box, x, y) for shape in later) for x, y in points) >= _MOST:
                found[n] = later[-1]
    return found


def _beside_shapes(inks: NDArray[np.float64], bands: dict[int, list[Shape]]) -> list[int]:
    """The characters that touch any shape, and some that only lie in one band with it and between its sides."""
    if not len(inks):
        return []
    lowest = min(bands)
    left, right = np.full(max(bands) - lowest + 1, np.inf), np.full(max(bands) - lowest + 1, -np.inf)
    for band, shapes in bands.items():
        left[band - lowest] = min(shape.box.x0 for shape in shapes)
        right[band - lowest] = max(shape.box.x1 for shape in shapes)
    near = np.zeros(len(inks), dtype=np.bool_)
    for side in (1, 3):
        own = (inks[:, side] // _BAND).astype(np.int64) - lowest
        known = (own >= 0) & (own < len(left))
        own = np.where(known, own, 0)
        near |= known & (left[own] < inks[:, 2]) & (inks[:, 0] < right[own])
    return np.flatnonzero(near).tolist()


def _doubtful(
    glyphs: Sequence[Glyph],
    inks: NDArray[np.float64],
    seen: NDArray[np.bool_],
    content: Painted,
    size: tuple[float, float],
) -> set[int]:
    """Characters for which ``_reason`` may have a reason though nothing lies over them: not seen, tiny, off the page,
    without ink. Of all others it has none.
    """
    x, y = (inks[:, 0] + inks[:, 2]) / 2, (inks[:, 1] + inks[:, 3]) / 2
    off = (x < 0) | (y < 0) | (x > size[0]) | (y > size[1])
    tiny = np.maximum(inks[:, 2] - inks[:, 0], inks[:, 3] - inks[:, 1]) < _TINY
    found = set(np.flatnonzero(~seen | off | tiny).tolist())
    inkless = {address for address, text in content.texts.items() if text.inkless}
    if inkless:
        found.update(n for n, glyph in enumerate(glyphs) if glyph.owner in inkless)
    return found


def _reason(
    glyph: Glyph,
    seen: bool,
    content: Painted,
    cover: Shape | None,
    annotations_from: float,
    size: tuple[float, float],
) -> tuple[Why | None, Shape | None]:
    box, text = ink_box(glyph), content.texts.get(glyph.owner)
    if (box.x0 + box.x1) / 2 < 0 or (box.y0 + box.y1) / 2 < 0:
        return "off-page", None
    if (box.x0 + box.x1) / 2 > size[0] or (box.y0 + box.y1) / 2 > size[1]:
        return "off-page", None
    if min(glyph.x1 - glyph.x0, glyph.y1 - glyph.y0) < _TINY and max(box.x1 - box.x0, box.y1 - box.y0) < _TINY:
        return "tiny", None
    if cover and cover.certain:
        return "under-annotation", cover
    if text is None:
        return (None, None) if seen else ("same-colour", None)
    if text.inkless:
        return "invisible", None
    if seen:
        return None, None
    if _in_layer(text.obj):
        return "layer", None
    if cover:
        if _is_annotation(cover, annotations_from):
            return "under-annotation", cover
        return ("under-picture" if cover.picture else "under-box"), cover
    if _is_faint(text.obj):
        return "invisible", None
    clip = clip_of(text)
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return ("clipped" if clip and not _holds(clip, x, y) else "same-colour"), None


def _is_even(picture: Grey, box: Rect) -> bool:
    """Is nothing drawn at a place?"""
    x0, y0, x1, y1 = (side[0] for side in pixel_boxes([box], picture.shape))
    place = picture[y0:y1, x0:x1]
    return place.size == 0 or int(place.max()) - int(place.min()) < _EVEN


def _is_annotation(cover: Shape, annotations_from: float) -> bool:
    return cover.certain or cover.order > annotations_from


def _in_layer(obj: Any) -> bool:
    """Does it stand in optional content (ISO 32000-1, 8.11.3.2: marked content with the tag OC)?"""
    name, size = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
    for n in range(max(0, pdfium_c.FPDFPageObj_CountMarks(obj))):
        mark = pdfium_c.FPDFPageObj_GetMark(obj, n)
        if pdfium_c.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size) and list(name[:3]) == [79, 67, 0]:
            return True
    return False


def _is_faint(obj: Any) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    known = pdfium_c.FPDFPageObj_GetFillColor(obj, *colour)
    return (bool(known) and colour[3].value < _FAINT) or pdfium_c.FPDFTextObj_GetTextRenderMode(obj) == _CLIP_ONLY


def _holds(box: Rect, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _touch(a: Rect, b: Rect) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
