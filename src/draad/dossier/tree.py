"""The tree of a query: what was asked, apart from how it was written, and the words of the language.

``str(tree)`` is a query that parses to the same tree; ``draad.dossier.query`` makes the tree.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from draad.dossier.values import Period, Relation

TextField = Literal["", "subject", "sender", "to", "name"]
"""Where words are looked for; the empty one is subject and body."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All there is: ``*``."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in all its inflections and as part of compounds; in names of people exactly."""

    text: str
    field: TextField = ""

    def __str__(self) -> str:
        return f"{_label(self.field)}{self.text}"


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin so: ``subsid*``."""

    text: str
    field: TextField = ""

    def __str__(self) -> str:
        return f"{_label(self.field)}{self.text}*"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other as they stand, case and accents apart."""

    text: str
    field: TextField = ""

    def __str__(self) -> str:
        return f'{_label(self.field)}"{self.text}"'


@dataclass(frozen=True, slots=True)
class Dated:
    """Sent from a period's start on (``after``), before its start (``before``), or within it (``on``)."""

    relation: Relation
    period: Period

    def __str__(self) -> str:
        return f"{_label(self.relation)}{self.period.text}"


@dataclass(frozen=True, slots=True)
class Kind:
    """Found things of one kind: ``message``, ``document``, or a records.DocumentKind."""

    kind: str

    def __str__(self) -> str:
        return f"{_label('kind')}{vocabulary().kinds_shown[self.kind]}"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something was withheld on this ground, or on one below it: ``woo 5.1``, ``woo 5.1.2.e``."""

    ground: str

    def __str__(self) -> str:
        return f"{_label('ground')}{self.ground.partition(' ')[2] or self.ground}"


@dataclass(frozen=True, slots=True)
class InThread:
    """In the thread whose identifier begins with these hexadecimal digits."""

    digits: str

    def __str__(self) -> str:
        return f"{_label('thread')}{self.digits}"


@dataclass(frozen=True, slots=True)
class Not:
    """All but these."""

    child: Node

    def __str__(self) -> str:
        return f"NIET {_inner(self.child)}"


@dataclass(frozen=True, slots=True)
class And:
    """What all children find; two children at least."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_inner(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Or:
    """What any child finds; two children at least."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " OF ".join(_inner(child) for child in self.children)


Leaf = Everything | Word | Prefix | Phrase | Dated | Kind | Ground | InThread
Node = Leaf | Not | And | Or


def _inner(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def _label(field: str) -> str:
    return f"{vocabulary().fields[field][0]}:" if field else ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What ``knowledge/query.toml`` says."""

    operators: dict[str, str]
    fields: dict[str, list[str]]
    field_of: dict[str, str]
    kind_of: dict[str, str]
    kinds_shown: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The words of the language, read once."""
    raw: dict[str, Any] = tomllib.loads((files("draad.knowledge") / "query.toml").read_text("utf-8"))
    return Vocabulary(
        operators={word: operator for operator, spelled in raw["operators"].items() for word in spelled},
        fields=raw["fields"],
        field_of={word: field for field, spelled in raw["fields"].items() for word in spelled},
        kind_of={word: kind for kind, spelled in raw["kinds"].items() for word in spelled},
        kinds_shown={kind: spelled[0] for kind, spelled in raw["kinds"].items()},
    )
