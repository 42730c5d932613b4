"""What one worker does with one chunk of files: keep, read, cut, split, and answer in Arrow."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from draad.dossier.batch import Batch, FailureRow, Place, Seen
from draad.dossier.database import disk_error
from draad.dossier.files import Layout, keep_original
from draad.errors import DiskError, DraadError, UnsupportedFileError
from draad.read import Given, ReadOptions
from draad.read.kind import stem_of
from draad.records import Document, Split
from draad.run.batches import encode
from draad.run.stages import Stages

_LONGEST = 400_000_000
"""Characters of one source; SQLite takes no text of more than a thousand million bytes."""


class Task(NamedTuple):
    """One file to read; small, for a run may hold a million of them."""

    path: str
    shown: str
    member: tuple[str, ...]
    seen: Seen | None

    @property
    def given(self) -> Given:
        """The file as ``read/`` takes it."""
        return Given(Path(self.path), self.shown, self.member)


class Chunk(NamedTuple):
    """The files that one worker reads at a time."""

    tasks: tuple[Task, ...]

    def parts(self) -> Iterator[Chunk]:
        """Its files one by one, to find out which one a worker dies of."""
        return (Chunk((task,)) for task in self.tasks)


class _Taken(NamedTuple):
    """One new file, read and split."""

    task: Task
    source: str
    splits: list[Split]


@dataclass
class _Made:
    places: list[Place] = field(default_factory=list)
    failures: list[FailureRow] = field(default_factory=list)
    taken: list[_Taken] = field(default_factory=list)


@dataclass(frozen=True)
class Worker:
    """Reads chunks. ``known`` are the sources that the dossier held when the run began."""

    layout: Layout
    stages: Stages
    options: ReadOptions
    known: Container[str]

    def work(self, chunk: Chunk, on_page: Callable[[int, int], None] | None = None) -> Batch:
        """The batch of a chunk. A file that can't be read becomes a failure in it.

        Raises DiskError when an original can't be kept.
        """
        made = _Made()
        options = replace(self.options, on_page=on_page)
        for task in chunk.tasks:
            self._guarded(made, task, partial(self._take, task, options, made))
        documents, copies = self._encode_sound(made)
        return Batch(tuple(made.places), documents, copies, tuple(made.failures))

    def _guarded(self, made: _Made, task: Task, step: Callable[[], object]) -> bool:
        """Takes a step for one file; what goes wrong becomes its failure, but for a full disk, which ends the run."""
        try:
            step()
        except DiskError:
            raise
        except Exception as error:  # law 7: whatever a strange file does to a library, the rest goes on
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise disk_error(self.layout.root, os.strerror(error.errno)) from error
            made.failures.append(_failure(task, error))
            return False
        return True

    def _take(self, task: Task, options: ReadOptions, made: _Made) -> None:
        data = task.given.data()
        source = sha256(data).hexdigest()
        if source not in self.known and all(source != other.source for other in made.taken):
            splits = self._read(data, task, source, options)
            keep_original(self.layout, source, data)
            made.taken.append(_Taken(task, source, splits))
        made.places.append(Place(task.shown, source, len(data), stem_of(task.given.name), task.seen))

    def _encode_sound(self, made: _Made) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """All files at once; one by one only to find those that can't be encoded, which become failures."""
        with suppress(Exception):
            return self._encode(made.taken)
        for taken in list(made.taken):
            if not self._guarded(made, taken.task, partial(self._encode, [taken])):
                made.taken.remove(taken)
                made.places = [place for place in made.places if place.source != taken.source]
        return self._encode(made.taken)

    def _encode(self, taken: list[_Taken]) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        splits = [split for one in taken for split in one.splits]
        return encode(splits, self.stages.features(splits))

    def _read(self, data: bytes, task: Task, source: str, options: ReadOptions) -> list[Split]:
        whole = self.stages.read(data, task.given.name, task.shown, source, options)
        if sum(len(document.text) for document in whole) > _LONGEST:
            raise UnsupportedFileError(f"{task.shown} holds more than {_LONGEST:,} characters.", "Cut it into pieces.")
        return split_source(whole, self.stages.split)


def split_source(documents: list[Document], split: Callable[[Document], list[Split]]) -> list[Split]:
    """All documents of one source split, bundles cut; parts are counted from 0, attachments tied to the new numbers."""
    made: list[Split] = []
    moved: dict[int, int] = {}
    for document in documents:
        moved[document.part] = len(made)
        attached = None if document.attached_to is None else moved[document.attached_to]
        for piece in split(document):
            wanted = (len(made), attached)
            same = (piece.document.part, piece.document.attached_to) == wanted
            renumbered = (
                piece
                if same
                else replace(piece, document=replace(piece.document, part=wanted[0], attached_to=wanted[1]))
            )
            made.append(renumbered)
    return made


def _failure(task: Task, error: Exception) -> FailureRow:
    if isinstance(error, DraadError):
        return FailureRow(task.shown, None, error.code, error.message, error.cure)
    told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = f"{task.shown} can't be read ({told})."
    return FailureRow(task.shown, None, "unexpected", message, "Please report it, with the file if you may share it.")


def killed(task: Task, how: str) -> FailureRow:
    """The failure of a file of which a worker died, twice."""
    message = f"Reading {task.shown} ended its process ({how})."
    return FailureRow(task.shown, None, "killed", message, "Leave it out, or try it alone with more memory free.")


def to_wire(batch: Batch) -> tuple[tuple[Place, ...], tuple[FailureRow, ...], bytes | None, bytes | None]:
    """A batch as it travels between processes: plain tuples and Arrow IPC."""
    return batch.places, batch.failures, _ipc(batch.documents), _ipc(batch.copies)


def from_wire(wire: tuple[tuple[Place, ...], tuple[FailureRow, ...], bytes | None, bytes | None]) -> Batch:
    """The inverse of :func:`to_wire`; the columns stay in the buffer that arrived."""
    places, failures, documents, copies = wire
    return Batch(places, _from_ipc(documents), _from_ipc(copies), failures)


def _ipc(batch: pa.RecordBatch | None) -> bytes | None:
    if batch is None:
        return None
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _from_ipc(data: bytes | None) -> pa.RecordBatch | None:
    return None if data is None else pa.ipc.open_stream(data).read_next_batch()
