"""Units for tests of extraction, made of text alone."""

from __future__ import annotations

from datetime import date

from draad.extract.records import Found, Kind, Unit
from draad.extract.sentences import sentences
from draad.extract.units import folded
from draad.extract.when import Moment
from draad.records import Attendee, Copy, DocumentKind, Part, Person, Report, Span
from draad.split import marks


def unit(
    text: str,
    *,
    kind: DocumentKind = "mail",
    sender: str | None = "minsenw.nl",
    to: tuple[str | None, ...] = ("wijdemeer.nl",),
    signature: str = "",
    directorates: tuple[str, ...] = (),
    day: date | None = date(2020, 11, 18),
) -> Unit:
    """A unit of one body. ``kind`` mail: a copy from ``sender`` to ``to``, with a signature beneath; else a report of
    a meeting at which ``directorates`` were present. ``day`` is when it was sent or held."""
    body = text
    parts: tuple[Part, ...] = ()
    if signature:
        text = f"{body}\n\n{signature}"
        parts = (Part((len(body) + 2, len(text)), "signature"),)
    copy = report = None
    if kind == "mail":
        people = tuple(Person("X", domain) for domain in to)
        copy = Copy(
            0, (0, 0), (0, len(text)), 0, None, None, "", "", Person("X", sender), people, (), True, True, "quoted",
            parts, (), marks.find(text),
        )  # fmt: skip
    else:
        report = Report(attendees=tuple(Attendee("x", d) for d in directorates))
    whole = 0, len(text)
    return Unit(
        text=text,
        kind=kind,
        span=whole,
        sentences=sentences(text, whole, [part.span for part in parts]),
        moment=Moment(day) if day else None,
        copy=copy,
        report=report,
        folded=folded(text),
    )


def found(of: Unit, cue: str, kind: Kind = "action") -> Found:
    """What a finder would give for the sentence in which ``cue`` stands."""
    at = of.text.index(cue)
    span: Span = (at, at + len(cue))
    index = max(i for i, s in enumerate(of.sentences) if s.span[0] <= at)
    return Found(kind, of.sentences[index].span, index, "test", span)
