"""``/zoeken``: one box, a form for those who don't know the language, and what was found."""

from __future__ import annotations

from typing import Any

from draad.dossier import Dossier
from draad.dossier.index import IndexMissing
from draad.dossier.query import WrongQueryError
from draad.dossier.search import Results, search
from draad.dossier.tree import And, Dated, Ground, Kind, Node, Word
from draad.dossier.values import parse_period
from draad.errors import TooSlowError, UsageError
from draad.show import grounds
from draad.web.ask import Ask
from draad.web.pages.search import hits, saved
from draad.web.pages.search.advice import advice
from draad.web.pages.search.asked import ON_A_PAGE, Asked, pages_of
from draad.web.pages.search.facets import facets
from draad.web.pages.search.form import KINDS, NAMES, TYPES, Form, form_of
from draad.web.pages.search.narrow import chips
from draad.web.respond import Page, Redirect
from draad.web.room import Room

_WAIT = 5
"""Seconds after which a query that took too long may be tried again."""


def find(ask: Ask) -> Page | Redirect:
    """What was found; how to ask, where nothing was asked; what is wrong with the query, where it is."""
    asked = Asked.of(ask.values)
    if asked.form and ask.wants == "html":
        return Redirect(ask.url("search", **asked.address()))
    try:
        node = asked.tree()
    except WrongQueryError as error:
        return _wrong(ask, asked, error)
    if not asked.query:
        return _page(ask, asked, form=Form(), examples=_examples(ask))
    try:
        results = asked.find(ask, node)
    except TooSlowError as error:
        return _problem(ask, asked, error.code, status=503, wait=_WAIT)
    except IndexMissing as error:
        return _problem(ask, asked, error.code, status=503)
    except UsageError:
        return _problem(ask, asked, "deep", status=400)
    return _found(ask, asked, node, results)


def _found(ask: Ask, asked: Asked, node: Node, results: Results) -> Page:
    """A page of hits, with the counts beside them."""
    rows, total, gathered = _rows(ask, asked, node, results)
    return _page(
        ask,
        asked,
        form=form_of(node),
        total=total,
        hits=results.total,
        messages=results.kinds.get("message", 0),
        advice=_advice(ask, node) if not results.total else [],
        pages=pages_of(total),
        first=(asked.page - 1) * ON_A_PAGE + 1 if rows else 0,
        results=rows,
        facets=facets(ask, results),
        grounds_counted=results.grounds is not None,
        behind=ask.room.index().batch < ask.dossier.batch,
        gathered=gathered if gathered < results.total else None,
        chips=[
            {
                "text": _chip(ask, chip.condition),
                "query": chip.query,
                "href": ask.again(q=chip.query or "*", pagina=None),
            }
            for chip in chips(node)
        ],
    )


def _rows(ask: Ask, asked: Asked, node: Node, results: Results) -> hits.Gathered:
    if asked.by == "berichten":
        return hits.Gathered(hits.as_messages(ask, node, results.hits), results.total, results.total)
    first = (asked.page - 1) * ON_A_PAGE
    gather = hits.as_items if asked.by == "punten" else hits.as_documents
    return gather(ask, node, results.hits, slice(first, first + ON_A_PAGE))


def _advice(ask: Ask, node: Node) -> list[dict[str, Any]]:
    return [
        {"query": one.query, "count": one.found, "href": ask.again(q=one.query, pagina=None)}
        for one in advice(ask, node)
    ]


def _wrong(ask: Ask, asked: Asked, error: WrongQueryError) -> Page:
    """A query that can't be understood, with the place."""
    say, at = ask.say, min(error.at, len(asked.query))
    told = {
        "code": error.code,
        "reason": error.reason,
        "message": say(f"wrong.{error.key}.what", **error.values),
        "cure": error.mend(say),
        "at": at,
        "before": asked.query[max(0, at - 60) : at],
        "after": asked.query[at : at + 60],
    }
    return _page(ask, asked, form=asked.form or Form(words=asked.query), error=told, status=400)


def _problem(ask: Ask, asked: Asked, code: str, *, status: int, wait: int = 0) -> Page:
    """No results, through no fault in how the query is written."""
    say = ask.say
    told = {
        "code": code,
        "message": say(f"web.search.problem.{code}.what"),
        "cure": say(f"web.search.problem.{code}.cure"),
    }
    form = asked.form or form_of(asked.tree())
    return _page(ask, asked, form=form, error=told, status=status, headers={"Retry-After": str(wait)} if wait else {})


def _page(ask: Ask, asked: Asked, *, status: int = 200, headers: dict[str, str] | None = None, **told: Any) -> Page:
    """The page, with all that a template or a program may ask for."""
    form: Form = told.pop("form")
    data: dict[str, Any] = {
        "query": asked.query,
        "by": asked.by,
        "sort": asked.sort,
        "page": asked.page,
        "pages": 1,
        "total": None,
        "hits": None,
        "messages": None,
        "advice": [],
        "first": 0,
        "results": [],
        "facets": [],
        "grounds_counted": True,
        "gathered": None,
        "behind": False,
        "chips": [],
        "error": None,
        "examples": [],
        "saved": saved.kept(ask),
        "form": {NAMES[name]: getattr(form, name) for name in NAMES},
        "kinds": list(KINDS),
        "types": list(TYPES),
        **told,
    }
    title = ask.say("web.search.title-of", query=asked.query[:80]) if asked.query else ask.say("web.search.title")
    part, sent = "search/_results.html", dict(headers or {})
    if data["error"]:
        # While somebody types, a query is wrong until it is finished: that is told, and the hits of before stay.
        part, sent["HX-Retarget"] = "search/_problem.html", "#zoekfout"
        status = 200 if ask.wants == "part" and status == 400 else status
    return Page("search/search.html", data, title, part=part, status=status, headers=sent)


def _chip(ask: Ask, condition: Node) -> str:
    """A condition in words: its ground or kind by name, else as the language writes it."""
    if isinstance(condition, Ground):
        return grounds.in_words(ask.say, condition.ground)[0]
    return str(condition)


# ── what to ask, where nothing was asked ────────────────────────────────────────────────────────────────────────


def _examples(ask: Ask) -> list[dict[str, str]]:
    """Queries that find something in this dossier."""
    room = ask.room
    queries: list[str] = room.keep.get(
        ("search", "examples"), lambda dossier: _fitting(room, dossier), ask.dossier
    ).value
    return [{"query": query, "url": ask.url("search", q=query)} for query in queries]


def _fitting(room: Room, _: Dossier) -> list[str]:
    """Made of what the dossier holds most of: its senders, grounds, kinds and its busiest month."""
    try:
        index = room.index()
        found = search(index, "*", limit=0)
    except IndexMissing:
        return []
    domains, kinds = list(found.domains), [kind for kind in found.kinds if kind != "message"]
    month = max(found.months, key=lambda name: found.months[name], default=None)
    said: list[Node] = [Word(domain, "sender") for domain in domains[:2]]
    if month:
        said.append(Dated("on", parse_period(month)))
    said += [Kind(kind) for kind in kinds[:1]]
    said += [Ground(ground) for ground in list(found.grounds or {})[:2]]
    if domains[1:]:
        said.append(And((Word(domains[0], "sender"), Word(domains[1], "to"))))
    return [str(node) for node in said if search(index, node, limit=0, facets=False).total]
