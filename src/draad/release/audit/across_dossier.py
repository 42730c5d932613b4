"""All differences between copies in one dossier, message by message, and all lone names in its lists.

Only what is looked at stands in memory: a few hundred messages with their copies, then a few documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from draad.dossier.codec import Lines
from draad.dossier.marked import MarkedView
from draad.dossier.places import page_at
from draad.dossier.redactions import RedactionFilter
from draad.release.audit.across import across_message, lone_in_list, ordered
from draad.release.audit.across_records import Across, Place, Told
from draad.release.audit.across_told import lists, told
from draad.release.audit.across_values import elsewhere
from draad.release.audit.across_words import Hole

if TYPE_CHECKING:
    from draad.dossier import Dossier

_AT_ONCE = 200
"""Messages whose copies are read together."""
_DOCUMENTS = 32
"""Documents whose decisions are read together."""
Progress = Callable[[int, int], object]
"""Called with how many messages were looked at, of how many."""


def findings(dossier: Dossier, *, values: bool = False, progress: Progress | None = None) -> list[Across]:
    """What differs between copies in a dossier, leaks first.

    Printed marks count, and on documents that are being redacted the decisions that were accepted. ``values``: put the
    words that are shown in the findings, where every place that hides them does so by such a decision; only for the
    officer who works on them (DESIGN.md, law 2).
    """
    deciding = bool(dossier.count_redactions(RedactionFilter(statuses=("accepted",))))
    found = list(_messages(dossier, deciding, values, progress))
    found += _lists(dossier, deciding, values)
    if deciding:
        found += elsewhere(dossier, values)
    return ordered(_paged(dossier, found))


def _messages(dossier: Dossier, deciding: bool, values: bool, progress: Progress | None) -> Iterator[Across]:
    numbers = dossier.message_numbers()
    for start in range(0, len(numbers), _AT_ONCE):
        part = dossier.messages(numbers[start : start + _AT_ONCE])
        documents = {copy.document for message in part.values() for copy in message.copies} if deciding else set()
        holes = decided(dossier, documents)
        for message in part.values():
            copies = [told(copy, holes.get(copy.document, ())) for copy in message.copies]
            yield from across_message(message.id, copies, values)
        if progress:
            progress(min(start + _AT_ONCE, len(numbers)), len(numbers))


def decided(dossier: Dossier, documents: Iterable[int]) -> dict[int, list[Hole]]:
    """The redactions of words in these documents that were accepted, as holes by document."""
    wanted = tuple(sorted(documents))
    if not wanted:
        return {}
    spans = dossier.redacted_spans(RedactionFilter(documents=wanted, statuses=("accepted",)))
    return {document: [(*span, True) for span in own] for document, own in spans.items()}


def _lists(dossier: Dossier, deciding: bool, values: bool) -> Iterator[Across]:
    """Lone names in lists outside the headers of messages: of those who were present, of addressees in a note."""
    documents = dossier.marked()
    while part := list(islice(documents, _DOCUMENTS)):
        accepted = decided(dossier, [document.id for document in part]) if deciding else {}
        for document in part:
            holes: list[Hole] = [(*span, code, False) for span, code in document.marks]
            holes += accepted.get(document.id, ())
            stands = _stands(document)
            for entries in lists(document.text, holes, document.headers):
                yield from lone_in_list(stands, entries, values)


def _stands(document: MarkedView) -> Told:
    """A document as a place, without words."""
    lines = Lines(document.text, document.first_line)
    return Told(0, document.id, document.name, 0, lines, (0, 0), (), (), {})


def _paged(dossier: Dossier, found: Iterable[Across]) -> Iterator[Across]:
    """With the page on which each place stands, where its document has pages."""
    known: dict[int, tuple[int, str | None]] = {}

    def paged(place: Place) -> Place:
        if place.document not in known:
            known[place.document] = dossier.pages_of(place.document)
        first, pages = known[place.document]
        return place._replace(page=page_at(pages, place.lines[0] - first + 1)) if pages else place

    for one in found:
        yield replace(one, shown=tuple(map(paged, one.shown)), hidden=tuple(map(paged, one.hidden)))
