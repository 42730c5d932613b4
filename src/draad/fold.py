"""Folding: what makes two spellings of a word the same for a comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()  # in this order: "𝘈" has a lower case only once it is an "A"
    return _COMBINING.sub("", unicodedata.normalize("NFKD", plain))


def fold(text: str) -> str:
    """Lower case without accents: ``Coördinatie`` becomes ``coordinatie``."""
    return text.lower() if text.isascii() else _fold_word(text)


def edits(a: str, b: str, limit: int) -> int:
    """Edit distance (optimal string alignment, adjacent swaps count one), or ``limit + 1`` when it is greater."""
    return int(OSA.distance(a, b, score_cutoff=limit))
