"""One file as given: on disk, or inside an archive on disk. Small, so that it can travel to a worker process."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from draad.errors import DamagedFileError, InputError

_CHUNK = 1 << 20
_OPEN = 4
"""Archives that stay open: an outermost one and those inside it, down to the deepest that ``expand`` allows."""


@dataclass(frozen=True)
class Given:
    """One file that can be read. The bytes stay where they are until somebody asks for them.

    A member of an archive is unpacked in memory only: nothing of an archive is ever written to disk.
    """

    path: Path
    """The file on disk: the file itself, or the outermost archive."""
    shown: str
    """The path for people: ``map/bundel.zip/mail.eml``."""
    member: tuple[str, ...] = ()
    """The way inside: the member's name in the outermost archive, then in the archive that it is, and so on."""

    @property
    def name(self) -> str:
        """The file's own name, with its ending."""
        return self.shown.rsplit("/", 1)[-1]

    def data(self) -> bytes:
        """All bytes of the file.

        Raises:
            InputError: the file can't be read.
            DamagedFileError: the archive is broken at this member.
        """
        if not self.member:
            try:
                return self.path.read_bytes()
            except OSError as error:
                raise unreadable(self.shown, error) from error
        return _unpack(self.path, self.member, self.shown)

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal; a file on disk is streamed, never held whole."""
        if self.member:
            return hashlib.sha256(self.data()).hexdigest()
        digest = hashlib.sha256()
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        except OSError as error:
            raise unreadable(self.shown, error) from error
        return digest.hexdigest()

    @cached_property
    def size(self) -> int:
        """Bytes, unpacked."""
        if self.member:
            return len(self.data())
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise unreadable(self.shown, error) from error


def unreadable(shown: str, error: OSError) -> InputError:
    """The error for a file that the system won't give us."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"{shown} does not exist.", "Check the path.")
    if isinstance(error, PermissionError):
        return InputError(f"{shown} may not be read.", "Give yourself the right to read it (chmod u+r).")
    return InputError(f"{shown} can't be read: {error.strerror or error}.", "Check the disk and the path.")


@dataclass(frozen=True)
class _Opened:
    """An open archive and the state of the file in which it lies: a file that changed is opened anew."""

    state: tuple[int, int]
    archive: zipfile.ZipFile


class _Archives:
    """The archives opened last, by file and way inside, so that a member costs no reading of all members' names.

    Per process and per thread: a ``ZipFile`` that several threads read must not be closed by one of them, and after
    a fork parent and child would share one place in the file.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._opened: OrderedDict[tuple[Path, tuple[str, ...]], _Opened] = OrderedDict()

    def get(self, path: Path, member: tuple[str, ...]) -> zipfile.ZipFile:
        """The archive at ``path``, or the one inside it that ``member`` leads to."""
        stat = path.stat()
        key, state = (path, member), (stat.st_mtime_ns, stat.st_size)
        kept = self._opened.get(key)
        if kept is not None and kept.state == state:
            self._opened.move_to_end(key)
            return kept.archive
        if kept is not None:
            self._drop(key)
        file: Path | BytesIO = BytesIO(self.get(path, member[:-1]).read(member[-1])) if member else path
        self._opened[key] = _Opened(state, zipfile.ZipFile(file))
        while len(self._opened) > self._most:
            self._drop(next(iter(self._opened)))
        return self._opened[key].archive

    def _drop(self, key: tuple[Path, tuple[str, ...]]) -> None:
        self._opened.pop(key).archive.close()


class _Mine(threading.local):
    """This thread's archives in this process."""

    process: int = 0
    archives: _Archives

    def get(self, path: Path, member: tuple[str, ...]) -> zipfile.ZipFile:
        if self.process != os.getpid():
            self.process, self.archives = os.getpid(), _Archives(_OPEN)
        return self.archives.get(path, member)


_mine = _Mine()


def _unpack(path: Path, member: tuple[str, ...], shown: str) -> bytes:
    try:
        return _mine.get(path, member[:-1]).read(member[-1])
    except OSError as error:
        raise unreadable(shown, error) from error
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedFileError(f"{shown} can't be unpacked: {error}.", "Ask for the archive again.") from error
    except Exception as error:  # zlib.error and lzma.LZMAError share no base class of their own
        raise DamagedFileError(f"{shown} is broken inside its archive: {error}.", "Ask for it again.") from error
