"""What the store gives to those who read it: commands, pages, exports. Plain frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from draad.dossier.codec import MarkCode
from draad.records import Person, Span

LineRange = tuple[int, int]
"""First and last line, as people count them."""


@dataclass(frozen=True, slots=True)
class MarkView:
    """One redaction: its span in the document, its lines, what it says."""

    span: Span
    lines: LineRange
    code: MarkCode


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document, without its text."""

    id: int
    name: str
    """Unique in the dossier: ``~`` and the beginning of the hash where two sources share a name."""
    source: str
    part: int
    path: str
    media: str
    kind: str
    first_line: int
    length: int
    """Characters."""
    copies: int
    attached_to: int | None
    pages: tuple[tuple[int, int, int, str], ...] = ()
    report: dict[str, Any] | None = None
    inventory: dict[str, Any] | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyView:
    """One message as it stands in one document."""

    id: int
    document: int
    document_name: str
    n: int
    header: Span
    header_lines: LineRange
    body: Span | None
    body_lines: LineRange | None
    header_text: str
    body_text: str
    depth: int
    sent: str | None
    """ISO 8601 with offset."""
    sent_at: int | None
    sent_text: str | None
    certainty: str | None
    subject: str | None
    bare: str
    sender: Person | None
    to: tuple[Person, ...] | None
    """None where redaction makes the number unknowable and nobody is told."""
    cc: tuple[Person, ...] | None
    to_known: bool
    cc_known: bool
    style: str
    parts: tuple[tuple[int, int, str], ...]
    attachments: tuple[str, ...]
    marks: tuple[MarkView, ...]
    message: int | None
    """None until the dossier is woven."""
    thread: int | None
    parent: int | None
    elsewhere: int | None
    """The copy by which a reader met this message first; None where that is this one."""


@dataclass(frozen=True, slots=True)
class CopyPlace:
    """Where a copy stands, without its words: enough to cite it and to link to it."""

    id: int
    document: int
    document_name: str
    n: int
    depth: int
    lines: LineRange
    """From the first line of its header to the last of its body; ``lines[0]`` is the line to cite."""
    body_lines: LineRange | None
    page: int | None
    """On which its first line stands; None for a source without pages."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """What was once sent, with its copies, in order of document and place."""

    id: int
    thread: int
    parent: int | None
    link: str | None
    """How the parent is known: ``quoted``, ``reply``, ``inferred``."""
    sent: str | None
    sent_at: int | None
    certainty: str | None
    released: bool
    """Printed in a document of its own, not only quoted."""
    representative: CopyView
    copies: tuple[CopyView, ...]
    """All of them; the representative alone where the message was read without them (``whole=False``)."""
    places: tuple[CopyPlace, ...] = ()
    """Where all copies stand, for a message that was read without them; else empty."""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A conversation. ``messages`` is empty in listings; see ``Dossier.thread``."""

    id: int
    subject: str | None
    size: int
    """Messages."""
    documents: int
    first: int | None
    """Seconds since 1970, as ``last``."""
    last: int | None
    inclusive: tuple[int, ...]
    """Documents that together hold every message."""
    gaps: tuple[dict[str, Any], ...]
    messages: tuple[MessageView, ...] = ()
    """In order of reading: by moment, no answer before its question."""


@dataclass(frozen=True, slots=True)
class FailureView:
    """A file that could not be read, and why."""

    path: str
    code: str
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a whole dossier."""

    sources: int
    documents: dict[str, int]
    """By kind."""
    copies: int
    messages: int
    threads: int
    characters: int
    repeated: float
    """Share of the characters in copies that stand elsewhere too, 0 to 1."""
    marks: dict[str, int]
    """By code, most frequent first."""
    failures: int
    first: int | None
    last: int | None
    gaps: dict[str, int] = field(default_factory=dict)
    """Messages referred to or quoted but not released, by kind."""
    unreleased: int = 0
    """Messages known only by quotation."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place where an item stands."""

    document: int
    document_name: str
    n: int | None
    """The copy's place in its document; None in a document that is no mail."""
    copy: int | None
    span: Span
    lines: LineRange
    page: int | None
    text: str
    """The words that stand there, and nowhere else (law 2)."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link from an item, or from a passage of a message, to an item."""

    id: int
    kind: str
    source: int | None
    target: int
    message: int | None
    place: PlaceView | None
    """Where the source stands; None for a link that a person made between two items."""
    status: str
    """``proposed``, ``confirmed``, ``rejected``."""
    score: float
    reasons: tuple[dict[str, Any], ...] = ()
    who: str = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of an item's log."""

    at: str
    who: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item: as extracted, with what people made of it laid over it."""

    id: int
    kind: str
    status: str
    """``proposed``, ``open``, ``fulfilled``, ``dropped``, ``superseded``, ``rejected``."""
    origin: str
    text: str
    owner: tuple[str, ...]
    counterparty: tuple[str, ...]
    due: str | None
    """EDTF; ``due_first`` and ``due_last`` are its bounds as ISO dates, None for an open or unknown one."""
    due_first: str | None
    due_last: str | None
    every: str | None
    urgent: bool
    said: str | None
    number: str | None
    note: str
    tags: tuple[str, ...]
    score: float
    cue: str
    data: dict[str, Any]
    """``extract.records.Item`` as JSON: reasons, spans of owner and due, figure."""
    message: int | None
    thread: int | None
    document: int
    document_name: str
    span: Span
    lines: LineRange
    version: int
    """Counts a person's changes; 0 as long as nobody touched it."""
    page: int | None = None
    """On which ``lines`` begin; None for a source without pages."""
    places: tuple[PlaceView, ...] = ()
    """All of them on ``Dossier.item``, by name of document; empty in listings."""

    def is_own(self, place: PlaceView) -> bool:
        """Whether a place is the one whose words, owner and term these are: another copy may show or hide others."""
        return (place.document, place.span) == (self.document, self.span)

    @property
    def own_place(self) -> PlaceView | None:
        """The place that ``document`` and ``lines`` tell of; None in listings."""
        return next((place for place in self.places if self.is_own(place)), None)
