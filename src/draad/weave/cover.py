"""What a thread lacks and where it stands whole: gaps, and the inclusive documents."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from draad.weave.features import Ints
from draad.weave.messages import Messages
from draad.weave.table import Rows
from draad.weave.threads import Links


def standing(rows: Rows, messages: Messages, links: Links) -> tuple[Ints, Ints, Ints]:
    """Which message stands in which document: (thread, document, message), each once, in that order."""
    columns = np.stack([links.thread[messages.of], rows.document, messages.of], axis=1)
    unique = np.unique(columns, axis=0)
    return unique[:, 0], unique[:, 1], unique[:, 2]


def inclusive(thread: Ints, document: Ints, message: Ints) -> dict[int, list[int]]:
    """For each thread the documents whose messages are not all in another one; of equal ones the least id.

    A document that alone holds some message is inclusive. Only the others are compared, and only with the documents
    that share their rarest message.
    """
    spread = np.bincount(message)
    documents: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for t, d, m in zip(thread.tolist(), document.tolist(), message.tolist(), strict=True):
        documents[t][d].append(m)
    rarity = spread.tolist()
    return {t: _inclusive(held, rarity) for t, held in documents.items()}


def _inclusive(held: dict[int, list[int]], rarity: list[int]) -> list[int]:
    if len(held) == 1:
        return list(held)
    distinct: dict[tuple[int, ...], int] = {}
    for document in sorted(held):
        distinct.setdefault(tuple(held[document]), document)
    holders: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for some in distinct:
        for message in some:
            holders[message].append(some)
    sets = {some: frozenset(some) for some in distinct}
    kept = []
    for some, document in distinct.items():
        rarest = min(some, key=lambda m: (len(holders[m]), rarity[m], m))
        if not any(sets[some] < sets[other] for other in holders[rarest]):
            kept.append(document)
    return sorted(kept)


def gaps(rows: Rows, messages: Messages, links: Links) -> dict[int, list[dict[str, Any]]]:
    """For each thread what is referred to or quoted in it but was not itself released.

    ``quoted``: a message that stands only as a quotation. ``referred``: a message answers or forwards one that is
    nowhere (``why``: ``prefix``, ``in-reply-to``). ``copy`` is where that can be read.
    """
    result: dict[int, list[dict[str, Any]]] = defaultdict(list)
    ids = rows.id
    for message in np.flatnonzero(~messages.released).tolist():
        first = int(messages.first[message])
        gap = {"kind": "quoted", "message": int(ids[first]), "copy": int(ids[messages.fullest[message]])}
        result[int(links.thread[message])].append({**gap, "why": "never printed"})
    named = set(messages.of[links.missing].tolist())
    for message in np.flatnonzero((links.parent < 0) & (messages.prefix > 0)).tolist():
        if message not in named:
            copy = int(ids[messages.fullest[message]])
            result[int(links.thread[message])].append(
                {"kind": "referred", "message": None, "copy": copy, "why": "prefix"}
            )
    for message in sorted(named):
        copy = int(ids[messages.fullest[message]])
        result[int(links.thread[message])].append(
            {"kind": "referred", "message": None, "copy": copy, "why": "in-reply-to"}
        )
    return result
