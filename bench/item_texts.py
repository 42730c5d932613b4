"""What items are scored on: generated files with the truth of every sentence, and the seeds with their gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.texts import SHARED
from draad.records import Document, Split
from draad.sample import Printed, generate
from draad.sample import items as sample_items
from draad.split import split_all

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One proposal: what a tool says stands there. Lines are the file's own."""

    kind: str
    lines: tuple[int, int]
    text: str
    owners: tuple[str, ...] = ()
    due: str | None = None
    every: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the generator's, whether it holds an item or not."""

    template: str
    lines: tuple[int, int]
    text: str


@dataclass(slots=True)
class Case:
    """One file."""

    name: str
    splits: list[Split]
    rows: list[Row] = field(default_factory=list)
    """Its true items in new copies and in documents that are no mail."""
    sentences: list[Sentence] = field(default_factory=list)
    """Every labelled or unlabelled sentence in the same places."""
    old: list[tuple[int, int]] = field(default_factory=list)
    """Lines of bodies that stand elsewhere as well: not scored here."""

    def scored(self, told: Told) -> bool:
        """Whether a proposal stands where it counts: anywhere but in a body that counts elsewhere."""
        return not any(first <= told.lines[0] <= last for first, last in self.old)


def split_file(name: str, text: str) -> list[Split]:
    """The documents of one file, taken apart."""
    return list(split_all(Document(name, 0, name, name, "text", text)))


def release(documents: int, seed: int, noise: float) -> Iterator[Case]:
    """A generated release in memory, file by file."""
    for file in generate(documents, seed, noise):
        yield _case(file)


def _case(file: Printed) -> Case:
    case = Case(file.name, split_file(file.name, file.text))
    for part in file.parts:
        case.rows += [row for row in sample_items.rows(part, True) if row["new"]]
        case.old += [copy.body for copy in part.copies if copy.body and not copy.new]
        for spoken in part.spoken:
            if spoken.copy is None or spoken.copy.new:
                case.sentences.append(Sentence(spoken.said.template, (spoken.first, spoken.last), spoken.text))
    return case


def gold() -> list[Case]:
    """The seeds with the items of their gold; none where the folder ``shared`` is not at hand."""
    path = SHARED / "gold" / "items.jsonl"
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            seed.stem,
            split_file(seed.stem, seed.read_text(encoding="utf-8")),
            [_gold(row, seed.stem) for row in rows if row["document"] == seed.stem],
        )
        for seed in sorted((SHARED / "seeds").glob("*.txt"))
    ]


def _gold(row: Row, name: str) -> Row:
    """A row of the gold with the fields of the sample's truth; its text is a paraphrase, so lines alone count."""
    owner = row["owner"].split(";") if row["owner"] else None
    return {
        "document": name,
        "kind": row["kind"],
        "kinds": [row["kind"]],
        "lines": row["lines"],
        "text": row["text"],
        "owner": [one.strip() for one in owner] if owner else None,
        "also": [],
        "due": row["due"],
        "every": row["every"],
        "unknown": [],
        "sure": True,
        "template": "gold",
    }
