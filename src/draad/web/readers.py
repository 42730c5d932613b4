"""Open dossiers for the threads that make pages: each page has one for itself."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draad.dossier import Dossier


class Readers:
    """A stock of open dossiers, made as they are wanted and kept for the next page."""

    def __init__(self, make: Callable[[], Dossier], most: int) -> None:
        self._make = make
        self._idle: queue.SimpleQueue[Dossier] = queue.SimpleQueue()
        self._most = most

    @contextmanager
    def one(self) -> Iterator[Dossier]:
        """An open dossier that nobody else uses meanwhile."""
        try:
            dossier = self._idle.get_nowait()
        except queue.Empty:
            dossier = self._make()
        try:
            yield dossier
        except BaseException:
            dossier.close()
            raise
        if self._idle.qsize() < self._most:
            self._idle.put(dossier)
        else:
            dossier.close()

    def close(self) -> None:
        """Closes those that nobody uses."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()
