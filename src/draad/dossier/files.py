"""The folder that a dossier is, and the originals in it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
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
    def uploads(self) -> Path:
        """What browsers sent and is not taken in yet; the only files in here that an ingest may be given."""
        return self.root / "draad.uploads"

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
        """Removes what a killed writer left half-written: in the scratch folder, and beside the originals."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(exist_ok=True)
        for half in self.originals.glob("*/*.*"):
            half.unlink(missing_ok=True)


def keep_original(layout: Layout, sha256: str, data: bytes | memoryview) -> None:
    """Writes a source into the dossier, whole or not at all; nothing to do when it stands there already.

    Raises OSError when the disk is full.
    """
    target = os.fspath(layout.original(sha256))
    try:
        if os.stat(target).st_size == len(data):  # noqa: PTH116 - once a file: Path costs as much as the file does
            return
    except FileNotFoundError:
        with suppress(FileExistsError):
            os.mkdir(os.path.dirname(target))  # noqa: PTH102, PTH120
    half = f"{target}.{os.getpid()}"  # beside it: a move to another folder costs the file system twice as much
    try:
        with open(half, "wb", buffering=0, opener=_read_only) as out:
            view = memoryview(data)
            while view:
                view = view[out.write(view) :]
        os.replace(half, target)  # noqa: PTH105
    except OSError:
        Path(half).unlink(missing_ok=True)
        raise


def _read_only(path: str, flags: int) -> int:
    """Opens a new file that nobody writes again once it is closed (law 4)."""
    return os.open(path, flags, 0o444)
