"""In a process of its own: takes in the files of one folder and tells how far it is, a line of JSON at a time.

Apart from the server, so that its memory and its work on the processor do not disturb readers, and so that it can be
stopped. Run as ``python -m draad.web.jobs.child DOSSIER FOLDER``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from draad.errors import DraadError
from draad.web.jobs.telling import Report, say, when_free


def main(place: str, folder: str) -> int:
    """Ingests; the last line says what came of it, or what stopped it."""
    from draad.run import IngestOptions, ingest

    dossier = Path(place).resolve()
    os.chdir(folder)
    files = sorted(Path().iterdir())
    report = Report()

    def tell(progress: Any) -> None:
        report(progress.step, progress.done, progress.total)

    try:
        outcome = when_free(lambda: ingest(dossier, files, IngestOptions(), tell))
    except DraadError as error:
        say(end="failed", code=error.code, message=error.message)
        return 1
    told = {"found": outcome.found, "read": outcome.read, "documents": outcome.documents, "items": outcome.items}
    say(end="done", known=outcome.known + outcome.unchanged, failed=outcome.failed, **told)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
