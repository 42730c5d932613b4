"""What an area takes away: which glyphs, strokes and images lie under it.

A glyph goes when at least half of it lies in the area, across and along, or half of the area in it: so its middle
decides, a neighbour that is only brushed stays, and no letter of the withheld word does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draad import matrices
from draad.matrices import Matrix
from draad.release.remove import geometry
from draad.release.remove.geometry import Rect
from draad.release.remove.tree import Node, Path, Piece, Show, Subpath, UnsureError

HALF = 0.5 - 1e-3
SLANTING = 0.4
"""For slanting glyphs, whose corners stick out of an upright box that was drawn round them."""
LARGE = 2.5
"""Times: a glyph that is larger than the area by this, both ways, goes only with its middle."""
EDGE = 0.6
"""Points by which a glyph without width (an accent set by itself) may lie outside and still go."""
NEAR = EDGE + 1.0
"""Points round an area beyond which no glyph is asked whether it lies in it."""
AROUND = (2.0, 3.5)
"""Points by which a plain stroke may stick out, across and along, and still belong to the word (an underline)."""
MANY = 0.5
"""The share of a drawing inside the area from which on the whole of it goes."""


def nodes(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in node.children:
        yield from nodes(child.node)


def straight(m: Matrix) -> bool:
    """Whether the matrix keeps upright boxes upright (quarter turns and mirrors do)."""
    size = max(map(abs, m[:4]))
    return (abs(m[1]) + abs(m[2]) < 1e-4 * size) or (abs(m[0]) + abs(m[3]) < 1e-4 * size)


def line_box(show: Show) -> Rect:
    """The bounds of all glyphs of a showing, as shown."""
    own = show.bounds()
    return geometry.bounds(geometry.corners(show.matrix, own)) if own else (0.0, 0.0, 0.0, 0.0)


def _inside(point: matrices.Point, area: Rect) -> bool:
    return area[0] <= point[0] <= area[2] and area[1] <= point[1] <= area[3]


def covers(show: Show, box: Rect, area: Rect) -> bool:
    """Whether the area takes the glyph with this box (in the line's space) away."""
    box = geometry.upright(box)
    quad = geometry.corners(show.matrix, box)
    bound = geometry.bounds(quad)
    if box[2] - box[0] < 1e-3:
        grown = (area[0] - EDGE, area[1] - EDGE, area[2] + EDGE, area[3] + EDGE)
        return _inside(((bound[0] + bound[2]) / 2, (bound[1] + bound[3]) / 2), grown)
    if not geometry.meet(bound, area):
        return False
    if straight(show.matrix):
        if _dwarfs(bound, area):
            return _inside(((bound[0] + bound[2]) / 2, (bound[1] + bound[3]) / 2), area)
        across = geometry.share(bound[0], bound[2], area[0], area[2])
        return across >= HALF and geometry.share(bound[1], bound[3], area[1], area[3]) >= HALF
    return _half_in(show, box, area)


def _dwarfs(bound: Rect, area: Rect) -> bool:
    """Whether a glyph is so much larger than the area that it can't be what was meant: a watermark."""
    return bound[2] - bound[0] > LARGE * (area[2] - area[0]) and bound[3] - bound[1] > LARGE * (area[3] - area[1])


def _under_large(show: Show, box: Rect, area: Rect) -> bool:
    """Whether a drawn letter much larger than the area lies under it: it may be a picture, or a whole line."""
    bound = geometry.bounds(geometry.corners(show.matrix, geometry.upright(box)))
    return _dwarfs(bound, area) and geometry.meet(bound, area)


def _half_in(show: Show, box: Rect, area: Rect) -> bool:
    """The same for a slanting glyph, by spots spread over it; and an area that lies in it takes it away."""
    width, height = box[2] - box[0], box[3] - box[1]
    spots = [(box[0] + width * i / 10, box[1] + height * j / 10) for i in (1, 3, 5, 7, 9) for j in (2, 5, 8)]
    if sum(_inside(matrices.at(show.matrix, *spot), area) for spot in spots) >= SLANTING * len(spots):
        return True
    back = geometry.inverse(show.matrix)
    if back is None:
        return True
    corners = geometry.corners(back, area)
    return all(_inside(corner, box) for corner in corners) and not _dwarfs(box, geometry.bounds(corners))


def touch(show: Show, areas: Sequence[Rect]) -> bool:
    """Mark the glyphs that go; whether there are any. Raises ``UnsureError`` where their places are a guess."""
    bound = line_box(show)
    # a quarter of an em round it: accents without width stand at the edge
    near = [
        i
        for i, area in enumerate(areas)
        if geometry.meet((bound[0] - 1, bound[1] - 1, bound[2] + 1, bound[3] + 1), area)
    ]
    if not near:
        return False
    if not show.sure:
        raise UnsureError("font")
    found = False
    for piece in _within_reach(show, [areas[i] for i in near]):
        box = show.box(piece)
        hits = [i for i in near if covers(show, box, areas[i])]
        if hits:
            piece.hit, piece.also = hits[0], tuple(hits[1:])
            found = True
        elif show.face.type3 is not None and any(_under_large(show, box, areas[i]) for i in near):
            raise UnsureError("font")
    return found


def _within_reach(show: Show, areas: Sequence[Rect]) -> list[Piece]:
    """The glyphs that stand so far along the line that an area may take them away; all, where that is hard to say.

    Most glyphs of a line stand far from any area, and asking of each where it is shown is most of the work.
    """
    back = None if show.face.vertical or show.face.type3 is not None else geometry.inverse(show.matrix)
    glyphs = [piece for piece in show.pieces if piece.code]
    if back is None:
        return glyphs
    kept: dict[int, Piece] = {}
    for x0, y0, x1, y1 in areas:
        own = geometry.corners(back, (x0 - NEAR, y0 - NEAR, x1 + NEAR, y1 + NEAR))
        low, high = min(own)[0], max(own)[0]
        # a mirrored or negative size writes a glyph back from its pen
        kept.update(
            (n, one)
            for n, one in enumerate(glyphs)
            if (one.start <= high or one.start + one.width <= high)
            and (one.start >= low or one.start + one.width >= low)
        )
    return [kept[n] for n in sorted(kept)]


def goes(part: Subpath, area: Rect) -> bool:
    """Whether a stroke belongs to what the area hides. Raises ``UnsureError`` for one half in, half out."""
    box = part.box
    if part.plain:
        # lines and rectangles say nothing, but for those that fit the word: they tell its length
        return geometry.within(box, area, *AROUND)
    if not geometry.meet((box[0] - 0.01, box[1] - 0.01, box[2] + 0.01, box[3] + 0.01), area):
        return False
    if geometry.within(box, area, 1.0, 1.0):
        return True
    wide, high = max(box[2] - box[0], 0.01), max(box[3] - box[1], 0.01)
    across = max(0.0, min(box[2], area[2]) - max(box[0], area[0])) / wide
    along = max(0.0, min(box[3], area[3]) - max(box[1], area[1])) / high
    if across * along >= MANY:
        return True
    if across * along < 0.02:
        return False
    raise UnsureError("drawing")


def strokes(path: Path, areas: Sequence[Rect]) -> list[Subpath]:
    """The parts of a path that go."""
    return [part for part in path.parts if any(goes(part, area) for area in areas)]
