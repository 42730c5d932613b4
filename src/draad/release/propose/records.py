"""What the finders of one document give, and what is known of people in the whole dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from draad.records import RedactionKind, Span

Reason = tuple[str, dict[str, Any]]
"""A key under ``redact.reason`` and its values."""


class Name(NamedTuple):
    """Somebody's name by its parts, folded; a part that is not written is empty."""

    first: str = ""
    initials: str = ""
    """Letters alone: ``jp`` for ``J.P.``"""
    prefix: str = ""
    surname: str = ""

    @property
    def family(self) -> str:
        """The surname with its prefix: ``van den boogaard``."""
        return f"{self.prefix} {self.surname}".strip()

    @property
    def letters(self) -> str:
        """The first letter of the given name, as far as it is known."""
        return self.initials[:1] or self.first[:1]

    @property
    def key(self) -> str:
        """What names this person as well as the words that stand there can."""
        if not self.surname:
            return self.first
        return " ".join(filter(None, (self.first or (self.initials and f"{self.initials[0]}."), self.family)))


class Found(NamedTuple):
    """A passage that one finder points at."""

    span: Span
    kind: RedactionKind
    score: float
    reasons: tuple[Reason, ...]
    name: Name | None = None
    """Of a person, where its parts can be told."""
    value: str = ""
    """Of a number or a mailbox."""
    attention: bool = False


class Sighting(NamedTuple):
    """A name that the structure of a document shows to be somebody's."""

    name: Name
    whole: bool
    """It stands with enough of it to be looked for in the whole dossier."""


class Seen(NamedTuple):
    """What one document tells of the dossier: the first of two passes."""

    document: int
    sightings: tuple[Sighting, ...] = ()
    locals: tuple[str, ...] = ()
    """Local parts of addresses that are somebody's own."""
    shared: tuple[str, ...] = ()
    """Local parts of addresses that stand behind an office's name: ``Loket Zorg <zorg@…>``."""
    usual: frozenset[str] = frozenset()
    """Words that stand in lower case, folded, as far as they may be taken for names."""
    places: frozenset[str] = frozenset()
    """Capitalised words that stand where a place is named."""


class Office(NamedTuple):
    """Somebody whose name stays visible."""

    name: Name
    shown: str
    office: str


class Known(NamedTuple):
    """What is known of the people of a dossier, from all its documents. Read only; shared by all workers."""

    surnames: Mapping[str, tuple[Name, ...]]
    """By surname without prefix: who bears it."""
    firsts: Mapping[str, tuple[Name, ...]]
    """By given name: who bears it, as far as surnames are known."""
    near: Mapping[int, Mapping[str, str]]
    """By document: given names of who takes part in its conversations, with the key of the person ("" for several)."""
    locals: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    """Local parts that are an office's, not somebody's own."""
    usual: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    offices: tuple[Office, ...] = ()
    """Who stays visible, the officer's changes included."""
    top_visible: bool = True
    """Whether secretaries-general and directors-general stay visible."""
    damaged: Mapping[str, str] = {}
    """Surnames of seven letters or more with one letter left out, to the surname: what OCR may have made of it."""
