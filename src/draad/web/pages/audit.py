"""The officer's list of what is redacted differently in copies of one message, and of names that stand alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

from draad.dossier import Dossier
from draad.office import XLSX
from draad.records import short_id
from draad.release.audit.across_dossier import findings
from draad.release.audit.across_records import ACROSS_KINDS, Across, Place
from draad.release.audit.across_report import cited, workbook
from draad.release.audit.records import SEVERITIES
from draad.web.ask import Ask
from draad.web.paging import paging
from draad.web.respond import Download, Page
from draad.web.routes import PAGE, Param, Route

_SHOWN = 6
"""Places of one kind that a row names."""
_FILTERS = (
    Param("soort", "choice", ACROSS_KINDS),
    Param("ernst", "choice", SEVERITIES),
    Param("document", length=200),
)


def audit(ask: Ask) -> Page:
    """A page of the list, filtered."""
    kept = ask.room.keep.get(("across",), _found, ask.dossier)
    wanted = _wanted(ask, kept.value)
    turned = paging(ask, len(wanted))
    shown = wanted[turned.rows]
    values = ask.values
    data = {
        "findings": [_row(ask, one) for one in shown],
        "total": len(wanted),
        "all": len(kept.value),
        "counts": dict(Counter(one.severity for one in kept.value)),
        "kinds": [kind for kind in ACROSS_KINDS if any(one.kind == kind for one in kept.value)],
        "severities": list(SEVERITIES),
        "filter": {"kind": values["soort"], "severity": values["ernst"], "document": values["document"] or ""},
        "stale": kept.stale,
        **turned.told(len(shown)),
    }
    return Page("audit/audit.html", data, title=ask.say("web.across.title"), part="audit/_list.html")


def export(ask: Ask) -> Download:
    """The whole list, filtered, as a workbook."""
    found = _wanted(ask, ask.room.keep.get(("across",), _found, ask.dossier).value)
    name = ask.say("web.across.file", dossier=ask.room.name, day=ask.today.isoformat())
    return Download(workbook(ask.say, found, ask.today), f"{name}.xlsx", XLSX)


def _found(dossier: Dossier) -> list[Across]:
    """For ``Keep``: of the whole dossier, with the words that are withheld by decisions alone. Officers' data."""
    return findings(dossier, values=True)


def _wanted(ask: Ask, found: list[Across]) -> list[Across]:
    kind, severity = ask.values["soort"], ask.values["ernst"]
    named = (ask.values["document"] or "").casefold()
    return [
        one
        for one in found
        if (not kind or one.kind == kind)
        and (not severity or one.severity == severity)
        and (not named or any(named in name.casefold() for name in one.documents))
    ]


def _row(ask: Ask, one: Across) -> dict[str, Any]:
    return {
        "id": short_id(one.id),
        "kind": one.kind,
        "severity": one.severity,
        "sort": one.sort,
        "part": one.part,
        "shown": [_place(ask, place) for place in one.shown[:_SHOWN]],
        "shown_more": max(0, len(one.shown) - _SHOWN),
        "hidden": [_place(ask, place) for place in one.hidden[:_SHOWN]],
        "hidden_more": max(0, len(one.hidden) - _SHOWN),
        "grounds": list(one.grounds),
        "text": one.text,
        "cure": ask.say(one.cure),
        "message": None if one.message is None else short_id(one.message),
        "message_url": _beside(ask, one),
    }


def _place(ask: Ask, place: Place) -> dict[str, Any]:
    first, last = place.lines
    lines = f"{first}" if first == last else f"{first}-{last}"
    document = short_id(place.document)
    anchor = f"r{first}" if first == last else f"r{first}-r{last}"
    return {
        "document": document,
        "name": place.document_name,
        "lines": [first, last],
        "page": place.page,
        "ground": place.code,
        "cited": cited(ask.say, place),
        "url": ask.url("document", id=document, regel=lines, _anchor=anchor),
    }


def _beside(ask: Ask, one: Across) -> str | None:
    """The page that lays the first copy that shows it beside the first that hides it."""
    if one.message is None:
        return None
    left = next((place.copy for place in one.shown if place.copy), None)
    right = next((place.copy for place in one.hidden if place.copy and place.copy != left), None)
    if one.kind == "ground" and len(one.hidden) > 1:
        left = one.hidden[0].copy
    chosen = {"links": short_id(left)} if left else {}
    if right:
        chosen["rechts"] = short_id(right)
    return ask.url("message", id=short_id(one.message), **chosen)


ROUTES = (
    Route("/controle", audit, name="audit", summary="web.across.summary", role="officer", params=(*_FILTERS, PAGE)),
    Route(
        "/controle/verschillen.xlsx",
        export,
        name="audit-export",
        summary="web.across.export-summary",
        role="officer",
        params=_FILTERS,
        json=False,
    ),
)
