"""A second look, by Tesseract, at words of an OCR layer under which the ink does not fit the word.

Where a label was printed on the picture (a ground in its box) and the layer still holds the name, there is ink, so
that evenness tells nothing. All such places of a page are put on one sheet, each on a row of its own, and read at once;
a place where a ground is read while the layer holds something else is one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from draad.errors import MissingProgramError
from draad.read import _tesseract
from draad.read.layer import is_of_a_bar
from draad.release.audit.records import AuditOptions
from draad.release.audit.sight import SCALE, Grey, Sight
from draad.split import marks

if TYPE_CHECKING:
    from draad.release.audit.scans import Word

_DARK = 140
_FEW, _MANY = 0.25, 2.2
"""Separate pieces of ink for each letter, beyond which they are not the letters of the word."""
_REACH = 0.55
"""The share of a word's width that its ink takes; a label in a box takes less."""
_LONG = 4
"""Letters: shorter words vary too much."""
_MOST = 40
"""Words of one page that are looked at; where more are doubtful, the layer is of another picture or of none."""
_PAD, _LARGER, _MARGIN = 3, 2, 24


def is_possible(options: AuditOptions) -> bool:
    """Whether Tesseract is installed, with the languages that are asked for."""
    try:
        _tesseract.check(options.languages)
    except MissingProgramError:
        return False
    return True


def differing(sight: Sight, words: Sequence[Word], options: AuditOptions) -> list[Word]:
    """The words in whose place Tesseract reads a ground; none where it can't look (``is_possible``) or gives up."""
    doubtful = [word for word in words if _doubtful(sight.bare, word)]
    if not doubtful or not options.ocr or len(doubtful) > _MOST or not is_possible(options):
        return []
    try:
        read = _read([_place(sight.bare, word, _PAD) for word in doubtful], options)
    except _tesseract.RecognitionError:
        return []
    return [word for word, text in zip(doubtful, read, strict=True) if marks.ground(text)[1]]


def _doubtful(picture: Grey, word: Word) -> bool:
    letters = sum(char.isalnum() for char in word.text)
    place = _place(picture, word)
    if letters < _LONG or place.size == 0:
        return False
    if float(np.median(place)) < _DARK:
        return not is_of_a_bar(word.text)  # light print on a dark ground: a band, or a label on a box
    columns = np.asarray((place < _DARK).any(axis=0))
    pieces = int(np.count_nonzero(np.diff(columns.astype(np.int8)) == 1) + bool(columns[:1].any()))
    return not _FEW <= pieces / letters <= _MANY or _reach(columns) < _REACH


def _reach(columns: NDArray[np.bool_]) -> float:
    """The share of the word's width between its first and its last ink."""
    inked = np.flatnonzero(columns)
    return float((inked[-1] - inked[0] + 1) / len(columns)) if len(inked) else 0.0


def _place(picture: Grey, word: Word, pad: int = 0) -> Grey:
    x0, y0, x1, y1 = (round(side * SCALE) for side in word.box)
    return picture[max(0, y0 - pad) : y1 + pad, max(0, x0 - pad) : x1 + pad]


def _read(places: Sequence[Grey], options: AuditOptions) -> list[str]:
    """What stands in each place, read from one sheet. Raises RecognitionError."""
    rows = [_upright(place) for place in places]
    width = max(row.width for row in rows) + 2 * _MARGIN
    sheet = Image.new("L", (width, sum(row.height + _MARGIN for row in rows) + _MARGIN), 255)
    tops, y = [], _MARGIN
    for row in rows:
        sheet.paste(row, (_MARGIN, y))
        tops.append(y)
        y += row.height + _MARGIN
    out = io.BytesIO()
    sheet.save(out, "PNG")
    table = _tesseract.recognise(out.getvalue(), wanted=options.languages, mode=6, dpi=288, timeout=60.0)
    texts = [""] * len(rows)
    for top, text in _words(table):
        at = max((n for n, first in enumerate(tops) if first - _MARGIN // 2 <= top), default=0)
        texts[at] += text
    return texts


def _upright(place: Grey) -> Image.Image:
    """Dark print on white, larger."""
    image = Image.fromarray(np.ascontiguousarray(place))
    if float(np.median(place)) < _DARK:
        image = ImageOps.invert(image)
    return image.resize((image.width * _LARGER, image.height * _LARGER), Image.Resampling.LANCZOS)


def _words(table: str) -> Iterator[tuple[int, str]]:
    """The top and the text of each word of Tesseract's ``tsv``."""
    for line in table.split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) > 11 and cells[0] == "5" and cells[11].strip():
            yield int(cells[7]), cells[11].strip()
