"""How well weaving did: predicted and true labels of the same copies, compared.

Pairwise figures count pairs of copies: a pair is right when both sides put it together. They are had from the sizes of
the groups and of their intersections, never by listing pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple


class Score(NamedTuple):
    """Precision, recall and their harmonic mean; with nothing to find, all are 1."""

    precision: float
    recall: float
    f1: float


class WeaveScore(NamedTuple):
    """All that is measured of weaving: pairs of the same message and thread, parents, and new copies."""

    message: Score
    thread: Score
    parent: float
    new: Score


def pairwise(predicted: Sequence[Hashable], true: Sequence[Hashable]) -> Score:
    """Pairwise precision, recall and F1 of a grouping; place by place the labels of the same things."""
    both = _pairs(Counter(zip(predicted, true, strict=True)).values())
    return _score(both, _pairs(Counter(predicted).values()), _pairs(Counter(true).values()))


def parents(
    message: Sequence[Hashable],
    parent: Sequence[Hashable | None],
    true_message: Sequence[Hashable],
    true_parent: Sequence[Hashable | None],
) -> float:
    """The share of copies whose message has the right parent.

    All by copy: a predicted parent is the message that most of its copies truly are. Copies whose true parent stands
    in no copy at all count as having none, since nothing could be found.
    """
    votes: dict[Hashable, Counter[Hashable]] = {}
    for found, true in zip(message, true_message, strict=True):
        votes.setdefault(found, Counter())[true] += 1
    meaning = {found: min(c, key=lambda t: (-c[t], str(t))) for found, c in votes.items()}
    present = set(true_message)
    right = 0
    for found, true in zip(parent, true_parent, strict=True):
        wanted = true if true in present else None
        right += (None if found is None else meaning.get(found, found)) == wanted
    return right / max(len(true_parent), 1)


def flags(predicted: Iterable[bool], true: Iterable[bool]) -> Score:
    """Precision, recall and F1 of a yes or no."""
    pairs = list(zip(predicted, true, strict=True))
    both = sum(p and t for p, t in pairs)
    return _score(both, sum(p for p, _ in pairs), sum(t for _, t in pairs))


def weaving(
    predicted: Mapping[Hashable, Mapping[str, object]], true: Mapping[Hashable, Mapping[str, object]]
) -> WeaveScore:
    """Score rows by their key, for copies that both sides have.

    A row is ``{"message", "thread", "parent", "new"}``: labels of any kind (they need not be the same on both sides),
    ``parent`` a message's label or None, ``new`` whether the reader meets the message here first. The key is whatever
    names a copy on both sides, such as (document name, n) or (document name, first line of its header).
    """
    common = sorted(set(predicted) & set(true), key=str)
    ours, theirs = [predicted[key] for key in common], [true[key] for key in common]

    def column(side: list[Mapping[str, object]], name: str) -> list[Hashable]:
        return [row[name] for row in side]

    return WeaveScore(
        message=pairwise(column(ours, "message"), column(theirs, "message")),
        thread=pairwise(column(ours, "thread"), column(theirs, "thread")),
        parent=parents(*(column(side, name) for side in (ours, theirs) for name in ("message", "parent"))),
        new=flags([bool(row["new"]) for row in ours], [bool(row["new"]) for row in theirs]),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _score(both: int, predicted: int, true: int) -> Score:
    precision = both / predicted if predicted else 1.0
    recall = both / true if true else 1.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)
