"""Items as the rows of a page: plain values, which the template lays out and a program gets as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from draad.dossier.views import ItemView, LinkView, PlaceView
from draad.records import short_id
from draad.register import follow, states
from draad.register.export.rows import row as exported

Row = dict[str, Any]


def row(item: ItemView, today: date) -> Row:
    """One item: the keys of the JSON export, where it stands as addresses name it, and what may be done with it."""
    made = exported(item)
    return {
        **made,
        "document_id": short_id(item.document),
        "places": [{**told, **_where(place)} for told, place in zip(made["places"], item.places, strict=True)],
        "due_text": (item.data.get("due") or {}).get("text") if not item.due else None,
        "late": _late(item, today),
        "may": list(states.allowed(item.status)),
    }


def _where(place: PlaceView) -> dict[str, Any]:
    return {"document_id": short_id(place.document)}


def _late(item: ItemView, today: date) -> dict[str, Any] | None:
    """How the item stands against its term: a key of the catalogue and working days; None where no term presses."""
    found = follow.overdue([item], today) or follow.due_soon([item], today)
    return {"reason": found[0].reason, "days": found[0].days, "over": found[0].day < today} if found else None


def place(one: PlaceView | None) -> dict[str, Any] | None:
    """A place as one cites it."""
    if one is None:
        return None
    return {
        "document": one.document_name,
        "document_id": short_id(one.document),
        "lines": list(one.lines),
        "page": one.page,
        "text": one.text,
    }


def link(one: LinkView, item: int, words: dict[int, ItemView]) -> dict[str, Any]:
    """A link seen from one of its ends."""
    outward = one.source == item
    other = one.target if outward else one.source
    known = words.get(other) if other is not None else None
    return {
        "id": short_id(one.id),
        "kind": one.kind,
        "outward": outward,
        "status": one.status,
        "who": one.who,
        "score": one.score,
        "other": None if other is None else {"id": short_id(other), "text": known.text if known else ""},
        "place": place(one.place),
    }
