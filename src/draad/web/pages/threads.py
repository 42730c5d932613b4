"""The list of conversations."""

from __future__ import annotations

from typing import Any

from draad.dossier.listing import ThreadFilter
from draad.dossier.reading import ThreadSort
from draad.dossier.views import MessageView, ThreadView
from draad.records import short_id
from draad.show.moments import local
from draad.show.plain import one_line
from draad.web.ask import Ask
from draad.web.respond import Page
from draad.web.routes import PAGE, Param, Route
from draad.web.threads.people import codes_of, marked, people

A_PAGE = 50
SORTS: dict[str, ThreadSort] = {"laatst": "last", "eerst": "first", "groot": "size", "documenten": "documents"}
"""How the list can be sorted, by the word in its address."""
_DOMAINS = 4
"""Domains named with a conversation."""


def threads(ask: Ask) -> Page:
    """Conversations by the page, filtered by subject, period and domain."""
    where = ThreadFilter(ask.values["q"], ask.values["van"], ask.values["tot"], ask.values["domein"])
    total = _total(ask, where)
    pages = max(1, -(-total // A_PAGE))
    page = min(ask.values["page"], pages)
    found = ask.dossier.threads(SORTS[ask.values["sorteer"]], A_PAGE, (page - 1) * A_PAGE, where=where)
    named = ask.dossier.messages([one.id for one in found], whole=False)
    data = {
        "total": total,
        "page": page,
        "pages": pages,
        "sort": ask.values["sorteer"],
        "filter": {name: ask.values[name] for name in ("q", "domein", "van", "tot")},
        "threads": [_row(one, named.get(one.id)) for one in found],
    }
    return Page("thread/threads.html", data, ask.say("web.thread.all"), part="thread/_list.html")


def _total(ask: Ask, where: ThreadFilter) -> int:
    """How many there are. A domain alone may take long to count and is asked for by links: that is kept."""
    if where.domain is None or where.text is not None:
        return ask.dossier.count_threads(where)
    key = ("threads", where.domain, where.since, where.until)
    return ask.room.keep.get(key, lambda dossier: dossier.count_threads(where), ask.dossier).value


def _row(one: ThreadView, named: MessageView | None) -> dict[str, Any]:
    """A conversation by the message after which it is named: its subject and domains as that one prints them."""
    best = named.representative if named else None
    codes = codes_of(best) if best else {}
    seen = people([best.sender] if best.sender else (), codes) + people(best.to, codes) if best else []
    domains = list(dict.fromkeys(person["domain"] for person in seen if person["domain"]))
    return {
        "id": short_id(one.id),
        "subject": marked(one_line(best.subject), codes) if best and best.subject else [],
        "messages": one.size,
        "documents": one.documents,
        "first": None if one.first is None else local(one.first).date().isoformat(),
        "last": None if one.last is None else local(one.last).date().isoformat(),
        "domains": domains[:_DOMAINS],
        "missing": sum(gap.get("kind") == "referred" for gap in one.gaps),
        "unreleased": sum(gap.get("kind") == "quoted" for gap in one.gaps),
    }


ROUTES = (
    Route(
        "/gesprekken",
        threads,
        name="threads",
        summary="web.thread.all-summary",
        params=(
            Param("q", length=200),
            Param("domein", length=253),
            Param("van", "date"),
            Param("tot", "date"),
            Param("sorteer", "choice", tuple(SORTS), default="laatst"),
            PAGE,
        ),
    ),
)
