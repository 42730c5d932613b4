"""What people did with items, over the whole register: a part of ``Dossier`` that only reads."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from draad.dossier.database import translated
from draad.dossier.files import Layout
from draad.dossier.views import ChangeView

_WORKERS = """
    WITH RECURSIVE one (who) AS (
        SELECT min(who) FROM item_log
        UNION ALL SELECT (SELECT min(who) FROM item_log WHERE who > one.who) FROM one WHERE one.who IS NOT NULL
    )
    SELECT who FROM one WHERE who IS NOT NULL"""
"""From name to name by the index: as many steps as there are names, however long the log is."""


@dataclass(frozen=True, slots=True)
class WorkView:
    """One line of the log, with the item of which it is."""

    id: int
    """Its place in the log: what came later is higher."""
    item: int
    change: ChangeView


class WorkLog:
    """The log of all items together."""

    layout: Layout
    _con: sqlite3.Connection

    def work_log(
        self, *, who: str | None = None, what: str | None = None, before: int | None = None, limit: int = 50
    ) -> list[WorkView]:
        """What was done, newest first: by one person, of one kind, before a line of the log, or all of it."""
        given = (("who = ?", who), ("what = ?", what), ("id < ?", before))
        tests = [test for test, value in given if value is not None]
        values = [value for _, value in given if value is not None]
        query = f"""
            SELECT id, item, at, who, what, before, after FROM item_log
            {f"WHERE {' AND '.join(tests)}" if tests else ""} ORDER BY id DESC LIMIT ?"""
        with translated(self.layout.database):
            return [
                WorkView(number, item, ChangeView(at, name, done, json.loads(was), json.loads(became)))
                for number, item, at, name, done, was, became in self._con.execute(query, (*values, limit))
            ]

    def workers(self) -> list[str]:
        """Everybody who did something with an item, by name."""
        with translated(self.layout.database):
            return [row[0] for row in self._con.execute(_WORKERS)]
