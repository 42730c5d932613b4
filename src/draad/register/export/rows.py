"""One item as the fields that programs read: the keys of ``draad dump items``, and what people made of it."""

from __future__ import annotations

from typing import Any

from draad.dossier.views import ItemView, PlaceView
from draad.records import short_id


def row(item: ItemView) -> dict[str, Any]:
    """The item as one JSON object. ``places`` are all where it stands; words are told of its own alone.

    Another copy may hide what this one shows, or the other way round: beside each other they would fill it (law 2).
    """
    return {
        "document": item.document_name,
        "kind": item.kind,
        "lines": list(item.lines),
        "span": list(item.span),
        "text": item.text,
        "owner": list(item.owner),
        "due": item.due,
        "every": item.every,
        "status": item.status,
        "message": None if item.message is None else short_id(item.message),
        "id": short_id(item.id),
        "places": [_place(place, item.is_own(place)) for place in item.places],
        "said": item.said,
        "counterparty": list(item.counterparty),
        "score": item.score,
        "cue": item.cue,
        "figure": item.data.get("figure"),
        "urgent": item.urgent,
        "number": item.number,
        "note": item.note,
        "tags": list(item.tags),
        "origin": item.origin,
        "due_first": item.due_first,
        "due_last": item.due_last,
        "thread": None if item.thread is None else short_id(item.thread),
        "version": item.version,
    }


def _place(place: PlaceView, own: bool) -> dict[str, Any]:
    return {
        "document": place.document_name,
        "n": place.n,
        "lines": list(place.lines),
        "span": list(place.span),
        "page": place.page,
        "text": place.text if own else None,
    }


def figure_words(item: ItemView) -> str:
    """The number of a figure with its unit and what it counts; empty for every other kind."""
    figure = item.data.get("figure") or {}
    parts = (figure.get("value"), figure.get("unit"), figure.get("counts"))
    return " ".join(str(part) for part in parts if part)
