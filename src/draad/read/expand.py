"""From what the user names to single files: folders are walked, archives are looked into.

The limits against zip bombs follow the advice of Fifield, "A better zip bomb" (WOOT 2019): count what comes out,
not what the archive says will come out, and stop at a ratio, a total and a number of members.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from draad.errors import DamagedFileError, EncryptedFileError, InputError, UnsafeArchiveError
from draad.read.given import Given, unreadable

_JUNK = {".ds_store", "thumbs.db", "desktop.ini"}
_ENCRYPTED = 0x1
_PIECES = re.compile(r"[/\\]")
_OUTSIDE = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)")


@dataclass(frozen=True)
class Failure:
    """A file that can't be read, with the reason. The rest goes on."""

    shown: str
    error: InputError


@dataclass(frozen=True)
class Limits:
    """How far an archive may go before it counts as a bomb."""

    depth: int = 3
    """Archives inside archives."""
    members: int = 100_000
    """Members of one outermost archive, those of inner archives included."""
    total: int = 20 << 30
    """Bytes that one outermost archive may unpack to."""
    member: int = 2 << 30
    """Bytes that one member may unpack to; inner archives are held in memory."""
    ratio: int = 200
    """Times by which a member may grow; only asked above ``small``."""
    small: int = 10 << 20
    """Below this many bytes unpacked, no ratio is a danger: a log of blanks compresses 1000 times."""


@dataclass
class _Spent:
    members: int = 0
    total: int = 0


def expand(paths: Iterable[str | Path], *, limits: Limits | None = None) -> Iterator[Given | Failure]:
    """Every single file in ``paths``: files, folders with all below them, zip archives and archives in those.

    The order is that of ``paths``, then by name. Hidden files and links that lead back up are skipped, as is what
    systems leave behind (``__MACOSX``, ``Thumbs.db``). What can't be read is given as a ``Failure``.
    """
    limits = limits or Limits()
    for path in paths:
        yield from _expand_path(Path(path), str(path), limits, frozenset())


def _expand_path(path: Path, shown: str, limits: Limits, above: frozenset[Path]) -> Iterator[Given | Failure]:
    try:
        if path.is_dir():
            yield from _expand_folder(path, shown, limits, above)
            return
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        yield Failure(shown, unreadable(shown, error))
        return
    if _is_archive(path.name, start):
        yield from _expand_archive(Given(path, shown), path, limits, _Spent())
    else:
        yield Given(path, shown)


def _expand_folder(path: Path, shown: str, limits: Limits, above: frozenset[Path]) -> Iterator[Given | Failure]:
    here = path.resolve()
    if here in above:
        return
    with os.scandir(path) as entries:
        children = sorted(entries, key=lambda entry: entry.name)
    for child in children:
        if _is_junk(child.name):
            continue
        name = f"{shown.rstrip('/')}/{child.name}"
        if child.name.lower().endswith(_NEVER_ARCHIVES) and child.is_file():
            yield Given(path / child.name, name)
        else:
            yield from _expand_path(path / child.name, name, limits, above | {here})


def _is_junk(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX" or name.lower() in _JUNK


def _is_archive(name: str, start: bytes) -> bool:
    """By content, and by name: a docx is a zip too, and a cut-off zip may have lost its beginning."""
    ending = name.lower().rsplit(".", 1)[-1]
    return ending == "zip" or (start[:4] in (b"PK\x03\x04", b"PK\x05\x06") and ending not in _ZIPPED_DOCUMENTS)


_NEVER_ARCHIVES = (".txt", ".md", ".pdf", ".eml", ".msg", ".mbox", ".docx")
"""Files in a folder that are not opened to see what they are: reading them tells, and opening ten thousand is slow."""
_ZIPPED_DOCUMENTS = {"docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "odt", "ods", "odp", "epub", "jar"}


def _expand_archive(given: Given, archive: Path | BytesIO, limits: Limits, spent: _Spent) -> Iterator[Given | Failure]:
    try:
        opened = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        message = f"{given.shown} is no whole zip archive: {error}."
        yield Failure(given.shown, DamagedFileError(message, "It was cut short or damaged; ask for it again."))
        return
    except OSError as error:
        yield Failure(given.shown, unreadable(given.shown, error))
        return
    with opened:
        if _named_otherwise(given, opened):
            yield given
            return
        for info in sorted(opened.infolist(), key=lambda info: info.filename):
            if info.is_dir() or any(_is_junk(piece) for piece in _PIECES.split(info.filename) if piece != ".."):
                continue
            shown = f"{given.shown}/{info.filename}"
            inner = Given(given.path, shown, (*given.member, info.filename))
            try:
                _check(info, shown, limits, spent)
                data = _read_if_archive(opened, info, inner, limits, spent)
            except InputError as error:
                yield Failure(shown, error)
                if spent.members > limits.members or spent.total > limits.total:
                    return
                continue
            if data is None:
                yield inner
            else:
                yield from _expand_archive(inner, BytesIO(data), limits, spent)


def _named_otherwise(given: Given, opened: zipfile.ZipFile) -> bool:
    """A document that is a zip inside (docx) under a name without its ending."""
    return not given.name.lower().endswith(".zip") and "[Content_Types].xml" in opened.namelist()


def _check(info: zipfile.ZipInfo, shown: str, limits: Limits, spent: _Spent) -> None:
    """Raise an ``InputError`` if this member may not be unpacked; count it otherwise."""
    if _OUTSIDE.search(info.filename):
        message = f"{shown} would be unpacked outside its archive."
        raise UnsafeArchiveError(message, "Don't trust this archive; ask its maker for a clean one.")
    if info.flag_bits & _ENCRYPTED:
        raise EncryptedFileError(f"{shown} is encrypted in its archive.", "Unpack it yourself and give the files.")
    spent.members += 1
    spent.total += info.file_size
    grown = info.file_size > limits.small and info.file_size > limits.ratio * max(1, info.compress_size)
    if grown or info.file_size > limits.member or spent.total > limits.total or spent.members > limits.members:
        message = f"{shown} unpacks from {info.compress_size:,} to {info.file_size:,} bytes, beyond all measure."
        if spent.members > limits.members:
            message = f"{shown}: the archive holds more than {limits.members:,} files."
        raise UnsafeArchiveError(message, "If you trust it, unpack it yourself and give the folder.")


def _read_if_archive(
    opened: zipfile.ZipFile, info: zipfile.ZipInfo, inner: Given, limits: Limits, spent: _Spent
) -> bytes | None:
    """The bytes of a member that is itself an archive, else None.

    Every member is opened, so that a broken one is told here; ``zipfile`` stops at the size that the archive
    states and checks the sum, so a member can't unpack to more than ``_check`` allowed.
    """
    try:
        with opened.open(info) as file:
            start = file.read(4)
            if not _is_archive(inner.name, start):
                return None
            if len(inner.member) >= limits.depth:
                message = f"{inner.shown} lies more than {limits.depth} archives deep."
                raise UnsafeArchiveError(message, "Unpack it yourself and give the files.")
            return start + file.read()
    except InputError:
        raise
    except Exception as error:  # zipfile lets through what zlib, bz2 and lzma raise, which share no base class
        raise DamagedFileError(f"{inner.shown} is broken inside its archive: {error}.", "Ask for it again.") from error
