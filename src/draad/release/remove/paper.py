"""Mail, Word and HTML sources as pages: an accessible PDF made of their text, with marks for what was removed.

Set by hand with the font of the labels: lines wrap at the width of the page, leading blanks stay as indentation. Each
paragraph is a tagged ``P``; a mark is a box in the line whose text says the ground. What the source held beside its
text (pictures, hidden headers, comments, formulas) is not taken along, so it can't leak.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from draad.release.remove import lettering, pdfa, saving
from draad.release.remove.labels import numbers
from draad.release.remove.plain import Cut, pieces
from draad.release.remove.records import Note, Removed

_WIDTH, _HEIGHT = 595.28, 841.89
"""A4."""
_LEFT, _TOP, _BOTTOM = 62.0, 62.0, 62.0
_SIZE, _LEADING = 10.0, 14.0
_LABEL_SIZE, _PADDING = 8.0, 3.0
_MOST_INDENT = 0.5
"""Of the width; deeper indentation tells no more and leaves no room."""
_TOKEN = re.compile(r" +|[^ ]+")
_FONT = lettering.FONT.encode()


class _Run(NamedTuple):
    """A stretch of one line: words, or a mark."""

    text: str
    width: float
    is_mark: bool = False


class _Line(NamedTuple):
    runs: tuple[_Run, ...]
    indent: float
    paragraph: int
    """The number of its paragraph, from 0; -1 for a blank line."""


def paper(text: str, cuts: Sequence[Cut], title: str, language: str = "nl-NL") -> Removed:
    """A PDF/A-2u, tagged, of a text without the passages."""
    lines = list(_lines(text, cuts))
    room = int((_HEIGHT - _TOP - _BOTTOM) // _LEADING)
    sheets = [lines[at : at + room] for at in range(0, len(lines), room)] or [[]]
    pdf = pikepdf.new()
    tree = _Tree(pdf)
    font = lettering.put_in(pdf)
    for number, sheet in enumerate(sheets):
        page = pdf.add_blank_page(page_size=(_WIDTH, _HEIGHT))
        page.obj[Name.Resources] = Dictionary(Font=Dictionary({lettering.FONT: font}))
        page.obj[Name.StructParents] = number
        page.obj[Name.Tabs] = Name.S
        page.obj[Name.Contents] = pdf.make_stream(b"\n".join(_drawn(sheet, page, tree)))
    tree.close()
    notes = [Note(0, "made-from-text")]
    if lost := sum(1 for c in unicodedata.normalize("NFC", text) if not c.isspace() and not lettering.holds(c)):
        notes.append(Note(0, "letters", {"count": lost}))
    problems = pdfa.problems(pdf)
    saving.describe(pdf, title, language, claim=not problems)
    data = saving.saved(pdf)
    pdf.close()
    return Removed(data, (), tuple(notes))


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(text: str, cuts: Sequence[Cut]) -> Iterator[_Line]:
    """The lines of the pages: each line of the text wrapped to the width."""
    paragraph, blank = -1, True
    for line in _source_lines(text, cuts):
        if not any(run.is_mark or run.text.strip() for run in line):
            blank = True
            yield _Line((), 0.0, -1)
            continue
        if blank:
            paragraph, blank = paragraph + 1, False
        yield from _wrapped(line, paragraph)


def _source_lines(text: str, cuts: Sequence[Cut]) -> Iterator[list[_Run]]:
    line: list[_Run] = []
    for piece in pieces(text, cuts):
        if isinstance(piece, Cut):
            label = piece.label or "gelakt"
            line.append(_Run(label, lettering.width(label) * _LABEL_SIZE + 2 * _PADDING, is_mark=True))
            continue
        parts = unicodedata.normalize("NFC", piece.expandtabs(8)).split("\n")
        for n, part in enumerate(parts):
            if n:
                yield line
                line = []
            line += [_Run(token, lettering.width(token) * _SIZE) for token in _TOKEN.findall(_printable(part))]
    yield line


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zs", "Zl", "Zp") else c for c in text)


def _wrapped(runs: Sequence[_Run], paragraph: int) -> Iterator[_Line]:
    room = _WIDTH - 2 * _LEFT
    indent = 0.0
    if not runs[0].is_mark and not runs[0].text.strip():
        indent, runs = min(runs[0].width, _MOST_INDENT * room), runs[1:]
    room -= indent
    line: list[_Run] = []
    used = 0.0
    for run in _broken(runs, room):
        if line and used + run.width > room:
            yield _Line(tuple(line), indent, paragraph)
            line, used = [], 0.0
            if not run.is_mark and not run.text.strip():
                continue
        line.append(run)
        used += run.width
    if line:
        yield _Line(tuple(line), indent, paragraph)


def _broken(runs: Sequence[_Run], room: float) -> Iterator[_Run]:
    """Runs that fit on a line; a longer one is broken where the line ends."""
    for run in runs:
        if run.width <= room or run.is_mark:
            yield run
            continue
        piece, width = "", 0.0
        for character in run.text:
            own = lettering.width(character) * _SIZE
            if width + own > room and piece:
                yield _Run(piece, width)
                piece, width = "", 0.0
            piece, width = piece + character, width + own
        yield _Run(piece, width)


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Tree:
    """The structure tree: a document of paragraphs; a mark in one is an element of its own, for readers follow no
    sequences within sequences.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array()))
        self._parents: list[list[pikepdf.Object]] = []
        self._open: tuple[int, pikepdf.Object] | None = None

    def begin(self) -> None:
        """A new page."""
        self._parents.append([])

    def content(self, page: pikepdf.Page, paragraph: int, said: str | None) -> int:
        """The MCID of a stretch of a paragraph on a page; ``said`` is what a screen reader says instead of it."""
        if self._open is None or self._open[0] != paragraph:
            self._open = (paragraph, self._element(Name.P, self._document, page))
            self._document.K.append(self._open[1])
        element = self._open[1]
        mcid = len(self._parents[-1])
        if said is None:
            own = element.Pg.objgen == page.obj.objgen
            element.K.append(mcid if own else Dictionary(Type=Name.MCR, Pg=page.obj, MCID=mcid))
        else:
            span = self._element(Name.Span, element, page)
            span[Name.ActualText] = pikepdf.String(said)
            span.K.append(mcid)
            element.K.append(span)
            element = span
        self._parents[-1].append(element)
        return mcid

    def _element(self, kind: pikepdf.Name, parent: pikepdf.Object, page: pikepdf.Page) -> pikepdf.Object:
        made = Dictionary(Type=Name.StructElem, S=kind, P=parent, Pg=page.obj, K=Array())
        return self._pdf.make_indirect(made)

    def close(self) -> None:
        """Ties the tree to the file."""
        flat: list[object] = []
        for number, parents in enumerate(self._parents):
            flat += [number, self._pdf.make_indirect(Array(parents))]
        self._root[Name.K] = self._document
        self._root[Name.ParentTree] = self._pdf.make_indirect(Dictionary(Nums=Array(flat)))
        self._root[Name.ParentTreeNextKey] = len(self._parents)
        self._pdf.Root[Name.StructTreeRoot] = self._root
        self._pdf.Root[Name.MarkInfo] = Dictionary(Marked=True)


class _Piece(NamedTuple):
    """What is drawn in one go: words that the font has, words that it lacks (``said``), or a mark."""

    text: str
    x: float
    said: str | None = None
    width: float = 0.0
    """Of a mark; 0 for words."""


def _drawn(lines: Sequence[_Line], page: pikepdf.Page, tree: _Tree) -> Iterator[bytes]:
    """The content of one page: one marked-content sequence for each stretch of a paragraph."""
    tree.begin()
    open_ = False
    paragraph = -1
    y = _HEIGHT - _TOP - _SIZE
    for line in lines:
        if open_ and line.paragraph != paragraph:
            yield b"EMC"
            open_ = False
        paragraph = line.paragraph
        for piece in _pieces(line):
            if open_ and piece.said is not None:
                yield b"EMC"
                open_ = False
            if not open_:
                mcid = tree.content(page, paragraph, piece.said)
                yield _begin(mcid, piece.said)
                open_ = True
            yield from _mark(piece, y) if piece.width else _words(piece, y)
            if piece.said is not None:
                yield b"EMC"
                open_ = False
        y -= _LEADING
    if open_:
        yield b"EMC"


def _begin(mcid: int, said: str | None) -> bytes:
    if said is None:
        return b"/P << /MCID %d >> BDC" % mcid
    return b"/Span << /MCID %d /ActualText %s >> BDC" % (mcid, lettering.utf16(said))


def _pieces(line: _Line) -> Iterator[_Piece]:
    x = _LEFT + line.indent
    words, start = "", x
    for run in line.runs:
        if run.is_mark:
            yield from _by_font(words, start)
            yield _Piece(run.text, x, run.text, run.width)
            words, start = "", x + run.width
        else:
            words += run.text
        x += run.width
    if line.runs:
        yield from _by_font(words + " ", start)


def _by_font(text: str, x: float) -> Iterator[_Piece]:
    """Words, parted where the font begins or ceases to have their letters."""
    for known, characters in itertools.groupby(text, lettering.holds):
        run = "".join(characters)
        yield _Piece(run, x, None if known else run)
        x += lettering.width(run) * _SIZE


def _words(piece: _Piece, y: float) -> Iterator[bytes]:
    place = numbers(piece.x, y)
    yield b"BT 0 g %s %s Tf %s Td %s Tj ET" % (_FONT, numbers(_SIZE), place, lettering.encoded(piece.text))


def _mark(piece: _Piece, y: float) -> Iterator[bytes]:
    yield b"q 0 G 0.4 w %s re S Q" % numbers(piece.x + 0.5, y - 2.5, piece.width - 1, _SIZE + 1)
    place = numbers(piece.x + _PADDING, y)
    yield b"BT 0 g %s %s Tf %s Td %s Tj ET" % (_FONT, numbers(_LABEL_SIZE), place, lettering.encoded(piece.text))
