"""The items proposed for the five seed documents, beside those found by hand: ``python -m bench.items_gold``.

Prints every proposal with its lines, kind, score, owner, due date and words, marked as a hit or as more than the gold
has, and every item of the gold that was missed; then recall by kind. For reading by hand: the gold is one reading, and
a proposal that it lacks may be right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from draad.extract import extract
from draad.extract.records import Item
from draad.read import read_source
from draad.records import Document
from draad.split import split_all

SHARED = Path(__file__).parents[1].parent / "shared"


class Proposal(NamedTuple):
    """One proposed item and the document in which it stands."""

    document: Document
    item: Item

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line."""
        return self.document.lines_of(self.item.span)


class Pair(NamedTuple):
    """One item of the gold and the proposal that is taken for it, None where it was missed."""

    gold: dict[str, Any]
    proposal: Proposal | None

    @property
    def due_right(self) -> bool:
        """Due date and rhythm as in the gold."""
        due = self.proposal.item.due if self.proposal else None
        return (due.due if due else None, due.every if due else None) == (self.gold["due"], self.gold["every"])

    @property
    def owner_right(self) -> bool:
        """All owners as in the gold, whatever their case."""
        owners = {o.name.casefold() for o in self.proposal.item.owners} if self.proposal else set()
        return owners == {o.strip().casefold() for o in (self.gold["owner"] or "").split(";") if o.strip()}


def gold(folder: Path = SHARED / "gold") -> list[dict[str, Any]]:
    """The items found by hand, in the order of their file."""
    lines = (folder / "items.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def proposals(folder: Path = SHARED / "seeds") -> list[Proposal]:
    """What Draad proposes for the seeds, by document and place."""
    return [
        Proposal(split.document, item)
        for path in sorted(folder.glob("*.txt"))
        for document in read_source(path)
        for split in split_all(document)
        for item in extract(split)
    ]


def pairs(wanted: Sequence[dict[str, Any]], proposed: Sequence[Proposal]) -> list[Pair]:
    """Each item of the gold with a proposal of its kind on its lines; no proposal serves twice.

    Where several serve, the one with its due date goes first, then the one with its owners.
    """
    edges = sorted(
        (-(2 * pair.due_right + pair.owner_right), g, p)
        for g, one in enumerate(wanted)
        for p, other in enumerate(proposed)
        if _fits(one, other)
        for pair in [Pair(one, other)]
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, g, p in edges:
        if g not in taken and p not in used:
            taken[g] = p
            used.add(p)
    return [Pair(one, proposed[taken[g]] if g in taken else None) for g, one in enumerate(wanted)]


def _fits(one: dict[str, Any], other: Proposal) -> bool:
    first, last = one["lines"]
    a, b = other.lines
    return one["document"] == other.document.name and one["kind"] == other.item.kind and a <= last and first <= b


def recall(found: Iterable[Pair]) -> dict[str, tuple[int, int]]:
    """By kind, and under ``all``: how many were found, of how many."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for pair in found:
        for key in (pair.gold["kind"], "all"):
            total[key] += 1
            hits[key] += pair.proposal is not None
    return {key: (hits[key], total[key]) for key in sorted(total)}


def due_right(found: Iterable[Pair]) -> tuple[int, int]:
    """Of the items that were found and have a due date or rhythm in the gold: how many have it right."""
    dated = [p for p in found if p.proposal and (p.gold["due"] or p.gold["every"])]
    return sum(p.due_right for p in dated), len(dated)


def main() -> None:
    """Print all, or what one document holds whose name begins with the first argument."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    proposed = proposals()
    found = pairs(gold(), proposed)
    hit = {id(p.proposal): p for p in found if p.proposal}
    by_place = {id(p.item): pair for p in proposed for pair in found if pair.proposal and pair.proposal.item is p.item}
    for one in proposed:
        if one.document.name.startswith(only):
            print(_row(one, by_place.get(id(one.item))))
    for pair in found:
        if pair.proposal is None and pair.gold["document"].startswith(only):
            gone = pair.gold
            head = f"MISS {gone['document'][:3]} {gone['lines'][0]:>4} {gone['kind']:<11} {gone['due'] or ''}"
            print(f"{head} | {gone['text']}")
    print(f"\n{len(proposed)} proposed, {len(hit)} of them in the gold")
    for kind, (right, total) in recall(found).items():
        print(f"{kind:<12} recall {right:>3} of {total:>3}  {right / total:.2f}")
    right, total = due_right(found)
    owned = sum(p.owner_right for p in found if p.proposal)
    print(f"due and every right {right} of {total}; owners right {owned} of {len(hit)}")


def _row(one: Proposal, pair: Pair | None) -> str:
    item = one.item
    mark = "hit " if pair else "more"
    wrong = "" if not pair else f"{'' if pair.due_right else ' DUE≠' + str(pair.gold['due'] or pair.gold['every'])}"
    wrong += "" if not pair or pair.owner_right else f" OWN≠{pair.gold['owner']}"
    owners = "/".join(o.name for o in item.owners) or "-"
    asked = "/".join(o.name for o in item.counterparties)
    due = " ".join(filter(None, (item.due.due or item.due.text, item.due.every))) if item.due else "-"
    said = " ".join(one.document.text[slice(*item.span)].split())
    head = f"{mark} {one.document.name[:3]} {one.lines[0]:>4} {item.kind:<11} {item.score:.2f} {item.cue:<22}"
    return f"{head} [{owners}{' < ' + asked if asked else ''}] {due}{wrong} | {said[:300]}"


if __name__ == "__main__":
    main()
