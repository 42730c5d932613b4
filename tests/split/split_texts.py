"""What the tests of the split stage share: a document of some text, taken apart."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from draad.records import Copy, Document, Mark, Page, Part, Sent, Span, Split
from draad.split import iso, split
from draad.split.blocks import Block, find
from draad.split.lines import Lines

SHARED = Path(__file__).parents[2].parent / "shared"


def document(text: str, *page_lines: int) -> Document:
    """A text file; given the numbers of lines of its pages, a PDF."""
    pages, first = [], 1
    for number, count in enumerate(page_lines, 1):
        pages.append(Page(number, first, first + count - 1, "layer"))
        first += count
    return Document("0" * 64, 0, "stuk", "stuk.txt", "pdf" if pages else "text", text, pages=tuple(pages))


def paged(*pages: str) -> Document:
    """A PDF of these pages."""
    return document("\n".join(pages), *(p.count("\n") + 1 for p in pages))


def taken(text: str) -> Split:
    return split(document(text))


def copies(text: str) -> tuple[Copy, ...]:
    return taken(text).copies


def only(text: str) -> Copy:
    """The one copy in a text."""
    found = copies(text)
    assert len(found) == 1, [text[c.header[0] : c.header[1]] for c in found]
    return found[0]


def blocks(text: str) -> list[Block]:
    return find(text, Lines(text))


def of(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span[0] : span[1]]


def spelled(text: str, some: tuple[Mark, ...] | tuple[Part, ...]) -> list[str]:
    return [text[m.span[0] : m.span[1]] for m in some]


def utc(sent: Sent | None) -> str | None:
    """The moment in UTC to the minute, or None."""
    if sent is None or sent.at is None:
        return None
    return datetime.fromtimestamp(sent.at, UTC).strftime("%Y-%m-%d %H:%M")


def local(sent: Sent | None) -> str | None:
    return iso(sent) if sent else None
