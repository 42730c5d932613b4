"""From what the finders found to what is proposed: one finding a matter, its weight, and what falls away."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from math import exp
from typing import NamedTuple

from draad.extract.records import Found, Kind, Reason, Unit
from draad.knowledge import load
from draad.records import Span

_SUREST = 6.0
"""Log-odds beyond which no proposal is surer: nothing that a text says is certain."""


class _Weights(NamedTuple):
    bias: dict[str, float]
    threshold: float
    authority: dict[str, int]
    yields: frozenset[tuple[str, str]]
    """Pairs of kinds of which the first gives way to the second."""
    contests: frozenset[tuple[str, str]]
    """Pairs of kinds, both ways round, of which the weaker finding gives way."""
    sure: float
    beside: float
    """What a finding must score to stand beside a surer one of any other kind on the same words."""
    with_cue: float
    without_cue: dict[str, float]
    by_place: frozenset[str]


@cache
def _weights() -> _Weights:
    data = load("scoring")
    return _Weights(
        data["bias"],
        data["threshold"],
        data["authority"],
        frozenset((one, other) for one, other in data["contest"]["yields"]),
        frozenset(pair for a, b in data["contest"]["weaker_yields"] for pair in ((a, b), (b, a))),
        data["contest"]["sure"],
        data["contest"]["beside"],
        data["likeness"]["with_cue"],
        data["likeness"]["without_cue"],
        frozenset(data["likeness"]["by_place"]),
    )


def score(kind: Kind, reasons: Iterable[Reason]) -> float:
    """Between 0 and 1: the logistic of the bias of its kind and the weights of its reasons."""
    total = _weights().bias[kind] + sum(reason.weight for reason in reasons)
    return 1 / (1 + exp(-max(-_SUREST, min(_SUREST, total))))


def bias(kind: Kind) -> float:
    """What is added to the weights of the reasons for an item of this kind."""
    return _weights().bias[kind]


def border(kind: Kind, has_cue: bool) -> float:
    """The log-odds by the words as a whole above which an item is proposed."""
    return _weights().with_cue if has_cue else _weights().without_cue[kind]


def least_border() -> float:
    """The log-odds beneath which no kind is proposed by words alone."""
    return min(_weights().without_cue.values())


def stands(found: Found) -> bool:
    """Whether it stands whatever its words are like: by its place, or because the text itself marks it."""
    return authority(found) > 0 or found.cue in _weights().by_place


def accepted(kind: Kind, reasons: Iterable[Reason]) -> bool:
    """Whether it is worth showing to a person."""
    return score(kind, reasons) >= _weights().threshold


def settled(unit: Unit, found: Iterable[Found]) -> list[Found]:
    """What was found, each matter once, what is too weak left out; in order of place, then of kind.

    Findings of one kind on overlapping words are one: that of the finder with most authority stands (an explicit mark
    before a debate before a cue), else the most specific span, with the reasons of all. Of two kinds that say the same
    of the same words the one that knowledge names as yielding falls away.
    """
    kinds: dict[Kind, list[Found]] = {}
    for one in found:
        if one.sentence < len(unit.sentences) and _may(unit, one):
            kinds.setdefault(one.kind, []).append(one)
    merged = [one for kind, several in kinds.items() for one in _merged(several) if accepted(kind, one.reasons)]
    return _yielded(sorted(merged, key=lambda one: (one.span, one.kind, one.cue)))


def _may(unit: Unit, found: Found) -> bool:
    """In a debate only the finder that knows turns of speech proposes, but for figures."""
    return unit.sentences[found.sentence].role != "turn" or found.kind == "figure" or authority(found) > 0


def authority(found: Found) -> int:
    """How far the finder's word goes before that of others: by the family in the cue's name."""
    return _weights().authority.get(_family(found.cue), 0)


@lru_cache(maxsize=1024)
def _family(cue: str) -> str:
    return re.split(r"[._-]", cue, maxsplit=1)[0]


def _merged(several: list[Found]) -> list[Found]:
    """Findings of one kind, none over another."""
    if len(several) == 1:
        return several
    several.sort(key=lambda one: (-authority(one), one.span[1] - one.span[0], one.span, one.cue_span, one.cue))
    kept: list[Found] = []
    starts: list[int] = []
    for one in several:
        begin, end = _extent(one)
        at = bisect_left(starts, end)  # the last one that begins before this one ends
        if at and _extent(kept[at - 1])[1] > begin:
            kept[at - 1] = _joined(kept[at - 1], one)
        else:
            kept.insert(at, one)
            starts.insert(at, begin)
    return kept


def _extent(found: Found) -> Span:
    """The words that are the finding's alone: a figure's are its number, for several stand in one sentence."""
    return found.cue_span if found.kind == "figure" else found.span


def _joined(first: Found, other: Found) -> Found:
    """``first`` with what ``other`` adds: reasons that it lacks, parties that it does not tell."""
    names = {reason.name for reason in first.reasons}
    more = tuple(reason for reason in other.reasons if reason.name not in names)
    return first._replace(
        reasons=first.reasons + more,
        owners=other.owners if first.owners is None else first.owners,
        counterparties=other.counterparties if first.counterparties is None else first.counterparties,
        figure=first.figure or other.figure,
    )


def _yielded(found: list[Found]) -> list[Found]:
    """What is left when of two kinds that say the same of the same words one gives way."""
    dropped: set[int] = set()
    for i, one in enumerate(found):
        for j in range(i + 1, min(len(found), i + 8)):
            other = found[j]
            if other.span[0] >= one.span[1]:
                break
            if _same_words(one, other):
                dropped |= {k for k, a, b in ((i, one, other), (j, other, one)) if _gives_way(a, b)}
    return [one for i, one in enumerate(found) if i not in dropped]


def _gives_way(one: Found, other: Found) -> bool:
    """Whether ``one`` falls away beside ``other``: a mark of the text itself never does."""
    known = _weights()
    pair = one.kind, other.kind
    if authority(one) > authority(other) or stands(one):
        return False
    if pair in known.yields:
        return True
    if "figure" in pair:
        return False
    own, theirs = score(one.kind, one.reasons), score(other.kind, other.reasons)
    least = known.sure if pair in known.contests else known.beside
    return own < least and (own, one.kind) < (theirs, other.kind)


def _same_words(a: Found, b: Found) -> bool:
    """Whether two spans share the better part of the shorter one."""
    shared = min(a.span[1], b.span[1]) - max(a.span[0], b.span[0])
    return 2 * shared > min(a.span[1] - a.span[0], b.span[1] - b.span[0])
