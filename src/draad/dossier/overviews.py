"""The overviews of a dossier: a part of ``Dossier`` that only reads, and reads all of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from draad.dossier import glance, organisations
from draad.dossier.database import translated
from draad.dossier.files import Layout
from draad.dossier.glance import Ingest, Missing
from draad.dossier.months import months
from draad.dossier.organisations import Correspondence, Holding, Meeting, NameSeen, Party


class Overviews:
    """Figures over the whole dossier. Each costs up to a second at 100,000 messages: keep what they give."""

    layout: Layout
    _con: sqlite3.Connection

    def months(self) -> dict[str, int]:
        """Messages by month in the Netherlands (``2020-03``), in order; those of unknown moment are left out."""
        with translated(self.layout.database):
            return months(self._con)

    def overdue_counts(self, kinds: Collection[str], statuses: Collection[str], today: date) -> dict[str, int]:
        """How many items of these kinds and statuses are past their last day, by status; what recurs never is."""
        with translated(self.layout.database):
            return glance.overdue(self._con, kinds, statuses, today)

    def due_counts(self, statuses: Collection[str], first: date, last: date) -> dict[str, int]:
        """How many items of these statuses have their last day from ``first`` up to ``last``, by status."""
        with translated(self.layout.database):
            return glance.due(self._con, statuses, first, last)

    def referring(self, limit: int = 10) -> list[Missing]:
        """Conversations that refer to messages that are not in the dossier, those with most of them first."""
        with translated(self.layout.database):
            return glance.referring(self._con, limit)

    def last_moment(self) -> int | None:
        """When the last message was sent, in seconds since 1970; None where none says so."""
        with translated(self.layout.database):
            return glance.last_moment(self._con)

    def last_ingest(self) -> Ingest | None:
        """When files were last read in; None where they never were."""
        with translated(self.layout.database):
            return glance.last_ingest(self._con)

    def correspondence(self, party_of: Callable[[str], Party]) -> Correspondence:
        """Who wrote to whom, by the parties of their domains."""
        with translated(self.layout.database):
            return organisations.correspondence(self._con, party_of)

    def names_seen(self) -> list[NameSeen]:
        """All names of owners and counterparties of items."""
        with translated(self.layout.database):
            return organisations.names(self._con)

    def holdings(self, parties: Mapping[str, Party]) -> dict[Party, Holding]:
        """What each party owns and asked, given whose each name is."""
        with translated(self.layout.database):
            return organisations.holdings(self._con, parties)

    def meetings(self) -> list[Meeting]:
        """Reports that tell which directorates were present."""
        with translated(self.layout.database):
            return organisations.meetings(self._con)

    def items_of(self, names: Sequence[str], role: str, kind: str, limit: int) -> list[int]:
        """Identifiers of the latest items of a kind that a party (by all its names) owns or asked."""
        with translated(self.layout.database):
            return organisations.items_of(self._con, names, role, kind, limit)

    def signals_of(self, names: Sequence[str], limit: int) -> list[int]:
        """Identifiers of the latest signals of a party, by all its names and domains."""
        with translated(self.layout.database):
            return organisations.signals_of(self._con, names, limit)
