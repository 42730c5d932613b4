"""Which words of one copy stand at the place of which words of another.

Three words in a row that stand once in each of the two texts are sure to be the same place (patience diff, by Bram
Cohen's idea, with three words for one line); around them what is equal goes on as far as it does. Between two such
stretches lies what differs. Where a mark lies in there, nothing more is said than that: which word stands at which
mark can't be known for certain, and a guess would fill it (law 2).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, Protocol

from draad.fold import edits

Kind = Literal["same", "near", "other", "held"]
"""Equal words; words that differ as OCR makes them differ; words that differ; a stretch with a mark on either side."""
_RUN = 3
"""Words in a row that make a place sure."""
_MOST = 250_000
"""Words times words that are compared one by one between two sure places."""


class Word(Protocol):
    """What is laid beside each other: a word, or a mark."""

    @property
    def key(self) -> str:
        """By what words are compared."""

    @property
    def hole(self) -> bool:
        """Whether something was withheld here."""


class Stretch(NamedTuple):
    """Words ``a[a0:a1]`` of one text and ``b[b0:b1]`` of the other, at one place."""

    kind: Kind
    a0: int
    a1: int
    b0: int
    b1: int


def align(a: Sequence[Word], b: Sequence[Word]) -> list[Stretch]:
    """All words of both texts in stretches, in order; work grows with the texts, not with their product."""
    found: list[Stretch] = []
    at, bt = 0, 0
    for i, j, length in [*_sure(a, b), (len(a), len(b), 0)]:
        found += _between(a, b, (at, i, bt, j))
        if length:
            found.append(Stretch("same", i, i + length, j, j + length))
        at, bt = i + length, j + length
    return found


def _sure(a: Sequence[Word], b: Sequence[Word]) -> list[tuple[int, int, int]]:
    """Stretches that surely are the same in both, in order: ``(i, j, length)``. Beginning and end count as places."""
    there = _once(b)
    pairs = [(i, there[run]) for run, i in _once(a).items() if run in there]
    blocks: list[tuple[int, int, int]] = []
    last_i, last_j = 0, 0
    for i, j in [(0, 0), *_rising(pairs), (len(a), len(b))]:
        if i < last_i or j < last_j:
            continue
        before = _equal(a, b, i - 1, j - 1, -1, (last_i, last_j)) if i > last_i and j > last_j else 0
        after = _equal(a, b, i, j, 1, (len(a), len(b)))
        if before + after:
            blocks.append((i - before, j - before, before + after))
            last_i, last_j = i + after, j + after
    return blocks


def _once(words: Sequence[Word]) -> dict[tuple[str | None, ...], int]:
    """Where each run of words that stands in a text exactly once begins."""
    keys = [None if word.hole else word.key for word in words]
    found: dict[tuple[str | None, ...], int] = {}
    again: set[tuple[str | None, ...]] = set()
    for n, run in enumerate(zip(*(keys[place:] for place in range(_RUN)), strict=False)):
        if None in run:
            continue
        if run in found:
            again.add(run)
        else:
            found[run] = n
    return {run: n for run, n in found.items() if run not in again}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that rises in both (patience sorting); ``pairs`` rise in the first."""
    tops: list[int] = []
    chain: list[int] = []
    behind: list[int] = []
    for n, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        behind.append(chain[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            chain.append(n)
        else:
            tops[pile], chain[pile] = j, n
    kept: list[tuple[int, int]] = []
    n = chain[-1] if chain else -1
    while n >= 0:
        kept.append(pairs[n])
        n = behind[n]
    return kept[::-1]


def _equal(a: Sequence[Word], b: Sequence[Word], i: int, j: int, step: int, end: tuple[int, int]) -> int:
    """How many words from a place on, in one direction, are equal and no marks."""
    length = 0
    while (i < end[0] and j < end[1]) if step > 0 else (i >= end[0] and j >= end[1]):
        if a[i].hole or b[j].hole or a[i].key != b[j].key:
            break
        i, j, length = i + step, j + step, length + 1
    return length


def _between(a: Sequence[Word], b: Sequence[Word], bounds: tuple[int, int, int, int]) -> Iterator[Stretch]:
    """What lies between two sure places."""
    a0, a1, b0, b1 = bounds
    if a0 == a1 and b0 == b1:
        return
    if any(word.hole for word in a[a0:a1]) or any(word.hole for word in b[b0:b1]):
        yield Stretch("held", a0, a1, b0, b1)
    elif (a1 - a0) * (b1 - b0) > _MOST:
        yield Stretch("other", a0, a1, b0, b1)
    else:
        matcher = SequenceMatcher(None, [w.key for w in a[a0:a1]], [w.key for w in b[b0:b1]], autojunk=False)
        for tag, i0, i1, j0, j1 in matcher.get_opcodes():
            here = (a0 + i0, a0 + i1, b0 + j0, b0 + j1)
            if tag == "equal":
                yield Stretch("same", *here)
            elif tag == "replace":
                yield from _replaced(a, b, here)
            else:
                yield Stretch("other", *here)


def _replaced(a: Sequence[Word], b: Sequence[Word], bounds: tuple[int, int, int, int]) -> Iterator[Stretch]:
    """Words that stand in each other's place: one by one where they are as many, else together."""
    a0, a1, b0, b1 = bounds
    if a1 - a0 != b1 - b0:
        joined = near("".join(w.key for w in a[a0:a1]), "".join(w.key for w in b[b0:b1]))
        yield Stretch("near" if joined else "other", *bounds)
        return
    for n in range(a1 - a0):
        alike = near(a[a0 + n].key, b[b0 + n].key)
        yield Stretch("near" if alike else "other", a0 + n, a0 + n + 1, b0 + n, b0 + n + 1)


def near(one: str, other: str) -> bool:
    """Whether two words differ as OCR makes them differ: in one letter of each four, and in one at least of three."""
    shortest, longest = sorted((len(one), len(other)))
    most = max(1, longest // 4)
    return shortest >= 3 and longest <= min(200, shortest + most) and edits(one, other, most) <= most
