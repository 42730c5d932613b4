"""The keys under which copies of one message meet: a sort, a group-by, and a bounded number of pairs a group.

Every function gives keys and the row each belongs to; ``pairs`` turns them into candidate pairs. A group of any size
gives at most ``WINDOW`` pairs a member, so the number of pairs grows with the number of copies.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from draad.weave.features import Hashes, Ints, mix
from draad.weave.table import NEVER, Codes, Flags, Rows

WINDOW = 6
"""How many later members of its group each copy is compared with."""
_TIDE = 24
"""Copies in one minute up to which they are compared without any other key."""


class Keyed(NamedTuple):
    """Keys and the rows they belong to, side by side; a row may have several."""

    key: Hashes
    row: Ints


class Pairs(NamedTuple):
    """Candidate pairs, each once, ``left < right``, in order."""

    left: Ints
    right: Ints


def joined(kind: int, *columns: Ints | Hashes | Codes) -> Hashes:
    """One key of several columns; keys of another ``kind`` never meet it."""
    key = np.full(len(columns[0]), kind, dtype=np.uint64)
    for column in columns:
        key = mix(key * np.uint64(0x9E3779B97F4A7C15) + column.astype(np.uint64))
    return key


def exact(rows: Rows) -> Ints:
    """The least row with the same stamp, subject, words, sender and next copy beneath: one class, one node.

    Copies that a dossier repeats unchanged (most of them) are one node from here on. A copy without stamp, or with
    neither subject nor eight words, is a node of its own: of such things there are many.
    """
    below = rows.below
    beneath = np.where(below >= 0, rows.minute[below], NEVER)
    beneath_text = np.where(below >= 0, rows.features["full"][below], np.uint64(0))
    key = joined(
        0,
        np.where(rows.precision == 2, rows.at, rows.minute),
        rows.precision,
        rows.bare.codes,
        rows.features["full"],
        rows.features["words"],
        rows.sender.codes,
        rows.domains.codes,
        rows.key.codes,
        beneath,
        beneath_text,
    )
    again = _again(rows, key)
    key[again > 0] = joined(11, key[again > 0], again[again > 0])
    telling = rows.timed & ((rows.bare.codes >= 0) | (rows.features["words"] >= 8)) & (rows.features["words"] > 0)
    key[~telling] = joined(1, np.flatnonzero(~telling))
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first[inverse].astype(np.int64)


def _again(rows: Rows, key: Hashes) -> Ints:
    """For each copy how many like it stand above it, printed side by side in its document.

    Two people of a chat say "Ja" within one minute: the second of them is another message, in every export of it.
    """
    result = np.zeros(len(key), dtype=np.int64)
    beside = np.flatnonzero((rows.depth == 0) & np.isin(rows.document, rows.document[(rows.depth == 0) & (rows.n > 0)]))
    if not len(beside):
        return result
    beside = beside[np.lexsort((rows.n[beside], key[beside], rows.document[beside]))]
    same = (key[beside[1:]] == key[beside[:-1]]) & (rows.document[beside[1:]] == rows.document[beside[:-1]])
    place = np.arange(len(beside))
    first = np.maximum.accumulate(np.where(np.append(False, same), 0, place))
    result[beside] = place - first
    return result


def by_minute(rows: Rows, nodes: Ints) -> Pairs:
    """Pairs within a minute of each other that share subject, opening words, or the minute of the copy beneath."""
    timed = nodes[rows.timed[nodes]]
    minute = rows.minute[timed]
    below = rows.below[timed]
    beneath = np.where(below >= 0, rows.minute[below], NEVER)
    columns: tuple[tuple[int, Ints | Hashes | Codes, Flags], ...] = (
        (2, rows.bare.codes[timed], rows.bare.codes[timed] >= 0),
        (3, rows.features["head"][timed], rows.features["head"][timed] != 0),
        (4, beneath, beneath != NEVER),
    )
    found = [
        Keyed(joined(kind, minute[usable] + shift, column[usable]), timed[usable])
        for kind, column, usable in columns
        for shift in (0, 1)
    ]
    alone = [Keyed(joined(5, minute + shift), timed) for shift in (0, 1)]
    return merge(pairs(found), pairs(alone, cap=_TIDE))


def by_words(rows: Rows, nodes: Ints) -> Pairs:
    """Pairs whose time may be damaged: the same words, or subject and opening words, or Message-ID."""
    words = rows.features["words"][nodes]
    full, head = rows.features["full"][nodes], rows.features["head"][nodes]
    bare, key = rows.bare.codes[nodes], rows.key.codes[nodes]
    found = [
        Keyed(joined(6, full[words >= 4]), nodes[words >= 4]),
        Keyed(
            joined(7, bare[(bare >= 0) & (words >= 3)], head[(bare >= 0) & (words >= 3)]),
            nodes[(bare >= 0) & (words >= 3)],
        ),
        Keyed(joined(8, key[key >= 0]), nodes[key >= 0]),
    ]
    return pairs(found)


def by_chain(rows: Rows, nodes: Ints, label: Ints) -> Pairs:
    """Pairs that stand beneath, or above, copies of one message already found."""
    found = []
    for kind, neighbour in ((9, rows.above), (10, rows.below)):
        at = neighbour[nodes]
        has = at >= 0
        found.append(Keyed(joined(kind, label[at[has]]), nodes[has]))
    return pairs(found)


def pairs(found: list[Keyed], cap: int | None = None) -> Pairs:
    """The pairs of rows that share a key: each row with the next ``WINDOW`` of its group, in order of row.

    Groups of more than ``cap`` rows, where it is given, say nothing and give no pair.
    """
    key = np.concatenate([one.key for one in found])
    row = np.concatenate([one.row for one in found])
    order = np.lexsort((row, key))
    key, row = key[order], row[order]
    if cap is not None:
        edge = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=np.int64)
        size = np.diff(np.append(edge, len(key)))
        small = np.repeat(size <= cap, size)
        key, row = key[small], row[small]
    packed = []
    for step in range(1, WINDOW + 1):
        same = np.flatnonzero(key[step:] == key[:-step])
        a, b = row[same], row[same + step]
        packed.append((np.minimum(a, b) << 32 | np.maximum(a, b))[a != b])
    return _unpack(_distinct(packed))


def merge(*several: Pairs) -> Pairs:
    """All pairs of several, each once."""
    return _unpack(_distinct([_pack(one) for one in several]))


def without(some: Pairs, others: Pairs) -> Pairs:
    """Those of ``some`` that are not among ``others``."""
    return _unpack(np.setdiff1d(_pack(some), _pack(others), assume_unique=True))


def _distinct(parts: list[Ints]) -> Ints:
    """All values in order, each once. Sorting is several times faster here than numpy's own hashing ``unique``."""
    values = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    values.sort()
    result: Ints = values[np.append(True, values[1:] != values[:-1])] if len(values) else values
    return result


def _pack(some: Pairs) -> Ints:
    return some.left << 32 | some.right


def _unpack(packed: Ints) -> Pairs:
    return Pairs(packed >> 32, packed & 0xFFFFFFFF)
