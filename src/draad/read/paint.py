"""What a page paints, in which order: its texts, and every shape and picture that may lie over them.

What is painted later hides what was painted before (ISO 32000-1, 8.2). PDFium gives a page's objects in that order;
annotations come last. All places are in points as the page is shown, origin top left.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from draad.matrices import IDENTITY, Matrix, at, then
from draad.read.glyphs import address, page_transform
from draad.read.layout import Rect

_THIN = 2.5
"""Points. What is lower or narrower is a line: an underline, a side of a table, a strike-out."""
_FAINT = 0.5 * 255
"""Fills of less opacity (highlighting) hide nothing."""
_DARK = 100
"""Of 255; no colour of a dark fill is lighter. The blue of the government's logo is."""
_OPAQUE = 0.85 * 255
_MANY_SEGMENTS = 400
"""A path of more segments is a drawing: its bounds stand for it."""
_PAGE_PICTURE = 0.5
"""Pictures that together cover more of the page than this are the page itself, scanned."""
_DEEP = 12
"""Forms within forms that are looked into."""


class Shape(NamedTuple):
    """Something painted that may hide what was painted before it."""

    order: float
    box: Rect
    label: str = ""
    """The words that a redaction annotation wants printed on it."""
    certain: bool = False
    """Hides by its meaning (an annotation), also where PDFium draws nothing."""
    dark: bool = False
    """May be black: its colour is dark, or it is a picture and only drawing tells."""
    picture: bool = False


class Text(NamedTuple):
    """One text object: its place in the order, and whether it is painted without ink (a hidden layer)."""

    order: int
    obj: Any
    inkless: bool
    transform: Matrix = IDENTITY
    """From its space to points as the page is shown."""
    room: Rect | None = None
    """What the clipping of the forms around it leaves of the page."""


class Annotated(NamedTuple):
    """What the annotations of a page cover, and how many objects the page had without them."""

    shapes: list[Shape]
    objects: int


@dataclass
class Painted:
    """A page's content in paint order: its texts by address, and what may lie over them."""

    texts: dict[int, Text] = field(default_factory=dict)
    """By address."""
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[Shape] = field(default_factory=list)
    """Empty unless they are the page itself, scanned: then text below them is a hidden layer too."""

    @property
    def suspect(self) -> bool:
        """Can any of its text be hidden at all?"""
        first = min((text.order for text in self.texts.values()), default=math.inf)
        later = any(shape.order > first for shape in (*self.shapes, *self.pictures))
        return later or any(text.inkless for text in self.texts.values())


def annotated(page: Any) -> Annotated:
    """Redaction annotations, applied or not, and dark filled squares and highlights that have no drawn form of
    their own. The page must not be flattened yet.
    """
    objects, transform, found = pdfium_c.FPDFPage_CountObjects(page.raw), page_transform(page), []
    rect = pdfium_c.FS_RECTF()
    for i in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, i)
        try:
            kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            label = _overlay(annotation) if kind == pdfium_c.FPDF_ANNOT_REDACT else ""
            covers = kind == pdfium_c.FPDF_ANNOT_REDACT or _undrawn_cover(annotation, kind)
            if covers and pdfium_c.FPDFAnnot_GetRect(annotation, rect):
                box = _moved((rect.left, rect.bottom, rect.right, rect.top), transform)
                found.append(Shape(math.inf, box, label, certain=True, dark=True))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return Annotated(found, objects)


def _overlay(annotation: Any) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, b"OverlayText", None, 0)
    buffer = ctypes.create_string_buffer(size)
    wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium_c.FPDFAnnot_GetStringValue(annotation, b"OverlayText", wide, size)
    return " ".join(buffer.raw.decode("utf-16-le", "replace").rstrip("\0").split())


def _undrawn_cover(annotation: Any, kind: int) -> bool:
    """A dark square or highlight without an appearance stream, which viewers draw themselves."""
    if pdfium_c.FPDFAnnot_GetAP(annotation, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2:
        return False
    if kind in (pdfium_c.FPDF_ANNOT_SQUARE, pdfium_c.FPDF_ANNOT_CIRCLE):
        key, which = b"IC", pdfium_c.FPDFANNOT_COLORTYPE_InteriorColor
    elif kind == pdfium_c.FPDF_ANNOT_HIGHLIGHT:
        key, which = b"C", pdfium_c.FPDFANNOT_COLORTYPE_Color
    else:
        return False
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdfium_c.FPDFAnnot_HasKey(annotation, key) or not pdfium_c.FPDFAnnot_GetColor(annotation, which, *colour):
        return False
    return _is_dark(colour)


def painted(page: Any, above: Annotated) -> Painted:
    """What the page paints, in order. ``above``: its annotations, as they were before they became part of it."""
    width, height = page.get_size()
    walk = _Walk(Painted(), Rect(0.0, 0.0, width, height))
    transform = page_transform(page)
    total = pdfium_c.FPDFPage_CountObjects(page.raw)
    for n in range(total):
        if n == above.objects:
            walk.found.shapes += [shape._replace(order=walk.next()) for shape in above.shapes]
        walk.take(pdfium_c.FPDFPage_GetObject(page.raw, n), transform, walk.bounds)
    if total <= above.objects:
        walk.found.shapes += [shape._replace(order=walk.next()) for shape in above.shapes]
    if sum(_area(picture.box) for picture in walk.found.pictures) < _PAGE_PICTURE * width * height:
        walk.found.shapes += walk.found.pictures
        walk.found.pictures = []
    return walk.found


def parts_drawn(page: Any, most: int) -> list[Rect]:
    """The bounds of each part of every path, lines too thin to hide anything among them; none of a page with more
    than ``most``: it is a drawing.
    """
    found: list[Rect] = []
    todo = [(pdfium_c.FPDFPage_GetObject(page.raw, n), page_transform(page), 0) for n in _objects(page)]
    while todo and len(found) <= most:
        obj, transform, depth = todo.pop()
        kind = pdfium_c.FPDFPageObj_GetType(obj)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEP:
            inner, count = then(_matrix(obj), transform), pdfium_c.FPDFFormObj_CountObjects(obj)
            todo += [(pdfium_c.FPDFFormObj_GetObject(obj, n), inner, depth + 1) for n in range(count)]
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            count = pdfium_c.FPDFPath_CountSegments(obj)
            segments = (pdfium_c.FPDFPath_GetPathSegment(obj, n) for n in range(min(count, most)))
            found += _parts(segments, then(_matrix(obj), transform))
    return found if len(found) <= most else []


def _objects(page: Any) -> range:
    return range(pdfium_c.FPDFPage_CountObjects(page.raw))


class _Walk:
    """Goes through the objects of a page, into its forms, counting as they are painted."""

    def __init__(self, found: Painted, bounds: Rect) -> None:
        self.found, self.bounds, self.count = found, bounds, 0

    def next(self) -> int:
        self.count += 1
        return self.count

    def take(self, obj: Any, transform: Matrix, clip: Rect, depth: int = 0) -> None:
        kind, order = pdfium_c.FPDFPageObj_GetType(obj), self.next()
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            mode = pdfium_c.FPDFTextObj_GetTextRenderMode(obj)
            inkless = mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
            self.found.texts[address(obj)] = Text(order, obj, inkless, transform, clip)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            inner = then(_matrix(obj), transform)
            if depth < _DEEP:
                for n in range(pdfium_c.FPDFFormObj_CountObjects(obj)):
                    self.take(pdfium_c.FPDFFormObj_GetObject(obj, n), inner, _clipped(obj, transform, clip), depth + 1)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            boxes, dark = _path_boxes(obj, transform)
            if boxes:
                clip = _clipped(obj, transform, clip)
            self.found.shapes += [Shape(order, box, dark=dark) for box in _large(boxes, clip)]
        else:
            boxes, image = [_bounds(obj, transform)], kind == pdfium_c.FPDF_PAGEOBJ_IMAGE
            pictures = [
                Shape(order, box, dark=image, picture=image) for box in _large(boxes, _clipped(obj, transform, clip))
            ]
            (self.found.pictures if image else self.found.shapes).extend(pictures)


def _large(boxes: Iterable[Rect], clip: Rect) -> Iterator[Rect]:
    for box in boxes:
        box = _both(box, clip)
        if box.x1 - box.x0 > _THIN and box.y1 - box.y0 > _THIN:
            yield box


def _path_boxes(path: Any, transform: Matrix) -> tuple[list[Rect], bool]:
    """The boxes of a filled path's parts, or of a thick stroke, and whether its colour is dark."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    count = pdfium_c.FPDFPath_CountSegments(path)
    own = then(_matrix(path), transform)
    segments = (pdfium_c.FPDFPath_GetPathSegment(path, n) for n in range(count))
    colour = [ctypes.c_uint() for _ in range(4)]
    if not fill.value:
        width = ctypes.c_float()
        pdfium_c.FPDFPageObj_GetStrokeWidth(path, width)
        thick = width.value * math.hypot(*_matrix(path)[:2])
        if not stroke.value or thick <= _THIN:
            return [], False
        dark = not pdfium_c.FPDFPageObj_GetStrokeColor(path, *colour) or _is_dark(colour)
        return (_bars(_parts(segments, own), thick) if count <= _MANY_SEGMENTS else []) or [
            _bounds(path, transform)
        ], dark
    known = pdfium_c.FPDFPageObj_GetFillColor(path, *colour)
    if known and colour[3].value < _FAINT:
        return [], False
    boxes = [_bounds(path, transform)] if count > _MANY_SEGMENTS else _parts(segments, own)
    return boxes, not known or _is_dark(colour)


def _is_dark(colour: Sequence[ctypes.c_uint]) -> bool:
    return max(c.value for c in colour[:3]) < _DARK and colour[3].value > _OPAQUE


def _bars(parts: Sequence[Rect], thick: float) -> list[Rect]:
    """The boxes of strokes that are all straight and level or upright; none if one is not."""
    if not all(min(part.x1 - part.x0, part.y1 - part.y0) < 0.1 for part in parts):
        return []
    half = thick / 2
    return [
        part._replace(y0=part.y0 - half, y1=part.y1 + half)
        if part.y1 - part.y0 < part.x1 - part.x0
        else part._replace(x0=part.x0 - half, x1=part.x1 + half)
        for part in parts
    ]


def _parts(segments: Iterable[Any], transform: Matrix) -> list[Rect]:
    """The bounds of each part of a path; a part begins with a move."""
    parts: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for segment in segments:
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        parts[-1].append(at(transform, x.value, y.value))
    return [_around(points) for points in parts]


def clip_of(text: Text) -> Rect | None:
    """What clipping leaves of the page for a text object; None where nobody asked."""
    return _clipped(text.obj, text.transform, text.room) if text.room else None


def _clipped(obj: Any, transform: Matrix, clip: Rect) -> Rect:
    """What of ``clip`` an object's own clipping paths leave."""
    paths = pdfium_c.FPDFPageObj_GetClipPath(obj)
    for n in range(max(0, pdfium_c.FPDFClipPath_CountPaths(paths)) if paths else 0):
        count = pdfium_c.FPDFClipPath_CountPathSegments(paths, n)
        if 0 < count <= _MANY_SEGMENTS:
            segments = (pdfium_c.FPDFClipPath_GetPathSegment(paths, n, i) for i in range(count))
            parts = _parts(segments, transform)
            clip = _both(clip, _around([corner for part in parts for corner in (part[:2], part[2:])]))
    return clip


def _bounds(obj: Any, transform: Matrix) -> Rect:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(obj, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return _moved((left, bottom, right, top), transform)


def _matrix(obj: Any) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(obj, matrix):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(sides: tuple[float, float, float, float], m: Matrix) -> Rect:
    left, bottom, right, top = sides
    return _around([at(m, x, y) for x in (left, right) for y in (bottom, top)])


def _around(points: Sequence[tuple[float, ...]]) -> Rect:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _both(a: Rect, b: Rect) -> Rect:
    return Rect(max(a.x0, b.x0), max(a.y0, b.y0), min(a.x1, b.x1), min(a.y1, b.y1))


def _area(box: Rect) -> float:
    return max(0.0, box.x1 - box.x0) * max(0.0, box.y1 - box.y0)
