"""Weave: which copies are the same message, who answers whom, what is new in each document, what is missing.

Said as a data flow, so that the same steps can run as group-bys and joins on a cluster:

1. *keys* (``keys``, ``near``): each copy gives keys (minute and subject, words, the copy beneath, bands of a sketch);
2. *self join*: copies that share a key become candidate pairs, a bounded number a copy;
3. *evidence* (``evidence``): each pair is weighed on its own columns and those of its neighbours in the document;
4. *components* (``components``): accepted pairs make messages; the few components that hold a contradiction are taken
   apart one by one. Steps 1 to 4 are repeated a fixed number of times, each knowing the messages of the time before;
5. *group by message* (``messages``), *votes* of quotation and reply headers for its parent, *components* again: threads
   (``threads``); last the reading order (``news``), gaps and inclusive documents (``cover``).

The result is a function of the set of copies: whatever the order of rows, ids, messages and threads are the same.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from draad.schema import WOVEN_COPIES, WOVEN_MESSAGES, WOVEN_THREADS
from draad.weave import cover, news
from draad.weave.features import Ints, features, features_batch
from draad.weave.messages import Messages, messages
from draad.weave.same import same_message
from draad.weave.table import CERTAINTY, COLUMNS, NEVER, Rows, rows
from draad.weave.threads import LINKS, Links, links

__all__ = ["COLUMNS", "Woven", "features", "features_batch", "weave"]


class Woven(NamedTuple):
    """The outcome: tables of ``schema.WOVEN_COPIES``, ``WOVEN_MESSAGES`` and ``WOVEN_THREADS``, each in order of id."""

    copies: pa.Table
    messages: pa.Table
    threads: pa.Table


def weave(copies: pa.Table, documents: pa.Table | None = None) -> Woven:
    """Weave all copies of a dossier.

    ``copies`` has ``COLUMNS`` (others are not looked at); ``documents`` has ``id`` and ``name``, by which documents of
    the same moment are read in order. A message's id is the least id among its copies, a thread's among its messages.
    """
    table = rows(copies)
    del copies  # the columns of text are not looked at again; of a million copies they are much
    found = messages(table, same_message(table))
    tied, found = links(table, found)
    order = news.reading_order(table, found, documents)
    return Woven(
        _copies_table(table, found, news.elsewhere(table, found, order)),
        _messages_table(table, found, tied),
        _threads_table(table, found, tied),
    )


def _copies_table(table: Rows, found: Messages, elsewhere: Ints) -> pa.Table:
    arrays = [table.id, table.id[found.first[found.of]], _nullable(table.id, elsewhere)]
    return pa.table(arrays, schema=WOVEN_COPIES)


def _nullable(values: Ints, at: Ints) -> pa.Array:
    """The values at those places; null where the place is −1."""
    if not len(values):
        return pa.array([], type=pa.int64())
    return pa.array(values[at], mask=at < 0)


def _messages_table(table: Rows, found: Messages, tied: Links) -> pa.Table:
    ids = table.id[found.first]
    certainties = np.array(sorted(CERTAINTY, key=lambda name: CERTAINTY[name]))
    known = found.at != NEVER
    return pa.table(
        [
            ids,
            ids[tied.thread],
            _nullable(ids, tied.parent),
            pa.array([LINKS[link] for link in tied.link.tolist()], type=pa.string()),
            table.id[found.fullest],
            pa.array(found.at, mask=~known),
            pa.array(found.offset, mask=~known),
            pa.array(certainties[found.certainty].tolist(), type=pa.string()),
            found.released,
        ],
        schema=WOVEN_MESSAGES,
    )


def _threads_table(table: Rows, found: Messages, tied: Links) -> pa.Table:
    names, of = np.unique(tied.thread, return_inverse=True)
    thread, document, message = cover.standing(table, found, tied)
    inclusive = cover.inclusive(thread, document, message)
    gaps = cover.gaps(table, found, tied)
    late = np.iinfo(np.int64).max
    first, last = np.full(len(names), late), np.full(len(names), NEVER)
    np.minimum.at(first, of, np.where(found.at == NEVER, late, found.at))
    np.maximum.at(last, of, found.at)
    documents = dict.fromkeys(names.tolist(), 0)
    pairs = np.unique(np.stack([thread, document], axis=1), axis=0)[:, 0]
    documents.update(zip(*(part.tolist() for part in np.unique(pairs, return_counts=True)), strict=True))
    return pa.table(
        [
            table.id[found.first[names]],
            np.bincount(of, minlength=len(names)).astype(np.int32),
            pa.array(list(documents.values()), type=pa.int32()),
            pa.array(first, mask=first == late),
            pa.array(last, mask=last == NEVER),
            pa.array(_subjects(table, found, tied, names), type=pa.string()),
            [json.dumps(inclusive[name]) for name in names.tolist()],
            [json.dumps(gaps.get(name, []), ensure_ascii=False) for name in names.tolist()],
        ],
        schema=WOVEN_THREADS,
    )


def _subjects(table: Rows, found: Messages, tied: Links, names: Ints) -> list[str | None]:
    """The bare subject of each thread: of its first message in time whose fullest copy shows one.

    Not of the copy that shows most of it: a thread would be named by words that the copy people read hides (law 2).
    """
    order = np.lexsort((np.arange(len(found)), np.where(found.at == NEVER, 2**62, found.at)))
    result: dict[int, str] = {}
    columns = (tied.thread[order], table.bare.codes[found.fullest[order]])
    for thread, subject in zip(*(column.tolist() for column in columns), strict=True):
        if subject >= 0 and thread not in result:
            result[thread] = table.bare.values[subject]
    return [result.get(name) for name in names.tolist()]
