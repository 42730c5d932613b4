"""One message of a conversation as data: who, when and how surely, its body, where it stands, what was said in it.

All words come from its representative, the copy that stands fullest; of other copies only the places are told (law 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from draad.dossier.codec import Lines
from draad.dossier.said import SaidView
from draad.dossier.views import CopyPlace, MessageView
from draad.records import short_id
from draad.show.moments import local
from draad.show.pieces import Said
from draad.show.plain import one_line
from draad.show.threads.bodies import body, characters
from draad.show.threads.branches import Place
from draad.show.threads.people import codes_of, marked, people, person
from draad.show.threads.subjects import in_a_line

Gap = Mapping[str, Any]
"""As ``ThreadView.gaps`` holds them."""


def message_data(
    message: MessageView,
    place: Place,
    ids: Sequence[str],
    items: Sequence[SaidView] = (),
    gaps: Sequence[Gap] = (),
) -> dict[str, Any]:
    """A message as a page shows it. ``ids`` are the identifiers of the whole conversation, in order of reading.

    ``sent`` is ISO 8601, a day alone where no more is known; ``printed`` are the words of the print where its clock
    was another than the Dutch one. ``items`` are those of this message, ``gaps`` what it refers to and is nowhere.
    """
    best = message.representative
    codes = codes_of(best)
    blocks = body(best, said_here(items))
    begin, first = (best.body or best.header)[0], (best.body_lines or best.header_lines)[0]
    lines = Lines(best.body_text, first, begin)
    return {
        "id": ids[place.n - 1],
        "n": place.n,
        "depth": place.depth,
        **when(message),
        "from": person(best.sender, codes) if best.sender else None,
        "to": people(best.to, codes),
        "to_known": best.to_known,
        "cc": people(best.cc, codes),
        "cc_known": best.cc_known,
        "subject": marked(one_line(best.subject or ""), codes),
        "bare": best.bare,
        "attachments": [marked(one_line(name), codes) for name in best.attachments],
        "answers": {"n": place.parent, "id": ids[place.parent - 1], "link": message.link} if place.parent else None,
        "answered": [{"n": n, "id": ids[n - 1]} for n in place.answers],
        "released": message.released,
        "gaps": [str(gap.get("why", "")) for gap in gaps],
        "body": blocks,
        "characters": characters(blocks),
        "copies": copies_of(message),
        "items": [item_data(item, lines) for item in _in_order(items)],
    }


def when(message: MessageView) -> dict[str, Any]:
    """``{"sent", "day_only", "certainty", "printed"}``: the moment, and how it is known (law 3).

    A moment that the shown copy withholds is none: ``dossier.clocks`` sees to that. ``printed`` is then its mark.
    """
    best = message.representative
    if message.sent_at is None:
        return {
            "sent": None,
            "day_only": False,
            "certainty": None,
            "printed": in_a_line(marked(one_line(best.sent_text), codes_of(best))) if best.sent_text else None,
        }
    at = local(message.sent_at)
    day_only = message.sent is None
    other_clock = best.sent is not None and datetime.fromisoformat(best.sent).utcoffset() != at.utcoffset()
    return {
        "sent": at.date().isoformat() if day_only else at.isoformat(),
        "day_only": day_only,
        "certainty": message.certainty,
        "printed": one_line(best.sent_text) if other_clock and best.sent_text else None,
    }


def copies_of(message: MessageView) -> list[dict[str, Any]]:
    """Where a message stands: ``{"id", "document", "name", "page", "lines", "shown"}``, the shown copy first."""
    best = message.representative
    places = sorted(message.places, key=lambda place: place.id != best.id)
    return [{**_place(place), "shown": place.id == best.id} for place in places]


def _place(one: CopyPlace) -> dict[str, Any]:
    """Where one copy stands."""
    return {
        "id": short_id(one.id),
        "document": short_id(one.document),
        "name": one.document_name,
        "page": one.page,
        "lines": list(one.lines),
    }


def said_here(items: Iterable[SaidView]) -> list[Said]:
    """Where items stand in the copy that is shown."""
    return sorted(Said(span, short_id(item.id), item.kind, item.status) for item in items for span in item.spans)


def _in_order(items: Iterable[SaidView]) -> list[SaidView]:
    """As they were said; what stands in no line of this copy comes last."""
    return sorted(items, key=lambda item: (item.spans[0][0] if item.spans else 1 << 62, item.kind, item.id))


def item_data(item: SaidView, lines: Lines) -> dict[str, Any]:
    """An item beside the message: what it is and how it stands; ``lines`` are those of the copy that is shown.

    Owner and term are told where they are of this copy's own words: those of another may be hidden here (law 2).
    """
    return {
        "id": short_id(item.id),
        "kind": item.kind,
        "status": item.status,
        "owner": list(item.owner) if item.own else [],
        "due": item.due if item.own else None,
        "every": item.every if item.own else None,
        "urgent": item.urgent,
        "here": bool(item.spans),
        "lines": list(lines.of(item.spans[0])) if item.spans else None,
    }
