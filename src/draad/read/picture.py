"""The picture of a page before recognition: straight, without drawn lines, and without what was blacked out.

Black blocks are taken out before Tesseract sees the page, so that it reads no letters into them. Grey grounds
behind labels are made white, thin lines (borders of redaction boxes, underlines, strike-outs) are erased: what is
left is text. All on numpy arrays of grey values, 0 black to 255 white.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from draad.read import emblems, printed

Grey = printed.Grey
Bits = printed.Bits

_CELL = 8
"""Side in pixels, at 300 dpi, of the squares in which blocks are looked for; letters' strokes are thinner."""
_DARK = 110
_EVEN = 30.0
"""Spread of the middle three fifths of the grey values within a blacked-out block; photographs vary more."""
_MOST = 0.9
"""A dark place that takes more of the picture is no page with a passage blacked out, but a dark picture."""

_ALONG = 3
"""A band along an edge of the picture is so many times longer than deep."""
_LEVEL = 0.3
"""Degrees: lines that slope less are read as they are."""
_PAPER, _PAPER_ROUND = 128, 0.7
"""Lighter than this is paper, and so much of what surrounds a blacked-out block is paper or another block."""


@dataclass(frozen=True)
class Block:
    """A blacked-out rectangle or an empty box, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True)
class Prepared:
    """A page ready for recognition."""

    grey: Grey
    blocks: tuple[Block, ...]
    """Blacked-out places."""
    prints: tuple[tuple[printed.Inside, ...], ...]
    """For each of them the light print on it; it is taken out with the block."""
    boxes: tuple[Block, ...]
    """Boxes drawn round labels, and grey grounds."""
    angle: float
    """Degrees by which the page was turned to be straight."""


def prepare(grey: Grey, dpi: int) -> Prepared:
    """Straighten the page, take out blocks, grounds and lines."""
    angle = straightened_by(grey, dpi)
    if angle:
        turned = Image.fromarray(grey).rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
        grey = np.asarray(turned, dtype=np.uint8)
    grey = grey.copy()
    cell = max(3, round(_CELL * dpi / 300))
    dark, black, insides = _black(grey, dpi, cell)
    blocks, prints = _marks(dark, black, insides, dpi, cell)
    for block in black:
        pad = max(2, cell // 2)
        grey[max(0, block.y0 - pad) : block.y1 + pad, max(0, block.x0 - pad) : block.x1 + pad] = 255
    grounds = tuple(_whiten_grounds(grey, cell))
    frames = tuple(_erase_lines(grey, dpi))
    return Prepared(grey, blocks, prints, (*grounds, *frames), angle)


def blacked_out(grey: Grey, dpi: int) -> tuple[tuple[Block, ...], tuple[tuple[printed.Inside, ...], ...]]:
    """The blacked-out places of a straight page, and for each the light print on it."""
    cell = max(3, round(_CELL * dpi / 300))
    dark, blocks, insides = _black(grey, dpi, cell)
    return _marks(dark, blocks, insides, dpi, cell)


def _black(grey: Grey, dpi: int, cell: int) -> tuple[Grey, list[Block], list[printed.Inside]]:
    """The page with print on dark filled in, its black blocks, and that print."""
    insides = printed.find(grey, dpi)
    dark = printed.filled(grey, insides) if insides else grey
    return dark, _standing_alone(dark, _find_blocks(dark, cell), cell), insides


def _marks(
    dark: Grey, blocks: list[Block], insides: list[printed.Inside], dpi: int, cell: int
) -> tuple[tuple[Block, ...], tuple[tuple[printed.Inside, ...], ...]]:
    """The blocks that are neither beyond the sheet nor part of an emblem, and for each the print on it."""
    within = [block for block in blocks if not _is_edge(block, dark.shape, cell)]
    prints = [tuple(one for one in insides if _holds(block, one)) for block in within]
    places = [(block.x0, block.y0, block.x1, block.y1) for block in within]
    parts = emblems.belongs(dark, places, [bool(own) for own in prints], dpi)
    kept = [n for n, is_part in enumerate(parts) if not is_part]
    return tuple(within[n] for n in kept), tuple(prints[n] for n in kept)


def _is_edge(block: Block, shape: tuple[int, ...], cell: int) -> bool:
    """Is it what a scanner sees beyond the sheet: a dark band along an edge of the picture?"""
    height, width = shape
    high, wide = block.y1 - block.y0, block.x1 - block.x0
    beside = block.x0 < cell or block.x1 > width - cell
    across = block.y0 < cell or block.y1 > height - cell
    return (beside and high > _ALONG * wide) or (across and wide > _ALONG * high)


def _holds(block: Block, one: printed.Inside) -> bool:
    return block.x0 <= (one.x0 + one.x1) / 2 <= block.x1 and block.y0 <= (one.y0 + one.y1) / 2 <= block.y1


def straightened_by(grey: Grey, dpi: int) -> float:
    """The degrees by which a picture is turned before recognition; 0 where its lines are level enough."""
    angle = skew(grey, dpi)
    return angle if abs(angle) > _LEVEL else 0.0


def skew(grey: Grey, dpi: int) -> float:
    """The angle in degrees, to a tenth, by which the picture must be turned for its lines to be level.

    Projection profile (Postl 1986): the sum of squared differences between rows of ink is largest when text is level.
    """
    step = max(1, dpi // 75)
    ink: Bits = grey[::step, ::step] < _DARK
    ys, xs = np.nonzero(ink & ~(_moved(ink, 3) & _moved(ink, -3)))  # blacked-out places have no lines of text
    if len(xs) < 200:
        return 0.0
    if len(xs) > 60_000:
        keep = np.linspace(0, len(xs) - 1, 60_000).astype(int)
        ys, xs = ys[keep], xs[keep]

    def sharpness(angle: float) -> float:
        rows = np.round(ys - xs * np.tan(np.radians(angle))).astype(int)
        counts = np.bincount(rows - rows.min()).astype(np.float64)
        return float(np.sum(np.diff(counts) ** 2))

    coarse = max(np.arange(-4, 4.01, 0.5), key=sharpness)
    best = max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=sharpness)
    return float(round(best, 1)) if sharpness(best) > 1.1 * sharpness(0.0) else 0.0


def _find_blocks(grey: Grey, cell: int) -> list[Block]:
    """Solid dark rectangles of at least three by three cells, touching ones of different width taken apart."""
    height, width = grey.shape[0] // cell, grey.shape[1] // cell
    cells = grey[: height * cell, : width * cell].reshape(height, cell, width, cell)
    solid = (cells.mean(axis=(1, 3)) < 90) & ((cells > 150).sum(axis=(1, 3)) <= cell)
    found = []
    for x0, y0, x1, y1 in _rectangles(solid):
        if x1 - x0 < 3 or y1 - y0 < 3 or (x1 - x0) * (y1 - y0) > _MOST * height * width:
            continue
        low, high = np.percentile(grey[y0 * cell : y1 * cell, x0 * cell : x1 * cell], (20, 80))
        if high - low < _EVEN:
            found.append(_snug(grey, x0 * cell, y0 * cell, x1 * cell, y1 * cell, cell))
    return found


def _standing_alone(grey: Grey, blocks: list[Block], cell: int) -> list[Block]:
    """Those blocks round which there is paper or another block. A dark patch within a logo or a photograph has more
    dark round it, and so has its neighbour once the patch is struck out.
    """
    while True:
        known: Bits = grey > _PAPER
        for block in blocks:
            known[block.y0 : block.y1, block.x0 : block.x1] = True
        kept = [block for block in blocks if _round(known, block, cell) >= _PAPER_ROUND]
        if len(kept) == len(blocks):
            return kept
        blocks = kept


def _round(known: Bits, block: Block, cell: int) -> float:
    """The share of known pixels in the strips along the four sides, beyond the soft edge."""
    near, far = cell // 2, cell // 2 + cell
    strips = [
        known[max(0, block.y0 - far) : max(0, block.y0 - near), block.x0 : block.x1],
        known[block.y1 + near : block.y1 + far, block.x0 : block.x1],
        known[block.y0 : block.y1, max(0, block.x0 - far) : max(0, block.x0 - near)],
        known[block.y0 : block.y1, block.x1 + near : block.x1 + far],
    ]
    size = sum(strip.size for strip in strips)
    return sum(int(strip.sum()) for strip in strips) / size if size else 1.0


def _rectangles(solid: Bits) -> list[tuple[int, int, int, int]]:
    """The runs of set cells, row under row, joined while they begin and end at (nearly) the same place."""
    open_: list[list[int]] = []
    closed: list[tuple[int, int, int, int]] = []
    for y in range(solid.shape[0]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], solid[y].view(np.int8), [0]))))
        still: list[list[int]] = []
        for x0, x1 in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            match = next((r for r in open_ if abs(r[0] - x0) <= 1 and abs(r[2] - x1) <= 1), None)
            if match is None:
                still.append([x0, y, x1, y + 1])
            else:
                open_.remove(match)
                still.append([match[0], match[1], match[2], y + 1])
        closed.extend((r[0], r[1], r[2], r[3]) for r in open_)
        open_ = still
    closed.extend((r[0], r[1], r[2], r[3]) for r in open_)
    return closed


def _snug(grey: Grey, x0: int, y0: int, x1: int, y1: int, cell: int) -> Block:
    """Grow the rectangle to where the dark really ends: by less than a cell, and never into a line of text that
    another block stands beside.
    """

    def dark(part: Grey) -> bool:
        return part.size > 0 and float((part < 128).mean()) > 0.85

    for _ in range(cell):
        y0 -= y0 > 0 and dark(grey[y0 - 1, x0:x1])
        y1 += y1 < grey.shape[0] and dark(grey[y1, x0:x1])
        x0 -= x0 > 0 and dark(grey[y0:y1, x0 - 1])
        x1 += x1 < grey.shape[1] and dark(grey[y0:y1, x1])
    return Block(x0, y0, x1, y1)


def _whiten_grounds(grey: Grey, cell: int) -> list[Block]:
    """Even grey grounds (labels stand on them): make them white, keep the darker letters."""
    height, width = grey.shape[0] // cell, grey.shape[1] // cell
    cells = grey[: height * cell, : width * cell].reshape(height, cell, width, cell)
    middle = cells.mean(axis=(1, 3))
    even = np.zeros(middle.shape, dtype=np.bool_)
    ys, xs = np.nonzero((middle > 70) & (middle < 228))
    inside = cells[ys, :, xs, :].reshape(len(ys), cell * cell).astype(np.int16)
    middle[ys, xs] = levels = np.median(inside, axis=1)
    level_enough = (np.abs(inside - levels[:, None]) < 14).mean(axis=1) > 0.5
    even[ys, xs] = level_enough & (levels > 120) & (levels < 225)
    found = []
    for x0, y0, x1, y1 in _rectangles(_bridged(even, 16)):
        if x1 - x0 < 2 or y1 - y0 < 2:
            continue
        top, bottom, left, right = (y0 - 1) * cell, (y1 + 1) * cell, (x0 - 1) * cell, (x1 + 1) * cell
        part = grey[max(0, top) : bottom, max(0, left) : right]
        level = float(np.median(middle[y0:y1, x0:x1][even[y0:y1, x0:x1]]))
        part[part > 0.78 * level] = 255
        found.append(Block(x0 * cell, y0 * cell, x1 * cell, y1 * cell))
    return _united(found, 2 * cell)


def _united(blocks: list[Block], reach: int) -> list[Block]:
    """Pieces of one ground, cut by the letters on it, as one: they touch, and one lies within the other's width."""
    united: list[Block] = []
    for block in sorted(blocks, key=lambda b: (b.y0, b.x0)):
        for i, other in enumerate(united):
            within = (block.x0 >= other.x0 - reach and block.x1 <= other.x1 + reach) or (
                other.x0 >= block.x0 - reach and other.x1 <= block.x1 + reach
            )
            if within and block.y0 <= other.y1 + reach:
                united[i] = Block(min(block.x0, other.x0), other.y0, max(block.x1, other.x1), max(block.y1, other.y1))
                break
        else:
            united.append(block)
    return united


def _bridged(cells: Bits, gap: int) -> Bits:
    """Gaps of up to ``gap`` cells within a row closed: a label stands in the middle of its ground."""
    result = cells.copy()
    for y in range(cells.shape[0]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], cells[y].view(np.int8), [0]))))
        for end, start in zip(edges[1::2][:-1].tolist(), edges[2::2].tolist(), strict=True):
            if start - end <= gap:
                result[y, end:start] = True
    return result


def _erase_lines(grey: Grey, dpi: int) -> list[Block]:
    """Erase long thin lines and the sides of boxes; give back the boxes that they form.

    Where a line runs through letters (a strike-out, an underline) the letters stay as they are.
    A stroke of a letter is as long as the side of a low box, so a short upright line goes only where it meets the
    end of a level one.
    """
    dark = grey < 160
    thick, slack = max(2, round(0.03 * dpi)), round(0.025 * dpi)
    level = printed.runs(dark, round(0.3 * dpi))
    upright = printed.runs(dark.T, round(0.09 * dpi))
    ends = np.concatenate([level[:, [1, 0]], level[:, [2, 0]]]) // slack
    upright = upright[_is_side(upright, np.unique(ends, axis=0) * slack + slack // 2, dpi)]
    levels, uprights = _pixels(level, dark.shape), _pixels(upright, dark.T.shape)
    boxes = _frames(levels, uprights.T, dpi)
    soft = grey > 100
    uprights &= ~(_moved(dark.T, thick) & _moved(dark.T, -thick))
    levels &= ~(_moved(dark, thick // 2 + 1) | _moved(dark, -thick // 2 - 1))
    grey[levels | (_grown(levels, 2) & soft) | _grown(uprights, 2).T] = 255
    return boxes


def _is_side(upright: NDArray[np.int64], ends: NDArray[np.int64], dpi: int) -> Bits:
    """Which upright runs (x, y0, y1) are sides of boxes: level lines end (x, y) at both of its own ends, or at one
    and it is longer than a letter is high, or it is very long.
    """
    x, y0, y1 = upright.T
    reach = 0.04 * dpi
    top, bottom = np.zeros(len(x), dtype=np.bool_), np.zeros(len(x), dtype=np.bool_)
    for end_x, end_y in ends.tolist():
        near = np.abs(x - end_x) <= reach
        top |= near & (np.abs(y0 - end_y) <= reach)
        bottom |= near & (np.abs(y1 - end_y) <= reach)
    length = y1 - y0
    side: Bits = (top & bottom) | ((top | bottom) & (length > 0.2 * dpi)) | (length > 0.5 * dpi)
    return side


def _pixels(runs: NDArray[np.int64], shape: tuple[int, ...]) -> Bits:
    result = np.zeros(shape, dtype=np.bool_)
    for y, x0, x1 in runs.tolist():
        result[y, x0:x1] = True
    return result


def _moved(bits: Bits, rows: int) -> Bits:
    """``bits`` pushed down by ``rows`` (up, where negative)."""
    result = np.zeros_like(bits)
    if rows > 0:
        result[rows:] = bits[:-rows]
    else:
        result[:rows] = bits[-rows:]
    return result


def _grown(bits: Bits, reach: int) -> Bits:
    """``bits`` and what lies within ``reach`` pixels above or below: the soft edge of a line."""
    result = bits.copy()
    for step in range(1, reach + 1):
        result[step:] |= bits[:-step]
        result[:-step] |= bits[step:]
    return result


def _frames(level: Bits, upright: Bits, dpi: int) -> list[Block]:
    """Boxes: two level lines of the same extent above each other, with an upright line at an end."""
    lines: list[tuple[int, int, int]] = []
    for x0, y0, x1, y1 in _rectangles(_grown(level, 1)):
        if y1 - y0 < 0.06 * dpi and x1 - x0 > 0.25 * dpi:
            lines.append((y0, x0, x1))
    lines.sort()
    slack, tall, found = round(0.04 * dpi), round(0.9 * dpi), []
    for i, (y0, x0, x1) in enumerate(lines):
        for y1, left, right in lines[i + 1 :]:
            if y1 - y0 > tall:
                break
            if y1 - y0 > 0.06 * dpi and abs(left - x0) <= slack and abs(right - x1) <= slack:
                side = upright[y0:y1, max(0, x0 - slack) : x0 + slack + 1].any(axis=1).mean()
                if side > 0.6:
                    found.append(Block(x0, y0, x1, y1))
                    break
    return found


def strengthened(grey: Grey) -> Grey:
    """Faint, broken print made darker and whole: softened by about a pixel, then stretched."""
    soft = np.asarray(Image.fromarray(grey).filter(ImageFilter.GaussianBlur(1.2)), dtype=np.int16)
    dark: Grey = (255 - np.clip((255 - soft) * 2.5, 0, 255)).astype(np.uint8)
    return dark


def open_grey(image: Image.Image) -> Grey:
    """A picture's grey values."""
    return np.asarray(image.convert("L"), dtype=np.uint8)


def as_png(grey: Grey) -> bytes:
    """The picture as PNG, for Tesseract's standard input."""
    from io import BytesIO

    file: Any = BytesIO()
    Image.fromarray(grey).save(file, "PNG", compress_level=1)
    return bytes(file.getvalue())
