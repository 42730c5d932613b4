"""What extraction looks at and what it gives: units and sentences in, findings and items out.

All spans are half-open character offsets into the text of one document, as everywhere in Draad.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from draad.extract.when import Moment
from draad.records import Copy, DocumentKind, Report, Span

Kind = Literal["action", "commitment", "question", "signal", "decision", "appointment", "figure"]
KINDS: tuple[Kind, ...] = ("action", "commitment", "question", "signal", "decision", "appointment", "figure")
"""The seven kinds of item; ``docs/punten.md`` defines each with examples and counter-examples."""

PartyKind = Literal["directorate", "organisation", "role", "domain", "all"]


class Party(NamedTuple):
    """Who is to do something, asked or was promised: never a person's name (law 2), but what the text still tells."""

    name: str
    """As the text names it: ``MO``, ``VNG``, ``minister``, ``Minister De Jonge`` (who appears in public by function),
    ``allen``; or the domain of the sender or addressee, ``minvws.nl``."""
    kind: PartyKind
    span: Span | None = None
    """Where the text names it; None where it follows from header or meeting."""


class Reason(NamedTuple):
    """One thing that counted for or against an item: a key of the catalogue (``reason.NAME``) and its weight."""

    name: str
    weight: float
    span: Span | None = None


class Due(NamedTuple):
    """When an item is due or takes place, as the text says and as the calendar knows it."""

    due: str | None
    """EDTF level 1, or None where the words give no date or none can be known."""
    every: str | None
    """ISO 8601 duration of what recurs."""
    urgent: bool
    text: str
    """The words; they stay where ``due`` is unknown."""
    span: Span
    how: tuple[str, ...] = ()
    certain: bool = True
    at: str | None = None
    """Local time of day, ``17:00``."""


class Figure(NamedTuple):
    """A number and what it tells."""

    value: str
    """As a decimal with a point: ``10.7``, ``1250``, ``3200000``; a ratio as its share is not computed: ``1/9``."""
    unit: str | None
    """``%``, ``EUR``, ``1/n``, or the counted noun's own (``uur``, ``bed``); None for a bare count."""
    counts: str | None
    """What is counted, in the text's words."""
    of: str | None
    """Of whom or what it is a part, in the text's words."""
    when: str | None
    """EDTF of the period that it is about, where the text tells."""
    source: str | None
    """Where the number comes from: the footnote's text, or the words of the text (``volgens het RIVM``)."""
    source_span: Span | None = None


Role = Literal["prose", "point", "heading", "row", "turn"]
"""``point``: a list item or a meeting point; ``row``: a row of a table; ``turn``: words of a speaker in a debate."""


class Sentence(NamedTuple):
    """One sentence, list item, table row or heading."""

    span: Span
    role: Role
    block: int
    """Sentences of one paragraph or list item have the same number."""
    heading: int | None
    """Index of the sentence that is the nearest heading above it."""
    level: int = 0
    """Depth in a list, from 0."""
    speaker: Span | None = None
    """Who says it, in a debate: ``Minister De Jonge``."""
    foreign: bool = False
    """In a letter or text that is quoted without a header: "wij" is not the sender."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is looked at in one go: one copy's body, or a document that is no mail (report, letter, note).

    ``sentences`` hold nothing of signatures, disclaimers, telephone lines, page furniture, headers, or quoted copies.
    """

    text: str
    """The whole text of the document."""
    kind: DocumentKind
    span: Span
    sentences: tuple[Sentence, ...]
    moment: Moment | None
    """When it was sent, or the meeting held; None where that is unknown."""
    copy: Copy | None = None
    report: Report | None = None
    subject: str | None = None
    folded: str = ""
    """``text[span]`` lower-cased, character for character (``str.lower`` only where it keeps the length)."""

    def words(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span[0] : span[1]]


class Found(NamedTuple):
    """What one finder found, before owners, due date and score are settled."""

    kind: Kind
    span: Span
    sentence: int
    """Index of the (first) sentence in ``Unit.sentences`` in which it stands."""
    cue: str
    """Name of the cue in ``knowledge/`` that found it."""
    cue_span: Span
    reasons: tuple[Reason, ...] = ()
    owners: tuple[Party, ...] | None = None
    """None: not said by what was found; ``parties`` looks for it."""
    counterparties: tuple[Party, ...] | None = None
    figure: Figure | None = None
    when: tuple[Span, ...] = ()
    """Where a table says when, cell by cell; empty where its own words are to be read."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item in one place, as proposed."""

    kind: Kind
    span: Span
    copy: int | None
    """``n`` of the copy in which it stands; None in a document that is no mail."""
    cue: str
    cue_span: Span
    owners: tuple[Party, ...] = ()
    counterparties: tuple[Party, ...] = ()
    due: Due | None = None
    said: str | None = None
    """ISO 8601 date on which it was said: of sending, or of the meeting."""
    score: float = 0.0
    """Between 0 and 1."""
    reasons: tuple[Reason, ...] = ()
    figure: Figure | None = None


TieKind = Literal["answers", "fulfils", "repeats", "changes", "same", "conflicts", "part-of"]


class Tie(NamedTuple):
    """A link that is proposed between two items, or from a passage of a message to an item."""

    kind: TieKind
    source: int | None
    """Item identifier; None where a passage of a message, which is no item, is the source."""
    target: int
    """Item identifier."""
    message: int | None
    """The message in which ``source`` stands."""
    document: int
    span: Span
    """Where the source stands: evidence of the link."""
    score: float
    reasons: tuple[Reason, ...] = ()
