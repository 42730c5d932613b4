"""One address of every page, drawn from the dossier itself."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from draad.dossier import Dossier
from draad.records import short_id
from web.browser.conftest import Site

NOT_PAGES = {
    "front",
    "document-original",
    "document-pdf",
    "document-image",
    "register-export",
    "register-calendar",
    "search-export",
}
"""Routes that answer GET with a file or another address."""
WITH_ACCOUNTS = {"login", "account", "tokens", "admin", "admin-log"}
"""Routes that exist for rooms with accounts; they have a test of their own."""


def addresses(site: Site) -> dict[str, str]:
    """By a name: the route's, or one for a state of the page that looks different."""
    with Dossier.open(site.place) as dossier:
        largest = dossier.threads("size", 1)[0]
        thread = dossier.thread(largest.id)
        message = max(thread.messages, key=lambda one: len(one.copies))
        documents = dossier.documents()
        pdf = next(one for one in documents if one.pages)
        report = next((one for one in documents if one.kind == "report"), documents[0])
        item = dossier.items(limit=1)[0]
    names = json.load(urlopen(f"{site.url}/organisaties.json"))
    organisation = _first_url(names) or "/organisatie/minvws.nl"
    return {
        "dossier": "/dossier",
        "search": "/zoeken?q=overleg",
        "search-empty": "/zoeken",
        "search-nothing": "/zoeken?q=qwxyzzz",
        "search-wrong": "/zoeken?q=%28overleg",
        "threads": "/gesprekken",
        "thread": f"/gesprek/{short_id(largest.id)}",
        "message": f"/bericht/{short_id(message.id)}",
        "documents": "/documenten",
        "document": f"/document/{short_id(message.representative.document)}",
        "document-of-pdf": f"/document/{short_id(pdf.id)}",
        "document-of-report": f"/document/{short_id(report.id)}",
        "register": "/register",
        "item": f"/register/punt/{short_id(item.id)}",
        "due": "/register/termijnen",
        "overdue": "/register/te-laat",
        "rhythms": "/register/ritmes",
        "unanswered": "/register/vragen",
        "signals": "/register/signalen",
        "plan": "/register/plan",
        "week": "/register/week",
        "organisations": "/organisaties",
        "organisation": organisation,
        "ingest": "/inlezen",
        "help": "/hulp",
        "help-page": "/hulp/leeszaal",
        "accessibility": "/toegankelijkheid",
        "error": "/bestaat-niet",
    }


def _first_url(data: Any) -> str:
    """The first address of an organisation that stands in some data."""
    held = [data]
    while held:
        one = held.pop(0)
        if isinstance(one, dict):
            held += one.values()
        elif isinstance(one, list):
            held += one
        elif isinstance(one, str) and one.startswith("/organisatie/"):
            return one
    return ""
