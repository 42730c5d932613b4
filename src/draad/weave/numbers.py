"""Numbers that two copies give for one thing: numbered notices, weekly reports and invoices differ in nothing else.

A body keeps some of its numbers, each with the words around it (``features``). Two bodies contradict each other where
different numbers stand between the same words, or where all words but those with digits are equal (their *frame*). A
number that one copy lacks contradicts nothing: it may be withheld, cut off, or lost where a subject was wrapped.

OCR too makes one digit of another. So a difference of one edit is a *slip*: it keeps copies apart unless other words
are damaged as well, or the chain says that they are one (``same``).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from draad.fold import edits
from draad.weave.features import LONG_NUMBER, NUMBER_BITS, NUMBERS, Hashes, Ints
from draad.weave.near import bits
from draad.weave.subjects import by_pair
from draad.weave.table import MARK, Flags, Floats, Rows, counted, uncounted

OTHER_NUMBERS, ONE_FIGURE, PERHAPS_MISREAD = -9.0, -6.0, -4.0
"""Against a pair: other numbers; numbers one edit apart, in the same words; and in words not quite the same."""
_DAMAGED, _MUCH_DAMAGED = 3, 5
"""Words among the first that each of two bodies must have alone to be called damaged: the fewer where the numbers are
one edit apart and the headers too show damage, else the more. A name and a number in a template are two."""
_DIGITS = 15
_TAG = np.uint64(NUMBER_BITS)
_VALUE = np.uint64((1 << NUMBER_BITS) - 1)
_LONG = np.uint64(10**LONG_NUMBER)


def numbers(rows: Rows, a: Ints, b: Ints, one: NDArray[Any], two: NDArray[Any]) -> Floats:
    """The evidence of numbers: 0, or against. ``one`` and ``two`` are the blobs of the pairs' ends."""
    within, above = bodies(one, two), subjects(rows, a, b)
    clash = np.minimum(within, above)
    ask = np.flatnonzero(clash)
    near, misread = clash[ask] == ONE_FIGURE, misprinted(rows, a[ask], b[ask])
    alone = _alone(one[ask], two[ask])
    clash[ask[near & (one["frame"][ask] != two["frame"][ask])]] = PERHAPS_MISREAD
    # Other numbers in the subject and in the body too are hardly both misread.
    once = (within[ask] == 0) | (above[ask] == 0)
    excused = once & (near | misread) & (alone >= np.where(near & misread, _DAMAGED, _MUCH_DAMAGED))
    clash[ask[excused]] = 0
    other = np.flatnonzero(one["full"] != two["full"])
    agree = numbers_agree(_long(one["numbers"][other]), _long(two["numbers"][other]))
    clash[other[~agree]] = OTHER_NUMBERS
    return clash


def misprinted(rows: Rows, a: Ints, b: Ints) -> Flags:
    """Whether the headers show that one is misread: another spelling of subject or domain, or a damaged stamp.

    The words of bodies alone don't: where different passages are withheld, each shows words that the other lacks.
    """
    one, two = rows.bare.codes[a], rows.bare.codes[b]
    spelling = rows.bare.uncounted
    subject = (spelling[one] >= 0) & (spelling[two] >= 0) & (spelling[one] != spelling[two])
    sender = (rows.sender.codes[a] >= 0) & (rows.sender.codes[b] >= 0) & (rows.sender.codes[a] != rows.sender.codes[b])
    stamp = ~rows.timed | (rows.certainty == 0)
    result: Flags = subject | sender | stamp[a] | stamp[b]
    return result


def _alone(one: NDArray[Any], two: NDArray[Any]) -> Ints:
    """How many of its first words each of two bodies has that the other lacks, at least: many where OCR misread."""
    result: Ints = np.minimum(_count(one["bag"] & ~two["bag"]), _count(two["bag"] & ~one["bag"]))
    return result


def _count(bags: Hashes) -> Ints:
    return bits(np.ascontiguousarray(bags).view(np.uint8).reshape(len(bags), 8))


def bodies(one: NDArray[Any], two: NDArray[Any]) -> Floats:
    """Whether the bodies give other numbers: 0, ``ONE_FIGURE`` or ``OTHER_NUMBERS``."""
    result = np.zeros(len(one), dtype=np.float32)
    other = np.flatnonzero((one["full"] != two["full"]) & (one["words"] > 0) & (two["words"] > 0))
    result[other[one["frame"][other] == two["frame"][other]]] = ONE_FIGURE
    ask = other[(one["numbers"][other, 0] != 0) & (two["numbers"][other, 0] != 0)]
    ask = ask[(one["numbers"][ask] != two["numbers"][ask]).any(axis=1)]
    result[ask] = np.minimum(result[ask], _replaced(one["numbers"][ask], two["numbers"][ask]))
    return result


def _replaced(one: Hashes, two: Hashes) -> Floats:
    """Whether between some words the one gives a number, and the other another that the one has nowhere."""
    result = np.zeros(len(one), dtype=np.float32)
    left, right = _missing(one, two), _missing(two, one)
    for i in range(NUMBERS):
        for j in range(NUMBERS):
            x, y = one[:, i], two[:, j]
            met = np.flatnonzero(left[:, i] & right[:, j] & (x >> _TAG == y >> _TAG))
            if len(met):
                near = within_one_edit(x[met] & _VALUE, y[met] & _VALUE)
                result[met] = np.minimum(result[met], np.where(near, ONE_FIGURE, OTHER_NUMBERS))
    return result


def _missing(some: Hashes, others: Hashes) -> Flags:
    """Which of some numbers the others don't have, between whatever words."""
    found = some == 0
    for j in range(NUMBERS):
        found |= (some & _VALUE) == (others[:, j : j + 1] & _VALUE)
    result: Flags = ~found
    return result


def subjects(rows: Rows, a: Ints, b: Ints) -> Floats:
    """Whether the bare subjects give other numbers: 0, ``ONE_FIGURE`` or ``OTHER_NUMBERS``."""
    one, two = rows.bare.codes[a], rows.bare.codes[b]
    known = rows.bare.counted
    result = np.zeros(len(a), dtype=np.float32)
    other = np.flatnonzero((one >= 0) & (two >= 0) & (known[one] != known[two]))
    result[other] = by_pair(rows.bare, one[other], two[other], compare_subjects)
    return result


def compare_subjects(one: str, two: str) -> float:
    """Two subjects by their numbers alone; where letters are misread too, a slip is one more misreading."""
    first, second = counted(one), counted(two)
    left, right = (
        list((Counter(first) - Counter(second)).elements()),
        list((Counter(second) - Counter(first)).elements()),
    )
    if not left or not right:
        return 0.0
    near = len(left) == len(right) and all(edits(x, y, 1) <= 1 for x, y in zip(left, right, strict=True))
    if MARK in one or MARK in two or uncounted(one) == uncounted(two):
        return ONE_FIGURE if near else OTHER_NUMBERS
    return 0.0 if near else ONE_FIGURE


def _long(some: Hashes) -> Hashes:
    """The long numbers among them, without the words around them; 0 for the others."""
    values = some & _VALUE
    return np.where(values >= _LONG, values, np.uint64(0))


def numbers_agree(one: Hashes, other: Hashes) -> Flags:
    """Each long number of the body that has fewer stands in the other, within one edit.

    Two letters from one template differ in their case number alone: this tells them apart. One edit is let through
    because OCR reads a digit wrong, drops it or doubles it.
    """
    agree = np.ones(len(one), dtype=bool)
    ask = np.flatnonzero((one != 0).any(axis=1) & (other != 0).any(axis=1) & (one != other).any(axis=1))
    if not len(ask):
        return agree
    a, b = one[ask], other[ask]
    fewer = (a != 0).sum(axis=1) <= (b != 0).sum(axis=1)
    short, long = np.where(fewer[:, None], a, b), np.where(fewer[:, None], b, a)
    fits = np.ones(len(ask), dtype=bool)
    for i in range(short.shape[1]):
        found = short[:, i] == 0
        for j in range(long.shape[1]):
            found |= (long[:, j] != 0) & within_one_edit(short[:, i], long[:, j])
        fits &= found
    agree[ask] = fits
    return agree


def within_one_edit(one: Hashes, other: Hashes) -> Flags:
    """Whether two numbers (written with a 1 before them) differ in one digit changed, dropped or added at most."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    changed = np.zeros(len(low), dtype=np.int64)
    dropped = np.zeros(len(low), dtype=bool)
    for place in range(_DIGITS):
        unit = np.uint64(10**place)
        ten = unit * np.uint64(10)
        changed += (low // unit) % np.uint64(10) != (high // unit) % np.uint64(10)
        dropped |= (high // ten) * unit + high % unit == low
    # The 1 in front keeps numbers of different length from agreeing by a changed digit.
    result: Flags = (low == high) | ((_length(low) == _length(high)) & (changed <= 1)) | dropped
    return result


def _length(some: Hashes) -> Ints:
    bounds = np.array([10**power for power in range(1, 20)], dtype=np.uint64)
    return np.searchsorted(bounds, some, side="right").astype(np.int64)
