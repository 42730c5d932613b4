"""Boxes: from a content stream's own space to the page as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pikepdf

from draad.errors import DamagedFileError
from draad.matrices import IDENTITY, Matrix, Point, at

Rect = tuple[float, float, float, float]

FLAT = 1e-6
"""Two coordinates that differ by less are one."""


def moved(m: Matrix, x: float, y: float) -> Matrix:
    """The matrix after a move of (x, y) in its own space."""
    return (*m[:4], m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def inverse(m: Matrix) -> Matrix | None:
    """The way back; None for a matrix that flattens the plane."""
    det = m[0] * m[3] - m[1] * m[2]
    if abs(det) < 1e-12:
        return None
    a, b, c, d = m[3] / det, -m[1] / det, -m[2] / det, m[0] / det
    return a, b, c, d, -(m[4] * a + m[5] * c), -(m[4] * b + m[5] * d)


def bounds(points: Iterable[Point]) -> Rect:
    """The upright rectangle round the points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def corners(m: Matrix, rect: Rect) -> list[Point]:
    """The rectangle's four corners after the matrix, in turn."""
    x0, y0, x1, y1 = rect
    return [at(m, x0, y0), at(m, x1, y0), at(m, x1, y1), at(m, x0, y1)]


def meet(a: Rect, b: Rect) -> bool:
    """Whether two rectangles share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def within(inner: Rect, outer: Rect, dx: float = 0.0, dy: float = 0.0) -> bool:
    """Whether ``inner`` lies in ``outer`` made wider by ``dx`` and higher by ``dy`` on each side."""
    return (
        inner[0] >= outer[0] - dx
        and inner[2] <= outer[2] + dx
        and inner[1] >= outer[1] - dy
        and inner[3] <= outer[3] + dy
    )


def share(low: float, high: float, start: float, end: float) -> float:
    """The overlap of two stretches as a share of the smaller one; a point inside counts as whole."""
    least = min(high - low, end - start)
    if least <= FLAT:
        return 1.0 if start <= (low + high) / 2 <= end or low <= (start + end) / 2 <= high else 0.0
    return max(0.0, min(high, end) - max(low, start)) / least


def inherited(page: pikepdf.Page, key: str) -> pikepdf.Object | None:
    """A page's attribute, its own or that of the nearest node above it (ISO 32000-1, 7.7.3.4)."""
    node: pikepdf.Object | None = page.obj
    for _ in range(64):
        if node is None or not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def numbers(value: object, count: int) -> list[float] | None:
    """So many numbers of a PDF array, or None."""
    if not isinstance(value, pikepdf.Array) or len(value) < count:
        return None
    try:
        return [float(item) for item in value[:count]]
    except (TypeError, ValueError):
        return None


def matrix(value: object) -> Matrix:
    """A PDF array as a matrix; anything else is the identity."""
    found = numbers(value, 6)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if found else IDENTITY


def upright(values: Sequence[float]) -> Rect:
    """Four numbers as a rectangle with its lower corner first."""
    x0, y0, x1, y1 = values
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def shown(page: pikepdf.Page) -> tuple[Matrix, float, float]:
    """From the page's user space to the page as shown (origin top left), and that page's width and height.

    The crop box counts where it meets the media box, as all readers do.
    """
    media = numbers(inherited(page, "/MediaBox"), 4)
    if media is None:
        media = [0.0, 0.0, 612.0, 792.0]
    box = upright(media)
    crop = numbers(inherited(page, "/CropBox"), 4)
    if crop is not None:
        x0, y0, x1, y1 = upright(crop)
        cut = (max(x0, box[0]), max(y0, box[1]), min(x1, box[2]), min(y1, box[3]))
        if x1 > x0 and y1 > y0:  # a crop box without a size is none
            box = cut
    x0, y0, x1, y1 = box
    if x1 <= x0 or y1 <= y0:
        raise DamagedFileError("a page of this PDF has no size", "Make the PDF anew from its source.")
    turn = inherited(page, "/Rotate")
    turned = int(turn) % 360 if isinstance(turn, int) else 0
    if turned == 90:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0), y1 - y0, x1 - x0
    if turned == 180:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0), x1 - x0, y1 - y0
    if turned == 270:
        return (0.0, -1.0, -1.0, 0.0, y1, x1), y1 - y0, x1 - x0
    return (1.0, 0.0, 0.0, -1.0, -x0, y1), x1 - x0, y1 - y0
