"""The one font of ours in a released PDF: Noto Sans regular (OFL-1.1), the same on every machine.

The font stands whole in the file (some 25 kB): one that held only the letters of the labels would be smaller, but
labels are few and a pseudonym may need any letter. Codes are glyph numbers, two bytes each (Identity-H), so that text
and glyph are tied by ``ToUnicode`` alone, as PDF/A-2u wants (ISO 19005-2, 6.2.11.7).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

_FOLDER = Path(__file__).parents[2] / "knowledge" / "release"
FONT = "/DraadSans"
"""Its name in the resources of pages."""
_NAME = "/DRAADA+NotoSans"
_UNKNOWN = "\ufffd"
_SYMBOLIC = 4
"""Font descriptor flag (ISO 32000-1, table 123)."""
_RANGES_A_BLOCK = 100
"""A CMap's block holds no more (Adobe Technical Note 5014)."""


class _Metrics(NamedTuple):
    units: int
    box: tuple[int, ...]
    ascent: int
    descent: int
    capital: int
    missing: int
    glyphs: dict[str, tuple[int, int]]
    """Glyph number and advance of each character."""


@cache
def _metrics() -> _Metrics:
    told = json.loads((_FOLDER / "noto-sans.json").read_text(encoding="utf-8"))
    glyphs = {chr(int(code)): (int(glyph), int(width)) for code, (glyph, width) in told["characters"].items()}
    return _Metrics(
        told["units"], tuple(told["box"]), told["ascent"], told["descent"], told["capital"], told["missing"], glyphs
    )


def capital_height() -> float:
    """Height of a capital letter, in type sizes."""
    return _metrics().capital / _metrics().units


def holds(character: str) -> bool:
    """Whether the font has this character."""
    return character in _metrics().glyphs


def width(text: str) -> float:
    """The width of a text set at size 1."""
    metrics = _metrics()
    unknown = metrics.glyphs[_UNKNOWN] if _UNKNOWN in metrics.glyphs else metrics.glyphs["?"]
    return sum(metrics.glyphs.get(character, unknown)[1] for character in text) / metrics.units


def encoded(text: str) -> bytes:
    """A text as the operand of ``Tj``; what the font lacks becomes the sign for an unknown character."""
    glyphs = _metrics().glyphs
    unknown = glyphs.get(_UNKNOWN, glyphs["?"])
    return b"<" + b"".join(b"%04X" % glyphs.get(character, unknown)[0] for character in text) + b">"


def utf16(text: str) -> bytes:
    """A text string of PDF, written so that no byte needs an escape."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def put_in(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The font as an object of this file."""
    metrics = _metrics()
    scale = 1000 / metrics.units
    program = pdf.make_stream((_FOLDER / "noto-sans.ttf").read_bytes())
    program.Length1 = len((_FOLDER / "noto-sans.ttf").read_bytes())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(_NAME),
        Flags=_SYMBOLIC,
        FontBBox=Array([round(side * scale) for side in metrics.box]),
        ItalicAngle=0,
        Ascent=round(metrics.ascent * scale),
        Descent=round(metrics.descent * scale),
        CapHeight=round(metrics.capital * scale),
        StemV=80,
        FontFile2=program,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(_NAME),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        DW=round(metrics.missing * scale),
        W=_widths(scale),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    whole = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(_NAME),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(font)]),
        ToUnicode=pdf.make_stream(_to_unicode()),
    )
    return pdf.make_indirect(whole)


def _widths(scale: float) -> Array:
    widths = {glyph: round(width * scale) for glyph, width in _metrics().glyphs.values()}
    flat: list[object] = []
    for glyph in sorted(widths):
        flat += [glyph, Array([widths[glyph]])]
    return Array(flat)


def _to_unicode() -> bytes:
    """The CMap from glyph numbers to characters; the first of several characters that share a glyph."""
    first: dict[int, str] = {}
    for character, (glyph, _) in sorted(_metrics().glyphs.items()):
        first.setdefault(glyph, character)
    rows = [b"<%04X> <%s>" % (g, c.encode("utf-16-be").hex().upper().encode()) for g, c in sorted(first.items())]
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for at in range(0, len(rows), _RANGES_A_BLOCK):
        block = rows[at : at + _RANGES_A_BLOCK]
        lines += [b"%d beginbfchar" % len(block), *block, b"endbfchar"]
    lines.append(b"endcmap CMapName currentdict /CMap defineresource pop end end")
    return b"\n".join(lines)
