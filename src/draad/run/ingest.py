"""The main job: files in, a dossier out. Reads in processes, stores and weaves here."""

from __future__ import annotations

import ctypes
import gc
import os
import shutil
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

import pyarrow as pa

from draad.dossier import Batch, Dossier, FailureRow, Seen
from draad.dossier.database import disk_error
from draad.dossier.proposals import Unsought
from draad.dossier.weaving import Changed, Woven
from draad.errors import DraadError, IngestInterruptedError
from draad.read import Given, ReadOptions
from draad.run.extracting import extract
from draad.run.pool import Pool, never
from draad.run.stages import Stages, default_stages
from draad.run.worker import Chunk, Task, Worker, from_wire, killed, to_wire

if TYPE_CHECKING:
    from draad.dossier.index import Index

_CHUNK_FILES = 128
_CHUNK_BYTES = 1 << 20
_CHUNKS_A_WORKER = 4
"""At least so many, where there are so many files, that all workers end at about the same time."""
_INDEX_ROOM = 64 << 20
"""Bytes; tantivy writes segments of about its heap."""
_MEMBER_BYTES = 1 << 16
"""What a member of an archive counts for; its size is not known before it is unpacked."""


@dataclass(frozen=True)
class IngestOptions:
    """How to ingest."""

    jobs: int | None = None
    """Processes that read; None for one a core, 1 for none beside this one."""
    read: ReadOptions = field(default_factory=ReadOptions)
    """``ocr_cache``, ``jobs`` and ``on_page`` are filled in by the run."""


class Progress(NamedTuple):
    """How far the run is. ``total`` is 0 where it is not known."""

    step: Literal["find", "read", "page", "weave", "store", "extract", "index"]
    done: int
    total: int
    what: str = ""


Report = Callable[[Progress], None]


@dataclass
class Outcome:
    """What a run did. ``seconds`` by step."""

    found: int = 0
    """Files met, those in archives included."""
    unchanged: int = 0
    """Not opened: read before and not changed since."""
    known: int = 0
    """Opened, but the same bytes were read before."""
    read: int = 0
    documents: int = 0
    copies: int = 0
    failed: int = 0
    changed: Changed | None = None
    """Rows that weaving changed; None where there was nothing to weave."""
    items: int = 0
    """Items in the register more than before."""
    unsought: tuple[Unsought, ...] = ()
    """Documents that are stored, but in which items could not be sought; the next run tries them again."""
    seconds: dict[str, float] = field(default_factory=dict)


def ingest(
    dossier: str | Path,
    paths: Iterable[str | Path],
    options: IngestOptions | None = None,
    progress: Report | None = None,
    *,
    stages: Stages | None = None,
) -> Outcome:
    """Reads everything in ``paths`` into the dossier, which is made if it is not there.

    Idempotent: what was read is skipped, so a run that was broken off, even by ``kill -9``, is resumed by the same
    call. The same files give the same dossier whatever their order and the number of jobs.

    Raises:
        DossierBusyError: another process writes this dossier.
        DossierError: the folder is no dossier, or a newer or damaged one.
        DiskError: no room; what was committed stays.
        IngestInterruptedError: Ctrl-C or SIGTERM; what was committed stays.
    """
    paths = list(paths)
    with Dossier.create(dossier) as store:
        before = store.batch
        run = _Run(store, options or IngestOptions(), progress or (lambda _: None), stages or default_stages())
        with _interruptible():
            run.read(paths)
            run.weave()
            run.extract()
            run.index()
        store.forget_failures([str(path) for path in paths], before)
        store.note("ingest", {"paths": [str(p) for p in paths], "read": run.outcome.read, "failed": run.outcome.failed})
    return run.outcome


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM ends the run as Ctrl-C does: at a place where nothing is half."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # only the main thread may ask for signals
        before = None
    try:
        yield
    except KeyboardInterrupt:
        raise IngestInterruptedError(
            "Ingest was interrupted; what was read is kept.", "Run the same command again: it goes on where it stopped."
        ) from None
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


class _Run:
    """One run: its parts in order, and what they share."""

    def __init__(self, store: Dossier, options: IngestOptions, report: Report, stages: Stages) -> None:
        self.store = store
        self.report = report
        self.stages = stages
        self.jobs = options.jobs or len(os.sched_getaffinity(0))
        self.options = options.read
        self.outcome = Outcome()

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.outcome.seconds[step] = self.outcome.seconds.get(step, 0.0) + time.perf_counter() - begun

    # ── find and read ───────────────────────────────────────────────────────────────────────────────────────

    def read(self, paths: Iterable[str | Path]) -> None:
        """Finds the files, reads the new ones, stores them batch by batch."""
        with self._timed("find"):
            tasks = list(self._find(paths))
        if not tasks:
            return
        with self._timed("read"):
            options = replace(self.options, ocr_cache=self.store.layout.ocr, jobs=max(1, self.jobs // len(tasks)))
            worker = Worker(self.store.layout, self.stages, options, self.store.known_sources())
            chunks = deque(chunked(tasks, -(-len(tasks) // (self.jobs * _CHUNKS_A_WORKER))))
            total, done = len(tasks), 0
            del tasks
            self.report(Progress("read", 0, total))
            for chunk, batch in self._batches(worker, chunks):
                self._add(batch)
                done += len(chunk.tasks)
                self.report(Progress("read", done, total))

    def _find(self, paths: Iterable[str | Path]) -> Iterator[Task]:
        own = os.path.abspath(self.store.layout.root) + os.sep  # noqa: PTH100 - as it is named, links and all
        failures = []
        self.report(Progress("find", 0, 0))
        for given in self.stages.expand(paths):
            if isinstance(given, Given):
                if task := self._task(given, own):
                    yield task
            else:
                self.outcome.found += 1
                error = given.error
                failures.append(FailureRow(_plain(given.shown), None, error.code, _plain(error.message), error.cure))
            if self.outcome.found % 1000 == 0:
                self.report(Progress("find", self.outcome.found, 0))
        if failures:
            self._add(Batch(failures=tuple(failures)))

    def _task(self, given: Given, own: str) -> Task | None:
        """What to do for a file; nothing if it is the dossier's own, or was read before and did not change."""
        absolute = os.path.abspath(given.path)  # noqa: PTH100 - as it is named, links and all
        if absolute.startswith(own) and not absolute.startswith(os.path.join(own, self.store.layout.uploads.name, "")):  # noqa: PTH118
            return None
        self.outcome.found += 1
        seen, shown = _stat(absolute, given.member), _plain(given.shown)
        if seen and self.store.is_seen(seen, shown):
            self.outcome.unchanged += 1
            return None
        return Task(str(given.path), shown, given.member, seen)

    def _batches(self, worker: Worker, chunks: deque[Chunk]) -> Iterator[tuple[Chunk, Batch]]:
        if self.jobs == 1:
            while chunks:
                chunk = chunks.popleft()
                yield chunk, worker.work(chunk, self._page)
            return

        def work(chunk: Chunk, tell: Callable[[Any], None]) -> Any:
            return to_wire(worker.work(chunk, lambda done, total: tell((done, total))))

        with closing(Pool(min(self.jobs, len(chunks)), work, self.store.detach)) as pool:
            for event in pool.run(chunks, Chunk.parts):
                if event.kind == "told":
                    self._page(*event.value)
                elif event.kind == "done":
                    yield event.chunk, from_wire(event.value)
                else:
                    yield event.chunk, Batch(failures=(killed(event.chunk.tasks[0], event.value),))

    def _page(self, done: int, total: int) -> None:
        self.report(Progress("page", done, total))

    def _add(self, batch: Batch) -> None:
        added = self.store.add(batch)
        self.outcome.documents += added.documents
        self.outcome.copies += added.copies
        self.outcome.read += added.sources
        self.outcome.known += len(batch.places) - added.sources
        self.outcome.failed += len(batch.failures)

    # ── weave, extract, index ─────────────────────────────────────────────────────────────────────────────────────

    def weave(self) -> None:
        """Ties copies to messages and threads, if documents came in since the last time."""
        if not self.store.needs_weaving():
            return
        self.report(Progress("weave", 0, 0))
        with self._timed("weave"):
            woven = self._woven()
        self.report(Progress("store", 0, 0))
        with self._timed("store"):
            self.outcome.changed = self.store.save_woven(woven)

    def _woven(self) -> Woven:
        """In a process of its own, so that the memory it took is given back before the index takes its own."""
        root, weave = self.store.layout.root, self.stages.weave

        def work(_: Any, __: Callable[[Any], None]) -> Woven:
            with Dossier.open(root) as reader:
                tables = list(reader.copies_for_weaving())
            _give_back()
            return weave(tables.pop(0), tables.pop(0))  # weaving alone holds them, and may let go of them

        self.store.shrink()
        if self.jobs == 1:
            return weave(*self.store.copies_for_weaving())
        _give_back()  # before the fork, so that the child begins small as well
        with closing(Pool(1, work, self.store.detach)) as pool:
            (event,) = pool.run(deque([None]), never)
        if event.kind == "died":
            raise DraadError(
                f"Weaving was ended ({event.value}).", "Is there enough memory? Run the same command again."
            )
        return cast("Woven", event.value)

    def extract(self) -> None:
        """Seeks items in what came in or changed since the last time, and ties them."""
        with self._timed("extract"):
            done = extract(self.store, self.stages, self.jobs, lambda n, of: self.report(Progress("extract", n, of)))
        if done:
            self.outcome.items, self.outcome.unsought = done.items, done.failed

    def index(self) -> None:
        """Brings the search index up to the store. After a crash between the two the gap is replayed."""
        # Imported here: tantivy has threads, and none may exist before the workers are forked.
        from draad.dossier.index import IndexMissing

        with self._timed("index"):
            try:
                self._catch_up()
            except IndexMissing as error:
                folder = self.store.layout.index
                # A thread of tantivy that meets a full disk dies and tells no more than that it died.
                if shutil.disk_usage(folder.parent).free < _INDEX_ROOM:
                    raise disk_error(folder, "there is too little room") from error
                shutil.rmtree(folder, ignore_errors=True)
                self._catch_up()

    def _catch_up(self) -> None:
        with self._open_index() as index:
            batch = self.store.batch
            if index.batch < batch:
                self.report(Progress("index", 0, 0))
                index.replace(*self.store.index_pending(index.batch))
                index.commit(batch)

    def _open_index(self) -> Index:
        from draad.dossier.index import Index

        folder = self.store.layout.index
        index = Index.open(folder, write=True)
        if index.batch <= self.store.batch:
            return index
        # The database was put back from an older copy; what the index knows beyond it no longer holds.
        index.close()
        shutil.rmtree(folder)
        return Index.open(folder, write=True)


def _give_back() -> None:
    """Returns freed memory to the system: what Arrow pools, and what the C library keeps for later (glibc only)."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def chunked(tasks: Iterable[Task], most: int = _CHUNK_FILES) -> Iterator[Chunk]:
    """Chunks of at most ``most`` files, never more than 128, and of about a megabyte."""
    held: list[Task] = []
    size = 0
    for task in tasks:
        held.append(task)
        size += task.seen.size if task.seen and not task.member else _MEMBER_BYTES
        if size >= _CHUNK_BYTES or len(held) >= min(most, _CHUNK_FILES):
            yield Chunk(tuple(held))
            held, size = [], 0
    if held:
        yield Chunk(tuple(held))


def _stat(absolute: str, member: tuple[str, ...]) -> Seen | None:
    try:
        status = os.stat(absolute)  # noqa: PTH116 - half the time of Path.stat(), and there may be a million
    except OSError:
        return None  # reading it will tell why
    return Seen(_plain("\n".join((absolute, *member))), status.st_size, status.st_mtime_ns, status.st_ino)


def _plain(path: str) -> str:
    """A path as text: bytes of a file name that are no UTF-8 can't be stored or shown, so they become ``�``."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
