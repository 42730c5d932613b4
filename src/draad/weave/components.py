"""Connected components, and groups that keep apart what must stay apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from draad.weave.features import Ints

OUTVOTE = 3
"""Pairs that must speak for joining two groups for each pair that speaks against."""


def components(size: int, left: Ints, right: Ints) -> Ints:
    """The least member of each node's connected component (min-label hooking and pointer jumping, all in numpy).

    ``left`` and ``right`` are the ends of the edges. The number of rounds grows with the logarithm of the longest path.
    """
    label = np.arange(size, dtype=np.int64)
    while len(left):
        a, b = label[left], label[right]
        low, high = np.minimum(a, b), np.maximum(a, b)
        if not (low != high).any():
            break
        np.minimum.at(label, high, low)
        while True:
            next_label = label[label]
            if (next_label == label).all():
                break
            label = next_label
    return label


@dataclass
class _Group:
    members: list[int]
    documents: set[int] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)
    friends: Counter[int] = field(default_factory=Counter)
    """Nodes that an edge ties to it, with how many."""
    vetoes: Counter[int] = field(default_factory=Counter)
    """Nodes that should not come in, with how many of its members they contradict."""

    def join(self, other: _Group) -> None:
        """Take in another group."""
        self.members += other.members
        self.documents |= other.documents
        self.keys |= other.keys
        self.friends.update(other.friends)
        self.vetoes.update(other.vetoes)


def _may_join(one: _Group, two: _Group, strong: bool) -> bool:
    """Whether nothing contradicts, or too little: of many damaged copies one or another contradicts by chance."""
    if len(one.keys | two.keys) > 1 or (not strong and not one.documents.isdisjoint(two.documents)):
        return False
    few, many = (one, two) if len(one.members) < len(two.members) else (two, one)
    against = sum(many.vetoes[member] for member in few.members)
    return not against or sum(many.friends[member] for member in few.members) >= OUTVOTE * against


@dataclass(frozen=True)
class Edges:
    """Pairs of nodes that are held for the same, with how much speaks for it."""

    left: Ints
    right: Ints
    score: NDArray[np.float32]
    strong: NDArray[np.bool_]
    """Equal enough to be the same even within one document."""


def apart(
    nodes: Iterable[int],
    edges: Edges,
    vetoes: Sequence[tuple[int, int]],
    documents: dict[int, set[int]],
    keys: dict[int, set[int]],
) -> dict[int, int]:
    """Group the nodes of one component by its edges, best first, and keep apart what contradicts: node → least node.

    Two groups are not joined when pairs of theirs are vetoed and not outvoted, when they hold different Message-IDs, or
    when both hold a copy of one document and the edge is not ``strong``. Equal scores go by the nodes' numbers: one
    outcome only.
    """
    groups = {n: _Group([n], set(documents.get(n, ())), set(keys.get(n, ()))) for n in nodes}
    owner = {n: n for n in groups}
    for left, right in vetoes:
        groups[left].vetoes[right] += 1
        groups[right].vetoes[left] += 1
    for left, right in zip(edges.left.tolist(), edges.right.tolist(), strict=True):
        groups[left].friends[right] += 1
        groups[right].friends[left] += 1
    order = np.lexsort((edges.right, edges.left, -edges.score)).tolist()
    for at in order:
        one, two = owner[int(edges.left[at])], owner[int(edges.right[at])]
        if one != two and _may_join(groups[one], groups[two], bool(edges.strong[at])):
            if len(groups[one].members) < len(groups[two].members):
                one, two = two, one
            for member in groups[two].members:
                owner[member] = one
            groups[one].join(groups.pop(two))
    least: dict[int, int] = defaultdict(int)
    for group in groups.values():
        first = min(group.members)
        for member in group.members:
            least[member] = first
    return dict(least)
