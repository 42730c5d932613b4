"""The gap that tells nothing: where a word went, what stands behind it moves up to a width that is always the same.

The advances of the letters left tell the width of a name to a hundredth of a point, and that is enough to pick it from
a list (Bland, Iyer and Levchenko, *Story Beyond the Eye: Glyph Positions Break PDF Text Redaction*, 2023). So each
gap gets a width that depends on its label and the size of the letters alone, and the words behind it, up to the next
column, move with it. Where they can't (a scan lies under them, a rule or a link belongs to them, the next column is too
near), they stay, the box is drawn as asked for, and a note says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import NamedTuple

from draad.release.remove import geometry
from draad.release.remove.geometry import Point, Rect
from draad.release.remove.records import Area
from draad.release.remove.tree import Piece, Show

COLUMN = 1.0
"""Ems of white that part two columns; words nearer than that hang together."""
LONG = 25.0
"""Ems: a longer gap is a passage, not a name, and keeps its place."""
HIGH = 2.2
"""Ems: a higher area is no word on a line."""
MARGIN = 12.0
"""Points from the page's edge that words may not pass."""


@dataclass
class Item:
    """Glyphs side by side in one showing that share a fate: where they stand along the line."""

    show: Show
    pieces: list[Piece]
    start: float
    end: float
    hit: int
    gap: Gap | None = None


@dataclass
class Gap:
    """A hole in a line, along it from ``start`` to ``end``; its areas in turn; what hangs behind it."""

    start: float
    end: float
    size: float
    areas: list[int]
    width: float = 0.0
    moved_to: float = 0.0
    fixed: bool = False
    stuck: bool = False


@dataclass
class Chain:
    """A stretch of line without a column between: gaps and the words behind them."""

    items: list[Item] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


@dataclass
class Line:
    """A line of text: its direction, the place of its base across, and its chains."""

    along: Point
    across: Point
    base: float
    size: float
    chains: list[Chain] = field(default_factory=list)


class Beside(NamedTuple):
    """The bounds of what stands on the page and does not move: rules, drawings and links; images.

    A rule or a ground that runs behind the whole line hinders nothing; an image does, for it may be a scan of the line.
    """

    rules: Sequence[Rect]
    pictures: Sequence[Rect]


def direction(show: Show) -> tuple[Point, float]:
    """The way the pen goes, as a unit vector of the page as shown, and points to a unit of the line."""
    m = show.matrix
    x, y = (-m[2], -m[3]) if show.face.vertical else (m[0], m[1])
    length = hypot(x, y) or 1.0
    return (x / length, y / length), length


def em(show: Show) -> float:
    """The size of the letters as shown."""
    m = show.matrix
    return abs(show.size) * hypot(m[2], m[3]) if not show.face.vertical else abs(show.size) * hypot(m[0], m[1])


def dot(a: Point, b: Point) -> float:
    """How far ``a`` lies along ``b``."""
    return a[0] * b[0] + a[1] * b[1]


def _items(show: Show, along: Point) -> list[Item]:
    _, scale = direction(show)
    origin = dot((show.matrix[4], show.matrix[5]), along)
    found: list[Item] = []
    for piece in show.pieces:
        if not piece.code:
            continue
        start = origin + piece.start * scale
        end = start + piece.width * scale
        if found and (found[-1].hit >= 0) == (piece.hit >= 0):
            found[-1].pieces.append(piece)
            found[-1].end = max(found[-1].end, end)
        else:
            found.append(Item(show, [piece], start, end, piece.hit))
    return found


def lines_of(shows: Sequence[Show], struck: Sequence[Show]) -> list[Line]:
    """The lines in which something went, with all that stands in them."""
    found: list[Line] = []
    for show in struck:
        along, _ = direction(show)
        across = (-along[1], along[0])
        base, size = dot((show.matrix[4], show.matrix[5]), across), em(show)
        if any(_same(line, along, base) for line in found):
            continue
        line = Line(along, across, base, size)
        items = [
            item
            for other in shows
            if _same(line, direction(other)[0], dot((other.matrix[4], other.matrix[5]), across))
            for item in _items(other, along)
        ]
        line.chains = chains(sorted(items, key=lambda item: (item.start, item.end)), size)
        found.append(line)
    return found


def _same(line: Line, along: Point, base: float) -> bool:
    return dot(line.along, along) > 0.9999 and abs(base - line.base) <= 0.3 * line.size


def chains(items: Iterable[Item], size: float) -> list[Chain]:
    """A line's items cut at its columns, with their gaps."""
    found: list[Chain] = []
    end = float("-inf")
    last: Gap | None = None
    for item in items:
        if item.start - end > COLUMN * size or not found:
            found.append(Chain())
            last = None
        chain = found[-1]
        chain.items.append(item)
        if item.hit >= 0:
            hits = list(dict.fromkeys(i for piece in item.pieces for i in (piece.hit, *piece.also)))
            if last is None:
                before = [other.end for other in chain.items[:-1]]
                near = [value for value in before if abs(item.start - value) <= 0.2 * size]
                last = Gap(max(near, default=item.start), item.end, size, hits)
                chain.gaps.append(last)
            else:
                last.end = max(last.end, item.end)
                last.areas += [hit for hit in hits if hit not in last.areas]
            item.gap = last
        elif last is not None and item.end > last.end:
            last = None
        end = max(end, item.end)
    return found


def width(labels: Sequence[str], size: float) -> float:
    """The width of a gap in points, by what is printed in it and the size of the letters round it."""
    return size * sum(max(3.0, 0.5 * len(label) + 0.5) for label in labels)


def _labels(gap: Gap, areas: Sequence[Area]) -> list[str]:
    return list(dict.fromkeys(areas[i].label for i in gap.areas))


def plan(lines: Sequence[Line], areas: Sequence[Area], edge: Rect, beside: Beside) -> None:
    """Give each gap its width and the words behind it their shift, where that can be.

    ``edge`` is the page as shown.
    """
    _stick(lines, areas)
    for line in lines:
        far = max(dot(point, line.along) for point in geometry.corners(geometry.IDENTITY, edge)) - MARGIN
        for number, chain in enumerate(line.chains):
            following = [item.start - 0.3 * line.size for other in line.chains[number + 1 :] for item in other.items]
            if chain.gaps and _shift(chain, areas, min([*following, far])) and not _blocked(line, chain, beside):
                for gap in chain.gaps:
                    gap.fixed = True
            else:
                for item in chain.items:
                    _move(item, 0.0)


def _stick(lines: Sequence[Line], areas: Sequence[Area]) -> None:
    """An area over several gaps, or higher than a line, is drawn as asked for: its gaps keep their place."""
    gaps = [(line, gap) for line in lines for chain in line.chains for gap in chain.gaps]
    count = Counter(i for _, gap in gaps for i in gap.areas)
    for line, gap in gaps:
        for i in gap.areas:
            acrosses = [dot(point, line.across) for point in geometry.corners(geometry.IDENTITY, areas[i].box)]
            if count[i] > 1 or max(acrosses) - min(acrosses) > HIGH * line.size:
                gap.stuck = True
        gap.stuck = gap.stuck or gap.end - gap.start > LONG * gap.size


def _move(item: Item, shift: float) -> None:
    _, scale = direction(item.show)
    for piece in item.pieces:
        piece.shift = shift / scale


def _shift(chain: Chain, areas: Sequence[Area], limit: float) -> bool:
    """Move a chain's words; whether they stay before the limit."""
    if any(gap.stuck for gap in chain.gaps):
        return False
    shift, current, reach = 0.0, None, float("-inf")
    for item in chain.items:
        if item.gap is not None:
            if item.gap is not current:
                current = item.gap
                current.width = width(_labels(current, areas), current.size)
                current.moved_to = current.start + shift
                reach = max(reach, current.moved_to + current.width)
            continue
        if current is not None:
            # a kern or a hair of white at the gap's edge would tell the letter that stood there
            white = item.start - current.end
            white = 0.0 if abs(white) < 0.2 * current.size else white
            shift = current.moved_to + current.width + white - item.start
            current = None
        _move(item, shift)
        reach = max(reach, item.end + shift)
    return reach <= limit


def _blocked(line: Line, chain: Chain, beside: Beside) -> bool:
    """Whether a rule, a drawing, an image or a link would be left behind or run into."""
    start = min(gap.start for gap in chain.gaps)
    moves = [(item, item.pieces[0].shift * direction(item.show)[1]) for item in chain.items]
    end = max(max(item.end, item.end + shift) for item, shift in moves)
    end = max([end, *(gap.moved_to + gap.width for gap in chain.gaps)])
    reach = 0.9 * line.size
    points = [_point(line, u, v) for u in (start, end) for v in (line.base - reach, line.base + reach)]
    x0, y0, x1, y1 = geometry.bounds(points)

    def near(rects: Sequence[Rect]) -> list[Rect]:
        return [r for r in rects if r[0] <= x1 and r[2] >= x0 and r[1] <= y1 and r[3] >= y0]

    return any(_hinders(line, rect, start, end, behind=True) for rect in near(beside.rules)) or any(
        _hinders(line, rect, start, end, behind=False) for rect in near(beside.pictures)
    )


def _point(line: Line, u: float, v: float) -> Point:
    """The place on the page of a point along and across a line."""
    return u * line.along[0] + v * line.across[0], u * line.along[1] + v * line.across[1]


def _hinders(line: Line, rect: Rect, start: float, end: float, *, behind: bool) -> bool:
    """Whether what stands here touches that stretch of the line; ``behind``: unless it runs behind all of it."""
    points = geometry.corners(geometry.IDENTITY, rect)
    acrosses = [dot(point, line.across) for point in points]
    if max(acrosses) < line.base - 0.9 * line.size or min(acrosses) > line.base + 0.9 * line.size:
        return False
    alongs = [dot(point, line.along) for point in points]
    low, high = min(alongs), max(alongs)
    return low < end and high > start and not (behind and low <= start and high >= end)


def boxes(lines: Sequence[Line], areas: Sequence[Area]) -> list[Area]:
    """The areas as they are to be drawn."""
    gaps: dict[int, list[tuple[Line, Gap]]] = {}
    for line in lines:
        for chain in line.chains:
            for gap in chain.gaps:
                for i in gap.areas:
                    gaps.setdefault(i, []).append((line, gap))
    found: list[Area] = []
    done: set[int] = set()
    for i, area in enumerate(areas):
        mine = gaps.get(i, [])
        if len(mine) != 1 or not mine[0][1].fixed:
            found.append(area)
            continue
        line, gap = mine[0]
        if id(gap) not in done:
            done.add(id(gap))
            found += _drawn(line, gap, areas)
    return found


def _drawn(line: Line, gap: Gap, areas: Sequence[Area]) -> list[Area]:
    """A gap's boxes, one for each label that stands in it."""
    found = []
    start = gap.moved_to
    for label in _labels(gap, areas):
        area = next(areas[i] for i in gap.areas if areas[i].label == label)
        acrosses = [dot(point, line.across) for point in geometry.corners(geometry.IDENTITY, area.box)]
        end = start + width([label], gap.size)
        points = [_point(line, u, v) for u in (start, end) for v in (min(acrosses), max(acrosses))]
        found.append(Area(area.page, *geometry.bounds(points), area.label, area.ground))
        start = end
    return found
