"""Sentences of ``bench/corpus``: what Draad's cues find, what the words alone tell, and both together.

    python bench/likeness.py [--train]

The held halves were written apart from the rules and are only scored. ``--train`` scores the training half,
which the words' weights have seen, and prints what is missed and what is wrong, for reading.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from train_likeness import CORPUS, KINDS, Row, rows, unit_of  # noqa: E402

from draad.extract import items  # noqa: E402
from draad.extract.records import Item  # noqa: E402


def proposed(row: Row) -> list[Item]:
    """What Draad proposes for one row, figures left out."""
    return [item for item in items(unit_of(row)) if item.kind != "figure"]


def score(data: list[Row], told: list[set[str]]) -> dict[str, tuple[int, int, int]]:
    """Right, wrong, missed by kind; what readers may differ on counts neither way."""
    found: Counter[tuple[str, str]] = Counter()
    for row, kinds in zip(data, told, strict=True):
        for kind in KINDS:
            if kind in row.maybe:
                continue
            if kind in row.kinds:
                found[kind, "right" if kind in kinds else "missed"] += 1
            elif kind in kinds:
                found[kind, "wrong"] += 1
    return {kind: (found[kind, "right"], found[kind, "wrong"], found[kind, "missed"]) for kind in KINDS}


def shown(name: str, scored: dict[str, tuple[int, int, int]]) -> str:
    """Precision, recall and F1, by kind and over all."""
    lines = [name]
    total = tuple(map(sum, zip(*scored.values(), strict=True)))
    for kind, (right, wrong, missed) in (*scored.items(), ("all", total)):
        p, r = right / max(1, right + wrong), right / max(1, right + missed)
        lines.append(f"  {kind:12} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}  ({right + missed})")
    return "\n".join(lines)


def main() -> None:
    train = "--train" in sys.argv
    data = rows(CORPUS.glob("train-*.tsv" if train else "held-*.tsv"))
    print(f"{len(data)} sentences of the {'training' if train else 'held'} half", file=sys.stderr)
    told = [{item.kind for item in proposed(row)} for row in data]
    print(shown("Draad", score(data, [set(kinds) for kinds in told])))
    if train:
        for row, kinds in zip(data, told, strict=True):
            missed, wrong = row.kinds - kinds, kinds - row.kinds - row.maybe
            if missed or wrong:
                print(f"{'-' + ','.join(missed) if missed else '':22} {'+' + ','.join(wrong) if wrong else '':22} "
                      f"{row.side:6} {'*' if row.point else ' '} {row.text}")  # fmt: skip


if __name__ == "__main__":
    main()
