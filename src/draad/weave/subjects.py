"""How alike two bare subjects are, and two domains: equal, fitting around marks, misread by OCR, or different."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from draad.weave.features import Ints
from draad.weave.near import bits
from draad.weave.table import MARK, Codes, Floats, Rows, Words

SAME_SUBJECT, LONG_SUBJECT, FITTING_SUBJECT, ALIKE_SUBJECT, OTHER_SUBJECT = 2.5, 3.0, 1.5, 1.0, -4.0

_LONG = 12
"""Letters from which a subject says much."""
_SHOWN = 5
"""Letters that two marked subjects must both show, alike, to fit."""
_ALIKE, _VERY_ALIKE = 0.4, 0.7
"""Shares of common trigrams; two subjects that have nothing to do with each other come to .3 at most."""


def subject(rows: Rows, a: Ints, b: Ints) -> Floats:
    """The evidence of the bare subjects; a mark in one stands for anything."""
    shown, sketch, hidden = rows.bare.letters, rows.bare.trigrams, rows.bare.marked
    one, two = rows.bare.codes[a], rows.bare.codes[b]
    score = np.where(shown[one] >= _LONG, LONG_SUBJECT, SAME_SUBJECT).astype(np.float32)
    score[shown[one] == 0] = 0
    other = np.flatnonzero((one != two) & (one >= 0) & (two >= 0))
    score[other] = _alike(sketch[one[other]], sketch[two[other]])
    marked = other[hidden[one[other]] | hidden[two[other]]]
    fits = by_pair(rows.bare, one[marked], two[marked], _fits)
    score[marked] = np.where(fits >= 0, fits, score[marked])
    score[(one < 0) | (two < 0)] = 0
    return score


def _alike(one: NDArray[np.uint8], two: NDArray[np.uint8]) -> Floats:
    share = bits(one & two) / np.maximum(np.minimum(bits(one), bits(two)), 1)
    score = np.interp(share, [_ALIKE, _VERY_ALIKE], [ALIKE_SUBJECT, SAME_SUBJECT])
    return np.where(share < _ALIKE, OTHER_SUBJECT, score).astype(np.float32)


def _fits(one: str, two: str) -> float:
    """Whether two subjects are equal where neither is redacted: by the words before the first mark and after the last.

    Only what both show is compared: a mark may stand for many words, and the other subject may be marked elsewhere.
    Negative where they don't fit.
    """
    head = min(len(one.partition(MARK)[0]), len(two.partition(MARK)[0]))
    tail = min(len(one.rpartition(MARK)[2]), len(two.rpartition(MARK)[2]))
    if one[:head].strip() != two[:head].strip() or (tail and one[-tail:].strip() != two[-tail:].strip()):
        return -1.0
    both = len(one[:head].strip()) + len(one[len(one) - tail :].strip())
    return FITTING_SUBJECT if both >= _SHOWN else 0.0


@lru_cache(maxsize=1 << 14)
def misread(one: str, two: str) -> bool:
    """Whether two domains may be one, misread by OCR or broken over a line."""
    if one == two:
        return True
    first, second = ({f"  {value} "[at : at + 3] for at in range(len(value) + 1)} for value in (one, two))
    return len(first & second) >= 0.4 * min(len(first), len(second))


def by_pair(words: Words, one: Codes, two: Codes, compare: Callable[[str, str], float]) -> Floats:
    """Compare strings once for each two that differ, and spread the outcome; −1 on either side gives 0."""
    low, high = np.minimum(one, two).astype(np.int64), np.maximum(one, two).astype(np.int64)
    pairs, where = np.unique(low * (len(words.values) + 1) + high, return_inverse=True)
    outcome = np.zeros(len(pairs), dtype=np.float32)
    for at, pair in enumerate(pairs.tolist()):
        x, y = divmod(pair, len(words.values) + 1)
        if x >= 0:
            outcome[at] = compare(words.values[x], words.values[y])
    result: Floats = outcome[where]
    return result
