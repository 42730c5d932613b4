"""Connected components, and groups that keep apart what must stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from draad.weave.features import Ints


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
    vetoes: set[int] = field(default_factory=set)
    """Nodes that may not come in."""


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

    Two groups are not joined when a pair of theirs is vetoed, when they hold different Message-IDs, or when both hold
    a copy of one document and the edge is not ``strong``. Equal scores go by the nodes' numbers: one outcome only.
    """
    groups = {n: _Group([n], set(documents.get(n, ())), set(keys.get(n, ()))) for n in nodes}
    owner = {n: n for n in groups}
    for left, right in vetoes:
        groups[left].vetoes.add(right)
        groups[right].vetoes.add(left)
    for at in np.lexsort((edges.right, edges.left, -edges.score)).tolist():
        one, two = owner[int(edges.left[at])], owner[int(edges.right[at])]
        if one == two:
            continue
        a, b = groups[one], groups[two]
        if len(a.keys | b.keys) > 1 or (not edges.strong[at] and not a.documents.isdisjoint(b.documents)):
            continue
        if not a.vetoes.isdisjoint(b.members) or not b.vetoes.isdisjoint(a.members):
            continue
        if len(a.members) < len(b.members):
            a, b, one, two = b, a, two, one
        for member in b.members:
            owner[member] = one
        a.members += b.members
        a.documents |= b.documents
        a.keys |= b.keys
        a.vetoes |= b.vetoes
        del groups[two]
    least: dict[int, int] = defaultdict(int)
    for group in groups.values():
        first = min(group.members)
        for member in group.members:
            least[member] = first
    return dict(least)
