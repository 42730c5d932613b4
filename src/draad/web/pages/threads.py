"""The list of conversations."""

from __future__ import annotations

from typing import Any

from draad.dossier.headers import HeaderView
from draad.dossier.listing import ThreadFilter
from draad.dossier.reading import ThreadSort
from draad.dossier.views import ThreadView
from draad.records import short_id
from draad.show.moments import iso_day
from draad.show.threads.subjects import printed
from draad.web.ask import Ask
from draad.web.keep import WITHIN
from draad.web.paging import paging
from draad.web.respond import Page
from draad.web.routes import PAGE, Param, Route

SORTS: dict[str, ThreadSort] = {"laatst": "last", "eerst": "first", "groot": "size", "documenten": "documents"}
"""How the list can be sorted, by the word in its address."""
_DOMAINS = 4
"""Domains named with a conversation."""


def threads(ask: Ask) -> Page:
    """Conversations by the page, filtered by subject, period and domain."""
    where = ThreadFilter(ask.values["q"], ask.values["van"], ask.values["tot"], ask.values["domein"])
    total = _total(ask, where)
    turned = paging(ask, total)
    found = ask.dossier.threads(SORTS[ask.values["volgorde"]], turned.size, turned.offset, where=where)
    named = ask.dossier.headers([one.id for one in found])
    data = {
        "total": total,
        **turned.told(len(found)),
        "sort": ask.values["volgorde"],
        "filter": {name: ask.values[name] for name in ("q", "domein", "van", "tot")},
        "threads": [_row(one, named.get(one.id)) for one in found],
    }
    return Page("thread/threads.html", data, ask.say("web.thread.all"), part="thread/_list.html")


def _total(ask: Ask, where: ThreadFilter) -> int:
    """How many there are. A domain alone may take long to count and is asked for by links: that is kept."""
    if where.domain is None or where.text is not None:
        return ask.dossier.count_threads(where)
    key = ("threads", where.domain, where.since, where.until)
    return ask.room.keep.get(key, lambda dossier: dossier.count_threads(where), ask.dossier, within=WITHIN).value


def _row(one: ThreadView, named: HeaderView | None) -> dict[str, Any]:
    """A conversation by the message after which it is named: its subject and domains as that one prints them."""
    told = ((named.sender,) if named.sender else ()) + (named.to or ()) if named else ()
    domains = list(dict.fromkeys(person.domain for person in told if person.domain))
    return {
        "id": short_id(one.id),
        "subject": printed(named),
        "messages": one.size,
        "documents": one.documents,
        "first": iso_day(one.first),
        "last": iso_day(one.last),
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
            Param("volgorde", "choice", tuple(SORTS), default="laatst"),
            PAGE,
        ),
    ),
)
