"""The register's items and links, and what people do with them: a part of ``Dossier``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from draad.dossier import items, passages, picking, work
from draad.dossier.picking import EVERYTHING, ItemFilter, ItemSort
from draad.dossier.reading import Ref
from draad.dossier.views import ChangeView, ItemView, LinkView
from draad.dossier.work import Edit, NewItem
from draad.dossier.writing import Writing
from draad.records import Span


class Registering(Writing):
    """Reading items, and a person's work on them, which needs no write lock."""

    def items(
        self,
        where: ItemFilter | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
        sort: ItemSort = "document",
        places: bool = False,
    ) -> list[ItemView]:
        """A page of the items that a filter lets through; with ``places`` each with all that it stands at."""
        where = where or EVERYTHING
        return items.items(self._con, where, limit=limit, offset=offset, sort=sort, places=places, memo=self._memo)

    def count_items(self, where: ItemFilter | None = None) -> dict[tuple[str, str], int]:
        """How many items a filter lets through, by kind and status."""
        return picking.count(self._con, where or EVERYTHING, self._memo)

    def item(self, ref: Ref) -> ItemView:
        """One item with all its places, by its identifier or a unique beginning of it."""
        return items.one(self._con, items.find(self._con, ref))

    def is_extracted(self) -> bool:
        """Whether items were ever sought here: not in a dossier of an older Draad, before its next ingest."""
        from draad.dossier import proposals

        return proposals.extracted(self._con) > 0 or not proposals.is_behind(self._con)

    def item_links(self, ids: Sequence[int] | None = None, *, status: str | None = None) -> list[LinkView]:
        """Links from or to these items (None: of the whole dossier), of one status or any."""
        return items.links(self._con, ids, status)

    def item_link(self, ref: Ref) -> LinkView:
        """One link, by its identifier or a unique beginning of it. Raises NoLinkError."""
        return items.one_link(self._con, items.find_link(self._con, ref))

    def item_changes(self, ref: Ref) -> list[ChangeView]:
        """The log of one item, oldest first."""
        return items.changes(self._con, items.find(self._con, ref))

    def change_item(
        self, identifier: int, version: int, changes: Mapping[str, Any], *, who: str, what: str, at: str
    ) -> ItemView:
        """Changes fields of an item that was read as ``version``. ``at`` is UTC in ISO 8601, ``what`` the action.

        Works while another process ingests. Raises ConflictError, which tells who changed it last and when, and
        UsageError for a field or value that can't be.
        """
        return self.change_items([(identifier, version, changes)], who=who, what=what, at=at)[0]

    def change_items(self, edits: Iterable[Edit], *, who: str, what: str, at: str) -> list[ItemView]:
        """Changes many items: all, or none where one of them can't be. Otherwise as ``change_item``."""
        with self._writer() as con:
            changed = work.change(con, edits, who=who, what=what, at=at)
        return self._items(changed)

    def add_items(self, new: Iterable[NewItem], *, who: str, origin: str = "person", at: str) -> list[ItemView]:
        """Adds items that a person found, or that are imported (``origin="import"``): all or none.

        Raises UsageError for a place without words or one where an item of the kind stands already.
        """
        with self._writer() as con:
            added = work.add(con, list(new), who=who, origin=origin, at=at)
        return self._items(added)

    def item_at(self, kind: str, document: int, span: Span) -> int | None:
        """The item of a kind that stands where a new one would; None where the place is free."""
        return work.standing(self._con, kind, document, span)

    def link_items(self, kind: str, source: Ref, target: Ref, *, who: str, at: str) -> LinkView:
        """Links two items; a link that was proposed or rejected is confirmed."""
        with self._writer() as con:
            link = work.link(con, kind, source, target, who=who, at=at)
        return items.one_link(self._con, link)

    def decide_link(self, identifier: int, status: str, *, who: str, at: str, what: str = "link") -> LinkView:
        """Confirms or rejects a link, or takes that back (``status="proposed"``)."""
        with self._writer() as con:
            work.decide(con, identifier, status, who=who, at=at, what=what)
        return items.one_link(self._con, identifier)

    def take_in(
        self, edits: Iterable[Edit], new: Iterable[NewItem], *, who: str, what: str, at: str
    ) -> tuple[list[ItemView], list[ItemView]]:
        """Changes items and adds imported ones: all of it, or nothing. Raises as ``change_items`` and ``add_items``."""
        with self._writer() as con:
            changed = work.change(con, edits, who=who, what=what, at=at)
            added = work.add(con, list(new), who=who, origin="import", at=at)
        return self._items(changed), self._items(added)

    def link_passage(self, kind: str, document: Ref, span: Span, target: Ref, *, who: str, at: str) -> LinkView:
        """Links a passage that is no item itself to an item. Raises UsageError, NotFoundError."""
        with self._writer() as con:
            link = passages.link_passage(con, kind, document, span, target, who=who, at=at)
        return items.one_link(self._con, link)

    def last_work(self, who: str) -> list[tuple[int, ChangeView]]:
        """What somebody did last to items that was not taken back: item and line of its log; empty for nothing."""
        return passages.last_work(self._con, who)

    def _items(self, identifiers: Sequence[int]) -> list[ItemView]:
        held = {item.id: item for item in self.items(ItemFilter(ids=identifiers), places=True)} if identifiers else {}
        return [held[identifier] for identifier in identifiers]
