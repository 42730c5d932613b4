"""What is new in each document for somebody who reads all documents once, and in which order that is."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from draad.weave.features import Ints
from draad.weave.messages import Messages
from draad.weave.table import NEVER, Rows


def reading_order(rows: Rows, messages: Messages, documents: pa.Table | None) -> Ints:
    """The rows in the order in which they are read: by document, then by place in it.

    Documents are read by the moment of their printed message, then by name; those without a moment come last.
    """
    names: dict[int, str] = {}
    if documents is not None:
        names = dict(zip(documents.column("id").to_pylist(), documents.column("name").to_pylist(), strict=True))
    document, at_row = np.unique(rows.document, return_inverse=True)
    printed = np.full(len(document), NEVER, dtype=np.int64)
    order = np.lexsort((-rows.n, at_row))
    # The last write wins: that of the least n, the printed message.
    printed[at_row[order]] = messages.at[messages.of[order]]
    moment = np.where(printed == NEVER, np.iinfo(np.int64).max, printed).tolist()
    ids = document.tolist()
    read = sorted(range(len(ids)), key=lambda at: (moment[at], names.get(ids[at], ""), ids[at]))
    rank = np.empty(len(ids), dtype=np.int64)
    rank[read] = np.arange(len(ids))
    result: Ints = np.lexsort((rows.n, rank[at_row]))
    return result


def elsewhere(rows: Rows, messages: Messages, order: Ints) -> Ints:
    """For each row the row by which the reader met its message first; −1 where that is the row itself."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    earliest = np.full(len(messages), len(order), dtype=np.int64)
    np.minimum.at(earliest, messages.of, place)
    first = order[earliest[messages.of]] if len(order) else order
    return np.where(first == np.arange(len(order)), -1, first)
