"""Where the letters of a Type 3 font are really drawn: each is a small program that may draw anywhere.

Its width and the font's box say where a letter stands in the line. One that is drawn elsewhere (a whole word without
a width, a signature above its line) lies under an area though its place in the line does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pikepdf

from draad import matrices
from draad.release.remove import geometry
from draad.release.remove.faces import Face
from draad.release.remove.fonts import differences
from draad.release.remove.geometry import Rect
from draad.release.remove.running import State
from draad.release.remove.touching import line_box, nodes
from draad.release.remove.tree import Node, Piece, Show, UnsureError
from draad.release.remove.walk import Walker

_STRAY = 0.35
"""Ems by which a letter may reach beyond its place in the line, as slanting ones and accents do."""


def refuse_strays(shows: Iterable[Show], areas: Sequence[Rect], walker: Walker, resources: pikepdf.Object) -> None:
    """Raises ``UnsureError`` for a letter that stays by its place in the line and is drawn under an area."""
    for show in shows:
        if show.face.type3 is None:
            continue
        for piece in show.pieces:
            if piece.code and piece.hit < 0 and _strays(show, piece, areas, walker, resources):
                raise UnsureError("font")


def _strays(show: Show, piece: Piece, areas: Sequence[Rect], walker: Walker, resources: pikepdf.Object) -> bool:
    ink = _ink(show.face, piece.code, walker, resources)
    if ink is None:
        return False
    wide, high = show.size * show.stretch, show.size
    x, y = piece.start, show.rise
    drawn = geometry.upright((ink[0] * wide + x, ink[1] * high + y, ink[2] * wide + x, ink[3] * high + y))
    reach = _STRAY * abs(show.size)
    if geometry.within(drawn, geometry.upright(show.box(piece)), reach, reach):
        return False
    bound = geometry.bounds(geometry.corners(show.matrix, drawn))
    return any(geometry.meet(bound, area) for area in areas)


def _ink(face: Face, code: bytes, walker: Walker, resources: pikepdf.Object) -> Rect | None:
    """The bounds of what a letter draws, in ems; None for one that draws nothing."""
    if code not in face.inks:
        face.inks[code] = _drawn(face.type3, code, walker, resources)
    return face.inks[code]


def _drawn(font: pikepdf.Object | None, code: bytes, walker: Walker, resources: pikepdf.Object) -> Rect | None:
    procedures = font.get("/CharProcs") if font is not None else None
    name = differences(font).get(code[0]) if font is not None else None
    one = procedures.get(name) if isinstance(procedures, pikepdf.Dictionary) and name is not None else None
    if font is None or not isinstance(one, pikepdf.Stream):
        return None
    own = font.get("/Resources")
    above = Node(font, own if isinstance(own, pikepdf.Dictionary) else resources, matrices.IDENTITY, [])
    node = walker.form(one, above, State(geometry.matrix(font.get("/FontMatrix"))), 1)
    unit = (0.0, 0.0, 1.0, 1.0)
    boxes = [
        box
        for part in nodes(node)
        for box in (
            *(line_box(show) for show in part.shows),
            *(stroke.box for path in part.paths if path.paint for stroke in path.parts),
            *(geometry.bounds(geometry.corners(picture.matrix, unit)) for picture in part.pictures),
        )
    ]
    return geometry.bounds([point for box in boxes for point in (box[:2], box[2:])]) if boxes else None
