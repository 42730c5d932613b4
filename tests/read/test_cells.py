"""Characters in columns say of each what PDFium says when it is asked about that one alone."""

from __future__ import annotations

import ctypes
import io
import math

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from reportlab.pdfgen.canvas import Canvas

from draad.read.cells import Cells
from draad.read.glyphs import glyphs_of, page_transform


def drawn(rotation: int) -> bytes:
    """A page with text that lies, stands, slants, is generated between columns, and has no ink."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    canvas.setPageRotation(rotation)
    canvas.drawString(40, 300, "Een regel, met blanks.")
    canvas.drawString(200, 300, "Naast")
    for angle in (90, 30, 180):
        canvas.saveState()
        canvas.translate(150, 200)
        canvas.rotate(angle)
        canvas.drawString(10, 10, f"Gedraaid {angle}")
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_places_and_inks_are_those_of_each_character_asked_alone(rotation: int) -> None:
    with pdfium.PdfDocument(drawn(rotation)) as pdf:
        page = pdf[0]
        a, b, c, d, e, f = transform = page_transform(page)
        text = page.get_textpage()
        cells = Cells(text, transform)
        numbers = list(range(text.count_chars()))
        places, inks, owners = cells.places(numbers), cells.inks(numbers), cells.owners(numbers)
        assert len(numbers) > 40
        for n in numbers:
            x, y, cell = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
            pdfium_c.FPDFText_GetCharOrigin(text, n, x, y)
            assert (places.x[n], places.y[n]) == (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            pdfium_c.FPDFText_GetLooseCharBox(text, n, cell)
            xs = [a * u + c * v + e for u, v in ((cell.left, cell.bottom), (cell.right, cell.top))]
            ys = [b * u + d * v + f for u, v in ((cell.left, cell.bottom), (cell.right, cell.top))]
            assert (places.x0[n], places.y0[n]) == (min(xs), min(ys))
            assert (places.x1[n], places.y1[n]) == (max(xs), max(ys))
            left, right, bottom, top = (ctypes.c_double() for _ in range(4))
            pdfium_c.FPDFText_GetCharBox(text, n, left, right, bottom, top)
            xs = [a * u.value + c * v.value + e for u, v in ((left, bottom), (right, top))]
            ys = [b * u.value + d * v.value + f for u, v in ((left, bottom), (right, top))]
            inked = max(xs) - min(xs) > 0.05 and max(ys) - min(ys) > 0.05
            assert inks[n] == ((min(xs), min(ys), max(xs), max(ys)) if inked else None)
            owner = pdfium_c.FPDFText_GetTextObject(text, n)
            assert owners[n] == (ctypes.addressof(owner.contents) if owner else 0)
            angle = pdfium_c.FPDFText_GetCharAngle(text, n)
            assert math.isclose(cells.angles([n])[0], angle)
            assert cells.angles(numbers, owners)[n] == cells.angles([n])[0]
            put_in = pdfium_c.FPDFText_IsGenerated(text, n) == 1
            assert cells.generated([n], cells.codes()) == [put_in]
        text.close()


def test_a_page_without_text_has_no_characters() -> None:
    with pdfium.PdfDocument.new() as pdf:
        assert glyphs_of(pdf.new_page(100, 100), owners=True) == []
