"""Recognises the text on a page's picture: words with places, of which ``layout`` makes lines.

Results are kept by the hash of the picture, the settings and Tesseract's version: a page is recognised once, in
whatever file it comes back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from draad import whole
from draad.errors import MissingProgramError
from draad.read import _tesseract, labels, layer
from draad.read.layout import BLOCK, Rect, Word
from draad.read.options import ReadOptions
from draad.read.picture import Grey, Prepared, as_png, prepare, strengthened

METHOD = 7
"""Raise it when this code gives other words for the same picture: kept results of older methods are redone."""
_MODE = 6
"""Tesseract's page segmentation "one uniform block": it keeps a header's value on the line of its field."""
_TIMEOUT = 180.0
_UNSURE = 80.0
"""Below this mean confidence the page is tried once more with its print strengthened."""
_RUBBISH = 0.8
"""Below this share of plausible text a page may lie on its side; upright pages of real releases lie above .83."""
_SOME = 40
"""Characters; with fewer, nothing tells which side is up."""
_INK, _A_DOT = 200, 16
"""A sheet with fewer pixels that are darker than this is blank."""
_DESCENDS = frozenset("gjpqyQ,;|()[]{}@/§$")
_RISES = frozenset("bdfhijkltß0123456789|()[]{}@/\\'\"!?&%§$€#*")
_FLAT = frozenset(".,-–—_=~:;·•^`'\"*°")


class Recognised(NamedTuple):
    """Words and drawn boxes on the picture of a page, in points from its top left corner once it stands upright."""

    words: list[Word]
    boxes: list[Rect]
    turn: int = 0
    """Quarter turns clockwise after which the page stands upright."""


def recognise(grey: Grey, options: ReadOptions) -> Recognised:
    """What is printed on the picture of a page; one that lies on its side or upside down is turned first.

    Raises:
        RecognitionError: Tesseract failed on this picture.
        MissingProgramError: Tesseract or a language is not installed.
    """
    _tesseract.check(options.languages)
    kept = _cache_path(grey, options)
    found = _load(kept)
    if found is None:
        found = _recognise(grey, options)
        _save(kept, found)
    return found


def _recognise(grey: Grey, options: ReadOptions) -> Recognised:
    prepared = prepare(grey, options.dpi)
    if not prepared.blocks and int((prepared.grey < _INK).sum()) < _A_DOT:
        return Recognised([], [])
    table, turn = _ask(prepared.grey, options), 0
    read = _sense(table)
    if read.weight >= _SOME and read.score < _RUBBISH:
        turn = _tesseract.quarter_turns(as_png(prepared.grey), dpi=options.dpi, timeout=_TIMEOUT)
        if turn:
            prepared, table, turn = _best_turn(grey, prepared, table, turn, options)
    told = _on_blocks(prepared, options)
    scale = 72 / options.dpi
    if any(one.words for own in told for one in own):  # words printed on dark are read where they stand
        prepared = _with_words(prepared, told)
        told = [own for own in told if not any(one.words for one in own)]
        table = _ask(prepared.grey, options)
    if _confidence(table) < _UNSURE:
        table = max(table, _ask(strengthened(prepared.grey), options), key=_confidence)
    words = labels.reread(_words(table, scale), prepared.grey, scale, lambda sheet: _ask(sheet, options, labels.SIGNS))
    words.extend(_block_words(prepared, told, words, scale))
    boxes = [Rect(b.x0 * scale, b.y0 * scale, b.x1 * scale, b.y1 * scale) for b in prepared.boxes]
    return Recognised(words, boxes, turn)


def printed_on_dark(pieces: Sequence[Grey], options: ReadOptions) -> list[labels.OnDark]:
    """What light print on dark places says, its pictures given dark on white; kept as pages are.

    Raises as ``recognise``; nothing can be told where OCR is switched off or Tesseract is not installed.
    """
    if not options.ocr:
        return [labels.OnDark()] * len(pieces)
    try:
        _tesseract.check(options.languages)
    except MissingProgramError:
        return [labels.OnDark()] * len(pieces)
    kept = _cache_path(np.concatenate([piece.ravel() for piece in pieces])[None], options)
    found = _load(kept)
    if found is None or len(found.words) != 2 * len(pieces):
        told = labels.on_dark(pieces, lambda sheet, signs: _ask(sheet, options, signs))
        found = Recognised([Word(text, 0.0, 0.0, 0.0, 0.0) for one in told for text in one], [])
        _save(kept, found)
    texts = iter([word.text for word in found.words])
    return [labels.OnDark(ground, words) for ground, words in zip(texts, texts, strict=True)]


def _on_blocks(prepared: Prepared, options: ReadOptions) -> list[list[labels.OnDark]]:
    """For each blacked-out place what is printed on it."""
    pieces = [one.piece for own in prepared.prints for one in own]
    told = iter(labels.on_dark(pieces, lambda sheet, signs: _ask(sheet, options, signs)))
    return [[next(told) for _ in own] for own in prepared.prints]


def _with_words(prepared: Prepared, told: Sequence[Sequence[labels.OnDark]]) -> Prepared:
    """The page with words printed on dark set dark on white, and no blocks in their place."""
    grey = prepared.grey.copy()
    kept = []
    for block, own, read in zip(prepared.blocks, prepared.prints, told, strict=True):
        if not any(one.words for one in read):
            kept.append((block, own))
            continue
        for one in own:
            grey[one.y0 : one.y1, one.x0 : one.x1] = one.piece
    blocks, prints = zip(*kept, strict=True) if kept else ((), ())
    return replace(prepared, grey=grey, blocks=tuple(blocks), prints=tuple(prints))


def _best_turn(
    grey: Grey, prepared: Prepared, table: str, turn: int, options: ReadOptions
) -> tuple[Prepared, str, int]:
    """The page as it lay or turned, whichever gives more text that reads as language."""
    upright = prepare(np.ascontiguousarray(np.rot90(grey, -turn)), options.dpi)
    turned = _ask(upright.grey, options)
    as_it_lay, after = _sense(table), _sense(turned)
    if after.score > as_it_lay.score and after.plausible > as_it_lay.plausible:
        return upright, turned, turn
    return prepared, table, 0


def _sense(table: str) -> layer.Judgement:
    cells = (row.split("\t") for row in table.split("\n")[1:])
    return layer.judge(" ".join(row[11] for row in cells if len(row) > 11))


def _ask(grey: Grey, options: ReadOptions, signs: str = "") -> str:
    return _tesseract.recognise(
        as_png(grey), wanted=options.languages, mode=_MODE, dpi=options.dpi, timeout=_TIMEOUT, signs=signs
    )


def _confidence(table: str) -> float:
    """Tesseract's mean confidence in the words, 0 to 100, each weighed by its letters."""
    rows = [cells for row in table.split("\n")[1:] if len(cells := row.split("\t")) > 11 and cells[11].strip()]
    weight = sum(len(cells[11]) for cells in rows)
    return sum(float(cells[10]) * len(cells[11]) for cells in rows) / weight if weight else 0.0


def _words(table: str, scale: float) -> list[Word]:
    """Tesseract's ``tsv``: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    words = []
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not (text := cells[11].strip()):
            continue
        left, top, width, height = (int(cell) * scale for cell in cells[6:10])
        if _is_speck(text, width, height, float(cells[10])):
            continue
        base, size = _type(text, top, height)
        words.append(Word(text, left, left + width, base, size))
    return _level(_without_loose_signs(words))


def _without_loose_signs(words: list[Word]) -> list[Word]:
    """Without upright strokes that stand away from all words: the edge of a sheet, not a separator."""
    kept = []
    for i, word in enumerate(words):
        beside = [w for w in (*words[max(0, i - 1) : i], *words[i + 1 : i + 2]) if abs(w.base - word.base) < 12]
        if word.text not in "|!\\/" or any(-2 < max(w.x0 - word.x1, word.x0 - w.x1) < 15 for w in beside):
            kept.append(word)
    return kept


def _is_speck(text: str, width: float, height: float, confidence: float) -> bool:
    """No print but dirt: a scan's edge read as a high letter, remains of a name that was whited out read as flat or
    thin ones, a lone sign of which Tesseract is unsure.
    """
    if height > 60 or (height > 8 * max(width, 0.1) and text in "|I!l1"):
        return True
    if confidence < 60 and text.strip("_-—–=.~") and not 0.15 * height < width / len(text) < 3 * height:
        return True
    return confidence < 60 and not any(c.isalnum() for c in text) and len(text) < 3 and text not in "-–—•|"


def _type(text: str, top: float, height: float) -> tuple[float, float]:
    """Baseline and type size of a word, by which of its letters rise and descend."""
    if all(c in _FLAT for c in text):
        return top + height, 0.0
    rises = any(c in _RISES or c.isupper() for c in text)
    descends = any(c in _DESCENDS for c in text)
    parts = (0.72 if rises else 0.5) + (0.2 if descends else 0.0)
    size = height / parts
    return top + height - (0.2 * size if descends else 0.0), size


def _level(words: list[Word]) -> list[Word]:
    """Signs without a height of their own (a dash, a dot) take the line of the word beside them."""
    result: list[Word] = []
    for i, word in enumerate(words):
        if word.size:
            result.append(word)
            continue
        near = [w for w in words[max(0, i - 4) : i + 5] if w.size and w.top - 2 < word.base < w.bottom + 4]
        if near:
            nearest = min(near, key=lambda w: min(abs(w.x0 - word.x1), abs(w.x1 - word.x0)))
            result.append(word._replace(base=nearest.base, size=nearest.size))
        else:
            result.append(word._replace(size=8.0))
    return result


def _block_words(
    prepared: Prepared, told: Sequence[Sequence[labels.OnDark]], words: list[Word], scale: float
) -> list[Word]:
    """A sign for each blacked-out place, on each line of text that it covers, or on a line of its own; the ground that
    is printed on it in the place of the first.
    """
    found: list[Word] = []
    grounds: list[Word] = []
    for block, own in zip(prepared.blocks, told, strict=True):
        x0, y0, x1, y1 = block.x0 * scale, block.y0 * scale, block.x1 * scale, block.y1 * scale
        bases = _lines_beside(words, y0, y1)
        if not bases:
            size = min(11.0, (y1 - y0) / 0.97)
            bases = [((y0 + y1) / 2 + 0.27 * size, size)]
        if ground := " ".join(one.ground for one in own if one.ground):
            (base, size), *bases = bases
            grounds.append(Word(ground, x0, x1, base, size))
        found.extend(Word(BLOCK, x0, x1, base, size) for base, size in bases)
    return [*_joined(found), *grounds]


def _joined(blocks: list[Word]) -> list[Word]:
    """Blocks that touch on one line are one sign."""
    joined: list[Word] = []
    for word in sorted(blocks, key=lambda w: (w.base, w.x0)):
        last = joined[-1] if joined else None
        if last and word.base - last.base < 0.4 * word.size and last.x0 - 1 <= word.x0 < last.x1 + 1:
            joined[-1] = last._replace(x1=max(last.x1, word.x1))
        else:
            joined.append(word)
    return joined


def _lines_beside(words: list[Word], y0: float, y1: float) -> list[tuple[float, float]]:
    """Baselines and sizes of the lines whose middle lies between two heights, from top to bottom."""
    middles = sorted((w.base, w.size) for w in words if len(w.text) > 1 and y0 - 1 <= w.base - 0.25 * w.size <= y1 + 1)
    lines: list[tuple[float, float]] = []
    for base, size in middles:
        if not lines or base - lines[-1][0] > 0.6 * size:
            lines.append((base, size))
    return lines


def _cache_path(grey: Grey, options: ReadOptions) -> Path | None:
    if options.ocr_cache is None:
        return None
    digest = hashlib.sha256(grey.tobytes())
    digest.update(repr((grey.shape, options.languages, options.dpi, _MODE, METHOD, _tesseract.version())).encode())
    name = digest.hexdigest()
    return options.ocr_cache / name[:2] / f"{name}.json"


def _load(path: Path | None) -> Recognised | None:
    """What was kept, or None: nothing was, or it is damaged and is made again."""
    if path is None:
        return None
    try:
        kept: Any = json.loads(path.read_bytes())
        boxes = [Rect(*box) for box in kept["boxes"]]
        return Recognised([Word(*word) for word in kept["words"]], boxes, int(kept["turn"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _save(path: Path | None, found: Recognised) -> None:
    """Whole: a reader beside us never sees half of it."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.write(path, json.dumps(found._asdict(), ensure_ascii=False).encode(), mode=0o600)
