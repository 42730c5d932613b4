"""The dossier: one folder, the only place that stores."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from draad.dossier import counting, items, passages, picking, reading, work
from draad.dossier.batch import Batch, Seen
from draad.dossier.database import check_version, connect, migrate, newest_version, transaction, translated
from draad.dossier.dumping import Dumps
from draad.dossier.files import Layout
from draad.dossier.found import Finding
from draad.dossier.lists import Lists
from draad.dossier.lock import WriteLock
from draad.dossier.marked import Marked
from draad.dossier.overviews import Overviews
from draad.dossier.picking import EVERYTHING, ItemFilter, ItemSort
from draad.dossier.reading import Ref
from draad.dossier.redacting import Redacting
from draad.dossier.sheets import Sheets
from draad.dossier.steady import Steady
from draad.dossier.views import (
    ChangeView,
    CopyView,
    Counts,
    DocumentView,
    FailureView,
    ItemView,
    LinkView,
    MessageView,
    ThreadView,
)
from draad.dossier.work import Edit, NewItem
from draad.dossier.worklog import WorkLog
from draad.errors import DossierError
from draad.records import Span

if TYPE_CHECKING:  # Arrow and what else only an ingest needs is loaded by it alone: a server starts light
    import pyarrow as pa

    from draad.dossier.adding import Added
    from draad.dossier.extraction import Extraction
    from draad.dossier.index import IndexRow
    from draad.dossier.weaving import Changed, Woven


class Dossier(Steady, Finding, Lists, Dumps, Overviews, Sheets, WorkLog, Redacting, Marked):
    """A folder with the originals, the database, the search index. Use it as a context manager.

    Any number of readers read while one writer writes. Every method may raise DiskError (no room) and
    DossierError (damaged); those that take a reference raise NotFoundError.
    """

    def __init__(self, layout: Layout, con: sqlite3.Connection, lock: WriteLock | None) -> None:
        self.layout = layout
        self._con = con
        self._lock = lock

    @classmethod
    def create(cls, path: str | Path) -> Dossier:
        """Makes the folder and opens it for writing; an existing dossier is opened as it is.

        Raises DossierError where something else stands there, DossierBusyError where another process writes.
        """
        layout = Layout(Path(path))
        if layout.root.exists() and not layout.database.exists() and not _is_ours_or_empty(layout):
            raise DossierError.said("taken", folder=path)
        with translated(layout.root):
            layout.make()
        return cls._open_to_write(layout)

    @classmethod
    def open(cls, path: str | Path, write: bool = False, *, shared: bool = False) -> Dossier:
        """Opens an existing dossier. Raises DossierError where there is none or a newer Draad made it.

        One that is ``shared`` stands in a stock with others: any thread may use it, one at a time, and it holds
        little memory of its own, for what one read the disk's cache has for all.
        """
        layout = Layout(Path(path))
        if not layout.database.is_file():
            raise DossierError.said("no-dossier", folder=path)
        if write:
            with translated(layout.root):
                layout.make()
            return cls._open_to_write(layout)
        con = connect(layout.database, write=False, small=shared)
        if check_version(con, layout.database) < newest_version():
            con.close()
            cls._open_to_write(layout).close()
            con = connect(layout.database, write=False, small=shared)
        return cls(layout, con, None)

    @classmethod
    def _open_to_write(cls, layout: Layout) -> Dossier:
        lock = WriteLock(layout.lock)
        with translated(layout.root):
            lock.take()
        try:
            con = connect(layout.database, write=True)
            check_version(con, layout.database)
            migrate(con, layout.database)
            layout.sweep()
        except BaseException:
            lock.release()
            raise
        return cls(layout, con, lock)

    def close(self) -> None:
        """Closes the database and gives back the lock."""
        self._con.close()
        if self._lock:
            self._lock.release()

    def detach(self) -> None:
        """For a child process: lets go of the lock without touching the database, which belongs to the parent."""
        if self._lock:
            self._lock.detach()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────

    def known_sources(self) -> set[str]:
        """The sha256 of every file that was read; those that failed are not among them."""
        with translated(self.layout.database):
            return {row[0] for row in self._con.execute("SELECT sha256 FROM sources")}

    def is_seen(self, seen: Seen, shown: str) -> bool:
        """Whether this very file was read before, given under this path, and did not change since."""
        query = "SELECT size, mtime_ns, inode FROM seen WHERE path = ? AND shown = ?"
        return bool(self._con.execute(query, (seen.path, shown)).fetchone() == tuple(seen[1:]))

    def add(self, batch: Batch) -> Added:
        """Adds a batch in one transaction, what is there already excepted."""
        from draad.dossier import adding

        with transaction(self._con, self.layout.database):
            return adding.add_batch(self._con, batch)

    def forget_failures(self, under: Sequence[str], until: int) -> None:
        """Takes failures up to batch ``until`` off the list, for everything in the given files and folders."""
        from draad.dossier import adding

        with transaction(self._con, self.layout.database):
            adding.forget_failures(self._con, under, until)

    def needs_weaving(self) -> bool:
        """Whether documents were added since messages and threads were last saved."""
        values = dict(self._con.execute("SELECT key, value FROM meta"))
        return bool(values["added"] > values["woven"])

    def shrink(self) -> None:
        """Lets go of the pages that SQLite keeps in memory; the next step may need it more."""
        self._con.execute("PRAGMA shrink_memory")

    def copies_for_weaving(self) -> tuple[pa.Table, pa.Table]:
        """All copies and all documents, as ``weave.weave`` takes them, in no order that means anything."""
        from draad.dossier import weaving

        with translated(self.layout.database):
            return weaving.copies_for_weaving(self._con)

    def save_woven(self, woven: Woven) -> Changed:
        """Stores messages and threads; writes only what differs from what is stored, and counts it."""
        from draad.dossier import weaving

        with transaction(self._con, self.layout.database):
            return weaving.save_woven(self._con, woven)

    @property
    def extraction(self) -> Extraction:
        """What ingest needs to seek items and to save them."""
        from draad.dossier.extraction import Extraction

        return Extraction(self._con, self.layout.database)

    def note(self, what: str, detail: dict[str, Any], who: str = "") -> None:
        """Writes a line in the audit log."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writer() as con:
            con.execute(
                "INSERT INTO log (at, who, what, detail) VALUES (?, ?, ?, ?)",
                (at, who or os.environ.get("USER", ""), what, json.dumps(detail, ensure_ascii=False)),
            )

    @property
    def batch(self) -> int:
        """The number of the last batch stored. The search index holds the number it has come to."""
        return int(self._con.execute("SELECT value FROM meta WHERE key = 'batch'").fetchone()[0])

    def index_pending(self, since: int) -> tuple[Iterator[IndexRow], list[int]]:
        """What the index must take in to come from batch ``since`` to ``batch``: rows, and identifiers to forget.

        Store and index commit apart; after a crash between the two the gap is replayed. ``since=0`` gives all.
        """
        from draad.dossier import pending

        return pending.rows(self._con, since), pending.gone(self._con, since)

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def counts(self) -> Counts:
        """The figures of the whole dossier."""
        return counting.count(self._con)

    def document(self, ref: Ref) -> DocumentView:
        """One document, by name or identifier."""
        return reading.one_document(self._con, reading.find_document(self._con, ref))

    def text(self, ref: Ref) -> str:
        """The text of a document."""
        return reading.text_of(self._con, reading.find_document(self._con, ref))

    def copies(self, document: Ref) -> list[CopyView]:
        """The copies in a document, in order."""
        return reading.copies(self._con, "c.document = ?", [reading.find_document(self._con, document)])

    def copies_by_id(self, identifiers: Sequence[int]) -> dict[int, CopyView]:
        """Copies by their identifiers, for citing where a message stands elsewhere."""
        return {
            copy.id: copy
            for part, holes in reading.in_slices(identifiers)
            for copy in reading.copies(self._con, f"c.id IN ({holes})", part)
        }

    def message(self, ref: Ref) -> MessageView:
        """One message with all its copies."""
        return reading.messages(self._con, "id = ?", [reading.find_message(self._con, ref)])[0]

    def messages(self, identifiers: Sequence[int], *, whole: bool = True) -> dict[int, MessageView]:
        """Messages by their identifiers, for lists of hits; ``whole`` as in :meth:`thread`."""
        read = reading.messages if whole else reading.representatives
        return {
            message.id: message
            for part, holes in reading.in_slices(identifiers)
            for message in read(self._con, f"id IN ({holes})", part)
        }

    def thread(self, ref: Ref, *, whole: bool = True) -> ThreadView:
        """One conversation with its messages in order of reading.

        Not ``whole``: each message with its representative as its only copy, and ``places`` tell where all copies
        stand. That costs a tenth, for no text is read but those that are shown.
        """
        return reading.one_thread(self._con, reading.find_thread(self._con, ref), whole)

    def failures(self) -> list[FailureView]:
        """Files that could not be read, and why."""
        return reading.failures(self._con)

    def resolve(self, ref: Ref, kind: str = "message") -> int:
        """The identifier meant by a name or a unique beginning of one; ``kind``: document, message or thread."""
        find = {"document": reading.find_document, "message": reading.find_message, "thread": reading.find_thread}
        return find[kind](self._con, ref)

    def original(self, sha256: str) -> Path:
        """Where the bytes of a source stand."""
        return self.layout.original(sha256)

    # ── items ───────────────────────────────────────────────────────────────────────────────────────────────

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


def _is_ours_or_empty(layout: Layout) -> bool:
    """A folder in which making a dossier was broken off holds nothing but our own names."""
    ours = {"originals", "index", "ocr", "tmp", "draad.lock"}
    return layout.root.is_dir() and all(
        entry.name.startswith("draad.") or entry.name in ours for entry in layout.root.iterdir()
    )
