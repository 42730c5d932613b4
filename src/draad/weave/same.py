"""Which copies are one message.

Keys bring copies together (``keys``, ``near``), evidence weighs each pair (``evidence``), components make messages.
The rounds are few and fixed: the second and third know from the round before which messages stand beneath and above
a copy, and that is the strongest evidence of all where marks and OCR left little else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from draad.weave import evidence, keys
from draad.weave.components import Edges, apart, components
from draad.weave.evidence import Evidence
from draad.weave.features import Ints
from draad.weave.keys import Keyed, Pairs
from draad.weave.near import CHUNK, bands, jaccard
from draad.weave.table import Flags, Rows

ROUNDS = 4
_ALIKE = 0.18
"""Estimated share of common 5-grams below which a pair from the bands is not weighed at all."""
_BUCKET = 64
"""Copies in one band beyond which the band is a commonplace and says nothing."""
_BAND_WORDS = 8
"""Words from which a body is looked for by its likeness."""


@dataclass(frozen=True)
class Weighed:
    """Candidate pairs with what speaks for them apart from the round: their own evidence and their neighbours'."""

    pairs: Pairs
    own: Evidence
    below: Evidence
    """Of the pair beneath; 0 where one has none."""

    def __len__(self) -> int:
        return len(self.pairs.left)


def same_message(rows: Rows) -> Ints:
    """For each copy the first copy (by id) of its message."""
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    node = keys.exact(rows)
    nodes = np.unique(node)
    weighed = _weigh(rows, keys.merge(keys.by_minute(rows, nodes), keys.by_words(rows, nodes)))
    label = node
    for round_ in range(ROUNDS):
        score = _with_chain(rows, weighed, label if round_ else None)
        label = _messages(rows, node, weighed.pairs, score)
        if round_ == ROUNDS - 1:
            break
        more = keys.by_chain(rows, nodes, label)
        if round_ == 0:
            more = keys.merge(more, _alike(rows, nodes, label))
        weighed = _add(weighed, _weigh(rows, keys.without(more, weighed.pairs)))
    return label


def _weigh(rows: Rows, pairs: Pairs) -> Weighed:
    below = rows.below
    own = evidence.base(rows, pairs.left, pairs.right)
    return Weighed(pairs, own, evidence.base(rows, below[pairs.left], below[pairs.right]))


def _add(some: Weighed, more: Weighed) -> Weighed:
    return Weighed(
        Pairs(*(np.concatenate(both) for both in zip(some.pairs, more.pairs, strict=True))),
        Evidence(*(np.concatenate(both) for both in zip(some.own, more.own, strict=True))),
        Evidence(*(np.concatenate(both) for both in zip(some.below, more.below, strict=True))),
    )


def _alike(rows: Rows, nodes: Ints, label: Ints) -> Pairs:
    """Near-duplicates of what found no partner: bands of six bins, then of three for what is still alone."""
    enough = nodes[rows.features["words"][nodes] >= _BAND_WORDS]
    alone = np.bincount(label, minlength=len(rows))[label] == 1
    lonely = enough[alone[enough]]
    # One copy stands for each message already found.
    _, first = np.unique(label[enough], return_index=True)
    others = enough[first][~alone[enough[first]]]
    found = _close(rows, lonely, others, 6)
    rest = np.setdiff1d(lonely, np.concatenate(found))
    return keys.merge(found, _close(rows, rest, others, 3))


def _close(rows: Rows, seekers: Ints, others: Ints, width: int) -> Pairs:
    """Pairs that share a band and are alike: most that share a narrow band share nothing else."""
    sketch = rows.features["sketch"]
    found = []
    for band in bands(sketch, seekers, others, width):
        left, right = keys.pairs([Keyed(*band)], cap=_BUCKET)
        for at in range(0, len(left), CHUNK):
            a, b = left[at : at + CHUNK], right[at : at + CHUNK]
            close = jaccard(sketch[a], sketch[b]) >= _ALIKE
            found.append(Pairs(a[close], b[close]))
    return keys.merge(*found)


def _with_chain(rows: Rows, weighed: Weighed, label: Ints | None) -> Evidence:
    """The evidence of each pair with that of its chains; ``label`` are the messages of the round before."""
    a, b = weighed.pairs
    below_a, below_b = rows.below[a], rows.below[b]
    both = (below_a >= 0) & (below_b >= 0)
    alike = weighed.below.score >= evidence.ACCEPT
    score, worst = weighed.own.score.copy(), weighed.own.worst.copy()
    same_above = np.zeros(len(a), dtype=bool)
    if label is not None:
        alike = label[below_a] == label[below_b]
        above_a, above_b = rows.above[a], rows.above[b]
        same_above = (above_a >= 0) & (above_b >= 0) & (label[above_a] == label[above_b])
        score[same_above] += evidence.SAME_ABOVE
        beneath = ((below_a >= 0) & (label[below_a] == label[b])) | ((below_b >= 0) & (label[below_b] == label[a]))
        score[beneath] += evidence.ONE_BENEATH_OTHER
        worst[beneath] = evidence.ONE_BENEATH_OTHER
    telling = np.where(evidence.nameless(rows, a, b) & ~same_above, 0, weighed.own.telling)
    score[both & alike] += evidence.SAME_BELOW
    # What one message quotes first is one message, if the chain goes on alike beneath it.
    telling[same_above & (alike | ~both)] = evidence.TELLING
    below = weighed.below
    unlike = both & ~alike & (below.score <= evidence.UNLIKE) & (below.worst <= evidence.AGAINST)
    score[unlike] += evidence.OTHER_BELOW
    worst[unlike] = np.minimum(worst[unlike], evidence.OTHER_BELOW)
    return Evidence(score, worst, telling)


def _messages(rows: Rows, node: Ints, pairs: Pairs, found: Evidence) -> Ints:
    """Messages as components of accepted pairs, those that hold a contradiction taken apart again."""
    a, b = pairs
    key_a, key_b = rows.key.codes[a], rows.key.codes[b]
    other_key = (key_a >= 0) & (key_b >= 0) & (key_a != key_b)
    same_key = (key_a >= 0) & (key_a == key_b)
    good = (found.score >= evidence.ACCEPT) & (found.telling >= evidence.TELLING)
    strong = same_key | _repeated(rows, pairs, good)
    veto = ~same_key & (other_key | (~good & (found.worst <= evidence.AGAINST)))
    accept = same_key | (~veto & good & (strong | (rows.document[a] != rows.document[b])))
    score = found.score[accept] + 100 * same_key[accept].astype(np.float32)
    edges = Edges(a[accept], b[accept], score, strong[accept])
    label = components(len(rows), edges.left, edges.right)[node]
    return _take_apart(rows, node, label, edges, Pairs(a[veto], b[veto]))


def _repeated(rows: Rows, pairs: Pairs, good: Flags) -> Flags:
    """Pairs so equal that they are one message even within one document (a chain quoted in two branches)."""
    a, b = pairs
    features = rows.features
    result: Flags = (
        (features["full"][a] == features["full"][b])
        & (features["words"][a] >= 4)
        & rows.timed[a]
        & (rows.minute[a] == rows.minute[b])
        & (rows.bare.codes[a] == rows.bare.codes[b])
        & good
    )
    return result


def _take_apart(rows: Rows, node: Ints, label: Ints, edges: Edges, vetoes: Pairs) -> Ints:
    """Regroup the components in which a pair is vetoed, a document stands twice, or Message-IDs differ."""
    inside = label[vetoes.left] == label[vetoes.right]
    vetoes = Pairs(vetoes.left[inside], vetoes.right[inside])
    clash = np.zeros(len(rows), dtype=bool)
    for names in (label[vetoes.left], _twice(label, rows.document), _many_keys(rows, label)):
        clash[names] = True
    wrong = np.flatnonzero(clash[label])
    if not len(wrong):
        return label
    documents, message_ids = _held(rows, node, wrong)
    members = _by_component(label, np.unique(node[wrong]))
    edge_label = label[edges.left]
    own, against = _by_component(edge_label, np.flatnonzero(clash[edge_label])), _by_component(label[vetoes.left])
    nobody = np.zeros(0, dtype=np.int64)
    first = np.arange(len(rows), dtype=np.int64)
    for name, component in members.items():
        at, no = own.get(name, nobody), against.get(name, nobody)
        some = Edges(edges.left[at], edges.right[at], edges.score[at], edges.strong[at])
        kept_apart = list(zip(vetoes.left[no].tolist(), vetoes.right[no].tolist(), strict=True))
        for member, least in apart(component.tolist(), some, kept_apart, documents, message_ids).items():
            first[member] = least
    result = label.copy()
    result[wrong] = first[node[wrong]]
    return result


def _by_component(label: Ints, which: Ints | None = None) -> dict[int, Ints]:
    """The places (of ``which``, or all) by their label."""
    places = np.arange(len(label), dtype=np.int64) if which is None else which
    places = places[np.argsort(label[places], kind="stable")]
    if not len(places):
        return {}
    parts = np.split(places, np.flatnonzero(np.diff(label[places])) + 1)
    return {int(label[part[0]]): part for part in parts}


def _many_keys(rows: Rows, label: Ints) -> Ints:
    """The messages whose copies have several Message-IDs."""
    keyed = np.flatnonzero(rows.key.codes >= 0)
    names = np.unique(np.stack([label[keyed], rows.key.codes[keyed]], axis=1), axis=0)[:, 0]
    result: Ints = names[1:][names[1:] == names[:-1]]
    return result


def _twice(label: Ints, document: Ints) -> Ints:
    """The messages of which a document holds two copies."""
    order = np.lexsort((document, label))
    one, two = order[:-1], order[1:]
    again = (label[one] == label[two]) & (document[one] == document[two])
    return np.unique(label[one[again]])


def _held(rows: Rows, node: Ints, wrong: Ints) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The documents, and the Message-IDs, of each node of the components to be taken apart."""
    documents: dict[int, set[int]] = {}
    message_ids: dict[int, set[int]] = {}
    columns = (node[wrong], rows.document[wrong], rows.key.codes[wrong])
    for owner, document, key in zip(*(column.tolist() for column in columns), strict=True):
        documents.setdefault(owner, set()).add(document)
        if key >= 0:
            message_ids.setdefault(owner, set()).add(key)
    return documents, message_ids
