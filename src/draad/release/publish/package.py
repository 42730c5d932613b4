"""The package itself: made in a folder beside its place and renamed whole, so that a kill leaves no half one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from draad import whole
from draad.errors import UsageError
from draad.leftovers import sweep
from draad.whole import HIDDEN

_OLDEST: Final = 1980
"""The first year that a zip archive can hold (PKWARE APPNOTE 4.4.6)."""
_STORED: Final = (".pdf", ".xlsx", ".docx", ".zip")
"""Packed already."""
_CHUNK: Final = 1 << 20
_README: Final = "LEESMIJ.txt"
_PARTS: Final = re.compile(
    r"LEESMIJ\.txt|index\.html|stijl\.css|sitemap(-\d+)?\.xml|documenten|gegevens|gesprek(ken)?|lijst|metadata"
)
"""What stands at the top of a package. By it a folder is known as one that may be replaced."""


def is_archive(out: Path) -> bool:
    """Whether the package is to be one zip."""
    return out.suffix.lower() == ".zip"


@contextmanager
def making(out: Path, today: date, *, force: bool = False) -> Iterator[Path]:
    """An empty folder to fill; at the end it stands at ``out``, or is zipped there, and by any error it is gone.

    Raises UsageError where something stands at ``out`` already. ``force`` replaces an earlier package, a file or an
    empty folder; never any other folder, such as a dossier or somebody's documents (law 4).
    """
    out = out.absolute()
    if not out.parent.is_dir():
        raise UsageError.said("no-folder", folder=out.parent)
    if out.exists() and not force:
        raise UsageError.said("exists", place=out)
    if out.is_dir() and not _may_go(out):
        raise UsageError.said("no-package", folder=out)
    sweep(out.parent, f"{HIDDEN}{out.name}-")
    scratch = Path(tempfile.mkdtemp(prefix=f"{HIDDEN}{out.name}-{os.getpid()}-", dir=out.parent))
    try:
        folder = scratch / "inhoud"
        folder.mkdir()
        yield folder
        if is_archive(out):
            zipped(folder, scratch / out.name, today)
            (scratch / out.name).replace(out)
        else:
            whole.stand(folder, out, scratch / "oud")
            out.chmod(0o755)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _may_go(out: Path) -> bool:
    """Whether a folder is empty, or an earlier package and nothing beside it."""
    names = [path.name for path in out.iterdir()]
    return not names or (_README in names and all(_PARTS.fullmatch(name) for name in names))


def write(folder: Path, name: str, data: bytes) -> None:
    """One file of the package; ``name`` with ``/`` between folders."""
    target = folder.joinpath(*name.split("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def zipped(folder: Path, target: Path, today: date) -> None:
    """All files of a folder as a zip, in order of name and with one date: the same content, the same bytes."""
    stamp = (max(today.year, _OLDEST), today.month, today.day, 0, 0, 0)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for name in files:
            info = zipfile.ZipInfo(name, stamp)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_STORED) else zipfile.ZIP_DEFLATED
            info.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, archive.open(info, "w") as into:
                shutil.copyfileobj(source, into, _CHUNK)
