"""What a page's own text layer gives: its letters without what is hidden, in lines, and whether it can be trusted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from draad.read import bars, blackened, covers, layer, paint
from draad.read.glyphs import Glyph, boxes_of, glyphs_of, main_turn, turn_box, words_of
from draad.read.layout import Line, Rect, Word, lay_out


class Way(NamedTuple):
    """What is read in one direction: words, drawn boxes round labels, bars without text; the page's size so turned."""

    turn: int
    words: list[Word]
    boxes: list[Rect]
    empty: list[bars.Bar]
    size: tuple[float, float]


@dataclass(frozen=True)
class OwnLayer:
    """What a page's own text layer gives."""

    lines: list[Line]
    judgement: layer.Judgement
    verdict: layer.Verdict
    hidden: bool
    notes: tuple[Word, ...]
    """Text annotations, which are not on the page's picture."""
    redacted: tuple[Rect, ...]
    """What redaction annotations cover, which is not black on the page's picture."""
    covered: int
    """Places where text lies under something painted over it."""
    ways: tuple[Way, ...]
    dark: tuple[blackened.Dark, ...]
    """Blacked-out places of the picture, read in the first of the ways."""


def read_layer(page: Any, notes: list[Word], above: paint.Annotated, read: list[Glyph] | None = None) -> OwnLayer:
    """What the layer of this page gives; ``above`` and ``notes`` are of annotations that are part of it by now.

    ``read`` takes all characters of the page, those that can't be seen among them.
    """
    painted, (width, height) = paint.painted(page, above), page.get_size()
    dark = bars.possible(painted, max(width, height))
    glyphs = glyphs_of(page, owners=painted.suspect or bool(dark))
    if read is not None:
        read += glyphs
    black = blacked_out(page, glyphs, painted)
    glyphs = _without(glyphs, [glyph for dark in black for glyph in dark.glyphs])
    unseen = covers.find(page, glyphs, painted) if painted.suspect else []
    glyphs = _without(glyphs, [one.glyph for one in unseen])
    labels = [*covers.printed(glyphs, painted), *(covers.Printed(math.inf, w.x0 + 1, w.base) for w in notes)]
    turn = main_turn(glyphs or [one.glyph for one in unseen])
    ways: list[Way] = []
    covered = sum(dark.told for dark in black)
    turns = {turn, *(glyph.turn for glyph in glyphs), *(one.glyph.turn for one in unseen)}
    for way in sorted(turns, key=lambda way: (way != turn, way)):
        signs = covers.signs(unseen, labels, way, width, height)
        covered += signs.places
        words = [*words_of(glyphs, way, width, height), *signs.words]
        empty = bars.find(page, dark, words, labels, unseen, way) if way == turn else []
        words += bars.signs(empty)
        main = way == turn == 0
        size = (height, width) if way % 2 else (width, height)
        ways.append(Way(way, [*words, *notes] if main else words, boxes_of(page) if main else [], empty, size))
    lines = composed(ways, [sign for place in black for sign in place.signs])
    judgement = layer.judge("\n".join(line.text for line in lines))
    picture, strokes, hidden = _content(page, width * height)
    verdict = layer.decide(judgement, picture=picture, strokes=strokes, hidden=hidden)
    redacted = tuple(shape.box for shape in above.shapes)
    return OwnLayer(lines, judgement, verdict, hidden, tuple(notes), redacted, covered, tuple(ways), tuple(black))


def blacked_out(page: Any, glyphs: list[Glyph], painted: paint.Painted) -> list[blackened.Dark]:
    """What is blacked out on the picture of a page that has a recognised layer."""
    if not blackened.is_layered(glyphs, painted):
        return []
    return blackened.find(page, glyphs, painted, main_turn(glyphs))


def _without(glyphs: list[Glyph], gone: list[Glyph]) -> list[Glyph]:
    known = {id(glyph) for glyph in gone}
    return [glyph for glyph in glyphs if id(glyph) not in known] if gone else glyphs


def composed(ways: Sequence[Way], added: Sequence[Word]) -> list[Line]:
    """The lines of a page, those of its main direction first, with words that stand there besides."""
    lines: list[Line] = []
    for n, way in enumerate(ways):
        words = way.words if n else [*way.words, *added]
        if found := bars.boxed(lay_out(words, way.boxes), way.empty):
            lines += [Line("", None)] * bool(lines) + [turn_line(line, way.turn, *way.size) for line in found]
    return lines


def turn_line(line: Line, turn: int, width: float, height: float) -> Line:
    """The line read in another direction, with its place on the page as it is shown; points."""
    return line._replace(box=turn_box(line.box, turn, width, height), turn=turn) if line.box and turn else line


def _content(page: Any, area: float) -> tuple[float, int, bool]:
    """The share of the page under pictures, the number of drawn paths, and whether its text is hidden."""
    picture, paths, hidden, printed = 0.0, 0, 0, 0
    for obj in page.get_objects(max_depth=4):
        if obj.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = obj.get_bounds()
            picture += abs((right - left) * (top - bottom))
        elif obj.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif obj.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            invisible = pdfium_c.FPDFTextObj_GetTextRenderMode(obj.raw) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
            hidden, printed = hidden + invisible, printed + (not invisible)
    return picture / area if area else 0.0, paths, hidden > printed
