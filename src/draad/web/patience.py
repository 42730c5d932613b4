"""Work that can't be stopped, waited for no longer than a reader has patience.

tantivy looks a query up in one call outside Python, and has no way to break it off (0.27; quickwit-oss/tantivy has no
timeout for a collector). So that work runs in threads of its own, two of them: a page that has waited long enough goes
on without its answer, and the thread is let be until tantivy is ready. As there are but two threads, never more than
two such abandoned queries eat the machine; with both taken a third waits its turn within the same patience, and is then
refused without having begun.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotReady
from typing import TypeVar

from draad.errors import TooSlowError

T = TypeVar("T")

SECONDS = 2.0
"""How long a page waits."""
AT_ONCE = 2


class TooBusyError(TooSlowError):
    """Other work that takes long is in the way; this did not even begin."""

    code = "too-busy"


class Patience:
    """A small pool for work that can't be stopped."""

    def __init__(self, seconds: float = SECONDS, at_once: int = AT_ONCE) -> None:
        self.seconds = seconds
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="patience")

    def run(self, work: Callable[[], T]) -> T:
        """What ``work`` gives, or raises. Raises TooSlowError when it is not ready in time: it goes on, and nobody
        gets its answer; TooBusyError when its turn did not come."""
        began = time.monotonic()
        future: Future[T] = self._pool.submit(work)
        try:
            return future.result(self.seconds)
        except NotReady:
            waited = f"{time.monotonic() - began:.1f} s"
            if future.cancel():
                raise TooBusyError(waited) from None
            if future.done():  # ready just after all, or ended by a TimeoutError of its own
                return future.result()
            raise TooSlowError(waited) from None

    def close(self) -> None:
        """Lets go; what is abandoned is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
