"""Searching a dossier: the hits of one page, with the passage to show, and counts over all that was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import tantivy

from draad.dossier.compile import compile_query
from draad.dossier.highlight import Highlighter, Snippet
from draad.dossier.index import Index, translated
from draad.dossier.query import parse
from draad.dossier.tree import Node
from draad.dossier.values import ground_levels
from draad.errors import UsageError
from draad.records import Span

Sort = Literal["score", "date", "-date"]
"""Best first, oldest first, newest first; what has no date comes last by either date."""

MOST_DOMAINS = 50
MOST_MONTHS = 1200
MOST_GROUNDS = 400
MOST_THREADS = 10
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
    grounds: dict[str, int] | None = None
    """``woo 5.1.2.e`` → how many hold a mark with this ground or one below it; most first. Levels above a ground that
    is there are left out. None where the index can't tell: it is of an older form."""
    threads: dict[int, int] = field(default_factory=dict)
    """The identifier of a thread → how many of its messages; most first, MOST_THREADS at most."""


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
        raise UsageError.said("too-far", first=offset, last=offset + limit, most=DEEPEST_PAGE)
    node = parse(query) if isinstance(query, str) else query
    searcher = index.searcher()
    with translated():
        compiled = compile_query(node, index.schema)
        counts = _counts(searcher, compiled, facets, facets and index.counts_grounds)
        hits = _hits(searcher, compiled, limit, offset, sort) if limit else []
    if fetch is not None and hits:
        hits = with_passages(hits, fetch([hit.id for hit in hits]), node)
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


def _counts(searcher: tantivy.Searcher, query: tantivy.Query, facets: bool, grounds: bool) -> dict[str, Any]:
    """Total and counts, from the fast columns: each found row is read once and none is scored."""
    wanted: dict[str, Any] = {"kinds": {"terms": {"field": "facet", "size": 20}}}
    if facets:
        wanted["months"] = {"terms": {"field": "month", "size": MOST_MONTHS}}
        wanted["domains"] = {"terms": {"field": "domain", "size": MOST_DOMAINS}}
        wanted["threads"] = {"terms": {"field": "thread", "size": MOST_THREADS}}
    if grounds:
        wanted["grounds"] = {"terms": {"field": "grounds", "size": MOST_GROUNDS}}
    answer = searcher.aggregate(query, wanted)
    kinds = _buckets(answer["kinds"])
    months = sorted((int(key), count) for key, count in _buckets(answer["months"])) if facets else []
    return {
        "total": sum(count for _, count in kinds),
        "kinds": dict(sorted(kinds, key=_most_first)) if facets else {},
        "months": {f"{month // 100:04d}-{month % 100:02d}": count for month, count in months},
        "domains": dict(sorted(_buckets(answer["domains"]), key=_most_first)) if facets else {},
        "threads": dict(sorted(_buckets(answer["threads"]), key=_most_first)) if facets else {},
        "grounds": _lowest(dict(sorted(_buckets(answer["grounds"]), key=_most_first))) if grounds else None,
    }


def _lowest(grounds: dict[str, int]) -> dict[str, int]:
    """Without what only stands above others: rows are indexed under all levels of their grounds."""
    above = {level for ground in grounds for level in ground_levels(ground)[:-1]}
    return {ground: count for ground, count in grounds.items() if ground not in above}


def _buckets(answer: dict[str, Any]) -> list[tuple[Any, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"]]


def _most_first(item: tuple[Any, int]) -> tuple[int, Any]:
    return -item[1], item[0]


def with_passages(hits: Iterable[Hit], texts: Mapping[int, Texts], node: Node) -> list[Hit]:
    """The same hits with the words found in their subjects, and the passages to show of their bodies."""
    highlighter = Highlighter(node)
    return [_with_passage(hit, texts.get(hit.id), highlighter) for hit in hits]


def _with_passage(hit: Hit, texts: Texts | None, highlighter: Highlighter) -> Hit:
    if texts is None:
        return hit
    spans = highlighter.subject_spans(texts.subject)
    return Hit(hit.id, hit.kind, hit.score, spans, highlighter.snippet(texts.body))
