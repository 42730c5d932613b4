"""One content stream being run: what each operator does to the graphics and text state, and what it shows.

``OPERATORS`` and ``STILL`` name all operators of ISO 32000-1, annex A; what is drawn comes into the stream's ``Node``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pikepdf

from draad import matrices
from draad.matrices import IDENTITY, Matrix, at, then
from draad.release.remove import geometry
from draad.release.remove.faces import Face
from draad.release.remove.tree import (
    Child,
    Mark,
    Node,
    Path,
    Picture,
    Piece,
    Show,
    Subpath,
    UnsureError,
    dictionary,
)

if TYPE_CHECKING:
    from draad.release.remove.walk import Walker

Operand = pikepdf.Object | int | float | str | bytes


_UNKNOWN = Face(default=1.0)
"""Stands for a font of which nothing can be known."""


@dataclass
class State:
    """The part of the graphics state that says where things stand."""

    ctm: Matrix
    spacing: float = 0.0
    wording: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    face: Face | None = None
    font: str = ""
    key: tuple[int, int] = (0, 0)
    size: float = 0.0
    rise: float = 0.0
    mode: int = 0
    fill: pikepdf.Object | None = None
    stroke: pikepdf.Object | None = None


def run(walker: Walker, node: Node, state: State, depth: int) -> None:
    """Runs the contents of ``node`` to their end and fills it. Raises ``UnsureError`` where they can't be followed."""
    _Run(walker, node, state, depth).all()


class _Run:
    """One content stream being run; each operator that counts is a method, which takes its operands."""

    def __init__(self, walker: Walker, node: Node, state: State, depth: int) -> None:
        self.walker, self.node, self.state, self.depth = walker, node, state, depth
        self.stack: list[State] = []
        self.tm = self.line = IDENTITY
        self.block = 0
        self.sure = True
        self.parts: list[Subpath] = []
        self.points: list[matrices.Point] = []
        self.plain = True
        self.making: list[int] = []
        self.pen: matrices.Point = (0.0, 0.0)
        self.clipping = False
        self.open: list[int] = []
        self.at = 0

    def all(self) -> None:
        """_Run to the end."""
        table = OPERATORS
        for index, instruction in enumerate(self.node.instructions):
            self.at = index
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._inline(instruction)
                continue
            try:
                name = str(instruction.operator)
                do = table.get(name)
                if do is not None:
                    do(self, list(instruction.operands))
                elif name not in STILL:
                    raise UnsureError("syntax")
            except (TypeError, ValueError, IndexError, KeyError, AttributeError) as error:
                raise UnsureError("syntax") from error

    # -- graphics state

    def save(self, _: list[Operand]) -> None:
        self.stack.append(replace(self.state))

    def restore(self, _: list[Operand]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concat(self, operands: list[Operand]) -> None:
        a, b, c, d, e, f = (float(value) for value in operands)
        self.state.ctm = then((a, b, c, d, e, f), self.state.ctm)

    def settings(self, operands: list[Operand]) -> None:
        name = str(operands[0])
        found = self._resource("/ExtGState", name)
        if not isinstance(found, pikepdf.Dictionary):
            return
        font = found.get("/Font")
        if isinstance(font, pikepdf.Array):
            self.state.face, self.state.key = self.walker.face(font[0])
            self.state.font, self.state.size = name, float(font[1])
        mask = found.get("/SMask")
        group = mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None
        if isinstance(group, pikepdf.Stream):
            node = self.walker.form(group, self.node, State(self.state.ctm), self.depth + 1)
            self.node.children.append(Child(self.at, "mask", name, node, tuple(self.open)))

    def colour(self, operands: list[Operand], *, fill: bool) -> None:
        pattern = None
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._resource("/Pattern", str(operands[-1]))
        if fill:
            self.state.fill = pattern
        else:
            self.state.stroke = pattern

    def plain_colour(self, _: list[Operand], *, fill: bool) -> None:
        if fill:
            self.state.fill = None
        else:
            self.state.stroke = None

    def _patterns(self, *, fill: bool, stroke: bool) -> tuple[pikepdf.Object, ...]:
        """The patterns that something is painted with."""
        wanted = (self.state.fill if fill else None, self.state.stroke if stroke else None)
        return tuple(pattern for pattern in wanted if pattern is not None)

    # -- text

    def begin(self, _: list[Operand]) -> None:
        self.tm = self.line = IDENTITY
        self.block += 1
        self.sure = True
        self.node.places.append((self.at, self.block, "BT"))

    def end(self, _: list[Operand]) -> None:
        self.node.places.append((self.at, self.block, "ET"))

    def font(self, operands: list[Operand]) -> None:
        self.state.font = str(operands[0])
        self.state.size = float(operands[1])
        self.state.face, self.state.key = self.walker.face(self._resource("/Font", self.state.font))

    def number(self, operands: list[Operand], *, name: str, unit: float = 1.0) -> None:
        setattr(self.state, name, float(operands[0]) * unit)

    def mode(self, operands: list[Operand]) -> None:
        self.state.mode = int(operands[0])

    def _placed(self) -> None:
        self.tm = self.line
        self.sure = True
        self.node.places.append((self.at, self.block, "place"))

    def move(self, operands: list[Operand]) -> None:
        self.line = geometry.moved(self.line, float(operands[0]), float(operands[1]))
        self._placed()

    def move_leading(self, operands: list[Operand]) -> None:
        self.state.leading = -float(operands[1])
        self.move(operands)

    def place(self, operands: list[Operand]) -> None:
        a, b, c, d, e, f = (float(value) for value in operands)
        self.line = (a, b, c, d, e, f)
        self._placed()

    def next_line(self, _: list[Operand]) -> None:
        self.line = geometry.moved(self.line, 0.0, -self.state.leading)
        self._placed()

    def show(self, operands: list[Operand]) -> None:
        self._show([operands[0]])

    def show_array(self, operands: list[Operand]) -> None:
        self._show(list(operands[0]))  # type: ignore[arg-type]

    def show_next(self, operands: list[Operand]) -> None:
        self.next_line([])
        self.node.places.pop()
        self._show([operands[0]])

    def show_spaced(self, operands: list[Operand]) -> None:
        self.state.wording, self.state.spacing = float(operands[0]), float(operands[1])
        self.show_next(operands[2:])

    def _show(self, items: list[Operand]) -> None:
        state, face = self.state, self.state.face
        sure = self.sure
        if face is None:
            # the string is taken for one-byte codes of a full em: its place is a guess, and said to be one
            face, sure = _UNKNOWN, False
        pieces: list[Piece] = []
        pen = 0.0
        size, across = state.size, 1.0 if face.vertical else state.stretch
        spacing, wording = state.spacing * across, state.wording * across
        # vertical displacements count upwards (ISO 32000-1, 9.4.4): sign makes the pen's way positive
        sign = -1.0 if face.vertical else 1.0
        after, after_blank = sign * spacing, sign * (spacing + wording)
        for item in items:
            if isinstance(item, pikepdf.String | bytes):
                for code, width, spaced in face.split(bytes(item)):
                    wide = width * size * across * sign
                    advance = wide + (after_blank if spaced else after)
                    pieces.append(Piece(code, pen, wide, advance))
                    pen += advance
            else:
                advance = -sign * float(item) / 1000 * size * across
                pieces.append(Piece(b"", pen, advance, advance))
                pen += advance
        self.node.shows.append(
            Show(
                self.at,
                self.block,
                self.tm,
                then(self.tm, state.ctm),
                face,
                size,
                state.stretch,
                state.rise,
                pieces,
                tuple(self.open),
                state.mode != 3,
                sure,
                state.font,
                state.key,
                self._patterns(fill=state.mode in (0, 2, 4, 6), stroke=state.mode in (1, 2, 5, 6)),
            )
        )
        self.sure = sure
        self.tm = geometry.moved(self.tm, 0.0, -pen) if face.vertical else geometry.moved(self.tm, pen, 0.0)

    # -- marked content

    def mark(self, operands: list[Operand]) -> None:
        properties = operands[1] if len(operands) > 1 else None
        name = ""
        if isinstance(properties, pikepdf.Name):
            name = str(properties)
            properties = dictionary(self.node.resources, "/Properties").get(name)
        if isinstance(properties, pikepdf.Dictionary):
            number = properties.get("/MCID")
            mcid = int(number) if isinstance(number, int) else None
            self.node.marks[self.at] = Mark(self.at, properties, name, mcid)
        self.open.append(self.at)

    def unmark(self, _: list[Operand]) -> None:
        if self.open:
            self.open.pop()

    # -- paths

    def _cut(self) -> None:
        if self.points:
            self.parts.append(Subpath(geometry.bounds(self.points), self.plain and len(self.points) <= 8, self.making))
        self.points, self.plain, self.making = [], True, []

    def _to(self, *values: float) -> None:
        self.pen = values[-2], values[-1]
        ctm = self.state.ctm
        for i in range(0, len(values), 2):
            self.points.append(at(ctm, values[i], values[i + 1]))
        self.making.append(self.at)

    def start(self, operands: list[Operand]) -> None:
        self._cut()
        self._to(*(float(value) for value in operands))

    def straight(self, operands: list[Operand]) -> None:
        self._to(*(float(value) for value in operands))

    def curve(self, operands: list[Operand]) -> None:
        self.plain = False
        self._to(*(float(value) for value in operands))

    def close(self, _: list[Operand]) -> None:
        self.making.append(self.at)

    def rectangle(self, operands: list[Operand]) -> None:
        self._cut()
        x, y, w, h = (float(value) for value in operands)
        self.points = geometry.corners(self.state.ctm, (x, y, x + w, y + h))
        self.making = [self.at]
        self._cut()

    def clip(self, _: list[Operand]) -> None:
        self.clipping = True

    def paint(self, _: list[Operand], *, kind: str) -> None:
        self._cut()
        if self.parts:
            patterns = self._patterns(fill="f" in kind, stroke="s" in kind)
            self.node.paths.append(Path(self.at, self.parts, kind, self.clipping, patterns, tuple(self.open)))
        self.parts, self.clipping = [], False

    # -- what is drawn as a whole

    def draw(self, operands: list[Operand]) -> None:
        name = str(operands[0])
        thing = self._resource("/XObject", name)
        if not isinstance(thing, pikepdf.Stream):
            return
        if thing.get("/Subtype") == "/Image":
            self.node.pictures.append(Picture(self.at, name, thing, self.state.ctm, tuple(self.open), self.state.fill))
        elif thing.get("/Subtype") == "/Form":
            node = self.walker.form(thing, self.node, self.state, self.depth + 1)
            self.node.children.append(Child(self.at, "form", name, node, tuple(self.open)))

    def shade(self, operands: list[Operand]) -> None:
        if is_picture(self._resource("/Shading", str(operands[0]))):
            raise UnsureError("pattern")

    def _resource(self, kind: str, name: str) -> pikepdf.Object | None:
        """A resource of the stream's own. Raises ``UnsureError`` for one that only those who draw the stream have.

        Readers look there too (ISO 32000-1, 7.8.3, has it so for forms of PDF 1.1), but not all in the same order.
        """
        found = dictionary(self.node.resources, kind).get(name)
        if found is None and any(name in dictionary(above, kind) for above in self.walker.above):
            raise UnsureError("syntax")
        return found

    def _inline(self, instruction: pikepdf.ContentStreamInlineImage) -> None:
        found = instruction.iimage
        self.node.pictures.append(
            Picture(self.at, "", found.obj, self.state.ctm, tuple(self.open), self.state.fill, found)
        )


def is_picture(shading: object) -> bool:
    """Whether shades are as good as a picture: samples over a plane, or a mesh (ISO 32000-1, 8.7.4.5)."""
    if not isinstance(shading, pikepdf.Dictionary | pikepdf.Stream):
        return False
    function = shading.get("/Function")
    every = list(function) if isinstance(function, pikepdf.Array) else [function]
    sampled = any(isinstance(one, pikepdf.Stream) and one.get("/FunctionType") != 4 for one in every)
    return shading.get("/ShadingType") not in (1, 2, 3) or (shading.get("/ShadingType") == 1 and sampled)


def _with(do: Callable[..., None], **values: object) -> Callable[[_Run, list[Operand]], None]:
    return lambda run, operands: do(run, operands, **values)


OPERATORS: dict[str, Callable[[_Run, list[Operand]], None]] = {
    "q": _Run.save, "Q": _Run.restore, "cm": _Run.concat, "gs": _Run.settings,
    "scn": _with(_Run.colour, fill=True), "sc": _with(_Run.colour, fill=True),
    "SCN": _with(_Run.colour, fill=False), "SC": _with(_Run.colour, fill=False),
    **{name: _with(_Run.plain_colour, fill=name.islower()) for name in ("g", "rg", "k", "cs", "G", "RG", "K", "CS")},
    "BT": _Run.begin, "ET": _Run.end, "Tf": _Run.font, "Tr": _Run.mode,
    "Tc": _with(_Run.number, name="spacing"), "Tw": _with(_Run.number, name="wording"),
    "Tz": _with(_Run.number, name="stretch", unit=0.01), "TL": _with(_Run.number, name="leading"),
    "Ts": _with(_Run.number, name="rise"),
    "Td": _Run.move, "TD": _Run.move_leading, "Tm": _Run.place, "T*": _Run.next_line,
    "Tj": _Run.show, "TJ": _Run.show_array, "'": _Run.show_next, '"': _Run.show_spaced,
    "BDC": _Run.mark, "BMC": _Run.mark, "EMC": _Run.unmark,
    "m": _Run.start, "l": _Run.straight, "c": _Run.curve, "v": _Run.curve, "y": _Run.curve, "h": _Run.close,
    "re": _Run.rectangle, "W": _Run.clip, "W*": _Run.clip, "n": _with(_Run.paint, kind=""),
    "f": _with(_Run.paint, kind="f"), "F": _with(_Run.paint, kind="f"), "f*": _with(_Run.paint, kind="f"),
    "S": _with(_Run.paint, kind="s"), "s": _with(_Run.paint, kind="s"),
    **{name: _with(_Run.paint, kind="fs") for name in ("B", "B*", "b", "b*")},
    "Do": _Run.draw, "sh": _Run.shade,
}  # fmt: skip
"""What moves, shows, paints or draws."""
STILL = {"w", "J", "j", "M", "d", "ri", "i", "d0", "d1", "MP", "DP", "BX", "EX"}
"""The other operators of ISO 32000-1, annex A: line styles, marked points. One that stands in neither list is
not understood, and its page can't be proven."""
