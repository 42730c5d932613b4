"""Drawings under an area: letters as outlines and signatures go, rules and frames stay, what can't be cut is said."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from reportlab.pdfgen.canvas import Canvas
from stripped_pages import DEJAVU, drawn, handmade, helvetica, stripped

from draad.release.remove.records import Area

AREA = Area(1, 100, 100, 200, 120, "5.1.2.e")


def ink(data: bytes, area: Area, edge: float = 1.0) -> int:
    """Dark pixels within an area, a little in from its edge."""
    with pdfium.PdfDocument(data) as document:
        sheet = np.asarray(document[0].render(scale=3).to_pil().convert("L"))
    y0, y1, x0, x1 = (round(3 * v) for v in (area.y0 + edge, area.y1 - edge, area.x0 + edge, area.x1 - edge))
    return int((sheet[y0:y1, x0:x1] < 200).sum())


class Outlines(BasePen):
    """A word as PDF path operators."""

    def __init__(self, glyphs: object, x: float, y: float, scale: float) -> None:
        super().__init__(glyphs)
        self.ops: list[str] = []
        self.x, self.y, self.scale = x, y, scale

    def _at(self, point: tuple[float, float]) -> str:
        return f"{self.x + point[0] * self.scale:.3f} {self.y + point[1] * self.scale:.3f}"

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools calls it so
        self.ops.append(f"{self._at(pt)} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.ops.append(f"{self._at(pt)} l")

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.ops.append(" ".join(map(self._at, points)) + " c")

    def _closePath(self) -> None:  # noqa: N802
        self.ops.append("h")


def outlined(word: str, x: float, y: float, size: float = 12) -> str:
    font = TTFont(DEJAVU)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    pen = Outlines(glyphs, x, y, size / font["head"].unitsPerEm)
    for letter in word:
        glyph = glyphs[cmap[ord(letter)]]
        glyph.draw(pen)
        pen.x += glyph.width * pen.scale
    return "\n".join(pen.ops)


def page(contents: str) -> bytes:
    return handmade(contents.encode(), helvetica)


def signature(x: float, y: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.moveTo(x, y)
        for step in range(8):
            path.curveTo(x + 10 * step, y + 14, x + 10 * step + 5, y - 2, x + 10 * step + 9, y + 7)
        canvas.drawPath(path)

    return draw


def test_letters_drawn_as_outlines_in_one_path() -> None:
    """Beside them in the same path stand letters that stay."""
    data = page(outlined("Vexelaar", 102, 726) + "\n" + outlined("blijft", 300, 726) + " f")
    beside = AREA._replace(x0=295, x1=350)
    assert ink(data, AREA) > 100
    result, done = stripped(data, [AREA])
    assert done.proven == {1: True}
    assert ink(result, AREA) == 0
    assert ink(result, beside) == ink(data, beside) > 50


def test_a_signature_of_strokes() -> None:
    data = drawn(signature(105, 727))
    result, done = stripped(data, [AREA])
    assert done.proven == {1: True}
    assert ink(data, AREA) > 50
    assert ink(result, AREA) == 0
    with pikepdf.open(io.BytesIO(result)) as pdf:
        assert "c" not in [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[0])]


def test_a_signature_that_sticks_out_a_little_goes_whole() -> None:
    data = drawn(signature(125, 727))
    result, done = stripped(data, [AREA])
    assert done.proven == {1: True}
    assert ink(result, AREA._replace(x1=230)) == 0


def test_a_drawing_half_under_the_area_makes_the_page_an_image() -> None:
    _, done = stripped(drawn(signature(172, 727)), [AREA])
    assert (done.proven, done.why) == ({1: False}, {1: "drawing"})


@pytest.mark.parametrize(
    "frame", ["50 700 400 60 re S", "50 731 m 500 731 l S", "0.9 g 50 715 300 40 re f", "150 400 m 150 800 l S"]
)
def test_rules_frames_and_grounds_stay(frame: str) -> None:
    data = page(f"{frame} BT /F 11 Tf 102 727 Td (Vexelaar) Tj ET")
    result, done = stripped(data, [AREA])
    assert done.proven == {1: True}
    with pikepdf.open(io.BytesIO(result)) as pdf:
        left = [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[0])]
    assert set(left) & {"re", "l"}
    assert ink(result, AREA._replace(x0=55, x1=90, y0=60, y1=140), 0) == ink(
        data, AREA._replace(x0=55, x1=90, y0=60, y1=140), 0
    )


@pytest.mark.parametrize("stroke", ["102 723 60 1 re f", "102 723.5 m 162 723.5 l S", "1 1 0 rg 101 722 62 18 re f"])
def test_the_underline_and_the_highlight_of_the_word_go_with_it(stroke: str) -> None:
    """They are as long as the word was."""
    result, done = stripped(page(f"{stroke} BT 0 g /F 11 Tf 102 727 Td (Vexelaar) Tj ET"), [AREA])
    assert done.proven == {1: True}
    with pikepdf.open(io.BytesIO(result)) as pdf:
        left = [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[0])]
    assert not set(left) & {"re", "l", "m"}


def test_letters_as_a_clipping_path_make_the_page_an_image() -> None:
    data = page(f"q {outlined('Vexelaar', 102, 726)} W n 0 g 90 700 200 60 re f Q")
    _, done = stripped(data, [AREA])
    assert (done.proven, done.why) == ({1: False}, {1: "clip"})


def test_letters_as_a_clip_go_as_letters_do() -> None:
    data = page("q BT 7 Tr /F 11 Tf 102 727 Td (Vexelaar) Tj ET 0 g 90 700 200 60 re f Q")
    result, _ = stripped(data, [AREA])
    with pikepdf.open(io.BytesIO(result)) as pdf:
        assert b"Vex" not in pdf.pages[0].Contents.read_bytes()


def test_a_pattern_that_holds_words_makes_the_page_an_image() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        tile = pdf.make_stream(b"BT /F 11 Tf 2 2 Td (Vexelaar) Tj ET")
        tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
        tile.BBox, tile.XStep, tile.YStep, tile.Resources = pikepdf.Array([0, 0, 60, 15]), 60, 15, helvetica()
        return helvetica(Pattern=pikepdf.Dictionary(P=pdf.make_indirect(tile)))

    data = handmade(b"/Pattern cs /P scn 90 700 200 60 re f", resources)
    _, done = stripped(data, [AREA])
    assert (done.proven, done.why) == ({1: False}, {1: "pattern"})
    _, done = stripped(data, [AREA._replace(y0=300, y1=320)])
    assert done.proven == {1: True}


def test_a_shading_stays() -> None:
    def resources(_: pikepdf.Pdf) -> pikepdf.Dictionary:
        ramp = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0.5], N=1)
        shade = pikepdf.Dictionary(
            ShadingType=2, ColorSpace=pikepdf.Name.DeviceGray, Coords=[0, 0, 600, 0], Function=ramp
        )
        return helvetica(Shading=pikepdf.Dictionary(S=shade))

    _, done = stripped(handmade(b"/S sh BT /F 11 Tf 102 727 Td (Vexelaar) Tj ET", resources), [AREA])
    assert done.proven == {1: True}
