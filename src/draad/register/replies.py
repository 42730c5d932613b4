"""What came after a message in its conversation: who was reached by it, and where it stands.

After redaction often only domains are left, so persons of one organisation can't be told apart: "another sender" is
another domain, or the same one where the message goes back to the asker's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Literal

from draad.dossier.views import MessageView, PlaceView, ThreadView
from draad.extract.content import content
from draad.split.subjects import bare

Way = Literal["back", "on", "own"]
"""How a later message relates to an earlier one: goes ``back`` to where it came from, is passed ``on`` to others, or is
the sender's ``own`` next word."""

_stems = lru_cache(maxsize=4096)(content)


def domain(message: MessageView) -> str | None:
    """The sender's domain."""
    sender = message.representative.sender
    return sender.domain if sender else None


def addressed(message: MessageView) -> frozenset[str]:
    """The domains to which it went, as far as they are known."""
    copy = message.representative
    return frozenset(p.domain for p in (*(copy.to or ()), *(copy.cc or ())) if p.domain)


def audience(message: MessageView) -> frozenset[str]:
    """The domains that knew it: of its sender and addressees."""
    sender = domain(message)
    return addressed(message) | ({sender} if sender else set())


def day_of(message: MessageView) -> date | None:
    """The day of sending, as written in its own zone."""
    return datetime.fromisoformat(message.sent).date() if message.sent else None


def place_of(message: MessageView) -> PlaceView:
    """Where it stands: the first line of its body that says more than a salutation, else the first, else its header."""
    copy = message.representative
    body = copy.body_text
    lines = [line for line in body.split("\n") if line.strip()]
    line = next((line for line in lines if len(content(line)) > 1), lines[0] if lines else "")
    if copy.body is None or copy.body_lines is None or not line:
        return PlaceView(
            copy.document, copy.document_name, copy.n, copy.id, copy.header, copy.header_lines, None, copy.header_text
        )
    at = body.index(line)
    start, number = copy.body[0] + at, copy.body_lines[0] + body.count("\n", 0, at)
    span = (start, start + len(line))
    return PlaceView(copy.document, copy.document_name, copy.n, copy.id, span, (number, number), None, line)


def way(earlier: MessageView, later: MessageView) -> Way:
    """How ``later``, an answer to ``earlier`` by the tree of replies, relates to it.

    To the asker's domain, or to addressees that are withheld, it goes back; but a forward goes on. A message from the
    asker's own domain to others than it is the asker's own.
    """
    asker, sender, to = domain(earlier), domain(later), addressed(later)
    forward = bare(later.representative.subject or "")[1] == "fw"
    if asker is not None and to and asker not in to:
        return "own" if sender == asker else "on"
    if forward and (asker is None or asker == sender or not to):
        return "on"
    return "back"


@dataclass(frozen=True)
class Conversation:
    """A thread, with what follows what."""

    thread: ThreadView

    @cached_property
    def messages(self) -> dict[int, MessageView]:
        """By identifier, in order of reading."""
        return {m.id: m for m in self.thread.messages}

    @cached_property
    def _order(self) -> dict[int, int]:
        return {number: n for n, number in enumerate(self.messages)}

    @cached_property
    def _children(self) -> dict[int, list[MessageView]]:
        found: dict[int, list[MessageView]] = {}
        for message in self.thread.messages:
            if message.parent is not None:
                found.setdefault(message.parent, []).append(message)
        return found

    def descendants(self, message: int) -> list[MessageView]:
        """All that answers it, directly or by others between, in order of reading."""
        found: dict[int, MessageView] = {}
        todo = [message]
        while todo:
            for child in self._children.get(todo.pop(), ()):
                if child.id not in found and child.id != message:
                    found[child.id] = child
                    todo.append(child.id)
        return sorted(found.values(), key=lambda m: self._order[m.id])

    def later(self, message: int) -> Iterator[MessageView]:
        """All messages that come after it in order of reading."""
        at = self._order.get(message)
        if at is not None:
            yield from self.thread.messages[at + 1 :]

    def shares(self, message: MessageView, text: str, least: int) -> bool:
        """So many content words of ``text`` stand in the message."""
        return len(_stems(message.representative.body_text) & content(text)) >= least


def conversations(threads: Iterable[ThreadView]) -> dict[int, Conversation]:
    """By the identifiers of their messages."""
    return {m.id: talk for thread in threads for talk in (Conversation(thread),) for m in thread.messages}
