"""What tying looks at: one conversation, its messages in order, each with the items that were found in it."""

from __future__ import annotations

from dataclasses import dataclass

from draad.extract.records import Item
from draad.records import Span


@dataclass(frozen=True, slots=True)
class TieMessage:
    """One message of a thread, in its fullest copy. All spans are offsets into ``text``."""

    id: int
    parent: int | None
    sender: str | None
    """Domain of the sender; None where it is withheld or unknown."""
    addressees: tuple[str, ...]
    """Domains of to and cc, sorted, each once."""
    at: int | None
    """Moment of sending in seconds since 1970-01-01T00:00Z."""
    document: int
    """Document identifier."""
    text: str
    """The whole text of the document."""
    span: Span | None
    """The body; None where the copy has none."""
    parts: tuple[Span, ...]
    """Stretches of the body that are no message text proper (signature, disclaimer, furniture …), in order."""
    items: tuple[tuple[int, Item], ...]
    """Item identifiers with the items as extracted from this copy, in order of span."""
    offset: int = 0
    """Minutes east of UTC in which the moment is written."""


def tie_key(message: TieMessage) -> tuple[bool, int, int]:
    """The order of a thread: by moment of sending, unknown ones last, then by identifier."""
    return message.at is None, message.at or 0, message.id
