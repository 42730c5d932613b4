"""PDFs for the tests, made on the spot, each with something that must not survive."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdfium2 as pdfium
from pdfminer.high_level import extract_text
from pikepdf import Array, Dictionary, Name
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from draad.read import ReadOptions
from draad.release.remove import Area, Removed, RemoveOptions, remove_pdf

HEIGHT = A4[1]
SECRET = "Zwaluwstaart"
"""A name that occurs in no font, encoding or library."""
LINES = ["Van: Piet", f"Aan: {SECRET}", "Onderwerp: overleg", "", "Beste collega, tot morgen."]
QUICK = RemoveOptions(read=ReadOptions(ocr=False))


def pdf(*pages: list[str], password: str | None = None) -> bytes:
    """A PDF with a line of text under a line, 14 points apart, from 60 points below the top."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=password, invariant=True)
    for lines in pages or (LINES,):
        canvas.setFont("Helvetica", 11)
        for n, line in enumerate(lines):
            canvas.drawString(60, HEIGHT - 60 - 14 * n, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **options) -> bytes:
    """The file after a change by hand."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as one:
        change(one)
        one.save(file, **options)
    return file.getvalue()


def areas_of(data: bytes, word: str = SECRET, label: str = "5.1.2.e", password: str | None = None) -> list[Area]:
    """Where a word stands, on all pages, as pdfium sees it: top left origin, the page as shown."""
    from draad.read.glyphs import page_transform

    found = []
    document = pdfium.PdfDocument(data, password=password)
    for number, page in enumerate(document, 1):
        a, b, c, d, e, f = page_transform(page)
        text = page.get_textpage()
        search = text.search(word)
        while place := search.get_next():
            boxes = [text.get_charbox(n, loose=True) for n in range(place[0], place[0] + place[1])]
            x = [a * u + c * v + e for box in boxes for u, v in ((box[0], box[1]), (box[2], box[3]))]
            y = [b * u + d * v + f for box in boxes for u, v in ((box[0], box[1]), (box[2], box[3]))]
            found.append(Area(number, min(x), min(y) + 0.5, max(x), max(y) - 0.5, label, "woo 5.1.2.e"))
        search.close()
        text.close()
    document.close()
    return found


def removed(data: bytes, options: RemoveOptions = QUICK, word: str = SECRET) -> Removed:
    """The file without the word."""
    return remove_pdf(data, areas_of(data, word), options)


def text_of(data: bytes) -> str:
    """All text as pdfium gives it."""
    document = pdfium.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def everything(data: bytes) -> bytes:
    """Whatever is in a file: its bytes, all its streams decompressed, all its strings in both of PDF's encodings,
    and what pdfminer reads.
    """
    parts = [data, extract_text(io.BytesIO(data)).encode()]
    with pikepdf.open(io.BytesIO(data)) as one:
        for obj in one.objects:
            if isinstance(obj, pikepdf.Stream):
                parts.append(obj.read_bytes() if not _is_picture(obj) else b"")
            stack = [obj]
            while stack:
                held = stack.pop()
                if isinstance(held, pikepdf.String):
                    parts += [bytes(held), str(held).encode()]
                elif isinstance(held, pikepdf.Array):
                    stack += [part for part in held if not getattr(part, "is_indirect", False)]
                elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
                    stack += [
                        part for _, part in held.items() if not (hasattr(part, "is_indirect") and part.is_indirect)
                    ]
    return b"\n".join(parts)


def _is_picture(stream: pikepdf.Stream) -> bool:
    return stream.get("/Filter") in (Name.DCTDecode, Name.JPXDecode)


def holds(data: bytes, word: str = SECRET) -> bool:
    """Whether the word stands anywhere in the file, in any encoding."""
    found = everything(data)
    return any(form in found for form in (word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le")))


def annotation(kind: str, **keys) -> Dictionary:
    """One in the lower half of the page, where no text is."""
    return Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([60, 200, 260, 230]), F=4, **keys)


def keys_of(notes) -> set[str]:
    return {note.key for note in notes}
