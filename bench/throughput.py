"""Text ingest end to end (split, weave, store, index): ``python bench/throughput.py [--copies 1000 10000 100000]``.

For each size a generated release is written and ingested in a process of its own, ``--repeat`` times into a new
dossier; medians are told. The yardstick (``bench/yardstick.py``) is measured on the same text before and after. One
more run, in one process, is timed stage by stage. Writes ``bench/out/throughput.json``. No figure here is a test.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import machine, procs, yardstick
from bench.report import markdown


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--copies", type=int, nargs="+", default=[1000, 10_000, 100_000])
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--jobs", type=int, help="processes that read; one a core if not said")
    options.add_argument("--seed", type=int, default=1200)
    options.add_argument("--folder", type=Path, help="where releases and dossiers are made for a while")
    options.add_argument("--quick", action="store_true", help="1,000 and 3,000 copies, once")
    options.add_argument("--ingest", nargs=2, metavar=("RELEASE", "DOSSIER"), help=argparse.SUPPRESS)
    options.add_argument("--staged", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.ingest:
        release, dossier = chosen.ingest
        json.dump(_ingest(release, dossier, chosen.jobs, chosen.staged), sys.stdout)
        return
    sizes, repeat = ([1000, 3000], 1) if chosen.quick else (sorted(chosen.copies), chosen.repeat)
    result: dict[str, Any] = {"machine": machine.describe(), "repeat": repeat, "sizes": []}
    for copies in sizes:
        print(f"{copies} copies", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="draad-bench-", dir=chosen.folder) as folder:
            result["sizes"].append(_size(Path(folder), copies, chosen.seed, repeat, chosen.jobs))
    result["growth"] = [growth(small, large) for small, large in pairwise(result["sizes"])]
    out = machine.keep("throughput-quick" if chosen.quick else "throughput", result)
    print("\n\n".join(tables(result)))
    print(f"\nwritten to {out}", file=sys.stderr)


def write(out: Path, copies: int, seed: int) -> tuple[int, int]:
    """A release of at least so many copies; gives its files and copies."""
    from draad.sample import Printed, generate
    from draad.sample.release import write_files

    def enough() -> Iterator[tuple[Printed, Any]]:
        seen = 0
        for file in generate(copies, seed):
            yield file, "txt"
            seen += sum(len(part.copies) for part in file.parts)
            if seen >= copies:
                return

    counts = write_files(out, enough()).counts
    return counts.files, counts.copies


def _size(folder: Path, copies: int, seed: int, repeat: int, jobs: int | None) -> dict[str, Any]:
    """One size, measured."""
    release = folder / "release"
    files, written = write(release, copies, seed)
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(release.iterdir()))
    before = yardstick.seconds(text)
    runs = [_run(release, folder / "dossier", jobs) for _ in range(repeat)]
    after = yardstick.seconds(text)
    units = yardstick.described(text, before, after)
    for name, share in yardstick.found(release, release.with_name(f"{release.name}.truth")).items():
        units[name]["finds"] = share
    staged = _run(release, folder / "dossier", 1, staged=True)
    median = {name: statistics.median(run[name] for run in runs) for name in ("wall", "cpu", "pss", "rss")}
    return {
        "files": files,
        "copies": written,
        "megabytes": len(text.encode()) / 1e6,
        **median,
        "cpu_per_wall": median["cpu"] / median["wall"],
        "copies_per_second": written / median["wall"],
        "pss_per_copy": median["pss"] / written,
        "rss_per_copy": median["rss"] / written,
        "yardstick": units,
        "u": {name: median["wall"] / unit["u"] for name, unit in units.items()},
        "u_cpu": {name: median["cpu"] / unit["u_cpu"] for name, unit in units.items()},
        "runs": runs,
        "one_process": {"wall": staged["wall"], "cpu": staged["cpu"], "stages": staged["said"]["stages"]},
    }


def _run(release: Path, dossier: Path, jobs: int | None, *, staged: bool = False) -> dict[str, Any]:
    """One ingest in a process of its own, imports included, into a dossier that is thrown away."""
    command = [sys.executable, str(Path(__file__).resolve()), "--ingest", str(release), str(dossier)]
    command += ["--jobs", str(jobs)] if jobs else []
    measured = procs.measure([*command, *(["--staged"] if staged else [])])
    if measured.said["failed"] or not measured.said["copies"]:
        sys.exit(f"These figures would be worth nothing, for files failed: {_why(dossier)}")
    shutil.rmtree(dossier)
    return vars(measured)


def _why(dossier: Path) -> str:
    """What the first failures say."""
    from draad.dossier import Dossier

    with Dossier.open(dossier) as store:
        return "; ".join(f"{one.message}" for one in store.failures()[:3])


def _ingest(release: str, dossier: str, jobs: int | None, staged: bool) -> dict[str, Any]:
    """In the child: ingest, and what it says of itself."""
    from draad.run import IngestOptions, ingest
    from draad.run.stages import default_stages

    stages = default_stages()
    clock: dict[str, float] = {}
    if staged:
        stages = _clocked(clock, stages)
    outcome = ingest(dossier, [release], IngestOptions(jobs=jobs), stages=stages)
    said: dict[str, Any] = {"documents": outcome.documents, "copies": outcome.copies, "failed": outcome.failed}
    said["steps"] = outcome.seconds
    said["stages"] = _stages(clock, outcome.seconds) if staged else {}
    return said


def _clocked(clock: dict[str, float], stages: Any) -> Any:
    """The stages, and what the runner does between them, each with its time added up in ``clock``."""
    from dataclasses import replace

    from draad.dossier import Dossier
    from draad.run import worker

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return call(*given, **named)
            finally:
                clock[name] = clock.get(name, 0.0) + time.perf_counter() - begun

        return clocked

    for name, shown in {"encode": "encode", "keep_original": "keep originals"}.items():
        setattr(worker, name, timed(shown, getattr(worker, name)))
    Dossier.add = timed("store", Dossier.add)  # type: ignore[method-assign]
    Dossier.copies_for_weaving = timed("load for weaving", Dossier.copies_for_weaving)  # type: ignore[method-assign]
    names = {"read": "read", "split": "split", "features": "features", "weave": "weave"}
    return replace(stages, **{name: timed(shown, getattr(stages, name)) for name, shown in names.items()})


def _stages(clock: dict[str, float], steps: dict[str, float]) -> dict[str, float]:
    """Seconds by stage; what no stage accounts for is ``between``."""
    told = {"find files": steps.get("find", 0.0), **clock}
    inside_read = sum(clock.get(name, 0.0) for name in clock if name not in ("weave", "load for weaving"))
    told["save messages and threads"] = steps.get("store", 0.0)
    told["index"] = steps.get("index", 0.0)
    told["between"] = steps.get("read", 0.0) - inside_read
    return told


def growth(small: dict[str, Any], large: dict[str, Any]) -> dict[str, Any]:
    """The exponent by which cost grows with copies, and what one more copy costs in memory."""
    more = math.log(large["copies"] / small["copies"])
    return {
        "from": small["copies"],
        "to": large["copies"],
        "wall": math.log(large["wall"] / small["wall"]) / more,
        "cpu": math.log(large["cpu"] / small["cpu"]) / more,
        "pss_per_further_copy": (large["pss"] - small["pss"]) / (large["copies"] - small["copies"]),
    }


def tables(result: dict[str, Any]) -> list[str]:
    """What the terminal shows."""
    head = ["copies", "files", "MB", "s", "copies/s", "CPU/wall", "PSS MB", "PSS KB/copy", "RSS KB/copy"]
    patterns = list(yardstick.PATTERNS)
    rows = [[*head, *(f"u ({name})" for name in patterns), *(f"CPU u ({name})" for name in patterns)]]
    for one in result["sizes"]:
        memory = [f"{one['pss'] / 1e6:.0f}", f"{one['pss_per_copy'] / 1e3:.2f}", f"{one['rss_per_copy'] / 1e3:.2f}"]
        speed = [f"{one['wall']:.2f}", f"{one['copies_per_second']:.0f}", f"{one['cpu_per_wall']:.2f}"]
        size = [str(one["copies"]), str(one["files"]), f"{one['megabytes']:.1f}"]
        units = [f"{one[clock][name]:.1f}" for clock in ("u", "u_cpu") for name in patterns]
        rows.append([*size, *speed, *memory, *units])
    made = [f"Ingest, median of {result['repeat']}\n\n{markdown(rows)}", f"Yardstick, 1 u\n\n{_units(result)}"]
    made.append(f"Where the time goes, one process, share of the sum\n\n{_shares(result)}")
    made += [
        f"From {one['from']} to {one['to']} copies: growth exponent {one['wall']:.3f} (wall), {one['cpu']:.3f} (CPU),"
        f" {one['pss_per_further_copy'] / 1e3:.2f} KB of peak PSS for each further copy"
        for one in result["growth"]
    ]
    return made


def _units(result: dict[str, Any]) -> str:
    rows = [["copies", "pattern", "before, s", "after, s", "MB/s", "headers found"]]
    for one in result["sizes"]:
        for name, unit in one["yardstick"].items():
            times = [f"{unit['before']:.4f}", f"{unit['after']:.4f}", f"{unit['mb_per_second']:.0f}"]
            times.append(f"{unit['finds']:.3f}")
            rows.append([str(one["copies"]), name, *times])
    patterns = [
        f"({name}) flags {u['flags']}: {u['pattern'][:400]}" for name, u in result["sizes"][0]["yardstick"].items()
    ]
    return "\n".join([markdown(rows), "", *patterns])


def _shares(result: dict[str, Any]) -> str:
    names = list(dict.fromkeys(name for one in result["sizes"] for name in one["one_process"]["stages"]))
    rows = [["stage", *(str(one["copies"]) for one in result["sizes"])]]
    for name in names:
        cells = []
        for one in result["sizes"]:
            stages = one["one_process"]["stages"]
            cells.append(f"{stages.get(name, 0.0):.2f} s {stages.get(name, 0.0) / sum(stages.values()):5.1%}")
        rows.append([name, *cells])
    return markdown(rows)


if __name__ == "__main__":
    main()
