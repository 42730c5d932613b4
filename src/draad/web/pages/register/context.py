"""Where an item stands, with the lines around it: those of its own place, and of no other copy (law 2).

Of the other places is told where they are. Two copies beside each other would show what either of them hides; only an
officer sees them so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from draad.dossier.views import ItemView, MarkView, PlaceView
from draad.records import short_id
from draad.show.pieces import Said, by_line, pieces
from draad.web.ask import Ask

AROUND = 3
"""Lines before and after the words of an item."""
MOST_PLACES = 20
MOST_CHARACTERS = 6_000
"""Of one place: a document may be one line long."""


def places(ask: Ask, item: ItemView) -> list[dict[str, Any]]:
    """Places, the item's own first, with its lines in pieces; of more than ``MOST_PLACES`` the first.

    ``shown`` is empty for the others, but for an officer.
    """
    held = sorted(item.places, key=lambda place: not item.is_own(place))[:MOST_PLACES]
    seen = [place for place in held if item.is_own(place) or ask.user.may("officer")]
    marks = {copy: view.marks for copy, view in ask.dossier.copies_by_id([p.copy for p in seen if p.copy]).items()}
    return [
        _place(ask, item, place, marks.get(place.copy or 0, ())) if place in seen else told(place) for place in held
    ]


def told(place: PlaceView) -> dict[str, Any]:
    """Where a place is, without a word of it."""
    return {
        "document": place.document_name,
        "document_id": short_id(place.document),
        "lines": list(place.lines),
        "page": place.page,
        "shown": [],
    }


def _place(ask: Ask, item: ItemView, place: PlaceView, marks: tuple[MarkView, ...]) -> dict[str, Any]:
    said = [Said(place.span, short_id(item.id), item.kind, item.status)]
    return place_in(ask.dossier.text(place.document), place, marks, said)


def place_in(
    text: str, place: PlaceView, marks: tuple[MarkView, ...] = (), said: Sequence[Said] = ()
) -> dict[str, Any]:
    """A place with its lines in pieces; its words are those of ``said``, or where none are given of the place."""
    start, end = around(text, place.span)
    first = place.lines[0] - text.count("\n", start, place.span[0])
    stands = said or [Said(place.span, "", "", "")]
    cells = pieces(text[start:end], (start, end), marks, (), stands, offset=start)
    shown = [{"line": line["line"], "pieces": line["pieces"]} for line in by_line(cells, first)]
    return {**told(place), "shown": shown}


def around(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span of some whole lines before and after a span, or of as many characters as are shown."""
    start, end = span
    begin = start
    for _ in range(AROUND + 1):
        begin = text.rfind("\n", 0, begin)
        if begin < 0:
            break
    after = end
    for _ in range(AROUND + 1):
        at = text.find("\n", after)
        if at < 0:
            after = len(text) + 1
            break
        after = at + 1
    spare = max(0, MOST_CHARACTERS - (end - start)) // 2
    return max(begin + 1, start - spare), max(min(after - 1, end + spare), end)
