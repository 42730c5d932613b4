"""Searching a dossier: the hits of one page, with the passage to show, and counts over all that was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import tantivy

from draad.dossier.compile import compile_query
from draad.dossier.highlight import Highlighter, Snippet
from draad.dossier.index import Index, translated
from draad.dossier.query import parse
from draad.dossier.tree import Node
from draad.errors import UsageError
from draad.records import Span

Sort = Literal["score", "date", "-date"]
"""Best first, oldest first, newest first; what has no date comes last by either date."""

MOST_DOMAINS = 50
MOST_MONTHS = 1200
DEEPEST_PAGE = 100_000


class Texts(NamedTuple):
    """What the store gives of one message or document, to be shown: the index itself holds no text."""

    subject: str
    body: str


Fetch = Callable[[list[int]], Mapping[int, Texts]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One message or document that was found."""

    id: int
    kind: Literal["message", "document"]
    score: float | None
    """BM25 over subject and body; None where sorted by date."""
    subject: tuple[Span, ...] = ()
    """The words found in the subject: offsets into Texts.subject."""
    snippet: Snippet | None = None
    """The passage to show: offsets into Texts.body. None where the store gave no text."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found."""

    query: Node
    total: int
    hits: tuple[Hit, ...]
    months: dict[str, int]
    """``2021-02`` → how many were sent in that month (Amsterdam time); in order of time. Undated ones are not in it."""
    domains: dict[str, int]
    """The sender's domain → how many; most first, MOST_DOMAINS at most."""
    kinds: dict[str, int]
    """``message``, or a records.DocumentKind → how many; most first."""


def search(
    index: Index,
    query: str | Node,
    fetch: Fetch | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "score",
    facets: bool = True,
) -> Results:
    """Looks ``query`` up and gives the hits from ``offset`` on, ``limit`` at most, with counts over all.

    ``fetch`` gets the ids of the hits and gives their texts, for the passages. Raises QueryError, IndexMissing,
    UsageError for a page that can't be.
    """
    if limit < 0 or offset < 0 or offset + limit > DEEPEST_PAGE:
        raise UsageError(f"Results {offset} to {offset + limit} can't be shown.", f"Stay within {DEEPEST_PAGE}.")
    node = parse(query) if isinstance(query, str) else query
    searcher = index.searcher()
    with translated("searching it"):
        compiled = compile_query(node, index.schema)
        counts = _counts(searcher, compiled, facets)
        hits = _hits(searcher, compiled, limit, offset, sort) if limit else []
    if fetch is not None and hits:
        hits = _shown(hits, fetch, Highlighter(node))
    return Results(node, hits=tuple(hits), **counts)


def _hits(searcher: tantivy.Searcher, query: tantivy.Query, limit: int, offset: int, sort: Sort) -> list[Hit]:
    if sort == "score":
        found = searcher.search(query, limit=limit, offset=offset, count=False).hits
    else:
        order = tantivy.Order.Asc if sort == "date" else tantivy.Order.Desc
        found = searcher.search(
            query, limit=limit, offset=offset, count=False, order_by_field="order", order=order
        ).hits
    addresses = [address for _, address in found]
    ids = searcher.fast_field_values("id", addresses)
    codes = searcher.fast_field_values("code", addresses)
    rows = [(key, int(number or 0), code) for (key, _), number, code in zip(found, ids, codes, strict=True)]
    if sort == "score":
        rows.sort(key=lambda row: (-row[0], row[1]))
    return [
        Hit(number, "document" if code else "message", float(key) if sort == "score" else None)
        for key, number, code in rows
    ]


def _counts(searcher: tantivy.Searcher, query: tantivy.Query, facets: bool) -> dict[str, Any]:
    """Total and counts, from the fast columns: each found row is read once and none is scored."""
    wanted: dict[str, Any] = {"kinds": {"terms": {"field": "facet", "size": 20}}}
    if facets:
        wanted["months"] = {"terms": {"field": "month", "size": MOST_MONTHS}}
        wanted["domains"] = {"terms": {"field": "domain", "size": MOST_DOMAINS}}
    answer = searcher.aggregate(query, wanted)
    kinds = _buckets(answer["kinds"])
    months = sorted((int(key), count) for key, count in _buckets(answer["months"])) if facets else []
    return {
        "total": sum(count for _, count in kinds),
        "kinds": dict(sorted(kinds, key=_most_first)) if facets else {},
        "months": {f"{month // 100:04d}-{month % 100:02d}": count for month, count in months},
        "domains": dict(sorted(_buckets(answer["domains"]), key=_most_first)) if facets else {},
    }


def _buckets(answer: dict[str, Any]) -> list[tuple[Any, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"]]


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _shown(hits: Iterable[Hit], fetch: Fetch, highlighter: Highlighter) -> list[Hit]:
    hits = list(hits)
    texts = fetch([hit.id for hit in hits])
    return [_with_passage(hit, texts.get(hit.id), highlighter) for hit in hits]


def _with_passage(hit: Hit, texts: Texts | None, highlighter: Highlighter) -> Hit:
    if texts is None:
        return hit
    spans = highlighter.subject_spans(texts.subject)
    return Hit(hit.id, hit.kind, hit.score, spans, highlighter.snippet(texts.body))
