"""Progress on standard error: a bar on a terminal, nothing at all in a pipe or a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from draad.texts import spoken

Advance = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is (0 where that is not known)."""


SECONDS_BETWEEN = 0.1
"""Drawing more often than this would be seen by nobody."""


@contextmanager
def progress_bars() -> Iterator[Advance | None]:
    """Bars, one a step, that go away at the end; None where nobody would see them. Steps are named in the catalogue."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    say = spoken()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Without the thread that rich would draw in: ingest forks, and a fork may copy a lock that this thread holds.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bars:
        tasks: dict[str, TaskID] = {}
        drawn = 0.0

        def advance(step: str, done: int, total: int) -> None:
            nonlocal drawn
            new = step not in tasks
            if new:
                tasks[step] = bars.add_task(say(f"step.{step}"), total=None)
            bars.update(tasks[step], completed=done, total=total or None)
            if new or done == total or time.monotonic() - drawn > SECONDS_BETWEEN:
                bars.refresh()
                drawn = time.monotonic()

        yield advance
