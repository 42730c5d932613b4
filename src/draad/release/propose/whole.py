"""A document whose words are whole: what a printer or a program put within a word is taken out, and put back after.

Soft hyphens, blanks of no width and accents that stand by themselves part a name for the eye of a finder, not for that
of a reader; so does the hyphen by which a name was broken at the end of a line. Nothing else is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from draad.records import Copy, Mark, Proposal, Span, Split

_TURN = r"(?:[ ]?\n[ \t>|]{0,12})"
_WITHIN = re.compile(
    "[\u200b-\u200d\u2060\ufeff]"  # blanks of no width, joiners
    rf"|\u00ad{_TURN}?"
    "|(?<=[^\\W\\d_])[\u0300-\u036f]+"  # an accent apart (Unicode NFD, as Apple writes it)
    rf"|(?<=[^\W\d_])-{_TURN}(?!(?:van|de|der|den|te|ter|ten|en|of|op|in|aan|dan|naar|met|voor|tot|is)\b)(?=[a-zß-ÿ]{{2}})"
)
_ANY = re.compile("[\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]")
_BROKEN = re.compile(r"-[ ]?\n")
_BEGINS = re.compile(r"[A-ZÀ-Þ][^\W\d_]*\Z")
_LONGEST = 40
"""Characters of a word."""


class Joints:
    """Where something was taken out of a text."""

    def __init__(self, cuts: Sequence[Span]) -> None:
        lost = [0, *accumulate(end - start for start, end in cuts)]
        self._old = [end for _, end in cuts]
        self._new = [end - gone for (_, end), gone in zip(cuts, lost[1:], strict=True)]
        self._lost = lost

    def within(self, span: Span) -> Span:
        """A span of the document as one of the text without its joints."""
        return self._shorter(span[0]), self._shorter(span[1])

    def _shorter(self, at: int) -> int:
        n = bisect_right(self._old, at)
        shorter = at - self._lost[n]
        return min(shorter, self._new[n]) if n < len(self._new) else shorter

    def back(self, span: Span) -> Span:
        """A span of that text as one of the document."""
        start = span[0] + self._lost[bisect_right(self._new, span[0])]
        return start, max(start, span[1] - 1 + self._lost[bisect_right(self._new, span[1] - 1)] + 1)

    def undone(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        """Proposals where they stand in the document."""
        return [one._replace(span=self.back(one.span)) for one in proposals]


def whole(split: Split) -> tuple[Split, Joints | None]:
    """A document with whole words and where they were parted; the same and None where no word is."""
    text = split.document.text
    if not _ANY.search(text) and not _BROKEN.search(text):
        return split, None
    cuts = [
        found.span() for found in _WITHIN.finditer(text) if found.group()[0] != "-" or _is_name(text, found.start())
    ]
    if not cuts:
        return split, None
    joints = Joints(cuts)
    pieces, at = [], 0
    for start, end in cuts:
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    document = replace(split.document, text="".join(pieces), pages=(), boxes=())
    copies = tuple(_copy(copy, joints) for copy in split.copies)
    rest = tuple(map(joints.within, split.rest))
    return replace(split, document=document, copies=copies, rest=rest, marks=_marks(split.marks, joints)), joints


def _is_name(text: str, at: int) -> bool:
    """Whether the word before a hyphen has a capital."""
    return _BEGINS.search(text[max(0, at - _LONGEST) : at].rpartition("\n")[2].rpartition(" ")[2]) is not None


def _copy(copy: Copy, joints: Joints) -> Copy:
    body = joints.within(copy.body) if copy.body else None
    return replace(copy, header=joints.within(copy.header), body=body, marks=_marks(copy.marks, joints))


def _marks(marks: Iterable[Mark], joints: Joints) -> tuple[Mark, ...]:
    return tuple(mark._replace(span=joints.within(mark.span)) for mark in marks)
