"""Items as JSON and back, without loss: what the store keeps of an item and what pages read of it."""

from __future__ import annotations

from typing import Any

from draad.extract.records import Due, Figure, Item, Party, Reason
from draad.records import Span

Json = dict[str, Any]


def to_json(item: Item) -> Json:
    """An item as plain JSON values; spans are lists of two."""
    return {
        "kind": item.kind,
        "span": list(item.span),
        "copy": item.copy,
        "cue": item.cue,
        "cue_span": list(item.cue_span),
        "owners": [_plain(party) for party in item.owners],
        "counterparties": [_plain(party) for party in item.counterparties],
        "due": None if item.due is None else _plain(item.due),
        "said": item.said,
        "score": item.score,
        "reasons": [_plain(reason) for reason in item.reasons],
        "figure": None if item.figure is None else _plain(item.figure),
    }


def from_json(data: Json) -> Item:
    """The inverse of :func:`to_json`. Raises KeyError or TypeError for what it never wrote."""
    due, figure = data["due"], data["figure"]
    return Item(
        kind=data["kind"],
        span=_span(data["span"]),
        copy=data["copy"],
        cue=data["cue"],
        cue_span=_span(data["cue_span"]),
        owners=tuple(_party(party) for party in data["owners"]),
        counterparties=tuple(_party(party) for party in data["counterparties"]),
        due=None if due is None else Due(**{**due, "span": _span(due["span"]), "how": tuple(due["how"])}),
        said=data["said"],
        score=data["score"],
        reasons=tuple(Reason(r["name"], r["weight"], _maybe(r["span"])) for r in data["reasons"]),
        figure=None if figure is None else Figure(**{**figure, "source_span": _maybe(figure["source_span"])}),
    )


def _plain(record: Party | Reason | Due | Figure) -> Json:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in record._asdict().items()}


def _party(data: Json) -> Party:
    return Party(data["name"], data["kind"], _maybe(data["span"]))


def _maybe(value: list[int] | None) -> Span | None:
    return None if value is None else _span(value)


def _span(value: list[int]) -> Span:
    start, end = value
    return start, end
