"""The dossier: one folder, the only place that stores."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from draad.dossier import counting, reading
from draad.dossier.batch import Batch, Seen
from draad.dossier.database import check_version, connect, migrate, newest_version, transaction, translated
from draad.dossier.dumping import Dumps
from draad.dossier.files import Layout
from draad.dossier.found import Finding
from draad.dossier.lists import Lists
from draad.dossier.lock import WriteLock
from draad.dossier.marked import Marked
from draad.dossier.overviews import Overviews
from draad.dossier.reading import Ref
from draad.dossier.redacting import Redacting
from draad.dossier.registering import Registering
from draad.dossier.sheets import Sheets
from draad.dossier.views import (
    CopyView,
    Counts,
    DocumentView,
    FailureView,
    MessageView,
    ThreadView,
)
from draad.dossier.worklog import WorkLog
from draad.errors import DossierError

if TYPE_CHECKING:  # Arrow and what else only an ingest needs is loaded by it alone: a server starts light
    import pyarrow as pa

    from draad.dossier.adding import Added
    from draad.dossier.extraction import Extraction
    from draad.dossier.index import IndexRow
    from draad.dossier.weaving import Changed, Woven


class Dossier(Finding, Lists, Dumps, Overviews, Sheets, WorkLog, Registering, Redacting, Marked):
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


def _is_ours_or_empty(layout: Layout) -> bool:
    """A folder in which making a dossier was broken off holds nothing but our own names."""
    ours = {"originals", "index", "ocr", "tmp", "draad.lock"}
    return layout.root.is_dir() and all(
        entry.name.startswith("draad.") or entry.name in ours for entry in layout.root.iterdir()
    )
