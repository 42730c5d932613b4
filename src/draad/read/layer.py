"""Judges text: does it read as language, or is it what a bad recognition left behind?

Used twice: to decide whether a page's text layer can be trusted, and, where it can't, whether OCR gave better. One
judge for both, so that the comparison is fair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from draad.knowledge import load

_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[\W_]*\d[\d.,:/\-()%+€ ]*[A-Za-z]{0,2}[\W_]*$")
_ADDRESS = re.compile(r"@[A-Za-z][\w-]+\.[A-Za-z]{2,}")
_STROKES = re.compile(r"[\W_]*[1lI|!i.]{4,}[\W_]*$")
"""What recognition makes of a black bar or a dotted one: ``1111.1111``."""
_BAR_PART = 0.4
"""The least share of E in what a bar is read as; ``MEEESNN``."""
_MARKS = ".,:;@/-()"
_RULE = re.compile(r"([^\w\s])\1{2,}$|^█+$")
"""Drawn lines of dots or dashes, and blocks: neither words nor rubbish."""

POOR = 0.7
"""Below this share of plausible text a printed layer is distrusted; tables of real releases lie above .85."""
POOR_HIDDEN = 0.9
"""The same for a hidden layer, which some earlier recognition made and which we may do better."""
FEW_LETTERS = 80
"""A page with fewer letters than this, on which a picture lies, has its text in the picture."""
STRIPPED_LETTERS = 200
"""From so many letters on, a page without punctuation has lost it."""


@dataclass(frozen=True)
class Judgement:
    """What was counted in a text. ``score`` is the share of its weight that reads as language, 0 to 1."""

    letters: int
    plausible: int
    """Letters that stand in plausible words."""
    weight: int
    marks: int
    """Punctuation characters."""

    @property
    def score(self) -> float:
        """The share of the weight that reads as language."""
        return self.plausible / self.weight if self.weight else 0.0

    @property
    def stripped(self) -> bool:
        """The punctuation was lost: Dutch and English prose has one mark to 30 letters, the barest page one to 60."""
        return self.letters >= STRIPPED_LETTERS and self.marks * 125 < self.letters


def judge(text: str) -> Judgement:
    """Count what in ``text`` reads as language.

    Numbers, drawn rules and blocks weigh nothing; words weigh their letters; a lone symbol, a run of strokes and a
    mixture that is no word weigh their characters and count as rubbish.
    """
    letters = plausible = weight = marks = 0
    for token in _TOKEN.findall(text):
        marks += sum(token.count(mark) for mark in _MARKS)
        if _RULE.search(token):
            continue
        if _STROKES.match(token):
            weight += len(token)
            continue
        if _NUMBER.match(token):
            continue
        words = _LETTERS.findall(token)
        count = sum(map(len, words))
        letters += count
        if not count:
            weight += 2 if len(token) < 3 else len(token)
            continue
        good = count if _ADDRESS.search(token) else sum(len(word) for word in words if _plausible(word))
        weight += count + _inner_noise(token)
        plausible += good
    return Judgement(letters, plausible, weight, marks)


def _inner_noise(token: str) -> int:
    """Symbols within a word that belong in none: ``b|ulten``, ``verz^k``."""
    return sum(2 for char in token[1:-1] if char in "|^~\\{}¬£¥§°«»*■•")


@lru_cache(maxsize=50_000)
def _plausible(word: str) -> bool:
    """A word by its shape: known letter sequences, sensible capitals."""
    if len(word) < 3:
        return len(word) == 2 or word in "uUaAeEiI"
    if not (word.islower() or word.isupper() or word[1:].islower()) and not re.fullmatch(r"(?:[A-Z][a-z]+)+", word):
        return False
    if word.isupper() and len(word) <= 5:
        return True
    folded = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    if not folded.isascii():
        return folded.isalpha()
    known, padded = _trigrams(), f"^{folded}$"
    hits = sum(padded[i : i + 3] in known for i in range(len(padded) - 2))
    return hits >= 0.75 * (len(padded) - 2)


@lru_cache(maxsize=1)
def _trigrams() -> frozenset[str]:
    return frozenset(two + third for two, follow in load("trigrams")["follow"].items() for third in follow)


def is_of_a_bar(word: str) -> bool:
    """Is it what recognition makes of a dark box with light print on it: capitals, most of them E (``BEEEEGEN:``)?"""
    letters = [char for char in word if char.isalpha()]
    return "".join(letters).isupper() and "EE" in word and letters.count("E") >= _BAR_PART * len(letters)


Verdict = Literal["layer", "ocr", "none"]


def decide(judgement: Judgement, *, picture: float, strokes: int, hidden: bool) -> Verdict:
    """Where to take a page's text from.

    ``picture`` is the share of the page that pictures cover, ``strokes`` the number of drawn paths: letters turned
    into outlines are paths without text. ``hidden``: the layer is not printed but lies invisibly under a picture.
    """
    if judgement.letters < FEW_LETTERS:
        if picture > 0.25 or strokes > 400:
            return "ocr"
        return "layer" if judgement.letters or judgement.weight else "none"
    if judgement.stripped or judgement.score < (POOR_HIDDEN if hidden else POOR):
        return "ocr"
    return "layer"


def better(ocr: Judgement, layer: Judgement) -> bool:
    """Is the recognised text the better of the two?"""
    if layer.letters < FEW_LETTERS:
        return ocr.plausible >= layer.plausible
    if ocr.plausible < 0.6 * layer.plausible:
        return False
    if layer.stripped:
        return not ocr.stripped and ocr.score >= layer.score - 0.15
    return ocr.score > layer.score or (ocr.marks > 2 * layer.marks and ocr.score >= layer.score - 0.15)
