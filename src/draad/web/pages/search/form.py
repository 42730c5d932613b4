"""Searching without the language: the fields of a form, as a query and back.

Filled in, they become a query that the page shows in its box, so that people learn the language by using the form. A
query that was typed comes back in the form: what has a field stands there, the rest among the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from draad.dossier.tree import (
    And,
    Dated,
    Everything,
    Ground,
    Kind,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextField,
    Word,
    vocabulary,
)
from draad.dossier.values import AMSTERDAM
from draad.records import DocumentKind

KINDS = ("message", "document")
TYPES = tuple(kind for kind in get_args(DocumentKind) if kind != "mail")
"""Documents that are no mail: those stand in the index by themselves."""

_QUOTES = re.compile('["“”„]')
_TOKEN = re.compile(r'"[^"]*"|[^\s"]+')
_NOT_IN_A_WORD = re.compile(r'[\s()"“”„]+')


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody filled in; empty is not asked."""

    words: str = ""
    """In the query language too, for who knows it."""
    phrase: str = ""
    without: str = ""
    sender: str = ""
    to: str = ""
    since: str = ""
    """ISO date: sent on this day or later; ``until``: on this day or before."""
    until: str = ""
    kind: str = ""
    type: str = ""
    ground: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Form:
        """The form in the values of a request, by the names of the fields in Dutch."""
        return cls(**{name: values.get(NAMES[name]) or "" for name in NAMES})

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def query(self) -> str:
        """The query that asks for what was filled in."""
        phrase = " ".join(_QUOTES.sub(" ", self.phrase).split())
        parts = [
            f'"{phrase}"' if phrase else "",
            *(f"-{_negated(token)}" for token in _TOKEN.findall(self.without) if _has_word(token)),
            _fielded("sender", self.sender),
            _fielded("to", self.to),
            f"{_label('after')}{_shortest(date.fromisoformat(self.since))}" if self.since else "",
            f"{_label('before')}{_shortest(_next(self.until))}" if self.until else "",
            f"{_label('kind')}{vocabulary().kinds_shown[self.kind]}" if self.kind else "",
            f"{_label('kind')}{_kind(self.type)}" if self.type else "",
            _fielded("ground", self.ground),
        ]
        return _beside(self.words.strip(), " ".join(part for part in parts if part))

    def joined(self, other: Form) -> str:
        """The query that asks for both."""
        return _beside(self.query(), f"({other.query()})" if _divides(other.words) else other.query())


NAMES = {
    "words": "woorden",
    "phrase": "zin",
    "without": "zonder",
    "sender": "van",
    "to": "aan",
    "since": "vanaf",
    "until": "tot",
    "kind": "wat",
    "type": "soort",
    "ground": "grond",
}
"""How the fields are called in the address."""


def _kind(kind: str) -> str:
    """The word for a kind of document; one that is none stands as it was given, so that the query says it is none."""
    return vocabulary().kinds_shown.get(kind, "".join(_TOKEN.findall(kind)) or "?")


def form_of(node: Node) -> Form:
    """The form that asks for the same as a query."""
    found: dict[str, str] = {}
    words, without = [], []
    for child in node.children if isinstance(node, And) else (node,):
        name, value = _field_of(child)
        if name == "without":
            without.append(value)
        elif name and value and name not in found:
            found[name] = value
        elif not isinstance(child, Everything):
            words.append(f"({child})" if isinstance(child, And | Or) and isinstance(node, And) else str(child))
    return Form(words=" ".join(words), without=" ".join(without), **found)


def _field_of(node: Node) -> tuple[str, str]:
    """The field in which a condition fits, and its value there; ("", "") where it fits in none."""
    match node:
        case Phrase(text, ""):
            return "phrase", text
        case Not(Word(text, "") | Prefix(text, "")) if not _operator(text):
            return "without", str(node.child)
        case Not(Phrase(_, "")):
            return "without", str(node.child)
        case Word(text, "sender" | "to" as field) | Phrase(text, "sender" | "to" as field):
            return field, text
        case Dated("after", period):
            return "since", _day(period.start).isoformat() if period.start > _FIRST else ""
        case Dated("before", period):
            return "until", (_day(period.start) - timedelta(days=1)).isoformat() if period.start > _FIRST else ""
        case Kind(kind):
            return ("kind" if kind in KINDS else "type" if kind in TYPES else ""), kind
        case Ground(ground):
            return "ground", ground
    return "", ""


_FIRST = -62_135_596_800 + 2 * 86_400
"""Seconds: some hours into the calendar's first day, before which Python knows none."""


def _day(at: int) -> date:
    return datetime.fromtimestamp(at, UTC).astimezone(AMSTERDAM).date()


def _next(day: str) -> date:
    """The day after; the language says *before*, people say *until and including*."""
    given = date.fromisoformat(day)
    return given + timedelta(days=1) if given < date.max else given


def _shortest(day: date) -> str:
    """A day as a year or a month where it is the first of one: so would a person write it."""
    if day.day > 1:
        return day.isoformat()
    return day.isoformat()[:7] if day.month > 1 else day.isoformat()[:4]


def _label(field: str) -> str:
    return f"{vocabulary().fields[field][0]}:"


def _fielded(field: TextField | str, value: str) -> str:
    plain = " ".join(_NOT_IN_A_WORD.sub(" ", value).split()) if field != "ground" else _QUOTES.sub("", value).strip()
    if not _has_word(plain):
        return ""
    return f'{_label(field)}"{plain}"' if " " in plain or "(" in plain else f"{_label(field)}{plain}"


def _negated(token: str) -> str:
    """A word to leave out, quoted where it would be read as something else."""
    if token.startswith('"'):
        return token
    bare = _NOT_IN_A_WORD.sub(" ", token).strip().lstrip("-")
    return f'"{bare}"' if _operator(bare) or " " in bare or ":" in bare else bare


def _operator(word: str) -> bool:
    return word in vocabulary().operators


def _beside(words: str, more: str) -> str:
    if words and more and _divides(words):
        words = f"({words})"
    return f"{words} {more}".strip()


def _divides(words: str) -> bool:
    """Whether these words hold an OR that would divide what comes behind them too."""
    return any(vocabulary().operators.get(word.strip("()")) == "or" for word in words.split())


def _has_word(text: str) -> bool:
    return any(c.isalnum() for c in text)
