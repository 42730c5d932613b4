"""Fonts as far as removal needs them: how bytes fall into codes, and how far each code moves the pen.

Widths come from the file (``/Widths``, ``/W``, ``/W2``), or, for the fourteen standard fonts without them, from Adobe's
metrics as pdfminer.six carries them. A font whose codes or widths can't be known raises ``UnknownFaceError``: its page
can't be proven.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import pikepdf
from pdfminer.cmapdb import CMap, CMapDB
from pdfminer.encodingdb import EncodingDB
from pdfminer.fontmetrics import FONT_METRICS
from pdfminer.psparser import LIT

from draad.release.remove import codes, geometry

Glyph = tuple[bytes, float, bool]
"""Code, advance in the font's own unit (1 = the font size), and whether word spacing applies."""

ALIASES = {
    "Arial": "Helvetica",
    "ArialMT": "Helvetica",
    "Arial,Bold": "Helvetica-Bold",
    "Arial-BoldMT": "Helvetica-Bold",
    "Arial-Bold": "Helvetica-Bold",
    "CourierNew": "Courier",
    "CourierNew,Bold": "Courier-Bold",
    "TimesNewRoman": "Times-Roman",
    "TimesNewRomanPSMT": "Times-Roman",
    "TimesNewRoman,Bold": "Times-Bold",
}
"""Names that readers take for one of the fourteen (ISO 32000-1, 9.6.2.2 and its implementation notes)."""
EURO = "€"
"""The one letter of WinAnsiEncoding that these metrics lack; its widths are those of Adobe's later files."""
ASCENT, DESCENT = 0.75, -0.22
"""For fonts that don't tell, or tell nonsense."""


class UnknownFaceError(Exception):
    """The font's codes or widths can't be known; not for users: the page becomes an image."""


@dataclass
class Face:
    """A font: ``vertical`` writes downwards, ``scale`` is the length of its unit (1/1000, but for Type 3)."""

    widths: dict[int, float] = field(default_factory=dict)
    default: float = 0.0
    ascent: float = ASCENT
    descent: float = DESCENT
    vertical: bool = False
    type3: pikepdf.Object | None = None
    composite: bool = False
    tree: dict[int, object] = field(default_factory=dict)
    codes: codes.Codes | None = None
    length: int = 2
    origins: dict[int, tuple[float, float]] = field(default_factory=dict)
    vertical_origin: float = 0.88
    flat_widths: dict[int, float] = field(default_factory=dict)
    flat_default: float = 1.0
    inks: dict[bytes, tuple[float, float, float, float] | None] = field(default_factory=dict)
    """Of Type 3, by code: the bounds of what was found to be drawn."""
    glyphs: list[Glyph] = field(default_factory=list)
    """Of a font with codes of one byte all that there can be; made when they are first asked for."""

    def split(self, data: bytes) -> list[Glyph]:
        """The codes of a shown string, each with its advance."""
        if not self.composite:
            if not self.glyphs:
                widths, default = self.widths, self.default
                self.glyphs = [(bytes((code,)), widths.get(code, default), code == 32) for code in range(256)]
            return [self.glyphs[code] for code in data]
        return [(code, self.widths.get(self.cid(code), self.default), code == b" ") for code in self._cut(data)]

    def _cut(self, data: bytes) -> list[bytes]:
        if self.codes is not None:
            return self.codes.cut(data)
        if not self.tree:
            return [data[i : i + 2] for i in range(0, len(data), 2)]
        found, start = [], 0
        while start < len(data):
            node: object = self.tree
            end = start
            while isinstance(node, dict) and end < len(data):
                node = node.get(data[end])
                end += 1
            if not isinstance(node, int):
                end = min(len(data), start + self.length)
            found.append(data[start:end])
            start = end
        return found

    def cid(self, code: bytes) -> int:
        """The character number of a code; 0 for one that the font's CMap doesn't know."""
        if self.codes is not None:
            return self.codes.number(code)
        if not self.tree:
            return int.from_bytes(code, "big")
        node: object = self.tree
        for byte in code:
            node = node.get(byte) if isinstance(node, dict) else None
        return node if isinstance(node, int) else 0

    def band(self, code: bytes) -> tuple[float, float, float, float]:
        """The glyph's box round its pen, in font units: for vertical writing the pen is at its top middle."""
        if not self.vertical:
            return 0.0, self.descent, 0.0, self.ascent
        cid = self.cid(code)
        width = self.flat_widths.get(cid, self.flat_default)
        vx, vy = self.origins.get(cid, (width / 2, self.vertical_origin))
        return -vx, self.descent - vy, width - vx, self.ascent - vy


def _number(value: object, default: float = 0.0) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return default


def _heights(face: Face, descriptor: object, unit: float) -> None:
    if isinstance(descriptor, pikepdf.Dictionary):
        up, down = _number(descriptor.get("/Ascent")) * unit, _number(descriptor.get("/Descent")) * unit
        # some writers leave the sign of the descent out
        down = -down if down > 0 else down
        if 0.5 <= up <= 1.3:
            face.ascent = up
        if -0.6 <= down < 0:
            face.descent = down


def _standard(font: pikepdf.Object) -> Face:
    name = str(font.get("/BaseFont", "")).lstrip("/").split("+")[-1]
    known = FONT_METRICS.get(ALIASES.get(name, name))
    if known is None:
        raise UnknownFaceError(name)
    descriptor, by_char = known
    coding = font.get("/Encoding")
    base, changes = coding, None
    if isinstance(coding, pikepdf.Dictionary):
        base, changes = coding.get("/BaseEncoding"), coding.get("/Differences")
    names: list[object] = [
        LIT(str(item)[1:]) if isinstance(item, pikepdf.Name) else int(item)
        for item in (changes if isinstance(changes, pikepdf.Array) else [])
    ]
    if name in ("Symbol", "ZapfDingbats"):
        raise UnknownFaceError(name)
    letters = EncodingDB.get_encoding(str(base or "/StandardEncoding").lstrip("/"), names or None)
    if base == "/WinAnsiEncoding":
        # blanks in pdfminer's table: the hyphen that may be soft is as wide as the other (annex D.2, note 6)
        letters = {160: " "} | letters | ({173: "-"} if not (letters.get(173) or " ").strip(" \xa0\xad") else {})
    face = Face()
    by_char = {EURO: 500 if name.startswith("Times") else 556} | by_char
    face.widths = {code: by_char.get(letter, 0) / 1000 for code, letter in letters.items()}
    if name.startswith("Courier"):
        face.default = 0.6
        face.widths = dict.fromkeys(face.widths, face.default)
    face.ascent = max(0.5, _number(descriptor.get("Ascent")) / 1000) or ASCENT
    face.descent = min(-0.1, _number(descriptor.get("Descent")) / 1000)
    return face


def _simple(font: pikepdf.Object) -> Face:
    widths = font.get("/Widths")
    if not isinstance(widths, pikepdf.Array):
        return _standard(font)
    descriptor = font.get("/FontDescriptor")
    missing = descriptor.get("/MissingWidth", 0) if isinstance(descriptor, pikepdf.Dictionary) else 0
    unit = 0.001
    face = Face()
    if font.get("/Subtype") == "/Type3":
        face.type3 = font
        scale = geometry.matrix(font.get("/FontMatrix"))
        unit = abs(scale[0]) or abs(scale[1])
        box = geometry.numbers(font.get("/FontBBox"), 4)
        if box and box[3] > box[1]:
            tall = abs(scale[3]) or abs(scale[2])
            face.ascent, face.descent = box[3] * tall, box[1] * tall
    else:
        _heights(face, descriptor, 0.001)
    first = int(_number(font.get("/FirstChar")))
    face.widths = {first + i: _number(width) * unit for i, width in enumerate(widths)}
    face.default = _number(missing) * unit
    return face


def spread(table: object, each: int) -> dict[int, list[float]]:
    """``/W`` (each 1) or ``/W2`` (each 3): ``c [w …]`` and ``from to w`` (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, list[float]] = {}
    items = list(table) if isinstance(table, pikepdf.Array) else []
    at = 0
    while at + 1 < len(items):
        first = int(_number(items[at]))
        if isinstance(items[at + 1], pikepdf.Array):
            row = [_number(value) / 1000 for value in items[at + 1]]
            for i in range(0, len(row) - each + 1, each):
                found[first + i // each] = row[i : i + each]
            at += 2
        else:
            values = [_number(value) / 1000 for value in items[at + 2 : at + 2 + each]]
            last = int(_number(items[at + 1]))
            if len(values) < each or last - first > 70000:
                break
            for cid in range(first, last + 1):
                found[cid] = values
            at += 2 + each
    return found


@lru_cache(maxsize=32)
def _named(name: str) -> CMap:
    try:
        found = CMapDB.get_cmap(name)
    except CMapDB.CMapNotFound as error:
        raise UnknownFaceError(name) from error
    return found  # type: ignore[return-value]


def _depth(tree: dict[int, object]) -> int:
    """How many bytes most codes of a CMap have: those that it does not name are cut by it."""
    lengths = [
        1 if isinstance(value, int) else 1 + _depth(value) for value in tree.values() if isinstance(value, int | dict)
    ]
    return max(set(lengths), key=lengths.count, default=2)


def _composite(font: pikepdf.Object) -> Face:
    below = font.get("/DescendantFonts")
    if not isinstance(below, pikepdf.Array) or not len(below) or not isinstance(below[0], pikepdf.Dictionary):
        raise UnknownFaceError("no descendant")
    child = below[0]
    coding = font.get("/Encoding")
    face = Face(composite=True)
    if isinstance(coding, pikepdf.Name):
        name = str(coding)[1:]
        face.vertical = name.endswith("-V") or name == "V"
        if not name.startswith("Identity"):
            face.tree = _named(name).code2cid
    elif isinstance(coding, pikepdf.Stream):
        data = coding.read_bytes()
        if "/UseCMap" in coding or b"usecmap" in data:
            raise UnknownFaceError("a table of codes built on another")
        face.codes = codes.parse(data)
        face.vertical = int(_number(coding.get("/WMode"))) == 1
    else:
        raise UnknownFaceError("no encoding")
    face.length = _depth(face.tree)
    _heights(face, child.get("/FontDescriptor"), 0.001)
    flat = {cid: row[0] for cid, row in spread(child.get("/W"), 1).items()}
    default = _number(child.get("/DW"), 1000) / 1000
    face.widths, face.default = flat, default
    if face.vertical:
        face.flat_widths, face.flat_default = flat, default
        tall = spread(child.get("/W2"), 3)
        both = geometry.numbers(child.get("/DW2"), 2) or [880.0, -1000.0]
        face.vertical_origin, face.default = both[0] / 1000, both[1] / 1000
        face.widths = {cid: row[0] for cid, row in tall.items()}
        face.origins = {cid: (row[1], row[2]) for cid, row in tall.items()}
    return face


def face_of(font: object) -> Face:
    """The face of a font dictionary. Raises ``UnknownFaceError`` where its codes or widths can't be known."""
    if not isinstance(font, pikepdf.Dictionary):
        raise UnknownFaceError("not a font")
    try:
        return _composite(font) if font.get("/Subtype") == "/Type0" else _simple(font)
    except (ValueError, TypeError, KeyError, AttributeError, pikepdf.PdfError) as error:
        raise UnknownFaceError(type(error).__name__) from error
