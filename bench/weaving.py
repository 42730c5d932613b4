"""Weaving without a dossier: ``python bench/weaving.py --seeds 1-6 --noise 0 0.05 [--wrong 20]``.

Sample, split, features and weave in memory, scored as ``woven`` scores an ingest: for whoever sets weights. Tune on
seeds 1 to 50 only. ``--wrong`` prints pairs of copies that were put together, or kept apart, against the truth.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.weave_score import WeaveScore, weaving
from draad.records import Copy, Document, Split
from draad.run.batches import encode
from draad.sample import generate
from draad.split import split_all
from draad.weave import Woven, features_batch, weave

Rows = dict[Hashable, Mapping[str, object]]


@dataclass(frozen=True)
class Release:
    """A generated release taken apart: what weaving gets, and the truth by (file, first line of the header)."""

    splits: list[Split]
    truth: Rows


def release(seed: int, documents: int, noise: float) -> Release:
    """A release in memory."""
    splits: list[Split] = []
    truth: Rows = {}
    for file in generate(documents, seed, noise):
        splits += split_all(Document(file.name, 0, file.name, file.name, "text", file.text))
        for part in file.parts:
            for copy in part.copies:
                row = copy.as_json()
                truth[file.name, row["header"][0]] = {key: row[key] for key in ("message", "thread", "parent", "new")}
    return Release(splits, truth)


def told(splits: list[Split]) -> tuple[Rows, Woven]:
    """What weaving says of each copy, by the same key as the truth."""
    documents, copies = (pa.Table.from_batches([batch]) for batch in encode(splits, features_batch(splits)))
    woven = weave(copies, documents)
    messages = {row["id"]: row for row in woven.messages.to_pylist()}
    found = {row["copy"]: row for row in woven.copies.to_pylist()}
    rows: Rows = {}
    ids = iter(copies["id"].to_pylist())
    for split, copy in each_copy(splits):
        row = found[next(ids)]
        message = messages[row["message"]]
        rows[key(split, copy)] = {
            "message": row["message"],
            "thread": message["thread"],
            "parent": message["parent"],
            "new": row["elsewhere"] is None,
        }
    return rows, woven


def each_copy(splits: list[Split]) -> Iterator[tuple[Split, Copy]]:
    """Copies with the document they stand in, in order."""
    return ((split, copy) for split in splits for copy in split.copies)


def key(split: Split, copy: Copy) -> tuple[str, int]:
    """What names a copy on both sides."""
    return split.document.name.partition("#")[0], split.document.line_of(copy.header[0])


def wrong(release: Release, said: Rows) -> Iterator[tuple[str, tuple[Hashable, Hashable]]]:
    """Pairs that were merged though they differ, and messages that stand in several pieces, one pair each."""
    groups: dict[Hashable, dict[Hashable, Hashable]] = defaultdict(dict)
    pieces: dict[Hashable, dict[Hashable, Hashable]] = defaultdict(dict)
    for name in sorted(set(said) & set(release.truth), key=str):
        ours, true = said[name]["message"], release.truth[name]["message"]
        groups[ours].setdefault(true, name)
        pieces[true].setdefault(ours, name)
    for kind, several in (("merged", groups), ("parted", pieces)):
        for one in several.values():
            yield from ((kind, pair) for pair in list(combinations(one.values(), 2))[:3])


def shown(splits: list[Split]) -> dict[Hashable, str]:
    """A line or two a copy, for eyes."""
    result: dict[Hashable, str] = {}
    for split, copy in each_copy(splits):
        sent, body = copy.sent, copy.body or (0, 0)
        who = [copy.sender.domain if copy.sender else None, *(p.domain for p in (*copy.to, *copy.cc))]
        stamp = (sent.text, sent.at, sent.certainty, sent.precision) if sent else None
        text = " ".join(split.document.text[slice(*body)].split())[:150]
        place = f"n={copy.n} depth={copy.depth} {copy.style}"
        result[key(split, copy)] = f"{place} {stamp} {copy.bare!r} {who}\n        {text}"
    return result


def row(score: WeaveScore) -> str:
    """The figures as ``woven`` tells them."""
    message, thread = (" ".join(f"{value:.4f}" for value in one) for one in (score.message, score.thread))
    return f"message {message}  thread {thread}  parent {score.parent:.4f}  new {score.new.f1:.4f}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="1-6", help="one, or first-last")
    options.add_argument("--documents", type=int, default=150)
    options.add_argument("--noise", type=float, nargs="+", default=[0.0, 0.05])
    options.add_argument("--wrong", type=int, default=0, help="how many wrong pairs to print")
    chosen = options.parse_args()
    first, _, last = chosen.seeds.partition("-")
    for noise in chosen.noise:
        run(range(int(first), int(last or first) + 1), chosen.documents, noise, chosen.wrong)


def run(seeds: range, documents: int, noise: float, show: int) -> None:
    """All seeds at one noise: a line each and one for all."""
    every: list[tuple[Rows, Rows]] = []
    spent = 0.0
    for seed in seeds:
        some = release(seed, documents, noise)
        begun = time.process_time()
        said, _ = told(some.splits)
        spent += time.process_time() - begun
        every.append((_named(seed, said), _named(seed, some.truth)))
        print(f"noise {noise:<5} seed {seed:<5} {row(weaving(*every[-1]))}")
        if show:
            _print_wrong(some, said, show)
    score = weaving(*({k: v for one in side for k, v in one.items()} for side in zip(*every, strict=True)))
    print(f"noise {noise:<5} all        {row(score)}  {spent:.1f} s for {sum(len(t) for t, _ in every)} copies\n")


def _named(seed: int, rows: Rows) -> Rows:
    labels = ("message", "thread", "parent")
    return {
        (seed, name): {**row, **{label: row[label] and (seed, row[label]) for label in labels}}
        for name, row in rows.items()
    }


def _print_wrong(some: Release, said: Rows, count: int) -> None:
    lines: dict[Hashable, str] = shown(some.splits)
    left: dict[str, Any] = {"merged": count, "parted": count}
    for kind, (one, other) in wrong(some, said):
        if left[kind] > 0:
            left[kind] -= 1
            print(f"  {kind}: {one} {other}\n    A {lines[one]}\n    B {lines[other]}")


if __name__ == "__main__":
    main()
