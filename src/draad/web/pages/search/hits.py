"""Hits as data: messages, or grouped by document, or the items in which the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from draad.dossier.found import FoundView, ItemText
from draad.dossier.highlight import Highlighter
from draad.dossier.items import ItemFilter
from draad.dossier.search import Hit, with_passages
from draad.dossier.tree import Node
from draad.records import Span, short_id
from draad.web.ask import Ask

Piece = tuple[str, bool]
"""A piece of text, and whether it was searched for."""

IN_ONE = 3
"""Hits shown of one document; all are counted."""
ENOUGH_ITEMS = 4000
"""Items that are looked through for the words; a thousand meeting reports hold more than a page can wait for."""
_SLICE = 250
"""Hits whose items are fetched at one time."""


class Gathered(NamedTuple):
    """A page of what hits were gathered into."""

    rows: list[dict[str, Any]]
    number: int
    """How many there are on all pages."""
    hits: int
    """The best so many hits were gathered."""


def pieces(text: str, spans: Iterable[Span], within: Span | None = None) -> list[Piece]:
    """A text, or the part ``within``, cut where the words found begin and end; no letter is lost."""
    at, end = within or (0, len(text))
    cut: list[Piece] = []
    for start, stop in spans:
        cut += [(text[at:start], False), (text[start:stop], True)]
        at = stop
    cut.append((text[at:end], False))
    return [piece for piece in cut if piece[0]]


def as_messages(ask: Ask, node: Node, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """The hits in their order, each with its passage."""
    views = ask.dossier.found([hit.id for hit in hits])
    shown = with_passages(hits, {number: view.texts for number, view in views.items()}, node)
    return [_hit(ask, hit, views[hit.id]) for hit in shown if hit.id in views]


def _hit(ask: Ask, hit: Hit, view: FoundView) -> dict[str, Any]:
    """One message or document: the words of one copy and of no other."""
    snippet = hit.snippet
    line = view.line_of(snippet.highlights[0][0]) if snippet and snippet.highlights else view.line
    message = view.kind == "message"
    return {
        "id": short_id(hit.id),
        "kind": view.kind,
        "score": hit.score,
        "subject": pieces(view.subject, hit.subject),
        "passage": pieces(view.body, snippet.highlights, snippet.span) if snippet else [],
        "sent": view.sent,
        "sent_at": view.sent_at,
        "day_only": view.sent is None and view.sent_at is not None,
        "certainty": view.certainty,
        "sender": view.sender,
        "domain": view.domain,
        "document": short_id(view.document),
        "document_name": view.document_name,
        "document_kind": view.document_kind,
        "line": line,
        "page": view.page_of(line),
        "thread": None if view.thread is None else short_id(view.thread),
        "url": _url(ask, "message", id=short_id(hit.id)) if message else _at(ask, view.document, line),
        "document_url": _at(ask, view.document, line),
        "thread_url": _in_thread(ask, view.thread, hit.id) if view.thread is not None else None,
    }


def as_documents(ask: Ask, node: Node, hits: Sequence[Hit], page: slice) -> Gathered:
    """A page of the documents in which the hits stand, in order of their best hit.

    A message counts for the document in which it stands fullest.
    """
    stand = ask.dossier.found_in([hit.id for hit in hits if hit.kind == "message"])
    grouped: dict[int, list[Hit]] = {}
    for hit in hits:
        document = stand.get(hit.id) if hit.kind == "message" else hit.id
        if document is not None:
            grouped.setdefault(document, []).append(hit)
    shown = list(grouped.items())[page]
    told = {row["id"]: row for row in as_messages(ask, node, [hit for _, held in shown for hit in held[:IN_ONE]])}
    documents = []
    for document, held in shown:
        rows = [told[short_id(hit.id)] for hit in held if short_id(hit.id) in told]
        if rows:
            first = rows[0]
            documents.append(
                {
                    "id": short_id(document),
                    "kind": first["document_kind"],
                    "name": first["document_name"],
                    "url": _url(ask, "document", id=short_id(document)),
                    "count": len(held),
                    "hits": rows,
                }
            )
    return Gathered(documents, len(grouped), len(hits))


def as_items(ask: Ask, node: Node, hits: Sequence[Hit], page: slice) -> Gathered:
    """A page of the items of these hits in whose own words something asked for stands.

    Those with most of the words asked for first, then in the order of the hits. A query without words is answered by
    all items of the hits.
    """
    highlighter = Highlighter(node)
    worded = highlighter.has_words
    found = []
    texts, gathered = _item_texts(ask, hits)
    rank = {hit.id: place for place, hit in enumerate(hits[:gathered])}
    varieties = highlighter.varieties([item.text for item in texts]) if worded else [0] * len(texts)
    for item, variety in zip(texts, varieties, strict=True):
        if variety or not worded:
            found.append((-variety, rank[item.owner], item.id))
    chosen = [identifier for _, _, identifier in sorted(found)[page]]
    views = {view.id: view for view in ask.dossier.items(ItemFilter(ids=chosen))} if chosen else {}
    rows = [
        {
            "id": short_id(view.id),
            "kind": view.kind,
            "status": view.status,
            "text": pieces(view.text, highlighter.body_spans(view.text)),
            "owner": list(view.owner),
            "due": view.due,
            "said": view.said,
            "document": short_id(view.document),
            "document_name": view.document_name,
            "line": view.lines[0],
            "page": view.page,
            "url": _url(ask, "item", id=short_id(view.id)),
            "document_url": _at(ask, view.document, view.lines[0]),
            "message_url": _url(ask, "message", id=short_id(view.message)) if view.message is not None else None,
        }
        for identifier in chosen
        if (view := views.get(identifier))
    ]
    return Gathered(rows, len(found), gathered)


def _item_texts(ask: Ask, hits: Sequence[Hit]) -> tuple[list[ItemText], int]:
    """The words of the items of the best hits, as far as there is time to look through them; of how many hits."""
    texts: list[ItemText] = []
    gathered = 0
    while gathered < len(hits) and len(texts) < ENOUGH_ITEMS:
        part = hits[gathered : gathered + _SLICE]
        messages = [hit.id for hit in part if hit.kind == "message"]
        texts += ask.dossier.item_texts(messages, [hit.id for hit in part if hit.kind == "document"])
        gathered += len(part)
    return texts, gathered


def _at(ask: Ask, document: int, line: int) -> str | None:
    """The document, opened at a line."""
    return _url(ask, "document", id=short_id(document), regel=line, _anchor=f"r{line}")


def _in_thread(ask: Ask, thread: int, message: int) -> str | None:
    """The thread, opened at a message: on whichever of its pages that stands."""
    shown = short_id(message)
    return _url(ask, "thread", id=short_id(thread), bericht=shown, _anchor=f"b-{shown}")


def _url(ask: Ask, name: str, **values: Any) -> str | None:
    """An address, where there is such a page."""
    return ask.url(name, **values) if ask.room.urls.has(name) else None
