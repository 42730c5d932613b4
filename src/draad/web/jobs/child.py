"""In a process of its own: takes in the files of one folder and tells how far it is, a line of JSON at a time.

Apart from the server, so that its memory and its work on the processor do not disturb readers, and so that it can be
stopped. Run as ``python -m draad.web.jobs.child DOSSIER FOLDER``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from draad.errors import DossierBusyError, DraadError

_BETWEEN = 0.2
"""Seconds between two lines of one step."""
_WAIT = 2.0
"""Seconds until the next try, where another process is ingesting."""


def main(place: str, folder: str) -> int:
    """Ingests; the last line says what came of it, or what stopped it."""
    from draad.run import IngestOptions, ingest

    dossier = Path(place).resolve()
    os.chdir(folder)
    files = sorted(Path().iterdir())
    while True:
        try:
            outcome = ingest(dossier, files, IngestOptions(), _Report())
        except DossierBusyError:
            _say(step="wait")
            time.sleep(_WAIT)
        except DraadError as error:
            _say(end="failed", code=error.code, message=error.message)
            return 1
        else:
            told = {
                "found": outcome.found,
                "read": outcome.read,
                "documents": outcome.documents,
                "items": outcome.items,
            }
            _say(end="done", known=outcome.known + outcome.unchanged, failed=outcome.failed, **told)
            return 0


class _Report:
    """Tells how far a step is, not too often."""

    def __init__(self) -> None:
        self._step = ""
        self._at = 0.0

    def __call__(self, progress: Any) -> None:
        now = time.monotonic()
        if progress.step != self._step or now - self._at > _BETWEEN or progress.done == progress.total:
            self._step, self._at = progress.step, now
            _say(step=progress.step, done=progress.done, total=progress.total)


def _say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
