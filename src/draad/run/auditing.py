"""Many files audited at once: each file a chunk of its own, so that one that ends its process costs one file only."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from draad.errors import DraadError
from draad.read.kind import ending_of
from draad.release.audit import audit
from draad.release.audit.records import AuditOptions
from draad.release.audit.report import Audited
from draad.run.pool import Pool

_READ = frozenset({"pdf", "docx", "docm", "eml", "txt", "md", "markdown", "html", "htm"})


class Failed(NamedTuple):
    """Why a file could not be audited: the error's code and its message."""

    code: str
    message: str


Report = Callable[[int, int], None]


def find(paths: Sequence[Path]) -> list[Path]:
    """The files to audit: those named, and of folders all of a kind that is read, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and ending_of(one.name) in _READ)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def audit_files(
    paths: Sequence[Path], options: AuditOptions, jobs: int | None = None, report: Report | None = None
) -> list[Audited | tuple[Path, Failed]]:
    """Each file's findings, in the order of ``paths``; a file that can't be audited is told and stops nothing."""
    jobs = min(jobs or len(os.sched_getaffinity(0)), max(1, len(paths)))
    results: dict[int, Any] = {}

    def work(number: int, _tell: Any) -> Any:
        return _one(paths[number], options)

    if jobs == 1 and len(paths) == 1:
        results[0] = _one(paths[0], options)
    else:
        import draad.release.audit.pdf  # noqa: F401 - so that no process loads it for itself

        with closing(Pool(jobs, work, lambda: None)) as pool:
            for event in pool.run(deque(range(len(paths)))):
                died = Failed("unreadable", f"{paths[event.chunk]}: {event.value}")
                results[event.chunk] = died if event.kind == "died" else event.value
                if report:
                    report(len(results), len(paths))
    return [(path, one) if isinstance(one := results[n], Failed) else one for n, path in enumerate(paths)]


def _one(path: Path, options: AuditOptions) -> Audited | Failed:
    try:
        return Audited(str(path), tuple(audit(path.read_bytes(), path.name, options)))
    except DraadError as error:
        return Failed(error.code, error.message)
    except OSError as error:
        return Failed("system", str(error))
    except (RecursionError, MemoryError) as error:
        return Failed("unreadable", f"{path}: {type(error).__name__}")
