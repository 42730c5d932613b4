"""What one worker does with one chunk of documents: seek items, and find their words in the other copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from draad.dossier import Dossier
from draad.dossier.placing import Texts, spread
from draad.dossier.proposals import PendingDocument, Place, Proposal, Proposed, Wanted, proposal
from draad.dossier.work import evidence_id
from draad.extract.places import Stretch
from draad.extract.records import Item, Tie
from draad.extract.tie_records import TieMessage
from draad.fold import fold
from draad.records import Copy, Sent, Split, stable_id

Extract = Callable[[Split, Container[int] | None], list[Item]]
Ties = Callable[[Sequence[TieMessage]], list[Tie]]

_NO_LETTER = re.compile(r"[\W_]+")


class Twins(NamedTuple):
    """Documents that are no mail and print one meeting, or one text."""

    likeness: int
    documents: tuple[int, ...]


class Quest(NamedTuple):
    """What a worker looks at in one go: whole scopes only."""

    mails: tuple[PendingDocument, ...] = ()
    twins: tuple[Twins, ...] = ()

    @property
    def documents(self) -> tuple[int, ...]:
        """All documents to look at."""
        return (*(mail.id for mail in self.mails), *(one for twins in self.twins for one in twins.documents))

    def parts(self) -> Iterator[Quest]:
        """The smallest quests, to find out which one a worker dies of."""
        for mail in self.mails:
            yield from (Quest(mails=(mail._replace(messages=(one,)),)) for one in mail.messages)
        yield from (Quest(twins=(one,)) for one in self.twins)

    def failed(self, why: str) -> Proposed:
        """What comes of it when nothing can be sought."""
        messages = tuple(one.message for mail in self.mails for one in mail.messages)
        twins = tuple((document, one.likeness) for one in self.twins for document in one.documents)
        return Proposed(messages, twins, (), tuple((document, why) for document in self.documents))


def likeness(split: Split) -> int:
    """What a document has in common with other prints of the same: title and day of a meeting, else all its words.

    Marks are left out: two releases of one report are redacted differently.
    """
    report = split.report
    if report and report.title and report.held:
        return stable_id("meeting", " ".join(fold(report.title).split()), report.held)
    text = split.document.text
    bare = Stretch(text, 0, tuple(mark.span for mark in split.marks)).bare
    return stable_id("text", _NO_LETTER.sub("", bare).casefold())


class Seeker:
    """Looks at chunks with a reader of the dossier."""

    def __init__(self, reader: Dossier, extract: Extract) -> None:
        self._reader = reader
        self._extract = extract

    def seek(self, quest: Quest) -> Proposed:
        """The proposals of a quest; a document in which items can't be sought is listed with the reason (law 7)."""
        failed: dict[int, str] = {}
        proposals = [*self._in_mails(quest.mails, failed)]
        for twins in quest.twins:
            proposals += self._in_twins(twins, failed)
        done = quest.failed("")
        return done._replace(proposals=tuple(proposals), failed=tuple(failed.items()))

    def _tried(self, split: Split, only: Container[int], failed: dict[int, str]) -> list[Item]:
        try:
            return self._extract(split, only)
        except Exception as error:  # law 7: one strange document stops nothing
            failed[split.document.id] = _told(error)
            return []

    # ── messages ────────────────────────────────────────────────────────────────────────────────────────────

    def _in_mails(self, mails: Sequence[PendingDocument], failed: dict[int, str]) -> Iterator[Proposal]:
        found: list[tuple[Wanted, list[Item]]] = []
        for mail, split in zip(mails, self._reader.extraction.splits([mail.id for mail in mails]), strict=True):
            found += self._in_copies(_dated(split, mail.messages), mail.messages, failed)
        bodies = self._reader.extraction.bodies([wanted.message for wanted, items in found if items])
        texts = self._reader.extraction.texts()
        for wanted, items in found:
            if items:
                places = spread(texts, bodies[wanted.message], wanted.copy, [item.span for item in items])
                for item, held in zip(items, places, strict=True):
                    at = tuple(Place(body.document, body.copy, *span) for body, span in held)
                    yield proposal(item, _words(texts, at[0]), wanted.message, at)

    def _in_copies(
        self, split: Split, messages: Sequence[Wanted], failed: dict[int, str]
    ) -> Iterator[tuple[Wanted, list[Item]]]:
        """The items of each message; one by one only where looking at all of them fails."""
        items = self._tried(split, {one.n for one in messages}, failed)
        if split.document.id in failed and len(messages) > 1:
            del failed[split.document.id]
            items = [item for one in messages for item in self._tried(split, {one.n}, failed)]
        for one in messages:
            yield one, [item for item in items if item.copy == one.n]

    # ── documents that are no mail ──────────────────────────────────────────────────────────────────────────

    def _in_twins(self, twins: Twins, failed: dict[int, str]) -> Iterator[Proposal]:
        """Items that stand in several prints are one: the n-th of the same words on the same day."""
        texts = self._reader.extraction.texts()
        alike: dict[tuple[object, ...], list[tuple[int, Place, Item]]] = {}
        for split in self._reader.extraction.splits(twins.documents):
            document, times = split.document.id, dict[tuple[object, ...], int]()
            for item in self._tried(split, (), failed):
                if item.copy is None:
                    place = Place(document, None, *item.span)
                    key = (item.kind, item.said, _letters(split, place))
                    times[key] = times.get(key, 0) + 1
                    one = (evidence_id(document, item.kind, place.start), place, item)
                    alike.setdefault((*key, times[key]), []).append(one)
        for held in alike.values():
            held.sort(key=lambda one: one[0])
            places = tuple(place for _, place, _ in held)
            yield proposal(held[0][2], _words(texts, places[0]), None, places)


def _dated(split: Split, messages: Sequence[Wanted]) -> Split:
    """With the moments that weaving settled on: a copy whose own date can't be read was sent when its message was."""
    known = {one.n: one for one in messages if one.sent_at is not None}
    copies = tuple(_sent(copy, known[copy.n]) if copy.n in known else copy for copy in split.copies)
    return replace(split, copies=copies)


def _sent(copy: Copy, wanted: Wanted) -> Copy:
    own = copy.sent
    if own is not None and own.at == wanted.sent_at:
        return copy
    text, precision = (own.text, own.precision) if own and own.at is not None else ("", "minute")
    certainty = wanted.certainty or "unknown"
    sent = Sent(text, wanted.sent_at, wanted.sent_offset or 0, "offset", certainty, precision)  # type: ignore[arg-type]
    return replace(copy, sent=sent)


def _words(texts: Texts, place: Place) -> str:
    return texts[place.document][place.start : place.end]


def _letters(split: Split, place: Place) -> str:
    start, end = place.start, place.end
    holes = tuple(mark.span for mark in split.marks if mark.span[0] < end and mark.span[1] > start)
    return Stretch(split.document.text[start:end], start, holes).letters


class Tied(NamedTuple):
    """What came of some conversations."""

    ties: tuple[Tie, ...]
    looked: tuple[int, ...]
    """The document in which each conversation begins."""
    failed: tuple[tuple[int, str], ...] = ()


def tied(reader: Dossier, threads: Sequence[int], ties: Ties) -> Tied:
    """The ties within some conversations; one in which they can't be sought is listed with the reason (law 7)."""
    found: list[Tie] = []
    looked: list[int] = []
    failed: list[tuple[int, str]] = []
    for messages in reader.extraction.conversations(threads):
        looked.append(messages[0].document)
        try:
            found += ties(messages)
        except Exception as error:  # law 7: one strange conversation stops nothing
            failed.append((messages[0].document, f"ties of its conversation, {_told(error)}"))
    return Tied(tuple(found), tuple(looked), tuple(failed))


def died_of(reader: Dossier, threads: Sequence[int], why: str) -> Tied:
    """What comes of conversations whose ties can't be sought."""
    begin = tuple(messages[0].document for messages in reader.extraction.conversations(threads))
    return Tied((), begin, tuple((document, f"ties of its conversation, {why}") for document in begin))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")
