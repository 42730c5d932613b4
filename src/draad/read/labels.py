"""Reads the labels of redactions once more: small print of a few signs, which recognition of a whole page gets wrong.

On scans of one release 100 labels of 650 were read as ``10.2.¢``, ``10.2.6``, ``102°``. Here those words are cut
out, enlarged, set under each other on one sheet and read again with only the signs that grounds are written with. A
second reading counts only if it is a whole ground of the Woo or the Wob; else the first one stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from draad.read.layer import judge
from draad.read.layout import Word
from draad.read.picture import Grey

SIGNS = "0123456789.abcdefghi"
"""What Tesseract may read on the sheet."""
_ROW, _EDGE, _SIDE = 60, 20, 40
"""Pixels: height of the enlarged words, and the paper above and below and beside them."""
_PAPER = 0.65
"""Heights of print on dark that are left free above, below and beside it: Tesseract reads letters of 25 pixels best."""
_INK = 150
"""Darker than this is print."""
_PITCH = _ROW + 2 * _EDGE
_GROUND = re.compile(r"10\.[12]\.?[a-g]|5\.1\.[12]\.?[a-i]")
_DOUBTFUL = re.compile(r"[1lIft|!4]{0,2}[0oO][.,°]?[2zZ]\S{0,4}|10\S{1,4}|[5sS§][.,]?[1lI][.,]?[2zZsS]?\S{0,3}")
_WOO = re.compile(r"^[359s]\.1\.([12])(?=\.?[a-i1]$)")
_WOO_I = re.compile(r"^(5\.1\.[12]\.?)1$")
"""How the first figure and the last letter of a ground of the Woo are misread; no ground is spelled like that."""
_ALONE = re.compile(r"5\.1\.[4-7]|5\.2(?:\.1)?|5\.4|10\.[67]|11\.1")
"""Grounds without a letter might be any number; the brackets that they get stand for the box round them."""
_SPELLED = re.compile(
    r"(?:art\w*\.? ?)?("
    r"[\[(]?(?:5[., ]{1,2}1|10)\)?[., (]{1,2}(?:lid )?[12]\)?[., (]{0,2}(?:sub |onder )?[a-i][\])]?"
    r"|\(5\) ?\(1\) ?\([12]\)? ?\(?[a-i]\))",
    re.IGNORECASE,
)
"""A ground in another spelling: ``(10)(2e)``, ``5.1, lid 2, sub e``."""
_SENSE, _LEAST = 0.8, 3
"""The share of what is printed that reads as language, and its letters, for it to be words."""
_AROUND = "[](){}<>;:\"'"
_WITHIN = re.compile(r"[:/\-]|\d{5}")
"""Times, dates and numbers."""


def reread(words: Sequence[Word], grey: Grey, scale: float, ask: Callable[[Grey], str]) -> list[Word]:
    """``words`` with the labels among them as the second reading has them.

    ``scale``: points a pixel of ``grey``. ``ask`` gives Tesseract's ``tsv`` table of a sheet.
    """
    result = list(words)
    doubtful = [i for i, word in enumerate(words) if _is_doubtful(word.text)]
    if not doubtful:
        return result
    pieces = [_piece(grey, words[i], scale) for i in doubtful]
    read = _rows(ask(_sheet(pieces)))
    for n, i in enumerate(doubtful):
        again = "".join(read.get(n, ()))
        if _GROUND.fullmatch(again):
            text = words[i].text
            core = text.strip(_AROUND)
            result[i] = words[i]._replace(text=text.replace(core, again, 1))
    return result


class OnDark(NamedTuple):
    """What is printed on one dark place: a ground, words, or (both empty) what can't be read."""

    ground: str = ""
    words: str = ""


def on_dark(pieces: Sequence[Grey], ask: Callable[[Grey, str], str]) -> list[OnDark]:
    """What pieces of light print on dark say, given dark on white: grounds first, then words.

    ``ask`` gives Tesseract's ``tsv`` table of a sheet, read with only these signs or, without any, with all.
    """
    enlarged = [_enlarged(_cropped(piece)) for piece in pieces]
    if not enlarged:
        return []
    sheet = _sheet(enlarged)
    few = _rows(ask(sheet, SIGNS))
    found = [_ground("".join(few.get(n, ()))) for n in range(len(pieces))]
    if all(found):
        return [OnDark(ground) for ground in found]
    full = _rows(ask(sheet, ""))
    return [OnDark(ground) if ground else _told(" ".join(full.get(n, ()))) for n, ground in enumerate(found)]


def _ground(text: str) -> str:
    core = _WOO.sub(r"5.1.\1", text.strip("."))
    core = _WOO_I.sub(r"\1i", core)
    if _ALONE.fullmatch(core):
        return f"[{core}]"
    return core if _GROUND.fullmatch(core) else ""


def _told(text: str) -> OnDark:
    if ground := _ground(text.replace(" ", "")):
        return OnDark(ground)
    if spelled := _SPELLED.fullmatch(text):
        return OnDark(spelled[1])
    judged = judge(text)
    return OnDark(words=text) if judged.letters >= _LEAST and judged.score >= _SENSE else OnDark()


def _cropped(piece: Grey) -> Grey:
    """The rows and columns on which there is print, with so much paper round it that letters get the best height."""
    ink = piece < _INK
    rows, columns = np.flatnonzero(ink.sum(axis=1) > 1), np.flatnonzero(ink.sum(axis=0) > 1)
    if not len(rows) or not len(columns):
        return piece
    cut = piece[int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]
    room = max(2, round(_PAPER * cut.shape[0]))
    return np.pad(cut, room, constant_values=255)


def _is_doubtful(text: str) -> bool:
    core = text.strip(_AROUND)
    return bool(
        2 < len(core) < 9 and _DOUBTFUL.fullmatch(core) and not _GROUND.fullmatch(core) and not _WITHIN.search(core)
    )


def _piece(grey: Grey, word: Word, scale: float) -> Grey:
    """The word enlarged to one height, with paper around it."""
    y0, y1 = round((word.base - 0.9 * word.size) / scale), round((word.base + 0.35 * word.size) / scale)
    x0, x1 = round(word.x0 / scale) - 10, round(word.x1 / scale) + 14
    cut = grey[max(0, y0) : max(1, y1), max(0, x0) : max(1, x1)]
    if not cut.size:
        return np.full((_PITCH, 2 * _SIDE), 255, dtype=np.uint8)
    return _enlarged(cut)


def _enlarged(cut: Grey) -> Grey:
    width = max(1, round(cut.shape[1] * _ROW / cut.shape[0]))
    large = Image.fromarray(np.ascontiguousarray(cut)).resize((min(width, 20 * _ROW), _ROW), Image.Resampling.LANCZOS)
    return np.pad(np.asarray(large, dtype=np.uint8), ((_EDGE, _EDGE), (_SIDE, _SIDE)), constant_values=255)


def _sheet(pieces: Sequence[Grey]) -> Grey:
    width = max(piece.shape[1] for piece in pieces)
    return np.vstack([np.pad(p, ((0, 0), (0, width - p.shape[1])), constant_values=255) for p in pieces])


def _rows(table: str) -> dict[int, list[str]]:
    """What was read in each row of the sheet."""
    rows: dict[int, list[str]] = {}
    for line in table.split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) > 11 and cells[0] == "5" and cells[11].strip():
            rows.setdefault((int(cells[7]) + int(cells[9]) // 2) // _PITCH, []).append(cells[11].strip())
    return rows
