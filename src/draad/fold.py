"""Folding: what makes two spellings of a word the same for a comparison."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case without accents: ``Coördinatie`` becomes ``coordinatie``."""
    return text.lower() if text.isascii() else _fold_word(text)


def edits(a: str, b: str, limit: int) -> int:
    """Edit distance (optimal string alignment, adjacent swaps count one), or ``limit + 1`` when it is greater."""
    return int(OSA.distance(a, b, score_cutoff=limit))
