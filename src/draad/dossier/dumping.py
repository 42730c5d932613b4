"""Everything that a dossier holds, for other programs: the dumps of DESIGN.md, Interfaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from draad.dossier import dump
from draad.dossier.database import connect, translated
from draad.dossier.files import Layout


class Dumps:
    """The dumps of a dossier; a part of ``Dossier``."""

    layout: Layout

    def dump_copies(self) -> Iterable[dict[str, Any]]:
        """One record a copy; see DESIGN.md, Interfaces. Likewise the five below."""
        return self._dump("copies")

    def dump_documents(self) -> Iterable[dict[str, Any]]:
        """One record a document."""
        return self._dump("documents")

    def dump_messages(self) -> Iterable[dict[str, Any]]:
        """One record a message."""
        return self._dump("messages")

    def dump_threads(self) -> Iterable[dict[str, Any]]:
        """One record a thread."""
        return self._dump("threads")

    def dump_redactions(self) -> Iterable[dict[str, Any]]:
        """One record a redaction."""
        return self._dump("redactions")

    def dump_items(self) -> Iterable[dict[str, Any]]:
        """One record an item."""
        return self._dump("items")

    def _dump(self, kind: str) -> Iterator[dict[str, Any]]:
        # A connection and a transaction of its own: one state of the dossier, though somebody be ingesting.
        con = connect(self.layout.database, write=False)
        try:
            with translated(self.layout.database):
                con.execute("BEGIN")
                yield from dump.KINDS[kind](con)
        finally:
            con.close()
