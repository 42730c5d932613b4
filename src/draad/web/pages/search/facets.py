"""The counts beside the hits, each a link that narrows the query or, where it is chosen, widens it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from draad.dossier.search import Results
from draad.dossier.tree import Dated, Ground, InThread, Kind, Node, Word
from draad.dossier.values import parse_period
from draad.records import short_id
from draad.show import grounds
from draad.show.threads.subjects import subjects
from draad.web.ask import Ask
from draad.web.pages.search.narrow import conditions, has, narrowed, widened

MOST = 10
"""Options shown of one facet; those after it are counted."""

Counted = tuple[Node, str, str, int]
"""A condition, its value in data, its words, how many."""


def facets(ask: Ask, results: Results) -> list[dict[str, Any]]:
    """All facets that say something, for the page and as data."""
    messages = results.kinds.get("message", 0)
    documents = {kind: count for kind, count in results.kinds.items() if kind != "message"}
    whats = {"message": messages, "document": sum(documents.values())}
    made = [
        _facet(ask, results.query, "period", _periods(ask, results), most=24),
        _facet(ask, results.query, "domain", ((Word(d, "sender"), d, d, n) for d, n in results.domains.items())),
        _facet(ask, results.query, "what", _kinds(ask, {k: n for k, n in whats.items() if n})),
        _facet(ask, results.query, "type", _kinds(ask, documents)),
        _facet(ask, results.query, "ground", _grounds(ask, results)),
        _facet(ask, results.query, "thread", _threads(ask, results)),
    ]
    return [facet for facet in made if facet["options"]]


def _facet(ask: Ask, node: Node, name: str, counted: Iterable[Counted], most: int = MOST) -> dict[str, Any]:
    rows = list(counted)
    options = [_option(ask, node, *row) for row in rows[:most]]
    return {"name": name, "options": options, "more": max(0, len(rows) - most)}


def _option(ask: Ask, node: Node, condition: Node, value: str, text: str, count: int) -> dict[str, Any]:
    chosen = has(node, condition)
    query = widened(node, condition) if chosen else narrowed(node, condition)
    return {
        "value": value,
        "text": text,
        "count": count,
        "current": chosen,
        "query": query,
        "href": ask.again(q=query or "*", pagina=None),
    }


def _periods(ask: Ask, results: Results) -> list[Counted]:
    """Years; within one year its months."""
    years: dict[str, int] = {}
    for month, count in results.months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    chosen = [child for child in conditions(results.query) if isinstance(child, Dated) and child.relation == "on"]
    whole = [_period(year, year, count) for year, count in years.items()]
    if len(years) != 1 and not chosen:
        return whole
    months = [
        _period(month, f"{ask.say(f'month.{int(month[5:])}')} {month[:4]}", count)
        for month, count in results.months.items()
    ]
    return [*whole, *months] if any(has(results.query, row[0]) for row in whole) else months


def _period(value: str, text: str, count: int) -> Counted:
    return Dated("on", parse_period(value)), value, text, count


def _kinds(ask: Ask, counts: dict[str, int]) -> list[Counted]:
    return [
        (Kind(kind), kind, ask.say.get(f"web.search.kind.{kind}", ask.say.get(f"kind.{kind}", kind)), count)
        for kind, count in counts.items()
    ]


def _grounds(ask: Ask, results: Results) -> list[Counted]:
    told: list[Counted] = []
    for ground, count in (results.grounds or {}).items():
        label, meaning = grounds.in_words(ask.say, ground)
        told.append((Ground(ground), ground, f"{label}: {meaning}" if meaning else label, count))
    return told


def _threads(ask: Ask, results: Results) -> list[Counted]:
    """Threads that hold more than one of the hits."""
    held = {thread: count for thread, count in results.threads.items() if count > 1}
    named = subjects(ask.dossier, held)
    none = ask.say("thread.no-subject")
    return [
        (InThread(short_id(thread)), short_id(thread), named[thread] or none, count)
        for thread, count in held.items()
        if thread in named
    ]
