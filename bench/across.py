"""Alarms across copies on releases with planted differences: ``python bench/across.py [--quick] [--tune]``.

Prints tables, writes ``bench/out/across.json`` and, for a full run, ``docs/across-accuracy.md``, which says how each
figure is had. ``--tune`` runs seeds 1 to 6 and prints where something was missed or is wrong, for whoever writes rules;
a run on seeds from 1000 on shows figures and no place.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import machine
from bench.report import figure, filled, markdown
from draad.dossier import Dossier
from draad.release.audit.across_dossier import findings
from draad.release.audit.across_records import Across, Place
from draad.run import IngestOptions, ingest
from draad.sample import write_release

HELD = tuple(range(1000, 1010))
LOOKED = tuple(range(1, 7))
DOCUMENTS, DIFFERENCES = 120, 50
NOISES = (0.0, 0.02)
KINDS = ("name", "mailbox", "phone", "header", "passage", "ground", "lone")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "across-accuracy.md"
TEXT = Path(__file__).parent / "across.md.in"
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
_NEAR = 2
"""Lines by which a place may be off: page breaks fall between a name and its line."""

Truth = dict[str, Any]


class Case(NamedTuple):
    """One release: what was planted, what was found, and how long that took."""

    seed: int
    truth: list[Truth]
    found: list[Across]
    together: list[bool]
    """For each planted difference, whether its copies were woven into one message."""
    copies: int
    seconds: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="one seed, 40 files; leaves the page as it is")
    options.add_argument("--tune", action="store_true", help="seeds 1-6, with the places of what is wrong")
    chosen = options.parse_args()
    if chosen.tune:
        for noise in NOISES:
            told = [case(seed, noise) for seed in LOOKED]
            print(f"noise {noise:g}", *_wrong(told), json.dumps(scored(told)), sep="\n")
        return
    result = run(*(((HELD[0],), 40, 20) if chosen.quick else (HELD, DOCUMENTS, DIFFERENCES)))
    machine.keep("across-quick" if chosen.quick else "across", result)
    print(tables(result))
    if not chosen.quick:
        PAGE.write_text(page(result), encoding="utf-8")


def run(seeds: Sequence[int], documents: int, differences: int) -> dict[str, Any]:
    """Everything, in one go."""
    result: dict[str, Any] = {"machine": machine.describe(), "seeds": list(seeds), "files": documents}
    result["planted"] = differences
    result["command"] = " ".join(["python", "bench/across.py", *sys.argv[1:]])
    result["noise"] = {f"{n:g}": scored([case(s, n, documents, differences) for s in seeds]) for n in NOISES}
    result["even"] = {f"{n:g}": scored([case(s, n, documents, 0) for s in seeds[:3]]) for n in NOISES}
    result["gold"] = gold()
    return result


def case(seed: int, noise: float, documents: int = DOCUMENTS, differences: int = DIFFERENCES) -> Case:
    """A release made, taken in and audited; nothing of it stays."""
    with tempfile.TemporaryDirectory(prefix="draad-bench-") as folder:
        out, place = Path(folder) / "release", Path(folder) / "dossier"
        made = write_release(out, documents=documents, seed=seed, noise=noise, differences=differences)
        truth = [json.loads(line) for line in (made.truth / "differences.jsonl").read_text("utf-8").splitlines()]
        ingest(place, [out], IngestOptions(jobs=1))
        with Dossier.open(place) as dossier:
            began = time.perf_counter()
            found = findings(dossier)
            took = time.perf_counter() - began
            together = [_together(dossier, one) for one in truth]
            return Case(seed, truth, found, together, made.counts.copies, took)


def _together(dossier: Dossier, truth: Truth) -> bool:
    """Whether a copy on either side of a difference was woven into the same message; a lone name needs no other."""
    if truth["kind"] == "lone":
        return True
    sides = [{m for place in truth[side] for m in _messages(dossier, *place)} for side in ("places", "others")]
    return bool(sides[0] & sides[1])


def _messages(dossier: Dossier, document: str, line: int) -> Iterator[int]:
    """The messages whose copies hold a line of a document."""
    try:
        copies = dossier.copies(document)
    except LookupError:
        return
    for copy in copies:
        last = (copy.body_lines or copy.header_lines)[1]
        if copy.header_lines[0] - _NEAR <= line <= last + _NEAR and copy.message is not None:
            yield copy.message


def meets(found: Across, truth: Truth) -> bool:
    """Whether an alarm is about a planted difference: kind right, and it names the place that differs."""
    kinds = {"ground": ("ground",), "lone": ("lone", "differs")}.get(truth["kind"], ("differs",))
    side = found.shown if truth["shown"] else found.hidden
    return found.kind in kinds and any(_near(place, truth["places"]) for place in side)


def _near(place: Place, wanted: Iterable[Sequence[Any]]) -> bool:
    first, last = place.lines
    return any(place.document_name == d and first - _NEAR <= n <= last + _NEAR for d, n in wanted)


def scored(cases: Sequence[Case]) -> dict[str, Any]:
    """Recall by kind, precision by kind of alarm, and time."""
    planted: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    woven: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in cases:
        for truth, together in zip(one.truth, one.together, strict=True):
            ok = any(meets(found, truth) for found in one.found)
            planted[truth["kind"]] += 1
            hit[truth["kind"]] += ok
            woven[truth["kind"]] += together or ok
        for found in one.found:
            alarms[found.kind] += 1
            right[found.kind] += any(meets(found, truth) for truth in one.truth)
    copies = sum(one.copies for one in cases)
    return {
        "kinds": {kind: [hit[kind], planted[kind], woven[kind]] for kind in KINDS if planted[kind]},
        "alarms": {kind: [right[kind], alarms[kind]] for kind in alarms},
        "recall": _share(hit.total(), planted.total()),
        "recall_woven": _share(hit.total(), woven.total()),
        "precision": _share(right.total(), alarms.total()),
        "copies": copies,
        "seconds": round(sum(one.seconds for one in cases), 2),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def gold() -> list[list[Any]] | None:
    """What is found in the five real documents: severity, kind, document, lines. None where they are not at hand."""
    if not SEEDS.is_dir():
        return None
    with tempfile.TemporaryDirectory(prefix="draad-bench-") as folder:
        ingest(Path(folder) / "dossier", [SEEDS], IngestOptions(jobs=1))
        with Dossier.open(Path(folder) / "dossier") as dossier:
            told = [(one, (one.shown or one.hidden)[0]) for one in findings(dossier)]
            return [[one.severity, one.kind, place.document_name, place.lines[0]] for one, place in told]


def _wrong(cases: Iterable[Case]) -> Iterator[str]:
    for one in cases:
        for truth, together in zip(one.truth, one.together, strict=True):
            if not any(meets(found, truth) for found in one.found):
                apart = "" if together else " (not woven together)"
                yield f"missed {one.seed} {truth['kind']}{apart} {truth['places'][0]} | {truth['others'][:2]}"
        for found in one.found:
            if not any(meets(found, truth) for truth in one.truth):
                places = [(p.document_name, p.lines) for p in (*found.shown[:1], *found.hidden[:1])]
                yield f"wrong {one.seed} {found.severity} {found.kind} {found.sort} {found.part} {places}"


def tables(result: dict[str, Any]) -> str:
    """All tables, each with its title."""
    made = []
    for noise, one in result["noise"].items():
        rows = [["planted", "recall", "found", "of"]]
        rows += [[kind, figure(h / n), str(h), str(n)] for kind, (h, n, _) in one["kinds"].items()]
        total = [sum(counts[place] for counts in one["kinds"].values()) for place in (0, 1, 2)]
        rows.append(["**all**", figure(one["recall"]), str(total[0]), str(total[1])])
        rows.append(["all whose copies were woven together", figure(one["recall_woven"]), str(total[0]), str(total[2])])
        made.append(f"### Recall, noise {float(noise):.0%}\n\n{markdown(rows)}")
        rows = [["alarm", "precision", "right", "of"]]
        rows += [[kind, figure(r / n), str(r), str(n)] for kind, (r, n) in sorted(one["alarms"].items())]
        rows.append(["**all**", figure(one["precision"] or 0.0), "", ""])
        made.append(f"### Precision, noise {float(noise):.0%}\n\n{markdown(rows)}")
    rows = [["noise", "alarms on releases without differences", "copies", "seconds, planted runs", "copies in them"]]
    for noise, one in result["even"].items():
        planted = result["noise"][noise]
        alarms = sum(n for _, n in one["alarms"].values())
        cells = [str(alarms), str(one["copies"]), f"{planted['seconds']:.1f}", str(planted["copies"])]
        rows.append([f"{float(noise):.0%}", *cells])
    made.append(f"### Where nothing differs, and time\n\n{markdown(rows)}")
    if result["gold"] is not None:
        rows = [["severity", "kind", "document", "line"], *([str(cell) for cell in row] for row in result["gold"])]
        made.append(f"### The five seeds\n\n{markdown(rows)}")
    return "\n\n".join(made)


def page(result: dict[str, Any]) -> str:
    """``docs/across-accuracy.md``."""
    return filled(
        TEXT,
        result,
        seeds=f"{result['seeds'][0]} to {result['seeds'][-1]}",
        planted=str(result["planted"]),
        figures=tables(result),
    )


if __name__ == "__main__":
    main()
