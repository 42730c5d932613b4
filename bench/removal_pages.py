"""Letters, made up, with the places of the names in them: what the clock of removal runs on. And a file of scans."""

from __future__ import annotations

import io
import random

import numpy as np
import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from draad.release.remove import Area

FIRST = ("Aaltje", "Bram", "Cornelia", "Dirk", "Evelien", "Floris", "Geertruida", "Hidde", "Ilse", "Jurriaan")
LAST = ("Abbring", "Boersma", "Colijn", "Duinker", "Elzinga", "Faber", "Grondsma", "Hoekman", "IJpma", "Jonkman")
TEXT = (
    "het overleg over de planning van volgende week gaat door en de stukken volgen nog voor de vergadering met de "
    "directie van het ministerie waar wij de voortgang van het programma bespreken zoals vorige maand is afgesproken"
)
WORDS = TEXT.split()
PAGES, LINES, SIZE = 20, 45, 10


def letter(number: int, pages: int = PAGES) -> tuple[bytes, list[Area]]:
    """A PDF of so many full pages and eight names on each."""
    draw = random.Random(number)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    areas = []
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", SIZE)
        named = set(draw.sample(range(LINES), 8))
        for line in range(LINES):
            y = A4[1] - 60 - line * 16
            words = [draw.choice(WORDS) for _ in range(11)]
            start = 60.0
            if line in named:
                name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
                before = " ".join(words[:4]) + " "
                start += canvas.stringWidth(before, "Helvetica", SIZE)
                wide = canvas.stringWidth(name, "Helvetica", SIZE)
                areas.append(Area(page, start, A4[1] - y - 8, start + wide, A4[1] - y + 2, "5.1.2.e", "woo 5.1.2.e"))
                words[4:7] = [name]
            canvas.drawString(60, y, " ".join(words))
        canvas.showPage()
    canvas.save()
    return out.getvalue(), areas


def scans(megabytes: float) -> tuple[bytes, list[Area]]:
    """A PDF of about so many megabytes: grained pictures of whole pages in JPEG, and on each a place that goes."""
    draw, areas = np.random.default_rng(1), []
    with pikepdf.new() as pdf:
        size = 0
        while size < 1e6 * megabytes:
            picture = _grained(draw)
            page = pdf.add_blank_page(page_size=A4)
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=_image(pdf, picture)))
            page.obj.Contents = pdf.make_stream(b"q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q" % A4)
            number = len(pdf.pages)
            areas.append(
                Area(number, 100.0, 100.0 + number % 500, 220.0, 114.0 + number % 500, "5.1.2.e", "woo 5.1.2.e")
            )
            size += len(picture)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue(), areas


_WIDE, _HIGH = 2480, 3508
"""Pixels: A4 at 300 dpi."""


def _grained(draw: np.random.Generator) -> bytes:
    """A page of paper with grain, for JPEG makes little of an even one."""
    pixels = draw.integers(190, 256, (_HIGH, _WIDE), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def _image(pdf: pikepdf.Pdf, picture: bytes) -> pikepdf.Object:
    image = pdf.make_stream(picture)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = _WIDE, _HIGH, 8
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    return image
