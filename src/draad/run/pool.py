"""A pool of forked processes that outlives the death of any of them.

``concurrent.futures`` gives up its whole pool when one process dies (BrokenProcessPool); a damaged PDF that crashes
its library, or the kernel that ends a process for want of memory, must cost one file only. So what a worker dies of is
tried once more, in its smallest pieces: it may have died of its neighbour, or of what ran beside it. What it dies of
again is told. An exception is not tried again: the work would raise it again.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from queue import SimpleQueue
from typing import Any, Literal, NamedTuple

Pieces = Callable[[Any], Iterable[Any]]
"""The smallest chunks that a chunk can be cut into."""
Work = Callable[[Any, Callable[[Any], None]], Any]
"""Gets a chunk and a function that tells the parent something; returns what can be pickled."""
_COLLECT_AFTER = 50_000
"""New objects after which a worker looks for cycles: its objects are many, live one chunk and seldom hold any."""
_QUEUED = 2
"""Chunks with one worker: one at work, one waiting, so that it never waits for the parent."""


class Event(NamedTuple):
    """What came of a chunk: ``done`` with its result, ``died`` with how, ``told`` with what was told meanwhile."""

    kind: Literal["done", "died", "told"]
    chunk: Any
    value: Any


class _Task(NamedTuple):
    chunk: Any
    again: bool = False
    """A worker died of it, or of a chunk that it was a piece of."""


@dataclass
class _Process:
    process: ForkProcess
    pipe: Connection
    tasks: deque[_Task] = field(default_factory=deque)


def alone(chunk: Any) -> Iterable[Any]:
    """The pieces of a chunk that can't be cut: itself."""
    return (chunk,)


def one_by_one(chunk: Sequence[Any]) -> Iterable[Any]:
    """The pieces of a chunk that is a tuple: a tuple of each."""
    return ((one,) for one in chunk)


def never(_: Any) -> Iterable[Any]:
    """No pieces: what nothing ran beside would die again."""
    return ()


def _take(pipe: Connection, chunks: SimpleQueue[bytes | None]) -> None:
    """Puts what comes through a pipe into the queue, and None at its end."""
    with suppress(EOFError, OSError):
        while True:
            chunks.put(pipe.recv_bytes())
    chunks.put(None)


class Pool:
    """Forked workers. Make it before any thread exists in this process."""

    def __init__(self, jobs: int, work: Work, begin: Callable[[], None]) -> None:
        """``begin`` is called first in each child."""
        self._context = multiprocessing.get_context("fork")
        self._work = work
        self._begin = begin
        self._processes: list[_Process] = []
        gc.freeze()  # so that collecting in the children does not copy the pages they share with us
        for _ in range(jobs):
            self._start()
        gc.unfreeze()

    def run(self, chunks: deque[Any], pieces: Pieces = alone) -> Iterator[Event]:
        """Works off ``chunks``, to which the caller may add meanwhile; events come in no fixed order.

        An exception of the work is raised here.
        """
        returned: deque[_Task] = deque()
        while True:
            self._hand_out(chunks, returned)
            busy = [one for one in self._processes if one.tasks]
            if not busy:
                return
            ready = wait([one.pipe for one in busy])
            for one in busy:
                if one.pipe in ready and (event := self._receive(one, returned, pieces)):
                    yield event

    def close(self) -> None:
        """Ends all workers at once; what they were doing is lost."""
        for one in self._processes:
            one.pipe.close()
            one.process.kill()
        for one in self._processes:
            one.process.join()
            one.process.close()
        self._processes.clear()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        elder = [one.pipe for one in self._processes]
        process = self._context.Process(target=self._serve, args=(theirs, [*elder, ours]), daemon=True)
        process.start()
        theirs.close()
        self._processes.append(_Process(process, ours))

    def _serve(self, pipe: Connection, parents_ends: list[Connection]) -> None:
        # Were the parent's ends left open here, no worker would notice that the parent is gone.
        for end in parents_ends:
            end.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.set_threshold(_COLLECT_AFTER, 20, 20)
        self._begin()
        # A thread takes what comes. Did the work itself take it, parent and worker would wait for each other for ever
        # where a waiting chunk and an answer are both larger than a pipe holds.
        chunks: SimpleQueue[bytes | None] = SimpleQueue()
        threading.Thread(target=_take, args=(pipe, chunks), name="chunks", daemon=True).start()
        with suppress(EOFError, OSError):  # the parent is gone
            while (chunk := chunks.get()) is not None:
                pipe.send_bytes(self._answer(pickle.loads(chunk), pipe))
        os._exit(0)

    def _answer(self, chunk: Any, pipe: Connection) -> bytes:
        def tell(what: Any) -> None:
            pipe.send_bytes(pickle.dumps(("told", what)))

        try:
            return pickle.dumps(("done", self._work(chunk, tell)), protocol=5)
        except Exception as error:
            return pickle.dumps(("error", error))

    def _hand_out(self, chunks: deque[Any], returned: deque[_Task]) -> None:
        # One each before a second to any, so that the last chunks are spread.
        for depth in range(1, _QUEUED + 1):
            for one in self._processes:
                if (chunks or returned) and len(one.tasks) < depth:
                    one.tasks.append(returned.popleft() if returned else _Task(chunks.popleft()))
                    try:
                        one.pipe.send_bytes(pickle.dumps(one.tasks[-1].chunk))
                    except OSError:
                        break  # it died; its pipe tells so when it is read

    def _receive(self, one: _Process, returned: deque[_Task], pieces: Pieces) -> Event | None:
        try:
            kind, value = pickle.loads(one.pipe.recv_bytes())
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._bury(one, returned, pieces)
        if kind == "told":
            return Event("told", one.tasks[0].chunk, value)
        task = one.tasks.popleft()
        if kind == "error":
            raise value
        return Event("done", task.chunk, value)

    def _bury(self, one: _Process, returned: deque[_Task], pieces: Pieces) -> Event | None:
        one.process.join()
        code = one.process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        one.pipe.close()
        one.process.close()
        self._processes.remove(one)
        culprit, *waiting = one.tasks
        returned.extend(waiting)
        self._start()
        smaller = [] if culprit.again else [_Task(piece, again=True) for piece in pieces(culprit.chunk)]
        returned.extend(smaller)
        return None if smaller else Event("died", culprit.chunk, how)
