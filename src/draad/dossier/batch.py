"""What a worker hands to the store: one batch of files, read and split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa


class Seen(NamedTuple):
    """A file on disk as it was when it was read; while these agree it need not be opened again."""

    path: str
    """Absolute; for a member of an archive, the archive's path and the way inside."""
    size: int
    mtime_ns: int
    inode: int


class Place(NamedTuple):
    """A path under which a source was found. The same bytes may have many."""

    path: str
    source: str
    """sha256, in hexadecimal."""
    size: int
    name: str
    """The file name without its ending."""
    seen: Seen | None = None


class FailureRow(NamedTuple):
    """A file that can't be read, with its reason. It is tried again at the next ingest."""

    path: str
    source: str | None
    """None where not even its bytes could be read."""
    code: str
    message: str
    cure: str


@dataclass(frozen=True)
class Batch:
    """A batch in the schemas of ``schema.py``. Files that the store knows already give a place and no rows."""

    places: tuple[Place, ...] = ()
    documents: pa.RecordBatch | None = None
    copies: pa.RecordBatch | None = None
    failures: tuple[FailureRow, ...] = ()
