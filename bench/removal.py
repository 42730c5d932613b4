"""Removal measured by pdfredeval, a benchmark of redaction tools, and by the clock.

``python -m bench.removal --seeds 1-10`` lets pdfredeval make its cases, removes what their ground truth names with
``remove_pdf``, lets pdfredeval score the results, and writes ``bench/out/removal.json`` with a table for each family.
pdfredeval is AGPL: an outside program with an environment of its own (``make peers``), run offline, never imported.

Its families ask a tool to *find* the values too; here they are given, for removal alone is measured: the boxes of the
ground truth, and for values that have none (metadata, bookmarks) the words. Its pixel layer takes any letters in a box
for what is left of the value, so the boxes bear no ground here, but for ``--labels``. ``--do-nothing`` scores the cases
themselves: the control that the measure can see a leak.

``--large`` is the clock alone, on a file of 1,000 pages and one of 300 MB, each removed from and audited in a process
of its own: seconds, and the peak of its memory.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bench import machine, procs
from draad.release.audit import audit
from draad.release.making import load
from draad.release.remove import Area, Removed, RemoveOptions, remove_pdf
from draad.run.pool import Pool

ROOT = Path(__file__).parents[1]
PEER = ROOT / ".venv-peers" / "bin" / "pdfredeval"
STAMP = "2026-01-01T00:00:00Z"
"""The time that cases bear, so that a seed gives the same file on every machine."""
Box = tuple[float, float, float, float]


def areas_of(case: Path, label: str = "") -> tuple[list[Area], tuple[str, ...]]:
    """What a case asks to remove: its boxes, origin top left, and the values that have none."""
    truth = json.loads((case / "ground_truth.json").read_text("utf-8"))
    height = truth["page_size"][1]
    areas, words = [], []
    for probe in truth["probes"]:
        if not probe["must_redact"]:
            continue
        box = probe["bbox"]
        if box is None:
            words.append(probe["value"])
        else:
            areas.append(
                Area(
                    box["page"] + 1,
                    box["x0"],
                    height - box["y1"],
                    box["x1"],
                    height - box["y0"],
                    label,
                    "woo 5.1.2.e",
                )
            )
    return areas, tuple(words)


def letters(data: bytes) -> list[tuple[str, float, float]]:
    """Every letter that pdfium reads with its middle, page as shown, origin top left."""
    found = []
    with pdfium.PdfDocument(data) as document:
        for page in document:
            height, text = page.get_height(), page.get_textpage()
            box = [ctypes.c_double() for _ in range(4)]
            for i in range(text.count_chars()):
                letter = text.get_text_range(i, 1)
                if letter.strip() and pdfium_c.FPDFText_GetCharBox(text, i, box[0], box[1], box[2], box[3]):
                    left, right, bottom, top = (value.value for value in box)
                    found.append((letter, (left + right) / 2, height - (bottom + top) / 2))
    return found


def kept(before: bytes, after: bytes, areas: list[Area]) -> tuple[int, int]:
    """Letters outside the areas, and how many of them the result still has; the labels in the boxes don't count."""
    outside = Counter(
        letter for letter, x, y in letters(before) if not any(a.x0 <= x <= a.x1 and a.y0 <= y <= a.y1 for a in areas)
    )
    left = Counter(letter for letter, _, _ in letters(after)) - Counter("".join(area.label for area in areas))
    return sum(outside.values()), sum((outside & left).values())


def work(case: Path, out: Path, *, nothing: bool = False, label: str = "") -> dict[str, Any]:
    """Remove, audit, and keep the result; what it took."""
    truth = json.loads((case / "ground_truth.json").read_text("utf-8"))
    data = (case / truth["pdf"]).read_bytes()
    areas, words = areas_of(case, label)
    start = time.perf_counter()
    if nothing:
        removed = Removed(data)
    else:
        removed = remove_pdf(data, areas, RemoveOptions(words=words))
    made = removed.data
    middle = time.perf_counter()
    found = audit(made, truth["pdf"])
    end = time.perf_counter()
    (out / f"{case.name}.pdf").write_bytes(made)
    whole, stayed = kept(data, made, areas)
    return {
        "family": truth["family"],
        "case": case.name,
        "areas": len(areas),
        "remove_seconds": middle - start,
        "audit_seconds": end - middle,
        "rastered": len(removed.rastered),
        "audit_leaks": sum(one.severity == "leak" for one in found),
        "letters": whole,
        "letters_kept": stayed,
    }


def score(peer: Path, case: Path, result: Path, *, ocr: bool) -> dict[str, Any]:
    """pdfredeval's own report on a result."""
    command = [str(peer), "score", str(result), "--case-dir", str(case), "--json", "--no-overlay"]
    said = subprocess.run(command if ocr else [*command, "--no-ocr"], capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(said.stdout)
    return report


def generate(peer: Path, seeds: str, root: Path) -> list[Path]:
    """The folders of the cases."""
    command = [str(peer), "generate", "all", "--seed", seeds, "--bench-root", str(root), "--generated-at", STAMP]
    subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted(path.parent for path in root.glob("*/cases/*/*/ground_truth.json"))


def speed(pages: int, jobs: int) -> dict[str, float]:
    """Pages a second removed and audited: letters of twenty pages made up here, in so many processes at once, which
    are those of ``draad redact apply``. ``cpu_ms`` is what a page takes of all of them.
    """
    from bench.removal_pages import letter

    papers = [letter(number) for number in range(max(jobs, pages // 20))]
    load()
    start, before = time.perf_counter(), time.process_time()
    with closing(Pool(jobs, _both, lambda: None)) as pool:
        done = [event.value for event in pool.run(deque(papers))]
    took, cpu = time.perf_counter() - start, sum(cpu for _, cpu in done) + time.process_time() - before
    count = sum(pages for pages, _ in done)
    found = {"pages": count, "seconds": took, "pages_a_second": count / took, "processes": jobs}
    return found | {"cpu_ms_a_page": 1000 * cpu / count}


LARGE = ("pages", "megabytes")


def large(pages: int, megabytes: float) -> dict[str, dict[str, Any]]:
    """What a file of many pages and one of many megabytes take: seconds of each step, bytes of memory at its peak."""
    found = {}
    for kind, much in zip(LARGE, (pages, megabytes), strict=True):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "bench.removal", "--one", kind, str(much), folder]
            subprocess.run([*command, "make"], check=True)
            measured = procs.measure([*command, "work"])
        found[f"{much:g} {kind}"] = {**measured.said, "cpu": measured.cpu, "rss": measured.rss}
    return found


def _one(kind: str, much: float, folder: Path, step: str) -> None:
    """In a child: makes a large file, or removes and audits it; what is measured holds no more than a run does."""
    from bench.removal_pages import letter, scans

    file, places = folder / "large.pdf", folder / "areas.json"
    if step == "make":
        data, areas = letter(1, int(much)) if kind == "pages" else scans(much)
        file.write_bytes(data)
        places.write_text(json.dumps(areas), encoding="utf-8")
        return
    data, areas = file.read_bytes(), [Area(*one) for one in json.loads(places.read_text("utf-8"))]
    times = [time.perf_counter()]
    removed = remove_pdf(data, areas)
    times.append(time.perf_counter())
    leaks = sum(one.severity == "leak" for one in audit(removed.data, "proef.pdf"))
    times.append(time.perf_counter())
    told = {"bytes": len(data), "bytes_after": len(removed.data), "areas": len(areas), "leaks": leaks}
    told |= {"rastered": len(removed.rastered), "pages": len({area.page for area in areas})}
    json.dump(told | {"remove_seconds": times[1] - times[0], "audit_seconds": times[2] - times[1]}, sys.stdout)


def _both(paper: tuple[bytes, list[Area]], _tell: Callable[[Any], None]) -> tuple[int, float]:
    """The pages of one letter, and the processor's seconds."""
    begun, (data, areas) = time.process_time(), paper
    removed = remove_pdf(data, areas)
    leaks = [one for one in audit(removed.data, "proef.pdf") if one.severity == "leak"]
    assert not leaks, leaks
    with pdfium.PdfDocument(removed.data) as document:
        return len(document), time.process_time() - begun


def table(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The figures of each family, counts pooled over its cases."""
    families: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        families[row["family"]].append(row)
    found = {}
    for family, mine in sorted(families.items()):
        scored = [row["score"] for row in mine if "score" in row]
        found[family] = {
            "cases": len(mine),
            "areas": sum(row["areas"] for row in mine),
            "rastered": sum(row["rastered"] for row in mine),
            "audit_leaks": sum(row["audit_leaks"] for row in mine),
            "letters_kept": sum(row["letters_kept"] for row in mine) / max(1, sum(row["letters"] for row in mine)),
            "leaks": sum(one["summary"]["leak_rate"]["count"] for one in scored),
            "probes": sum(one["summary"]["leak_rate"]["n"] for one in scored),
            "text_retention_least": min((one["summary"]["text_retention"] for one in scored), default=None),
            "over_redacted": sum(one["summary"]["over_redaction_rate"]["count"] for one in scored),
        }
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seeds", default="1-10", help="7, 1,2,3 or 1-10")
    parser.add_argument("--peer", type=Path, default=PEER, help="pdfredeval's program")
    parser.add_argument("--no-ocr", action="store_true", help="without its reading of the pixels: a minute a case")
    parser.add_argument("--labels", action="store_true", help="print the ground in the boxes, as a release does")
    parser.add_argument("--do-nothing", action="store_true", help="score the cases themselves")
    parser.add_argument("--pages", type=int, default=200, help="pages for the clock; 0 leaves it out")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--large", action="store_true", help="only the clock, on 1,000 pages and on 300 MB")
    parser.add_argument("--large-pages", type=int, default=1000, metavar="N")
    parser.add_argument("--large-megabytes", type=float, default=300, metavar="MB")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        kind, much, folder, step = options.one
        _one(kind, float(much), Path(folder), step)
        return
    if options.large:
        told = large(options.large_pages, options.large_megabytes)
        print(json.dumps(told, indent=1))
        _keep("removal-large.json", {"machine": machine.describe(), "large": told})
        return
    rows = []
    if options.peer.exists():
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "results"
            out.mkdir()
            for case in generate(options.peer, options.seeds, Path(folder)):
                row = work(case, out, nothing=options.do_nothing, label="5.1.2.e" if options.labels else "")
                row["score"] = score(options.peer, case, out / f"{case.name}.pdf", ocr=not options.no_ocr)
                rows.append(row)
                told = row["score"]["summary"]
                print(case.name, "leaks", told["leak_rate"]["count"], "retained", told["text_retention"], flush=True)
    else:
        print(f"pdfredeval is not there ({options.peer}): run make peers. Only the clock runs.")
    report = {"machine": machine.describe(), "ocr": not options.no_ocr, "families": table(rows)}
    if options.pages and not options.do_nothing:
        report["speed"] = speed(options.pages, options.jobs)
    print(json.dumps({key: report[key] for key in report if key != "machine"}, indent=1))
    report["cases"] = [
        {key: value for key, value in row.items() if key != "score"} | {"score": row["score"]["summary"]}
        for row in rows
    ]
    _keep("removal.json", report)


def _keep(name: str, report: dict[str, Any]) -> None:
    target = ROOT / "bench" / "out" / name
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
