"""What a dossier knows of each document for an inventory list, before anything is withheld from it: officers' data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draad.dossier.codec import MarkCode
from draad.dossier.views import CopyView, DocumentView
from draad.records import Person, Span, stable_id
from draad.release.inventory.tops import Top
from draad.release.inventory.tops import top as read_top
from draad.show.moments import local
from draad.show.plain import one_line

if TYPE_CHECKING:
    from draad.dossier import Dossier

SILENT = ("scope", "duplicate")
"""Marks that name no ground of the law: outside the request, and seen elsewhere already."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header by which a document of mail is known: that of its newest message that is printed and not quoted."""

    span: Span
    text: str
    sender: Person | None
    to: tuple[Person, ...]
    sent_text: str
    subject: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One document, as the dossier has it."""

    document: int
    name: str
    path: str
    media: str
    kind: str
    pages: int
    attached_to: int | None
    """The document of the mail to which it was attached."""
    at: int | None
    """Seconds since 1970 of its newest printed message, or of the day of a meeting."""
    day: str | None
    """ISO date on the clock in Amsterdam."""
    time: str | None
    """``16:40``; None where only the day is known."""
    title: str
    """The subject or the report's title as the document prints it; else empty."""
    head: Head | None
    thread: int | None
    messages: frozenset[int]
    """All that stand in it, quoted ones too."""
    content: int
    """Equal for documents of the same words, capitals and white space apart."""
    marks: Mapping[MarkCode, int]
    """How often each mark is printed in it."""
    top: Top | None = None
    """What a document that is no mail says of itself."""


def facts(dossier: Dossier) -> list[Fact]:
    """All documents of the dossier, in order of name; costs a reading of all its texts."""
    printed = _printed_marks(dossier)
    return [_fact(dossier, view, printed.get(view.name, {})) for view in dossier.documents()]


def _printed_marks(dossier: Dossier) -> dict[str, Counter[MarkCode]]:
    """The marks in each document by its name: those in its messages and those outside."""
    found: dict[str, Counter[MarkCode]] = {}
    for row in dossier.dump_redactions():
        code = MarkCode(row["kind"], row["law"], row["article"])
        found.setdefault(row["document"], Counter())[code] += 1
    return found


def _fact(dossier: Dossier, view: DocumentView, marks: Mapping[MarkCode, int]) -> Fact:
    copies = dossier.copies(view.id) if view.copies else []
    top = _newest(copies)
    text = dossier.text(view.id)
    own = read_top(text, view.kind) if top is None else None  # type: ignore[arg-type] # the store keeps no other kind
    at, day, time = _when(view, top, own)
    report = view.report or {}
    title = (
        (top.subject if top else None) or (own.title.text if own and own.title else None) or report.get("title") or ""
    )
    return Fact(
        document=view.id,
        name=view.name,
        path=view.path,
        media=view.media,
        kind=view.kind,
        pages=len(view.pages),
        attached_to=view.attached_to,
        at=at,
        day=day,
        time=time,
        title=one_line(str(title)),
        head=_head(top) if top else None,
        thread=top.thread if top else None,
        messages=frozenset(copy.message for copy in copies if copy.message is not None),
        content=_content(text),
        marks=marks,
        top=own,
    )


def _content(text: str) -> int:
    return stable_id("content", " ".join(text.casefold().split()))


def _newest(copies: Sequence[CopyView]) -> CopyView | None:
    """The message after which a document is named: of those printed the newest, for a chain answers upwards."""
    printed = [copy for copy in copies if copy.depth == 0] or list(copies)
    return max(printed, key=lambda copy: (copy.sent_at is not None, copy.sent_at or 0, -copy.n), default=None)


def _when(view: DocumentView, top: CopyView | None, own: Top | None) -> tuple[int | None, str | None, str | None]:
    if top is not None and top.sent_at is not None:
        clock = local(top.sent_at)
        return top.sent_at, clock.date().isoformat(), f"{clock:%H:%M}" if top.sent else None
    held = (view.report or {}).get("held") or (own.day if own else None)
    return (None, str(held), None) if held else (None, None, None)


def _head(copy: CopyView) -> Head:
    to = tuple(_each(copy.to)) + tuple(_each(copy.cc))
    return Head(copy.header, copy.header_text, copy.sender, to, copy.sent_text or "", copy.subject or "")


def _each(people: Iterable[Person] | None) -> Iterable[Person]:
    return people or ()
