"""Ten files added to a large dossier: ``python bench/incremental.py [--files 10000] [--added 10]``.

The release is ingested without the last-to-come files, then the files are put beside the others and the same folder is
ingested again: what it took, what it opened, what it changed. At last everything is ingested at once into another
dossier, and the dumps of both are compared, byte by byte. Writes ``bench/out/incremental.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import machine
from bench.report import markdown
from draad.dossier import Dossier
from draad.run import Outcome, ingest
from draad.sample import write_release

KINDS = ("copies", "documents", "messages", "threads", "redactions")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=10_000)
    options.add_argument("--added", type=int, default=10)
    options.add_argument("--seed", type=int, default=1300)
    options.add_argument("--folder", type=Path, help="where release and dossiers are made for a while")
    options.add_argument("--quick", action="store_true", help="500 files")
    chosen = options.parse_args()
    files = 500 if chosen.quick else chosen.files
    with tempfile.TemporaryDirectory(prefix="draad-bench-", dir=chosen.folder) as folder:
        result = {"machine": machine.describe(), **run(Path(folder), files, chosen.added, chosen.seed)}
    out = machine.keep("incremental-quick" if chosen.quick else "incremental", result)
    print(table(result))
    print(f"\nwritten to {out}", file=sys.stderr)
    if not result["equal"]:
        sys.exit(f"The dumps differ: {', '.join(k for k, same in result['same_dumps'].items() if not same)}")


def run(folder: Path, files: int, added: int, seed: int) -> dict[str, Any]:
    """Three ingests and a comparison. The files that come later are spread over the release, so that they tie in."""
    release, aside = folder / "release", folder / "aside"
    write_release(release, documents=files + added, seed=seed)
    aside.mkdir()
    paths = sorted(release.iterdir())
    later = paths[added // 2 :: len(paths) // added][:added]
    for path in later:
        path.rename(aside / path.name)
    first = _timed(folder / "grown", release)
    for path in later:
        (aside / path.name).rename(path)
    more = _timed(folder / "grown", release)
    nothing = _timed(folder / "grown", release)
    whole = _timed(folder / "whole", release)
    same = {kind: _hash(folder / "grown", kind) == _hash(folder / "whole", kind) for kind in KINDS}
    runs = {"first": first, "added": more, "nothing new": nothing, "all at once": whole}
    return {"files": files, "more": added, "runs": runs, "same_dumps": same, "equal": all(same.values())}


def _timed(dossier: Path, release: Path) -> dict[str, Any]:
    begun = time.perf_counter()
    outcome = ingest(dossier, [release])
    if outcome.failed:
        sys.exit(f"{outcome.failed} files failed; these figures would be worth nothing.")
    return {"seconds": time.perf_counter() - begun, **_told(outcome)}


def _told(outcome: Outcome) -> dict[str, Any]:
    names = ("found", "unchanged", "known", "read", "documents", "copies", "failed")
    changed = outcome.changed
    rows = {} if changed is None else changed._asdict() if hasattr(changed, "_asdict") else vars(changed)
    return {**{name: getattr(outcome, name) for name in names}, "steps": outcome.seconds, "rows_changed": rows}


def _hash(dossier: Path, kind: str) -> str:
    made = hashlib.sha256()
    with Dossier.open(dossier) as store:
        for row in getattr(store, f"dump_{kind}")():
            made.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return made.hexdigest()


def table(result: dict[str, Any]) -> str:
    """What the terminal shows."""
    rows = [["run", "s", "files found", "not opened", "read", "copies", "rows changed", "steps, s"]]
    for name, one in result["runs"].items():
        counts = [str(one[key]) for key in ("found", "unchanged", "read", "copies")]
        changed = ", ".join(f"{what} {n}" for what, n in one["rows_changed"].items()) or "none"
        steps = ", ".join(f"{step} {taken:.2f}" for step, taken in one["steps"].items())
        rows.append([name, f"{one['seconds']:.2f}", *counts, changed, steps])
    verdict = "equal" if result["equal"] else "NOT equal"
    return f"{markdown(rows)}\n\nDumps of the grown dossier and of all at once: {verdict}"


if __name__ == "__main__":
    main()
