"""What a killed process left behind: files and folders that bear its number in their name."""

from __future__ import annotations

import glob
import os
import shutil
from contextlib import suppress
from pathlib import Path


def sweep(folder: Path, *prefixes: str) -> None:
    """Removes what processes that are no more left in a folder: names that go on, after a prefix, with their number."""
    for prefix in prefixes:
        for left in folder.glob(f"{glob.escape(prefix)}*"):
            process = left.name.removeprefix(prefix).partition("-")[0]
            if not process.isdigit() or _lives(int(process)):
                continue
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                with suppress(OSError):  # somebody else's, in a folder of all
                    left.unlink()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
