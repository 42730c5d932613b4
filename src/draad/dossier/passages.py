"""A passage of a document as the source of a link, and what a person did last."""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby

from draad.dossier.items import find
from draad.dossier.placing import place_of
from draad.dossier.reading import Ref, find_document
from draad.dossier.views import ChangeView
from draad.dossier.work import LINK_KINDS, decide, log
from draad.errors import UsageError
from draad.records import Span, short_id, stable_id


def link_passage(
    con: sqlite3.Connection, kind: str, document: Ref, span: Span, target: Ref, *, who: str, at: str
) -> int:
    """A confirmed link that a person makes from a passage, which is no item itself, to an item: *this fulfils that*.

    Raises UsageError for a kind that is none or a place without words, NotFoundError.
    """
    if kind not in LINK_KINDS:
        raise UsageError.said("link-kind", value=kind, known=", ".join(LINK_KINDS))
    item, held = find(con, target), find_document(con, document)
    place = place_of(con, held, span)
    query = (
        "SELECT id FROM item_links WHERE kind = ? AND target = ? AND source IS NULL AND document = ?"
        ' AND start < ? AND "end" > ?'
    )
    if row := con.execute(query, (kind, item, held, place.end, place.start)).fetchone():
        return decide(con, row[0], "confirmed", who=who, at=at)
    identifier = stable_id("link", kind, held, place.start, place.end, item)
    con.execute(
        'INSERT INTO item_links (id, kind, source, target, message, document, start, "end", status, score, reasons,'
        " who, batch) VALUES (?, ?, NULL, ?, ?, ?, ?, ?, 'confirmed', 1.0, '[]', ?, 0)",
        (identifier, kind, item, place.message, held, place.start, place.end, who),
    )
    after = {"link": short_id(identifier), "kind": kind, "status": "confirmed", "target": short_id(item)}
    log(con, item, who=who, what="link", at=at, before={}, after=after)
    con.execute("UPDATE items SET version = 1 WHERE id = ? AND version = 0", (item,))
    return identifier


def last_work(con: sqlite3.Connection, who: str) -> list[tuple[int, ChangeView]]:
    """What somebody did last that was not taken back: the items, each with its line of the log; empty for nothing.

    All that one command did has the same moment. An undo takes back what stands before it, as in any program.
    """
    query = "SELECT at, what, item, before, after FROM item_log WHERE who = ? ORDER BY id DESC"
    undone = 0
    for _, lines in groupby(con.execute(query, (who,)), key=lambda row: row[0]):
        rows = list(lines)
        if rows[0][1] == "undo":
            undone += 1
        elif undone:
            undone -= 1
        else:
            return [(row[2], ChangeView(row[0], who, row[1], json.loads(row[3]), json.loads(row[4]))) for row in rows]
    return []
