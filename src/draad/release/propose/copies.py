"""The same message gets the same proposals in all its copies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from draad.extract.places import Stretch, locate
from draad.records import Copy, Proposal, Span, Split, stable_id
from draad.release.propose.settle import disjoint, overlaps


class CopyOf(NamedTuple):
    """Where a copy of a message stands."""

    message: int
    document: int
    n: int


def parted(split: Split, proposals: Sequence[Proposal]) -> dict[int, list[Proposal]]:
    """Proposals by the copy in which they stand (``Copy.n``), -1 for what is outside all."""
    made: dict[int, list[Proposal]] = {copy.n: [] for copy in split.copies}
    made[-1] = []
    copies = list(split.copies)
    at = 0
    for one in sorted(proposals, key=lambda one: (one.span, one.kind)):
        while at < len(copies) and (copies[at].body or copies[at].header)[1] <= one.span[0]:
            at += 1
        copy = copies[at] if at < len(copies) else None
        inside = copy is not None and any(
            span and span[0] <= one.span[0] and one.span[1] <= span[1] for span in (copy.header, copy.body)
        )
        made[copy.n if copy and inside else -1].append(one)
    return made


def aligned(
    copies: Sequence[CopyOf], splits: Mapping[int, Split], proposals: Mapping[tuple[int, int], Sequence[Proposal]]
) -> dict[tuple[int, int], list[Proposal]]:
    """The proposals of one message, alike in all its copies and tied by ``twin``.

    ``proposals`` and what is given back are by document and ``Copy.n``. The order of ``copies`` tells nothing.
    """
    places = [
        _Place(one, splits[one.document], proposals.get((one.document, one.n), ()))
        for one in sorted(set(copies), key=lambda one: (one.document, one.n))
    ]
    if not places:
        return {}
    fullest = max(places, key=lambda place: (len(place.stretch.letters), -places.index(place)))
    for place in places:
        if place is not fullest:
            _carry(place, fullest)
    fullest.body = twinned(fullest.at.message, "body", fullest.body)
    spans = [one.span for one in fullest.body]
    for place in places:
        if place is not fullest:
            own, place.body = place.body, []
            for one, span in zip(fullest.body, locate(fullest.stretch, spans, place.stretch), strict=True):
                if span is not None:
                    place.add(one._replace(span=span))
            place.keep(own)
    return {
        (place.at.document, place.at.n): [*twinned(place.at.message, "header", place.head), *place.body]
        for place in places
    }


class _Place:
    """One copy with the proposals in it."""

    def __init__(self, at: CopyOf, split: Split, held: Sequence[Proposal]) -> None:
        self.at = at
        copy: Copy = next(copy for copy in split.copies if copy.n == at.n)
        self.marks = sorted(mark.span for mark in copy.marks)
        start, end = copy.body or (copy.header[1], copy.header[1])
        self.head = [one for one in held if one.span[1] <= copy.header[1]]
        self.body = [one for one in held if one.span[1] > copy.header[1]]
        holes = sorted([*self.marks, *(part.span for part in copy.parts if part.kind == "furniture")])
        self.stretch = Stretch(split.document.text[start:end], start, tuple(holes))

    def is_free(self, one: Proposal) -> bool:
        """Whether nothing of the same sort stands at a proposal's place, and no mark."""
        if overlaps(self.marks, one.span):
            return False
        return not overlaps(sorted(other.span for other in self.body if other.attention == one.attention), one.span)

    def add(self, one: Proposal) -> None:
        """Takes a proposal that another copy has; a name of which a part stands there becomes the whole."""
        if self.is_free(one):
            self.body.append(one)
            return
        start, end = one.span
        there = [o for o in self.body if o.attention == one.attention and o.span[0] < end and start < o.span[1]]
        if not there or {"person"} != {o.kind for o in (one, *there)} or overlaps(self.marks, one.span):
            return
        whole = max((*there, one), key=lambda o: o.span[1] - o.span[0])
        reach = min(start, *(o.span[0] for o in there)), max(end, *(o.span[1] for o in there))
        self.body = [o for o in self.body if o not in there]
        self.body.append(whole._replace(span=reach))

    def keep(self, own: Sequence[Proposal]) -> None:
        """What was found in this copy itself and the others' words do not cover: copies may differ in names."""
        shared = {one.twin for one in self.body}
        covered = {sort: disjoint(one.span for one in self.body if one.attention == sort) for sort in (False, True)}
        for one in own:
            if not _covers(covered[one.attention], one.span):
                self.add(one)
        rest = [one for one in self.body if one.twin not in shared]
        self.body = [one for one in self.body if one.twin in shared] + twinned(self.at.message, "rest", rest)


def _covers(spans: Sequence[Span], span: Span) -> bool:
    at = bisect_right(spans, span[0], key=lambda one: one[0])
    return at > 0 and spans[at - 1][1] >= span[1]


def _carry(place: _Place, fullest: _Place) -> None:
    """Adds what one copy has to the fullest."""
    found = locate(place.stretch, [one.span for one in place.body], fullest.stretch)
    for one, span in zip(place.body, found, strict=True):
        if span is not None:
            fullest.add(one._replace(span=span))


def twinned(message: int, part: str, held: Sequence[Proposal]) -> list[Proposal]:
    """With the same number for the n-th passage of one kind and value, in whichever copy it stands."""
    times: dict[tuple[str, str], int] = {}
    made = []
    for one in sorted(held, key=lambda one: (one.span, one.kind)):
        what = (one.kind, one.value)
        times[what] = times.get(what, 0) + 1
        made.append(one._replace(twin=stable_id("twin", message, part, *what, times[what])))
    return made
