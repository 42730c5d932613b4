"""Reading a dossier, as the server does, loads nothing that only an ingest needs: it starts at once and stays small."""

from __future__ import annotations

import subprocess
import sys

from draad.dossier import Dossier

READS = """
import sys
from draad.dossier import Dossier, ItemFilter
with Dossier.open(sys.argv[1], shared=True) as dossier, dossier.snapshot():
    dossier.version(), dossier.counts(), dossier.is_extracted(), dossier.items(ItemFilter(text="stalling"))
    for thread in dossier.threads():
        dossier.thread(thread.id), dossier.thread(thread.id, whole=False)
print(*sorted({module.partition(".")[0] for module in sys.modules}))
"""


def test_reading_needs_no_arrow_no_numpy_and_no_learning(filled: Dossier) -> None:
    told = subprocess.run(
        [sys.executable, "-c", READS, str(filled.layout.root)], capture_output=True, text=True, check=True
    )
    assert {"sqlite3", "draad"} <= set(told.stdout.split())
    assert set(told.stdout.split()).isdisjoint({"pyarrow", "numpy", "scipy", "sklearn", "pypdfium2"})
