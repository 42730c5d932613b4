"""Making files and folders whole: beside their place, renamed when all of it is there. A kill leaves no half one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

HIDDEN = ".draad-"
"""How the names of files and folders begin that are not ready yet; ``leftovers.sweep`` knows them by what follows."""


def write(target: Path, data: bytes, mode: int = 0o666) -> None:
    """A file, whole or not at all: what stood there, or is open in Excel, is never half written.

    ``mode`` as ``open`` takes it, less what the machine's umask forbids. Raises OSError; then nothing changed.
    """
    half = target.with_name(f"{HIDDEN}{target.name}-{os.getpid()}-{threading.get_ident()}")
    half.unlink(missing_ok=True)
    try:
        with open(half, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as out:
            out.write(data)
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def stand(folder: Path, out: Path, aside: Path) -> None:
    """Moves a folder to its place. What stood there is moved ``aside``, and back where the new one can't stand."""
    if out.exists():
        out.rename(aside)
    try:
        folder.rename(out)
    except OSError:
        if aside.exists():
            aside.rename(out)
        raise
