"""The gap that tells nothing: where a word went, what stands behind it moves up to a width that is always the same.

The advances of the letters left tell the width of a name to a hundredth of a point, and that is enough to pick it from
a list (Bland, Iyer and Levchenko, *Story Beyond the Eye: Glyph Positions Break PDF Text Redaction*, 2023). So each
gap gets a width that depends on its label and the size of the letters alone, and the words behind it, up to the next
column, move with it. Where they can't (a scan lies under them, a rule or a link belongs to them, the next column is too
near), they stay, the box is drawn as asked for, and a note says so.

What keeps its place is what the line shares with its neighbours: its start, its end or its middle (``alignment``).
The blanks of the line get the width that the font gives them: a justified line would tell the gap by what they share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import NamedTuple

from draad import matrices
from draad.matrices import Point
from draad.release.remove import alignment, geometry
from draad.release.remove.geometry import Rect
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
KERN = 0.12
"""Ems: a smaller white between letters is a kern, a larger one parts words."""
BLANK = 0.25
"""Ems: the white between words of a line that may be justified, where no glyph stands for it."""

Blank = Callable[[Show], frozenset[bytes]]
"""Which codes of a showing are blanks."""


@dataclass(slots=True)
class Item:
    """Glyphs side by side in one showing that share a fate: where they stand along the line."""

    show: Show
    pieces: list[Piece]
    start: float
    end: float
    hit: int
    gap: Gap | None = None
    blank: bool = False


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
    anchor: alignment.Anchor = "start"
    stretched: bool = False


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


def _items(show: Show, along: Point, blank: Blank) -> list[Item]:
    """A showing's words, blanks and hits, each by itself; blanks as wide as the font has them."""
    _, scale = direction(show)
    origin = dot((show.matrix[4], show.matrix[5]), along)
    kern, blanks = KERN * em(show), blank(show)
    found: list[Item] = []
    last: Item | None = None
    for piece in show.pieces:
        if not piece.code:
            continue
        start = origin + piece.start * scale
        end = start + piece.width * scale
        gone = piece.hit >= 0
        white = not gone and piece.code in blanks
        alike = last is not None and not white and not last.blank and (last.hit >= 0) == gone
        if alike and last is not None and (gone or start - last.end <= kern):
            last.pieces.append(piece)
            last.end = max(last.end, end)
            continue
        last = Item(show, [piece], start, end, piece.hit, blank=white)
        found.append(last)
    return found


def _extents(shows: Sequence[Show], along: Point, blank: Blank) -> list[alignment.Extent]:
    """All lines of the page that run this way, each without the blanks at its ends."""
    across = (-along[1], along[0])
    stretches = [
        alignment.Extent(dot((show.matrix[4], show.matrix[5]), across), em(show), item.start, item.end)
        for show in shows
        if dot(direction(show)[0], along) > 0.9999
        for item in _items(show, along, blank)
        if not item.blank
    ]
    return alignment.extents(stretches, COLUMN)


def lines_of(shows: Sequence[Show], struck: Sequence[Show], blank: Blank) -> list[Line]:
    """The lines in which something went, with all that stands in them."""
    found: list[Line] = []
    extents: dict[Point, list[alignment.Extent]] = {}
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
            for item in _items(other, along, blank)
        ]
        line.chains = chains(sorted(items, key=lambda item: (item.start, item.end)), size)
        for chain in line.chains if any(chain.gaps for chain in line.chains) else ():
            ink = [item for item in chain.items if not item.blank]
            if not ink:
                continue
            own = alignment.Extent(base, size, min(item.start for item in ink), max(item.end for item in ink))
            way = (round(along[0], 4), round(along[1], 4))
            if way not in extents:
                extents[way] = _extents(shows, along, blank)
            chain.anchor, chain.stretched = alignment.anchor(own, extents[way])
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
        ends = [dot(point, line.along) for point in geometry.corners(matrices.IDENTITY, edge)]
        low, far = min(ends) + MARGIN, max(ends) - MARGIN
        for number, chain in enumerate(line.chains):
            before = [item.end + 0.3 * line.size for other in line.chains[:number] for item in other.items]
            following = [item.start - 0.3 * line.size for other in line.chains[number + 1 :] for item in other.items]
            bounds = max([*before, low]), min([*following, far])
            if chain.gaps and _shift(chain, line.size, areas, bounds) and not _blocked(line, chain, beside):
                for gap in chain.gaps:
                    gap.fixed = True
                for item in chain.items:
                    item.show.calm = True
            else:
                for item in chain.items:
                    _move(item, 0.0)


def tells(lines: Sequence[Line]) -> bool:
    """Whether a line that moved may have been set by its end or middle, or to the width of its column: nothing near it
    says by which, or what stands further on in it shares its place with nothing."""
    moved = [line for line in lines if any(gap.fixed for chain in line.chains for gap in chain.gaps)]
    return any(chain.anchor == "unknown" for line in moved for chain in line.chains)


def _stick(lines: Sequence[Line], areas: Sequence[Area]) -> None:
    """An area over several gaps, or higher than a line, is drawn as asked for: its gaps keep their place."""
    gaps = [(line, gap) for line in lines for chain in line.chains for gap in chain.gaps]
    count = Counter(i for _, gap in gaps for i in gap.areas)
    for line, gap in gaps:
        for i in gap.areas:
            acrosses = [dot(point, line.across) for point in geometry.corners(matrices.IDENTITY, areas[i].box)]
            if count[i] > 1 or max(acrosses) - min(acrosses) > HIGH * line.size:
                gap.stuck = True
        gap.stuck = gap.stuck or gap.end - gap.start > LONG * gap.size


def _move(item: Item, shift: float) -> None:
    _, scale = direction(item.show)
    for piece in item.pieces:
        piece.shift = shift / scale


def _shift(chain: Chain, size: float, areas: Sequence[Area], bounds: tuple[float, float]) -> bool:
    """Set a chain's words anew round its gaps; whether they stay within the bounds."""
    if any(gap.stuck for gap in chain.gaps):
        return False
    ink = [item for item in chain.items if not item.blank]
    start, end = min(item.start for item in ink), max(item.end for item in ink)
    low, high = _set(chain, size, areas)
    wanted = {"end": end - high, "middle": (start + end - low - high) / 2}.get(chain.anchor, 0.0)
    if wanted:
        for gap in chain.gaps:
            gap.moved_to += wanted
        for item in chain.items:
            if item.gap is None:
                _move(item, item.pieces[0].shift * direction(item.show)[1] + wanted)
    # a chain that starts or ends outside was there before: only what moves may not pass
    return high + wanted <= max(bounds[1], end) and low + wanted >= min(bounds[0], start)


def _set(chain: Chain, size: float, areas: Sequence[Area]) -> tuple[float, float]:
    """Lay the items one behind the other from the chain's start; where their ink starts and ends then."""
    last: tuple[float, float, bool, bool] | None = None
    """Of what was laid last: its end as it was, and as it is now; whether it is a gap, or a blank."""
    low, high, current = float("inf"), float("-inf"), None
    for item in chain.items:
        gap = item.gap
        if gap is not None and gap is current:
            continue
        current = gap
        was = gap.start if gap else item.start
        now = was if last is None else last[1] + _white(was - last[0], size, chain, last, item)
        if gap:
            gap.width = width(_labels(gap, areas), gap.size)
            gap.moved_to = now
            last = gap.end, now + gap.width, True, False
        else:
            _move(item, now - was)
            last = item.end, now + item.end - was, False, item.blank
        if not item.blank:
            low, high = min(low, now), max(high, last[1])
    return low, high


def _white(was: float, size: float, chain: Chain, last: tuple[float, float, bool, bool], item: Item) -> float:
    """The white between two items: what a blank is wider than its glyph, a kern at a gap and a stretched one go."""
    if last[3] or item.blank:
        return 0.0
    if chain.stretched:
        if was > KERN * size:
            return BLANK * size
        return 0.0 if last[2] or item.gap is not None else was
    # a kern or a hair of white at the gap's edge would tell the letter that stood there
    return 0.0 if (last[2] or item.gap is not None) and abs(was) < 0.2 * size else was


def _blocked(line: Line, chain: Chain, beside: Beside) -> bool:
    """Whether a rule, a drawing, an image or a link would be left behind or run into."""
    moves = [(item, item.pieces[0].shift * direction(item.show)[1]) for item in chain.items if item.gap is None]
    moves = [(item, shift) for item, shift in moves if abs(shift) > 0.01]
    start = min(min(gap.start, gap.moved_to) for gap in chain.gaps)
    start = min([start, *(min(item.start, item.start + shift) for item, shift in moves)])
    end = max([gap.end for gap in chain.gaps] + [max(item.end, item.end + shift) for item, shift in moves])
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
    points = geometry.corners(matrices.IDENTITY, rect)
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
        acrosses = [dot(point, line.across) for point in geometry.corners(matrices.IDENTITY, area.box)]
        end = start + width([label], gap.size)
        points = [_point(line, u, v) for u in (start, end) for v in (min(acrosses), max(acrosses))]
        found.append(Area(area.page, *geometry.bounds(points), area.label, area.ground))
        start = end
    return found
