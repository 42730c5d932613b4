"""How alike two bodies are, by their blobs alone; and the bands that bring alike bodies together.

The sketch is a one-permutation hash of character 5-grams: the share of bins in which two sketches agree estimates how
many grams two bodies have in common (their Jaccard index). Bodies that agree in all bins of one band are candidates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from draad.weave.features import BINS, Hashes, Ints, mix
from draad.weave.table import Floats

CHUNK = 1 << 13
"""Pairs compared at a time: bounds memory."""


def bands(sketch: NDArray[np.uint8], seekers: Ints, others: Ints, width: int) -> Iterator[tuple[Hashes, Ints]]:
    """For each band of ``width`` bins the keys, and the row each belongs to, of rows that look for a partner.

    Of the ``others`` only those keys are given that a seeker has too. A band mostly of empty bins has no key.
    """
    for band in range(BINS // width):
        bins = range(band * width, (band + 1) * width)
        seeking, sought = _band(sketch, seekers, bins), _band(sketch, others, bins)
        met = np.isin(sought[0], seeking[0])
        yield np.concatenate([seeking[0], sought[0][met]]), np.concatenate([seeking[1], sought[1][met]])


def _band(sketch: NDArray[np.uint8], rows: Ints, bins: range) -> tuple[Hashes, Ints]:
    part = sketch[rows, bins.start : bins.stop]
    rows = rows[(part != 0).sum(axis=1) * 3 >= len(bins) * 2]
    key = np.full(len(rows), bins.start + 1, dtype=np.uint64)
    for at in bins:
        key = key * np.uint64(257) + sketch[rows, at]
    return mix(key), rows


def jaccard(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Floats:
    """The estimated share of grams in common; 0 where either body has none.

    One bin in 255 agrees by chance; that is taken off.
    """
    used = (a | b) != 0
    share = ((a == b) & used).sum(axis=1) / np.maximum(used.sum(axis=1), 1)
    result: Floats = (np.maximum(share - 1 / 255, 0) * (255 / 254)).astype(np.float32)
    return result


def containment(alike: Floats, one: NDArray[Any], other: NDArray[Any]) -> Floats:
    """The share of the shorter body's grams that stand in the longer, from the Jaccard index and the two lengths."""
    short = np.maximum(np.minimum(one, other).astype(np.float32), 1)
    both = one.astype(np.float32) + other.astype(np.float32)
    result: Floats = np.minimum(alike / (1 + alike) * both / short, 1).astype(np.float32)
    return result


def words_shared(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> Floats:
    """The share of the words (bits of two bags) of the body that has fewer, that the other has too."""
    both, a, b = _bits(one & other), _bits(one), _bits(other)
    result: Floats = (both / np.maximum(np.minimum(a, b), 1)).astype(np.float32)
    return result


def _bits(bags: NDArray[np.uint64]) -> Ints:
    return bits(np.ascontiguousarray(bags).view(np.uint8).reshape(len(bags), 8))


_ONES = np.array([number.bit_count() for number in range(256)], dtype=np.uint8)


def bits(octets: NDArray[np.uint8]) -> Ints:
    """How many bits are set in each row."""
    result: Ints = _ONES[octets].sum(axis=1, dtype=np.int64)
    return result
