"""The records that travel from stage to stage, in DESIGN.md's words.

All spans are half-open character offsets ``(start, end)`` into the text of one document; lines count from 1.
Records are frozen: a stage makes new ones and changes none.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

Span = tuple[int, int]


def stable_id(*parts: object) -> int:
    """A 63-bit number that depends on ``parts`` alone: the same on every machine and in every order of work."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def short_id(number: int) -> str:
    """The written form of an identifier: sixteen hexadecimal digits."""
    return f"{number:016x}"


# ── read ────────────────────────────────────────────────────────────────────────────────────────────────────


class Box(NamedTuple):
    """Where a line stands on its page, in PDF points, origin top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Page(NamedTuple):
    """One page of a document: its number in the source (from 1) and its lines in the document's text."""

    number: int
    first_line: int
    last_line: int
    method: Literal["layer", "ocr", "none"]


@dataclass(frozen=True, slots=True)
class Address:
    """A name and address as a mail header gives them."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MailHead:
    """The true header of a real mail file (eml, mbox, msg), beside the text that was made of it (RFC 5322)."""

    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: str | None = None
    """ISO 8601 with offset; None where the mail has no usable Date."""
    subject: str | None = None
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """One released piece. As ``read/`` gives it, one file; ``split.cut`` may cut it into several.

    ``text`` has ``\\n`` as its only line end. ``first_line`` is the number of its first line: 1, but for a later
    part of a text file, whose lines are the file's own.
    """

    source: str
    """sha256 of the file's bytes, in hexadecimal."""
    part: int
    """Place in the source, from 0: mails of an mbox, attachments of a mail, parts of a bundle."""
    name: str
    """File name without ending, ``#2``, ``#3`` … for later parts."""
    path: str
    """Where it was found: ``map/bundel.zip/mail.eml/bijlage.docx``. For people; never a key."""
    media: Literal["text", "pdf", "docx", "mail"]
    text: str
    first_line: int = 1
    pages: tuple[Page, ...] = ()
    boxes: tuple[Box | None, ...] = ()
    """One a line where the source has pages, else empty."""
    mail: MailHead | None = None
    attached_to: int | None = None
    """``part`` of the mail, in the same source, to which this document was attached."""
    warnings: tuple[str, ...] = ()

    @cached_property
    def id(self) -> int:
        """Depends on the source's bytes and the place in it alone."""
        return stable_id("document", self.source, self.part)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins."""
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def line_of(self, offset: int) -> int:
        """The line number, as people count it, on which the character at ``offset`` stands."""
        return bisect_right(self.line_starts, offset) - 1 + self.first_line

    def lines_of(self, span: Span) -> tuple[int, int]:
        """First and last line of a span."""
        return self.line_of(span[0]), self.line_of(max(span[0], span[1] - 1))

    def page_of(self, offset: int) -> int | None:
        """The page on which the character stands, or None for a source without pages."""
        line = self.line_of(offset) - self.first_line + 1
        return next((p.number for p in self.pages if p.first_line <= line <= p.last_line), None)


# ── split ───────────────────────────────────────────────────────────────────────────────────────────────────

MarkKind = Literal["ground", "redacted", "block", "scope", "duplicate"]


class Mark(NamedTuple):
    """One redaction as it stands printed. Its spelling is the text of its span and nothing else (law 2)."""

    span: Span
    kind: MarkKind
    law: Literal["woo", "wob"] | None = None
    article: str | None = None
    """``5.1.2.e``, ``10.2.e``, ``11.1``; None where the mark names no ground."""


class Person(NamedTuple):
    """One sender or addressee as far as the header still tells."""

    text: str
    domain: str | None = None


Zone = Literal["utc", "local", "offset", "unknown"]
Certainty = Literal["stated", "form", "chain", "unknown"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A moment of sending: the words as printed and what is known of them.

    ``certainty`` says how the zone is known: ``stated`` by an offset in the header, ``form`` by the kind of
    header, ``chain`` by the order of the messages, ``unknown`` where only the day is certain.
    """

    text: str
    at: int | None = None
    """Seconds since 1970-01-01T00:00Z; None when no moment can be read."""
    offset: int = 0
    """Minutes east of UTC in which the moment is written in ISO 8601."""
    zone: Zone = "unknown"
    certainty: Certainty = "unknown"
    precision: Literal["second", "minute", "day"] = "minute"


class Part(NamedTuple):
    """A stretch of a body that is no message text proper."""

    span: Span
    kind: Literal["signature", "disclaimer", "phone", "furniture", "footnote"]
    """``phone``: "sent from my …"; ``furniture``: page breaks, running heads, print footers."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One message as it stands in one document."""

    n: int
    header: Span
    body: Span | None
    depth: int
    """Depth of quotation: 0 for the printed message, 1 for what it quotes, and so on."""
    sent: Sent | None
    subject: str | None
    bare: str
    """The subject without reply and forward prefixes, folded, each mark written as ``¤``; empty when unknown."""
    prefix: Literal["", "re", "fw"]
    sender: Person | None
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    to_known: bool
    """False where redaction makes the number of addressees unknowable; likewise ``cc_known``."""
    cc_known: bool
    style: str
    """The form of its header: ``printed``, ``quoted``, ``intro`` ("Op … schreef …"), ``mail``, ``bare`` …"""
    parts: tuple[Part, ...] = ()
    attachments: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    """All marks within header and body, in order."""


DocumentKind = Literal["mail", "report", "letter", "decision", "inventory", "note", "register", "other"]
"""``register``: a list of commitments that another register gave, never sought for items."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a meeting report."""

    span: Span


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody present at a meeting: a directorate or organisation, the name as printed if it is not a mark."""

    text: str
    directorate: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a meeting report says of its meeting; of a memo, note or letter its subject and the day that it bears."""

    title: str | None = None
    held: str | None = None
    """ISO 8601 date."""
    start: str | None = None
    end: str | None = None
    """ISO 8601 with offset."""
    place: str | None = None
    organisation: str | None = None
    attendees: tuple[Attendee, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def directorates(self) -> tuple[str, ...]:
        """Each directorate present once, in order."""
        return tuple(dict.fromkeys(a.directorate for a in self.attendees if a.directorate))


@dataclass(frozen=True, slots=True)
class Inventory:
    """An inventory list (inventarislijst): the numbers of the documents it names, for checking a bundle."""

    rows: tuple[InventoryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One document that a list names."""

    number: str
    """As printed: ``12``, ``12a``."""
    identifier: str | None
    date: str | None
    """ISO 8601 date."""
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Split:
    """One document taken apart. ``copies`` and ``rest`` together cover every character of the text."""

    document: Document
    kind: DocumentKind
    copies: tuple[Copy, ...] = ()
    rest: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    """Marks outside all copies (a report's, a letter's, the rest's)."""
    report: Report | None = None
    inventory: Inventory | None = None
    warnings: tuple[str, ...] = field(default=())


# ── release ─────────────────────────────────────────────────────────────────────────────────────────────────

RedactionKind = Literal[
    "person",
    "mailbox",
    "phone",
    "bsn",
    "iban",
    "address",
    "plate",
    "signature",
    "birth",
    "health",
    "opinion",
    "passage",
    "box",
]
"""What is to be withheld: a name, somebody's own mailbox or number, BSN, IBAN, a private address, a licence plate, a
signature or initials, a date of birth, health data, a personal policy opinion, a passage that a person marked, a box
that a person drew on a page."""


class Proposal(NamedTuple):
    """A passage that should probably be withheld, for a person to decide."""

    span: Span
    kind: RedactionKind
    ground: str
    """As ``dossier.codec.mark_code`` writes it: ``woo 5.1.2.e``."""
    score: float
    reasons: tuple[tuple[str, dict[str, Any]], ...] = ()
    """Keys of texts under ``redact.reason`` with their values."""
    value: str = ""
    """Normalised: equal values are the same person or number in the whole dossier; empty stands by itself."""
    twin: int = 0
    """Equal in all copies of one message for the same passage; 0: by its own place."""
    attention: bool = False
    """A point for a person to look at, never accepted among many."""
