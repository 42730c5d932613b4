"""Searching: the page, its export, and searches that are kept."""

from __future__ import annotations

from draad.web.pages.search.asked import FORM_PARAMS, PARAMS
from draad.web.pages.search.exporting import export
from draad.web.pages.search.finding import find
from draad.web.pages.search.saved import drop, save
from draad.web.routes import PAGE, Param, Route

_ALL = (*PARAMS, *FORM_PARAMS)

ROUTES = (
    Route("/zoeken", find, name="search", summary="web.search.title", params=(*_ALL, PAGE)),
    Route("/zoeken/uitvoer.{form}", export, name="search-export", summary="web.search.export", params=_ALL, json=False),
    Route(
        "/zoeken/bewaard",
        save,
        name="search-save",
        summary="web.search.save",
        method="POST",
        params=(*PARAMS, Param("naam", length=80)),
        scope="write",
    ),
    Route(
        "/zoeken/bewaard/{id}/weg",
        drop,
        name="search-drop",
        summary="web.search.drop",
        method="POST",
        scope="write",
    ),
)
