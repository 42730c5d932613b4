"""The texts that all tools are given, with what is true of them: generated releases and the seeds with their gold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from draad.sample import Printed, generate

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""The folder beside the repository that holds seeds and gold, where it is at hand."""

_BOLD = re.compile(r"\*\*")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one copy: header lines (from 1), the fields of its header, whether it is quoted."""

    first: int
    last: int
    fields: dict[str, Any]
    quoted: bool
    style: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One document: the lines it takes in its file, and its copies in order."""

    first: int
    last: int
    kind: str
    copies: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its text and its documents."""

    name: str
    text: str
    pieces: tuple[Piece, ...] = field(default=())

    @property
    def copies(self) -> list[Truth]:
        return [copy for piece in self.pieces for copy in piece.copies]


def without_bold(text: str) -> str:
    """Plain text: without Markdown's bold and its blanks at line ends, which say nothing. Lines stay what they are."""
    return _TRAILING.sub("", _BOLD.sub("", text))


def release(documents: int, seed: int, noise: float, *, raw: bool) -> Iterator[Case]:
    """A generated release; ``raw`` leaves the Markdown in."""
    for file in generate(documents, seed, noise):
        yield Case(file.name, file.text if raw else without_bold(file.text), tuple(_pieces(file)))


def _pieces(file: Printed) -> Iterator[Piece]:
    for part in file.parts:
        copies = tuple(_truth(copy.as_json(), copy.depth > 0) for copy in part.copies)
        yield Piece(part.first, part.last, part.kind, copies)


def _truth(row: dict[str, Any], quoted: bool) -> Truth:
    first, last = row["header"]
    names = ("sent", "subject", "from_domain", "to", "cc")
    body = tuple(row["body"]) if row["body"] else None
    fields = {"last": last, "body": body, **{name: row[name] for name in names}}
    return Truth(first, last, fields, quoted, row.get("style", "seed"))


def seeds(*, raw: bool) -> list[Case]:
    """The seeds with their gold; none where the folder ``shared`` is not at hand."""
    gold = SHARED / "gold" / "messages.jsonl"
    if not gold.is_file():
        return []
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    cases = []
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        copies = tuple(_truth(row, row["n"] > 0) for row in rows if row["document"] == path.stem)
        piece = Piece(1, text.count("\n") + 1, "mail" if copies else "report", copies)
        cases.append(Case(path.stem, text if raw else without_bold(text), (piece,)))
    return cases
