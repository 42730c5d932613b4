"""What the store gives of redactions that are not made yet: plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from draad.dossier.views import LineRange
from draad.records import RedactionKind, Span

RedactionStatus = Literal["proposed", "attention", "accepted", "rejected"]
Reach = Literal["place", "copies", "dossier"]
"""How far a decision goes: this place alone, all copies of its message, everywhere the same value stands."""
BoxSides = tuple[float, float, float, float]
"""Left, top, right, bottom in PDF points, origin top left, of the page as it is shown."""


@dataclass(frozen=True, slots=True)
class RedactionView:
    """A place that is, or may be, withheld. Officers' data: it holds the words."""

    id: int
    document: int
    document_name: str
    span: Span | None
    """None for a box that was drawn."""
    lines: LineRange | None
    page: int | None
    """None for a source without pages."""
    box: BoxSides | None
    kind: RedactionKind
    ground: str
    status: RedactionStatus
    score: float
    reasons: tuple[tuple[str, dict[str, Any]], ...]
    text: str
    """The words that stand there; empty for a box."""
    value: int | None
    twin: int
    message: int | None
    origin: Literal["draad", "person"]
    note: str
    who: str
    at: str | None
    reach: Reach | Literal[""]
    """How far the decision was meant to go; empty as long as nobody decided."""
    second: str
    second_at: str | None
    version: int


@dataclass(frozen=True, slots=True)
class RedactionFilter:
    """Which redactions; an empty field lets all through."""

    documents: tuple[int, ...] = ()
    statuses: tuple[RedactionStatus, ...] = ()
    kinds: tuple[RedactionKind, ...] = ()
    grounds: tuple[str, ...] = ()
    values: tuple[int, ...] = ()
    twins: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    second: bool | None = None
    """True: accepted or rejected and looked at twice; False: not yet."""
    not_by: str = ""
    """Leaves out what this person decided: their own work is not theirs to look at twice."""


@dataclass(frozen=True, slots=True)
class NewRedaction:
    """A place that a person marks: words of the text, or a box on a page."""

    document: int
    span: Span | None = None
    page: int | None = None
    box: BoxSides | None = None
    kind: RedactionKind = "passage"
    ground: str = "woo 5.1.2.e"
    note: str = ""


@dataclass(frozen=True, slots=True)
class RedactionChange:
    """One line of the log."""

    id: int
    act: int
    redaction: int
    at: str
    who: str
    what: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VisibleName:
    """A name that an officer put on the list of those that stay visible, or took off it.

    What nobody changed stands in ``knowledge/public_office.toml`` alone; ``release/propose`` lays this over it.
    """

    name: str
    office: str
    """``minister``, ``state-secretary``, ``member-of-parliament``, ``spokesperson``, ``top-official``, ``other``."""
    shown: bool
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """What stands in the place of somebody's name in the whole release."""

    label: str
    """``medewerker 3``, ``medewerker MO 3``."""
    printed: bool
    """Whether it stood in a file that was made: then it stays what it is."""


@dataclass(frozen=True, slots=True)
class ReleaseSettings:
    """What holds for the release as a whole."""

    top_officials_visible: bool = True
    """Whether secretaries-general and directors-general stay visible."""
    pseudonyms: bool = False
    directorates: bool = False
    """Whether a pseudonym names a directorate where that tells nothing new (release/pseudonyms)."""
    directorate_least: int = 3
    """People of the release that must bear a directorate in their pseudonym, for any of them to bear it."""
    second_needed: bool = False
    """Whether a release waits until all decisions were looked at by a second person."""
    matter: str = ""
    """The Woo request's number (Matter, zaaknummer)."""
    organisation: str = ""
    title: str = ""
    request_date: str = ""
    """ISO date on which the request came in; decides the five-year rule (Woo 5.3)."""
    published: str = ""
    """ISO date of publication."""
    base_url: str = ""
    """Where the static site will stand; empty: addresses stay relative."""


Judged = Literal["public", "partly", "already", "withheld"]
"""Openbaar, Deels openbaar, Reeds openbaar, Niet openbaar."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an officer says of a document as a whole; a field that is empty is worked out."""

    judgement: Judged | Literal[""] = ""
    suspended: bool = False
    """Publication waits (opgeschort), as for somebody's objection (Woo 4.4 lid 5)."""
    explanation: str = ""
    number: str = ""
    """Of the inventory list."""
    title: str = ""
    remarks: str = ""
    link: str = ""
    """Where it is public already."""
    matter: str = ""
    grounds: tuple[str, ...] = field(default=())
    """For a document that is withheld as a whole."""
    version: int = 0
    who: str = ""
