"""The OCR layer of a scan against its picture: a word that was blacked or whited out must not stand in the layer.

At each word of the layer the picture is looked at. Ink on paper is print; an even black or an even white place is
none, so that the layer knows what the picture no longer shows. Where the ink is too little or too much for the word
(a label in a box), Tesseract looks at that place, where it is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from draad.read.glyphs import Glyph
from draad.read.layer import judge
from draad.read.layout import Rect, around
from draad.release.audit import retried
from draad.release.audit.hidden import page_box
from draad.release.audit.records import AuditOptions, Finding, finding
from draad.release.audit.sight import SCALE, Grey, Sight
from draad.release.audit.told import only_marks

_SENSE = 0.9
"""The share of a word that must read as language."""
_LEAST = 3
"""Letters and figures: a stray sign of recognition on a speck is no word."""
_EVEN = 24.0
"""Grey values between the darkest and the lightest fiftieth of a place without print."""
_DARK = 110
_LIGHT, _PRINT_PART = 170, 0.02
"""Light print on a dark band makes so much of a word's box light."""
_BLACK_PART = 0.86
"""A word's box with more dark than this is blacked out; bold capitals ink half of theirs."""


class Word(NamedTuple):
    """One word of the layer: which characters of the page, and where."""

    text: str
    chars: tuple[int, ...]
    box: Rect


class Seen(NamedTuple):
    """``doubted``: the characters of the layer that the picture does not bear out."""

    findings: list[Finding]
    doubted: frozenset[int]


def findings(sight: Sight, options: AuditOptions) -> Seen:
    """Words of the layer that the picture does not show."""
    if not sight.layer:
        return Seen([], frozenset())
    words = [word for word in _words(sight) if _is_word(word.text)]
    gone = [word for word in words if _is_gone(sight.bare, word)]
    known = {word.chars for word in gone}
    doubtful = [word for word in words if word.chars not in known]
    gone += retried.differing(sight, doubtful, options)
    gone.sort(key=lambda word: word.chars)
    found = [
        finding(
            "ocr-layer",
            "leak",
            page=sight.number,
            box=page_box(sight.number, around(word.box for word in row)),
            text=" ".join(word.text for word in row),
            words=len(row),
        )
        for row in _rows(gone)
        if not only_marks(" ".join(word.text for word in row))
    ]
    return Seen(found, frozenset(n for word in gone for n in word.chars))


def _is_word(text: str) -> bool:
    """Reads it as a word or a number? What recognition makes of a black bar (``1111.1111``) or of a speck does not."""
    if sum(char.isalnum() for char in text) < _LEAST:
        return False
    figures = sum(char.isdigit() for char in text)
    if figures > len(text) / 2:
        return figures >= _LEAST and len(set(text)) > 2
    judged = judge(text)
    return judged.score > _SENSE and judged.letters >= _LEAST


def _words(sight: Sight) -> list[Word]:
    """The words of the layer, in its order."""
    layer, words = set(sight.layer), []
    open_: list[int] = []

    def close() -> None:
        if open_:
            glyphs = [sight.glyphs[n] for n in open_]
            words.append(Word("".join(glyph.text for glyph in glyphs), tuple(open_), _box(glyphs)))
            open_.clear()

    for n, glyph in enumerate(sight.glyphs):
        if n not in layer:
            close()
            continue
        if open_ and not _same_word(sight.glyphs[open_[-1]], glyph):
            close()
        open_.append(n)
    close()
    return words


def _same_word(before: Glyph, after: Glyph) -> bool:
    size = max(before.y1 - before.y0, before.x1 - before.x0, 1.0)
    return abs(before.y - after.y) + abs(before.x1 - after.x0) < size or before.turn != 0


def _box(glyphs: Sequence[Glyph]) -> Rect:
    """Where the ink of a word may be. The cells of a layer's font are as high as its maker liked; a letter is about
    twice as high as it is wide, so the box is made at least that high round the baseline.
    """
    x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    y0, y1 = min(g.y0 for g in glyphs), max(g.y1 for g in glyphs)
    wide = (x1 - x0) / len(glyphs)
    if glyphs[0].turn % 2 == 0 and y1 - y0 < 2 * wide:
        base = glyphs[0].y
        y0, y1 = min(y0, base - 1.5 * wide), max(y1, base + 0.5 * wide)
    return Rect(x0, y0, x1, y1)


def cut(picture: Grey, box: Rect, shrink: float = 0.0) -> Grey:
    """The pixels of a place, its edges left out by a share of its sides."""
    dx, dy = shrink * (box.x1 - box.x0), shrink * (box.y1 - box.y0)
    x0, x1 = max(0, round((box.x0 + dx) * SCALE)), max(0, round((box.x1 - dx) * SCALE))
    y0, y1 = max(0, round((box.y0 + dy) * SCALE)), max(0, round((box.y1 - dy) * SCALE))
    return picture[y0:y1, x0:x1]


def _is_gone(picture: Grey, word: Word) -> bool:
    """Is the place of a word even, or black? Light print on a dark band is neither."""
    place = cut(picture, word.box, 0.08)
    if place.size < 12:
        return False
    low, high = np.percentile(place, (2, 98))
    dark = float((place < _DARK).mean())
    return bool(high - low < _EVEN) or (dark > _BLACK_PART and float((place > _LIGHT).mean()) < _PRINT_PART)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that follow each other on one line are one place."""
    rows: list[list[Word]] = []
    for word in words:
        last = rows[-1][-1] if rows else None
        height = word.box.y1 - word.box.y0
        if last and abs(last.box.y1 - word.box.y1) < 0.6 * height and -height < word.box.x0 - last.box.x1 < 2 * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows
