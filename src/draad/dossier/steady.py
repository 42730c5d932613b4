"""Reading that holds still and that ends: one state of the dossier for a page, and a bound on how long it may take."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from draad.dossier.database import translated
from draad.dossier.files import Layout
from draad.dossier.picking import Memo

_STEPS = 10_000
"""Instructions of SQLite's machine between two looks at the clock: about half a millisecond."""
_VERSION = """
    SELECT (SELECT value FROM meta WHERE key = 'batch'), (SELECT value FROM meta WHERE key = 'woven'),
           (SELECT value FROM meta WHERE key = 'extracted'),
           (SELECT coalesce(max(id), 0) FROM item_log), (SELECT coalesce(max(id), 0) FROM log),
           (SELECT coalesce(max(id), 0) FROM redaction_log)
"""


class Steady:
    """What a page needs around its queries; a part of ``Dossier``."""

    layout: Layout
    _con: sqlite3.Connection
    _deadline: float | None = None
    _in_snapshot: bool = False
    _memo: Memo | None = None
    """Within a snapshot: what was looked up already."""

    def version(self) -> tuple[int, ...]:
        """The state of the dossier: last batch, batches woven and sought for items, last lines of the logs of items,
        of the dossier and of redactions.

        Each only grows. An ingest changes it by every batch and at its end, a person by every change of an item or of
        a redaction.
        """
        with translated(self.layout.database):
            return tuple(self._con.execute(_VERSION).fetchone())

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is one state of the dossier, whatever others write meanwhile.

        One inside another is the same snapshot. What is written inside goes by another connection and is not seen
        before the end. Long ones keep SQLite from shortening its journal: one page is meant, not a session.
        """
        if self._con.in_transaction:
            yield
            return
        with translated(self.layout.database):
            self._con.execute("BEGIN")
            self._in_snapshot, self._memo = True, {}
            try:
                self._con.execute("SELECT value FROM meta LIMIT 1").fetchone()  # the state is fixed by the first read
                yield
            finally:
                self._in_snapshot, self._memo = False, None
                if self._con.in_transaction:
                    self._con.execute("ROLLBACK")

    @contextmanager
    def limit(self, seconds: float | None) -> Iterator[None]:
        """Stops any query that still runs after so many seconds: TooSlowError. ``None`` lifts an outer limit.

        It counts from the entry, over all that is read inside; work outside the database is not stopped.
        """
        before = self._deadline
        self._watch(None if seconds is None else time.monotonic() + seconds)
        try:
            with translated(self.layout.database):
                yield
        finally:
            self._watch(before)

    def _watch(self, deadline: float | None) -> None:
        self._deadline = deadline
        if deadline is None:
            self._con.set_progress_handler(None, 0)
        else:
            self._con.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
