"""The SQLite database of a dossier: how it is opened, brought to its newest form, and written in whole steps.

WAL lets readers read while one writer writes; ``synchronous=NORMAL`` loses at most the last steps in a power cut,
never the database (https://www.sqlite.org/wal.html). Ingest is idempotent, so a lost step is done again.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from draad.errors import DiskError, DossierBusyError, DossierError, DraadError, TooSlowError

WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA cache_size = -16000",
)
READER_PRAGMAS = ("PRAGMA cache_size = -16000",)
SMALL_PRAGMAS = ("PRAGMA cache_size = -4000",)
"""For one reader of many in one process: what is not in its own four megabytes the system's cache has."""


def connect(file: Path, *, write: bool, small: bool = False) -> sqlite3.Connection:
    """Opens the database; readers can change nothing. Transactions are begun by :func:`transaction` alone.

    Threads may hand the connection to each other; two at a time may not use it.
    """
    with translated(file):
        how = "mode=rwc" if write else "mode=ro"
        if not write and _stands_still(file):
            how += "&immutable=1"
        uri = f"{file.absolute().as_uri()}?{how}"
        con = sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
        con.create_function("newlines", 2, _newlines, deterministic=True)
        for pragma in WRITER_PRAGMAS if write else SMALL_PRAGMAS if small else READER_PRAGMAS:
            con.execute(pragma)
        return con


def _newlines(text: str, end: int | None) -> int | None:
    """For SQL: line ends before an offset, so the lines before the one on which that character stands."""
    return None if end is None else text.count("\n", 0, end)


def _stands_still(file: Path) -> bool:
    """Whether this is a copy on a disk that can't be written: WAL needs a file beside the database even to read."""
    return not os.access(file.parent, os.W_OK) and not file.with_name(f"{file.name}-wal").exists()


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Turns what SQLite and the disk complain of into errors with a cause and a cure."""
    try:
        yield
    except sqlite3.Error as error:
        raise _as_draad_error(error, file) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS):
            raise disk_error(file, error.strerror or str(error)) from error
        raise


def disk_error(file: Path, reason: str) -> DiskError:
    """What to say when ``file`` can't be written for lack of room."""
    return DiskError.said("no-writing", file=file, reason=reason)


def _as_draad_error(error: sqlite3.Error, file: Path) -> DraadError:
    # The primary result code stands in the low byte: https://www.sqlite.org/rescode.html
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY):
        return disk_error(file, str(error))
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DossierBusyError.said("in-use", file=file)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DossierError.said("damaged-store", file=file, reason=error)
    if primary == sqlite3.SQLITE_INTERRUPT:
        return TooSlowError(str(file))
    if primary == sqlite3.SQLITE_CANTOPEN:
        return DossierError.said("no-opening", file=file)
    return DossierError.said("store-fault", file=file, reason=error)


@contextmanager
def transaction(con: sqlite3.Connection, file: Path) -> Iterator[None]:
    """All or nothing: what is written inside is committed at the end, or undone by any error."""
    with translated(file):
        con.execute("BEGIN IMMEDIATE")
        try:
            yield
            con.execute("COMMIT")
        except BaseException:
            if con.in_transaction:
                con.execute("ROLLBACK")
            raise


def migrations() -> Traversable:
    """The folder of numbered ``.sql`` files, one for each version of the database."""
    return resources.files("draad.dossier") / "migrations"


def _numbered(folder: Traversable) -> list[tuple[int, Traversable]]:
    return sorted((int(f.name.split("_")[0]), f) for f in folder.iterdir() if f.name.endswith(".sql"))


def newest_version(folder: Traversable | None = None) -> int:
    """The version that this Draad writes."""
    return max(number for number, _ in _numbered(folder or migrations()))


def version(con: sqlite3.Connection) -> int:
    """The version of an open database; 0 when empty."""
    return int(con.execute("PRAGMA user_version").fetchone()[0])


def check_version(con: sqlite3.Connection, file: Path) -> int:
    """The version, or DossierError when a newer Draad made this dossier."""
    with translated(file):
        found, known = version(con), newest_version()
    if found > known:
        raise DossierError.said("newer-form", dossier=file.parent, found=found, known=known)
    return found


def migrate(con: sqlite3.Connection, file: Path, folder: Traversable | None = None) -> None:
    """Brings the database to the newest form, each step in one transaction that also notes its number."""
    for number, script in _numbered(folder or migrations()):
        if number <= version(con):
            continue
        with transaction(con, file):
            for statement in _statements(script.read_text(encoding="utf-8")):
                con.execute(statement)
            con.execute(f"PRAGMA user_version = {number}")


def _statements(script: str) -> Iterator[str]:
    # executescript() would commit the open transaction; so the script is cut here.
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
