"""A second look, by Tesseract, at words of an OCR layer under which the ink does not fit the word."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from draad.errors import DraadError, MissingProgramError
from draad.read import _tesseract
from draad.release.audit.records import AuditOptions
from draad.release.audit.sight import SCALE, Grey, Sight
from draad.release.audit.told import folded

if TYPE_CHECKING:
    from draad.release.audit.scans import Word

_DARK = 140
_FEW, _MANY = 0.45, 2.2
"""Separate pieces of ink for each letter, beyond which they are not the letters of the word."""
_LONG = 4
"""Letters: shorter words vary too much."""
_MOST = 12
"""Words of one page that are looked at; where more are doubtful, the layer is of another picture or of none."""
_UNLIKE = 0.34
"""Words that share fewer of their pairs of letters than this are different words."""
_PAD = 3


def differing(sight: Sight, words: Sequence[Word], options: AuditOptions) -> list[Word]:
    """The words in whose place Tesseract reads something else, or nothing; none where it is not installed."""
    doubtful = [word for word in words if _doubtful(sight.bare, word)]
    if not doubtful or not options.ocr or len(doubtful) > max(_MOST, len(words) // 3):
        return []
    try:
        _tesseract.check(options.languages)
    except MissingProgramError:
        return []
    return [word for word in doubtful if _reads_otherwise(sight.bare, word, options)]


def _doubtful(picture: Grey, word: Word) -> bool:
    letters = sum(char.isalnum() for char in word.text)
    if letters < _LONG:
        return False
    place = _place(picture, word)
    if place.size == 0:
        return False
    if float(np.median(place)) < _DARK:
        return True  # light print on a dark ground: a band, or a label on a box
    columns = np.asarray((place < _DARK).any(axis=0))
    pieces = int(np.count_nonzero(np.diff(columns.astype(np.int8)) == 1) + bool(columns[:1].any()))
    return not _FEW * 0.5 <= pieces / letters <= _MANY or _ink_reach(columns) < 0.55


def _ink_reach(columns: NDArray[np.bool_]) -> float:
    """The share of the word's width between its first and its last ink."""
    inked = np.flatnonzero(columns)
    return float((inked[-1] - inked[0] + 1) / len(columns)) if len(inked) else 0.0


def _place(picture: Grey, word: Word, pad: int = 0) -> Grey:
    x0, y0, x1, y1 = (round(side * SCALE) for side in word.box)
    return picture[max(0, y0 - pad) : y1 + pad, max(0, x0 - pad) : x1 + pad]


def _reads_otherwise(picture: Grey, word: Word, options: AuditOptions) -> bool:
    place = Image.fromarray(_place(picture, word, _PAD))
    if float(np.median(_place(picture, word))) < _DARK:
        place = ImageOps.invert(place)
    place = place.resize((place.width * 2, place.height * 2), Image.Resampling.LANCZOS)
    sheet = Image.new("L", (place.width + 40, place.height + 40), 255)
    sheet.paste(place, (20, 20))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    try:
        table = _tesseract.recognise(out.getvalue(), wanted=options.languages, mode=7, dpi=288, timeout=30.0)
    except DraadError:
        return False
    cells = (row.split("\t") for row in table.split("\n")[1:])
    read = folded("".join(row[11] for row in cells if len(row) > 11))
    return bool(read) and _likeness(read, folded(word.text)) < _UNLIKE


def _likeness(a: str, b: str) -> float:
    """Dice's coefficient of the pairs of letters (Dice 1945)."""
    one, other = {a[n : n + 2] for n in range(len(a) - 1)}, {b[n : n + 2] for n in range(len(b) - 1)}
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else float(a == b)
