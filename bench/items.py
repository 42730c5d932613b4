"""Items on generated releases and on the seeds' gold: ``python bench/items.py [--quick] [--tune]``.

Prints tables, writes ``bench/out/items.json`` and, for a full run, ``docs/items-accuracy.md``, which says how each
figure is had. ``--tune`` runs seeds 1 to 3 and prints what was missed and what is wrong, for whoever writes rules; a
run on seeds from 1000 on shows figures and no text.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import item_texts, item_tools, machine
from bench.item_score import Tally, by_lines
from bench.item_texts import Case, Told
from bench.report import figure, filled, markdown
from draad.extract import extract
from draad.sample.said import KINDS

HELD = (1000, 1001, 1002)
UNSEEN = tuple(range(1000, 1010))
"""More seeds for the sentences that nobody has read, of which each release has few."""
LOOKED = (1, 2, 3)
DOCUMENTS = 150
NOISES = (0.0, 0.02)
PAGE = Path(__file__).resolve().parents[1] / "docs" / "items-accuracy.md"
TEXT = Path(__file__).parent / "items.md.in"

Tool = Callable[[Case], Iterable[Told]]
TOOLS: dict[str, Tool] = {"Draad": item_tools.by_draad, "word list": item_tools.by_words}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="one seed, 40 files; leaves the page as it is")
    options.add_argument("--tune", nargs="*", metavar="KIND", help="seeds 1-3, with texts; of these kinds only")
    options.add_argument("--show", type=int, default=40, help="how many texts of each sort --tune prints")
    options.add_argument("--page", action=argparse.BooleanOptionalAction, help="write docs/items-accuracy.md")
    chosen = options.parse_args()
    if chosen.tune is not None:
        tune(tuple(chosen.tune) or KINDS, chosen.show, 50 if chosen.quick else DOCUMENTS)
        return
    result = run(*((HELD[:1], HELD[:1], 40) if chosen.quick else (HELD, UNSEEN, DOCUMENTS)))
    machine.keep("items-quick" if chosen.quick else "items", result)
    print(tables(result))
    if chosen.page if chosen.page is not None else not chosen.quick:
        PAGE.write_text(page(result), encoding="utf-8")


def run(seeds: tuple[int, ...], more: tuple[int, ...], documents: int) -> dict[str, Any]:
    """Everything, in one go; ``more``: the seeds for the unseen sentences."""
    result: dict[str, Any] = {"machine": machine.describe(), "seeds": seeds, "files": documents, "noise": {}}
    result["unseen"] = more
    result["command"] = " ".join(["python", "bench/items.py", *sys.argv[1:]])
    for noise in NOISES:
        cases = _cases(seeds, documents, noise)
        one = result["noise"][f"{noise:g}"] = {name: scored(tool, cases).as_json() for name, tool in TOOLS.items()}
        one["Draad, unseen sentences alone"] = scored(
            item_tools.by_draad, _each(more, documents, noise), _unseen
        ).as_json()
        if not noise:
            result["speed"] = speed(cases)
    result["gold"] = {name: scored(tool, item_texts.gold(), meets=by_lines).as_json() for name, tool in TOOLS.items()}
    return result


def _each(seeds: Iterable[int], documents: int, noise: float) -> Iterator[Case]:
    return chain.from_iterable(item_texts.release(documents, seed, noise) for seed in seeds)


def _cases(seeds: Iterable[int], documents: int, noise: float) -> list[Case]:
    return list(_each(seeds, documents, noise))


def _unseen(template: str) -> bool:
    """Sentences of ``items_held.toml``, which nobody who writes rules has read."""
    return template.startswith("items_held/")


def scored(tool: Tool, cases: Iterable[Case], only: Callable[[str], bool] | None = None, **rule: Any) -> Tally:
    """One tool on many files."""
    tally = Tally(**rule)
    for case in cases:
        tally.add(case, tool(case), only)
    return tally


def speed(cases: list[Case]) -> dict[str, float]:
    """Messages a second of one core, extraction alone, and splitting with it: best of three on a shared machine."""
    splits = [split for case in cases for split in case.splits]
    messages = sum(len(split.copies) or 1 for split in splits)
    alone, both = [], []
    for _ in range(3):
        begun = time.process_time()
        for split in splits:
            extract(split)
        alone.append(time.process_time() - begun)
        begun = time.process_time()
        for split in splits:
            for again in item_texts.split_file(split.document.name, split.document.text):
                extract(again)
        both.append(time.process_time() - begun)
    characters = sum(len(split.document.text) for split in splits)
    return {
        "messages": messages,
        "characters_a_message": characters / messages,
        "extract": messages / min(alone),
        "split_and_extract": messages / min(both),
    }


def tune(kinds: tuple[str, ...], show: int, documents: int) -> None:
    """Seeds 1 to 3 with their texts: what was missed, what is wrong, which owners and dates."""
    tally = scored(item_tools.by_draad, _cases(LOOKED, documents, 0.0))
    print(_kinds_table({"Draad": tally.as_json()}))
    print("\nmissed, by template:")
    for name, count in tally.missed.most_common(25):
        print(f"  {count:4} of {tally.templates[name]:4}  {name}")
    print("\nwrong, by template ('' is no sentence at all):")
    for name, count in tally.wrong.most_common(25):
        print(f"  {count:4}  {name!r}")
    for row in [row for row in tally.misses if row["kind"] in kinds][:show]:
        print(f"MISSED {'|'.join(row['kinds']):24} {row['template']:20} {row['text'][:170]}")
    for one, name in [fault for fault in tally.faults if fault[0].kind in kinds][:show]:
        print(f"WRONG  {one.kind:24} {name:20} {' '.join(one.text.split())[:170]}")
    for what, row, one in [slip for slip in tally.slips if slip[1]["kind"] in kinds][:show]:
        true, said = (row["owner"], one.owners) if what == "owner" else (row[what], getattr(one, what))
        print(f"{what.upper():6} {row['kind']:12} true {true}, told {said}: {row['text'][:140]}")


def tables(result: dict[str, Any]) -> str:
    """All tables."""
    made = []
    for noise, tools in result["noise"].items():
        made.append(f"### Generated releases, noise {float(noise):.0%}\n\n{_totals(tools)}\n\n{_kinds_table(tools)}")
    if any(one["true"] for one in result["gold"].values()):
        made.append(f"### The five seeds: recall of the gold, by lines\n\n{_gold_table(result['gold'])}")
    told = result["speed"]
    made.append(
        f"### Speed\n\n{told['extract']:,.0f} messages a second of one core, extraction alone; "
        f"{told['split_and_extract']:,.0f} with splitting ({told['messages']:,.0f} messages of "
        f"{told['characters_a_message']:,.0f} characters on average, header included)."
    )
    return "\n\n".join(made)


def _totals(tools: dict[str, Any]) -> str:
    head = ["tool", "true", "told", "P", "R", "F1", "count neither way", "wrong: other kind", "wrong: no sentence"]
    rows = [[*head, "owners right (of)", "due right (of)", "due invented", "every right (of)"]]
    for name, one in tools.items():
        counts = [str(one[key]) for key in ("excused", "other_kind", "outside")]
        more = [_right(one, key) for key in ("owners", "due", "every")]
        more.insert(2, figure(one["due"]["invented"]) if one["tells"] else "–")
        scores = [figure(one[key]) for key in ("precision", "recall", "f1")]
        rows.append([name, str(one["true"]), str(one["told"]), *scores, *counts, *more])
    return markdown(rows)


def _right(one: dict[str, Any], key: str) -> str:
    """A share and of how many; – for a tool that tells no owners and no dates."""
    return f"{figure(one[key]['right'])} ({one[key]['of']})" if one["tells"] else "–"


def _kinds_table(tools: dict[str, Any]) -> str:
    rows = [["tool", "kind", "true", "told", "P", "R", "F1", "look-alikes taken (of)"]]
    for name, one in tools.items():
        for kind, of in one["kinds"].items():
            scores = [figure(of[key]) for key in ("precision", "recall", "f1")]
            rows.append([name, kind, str(of["true"]), str(of["told"]), *scores, f"{of['trapped']} ({of['traps']})"])
    return markdown(rows)


def _gold_table(tools: dict[str, Any]) -> str:
    rows = [["tool", *KINDS, "all", "due right (of)", "every right (of)"]]
    for name, one in tools.items():
        kinds = [f"{figure(one['kinds'][kind]['recall'])} ({one['kinds'][kind]['true']})" for kind in KINDS]
        more = [_right(one, key) for key in ("due", "every")]
        rows.append([name, *kinds, f"{figure(one['recall'])} ({one['true']})", *more])
    return markdown(rows)


def page(result: dict[str, Any]) -> str:
    """``docs/items-accuracy.md``."""
    return filled(
        TEXT,
        result,
        seeds=", ".join(map(str, result["seeds"])),
        unseen=f"{result['unseen'][0]} to {result['unseen'][-1]}",
        figures=tables(result),
    )


if __name__ == "__main__":
    main()
