"""Pages for the tests, made on the spot: PDFs with a text layer, and scans of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from draad.read import ReadOptions, read_bytes
from draad.records import Document

HEIGHT = A4[1]


def pdf(*pages: Callable[[Canvas], None], rotate: int = 0, password: str | None = None) -> bytes:
    """A PDF whose pages the callables draw."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=password)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return _rotated(file.getvalue(), rotate) if rotate else file.getvalue()


def read_drawn(*draw: Callable[[Canvas], None], rotate: int = 0) -> Document:
    """The document that the text layer of one page gives on which all of these draw."""

    def page(canvas: Canvas) -> None:
        for one in draw:
            canvas.saveState()
            one(canvas)
            canvas.restoreState()

    (document,) = read_bytes(pdf(page, rotate=rotate), "a.pdf", "a.pdf", "0" * 64, ReadOptions(ocr=False))
    return document


def _rotated(data: bytes, rotate: int) -> bytes:
    document, file = pdfium.PdfDocument(data), io.BytesIO()
    for page in document:
        page.set_rotation(rotate)
    document.save(file)
    return file.getvalue()


def text(
    lines: Sequence[str], *, x: float = 60, y: float = 60, step: float = 14, size: float = 11
) -> Callable[[Canvas], None]:
    """Draws lines from the top; leading blanks indent by half a character's size each."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for n, line in enumerate(lines):
            bare = line.lstrip(" ")
            if bare:
                canvas.drawString(x + (len(line) - len(bare)) * size / 2, HEIGHT - y - n * step, bare)

    return draw


def scan(data: bytes, *, dpi: int = 200, angle: float = 0.0) -> bytes:
    """The PDF as a scanner would give it back: pictures only, a little soft, perhaps crooked."""
    pdf_in = pdfium.PdfDocument(data)
    pictures = []
    for page in pdf_in:
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        picture = picture.filter(ImageFilter.GaussianBlur(0.5))
        if angle:
            picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        pictures.append(picture)
    pdf_in.close()
    file = io.BytesIO()
    pictures[0].save(file, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return file.getvalue()
