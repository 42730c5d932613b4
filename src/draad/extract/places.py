"""The same words in another copy of a message: where they stand there, in that copy's own spelling.

Two copies differ in line breaks, quote prefixes, marks, page furniture and the damage of OCR. So letters and digits are
compared, and nothing else: first exactly, then, between the places already found, with room for damage.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import numpy as np
from rapidfuzz.fuzz import partial_ratio_alignment

from draad.fold import fold
from draad.records import Span

ALIKE = 90
"""Percent of the letters that must agree (indel ratio) where OCR damaged one of the copies."""
_SHORTEST = 12
"""Letters; fewer agree by chance once damage is allowed."""
_LONGEST = 1_000
_WINDOW = 5_000
"""Letters that are searched for a damaged copy of the words: more would cost more than they are worth."""
_EFFORT = 20_000_000
"""Letters compared in search of one item in one copy."""
_HOLE = "\0"


@lru_cache(maxsize=1 << 12)
def _letter(point: int) -> int:
    """What a character is compared by, as a code point: one letter or digit for one, folded; 0 for all else."""
    character = chr(point)
    if not character.isalnum():
        return 0
    folded = fold(character)
    return ord(folded) if len(folded) == 1 else point


@dataclass(frozen=True)
class Stretch:
    """A body as it stands in one document."""

    text: str
    """The words of the body alone."""
    start: int
    """Offset of the body in its document."""
    holes: tuple[Span, ...] = ()
    """Marks and page furniture, as spans of the document: not compared."""

    @cached_property
    def bare(self) -> str:
        """The text, blanks in its holes."""
        text = self.text
        for a, b in self.holes:
            left, right = max(0, a - self.start), min(len(text), b - self.start)
            if left < right:
                text = f"{text[:left]}{' ' * (right - left)}{text[right:]}"
        return text

    @cached_property
    def _stream(self) -> tuple[str, list[int]]:
        points = np.frombuffer(self.bare.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        kinds, of = np.unique(points, return_inverse=True)
        folded = np.array([_letter(point) for point in kinds.tolist()], dtype=np.uint32)[of]
        letters = folded[folded > 0]
        return letters.tobytes().decode("utf-32-le", "surrogatepass"), np.flatnonzero(folded).tolist()

    @property
    def letters(self) -> str:
        """Letters and digits, folded, one after the other."""
        return self._stream[0]

    @property
    def at(self) -> list[int]:
        """Where each of ``letters`` stands in ``text``."""
        return self._stream[1]

    def letters_of(self, span: Span) -> Span:
        """The letters of a span of the document, as places in ``letters``."""
        return bisect_left(self.at, span[0] - self.start), bisect_left(self.at, span[1] - self.start)

    def span_of(self, first: int, last: int) -> Span:
        """The span in the document of the letters from ``first`` to before ``last``."""
        return self.start + self.at[first], self.start + self.at[last - 1] + 1

    def is_edge(self, place: int) -> bool:
        """Whether a word begins at this letter, or ends before it."""
        return place in (0, len(self.at)) or self.at[place] != self.at[place - 1] + 1

    def to_edges(self, first: int, last: int) -> Span:
        """The same letters and the rest of the words that they cut."""
        while not self.is_edge(first):
            first -= 1
        while not self.is_edge(last):
            last += 1
        return first, last

    def signs(self, span: Span) -> str:
        """What stands in a span besides letters: punctuation, and one sign for each hole."""
        start, end = span
        inside = [(max(a, start), min(b, end)) for a, b in self.holes if start < b and a < end]
        pieces = []
        for a, b in inside:
            pieces += [self.text[start - self.start : a - self.start], _HOLE]
            start = b
        pieces.append(self.text[start - self.start : end - self.start])
        return "".join("".join(pieces).split())

    def edges(self, step: int) -> dict[int, int]:
        """From one end of each hole to its other, in ``text``: forwards for a step of 1, back for -1."""
        moved = ((a - self.start, b - self.start) for a, b in self.holes)
        return dict(moved) if step > 0 else {b: a for a, b in moved}


def locate(own: Stretch, spans: Sequence[Span], other: Stretch) -> list[Span | None]:
    """For each span of ``own``, where its words stand in ``other``; None where they do not.

    The n-th occurrence of words in one copy answers to their n-th in the other.
    """
    if own.text == other.text:
        moved = other.start - own.start
        return [(a + moved, b + moved) for a, b in spans]
    needles = [own.letters_of(span) for span in spans]
    found = [_exactly(own, needle, other) for needle in needles]
    lost = [k for k, place in enumerate(found) if place is None]
    if lost:
        between = _Between(needles, found, len(other.letters))
        for k in lost:
            found[k] = _nearly(own, needles[k], other, between.of(needles[k]))
    return [
        None if place is None else _grown(own, span, needle, other, other.span_of(*place))
        for span, needle, place in zip(spans, needles, found, strict=True)
    ]


def _grown(own: Stretch, span: Span, needle: Span, other: Stretch, found: Span) -> Span:
    """With the marks and punctuation at both ends, where the other copy has the same."""
    first, last = own.span_of(*needle)
    start = _followed(other, found[0], own.signs((span[0], first))[::-1], -1)
    return start, _followed(other, found[1], own.signs((last, span[1])), 1)


def _followed(stretch: Stretch, at: int, signs: str, step: int) -> int:
    """Where these signs end that stand one after the other from ``at``, forwards or back; ``at`` where they do not."""
    if not signs:
        return at
    edges = stretch.edges(step) if _HOLE in signs else {}
    place = at - stretch.start
    for sign in signs:
        while 0 <= (k := place + min(step, 0)) < len(stretch.text) and stretch.text[k].isspace():
            place += step
        if sign == _HOLE and place in edges:
            place = edges[place]
        elif 0 <= k < len(stretch.text) and stretch.text[k] == sign:
            place += step
        else:
            return at
    return stretch.start + place


def _exactly(own: Stretch, needle: Span, other: Stretch) -> Span | None:
    words = own.letters[slice(*needle)]
    if not words:
        return None
    before = sum(1 for place in _occurrences(own, words) if place < needle[0])
    for count, place in enumerate(_occurrences(other, words)):
        if count == before:
            return place, place + len(words)
    return None


def _occurrences(stretch: Stretch, words: str) -> Iterator[int]:
    """Where these letters stand as whole words, each after the end of the one before; not for ever in hostile text."""
    place = stretch.letters.find(words)
    for _ in range(_EFFORT // len(words) + 1):
        if place < 0:
            return
        whole = stretch.is_edge(place) and stretch.is_edge(place + len(words))
        if whole:
            yield place
        place = stretch.letters.find(words, place + (len(words) if whole else 1))


class _Between:
    """Where a needle can stand, seen from those already found: after what goes before it, before what comes after."""

    def __init__(self, needles: Sequence[Span], found: Sequence[Span | None], length: int) -> None:
        known = sorted((own, place) for own, place in zip(needles, found, strict=True) if place is not None)
        by_end = sorted(known, key=lambda pair: pair[0][1])
        self._starts = [own[0] for own, _ in known]
        self._ends = [own[1] for own, _ in by_end]
        self._lowest = [0, *accumulate((place[1] for _, place in by_end), max)]
        self._highest = [length, *accumulate((place[0] for _, place in reversed(known)), min)][::-1]

    def of(self, needle: Span) -> Span:
        """The first and last place, in letters of the other copy."""
        low = self._lowest[bisect_right(self._ends, needle[0])]
        return low, self._highest[bisect_left(self._starts, needle[1])]


def _nearly(own: Stretch, needle: Span, other: Stretch, window: Span) -> Span | None:
    words = own.letters[slice(*needle)]
    low, high = _around(needle[0] / max(1, len(own.letters)), window, len(other.letters), len(words))
    if not _SHORTEST <= len(words) <= _LONGEST or (high - low) * 100 < len(words) * ALIKE:
        return None
    best = partial_ratio_alignment(words, other.letters[low:high], score_cutoff=ALIKE)
    if best is None or best.dest_end - best.dest_start < len(words) * ALIKE / 100:
        return None
    return other.to_edges(low + best.dest_start, low + best.dest_end)


def _around(share: float, window: Span, length: int, words: int) -> Span:
    """A window that is too wide, cut to what lies around the same share of the body."""
    low, high = window
    if high - low <= _WINDOW + words:
        return low, high
    middle = min(max(int(share * length), low), high)
    return max(low, middle - _WINDOW // 2), min(high, middle + words + _WINDOW // 2)
