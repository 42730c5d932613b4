"""The file in which the accounts stand: ``draad.accounts.sqlite`` in the folder of the dossier, for its owner only."""

from __future__ import annotations

import os
import sqlite3
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from draad.dossier.database import connect, migrate, newest_version, translated, version
from draad.errors import DossierError

NAME = "draad.accounts.sqlite"


def migrations() -> Traversable:
    """The folder of numbered ``.sql`` files, one for each version of the file."""
    return resources.files("draad.web.accounts") / "migrations"


def opened(file: Path | None) -> sqlite3.Connection:
    """Opens the accounts and brings them to their newest form; makes them when they are not there.

    None is for a dossier on a disk that can't be written: everything is forgotten when the server ends. Raises
    DossierError (damaged, or made by a newer Draad), DiskError.
    """
    if file is None:
        con = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        file = Path(":memory:")
    else:
        _only_for_its_owner(file)
        con = connect(file, write=True)
        # Somebody who was shut out stays so after a power cut: every step is on disk before it is told.
        con.execute("PRAGMA synchronous = FULL")
    con.execute("PRAGMA foreign_keys = ON")
    if version(con) > newest_version(migrations()):
        con.close()
        raise DossierError(f"{file} was made by a newer Draad.", "Use a newer version of Draad.")
    migrate(con, file, migrations())
    return con


def _only_for_its_owner(file: Path) -> None:
    # Before SQLite opens it: the files that WAL puts beside it get the same mode.
    with translated(file):
        os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)
