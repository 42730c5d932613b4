"""What was blacked out on the picture of a page whose text layer somebody recognised on it.

The layer of a scan can't be trusted where the picture is black: it holds the words of before, or what recognition made
of the box and of the ground printed in it. So the picture is searched as a recognised page is. What the layer says of
a black place goes; in its stead stands the ground that is printed there, or a sign. Where words are printed on the
dark (the head of a table), the layer keeps its words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from draad.read.emblems import WIDEST
from draad.read.glyphs import Glyph, Upright, upright, words_of
from draad.read.labels import OnDark
from draad.read.layer import judge
from draad.read.layout import BLOCK, Rect, Word
from draad.read.paint import Painted
from draad.read.picture import Block, blacked_out, open_grey, skew
from draad.read.printed import Grey, Inside, inverted

_DPI, _FINE = 150, 300
"""Dots an inch at which blocks are sought, and print on them is cut out."""
_LEVEL = 0.1
"""Degrees; lines that slope more are made level first, or a long block would have no level edge."""
_BLACK = 100
"""Of 255: no colour of a block without print on it is stronger; the blue of the government's logo is."""
_SLICE = 6
"""Pixels between slices of one band."""
_FORM, _LINE = 1.5, 1.9
"""A block is so many times wider than high, or lower than so many type sizes of the text beside it."""
_ENOUGH = 60
"""Letters on a page; with fewer, its lines don't tell how it slopes."""
_MIDDLE = 0.3
"""Type sizes above the baseline where the middle of a letter is."""
_MOST = 0.4
"""Of a run of letters so large a part lies in the block for all of it to: places in a layer are rough."""
_ONE_LINE = 1.7
"""A block lower than so many type sizes covers one line."""
_STROKES, _NEAR = frozenset("|[]{}_~¦"), 3.0
"""What recognition makes of the sides of a block, within so many points of it."""
_SENSE, _LEAST = 0.9, 3
"""The share of dropped text that reads as language, and its letters, for it to be words that were withheld."""


class Dark(NamedTuple):
    """One blacked-out place of a page: signs for it, what the layer says there, and the print on it."""

    signs: tuple[Word, ...]
    """One for each line that it covers."""
    glyphs: tuple[Glyph, ...]
    words: tuple[Word, ...]
    """What the layer has there."""
    pieces: tuple[Grey, ...]
    """Pictures of the light print, dark on white; none on an even block."""

    @property
    def told(self) -> bool:
        """Does the layer still say what was withheld? Not where recognition read the box itself."""
        if self.pieces:
            return False
        text = " ".join(word.text for word in self.words)
        judged = judge(text)
        return judged.letters >= _LEAST and judged.score > _SENSE and not text.isupper()


class _Place(NamedTuple):
    """A page set level: its middle, and the sine and cosine of what it was turned by, anticlockwise."""

    x: float
    y: float
    sin: float
    cos: float

    def level(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it lies on the level page."""
        x, y = x - self.x, y - self.y
        return self.x + x * self.cos + y * self.sin, self.y - x * self.sin + y * self.cos

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the level page on the page."""
        x, y = x - self.x, y - self.y
        return self.x + x * self.cos - y * self.sin, self.y + x * self.sin + y * self.cos


def is_layered(glyphs: Sequence[Glyph], painted: Painted) -> bool:
    """Is the page a picture with a layer that was recognised on it: most letters without ink or below the picture?"""
    if not painted.pictures:
        return False
    last = max(picture.order for picture in painted.pictures)
    owners = [painted.texts[g.owner] for g in glyphs if g.owner in painted.texts and not g.text.isspace()]
    return sum(text.inkless or text.order < last for text in owners) * 2 > len(owners)


def find(page: Any, glyphs: Sequence[Glyph], painted: Painted, turn: int) -> list[Dark]:
    """The blacked-out places of such a page, read in direction ``turn``. Drawn shapes are left to others."""
    scale = 72 / _DPI
    grey = _drawn(page, _DPI, turn)
    angle = skew(grey, _DPI) if sum(glyph.text.isalnum() for glyph in glyphs) >= _ENOUGH else 0.0
    blocks, prints = blacked_out(_turned(grey, angle), _DPI)
    if not blocks:
        return []
    width, height = page.get_size()
    wide, high = (height, width) if turn % 2 else (width, height)
    sin, cos = (math.sin(math.radians(angle)), math.cos(math.radians(angle))) if abs(angle) >= _LEVEL else (0.0, 1.0)
    place = _Place(wide / 2, high / 2, sin, cos)
    drawn = [shape.box for shape in painted.shapes if shape.dark]
    placed = [_levelled(place, glyph, upright(glyph, turn, width, height)) for glyph in glyphs if glyph.turn == turn]
    fine = _turned(_drawn(page, _FINE, turn), angle) if any(prints) else grey
    lightest = _turned(_drawn(page, _DPI, turn, lightest=True), angle)
    found = []
    ornament = _ornament(
        blocks, [bool(own) or _is_black(lightest, block) for block, own in zip(blocks, prints, strict=True)]
    )
    for block, own in zip(blocks, prints, strict=True):
        if not own and block in ornament:
            continue
        box = Rect(*(side * scale for side in (block.x0, block.y0, block.x1, block.y1)))
        if turn == 0 and _is_drawn(box, place, drawn):
            continue
        if not own and _is_ornament(box, placed):
            continue
        inside = _inside(box, placed)
        gone = {id(one.glyph) for one in inside}
        others = [one for one in placed if id(one.glyph) not in gone and not one.glyph.text.isspace()]
        dropped = tuple(one.glyph for one in inside)
        words = tuple(words_of(dropped, turn, width, height))
        found.append(Dark(_signs(box, place, others), dropped, words, tuple(_piece(fine, one) for one in own)))
    return found


class _Levelled(NamedTuple):
    """A character, upright, and the middle of it on the level page."""

    glyph: Glyph
    char: Upright
    x: float
    y: float


def _levelled(place: _Place, glyph: Glyph, char: Upright) -> _Levelled:
    _, x0, x1, base, size = char
    return _Levelled(glyph, char, *place.level((x0 + x1) / 2, base - _MIDDLE * size))


def _ornament(blocks: Sequence[Block], black: Sequence[bool]) -> set[Block]:
    """The blocks that are none, and those right above or below one: slices of the same band."""
    found = {block for block, is_black in zip(blocks, black, strict=True) if not is_black}
    left = [block for block in blocks if block not in found]
    while touching := [block for block in left if any(_touch(block, other) for other in found)]:
        found.update(touching)
        left = [block for block in left if block not in found]
    return found


def _touch(a: Block, b: Block) -> bool:
    apart = max(a.y0 - b.y1, b.y0 - a.y1)
    return apart <= _SLICE and min(a.x1, b.x1) - max(a.x0, b.x0) > 0.8 * min(a.x1 - a.x0, b.x1 - b.x0)


def _is_black(lightest: Grey, block: Block) -> bool:
    """Not the dark blue of a logo, nor the upright band of one. A passage or a column is wider than a band."""
    level = float(np.median(lightest[block.y0 : block.y1, block.x0 : block.x1]))
    wide, high = block.x1 - block.x0, block.y1 - block.y0
    return level < _BLACK and (wide >= high or wide * 72 / _DPI > WIDEST)


def _is_ornament(box: Rect, placed: Sequence[_Levelled]) -> bool:
    """Not of the form that words have, nor as high as the text beside it: part of a logo."""
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    if wide >= _FORM * high or wide > WIDEST:
        return False
    beside = (one.char[4] for one in placed if box.y0 <= one.y <= box.y1 and not one.glyph.text.isspace())
    return not any(high < _LINE * size for size in beside)


def _drawn(page: Any, dpi: int, turn: int, *, lightest: bool = False) -> Grey:
    """The page's grey values, text upright; ``lightest``: of each pixel the strongest of its colours."""
    if lightest:
        colours = np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB"), dtype=np.uint8)
        return np.ascontiguousarray(np.rot90(colours.max(axis=2), turn))
    grey = open_grey(page.render(scale=dpi / 72, grayscale=True).to_pil())
    return np.ascontiguousarray(np.rot90(grey, turn))


def _turned(grey: Grey, angle: float) -> Grey:
    if abs(angle) < _LEVEL:
        return grey
    return np.asarray(Image.fromarray(grey).rotate(angle, Image.Resampling.BILINEAR, fillcolor=255), dtype=np.uint8)


def _piece(fine: Grey, one: Inside) -> Grey:
    """The print, out of a finer picture."""
    times = _FINE / _DPI
    x0, y0, x1, y1 = (round(side * times) for side in one[:4])
    return inverted(fine, (x0, y0, x1, y1))


def _is_drawn(box: Rect, place: _Place, drawn: Sequence[Rect]) -> bool:
    x, y = place.back((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    return any(one.x0 <= x <= one.x1 and one.y0 <= y <= one.y1 for one in drawn)


def _inside(box: Rect, placed: Sequence[_Levelled]) -> list[_Levelled]:
    """The characters in a block, and the rest of a run of letters that lies there for a good part."""
    runs: list[list[_Levelled]] = []
    before: _Levelled | None = None
    for one in placed:
        if one.glyph.text.isspace():  # it parts the words that stay
            before = None
            continue
        joined = before is not None and one.glyph.text.isalnum() and before.glyph.text.isalnum()
        if (
            joined
            and before is not None
            and abs(before.char[3] - one.char[3]) < before.char[4]
            and not _apart(before, one)
        ):
            runs[-1].append(one)
        else:
            runs.append([one])
        before = one
    found = []
    for run in runs:
        within = [one for one in run if _is_in(box, one)]
        if within:
            found += run if len(within) >= _MOST * len(run) else within
    return found


def _is_in(box: Rect, one: _Levelled) -> bool:
    near = _NEAR if one.glyph.text in _STROKES else 0.0
    return box.x0 - near <= one.x <= box.x1 + near and box.y0 <= one.y <= box.y1


def _apart(before: _Levelled, one: _Levelled) -> bool:
    return one.char[1] - before.char[2] > 0.2 * one.char[4]


def _signs(box: Rect, place: _Place, others: Sequence[_Levelled]) -> tuple[Word, ...]:
    """A sign on each line that the block covers, as high as the nearest letter on it; else on a line of its own."""
    (x0, _), (x1, _) = (place.back(x, (box.y0 + box.y1) / 2) for x in (box.x0, box.x1))

    def away(one: _Levelled) -> float:
        return max(box.x0 - one.x, one.x - box.x1)

    lines: list[list[_Levelled]] = []
    for one in sorted((one for one in others if box.y0 <= one.y <= box.y1), key=lambda one: one.y):
        if lines and one.y - lines[-1][0].y < 0.6 * one.char[4]:
            lines[-1].append(one)
        else:
            lines.append([one])
    nearest = [min(line, key=away) for line in lines]
    if nearest and box.y1 - box.y0 < _ONE_LINE * max(one.char[4] for one in nearest):
        nearest = [min(nearest, key=away)]
    found = [Word(BLOCK, x0, x1, near.char[3], near.char[4]) for near in nearest]
    if not found:
        size = min(11.0, (box.y1 - box.y0) / 0.97)
        _, base = place.back(box.x0, (box.y0 + box.y1) / 2 + 0.27 * size)
        found.append(Word(BLOCK, x0, x1, base, size))
    return tuple(found)


def read(places: Sequence[Dark], ask: Callable[[Sequence[Grey]], list[OnDark]]) -> list[Word]:
    """The words that stand in these places once their print was read by ``ask``."""
    pieces = [piece for dark in places for piece in dark.pieces]
    told = iter(ask(pieces) if pieces else [])
    words: list[Word] = []
    for dark in places:
        own = [next(told) for _ in dark.pieces]
        words += _standing(dark, own)
    return words


def _standing(dark: Dark, own: Sequence[OnDark]) -> Sequence[Word]:
    """The ground that was read; words of the layer where words were; else a sign."""
    ground = " ".join(one.ground for one in own if one.ground)
    if ground:
        first, *others = dark.signs
        return [first._replace(text=ground), *others]
    if any(one.words for one in own) and dark.words:
        return dark.words
    return dark.signs
