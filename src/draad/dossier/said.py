"""Items beside the message in which they were said: what each is, and where it stands in the copy that is shown.

A conversation shows one copy of each message (law 2), so no text is read for the places in all the others.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from draad.records import Span

_SAID = """
    SELECT i.message, i.id, i.kind, i.status, i.owner, i.due, i.every, i.urgent, i.document, i.start, i."end",
           e.document, e.start, e."end"
    FROM json_each(?) asked CROSS JOIN messages m ON m.id = asked.value CROSS JOIN items i ON i.message = m.id
    LEFT JOIN evidence e ON e.item = i.id AND e.copy = m.representative
    WHERE i.status <> 'rejected' ORDER BY i.id, e.start, e."end"
"""


@dataclass(frozen=True, slots=True)
class SaidView:
    """An item that stands, and its places in the copy that represents its message."""

    id: int
    kind: str
    status: str
    owner: tuple[str, ...]
    due: str | None
    """EDTF."""
    every: str | None
    """ISO 8601 duration."""
    urgent: bool
    spans: tuple[Span, ...]
    """Empty where the item stands in other copies alone."""
    own: bool
    """Whether the first of these places is the one whose words, owner and term these are."""


def in_messages(con: sqlite3.Connection, messages: Iterable[int]) -> dict[int, list[SaidView]]:
    """The items of these messages by message, those that a person rejected left out."""
    rows = con.execute(_SAID, (json.dumps(list(messages)),))
    found: dict[int, list[SaidView]] = {}
    for (message, item), places in groupby(rows, key=itemgetter(0, 1)):
        held = list(places)
        kind, status, owner, due, every, urgent, *own = held[0][2:11]
        names = () if owner == "[]" else tuple(json.loads(owner))
        spans = tuple((start, end) for *_, document, start, end in held if document is not None)
        view = SaidView(item, kind, status, names, due, every, bool(urgent), spans, own == list(held[0][11:]))
        found.setdefault(message, []).append(view)
    return found
