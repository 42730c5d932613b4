"""Where characters of a document stand on its pages: from a span of the text back to boxes.

The page is read again by the code that made the text (``pdf.reread``); each line then knows its words, and each word
its characters. Only pages on which something is asked for are read. A page that was recognised comes out of the OCR
cache; OCR gives places of words only, so a part of a word is widened by what a character may be off. So it is where a
scan came with a layer that somebody else recognised: there the print itself tells where a word ends (``ink``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from draad.errors import LayoutChangedError
from draad.read import ink
from draad.read.glyphs import Upright, turn_box, words_of
from draad.read.layout import Line, Word
from draad.read.options import ReadOptions
from draad.read.pdf import Reread, covered, reread
from draad.records import Box, Document, Page, Span

_WIDEN = 0.8
"""Widths of a character by which a part of a recognised word is widened to both sides."""
_SWAY = 0.6
"""The same in a layer, where the widths of letters are reckoned with."""
_SLOPE = 0.12
"""Type sizes by which the line of a scan that lies a little askew rises or falls within a word of its layer."""
_FAR = 3.0
"""Type sizes beyond a word of a layer within which its print is sought, where no other word stands."""
_ROUNDED = 0.11
"""Points; a document's boxes are rounded to a tenth."""
_ASCENT, _DESCENT = 0.98, 0.24
"""Parts of the type size, accents included, above and below the baseline."""


def covered_spots(data: bytes, shown: str, pages: Iterable[int], options: ReadOptions) -> list[Box]:
    """Where text lies under something painted over it, one box a run of characters: redactions that were only drawn.

    Raises as ``pdf.read_pdf``.
    """
    runs: list[Box] = []
    for box in sorted(covered(data, shown, pages, options), key=lambda box: (box.page, round(box.y0), box.x0)):
        last = runs[-1] if runs else None
        high = box.y1 - box.y0
        if last and last.page == box.page and abs(last.y0 - box.y0) < 0.3 * high and box.x0 - last.x1 < 1.2 * high:
            runs[-1] = last._replace(y0=min(last.y0, box.y0), x1=max(last.x1, box.x1), y1=max(last.y1, box.y1))
        else:
            runs.append(box)
    return runs


class _Piece(NamedTuple):
    """A run of characters on one line, upright: place, baseline, size."""

    x0: float
    x1: float
    base: float
    size: float


def spots(data: bytes, document: Document, spans: Sequence[Span], options: ReadOptions) -> list[list[Box]]:
    """The boxes of these characters of a PDF document, for each span in reading order, one a line or less.

    Places are points, origin top left, of the page as it is shown. Blanks take no box of their own. A document that
    was cut out of a bundle is found by its own pages. Text that lies beside the page has boxes beside it.

    Raises:
        LayoutChangedError: the file does not read as the document does, so that no place is sure.
        EncryptedFileError, DamagedFileError: as for reading it.
        MissingProgramError: a recognised page is not in the cache and Tesseract is not installed.
    """
    wanted = {page.number: page for span in spans for page in _pages(document, span)}
    read = reread(data, document.path, {n: wanted[n].method for n in sorted(wanted)}, options)
    places = {n: _PagePlaces(document, wanted[n], read[n]) for n in wanted}
    found: list[list[Box]] = []
    for start, end in spans:
        boxes = [box for page in _pages(document, (start, end)) for box in places[page.number].boxes(start, end)]
        if not boxes and document.text[start:end].strip():
            raise _changed(document, document.page_of(start) or 0)
        found.append(boxes)
    return found


def _pages(document: Document, span: Span) -> list[Page]:
    """The pages on which a span stands."""
    if not document.text[slice(*span)].strip():
        return []
    first, last = (line - document.first_line + 1 for line in document.lines_of(span))
    return [page for page in document.pages if page.first_line <= last and page.last_line >= first]


def _changed(document: Document, page: int) -> LayoutChangedError:
    return LayoutChangedError(
        f"{document.path}, page {page}: the file no longer reads as the dossier holds it.",
        "Ingest it again with the options of the first time (language, password, OCR), then propose anew.",
    )


class _PagePlaces:
    """One page of a document, each line of the text tied to the line that was read again."""

    def __init__(self, document: Document, page: Page, read: Reread) -> None:
        self._document, self._page, self._read = document, page, read
        self._made_of: dict[int, dict[Word, list[Upright]]] = {}
        self._first = page.first_line - 1
        self._lines = self._aligned()

    def _aligned(self) -> list[Line]:
        """The lines of the page that are the document's: all, or a run of them where a bundle was cut in mid-page."""
        document, page = self._document, self._page
        texts = document.text.split("\n")[page.first_line - 1 : page.last_line]
        boxes = document.boxes[page.first_line - 1 : page.last_line]
        lines = self._read.lines or [Line("", None)]
        for skip in range(len(lines) - len(texts) + 1):
            run = lines[skip : skip + len(texts)]
            if all(_same(line, text, box) for line, text, box in zip(run, texts, boxes, strict=True)):
                return run
        raise _changed(document, page.number)

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """The boxes of the characters of a span on this page."""
        for n, line in enumerate(self._lines):
            begin = self._document.line_starts[self._first + n]
            a, b = max(start - begin, 0), min(end - begin, len(line.text))
            if a >= b or not line.text[a:b].strip():
                continue
            pieces = [piece for at, word in line.words for piece in self._part(line, word, a - at, b - at)]
            if not pieces:
                raise _changed(self._document, self._page.number)
            for piece in _joined(pieces):
                yield self._box(line, piece)

    def _part(self, line: Line, word: Word, a: int, b: int) -> Iterator[_Piece]:
        """The characters of a word from ``a`` to ``b``, counted from its first."""
        a, b = max(a, 0), min(b, len(word.text))
        if a >= b:
            return
        chars = self._characters(line, word)
        if chars is None and (a > 0 or b < len(word.text)) and self._page.method == "ocr":
            width = (word.x1 - word.x0) / len(word.text)
            x0, x1 = word.x0 + (a - _WIDEN) * width, word.x0 + (b + _WIDEN) * width
            yield _Piece(max(x0, word.x0), min(x1, word.x1), word.base, word.size)
        elif chars is None:
            yield _Piece(word.x0, word.x1, word.base, word.size)
        elif self._read.picture is not None:
            yield self._printed(line, word, a, b)
        else:
            at = 0
            for text, x0, x1, base, size in chars:
                if at < b and a < at + len(text):
                    yield _Piece(x0, x1, base, size)
                at += len(text)

    def _printed(self, line: Line, word: Word, a: int, b: int) -> _Piece:
        """The characters of a word of a recognised layer, by the print on the picture."""
        picture = np.rot90(self._read.picture, line.turn)
        before = [other.x1 for _, other in line.words if other.x1 <= word.x0]
        behind = [other.x0 for _, other in line.words if other.x0 >= word.x1]
        far = _FAR * word.size
        limits = max([word.x0 - far, *before]), min([word.x1 + far, *behind])
        x0, x1 = ink.extent(picture, (word.x0, word.x1), word.base, word.size, limits)
        ends, sway = ink.shares(word.text), _SWAY * (x1 - x0) / len(word.text)
        start = x0 if a == 0 else max(x0, x0 + ends[a] * (x1 - x0) - sway)
        end = x1 if b == len(word.text) else min(x1, x0 + ends[b] * (x1 - x0) + sway)
        return _Piece(start, end, word.base + _SLOPE / 2 * word.size, (1 + 2 * _SLOPE) * word.size)

    def _characters(self, line: Line, word: Word) -> list[Upright] | None:
        """The characters of a word, or None for one that has no own on the page (OCR, a note, a sign for a bar)."""
        if not self._read.glyphs:
            return None
        if line.turn not in self._made_of:
            made: dict[Word, list[Upright]] = {}
            words_of(self._read.glyphs, line.turn, *self._read.size, made_of=made)
            self._made_of[line.turn] = made
        return self._made_of[line.turn].get(word)

    def _box(self, line: Line, piece: _Piece) -> Box:
        width, height = self._read.size
        turned = (height, width) if line.turn % 2 else (width, height)
        upright = (piece.x0, piece.base - _ASCENT * piece.size, piece.x1, piece.base + _DESCENT * piece.size)
        if self._read.angle:
            upright = askew(upright, self._read.angle, *turned)
        return Box(self._page.number, *turn_box(upright, line.turn, *turned))


def askew(
    box: tuple[float, float, float, float], angle: float, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box on a page that was turned ``angle`` degrees against the clock round its middle, as it lies on the page."""
    sin, cos = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    corners = [(x - width / 2, y - height / 2) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [width / 2 + x * cos - y * sin for x, y in corners]
    ys = [height / 2 + x * sin + y * cos for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _same(line: Line, text: str, box: Box | None) -> bool:
    if line.text != text or (line.box is None) != (box is None):
        return False
    return line.box is None or box is None or all(abs(a - b) < _ROUNDED for a, b in zip(line.box, box[1:], strict=True))


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Characters beside each other on one baseline as one run; a gap of more than a few blanks parts them."""
    runs: list[_Piece] = []
    for piece in sorted(pieces):
        last = runs[-1] if runs else None
        size = max(piece.size, last.size) if last else 0.0
        if last and abs(piece.base - last.base) < 0.2 * size and piece.x0 - last.x1 < 1.2 * size:
            base = max(last.base, piece.base)
            rise = max(base - one.base + one.size for one in (last, piece))  # of lines askew the top of both ends
            runs[-1] = _Piece(last.x0, max(last.x1, piece.x1), base, rise)
        else:
            runs.append(piece)
    return runs
