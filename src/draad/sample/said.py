"""What a sentence says that the register should hold, decided when the sentence is written.

A label in the data files is one string: ``question owner=addressee due=../{dag}``. Its first word is the kind;
``action|commitment`` where readers of ``docs/punten.md`` may differ between kinds, and a ``?`` before it where they may
differ on whether it is an item at all. ``owner`` is ``sender``, ``addressee``, ``none``, or names and slots joined by
``+``; without it the owner is left open. ``due`` and ``every`` are EDTF and ISO 8601 with slots in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from draad.sample import secrets
from draad.sample.times import Valued

KINDS = ("action", "commitment", "question", "signal", "decision", "appointment", "figure")
SLOT = re.compile(r"\{(\w+)\}")
LEAD = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)]|[a-z][.)])\s+")
"""The sign of a list item: it is no part of what is said."""
_ARTICLE = re.compile(r"^(?:de|het|een)\s+", re.IGNORECASE)

_NO_BOUND = "vanmiddag"
"""Before it is on the day itself: no bound."""

Whose = Literal["sender", "addressee"]


class Rule(NamedTuple):
    """A label as the data files have it."""

    kinds: tuple[str, ...]
    sure: bool
    owner: str | None = None
    due: str | None = None
    every: str | None = None


class Fact(NamedTuple):
    """One item that a sentence holds."""

    kinds: tuple[str, ...]
    """Its kind, and others that are right as well."""
    sure: bool
    """False where a reader may find the item or not: it counts neither way."""
    owner: tuple[str, ...] | None = None
    """None where it isn't decided; empty where nobody is named."""
    also: tuple[str, ...] = ()
    """Other names of the owners that are right as well."""
    whose: Whose | None = None
    """Where the owner is whoever wrote or got the message."""
    due: str | None = None
    every: str | None = None
    unknown: tuple[str, ...] = ()
    """Fields that aren't decided: a date that may or may not be the item's."""


class Said(NamedTuple):
    """One sentence: the name of its template, and the items in it (none for most)."""

    template: str
    facts: tuple[Fact, ...]


class Template(NamedTuple):
    """A sentence with slots, cut into (literal, slot) pairs, and its labels."""

    name: str
    pieces: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    under: str | None = None
    """For an introduction to a list: the kind that what stands beneath may be read as."""
    foot: bool = False
    """Stands at the end of the body: a footnote."""


def cut(text: str) -> tuple[tuple[str, str], ...]:
    """(literal, slot) pairs; the last slot is empty."""
    parts = [*SLOT.split(text), ""]
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def template(name: str, entry: str | Mapping[str, Any]) -> Template:
    """A template from its entry in a data file: bare words, or a table of ``t``, ``is``, ``under``, ``foot``."""
    if isinstance(entry, str):
        return Template(name, cut(entry), ())
    labels = entry.get("is", ())
    rules = tuple(map(rule, [labels] if isinstance(labels, str) else labels))
    return Template(name, cut(entry["t"]), rules, entry.get("under"), entry.get("foot", False))


def rule(label: str) -> Rule:
    """A label, read. Raises ``ValueError`` for a kind or key that isn't one."""
    kind, *rest = label.split()
    kinds = tuple(kind.removeprefix("?").split("|"))
    fields = dict(part.split("=", 1) for part in rest)
    if not set(kinds) <= set(KINDS) or not set(fields) <= {"owner", "due", "every"}:
        raise ValueError(f"no such label: {label}")
    return Rule(kinds, not kind.startswith("?"), **fields)


def fact(made: Rule, values: Mapping[str, Valued]) -> Fact:
    """The item of a rule, with the values of the slots filled in."""
    unknown = []
    due, known = _filled(made.due, values)
    if not known:
        unknown.append("due")
    every, known = _filled(made.every, values)
    if not known:
        unknown.append("every")
    kinds, sure, owner = made.kinds, made.sure, made.owner
    if owner == "sender" or owner == "addressee":
        whose: Whose = "sender" if owner == "sender" else "addressee"
        return Fact(kinds, sure, whose=whose, due=due, every=every, unknown=tuple(unknown))
    names, also = _owners(owner, values)
    return Fact(kinds, sure, names, also, None, due, every, tuple(unknown))


def _filled(words: str | None, values: Mapping[str, Valued]) -> tuple[str | None, bool]:
    """The words with the slots' values, and whether they are known. ``?`` stands for what can't be told."""
    if words is None:
        return None, True
    if words == "?":
        return None, False
    used = [values[name].value for name in SLOT.findall(words)]
    if None in used or (words == "../{dag}" and values["dag"].text == _NO_BOUND):
        return None, False
    told = SLOT.sub(lambda found: values[found[1]].value or "", words)
    return told if all(used) else None, True


def _owners(rule_: str | None, values: Mapping[str, Valued]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Names of the owners, and what else they are called."""
    if rule_ is None:
        return None, ()
    names: list[str] = []
    also: list[str] = []
    for part in () if rule_ == "none" else rule_.split("+"):
        slot = SLOT.fullmatch(part)
        value = values[slot[1]] if slot else Valued(part.replace("_", " "), None)
        names.append(_ARTICLE.sub("", value.text))
        also += value.value.split("|") if value.value else []
    return tuple(names), tuple(also)


def marked(number: int, words: str) -> str:
    """``words`` between the signs that carry the number of what they say, until they are printed."""
    sign = chr(secrets.SAID_BASE + number)
    return f"{secrets.SAID}{sign}{words}{secrets.SAID_END}{sign}"


def softened(said: Said, kind: str) -> Said:
    """The same sentence where its items of a kind may be taken together with the point that holds them."""
    facts: Iterable[Fact] = (one._replace(sure=False) if kind in one.kinds else one for one in said.facts)
    return Said(said.template, tuple(facts))
