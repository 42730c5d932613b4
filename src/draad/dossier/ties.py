"""Links that ingest proposes: what the tying of conversations looks at, and its outcome saved.

A link that a person confirmed, rejected or made is never changed; of the others, what is no longer derived goes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from draad.dossier.placing import Texts, bodies_of, spread
from draad.extract.codec import from_json
from draad.extract.records import Item, Tie
from draad.extract.tie_records import TieMessage, tie_key
from draad.records import Span, stable_id

FIGURE_TIES = ("same", "conflicts")
"""Found over the whole dossier, not within one conversation."""


def touched_threads(con: sqlite3.Connection, since: int, documents: Iterable[int] = ()) -> list[int]:
    """Conversations in which something came in or changed after batch ``since``, or that have to do with documents."""
    query = """
        SELECT thread FROM messages WHERE batch > ? UNION SELECT id FROM threads WHERE batch > ?
        UNION SELECT m.thread FROM copies c JOIN woven w ON w.copy = c.id JOIN messages m ON m.id = w.message
        WHERE c.document IN (SELECT value FROM json_each(?)) ORDER BY 1
    """
    return [row[0] for row in con.execute(query, (since, since, json.dumps(list(documents))))]


_LOOSE = """(target NOT IN (SELECT id FROM items)
    OR (source IS NOT NULL AND source NOT IN (SELECT id FROM items)))"""


# ── what tying looks at ─────────────────────────────────────────────────────────────────────────────────────

_MESSAGES = """
    SELECT m.thread, m.id, m.parent, c.sender_domain, c.domains, m.sent_at, m.sent_offset, c.document, c.id,
           c.body_start, c.body_end, c.parts
    FROM messages m JOIN copies c ON c.id = m.representative
    WHERE m.thread IN (SELECT value FROM json_each(?))
"""
_ITEMS = """
    SELECT e.copy, i.id, i.kind, i.data, i.start, e.start, e."end"
    FROM messages m JOIN copies c ON c.id = m.representative JOIN evidence e ON e.document = c.document
    JOIN items i ON i.id = e.item
    WHERE e.copy = c.id AND i.status <> 'rejected' AND m.thread IN (SELECT value FROM json_each(?))
    ORDER BY e.start, e."end", i.kind, i.id
"""


def conversations(con: sqlite3.Connection, threads: Sequence[int]) -> Iterator[list[TieMessage]]:
    """These conversations, those without any item left out; messages by moment, each with the items of its copy."""
    wanted = json.dumps(list(threads))
    items: dict[int, list[tuple[int, Item]]] = {}
    for copy, identifier, kind, data, first, start, end in con.execute(_ITEMS, (wanted,)):
        items.setdefault(copy, []).append((identifier, _moved(data, kind, start - first, (start, end))))
    held: dict[int, list[tuple[Any, ...]]] = {}
    for thread, *row in con.execute(_MESSAGES, (wanted,)):
        held.setdefault(thread, []).append(tuple(row))
    texts = Texts(con)
    for thread in threads:
        rows = held.get(thread, [])
        if any(row[7] in items for row in rows):
            yield sorted((_message(row, texts, items) for row in rows), key=tie_key)


def _message(row: tuple[Any, ...], texts: Texts, items: dict[int, list[tuple[int, Item]]]) -> TieMessage:
    identifier, parent, sender, domains, at, offset, document, copy, start, end, parts = row
    return TieMessage(
        id=identifier,
        parent=parent,
        sender=sender,
        addressees=tuple((domains or "").split()),
        at=at,
        document=document,
        text=texts[document],
        span=None if start is None else (start, end),
        parts=tuple((a, b) for a, b, _ in json.loads(parts)),
        items=tuple(items.get(copy, ())),
        offset=offset or 0,
    )


def _moved(data: str, kind: Any, by: int, span: Span) -> Item:
    """An item as it stands in this copy: a person may have changed its kind, or it was derived from another copy."""
    item = from_json(json.loads(data))
    if not by and item.span == span:
        return item if item.kind == kind else replace(item, kind=kind)
    return replace(item, kind=kind, span=span, cue_span=(item.cue_span[0] + by, item.cue_span[1] + by))


class FigurePlace(NamedTuple):
    """One figure of the dossier, and where it stands."""

    id: int
    item: Item
    text: str
    message: int | None
    document: int
    span: Span


def figures(con: sqlite3.Connection, since: int) -> list[FigurePlace]:
    """All figures of the dossier but the rejected; none where no figure came or went after batch ``since``."""
    loose = f"status = 'proposed' AND kind IN {FIGURE_TIES!r} AND {_LOOSE}"
    changed = ("items WHERE kind = 'figure' AND batch > ?", f"item_links WHERE batch <= ? AND {loose}")
    if not any(con.execute(f"SELECT 1 FROM {rows} LIMIT 1", (since,)).fetchone() for rows in changed):
        return []
    query = """
        SELECT id, data, text, message, document, start, "end" FROM items
        WHERE kind = 'figure' AND status <> 'rejected' ORDER BY id
    """
    return [
        FigurePlace(identifier, from_json(json.loads(data)), text, message, document, (start, end))
        for identifier, data, text, message, document, start, end in con.execute(query)
    ]


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────


def save(con: sqlite3.Connection, threads: Sequence[int], found: Iterable[Tie], number: int) -> int:
    """Makes the proposed links within these conversations equal to what was found; gives how many rows differed."""
    query = f"""
        SELECT l.id FROM item_links l JOIN items i ON i.id = l.target JOIN messages m ON m.id = i.message
        WHERE l.status = 'proposed' AND l.kind NOT IN {FIGURE_TIES!r}
        AND m.thread IN (SELECT value FROM json_each(?))
    """
    stored = {row[0] for row in con.execute(query, (json.dumps(list(threads)),))}
    return _replace(con, stored, found, number)


def save_figures(con: sqlite3.Connection, found: Iterable[Tie], number: int) -> int:
    """Likewise for the ties between figures, of the whole dossier."""
    query = f"SELECT id FROM item_links WHERE status = 'proposed' AND kind IN {FIGURE_TIES!r}"
    return _replace(con, {row[0] for row in con.execute(query)}, found, number)


def drop_loose(con: sqlite3.Connection) -> None:
    """Takes away proposed links of which an end is no more."""
    con.execute(f"DELETE FROM item_links WHERE status = 'proposed' AND {_LOOSE}")


_COLUMNS = 'id, kind, source, target, message, document, start, "end", status, score, reasons'


def _replace(con: sqlite3.Connection, stored: set[int], found: Iterable[Tie], number: int) -> int:
    rows = {row[0]: row for row in map(_row, _undecided(con, list(found)))}
    gone = stored.difference(rows)
    con.executemany("DELETE FROM item_links WHERE id = ? AND status = 'proposed'", ((link,) for link in gone))
    query = f"SELECT {_COLUMNS} FROM item_links WHERE id IN (SELECT value FROM json_each(?))"
    known = {row[0]: row for row in con.execute(query, (json.dumps(list(rows)),))}
    differ = [row for row in rows.values() if row != known.get(row[0]) and not _decided(known.get(row[0]))]
    con.executemany(
        f"INSERT OR REPLACE INTO item_links ({_COLUMNS}, batch) VALUES ({', '.join('?' * 12)})",
        ((*row, number) for row in differ),
    )
    return len(gone) + len(differ)


def _undecided(con: sqlite3.Connection, found: list[Tie]) -> Iterator[Tie]:
    """All but the passages of which a person decided already, though they were read in another copy of the message.

    A link from a passage is named after the document in which that was read, and which copy stands for a message
    changes as more of them come in (law 5).
    """
    decided = _decided_passages(con, {tie.target for tie in found if tie.source is None})
    for tie in found:
        places = decided.get((tie.kind, tie.target), ()) if tie.source is None else ()
        if not any(d == tie.document and a < tie.span[1] and tie.span[0] < b for d, a, b in places):
            yield tie


_DECIDED = """
    SELECT l.kind, l.target, c.id, w.message, l.start, l."end" FROM item_links l
    JOIN copies c ON c.document = l.document AND l.start >= c.body_start AND l."end" <= c.body_end
    JOIN woven w ON w.copy = c.id
    WHERE l.source IS NULL AND l.status <> 'proposed' AND l.target IN (SELECT value FROM json_each(?))
    ORDER BY l.id
"""


def _decided_passages(con: sqlite3.Connection, targets: set[int]) -> dict[tuple[str, int], list[tuple[int, int, int]]]:
    """By kind and target where those passages stand, in every copy: document, start and end."""
    rows = con.execute(_DECIDED, (json.dumps(sorted(targets)),)).fetchall() if targets else []
    texts, bodies = Texts(con), bodies_of(con, {row[3] for row in rows})
    held: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
    for kind, target, copy, message, start, end in rows:
        (places,) = spread(texts, bodies[message], copy, [(start, end)])
        held.setdefault((kind, target), []).extend((body.document, *span) for body, span in places)
    return held


def _decided(row: tuple[Any, ...] | None) -> bool:
    return row is not None and row[8] != "proposed"


def _row(tie: Tie) -> tuple[Any, ...]:
    source = tie.source if tie.source is not None else f"{tie.document}:{tie.span[0]}"
    reasons = [{"name": name, "weight": weight, "span": span} for name, weight, span in tie.reasons]
    return (
        *(stable_id("link", tie.kind, source, tie.target), tie.kind, tie.source, tie.target, tie.message),
        *(tie.document, *tie.span, "proposed", tie.score, json.dumps(reasons, separators=(",", ":"))),
    )
