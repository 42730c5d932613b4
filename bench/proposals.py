"""Proposals on unreleased and refilled releases: ``python bench/proposals.py [--quick] [--tune]``.

Prints tables, writes ``bench/out/proposals.json`` and, for a full run, ``docs/proposals-accuracy.md``, which says how
each figure is had. ``--tune`` runs seeds 1 to 3 and prints what was missed and what is wrong, for whoever writes rules;
a run on seeds from 1000 on, and on the real releases, shows figures and no text.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import machine, proposal_texts, proposal_tools
from bench.proposal_score import Tally, Told
from bench.proposal_texts import PLACES, Case
from bench.report import figure, filled, markdown

HELD = (1000, 1001, 1002)
LOOKED = (1, 2, 3)
DOCUMENTS = 100
NOISES = (0.0, 0.02)
CONLL = (68_875, 1_098)
"""Tokens and persons of the whole of ned.testb (Tjong Kim Sang 2002)."""
PAGE = Path(__file__).resolve().parents[1] / "docs" / "proposals-accuracy.md"
TEXT = Path(__file__).parent / "proposals.md.in"

Tool = Callable[[list[Case]], Iterable[list[Told]]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="one seed, 40 files; leaves the page as it is")
    options.add_argument("--tune", action="store_true", help="seeds 1-3, with texts")
    options.add_argument("--tool", default="Draad", help="which tool --tune shows")
    options.add_argument("--noise", type=float, default=0.0, help="noise for --tune")
    options.add_argument("--show", type=int, default=60, help="how many texts of each sort --tune prints")
    options.add_argument("--conll", type=Path, metavar="FILE", help="ned.testb of CoNLL-2002, measured and not kept")
    chosen = options.parse_args()
    if chosen.tune:
        tune(chosen.tool, chosen.show, 40 if chosen.quick else DOCUMENTS, chosen.noise)
        return
    seeds, documents = (HELD[:1], 40) if chosen.quick else (HELD, DOCUMENTS)
    result = run(seeds, documents, chosen.conll)
    machine.keep("proposals-quick" if chosen.quick else "proposals", result)
    print(tables(result))
    if not chosen.quick:
        PAGE.write_text(page(result), encoding="utf-8")


def run(seeds: tuple[int, ...], documents: int, conll: Path | None) -> dict[str, Any]:
    """Everything, in one go."""
    result: dict[str, Any] = {"machine": machine.describe(), "seeds": seeds, "files": documents, "scores": {}}
    result["command"] = " ".join(["python", "bench/proposals.py", *sys.argv[1:]])
    tools = proposal_tools.tools()
    for noise in NOISES:
        piles = {
            "generated": [list(proposal_texts.generated(documents, seed, noise)) for seed in seeds],
            "real": [list(proposal_texts.real(noise))],
        }
        for source, dossiers in piles.items():
            if any(dossiers):
                scores = {name: scored(tool, dossiers).as_json() for name, tool in tools.items()}
                result["scores"][f"{source} {noise:g}"] = scores
        if not noise:
            result["speed"] = proposal_tools.speed(piles["generated"])
    if conll:
        result["conll"] = proposal_tools.conll(conll)
        result["conll_part"] = proposal_tools.conll_part(conll)
    return result


def scored(tool: Tool, dossiers: Iterable[list[Case]]) -> Tally:
    """One tool on several dossiers; each is given whole, so that a name seen once may be looked for everywhere."""
    tally = Tally()
    for cases in dossiers:
        for case, told in zip(cases, tool(cases), strict=True):
            tally.add(case, told)
    return tally


def tune(name: str, show: int, documents: int, noise: float) -> None:
    """Seeds 1 to 3 with their texts: what was missed, what is wrong, who was proposed though visible."""
    tally = scored(proposal_tools.tools()[name], [list(proposal_texts.generated(documents, s, noise)) for s in LOOKED])
    print(_scores_table({name: tally.as_json()}))
    print(_places_table({name: tally.as_json()}))
    missed = Counter(f"{truth.kind} in {truth.place}" for _, truth in tally.missed)
    print("\nmissed:", ", ".join(f"{what} {count}" for what, count in missed.most_common()))
    wrong = Counter(told.kind for _, told in tally.faults)
    print("wrong:", ", ".join(f"{what} {count}" for what, count in wrong.most_common()))
    for case, truth in _spread(tally.missed, show):
        print(f"MISSED {truth.kind:8} {truth.place:12} {_context(case.text, truth.span)}")
    for case, told in _spread(tally.faults, show):
        print(f"WRONG  {told.kind:8} {'':12} {_context(case.text, told.span)}")
    for case, truth in _spread(tally.shown, show):
        print(f"PUBLIC {truth.kind:8} {truth.place:12} {_context(case.text, truth.span)}")


def _spread(found: list[Any], show: int) -> list[Any]:
    """At most ``show``, taken evenly."""
    return found[:: max(1, -(-len(found) // show))]


def _context(text: str, span: tuple[int, int]) -> str:
    before, after = text[max(0, span[0] - 60) : span[0]], text[span[1] : span[1] + 40]
    return f"…{before}⟦{text[span[0] : span[1]]}⟧{after}…".replace("\n", "⏎")


def tables(result: dict[str, Any]) -> str:
    """All tables."""
    made = []
    for name, tools in result["scores"].items():
        source, noise = name.split(" ")
        title = (
            "Unreleased generated releases"
            if source == "generated"
            else "Real releases, marks filled with invented names"
        )
        made.append(f"### {title}, noise {float(noise):.0%}\n\n{_scores_table(tools)}\n\n{_places_table(tools)}")
    speed = result["speed"]
    made.append(
        f"### Speed\n\n{speed['propose']:,.0f} pages of 2,500 characters a second of one core for proposals alone, "
        f"{speed['with_split']:,.0f} with splitting; the tagger alone {speed['tagger']:,.0f}."
    )
    if "conll" in result:
        rows = [["tool", "P", "R", "F1"]]
        rows += [
            [name, *(figure(one[key]) for key in ("precision", "recall", "f1"))]
            for name, one in result["conll"].items()
        ]
        tokens, persons = result["conll_part"]
        part = "" if (tokens, persons) == CONLL else f" (a part: it has {CONLL[0]:,} tokens, {CONLL[1]:,} persons)"
        told = f"{tokens:,} tokens with {persons:,} persons of ned.testb{part}. The file is measured only, never kept."
        made.append(f"### Persons on CoNLL-2002, Dutch\n\n{told}\n\n{markdown(rows)}")
    return "\n\n".join(made)


def _share(pair: list[Any]) -> str:
    share, of = pair
    return "–" if share is None else f"{figure(share)} ({of})"


def _scores_table(tools: dict[str, Any]) -> str:
    others = sorted({kind for one in tools.values() for kind in one["kinds"]} - {"person", "mailbox", "phone"})
    head = [
        "tool",
        "persons (outside all lists)",
        "proposed",
        "wrong",
        "precision",
        "person covered (of)",
        "mailbox",
        "phone",
    ]
    rows = [[*head, "in a list", "outside all lists", "public proposed (of)", *others]]
    for name, one in tools.items():
        own = [f"{one['persons']} ({one['outside']})", str(one["told"]), str(one["wrong"]), figure(one["precision"])]
        own += [_share(one["kinds"][kind]) for kind in ("person", "mailbox", "phone")]
        own += [_share(pair) for pair in one["listed"].values()]
        own.append(f"{one['public']} ({one['public_of']})")
        rows.append([name, *own, *(_share(one["kinds"].get(kind, [None, 0])) for kind in others)])
    return markdown(rows)


def _places_table(tools: dict[str, Any]) -> str:
    rows = [["tool: person covered, by place", *PLACES]]
    rows += [[name, *(_share(one["places"][place]) for place in PLACES)] for name, one in tools.items()]
    return markdown(rows)


def page(result: dict[str, Any]) -> str:
    """``docs/proposals-accuracy.md``."""
    return filled(
        TEXT,
        result,
        seeds=", ".join(map(str, result["seeds"])),
        peers=proposal_tools.peers(),
        figures=tables(result),
    )


if __name__ == "__main__":
    main()
