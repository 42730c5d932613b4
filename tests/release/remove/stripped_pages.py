"""PDFs of several makers, the places of words in them by pdfium, and all readers' views of what is left."""

from __future__ import annotations

import ctypes
import io
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from fpdf import FPDF
from pdfminer.high_level import extract_text
from reportlab.pdfgen.canvas import Canvas

from draad.release.remove.contents import strip
from draad.release.remove.records import Area, Stripped

A4 = (595.0, 842.0)
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
FINE = 100
"""Device units to a point, where pdfium gives whole numbers only."""


def drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """One page of reportlab."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setFont("Helvetica", 11)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def typed(lines: Sequence[str], font: Path = DEJAVU, size: float = 11) -> bytes:
    """One page of fpdf2 with an embedded TrueType font: two-byte codes that say nothing by themselves."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.add_font("Body", fname=str(font))
    pdf.set_font("Body", size=size)
    for number, line in enumerate(lines):
        pdf.text(72, 90 + 22 * number, line)
    return bytes(pdf.output())


def handmade(contents: bytes, resources: Callable[[pikepdf.Pdf], pikepdf.Dictionary], **page: object) -> bytes:
    """One page with contents written by hand."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    pdf.pages[0].Contents = pdf.make_stream(contents)
    pdf.pages[0].Resources = resources(pdf)
    for key, value in page.items():
        pdf.pages[0].obj[f"/{key}"] = value
    return saved(pdf)


def helvetica(_: pikepdf.Pdf | None = None, **more: object) -> pikepdf.Dictionary:
    """Resources with one standard font, ``/F``."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    return pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), **more)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def letters(data: bytes, page: int = 1) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every letter that pdfium reads with its box on the page as shown."""
    found = []
    document = pdfium.PdfDocument(data)
    sheet = document[page - 1]
    text = sheet.get_textpage()
    width, height = sheet.get_size()

    def shown(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        size = (0, 0, round(width * FINE), round(height * FINE), 0)
        pdfium_c.FPDF_PageToDevice(sheet, *size, x, y, dx, dy)
        return dx.value / FINE, dy.value / FINE

    for i in range(text.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(text, i):
            continue
        left, bottom, right, top = text.get_charbox(i)
        a, b = shown(left, bottom), shown(right, top)
        box = (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        found.append((text.get_text_range(i, 1), box))
    document.close()
    return found


def places(data: bytes, word: str, page: int = 1, label: str = "5.1.2.e", *, pad: float = 0.0) -> list[Area]:
    """The places of a word: one area for each time that pdfium reads its letters one after the other."""
    every = [(letter, box) for letter, box in letters(data, page) if letter.strip()]
    run = "".join(letter for letter, _ in every)
    wanted = "".join(word.split())
    found = []
    for match in re.finditer(re.escape(wanted), run):
        boxes = [box for _, box in every[match.start() : match.end()]]
        x0, y0 = min(box[0] for box in boxes) - pad, min(box[1] for box in boxes) - pad
        x1, y1 = max(box[2] for box in boxes) + pad, max(box[3] for box in boxes) + pad
        found.append(Area(page, x0, y0, x1, y1, label, "woo 5.1.2.e"))
    return found


def stripped(data: bytes, areas: Sequence[Area], **options: bool) -> tuple[bytes, Stripped]:
    """The file after the stripping of its contents."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        done = strip(pdf, areas, **options)
        return saved(pdf), done


def readings(data: bytes) -> dict[str, str]:
    """What four readers give, white left out: pdftotext, pdfminer.six, pdfium, and the decompressed file itself."""
    poppler = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    with pdfium.PdfDocument(data) as document:
        pages = "".join(page.get_textpage().get_text_bounded() for page in document)
    found = {"pdftotext": poppler, "pdfminer": extract_text(io.BytesIO(data)), "pdfium": pages, "streams": plain(data)}
    return {name: "".join(text.split()) for name, text in found.items()}


def plain(data: bytes) -> str:
    """The decompressed file, adjustments between letters out: ``[(Ja) -20 (n)] TJ`` is read as ``Jan``."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, qdf=True)
    text = out.getvalue().decode("latin-1")
    return re.sub(r"[)>]\s*-?[\d.]*\s*[(<]", "", text)


def forms(word: str) -> set[str]:
    """A word as it may stand in a file: itself, and hexadecimal in one and two bytes."""
    latin, wide = word.encode("latin-1", "replace"), word.encode("utf-16-be")
    return {word, latin.hex(), latin.hex().upper(), wide.hex(), wide.hex().upper(), wide.decode("latin-1")}


def assert_gone(data: bytes, word: str) -> None:
    """No reader finds the word, however it is written."""
    for reader, text in readings(data).items():
        for form in forms("".join(word.split())):
            assert form not in text, reader


def assert_stays(data: bytes, word: str, readers: Sequence[str] = ("pdftotext", "pdfium")) -> None:
    """Every reader that gives words finds it."""
    wanted = "".join(word.split())
    for reader, text in readings(data).items():
        assert reader not in readers or wanted in text, (reader, text)
