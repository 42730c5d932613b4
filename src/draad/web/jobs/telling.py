"""How a child process tells the server how far it is: a line of JSON at a time, on its standard output."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TypeVar

from draad.errors import DossierBusyError

T = TypeVar("T")
_BETWEEN = 0.2
"""Seconds between two lines of one step."""
_WAIT = 2.0
"""Seconds until the next try, where another process writes."""


def say(**told: object) -> None:
    """One line."""
    print(json.dumps(told), flush=True)


class Report:
    """Tells how far a step is, not too often."""

    def __init__(self) -> None:
        self._step = ""
        self._at = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """``done`` of ``total`` of a step."""
        now = time.monotonic()
        if step != self._step or now - self._at > _BETWEEN or done == total:
            self._step, self._at = step, now
            say(step=step, done=done, total=total)


def when_free(work: Callable[[], T]) -> T:
    """What ``work`` gives, tried until no other process writes in the dossier; says that it waits."""
    while True:
        try:
            return work()
        except DossierBusyError:
            say(step="wait")
            time.sleep(_WAIT)
