"""How people's work is written: each piece of it whole, beside a running ingest; a part of ``Dossier``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from draad.dossier.database import connect, transaction
from draad.dossier.lock import WriteLock
from draad.dossier.steady import Steady


class Writing(Steady):
    """What every part of a dossier that people write in stands on."""

    _lock: WriteLock | None

    @contextmanager
    def together(self) -> Iterator[None]:
        """What a person does inside is written as one: all of it, or by any error nothing. Reading inside sees it."""
        with self._writer() as con:
            before, self._con = self._con, con
            try:
                yield
            finally:
                self._con = before

    @contextmanager
    def _writer(self) -> Iterator[sqlite3.Connection]:
        """A transaction for a person's work, which needs no write lock: SQLite lets it wait for an ingest's steps."""
        if self._con.in_transaction and not self._in_snapshot:
            yield self._con
            return
        con = self._con if self._lock and not self._in_snapshot else connect(self.layout.database, write=True)
        try:
            with transaction(con, self.layout.database):
                yield con
        finally:
            if con is not self._con:
                con.close()
