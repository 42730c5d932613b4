"""One file as given: on disk, or inside an archive on disk. Small, so that it can travel to a worker process."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from draad.errors import DamagedFileError, InputError

_CHUNK = 1 << 20


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


def _unpack(path: Path, member: tuple[str, ...], shown: str) -> bytes:
    archive: Path | BytesIO = path
    data = b""
    try:
        for name in member:
            with zipfile.ZipFile(archive) as opened:
                data = opened.read(name)
            archive = BytesIO(data)
    except OSError as error:
        raise unreadable(shown, error) from error
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedFileError(f"{shown} can't be unpacked: {error}.", "Ask for the archive again.") from error
    except Exception as error:  # zlib.error and lzma.LZMAError share no base class of their own
        raise DamagedFileError(f"{shown} is broken inside its archive: {error}.", "Ask for it again.") from error
    return data
