"""Draad and its peers on the same text: ``python bench/accuracy.py [--quick]``.

Prints tables, writes ``bench/out/accuracy.json`` and, for a full run, ``docs/accuracy.md``, which says how each figure
is had. No figure here is a test.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import machine, peers, report, texts, timing
from bench.score import Tally
from bench.texts import Case

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"


@dataclass(frozen=True)
class Plan:
    """How much is run. ``documents`` is files a seed; seeds from 1000 on are looked at by nobody who writes rules."""

    seeds: tuple[int, ...] = (1000, 1001, 1002)
    documents: int = 200
    noises: tuple[float, ...] = (0.0, 0.02, 0.05)
    timed: int = 150
    passes: int = 5
    scans: int = 30
    pdfs: int = 60


QUICK = Plan(seeds=(1000,), documents=40, noises=(0.0, 0.05), timed=25, passes=1, scans=1, pdfs=5)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a small run, under a minute; leaves the page as it is")
    options.add_argument("--documents", type=int, help="files a seed")
    options.add_argument("--scans", type=int, help="scanned files; 0 leaves OCR out")
    options.add_argument("--page", action=argparse.BooleanOptionalAction, help="write docs/accuracy.md")
    chosen = options.parse_args()
    asked = {name: getattr(chosen, name) for name in ("documents", "scans") if getattr(chosen, name) is not None}
    plan = Plan(**{**asdict(QUICK if chosen.quick else Plan()), **asked})
    result = run(plan, lambda words: print(words, file=sys.stderr))
    out = machine.keep("accuracy-quick" if chosen.quick else "accuracy", result)
    print("\n\n".join(report.tables(result)))
    print(f"\nwritten to {out}", file=sys.stderr)
    if chosen.page if chosen.page is not None else not chosen.quick:
        PAGE.write_text(report.page(result), encoding="utf-8")
        print(f"written to {PAGE}", file=sys.stderr)


def run(plan: Plan, say: Callable[[str], None]) -> dict[str, Any]:
    """Everything, in one go."""
    result: dict[str, Any] = {"machine": machine.describe(), "plan": asdict(plan)}
    result["command"] = " ".join(["python", "bench/accuracy.py", *sys.argv[1:]])
    result["tools"] = {name: _about(name) for name in (*peers.MODULES, *peers.TIMED_TOO)}
    say("time a document")
    some = [case.text for case in _release(plan, plan.noises[0], raw=False)][:: _step(plan)][: plan.timed]
    result["time"] = timing.times((*peers.MODULES, *peers.TIMED_TOO), some, plan.passes)
    timing.ratios(result["time"])
    result["plain"], result["raw"] = {}, {}
    for noise in plan.noises:
        say(f"plain text, noise {noise:.0%}")
        result["plain"][f"{noise:g}"] = _all_tools(_release(plan, noise, raw=False))
    say("raw Markdown")
    result["raw"]["0"] = _all_tools(_release(plan, 0.0, raw=True))
    result["seeds"] = {kind: _all_tools(texts.seeds(raw=kind == "raw")) for kind in ("plain", "raw")}
    with tempfile.TemporaryDirectory(prefix="draad-bench-") as folder:
        _dossiers(result, plan, Path(folder), say)
    return result


def _dossiers(result: dict[str, Any], plan: Plan, folder: Path, say: Callable[[str], None]) -> None:
    """What goes through the whole of ingest."""
    from bench import scans, woven

    result["woven"] = {}
    for noise in plan.noises:
        say(f"weaving, noise {noise:.0%}")
        result["woven"][f"{noise:g}"] = woven.woven(folder, plan.seeds, plan.documents, noise)
    forms: dict[Literal["pdf", "scan"], int] = {"pdf": plan.pdfs, "scan": plan.scans}
    for form, count in forms.items():
        if count:
            say(f"{count} files as {form}")
            result[form] = scans.paged(folder, count, plan.seeds[0] + 100, form)


def _about(module: str) -> dict[str, str]:
    tool = peers.tool(module)
    return {"name": tool.NAME, "package": tool.PACKAGE, "settings": tool.SETTINGS}


def _release(plan: Plan, noise: float, *, raw: bool) -> list[Case]:
    return list(chain.from_iterable(texts.release(plan.documents, seed, noise, raw=raw) for seed in plan.seeds))


def _step(plan: Plan) -> int:
    """Every how many files one is timed, so that all seeds have their share."""
    return max(1, len(plan.seeds) * plan.documents // plan.timed)


def _all_tools(cases: Iterable[Case]) -> dict[str, Any]:
    """Every tool on every text."""
    cases = list(cases)
    return {module: _one_tool(peers.tool(module), cases) for module in peers.MODULES}


def _one_tool(tool: peers.Tool, cases: list[Case]) -> dict[str, Any]:
    tally = Tally(tool.FIELDS)
    for case in cases:
        try:
            findings = tool.find(case.text)
        except Exception:  # a tool that breaks on a text has found nothing in it, and the table says how often
            tally.failed += 1
            findings = peers.Findings([])
        tally.add(case, findings)
    return tally.as_json()


if __name__ == "__main__":
    main()
