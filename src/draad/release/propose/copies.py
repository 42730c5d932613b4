"""The same message gets the same proposals in all its copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from draad.records import Copy, Proposal, Split, stable_id
from draad.extract.places import Stretch, locate
from draad.release.propose.settle import overlaps


class CopyOf(NamedTuple):
    """Where a copy of a message stands."""

    message: int
    document: int
    n: int


def aligned(message: Sequence[CopyOf], split_of: Callable[[int], Split], proposals: dict[int, list[Proposal]]) -> None:
    """Makes the proposals of one message alike in all its copies, and ties them by ``twin``. Changes ``proposals``."""
    places = sorted(set(message), key=lambda one: (one.document, one.n))
    copies = [_Place(one, split_of(one.document)) for one in places]
    for place in copies:
        place.take(proposals[place.at.document])
    if len(copies) > 1:
        _shared(copies)
    for place in copies:
        place.give(proposals, len(copies) > 1)


class _Place:
    """One copy with the proposals in it."""

    def __init__(self, at: CopyOf, split: Split) -> None:
        self.at = at
        self.copy: Copy = next(copy for copy in split.copies if copy.n == at.n)
        self.marks = [mark.span for mark in self.copy.marks]
        self.head: list[Proposal] = []
        self.body: list[Proposal] = []
        body = self.copy.body or (self.copy.header[1], self.copy.header[1])
        holes = sorted([*self.marks, *(part.span for part in self.copy.parts if part.kind == "furniture")])
        self.span = body
        self.stretch = Stretch(split.document.text[slice(*body)], body[0], tuple(holes))

    def take(self, held: list[Proposal]) -> None:
        """Takes out of a document's proposals those of this copy."""
        a, b = self.copy.header
        self.head = [one for one in held if a <= one.span[0] and one.span[1] <= b]
        a, b = self.span
        self.body = [one for one in held if a <= one.span[0] and one.span[1] <= b and one not in self.head]
        mine = set(map(id, (*self.head, *self.body)))
        held[:] = [one for one in held if id(one) not in mine]

    def give(self, proposals: dict[int, list[Proposal]], many: bool) -> None:
        """Gives them back with their twins."""
        made = proposals[self.at.document]
        made += _twinned(self.at.message, "header", self.head)
        made += self.body if many else _twinned(self.at.message, "body", self.body)

    def add(self, one: Proposal) -> bool:
        """Takes a proposal that another copy has, unless something else stands there; whether it did."""
        taken = sorted([*self.marks, *(other.span for other in self.body if not other.attention)])
        if overlaps(taken, one.span) and not one.attention:
            return False
        self.body.append(one)
        return True


def _shared(copies: list[_Place]) -> None:
    """Everything found in a body is found in each copy that holds the words. The fullest copy says what there is."""
    fullest = max(copies, key=lambda place: (len(place.stretch.letters), -copies.index(place)))
    left: dict[int, list[Proposal]] = {}
    for place in copies:
        if place is not fullest:
            left[id(place)] = _carried(place, fullest)
    fullest.body.sort(key=lambda one: (one.span, one.kind))
    numbered = _twinned(fullest.at.message, "body", fullest.body)
    fullest.body = numbered
    for place in copies:
        if place is not fullest:
            place.body = []
            spans = [one.span for one in numbered]
            for one, span in zip(numbered, locate(fullest.stretch, spans, place.stretch), strict=True):
                if span is not None:
                    place.add(one._replace(span=span))
            own = [one for one in left[id(place)] if not overlaps(sorted(o.span for o in place.body), one.span)]
            place.body += _twinned(place.at.message, "rest", own)


def _carried(place: _Place, fullest: _Place) -> list[Proposal]:
    """Adds what one copy has to the fullest; gives back what the fullest does not hold."""
    left: list[Proposal] = []
    found = locate(place.stretch, [one.span for one in place.body], fullest.stretch)
    for one, span in zip(place.body, found, strict=True):
        if span is None:
            left.append(one)
        else:
            fullest.add(one._replace(span=span))
    return left


def _twinned(message: int, part: str, held: Sequence[Proposal]) -> list[Proposal]:
    """With the same number for the n-th passage of one kind and value, in whichever copy it stands."""
    times: dict[tuple[str, str], int] = {}
    made = []
    for one in sorted(held, key=lambda one: (one.span, one.kind)):
        what = (one.kind, one.value)
        times[what] = times.get(what, 0) + 1
        made.append(one._replace(twin=stable_id("twin", message, part, *what, times[what])))
    return made
