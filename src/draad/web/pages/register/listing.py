"""The register as a list: filters, counts, pages, and beside each item what may be done with it."""

from __future__ import annotations

from typing import Any

from draad.register.states import ACTIONS
from draad.web.ask import Ask
from draad.web.keep import WITHIN
from draad.web.pages.register import exporting, filters
from draad.web.pages.register.rows import row
from draad.web.paging import paging
from draad.web.respond import Page
from draad.web.routes import Route

AT_ONCE = ("accept", "reject", "fulfil", "drop", "supersede", "reopen", "assign", "tag")
"""What may be done with a selection."""
assert set(AT_ONCE) <= set(ACTIONS)


def register(ask: Ask) -> Page:
    """A page of the items that the filters choose."""
    wanted = filters.where(ask)
    with ask.dossier.limit(WITHIN):
        held = filters.counts(ask, wanted)
        total = filters.total(wanted, held)
        turned = paging(ask, total, most=filters.PAGES)
        found = ask.dossier.items(wanted, limit=turned.size, offset=turned.offset, sort=ask.values["volgorde"])
    data: dict[str, Any] = {
        "items": [row(item, ask.today) for item in found],
        "total": total,
        **turned.told(len(found)),
        "most": most if total > (most := filters.PAGES * turned.size) else None,
        "sort": ask.values["volgorde"],
        "sorts": list(filters.SORTS),
        "chosen": filters.chosen(ask),
        "chips": filters.chips(ask),
        "facets": filters.facets(ask, wanted, held),
        "at_once": list(AT_ONCE),
        "today": ask.today.isoformat(),
        "may_change": ask.user.may("team"),
        "export_most": exporting.MOST,
        "calendar_most": exporting.IN_CALENDAR,
        "exports": _exports(ask),
        "everything": not filters.chosen(ask),
    }
    return Page("register/list.html", data, ask.say("web.register.title"), part="register/_rows.html")


def _exports(ask: Ask) -> dict[str, str]:
    """Addresses of what the filters choose, as files."""
    given = {**filters.chosen(ask), "volgorde": ask.values["volgorde"]}
    parties = {name: value for name, value in given.items() if name in filters.PARTIES}
    return {
        **{form: ask.url("register-export", form=form, **given) for form in ("xlsx", "csv", "json", "ics")},
        "actions": ask.url("register-export", form="docx", **{**given, "lijst": "action"}),
        "commitments": ask.url("register-export", form="docx", **{**given, "lijst": "commitment"}),
        "calendar": ask.url("register-calendar", **parties),
    }


ROUTES = (Route("/register", register, name="register", summary="web.register.about.list", params=filters.LISTED),)
