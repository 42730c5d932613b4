"""A page's contents as a tree: glyphs, strokes, images and forms, each in the place where it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf

from draad.matrices import Matrix
from draad.release.remove.faces import Face
from draad.release.remove.geometry import Rect

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


@dataclass(slots=True)
class Piece:
    """A glyph, or (``code`` empty) an adjustment: where it starts along the line, and how far it moves the pen.

    ``hit`` is the number of the area that takes it away, -1 for none, ``also`` those of others; ``shift`` is how far it
    moves, in the line's space.
    """

    code: bytes
    start: float
    width: float
    advance: float
    hit: int = -1
    also: tuple[int, ...] = ()
    shift: float = 0.0


@dataclass(slots=True)
class Show:
    """One showing of text: ``line`` is its text matrix, ``matrix`` takes it (the pen at 0) to the page as shown."""

    index: int
    block: int
    line: Matrix
    matrix: Matrix
    face: Face
    size: float
    stretch: float
    rise: float
    pieces: list[Piece]
    marks: tuple[int, ...]
    painted: bool
    sure: bool = True
    font: str = ""
    key: tuple[int, int] = (0, 0)
    patterns: tuple[pikepdf.Object, ...] = ()
    calm: bool = False
    """Its words were set anew: word spacing (``Tw``) would tell how the line was set before."""

    def box(self, piece: Piece) -> Rect:
        """The glyph's box in the line's own space."""
        x0, y0, x1, y1 = self.face.band(piece.code)
        size = self.size
        if self.face.vertical:
            return (
                x0 * size * self.stretch,
                -piece.start + y0 * size,
                x1 * size * self.stretch,
                -piece.start + y1 * size,
            )
        return piece.start, self.rise + y0 * size, piece.start + piece.width, self.rise + y1 * size

    def bounds(self) -> Rect | None:
        """The bounds of all its glyphs in the line's own space; None where it has none."""
        if self.face.vertical:
            boxes = [self.box(piece) for piece in self.pieces if piece.code]
            sides = [side for x0, _, x1, _ in boxes for side in (x0, x1)]
            heights = [side for _, y0, _, y1 in boxes for side in (y0, y1)]
        else:
            sides = [side for one in self.pieces if one.code for side in (one.start, one.start + one.width)]
            _, y0, _, y1 = self.face.band(b"")
            heights = [self.rise + y0 * self.size, self.rise + y1 * self.size]
        return (min(sides), min(heights), max(sides), max(heights)) if sides else None


@dataclass
class Subpath:
    """A stroke of a path: its bounds as shown, whether it is plain (lines, a rectangle), what makes it."""

    box: Rect
    plain: bool
    indices: list[int]


@dataclass
class Path:
    """A path that is painted or clips: its parts and what is done with it."""

    index: int
    parts: list[Subpath]
    paint: str
    clips: bool
    patterns: tuple[pikepdf.Object, ...]
    marks: tuple[int, ...]


@dataclass
class Picture:
    """An image in its place; ``name`` is its key among the resources, empty for an inline image."""

    index: int
    name: str
    image: pikepdf.Object
    matrix: Matrix
    marks: tuple[int, ...]
    fill: pikepdf.Object | None = None
    inline: pikepdf.PdfInlineImage | None = None


@dataclass
class Child:
    """A form, or the group of a soft mask, drawn at this place."""

    index: int
    kind: str
    name: str
    node: Node
    marks: tuple[int, ...]


@dataclass
class Mark:
    """A marked-content sequence that says something of its own (``ActualText``, ``Alt``, ``E``), or bears a number."""

    index: int
    properties: pikepdf.Object
    name: str
    mcid: int | None


@dataclass
class Node:
    """A content stream in one place."""

    source: pikepdf.Object
    resources: pikepdf.Object
    matrix: Matrix
    instructions: list[Instruction]
    shows: list[Show] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)
    places: list[tuple[int, int, str]] = field(default_factory=list)


class UnsureError(Exception):
    """The contents can't be followed; ``args[0]`` is the key of the reason (``apply.why.*``)."""


def dictionary(value: object, key: str) -> pikepdf.Object:
    """A sub-dictionary of resources, empty where there is none."""
    found = value.get(key) if isinstance(value, pikepdf.Dictionary | pikepdf.Stream) else None
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()
