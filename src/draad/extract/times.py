"""The time expressions of a unit, read sentence by sentence, and only where something asks for them.

Most sentences lie near no item. And what two sentences say is never one expression: of the heading *Week 12* above
*Donderdag bellen* neither is a time of the other, though only a line break parts them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from draad.extract.records import Sentence, Unit
from draad.extract.when import When, find
from draad.records import Span

_LONG = 4000
"""Characters of a part of a sentence (a cell of a table) that is read anew at most."""


def _start(sentence: Sentence) -> int:
    return sentence.span[0]


class Times:
    """The time expressions of one unit, with spans in the document; each sentence is read once."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._read: dict[Span, Sequence[When]] = {}

    def within(self, span: Span) -> Sequence[When]:
        """The expressions within a span, in order: of a sentence, a part of one, or several in a row.

        An expression that runs over the border of a part (*maandag* in one cell, *3 juni* in the next) was read too
        far: there the part's own words are read.
        """
        found = self._read.get(span)
        if found is not None:
            return found
        parts = self._sentences(span)
        if len(parts) == 1 and parts[0] == span:
            return self._of(span)
        whens = [when for part in parts for when in self._of(part) if part_of(when.span, span)]
        over = any(when.span[0] < span[0] or when.span[1] > span[1] for when in whens)
        if over and span[1] - span[0] < _LONG:
            return self._of(span)
        return [when for when in whens if when.span[0] >= span[0] and when.span[1] <= span[1]]

    def _sentences(self, span: Span) -> list[Span]:
        """The sentences that a span touches; the span itself where it touches none."""
        sentences = self._unit.sentences
        first = max(0, bisect_right(sentences, span[0], key=_start) - 1)
        touched = []
        for k in range(first, len(sentences)):
            if sentences[k].span[0] >= span[1]:
                break
            if part_of(sentences[k].span, span):
                touched.append(sentences[k].span)
        return touched or [span]

    def _of(self, span: Span) -> Sequence[When]:
        found = self._read.get(span)
        if found is None:
            at = span[0]
            found = self._read[span] = tuple(
                When((w.span[0] + at, w.span[1] + at), w.text, w.due, w.every, w.urgent, w.kind, w.at, w.how, w.certain)
                for w in find(self._unit.words(span), self._unit.moment)
            )
        return found


def part_of(one: Span, other: Span) -> bool:
    """Whether two spans share characters."""
    return one[0] < other[1] and other[0] < one[1]
