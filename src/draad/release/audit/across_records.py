"""What an audit across copies takes and gives: copies as words and holes, and what differs between them.

The words that one copy shows are never put in the place where another hides them: a difference tells where, of what
kind, and by which grounds (DESIGN.md, law 2). ``text`` holds the words only where they were withheld by a decision in
the dossier itself, so on documents that are not released yet, and only for a caller who asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from draad.dossier.codec import Lines
from draad.records import Span
from draad.release.audit.records import Severity

AcrossKind = Literal["differs", "elsewhere", "lone", "ground"]
"""``differs``: copies of one message are redacted differently; ``elsewhere``: what was decided in one place is not in
another; ``lone``: a name in a list that is redacted otherwise; ``ground``: one passage, two grounds."""
ACROSS_KINDS: Final[tuple[AcrossKind, ...]] = ("differs", "elsewhere", "lone", "ground")
Sort = Literal["name", "mailbox", "phone", "passage"]
Part = Literal["body", "subject", "from", "to", "cc", "list"]
"""Where in a message or document: its text, a line of its header, a list of people."""


class Token(NamedTuple):
    """One word of a copy, or one place where something was withheld."""

    text: str
    """A word or a mark as printed; empty for what a decision withholds."""
    key: str
    """Letters and digits in lower case, by which words are compared; empty for a hole."""
    span: Span
    """Characters of the document."""
    code: str | None = None
    """Of the mark or of the decided redaction; None for a word."""
    decided: bool = False
    """Withheld by a decision in the dossier, not by a mark that stands printed."""

    @property
    def hole(self) -> bool:
        """Whether something was withheld here."""
        return self.code is not None


class Entry(NamedTuple):
    """One sender or addressee as a header tells of him: what it shows of the name and of the mailbox, what it hides."""

    name: tuple[Token, ...]
    mailbox: tuple[Token, ...]
    """What stands before the ``@``; empty where no address stands."""
    domain: str | None

    @property
    def hides_mailbox(self) -> bool:
        """Whether a mark stands for the mailbox, and no word beside it."""
        return bool(self.mailbox) and all(token.hole for token in self.mailbox)


@dataclass(frozen=True, slots=True)
class Told:
    """One copy of a message as it is compared."""

    copy: int
    document: int
    document_name: str
    n: int
    lines: Lines
    """Of its characters, as people count."""
    header: Span
    body: tuple[Token, ...]
    subject: tuple[Token, ...]
    people: Mapping[Part, tuple[Entry, ...]]
    """``from``, ``to`` and ``cc``."""
    unknown: frozenset[Part] = frozenset()
    """Lines in which nobody can tell how many stand."""
    codes: Mapping[str, int] = field(default_factory=dict)
    """How often each code stands in the copy."""
    blanked: bool = False
    """No mark stands anywhere in it, and somebody who should be named is not: names were whited out."""


class Place(NamedTuple):
    """Where something is shown or hidden."""

    document: int
    document_name: str
    copy: int | None
    lines: tuple[int, int]
    page: int | None = None
    code: str | None = None
    """Of what hides it; None where it is shown."""


@dataclass(frozen=True, slots=True)
class Across:
    """One difference."""

    id: int
    kind: AcrossKind
    severity: Severity
    sort: Sort
    part: Part
    message: int | None
    """None for a list in a document that is no mail, and for what stands in several messages."""
    shown: tuple[Place, ...]
    """Where it can be read."""
    hidden: tuple[Place, ...]
    """Where it is withheld, each with its code."""
    text: str | None = None

    @property
    def grounds(self) -> tuple[str, ...]:
        """The codes by which it is withheld: those that are missing where it is shown."""
        return tuple(dict.fromkeys(place.code for place in self.hidden if place.code))

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of all documents in it, those that show first."""
        return tuple(dict.fromkeys(place.document_name for place in (*self.shown, *self.hidden)))

    @property
    def cure(self) -> str:
        """Key of what mends it."""
        return f"across.cure.{self.kind}" + ("-check" if self.severity == "check" and self.kind == "differs" else "")
