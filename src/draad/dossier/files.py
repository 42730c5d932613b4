"""The folder that a dossier is, and the originals in it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands in the folder of a dossier."""

    root: Path

    @property
    def database(self) -> Path:
        """The store of record."""
        return self.root / "draad.sqlite"

    @property
    def originals(self) -> Path:
        """Every source as given, by its sha256."""
        return self.root / "originals"

    @property
    def index(self) -> Path:
        """The search index; can be made anew from the database."""
        return self.root / "index"

    @property
    def ocr(self) -> Path:
        """What OCR read, by page hash; can be made anew."""
        return self.root / "ocr"

    @property
    def scratch(self) -> Path:
        """Half-written files; emptied whenever a writer begins."""
        return self.root / "tmp"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.root / "draad.lock"

    def original(self, sha256: str) -> Path:
        """Where the bytes of a source stand."""
        return self.originals / sha256[:2] / sha256

    def make(self) -> None:
        """Makes the folders that are not there yet."""
        for folder in (self.root, self.originals, self.index, self.ocr, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)

    def sweep(self) -> None:
        """Removes what a killed writer left half-written."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(exist_ok=True)


def keep_original(layout: Layout, sha256: str, data: bytes | memoryview) -> None:
    """Writes a source into the dossier, whole or not at all; nothing to do when it stands there already.

    Raises OSError when the disk is full.
    """
    target = layout.original(sha256)
    try:
        if target.stat().st_size == len(data):
            return
    except FileNotFoundError:
        target.parent.mkdir(exist_ok=True)
    half = layout.scratch / f"{sha256}.{os.getpid()}"
    try:
        half.write_bytes(data)
        half.chmod(0o444)
        half.replace(target)
    except OSError:
        half.unlink(missing_ok=True)
        raise
