"""The words of ``knowledge/redact*.toml`` in the forms in which the finders ask for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from draad.fold import fold
from draad.knowledge import load

_WORD = re.compile(r"[a-z]{2,}")
_USUAL_FILES = ("cue_words", "cues", "parties", "ties", "sentences", "when", "actions", "bodies", "compounds", "query")


class Words(NamedTuple):
    """All lists, folded."""

    firsts: frozenset[str]
    surnames: frozenset[str]
    prefixes: frozenset[str]
    plain_prefixes: frozenset[str]
    misread_prefixes: frozenset[str]
    """What OCR makes of prefixes; only where they stand in small letters within a name."""
    never: frozenset[str]
    also_words: frozenset[str]
    usual: frozenset[str]
    """Words that stand in lower case in what Draad knows of Dutch correspondence."""
    titles: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]
    place_ends: tuple[str, ...]
    organisation: frozenset[str]
    organisation_ends: tuple[str, ...]
    """Ends of words of the same sort."""
    organisations: frozenset[str]
    """Words of the names of known organisations, and all short names and codes."""
    function_ends: tuple[str, ...]
    functional_names: frozenset[str]
    behind_ends: tuple[str, ...]
    locative: frozenset[str]


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


@cache
def words() -> Words:
    """The lists, read once."""
    redact, names = load("redact"), load("redact_names")
    never = _folded(redact["names"]["never"])
    firsts = _folded(names["first"]["names"].split())
    surnames = _folded(names["last"]["names"].split())
    also = _folded(redact["names"]["also_words"])
    usual = frozenset(_usual()) - ((firsts | surnames) - also)
    return Words(
        firsts=firsts,
        surnames=surnames,
        prefixes=_folded(names["prefixes"]["words"]),
        plain_prefixes=_folded(names["prefixes"]["plain"]),
        misread_prefixes=_folded(names["prefixes"]["misread"]),
        never=never,
        also_words=also,
        usual=usual | never | also,
        titles=_folded(redact["titles"]["words"]),
        before=_folded(redact["names"]["before"]),
        behind=_folded(redact["names"]["behind"]),
        place_ends=tuple(_folded(redact["names"]["places"])),
        organisation=_folded(redact["organisation"]["words"]),
        organisation_ends=tuple(_folded(redact["organisation"]["ends"])),
        organisations=frozenset(_organisations()),
        function_ends=tuple(_folded(redact["functions"]["ends"])),
        functional_names=_folded(redact["functional"]["names"]),
        behind_ends=tuple(sorted(end for end in _folded(redact["names"]["behind"]) if len(end) > 3)),
        locative=_folded(redact["context"]["locative"]),
    )


def _usual() -> Iterator[str]:
    """Words of the weights of likeness and of other knowledge: they were written as sentences, so they are words."""
    for file in _USUAL_FILES:
        yield from _in(load(file))
    weights = json.loads((files("draad.knowledge") / "likeness.json").read_text(encoding="utf-8"))["weights"]
    for key in weights:
        folded = fold(key)
        if _WORD.fullmatch(folded):
            yield folded


def _in(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield from (fold(word) for word in re.findall(r"[^\W\d_]{2,}", table) if word.islower())
    elif isinstance(table, dict):
        for key, value in table.items():
            yield from _in(key)
            yield from _in(value)
    elif isinstance(table, list):
        for value in table:
            yield from _in(value)


def _organisations() -> Iterator[str]:
    data = load("organisations")
    listed = [*data["ministry"], *(one for group in data["organisations"].values() for one in group)]
    for organisation in listed:
        for name in (organisation["name"], *organisation.get("aliases", ())):
            parts = name.split()
            if len(parts) == 1:
                yield fold(parts[0])
            else:
                yield from (fold(part) for part in parts if part[:1].isupper() and len(part) > 3)
    for ministry in data["ministry"]:
        yield from (fold(code) for code in ministry.get("codes", {}))


WRAP = r"(?:[ \t]{1,3}|[ ]?\n[ \t>|*_]{0,12})"
"""Between two words of one phrase: blanks, or the end of a line, the next of which may be quoted."""


def alternatives(entries: Iterable[str]) -> str:
    """An alternation of words, the longest first; where a blank stands a line may end."""
    ordered = sorted(set(entries), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", WRAP) for word in ordered)
