"""Folding: what makes two spellings of a word the same for a comparison."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case without accents: ``Coördinatie`` becomes ``coordinatie``."""
    return text.lower() if text.isascii() else _fold_word(text)


def edits(a: str, b: str, limit: int) -> int:
    """Edit distance (Damerau–Levenshtein, adjacent swaps count one), or ``limit + 1`` when it is greater.

    For short words such as header names; the work is in proportion to ``len(a) * len(b)``.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        above, row = row, [i]
        for j, cb in enumerate(b, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
        before = above
    return row[-1]
