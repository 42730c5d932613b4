"""The documents of the dossier, by page: what each is, from when, and what is new in it."""

from __future__ import annotations

from typing import Any, get_args

from draad.dossier.listing import DocumentFilter, DocumentSort
from draad.dossier.sheets import Tally
from draad.dossier.views import DocumentView
from draad.records import DocumentKind, short_id
from draad.web import sheets
from draad.web.ask import Ask
from draad.web.paging import paging
from draad.web.respond import Page
from draad.web.routes import PAGE, Param, Route
from draad.web.titles import titles

_SORTS: dict[str, DocumentSort] = {"naam": "name", "lengte": "length", "nieuw": "added"}
_KINDS = get_args(DocumentKind)


def documents(ask: Ask) -> Page:
    """A page of the list, filtered and in the order that was asked for."""
    values = ask.values
    where = DocumentFilter(
        kinds=[values["soort"]] if values["soort"] else (), text=values["naam"], warned=bool(values["let-op"])
    )
    counts = _counts(ask, where)
    total = sum(counts.values())
    turned = paging(ask, total)
    order = _SORTS[values["volgorde"]]
    found = ask.dossier.documents(where, sort=order, limit=turned.size, offset=turned.offset)
    tallies = ask.dossier.tallies([view.id for view in found])
    known = titles(ask.dossier, [view.id for view in found])
    data = {
        "documents": [_row(ask, view, tallies.get(view.id, Tally()), known.get(view.id)) for view in found],
        "counts": counts,
        "total": total,
        **turned.told(len(found)),
        "sort": values["volgorde"],
        "filter": {"kind": values["soort"], "name": values["naam"], "warned": where.warned},
        "kinds": list(_KINDS),
    }
    return Page("document/documents.html", data, title=ask.say("web.document.title"), part="document/_list.html")


def _counts(ask: Ask, where: DocumentFilter) -> dict[str, int]:
    """How many there are of each kind. Of all of them that is kept, for most readers ask no less."""
    if where != DocumentFilter():
        return ask.dossier.count_documents(where)
    return ask.room.keep.get(
        ("documents",), lambda dossier: dossier.count_documents(DocumentFilter()), ask.dossier
    ).value


def _row(ask: Ask, view: DocumentView, tally: Tally, title: str | None) -> dict[str, Any]:
    return {
        "id": short_id(view.id),
        "name": view.name,
        "title": title,
        "kind": view.kind,
        "media": view.media,
        "held": view.report["held"] if view.report else None,
        "first": tally.first,
        "last": tally.last,
        "pages": len(view.pages),
        "characters": view.length,
        "copies": tally.copies,
        "new": tally.copies - tally.repeated,
        "attached": view.attached_to is not None,
        "warnings": [sheets.warning(ask.say, text) for text in view.warnings],
    }


ROUTES = (
    Route(
        "/documenten",
        documents,
        name="documents",
        summary="web.document.list-summary",
        params=(
            Param("soort", "choice", _KINDS),
            Param("naam", length=200),
            Param("let-op", "flag", default=False),
            Param("volgorde", "choice", tuple(_SORTS), default="naam"),
            PAGE,
        ),
    ),
)
