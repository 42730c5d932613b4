"""Writing a page's contents anew without what goes.

Text blocks (``BT`` … ``ET``) in which a glyph goes or moves are written with absolute positions throughout: each
showing gets a ``Tm`` of its own. Relative moves and adjustments would keep the width of what went.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pikepdf

from draad.release.remove import geometry, images
from draad.release.remove.tree import (
    Child,
    Instruction,
    Mark,
    Node,
    Picture,
    Show,
    Subpath,
    UnsureError,
    dictionary,
)

SPEAKING = ("/ActualText", "/Alt", "/E")
"""What a marked-content sequence may say instead of its glyphs (ISO 32000-1, 14.9)."""


def _op(name: str, *operands: object) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(name))  # type: ignore[arg-type]


def _number(value: float, places: int = 4) -> Decimal:
    return Decimal(f"{value:.{places}f}")


class Edit:
    """Changes to one content stream, and to the resources it draws from."""

    def __init__(self, pdf: pikepdf.Pdf, node: Node, made: set[tuple[int, int]]) -> None:
        self.pdf, self.node = pdf, node
        self.made = made
        """The images written anew, by object number."""
        self.changes: dict[int, list[Instruction]] = {}
        self.added: dict[str, pikepdf.Object] = {}

    # -- text

    def text(self) -> None:
        """Write the blocks anew in which something goes or moves."""
        blocks = {show.block for show in self.node.shows if any(piece.hit >= 0 or piece.shift for piece in show.pieces)}
        if not blocks:
            return
        for index, block, what in self.node.places:
            if block in blocks and what == "place":
                self._place(index)
        for show in self.node.shows:
            if show.block in blocks:
                if not show.sure:
                    raise UnsureError("font")
                self.changes[show.index] = self._show(show)
        self._calm()

    def _calm(self) -> None:
        """Words set anew have no word spacing; where a spacing held for them alone, it goes from the contents too."""
        calm = {show.index for show in self.node.shows if show.calm and show.index in self.changes}
        governed: dict[int, list[int]] = {}
        values: dict[int, object] = {}
        last = -1
        shown = {show.index for show in self.node.shows}
        for index, instruction in enumerate(self.node.instructions):
            if _is(instruction, "Tw") or _is(instruction, '"'):
                last, governed[index], values[index] = index, [], instruction.operands[0]
            if index in shown and last >= 0:
                governed[last].append(index)
        for index, indices in governed.items():
            mine = [one for one in indices if one in calm]
            if not mine:
                continue
            alone = len(mine) == len(indices)
            if alone and index not in mine:
                self.changes[index] = [_op("Tw", 0)]
            for one in mine:
                rest = [item for item in self.changes[one] if not _is(item, "Tw")]
                back = [] if alone else [_op("Tw", values[index])]
                self.changes[one] = [_op("Tw", 0), *rest, *back]

    def _place(self, index: int) -> None:
        instruction = self.node.instructions[index]
        kept: list[Instruction] = []
        if str(instruction.operator) == "TD":
            kept = [_op("TL", _number(-float(instruction.operands[1])))]
        self.changes[index] = kept

    def _show(self, show: Show) -> list[Instruction]:
        instruction = self.node.instructions[show.index]
        made: list[Instruction] = []
        if str(instruction.operator) == '"':
            made = [_op("Tw", instruction.operands[0]), _op("Tc", instruction.operands[1])]
        for start, items in _calm_runs(show) if show.calm else _runs(show):
            x, y = (0.0, -start) if show.face.vertical else (start, 0.0)
            line = geometry.moved(show.line, x, y)
            made.append(_op("Tm", *(_number(value, 6) for value in line[:4]), *(_number(value) for value in line[4:])))
            made.append(_op("TJ", pikepdf.Array(items)))
        return made

    # -- paths

    def strokes(self, parts: Iterable[Subpath]) -> None:
        """Take away the making of these parts; a path left empty paints nothing."""
        for part in parts:
            for index in part.indices:
                self.changes[index] = []

    # -- images

    def picture(self, picture: Picture, areas: Sequence[geometry.Rect]) -> None:
        """Put an image without what lies under the areas in its place."""
        holes = images.holes(picture.matrix, areas)
        if not holes:
            return
        image = self._alone(picture.inline) if picture.inline is not None else picture.image
        if picture.fill is not None and image.get("/ImageMask"):
            raise UnsureError("pattern")
        made = images.blackened(self.pdf, image, holes)
        self.made.add(made.objgen)
        self.draw(picture.index, made)

    def _alone(self, inline: pikepdf.PdfInlineImage) -> pikepdf.Stream:
        """An image of the contents as one that stands by itself."""
        made = self.pdf.make_stream(inline.read_raw_bytes())
        for key, value in inline.obj.items():
            if key != "/Length":
                made[key] = value
        space = made.get("/ColorSpace")
        if isinstance(space, pikepdf.Name):
            made.ColorSpace = dictionary(self.node.resources, "/ColorSpace").get(str(space), space)
        made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        return made

    def draw(self, index: int, made: pikepdf.Object) -> None:
        """Draw this instead at the place of an instruction."""
        name = self._name()
        self.added[name] = made
        self.changes[index] = [_op("Do", pikepdf.Name(name))]

    def _name(self) -> str:
        taken = set(dictionary(self.node.resources, "/XObject").keys()) | set(self.added)
        number = len(self.added)
        while f"/Draad{number}" in taken:
            number += 1
        return f"/Draad{number}"

    # -- marked content

    def silence(self, mark: Mark) -> None:
        """Take away what a marked-content sequence says of its own."""
        if not any(key in mark.properties for key in SPEAKING):
            return
        kept = pikepdf.Dictionary({key: value for key, value in mark.properties.items() if key not in SPEAKING})
        instruction = self.node.instructions[mark.index]
        self.changes[mark.index] = [_op("BDC", instruction.operands[0], kept)]

    # -- the result

    def resources(self) -> pikepdf.Dictionary:
        """Resources of its own: with what was added, without the images and forms that it no longer draws."""
        own = pikepdf.Dictionary(dict(self.node.resources.items()))
        things = dict(dictionary(self.node.resources, "/XObject").items()) | self.added
        drawn = {str(item.operands[0]) for item in self.result() if _is(item, "Do")}
        own["/XObject"] = pikepdf.Dictionary({name: thing for name, thing in things.items() if name in drawn})
        speaking = dict(dictionary(self.node.resources, "/Properties").items())
        named = {str(item.operands[1]) for item in self.result() if _is(item, "BDC")}
        if speaking:
            own["/Properties"] = pikepdf.Dictionary({name: value for name, value in speaking.items() if name in named})
        return own

    def result(self) -> list[Instruction]:
        """The instructions as they are now."""
        found: list[Instruction] = []
        for index, instruction in enumerate(self.node.instructions):
            # a marked point shows nothing, and its properties may say anything
            if not _is(instruction, "DP"):
                found += self.changes.get(index, [instruction])
        return found

    def form(self, child: Child) -> pikepdf.Stream:
        """A copy of a form with the contents of this edit; the one it was copied from is left as it is."""
        made = self.pdf.make_stream(pikepdf.unparse_content_stream(self.result()))
        for key, value in child.node.source.items():
            if key not in (
                "/Length",
                "/Filter",
                "/DecodeParms",
                "/Resources",
                "/PieceInfo",
                "/Metadata",
                "/AF",
                "/OPI",
                "/Ref",
            ):
                made[key] = value
        made.Resources = self.resources()
        return made


def _is(item: Instruction, name: str) -> bool:
    return not isinstance(item, pikepdf.ContentStreamInlineImage) and str(item.operator) == name


def _runs(show: Show) -> list[tuple[float, list[object]]]:
    """What is left of a showing: stretches that stay together, each with its place along the line."""
    found: list[tuple[float, list[object]]] = []
    unit = show.size * (1.0 if show.face.vertical else show.stretch) * (-1.0 if show.face.vertical else 1.0)
    text = b""
    items: list[object] = []
    start = shift = 0.0

    def close() -> None:
        nonlocal text, items
        if text:
            items.append(pikepdf.String(text))
        elif items:
            items.pop()
        if items:
            found.append((start, items))
        text, items = b"", []

    for piece in show.pieces:
        if piece.hit >= 0 or (piece.code and (text or items) and abs(piece.shift - shift) > 1e-6):
            close()
        if piece.hit >= 0:
            continue
        if piece.code:
            if not text and not items:
                start, shift = piece.start + piece.shift, piece.shift
            text += piece.code
        elif text and unit:
            items += [pikepdf.String(text), _number(-piece.advance * 1000 / unit, 3)]
            text = b""
        elif items and unit:
            items[-1] = _number(float(items[-1]) - piece.advance * 1000 / unit, 3)  # type: ignore[arg-type]
    close()
    return found


def _calm_runs(show: Show) -> list[tuple[float, list[object]]]:
    """The same for words set anew: their places say what is between them, no word spacing and no adjustment does."""
    found: list[tuple[float, list[object]]] = []
    unit = show.size * (1.0 if show.face.vertical else show.stretch) * (-1.0 if show.face.vertical else 1.0)
    spacing = next((one.advance - one.width for one in show.pieces if one.code and one.code != b" "), 0.0)
    pen: float | None = None
    for piece in show.pieces:
        if piece.hit >= 0:
            pen = None
        if piece.hit >= 0 or not piece.code:
            continue
        place = piece.start + piece.shift
        items = found[-1][1] if found else []
        if pen is None or (not unit and abs(place - pen) > 1e-6):
            found.append((place, [pikepdf.String(piece.code)]))
        elif unit and abs(place - pen) * 1000 / abs(unit) > 1e-3:
            items += [_number(-(place - pen) * 1000 / unit, 3), pikepdf.String(piece.code)]
        else:
            items[-1] = pikepdf.String(bytes(items[-1]) + piece.code)  # type: ignore[call-overload]
        pen = place + piece.width + spacing
    return found
