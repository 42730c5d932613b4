"""Files that are no dossier yet, held against each other: read, split and woven in a dossier that goes again."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from draad.dossier import Dossier
from draad.leftovers import sweep
from draad.release.audit.across_dossier import findings
from draad.release.audit.across_records import Across
from draad.run.ingest import IngestOptions, ingest

_PREFIX = "draad-across-"


def across_files(
    paths: Sequence[Path], jobs: int | None = None, progress: Callable[[int, int], object] | None = None
) -> list[Across]:
    """What differs between the copies in these files. What can't be read is left out; nothing is kept.

    A run that was killed leaves its dossier, for its owner alone to read, until the next run takes it away.
    """
    sweep(Path(tempfile.gettempdir()), _PREFIX)
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        place = Path(folder) / "dossier"
        ingest(place, list(paths), IngestOptions(jobs=jobs))
        with Dossier.open(place) as dossier:
            return findings(dossier, progress=progress)
