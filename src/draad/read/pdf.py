"""PDF: the text layer where it can be trusted, OCR where it can't; each line keeps its page and box."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from draad.errors import DamagedFileError, DraadError, EmptyFileError, EncryptedFileError, InputError
from draad.read import blackened, covers, ink, layer, paint
from draad.read._tesseract import RecognitionError
from draad.read.glyphs import Glyph, annotated, glyphs_of
from draad.read.layout import BLOCK, Line, Rect, Word, lay_out
from draad.read.options import ReadOptions
from draad.read.own_layer import OwnLayer, blacked_out, composed, read_layer, turn_line
from draad.records import Box, Document, Page

PDFIUM = threading.Lock()
"""PDFium is not thread-safe: every call into it is made by one thread at a time."""
_NO_PAGES, _A_PAGE = re.compile(rb"/Count\s+0\b"), re.compile(rb"/Type\s*/Page\b")
COVERED = "places with text under what was painted over it"
"""How a warning on such text begins."""
_MAX_PIXELS = 60_000_000
"""A page is drawn no larger than this, whatever size its maker claims."""
_SHOWN_ANNOTATIONS = {pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP}


@dataclass(frozen=True)
class _Read:
    lines: list[Line]
    method: Literal["layer", "ocr", "none"]
    failed: DraadError | None = None
    covered: int = 0


def read_pdf(data: bytes, name: str, shown: str, source: str, options: ReadOptions) -> Document:
    """The text of a PDF, page under page.

    Raises:
        EmptyFileError: it has no page.
        EncryptedFileError: none of the passwords opens it.
        DamagedFileError: it is cut short or broken.
        InputError: every page needs OCR, and it failed on each.
        MissingProgramError: a page needs OCR and Tesseract or a language is not installed.
    """
    pdf = _open(data, shown, options)
    try:
        count = len(pdf)
        if not count:
            raise EmptyFileError(f"{shown} has no page.", "Ask for it again.")
        layers = _layers(pdf, count)
        with ThreadPoolExecutor(max(1, options.jobs)) as pool:
            pages = []
            if options.on_page:
                options.on_page(0, count)  # recognising one page may take seconds
            for read in pool.map(lambda number: _read_page(pdf, number, layers[number], options), range(count)):
                pages.append(read)
                if options.on_page:
                    options.on_page(len(pages), count)
    finally:
        pdf.close()
    return _document(pages, name, shown, source, options)


def _open(data: bytes, shown: str, options: ReadOptions) -> Any:
    """Without a password first, then with each that was given.

    PDFium gives a stale reason for a file without pages, so the bytes are asked: an encrypted PDF names
    ``/Encrypt`` in its trailer (ISO 32000-1, 7.6.1), which is never itself encrypted or compressed.
    """
    encrypted = b"/Encrypt" in data
    for password in (None, *options.passwords):
        try:
            return pdfium.PdfDocument(data, password=password)
        except pdfium.PdfiumError as error:
            if not encrypted and _NO_PAGES.search(data) and not _A_PAGE.search(data):
                raise EmptyFileError(f"{shown} has no page.", "Ask for it again.") from error
            if not encrypted or "password" not in str(error).lower():
                message = f"{shown} is no whole PDF: {error}."
                raise DamagedFileError(message, "It was cut short or damaged; ask for it again.") from error
    wrong = "the given password is wrong" if options.passwords else "it needs a password"
    raise EncryptedFileError(f"{shown} is encrypted: {wrong}.", "Give the right one with --password.")


def _layers(pdf: Any, count: int) -> list[OwnLayer | DamagedFileError]:
    """What each page's own layer gives. Hidden layers come from one recognition of the whole file: where a third
    of them lost the punctuation, all are distrusted.
    """
    layers: list[OwnLayer | DamagedFileError] = []
    for number in range(count):
        try:
            with PDFIUM:
                notes, above = _annotated(pdf, number)
                page = load_page(pdf, number)
                layers.append(read_layer(page, notes, above))
                page.close()
        except pdfium.PdfiumError as error:
            layers.append(DamagedFileError(f"the page is broken: {error}", "Ask for the file again."))
    hidden = [own for own in layers if isinstance(own, OwnLayer) and own.hidden]
    if sum(own.judgement.stripped for own in hidden) * 3 < max(1, len(hidden)):
        return layers
    return [replace(own, verdict="ocr") if isinstance(own, OwnLayer) and own.hidden else own for own in layers]


def _read_page(pdf: Any, number: int, own: OwnLayer | DamagedFileError, options: ReadOptions) -> _Read:
    if isinstance(own, DamagedFileError):
        return _Read([], "none", own)
    try:
        kept = _Read(_with_print(own, options), "layer" if own.lines else "none", covered=own.covered)
    except RecognitionError as error:
        kept = _Read(own.lines, "layer" if own.lines else "none", error, own.covered)
    if own.verdict != "ocr" or not options.ocr:
        return kept
    try:
        lines = _recognised(pdf, number, own, options)[0]
    except RecognitionError as error:
        return replace(kept, failed=error)
    found = layer.judge("\n".join(line.text for line in lines))
    empty = not found.plausible and not any(BLOCK in line.text for line in lines)
    return kept if empty or not layer.better(found, own.judgement) else _Read(lines, "ocr", covered=own.covered)


def _with_print(own: OwnLayer, options: ReadOptions) -> list[Line]:
    """The lines of a layer, with what is printed on the blacked-out places read. Raises RecognitionError."""
    if not any(dark.pieces for dark in own.dark):
        return own.lines
    from draad.read import ocr

    found = blackened.read(own.dark, lambda pieces: ocr.printed_on_dark(pieces, options))
    return composed(own.ways, found)


def _recognised(pdf: Any, number: int, own: OwnLayer, options: ReadOptions) -> tuple[list[Line], Any, int]:
    """The lines that OCR finds on a page; its picture, upright, and dots an inch. Raises RecognitionError."""
    import numpy as np

    from draad.read import ocr

    with PDFIUM:
        page = load_page(pdf, number)
        size = page.get_size()
        dpi = drawn_at(size, options.dpi)
        grey = _draw(page, dpi, own.redacted)
        page.close()
    words, boxes, turn = ocr.recognise(grey, replace(options, dpi=dpi))
    lines = lay_out(words if turn else [*words, *own.notes], boxes)
    upright = size[::-1] if turn % 2 else size
    return _inside([turn_line(line, -turn % 4, *upright) for line in lines], *size), np.rot90(grey, -turn), dpi


def covered(data: bytes, shown: str, pages: Iterable[int], options: ReadOptions) -> list[Box]:
    """The boxes of characters that can't be seen because something was painted over them, on these pages, from 1.

    Raises as ``read_pdf``.
    """
    found: list[Box] = []
    pdf = _open(data, shown, options)
    try:
        for number in pages:
            with PDFIUM, _told(shown, number):
                _, above = _annotated(pdf, number - 1)
                page = load_page(pdf, number - 1)
                painted = paint.painted(page, above)
                glyphs = glyphs_of(page, owners=True)
                unseen = [one.glyph for one in covers.find(page, glyphs, painted)] if painted.suspect else []
                unseen += [glyph for dark in blacked_out(page, glyphs, painted) if dark.told for glyph in dark.glyphs]
                found += [Box(number, g.x0, g.y0, g.x1, g.y1) for g in dict.fromkeys(unseen)]
                page.close()
    finally:
        pdf.close()
    return found


@contextmanager
def _told(shown: str, number: int) -> Iterator[None]:
    """A page that pdfium can't read is told by its number. Raises DamagedFileError."""
    try:
        yield
    except pdfium.PdfiumError as error:
        message = f"{shown}: page {number} is broken: {error}."
        raise DamagedFileError(message, "It was cut short or damaged; ask for it again.") from error


class Reread(NamedTuple):
    """One page read again: its lines with their words, its characters, its size."""

    lines: list[Line]
    glyphs: list[Glyph]
    """None of the layer where the page was recognised."""
    size: tuple[float, float]
    picture: Any = None
    """The page's grey values, ``ink.SCALE`` pixels a point, where its layer is what somebody recognised on it."""
    angle: float = 0.0
    """Degrees by which the page, upright, was turned before it was recognised: places of its lines are of that page."""


def reread(data: bytes, shown: str, pages: Mapping[int, str], options: ReadOptions) -> dict[int, Reread]:
    """Pages of a PDF as ``read_pdf`` reads them, with what their lines are made of.

    ``pages`` are numbers from 1, each with the way in which it was read (``Page.method``). Raises as ``read_pdf``.
    """
    found: dict[int, Reread] = {}
    pdf = _open(data, shown, options)
    try:
        for number, method in pages.items():
            with _told(shown, number):
                found[number] = _reread(pdf, number - 1, method, options)
    finally:
        pdf.close()
    return found


def _reread(pdf: Any, number: int, method: str, options: ReadOptions) -> Reread:
    from draad.read.picture import straightened_by

    with PDFIUM:
        notes, above = _annotated(pdf, number)
        page = load_page(pdf, number)
        glyphs: list[Glyph] = []
        own, size = read_layer(page, notes, above, glyphs), page.get_size()
        seen = _draw(page, drawn_at(size, round(72 * ink.SCALE)), ()) if own.hidden and method != "ocr" else None
        page.close()
    if method == "ocr":
        lines, grey, dpi = _recognised(pdf, number, own, options)
        return Reread(lines, [], size, angle=straightened_by(grey, dpi))
    return Reread(_with_print(own, options), glyphs, size, seen)


def _annotated(pdf: Any, number: int) -> tuple[list[Word], paint.Annotated]:
    """What annotations say and cover, asked before they become part of the page."""
    page = pdf[number]
    try:
        return annotated(page), paint.annotated(page)
    finally:
        page.close()


def load_page(pdf: Any, number: int) -> Any:
    """The page, with what annotations show (labels laid over redactions) made part of it."""
    page = pdf[number]
    if not _has_shown_annotation(page):
        return page
    pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return pdf[number]


def _has_shown_annotation(page: Any) -> bool:
    for i in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, i)
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if kind not in _SHOWN_ANNOTATIONS:
            return True
    return False


def drawn_at(size: tuple[float, float], dpi: int) -> int:
    """The resolution at which a page of this size in points is drawn: what is asked for, or what keeps it small enough.

    Whoever recognises it reckons places by this one.
    """
    width, height = size
    most = 72 * math.sqrt(_MAX_PIXELS / max(1.0, width * height))
    return max(1, min(dpi, math.floor(most)))


def _draw(page: Any, dpi: int, redacted: tuple[Rect, ...]) -> Any:
    """The page's grey values, black where a redaction annotation lies."""
    from draad.read.picture import open_grey

    scale = dpi / 72
    grey = open_grey(page.render(scale=scale, grayscale=True).to_pil())
    if redacted:
        grey = grey.copy()
        for box in redacted:
            x0, y0, x1, y1 = (max(0, round(side * scale)) for side in box)
            grey[y0:y1, x0:x1] = 0
    return grey


def _inside(lines: list[Line], width: float, height: float) -> list[Line]:
    return [
        line._replace(
            box=line.box
            and (max(0.0, line.box[0]), max(0.0, line.box[1]), min(width, line.box[2]), min(height, line.box[3])),
        )
        for line in lines
    ]


def _document(pages: list[_Read], name: str, shown: str, source: str, options: ReadOptions) -> Document:
    failed = [(number, read.failed) for number, read in enumerate(pages, 1) if read.failed]
    if len(failed) == len(pages) and not any(read.lines for read in pages):
        error = failed[0][1]
        assert error is not None
        raise InputError(f"{shown}: no page can be read: {error.message}", error.cure)
    texts: list[str] = []
    boxes: list[Box | None] = []
    places: list[Page] = []
    for number, read in enumerate(pages, 1):
        first = len(texts) + 1
        for text, box in _lines(read, number):
            texts.append(text)
            boxes.append(box)
        places.append(Page(number, first, len(texts), read.method))
    warnings = tuple(f"page {number}: {error.message}" for number, error in failed if error)
    covered = [(number, read.covered) for number, read in enumerate(pages, 1) if read.covered]
    if covered:
        where = ", ".join(str(number) for number, _ in covered)
        count = sum(count for _, count in covered)
        warnings += (f"{COVERED}: {count}; it is left out (page {where})",)
    if not any(text for text in texts):
        warnings += ("no text was found",) if options.ocr else ("no text was found; OCR is switched off",)
    text = "\n".join(texts)
    return Document(source, 0, name, shown, "pdf", text, pages=tuple(places), boxes=tuple(boxes), warnings=warnings)


def _lines(read: _Read, number: int) -> Iterator[tuple[str, Box | None]]:
    """A page without text is one empty line, so that every page has its place."""
    for line in read.lines or [Line("", None)]:
        box = line.box
        yield line.text, Box(number, *(round(side, 1) for side in box)) if box else None
