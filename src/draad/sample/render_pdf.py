"""PDFs with a real text layer, as publishers make them: boxes over what is withheld, page numbers, stamps, indents."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from random import Random
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from draad.sample import secrets
from draad.sample.printing import PAGE_BREAK
from draad.sample.truth import Printed

FONTS = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Courier", "Courier-Bold"))
_PIECE = re.compile(f"({secrets.MARK}.[^{secrets.MARK_END}]*{secrets.MARK_END}|\\*\\*[^*]+\\*\\*)")
_LABEL = re.compile(r"(\w+:) {2,}(.*)")
"""A field with its value in a column of its own, as Outlook prints it."""
_CHUNK = re.compile(r"\S+(?: \S+)*")
_COLUMN = 118.0
_LATIN = str.maketrans({"ı": "i", "ğ": "g", "ş": "s", "\t": " "})
_WIDTH, _HEIGHT = A4
_LEFT, _TOP, _BOTTOM = 56.0, 60.0, 58.0


@dataclass(slots=True)
class Rendered:
    """A PDF's bytes, and for each line of the file the page it came to stand on."""

    data: bytes
    pages: list[int]


@dataclass(slots=True)
class _Pen:
    canvas: Canvas
    font: str
    bold: str
    size: float
    box: str
    """How a mark is drawn: ``black`` (white letters in a black box), ``framed`` (letters in a frame), ``text``."""


def _pieces(line: str) -> list[tuple[str, str]]:
    """(kind, text) pieces of a line: plain, bold, mark, block."""
    pieces = []
    for piece in _PIECE.split(line):
        if not piece:
            continue
        if piece[0] == secrets.MARK:
            label = piece[2:-1].replace(secrets.HARD_SPACE, " ")
            pieces.append(("block" if "█" in label else "mark", label))
        elif piece.startswith("**") and len(piece) > 4:
            pieces.append(("bold", piece[2:-2]))
        else:
            pieces.append(("plain", secrets.SIGNS.sub("", piece)))
    return pieces


def _width(pieces: list[tuple[str, str]], pen: _Pen, size: float) -> float:
    total = 0.0
    for kind, text in pieces:
        total += (
            size * 0.6 * len(text)
            if kind == "block"
            else stringWidth(text, pen.bold if kind == "bold" else pen.font, size)
        )
        total += 4 if kind == "mark" else 0
    return total


def _draw_mark(pen: _Pen, x: float, y: float, kind: str, text: str, size: float) -> float:
    canvas = pen.canvas
    width = size * 0.6 * len(text) if kind == "block" else stringWidth(text, pen.font, size) + 4
    if kind == "block":
        canvas.setFillGray(0)
        canvas.rect(x, y - 2, width, size + 1, stroke=0, fill=1)
        return x + width
    if pen.box != "text":
        canvas.setFillGray(0 if pen.box == "black" else 1)
        canvas.rect(x + 0.5, y - 2, width - 1, size + 1, stroke=int(pen.box == "framed"), fill=1)
    canvas.setFillGray(1 if pen.box == "black" else 0)
    canvas.setFont(pen.font, size)
    canvas.drawString(x + 2, y, text)
    canvas.setFillGray(0)
    return x + width


def _draw_line(pen: _Pen, line: str, y: float) -> None:
    """One line; leading blanks become an indent, rules become strokes, a line too wide is set smaller."""
    line = line.translate(_LATIN).rstrip()
    bare = line.lstrip(" ")
    x = _LEFT + (len(line) - len(bare)) * pen.size * 0.5
    if bare.strip("-_") == "" and bare:
        pen.canvas.line(x, y + 3, _WIDTH - _LEFT, y + 3)
        return
    label = _LABEL.match(bare)
    if label:
        pen.canvas.setFont(pen.bold, pen.size)
        pen.canvas.drawString(x, y, label[1])
        bare, x = label[2], _LEFT + _COLUMN
    elif x > _LEFT + _COLUMN * 0.7 and not bare.startswith(">"):
        x = _LEFT + _COLUMN
    for offset, chunk in _columns(bare.removeprefix("# ")):
        _draw_chunk(pen, chunk, x + offset * pen.size * 0.5, y)


def _columns(line: str) -> list[tuple[int, str]]:
    """Stretches of a line that stand apart by two blanks and more, and where each begins."""
    found = [(match.start(), match[0]) for match in _CHUNK.finditer(line)]
    return found if len(found) > 2 else [(0, line)]


def _draw_chunk(pen: _Pen, text: str, x: float, y: float) -> None:
    pieces = _pieces(text)
    size, room = pen.size, _WIDTH - _LEFT * 0.6 - x
    wide = _width(pieces, pen, size)
    if wide > room:
        size = max(4.5, size * room / wide)
    for kind, piece in pieces:
        if kind in ("mark", "block"):
            x = _draw_mark(pen, x, y, kind, piece, size)
            continue
        font = pen.bold if kind == "bold" else pen.font
        pen.canvas.setFont(font, size)
        pen.canvas.drawString(x, y, piece)
        x += stringWidth(piece, font, size)


def _furniture(pen: _Pen, file: Printed, page: int, total: int, running: str) -> None:
    forms = ("", f"Pagina {page} van {total}", str(page), file.look.stamp, str(page))
    footer = forms[file.look.furniture]
    pen.canvas.setFont(pen.font, 8)
    if footer:
        pen.canvas.drawCentredString(_WIDTH / 2, 30, footer)
    if file.look.furniture == 4:
        pen.canvas.drawString(_LEFT, _HEIGHT - 36, running)


def _paged(lines: list[str], room: int) -> list[list[tuple[int, str]]]:
    """Numbered lines, page by page."""
    pages: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines):
        if line == PAGE_BREAK or len(pages[-1]) >= room:
            pages.append([])
        if line != PAGE_BREAK:
            pages[-1].append((number, line))
    return pages


def render(file: Printed) -> Rendered:
    """The file as a PDF; the same file gives the same bytes."""
    rng = Random(f"{file.seed}/pdf")
    font, bold = rng.choice(FONTS)
    size = rng.choice((9.0, 9.5, 10.0)) - (0.5 if font == "Courier" else 0.0)
    leading = size * rng.choice((1.25, 1.35))
    buffer = io.BytesIO()
    canvas: Any = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(file.name)
    pen = _Pen(canvas, font, bold, size, rng.choice(("black", "framed", "framed", "text")))
    pages = _paged(file.lines, int((_HEIGHT - _TOP - _BOTTOM) / leading))
    at = [1] * len(file.lines)
    for page, lines in enumerate(pages, 1):
        for place, (number, line) in enumerate(lines):
            at[number] = page
            _draw_line(pen, line, _HEIGHT - _TOP - place * leading)
        _furniture(pen, file, page, len(pages), "Openbaar gemaakt")
        canvas.showPage()
    canvas.save()
    return Rendered(buffer.getvalue(), _carried(file.lines, at))


def _carried(lines: list[str], at: list[int]) -> list[int]:
    """Page breaks stand on no page: they count with the line that follows."""
    for number in range(len(lines) - 2, -1, -1):
        if lines[number] == PAGE_BREAK:
            at[number] = at[number + 1]
    return at
