"""One writer at a time: a lock that ends with the process that holds it, even when it is killed."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from draad.errors import DossierBusyError


class WriteLock:
    """``flock`` on ``draad.lock``, which tells who holds it and since when. Readers never ask for it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle: IO[str] | None = None

    def take(self) -> None:
        """Takes the lock or raises DossierBusyError."""
        handle = self.file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.seek(0)
            told = handle.read()
            handle.close()
            raise self._busy(told) from None
        handle.truncate(0)
        json.dump({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}, handle)
        handle.flush()
        self._handle = handle

    def release(self) -> None:
        """Gives the lock back."""
        if self._handle is not None:
            self._handle.truncate(0)
            self._handle.close()
            self._handle = None

    def detach(self) -> None:
        """For a forked child: closes its handle, so that the lock ends with the parent alone."""
        if self._handle is not None:
            os.close(self._handle.fileno())
            self._handle = None

    def _busy(self, told: str) -> DossierBusyError:
        try:
            holder = json.loads(told)
            return DossierBusyError.said(
                "being-written-by", dossier=self.file.parent, process=holder["pid"], since=holder["since"]
            )
        except (ValueError, KeyError, TypeError):
            return DossierBusyError.said("being-written", dossier=self.file.parent)
