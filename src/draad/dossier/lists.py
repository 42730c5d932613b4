"""The listings of a dossier: documents and conversations by the page, and where copies stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from draad.dossier import headers, listing, places, reading, said
from draad.dossier.headers import HeaderView, TitleView
from draad.dossier.listing import (
    ALL_DOCUMENTS,
    ALL_THREADS,
    DocumentFilter,
    DocumentSort,
    Neighbour,
    ThreadFilter,
)
from draad.dossier.reading import Ref, ThreadSort
from draad.dossier.said import SaidView
from draad.dossier.views import CopyPlace, DocumentView, ThreadView


class Lists:
    """What fills lists and tables; a part of ``Dossier``. At 100,000 messages a page of 50 takes milliseconds."""

    _con: sqlite3.Connection

    def documents(
        self,
        where: DocumentFilter = ALL_DOCUMENTS,
        *,
        sort: DocumentSort = "name",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[DocumentView]:
        """Documents, in order of name unless told otherwise: ``length`` (longest first), ``added`` (last first)."""
        return listing.documents(self._con, where, sort, limit, offset)

    def count_documents(self, where: DocumentFilter = ALL_DOCUMENTS) -> dict[str, int]:
        """How many documents a filter lets through, by kind; most first."""
        return listing.count_documents(self._con, where)

    def neighbours(self, document: Ref) -> tuple[Neighbour | None, Neighbour | None]:
        """The documents before and after one, in order of name; None at the ends."""
        return listing.neighbours(self._con, reading.find_document(self._con, document))

    def threads(
        self,
        sort: ThreadSort = "last",
        limit: int | None = None,
        offset: int = 0,
        *,
        where: ThreadFilter = ALL_THREADS,
    ) -> list[ThreadView]:
        """Conversations without their messages: latest first, or by ``first``, ``size``, ``documents``.

        Raises UsageError for a period that is none.
        """
        return listing.threads(self._con, where, sort, limit, offset)

    def count_threads(self, where: ThreadFilter = ALL_THREADS) -> int:
        """How many conversations a filter lets through; for a busy domain some tenths of a second: keep it."""
        return listing.count_threads(self._con, where)

    def places(self, copies: Iterable[int]) -> dict[int, CopyPlace]:
        """Where copies stand, without their texts; in order of document and place. Unknown ones are left out."""
        return places.of_copies(self._con, copies)

    def headers(self, messages: Iterable[int]) -> dict[int, HeaderView]:
        """The headers of these messages as their fullest copies print them, for lists; a third of the work of all."""
        return headers.of_messages(self._con, messages)

    def titles(self, documents: Iterable[int]) -> dict[int, TitleView]:
        """By what these documents are known beside their names: the title of a report, the newest message's subject."""
        return headers.of_documents(self._con, documents)

    def said(self, messages: Iterable[int]) -> dict[int, list[SaidView]]:
        """The items of these messages that stand, with where they stand in the copies that represent them."""
        return said.in_messages(self._con, messages)
