"""One document under review: its text with all places to withhold, the list of them, the picture of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from draad.dossier.redactions import RedactionFilter, RedactionView
from draad.dossier.sheets import ItemPlace, Sheet
from draad.records import short_id
from draad.web import sheets
from draad.web.ask import Ask
from draad.web.pages.redact import forms
from draad.web.pages.redact.rows import KINDS, OPEN, REACHES, STATUSES, Row, grounds, row
from draad.web.respond import Page
from draad.web.routes import Param, Route
from draad.web.titles import titles

SURE = 90
"""Hundredths: from which score on proposals may be accepted at once, unless another is typed."""


def document(ask: Ask) -> Page:
    """The page on which an officer works. Raises NotFoundError."""
    identifier = ask.dossier.resolve(ask.path["id"], "document")
    lines = sheets.chosen_lines(ask.say, ask.values["regel"])
    sheet = ask.dossier.sheet(identifier, line=lines[0] if lines else None, number=(ask.values["stuk"] or 1) - 1)
    held = ask.dossier.redactions(RedactionFilter(documents=(identifier,)))
    here = [one for one in held if _stands(one, sheet)]
    data = {**_about(ask, sheet), **_text(ask, sheet, here, lines), **progress(ask, identifier), **_list(ask, here)}
    data["around"] = {"file": ask.dossier.around(identifier).file}
    return Page("redact/document.html", data, sheet.document.name, crumbs=forms.crumbs(ask))


def progress(ask: Ask, document: int) -> dict[str, Any]:
    """How far a document is."""
    found = ask.dossier.count_redactions(RedactionFilter(documents=(document,)))
    counts = {status: found.get(status, 0) for status in STATUSES}
    total = sum(counts.values())
    return {"counts": counts, "decided": total - sum(counts[status] for status in OPEN), "all": total}


def labelled(ask: Ask, views: Sequence[RedactionView]) -> list[Row]:
    """Rows, with the pseudonyms that were drawn for those that are accepted, where the release wants them."""
    labels: Mapping[int, str] = {}
    if ask.dossier.release_settings().pseudonyms:
        labels = ask.dossier.drawn_pseudonyms({one.value for one in views if one.value and one.status == "accepted"})
    return [row(ask.say, one, labels.get(one.value or 0, "") if one.status == "accepted" else "") for one in views]


def _stands(one: RedactionView, sheet: Sheet) -> bool:
    """Whether it stands in this stretch: by its words, or as a box on a page that begins here."""
    if one.span is not None:
        return one.span[0] < sheet.stretch.span[1] and one.span[1] > sheet.stretch.span[0]
    first, last = (line - sheet.document.first_line + 1 for line in sheet.stretch.lines)
    return any(number == one.page and first <= top <= last for number, top, _, _ in sheet.document.pages)


def _list(ask: Ask, here: Sequence[RedactionView]) -> dict[str, Any]:
    """The rows, attention points apart; a drawn box stands where its page begins."""
    shown = labelled(ask, sorted(here, key=lambda one: (one.page or 0, one.span or (0, 0))))
    apart = [one for one in shown if one["status"] == "attention" or one["kind"] == "opinion"]
    return {
        "rows": [one for one in shown if one not in apart],
        "attention": apart,
        "grounds": grounds(),
        "kinds": list(KINDS),
        "reaches": list(REACHES),
        "sure": SURE,
    }


def _about(ask: Ask, sheet: Sheet) -> dict[str, Any]:
    view = sheet.document
    own = short_id(view.id)
    return {
        "id": own,
        "name": view.name,
        "title": titles(ask.dossier, [view.id]).get(view.id),
        "kind": view.kind,
        "lines": [view.first_line, sheet.stretches[-1].lines[1]],
        "pages": [list(page) for page in view.pages],
        "stretch": sheet.number + 1,
        "stretches": sheets.stretches(sheet),
        "original": ask.url("document-original", id=own),
        "pdf": ask.url("document-pdf", id=own) if view.media == "pdf" else None,
    }


def _text(ask: Ask, sheet: Sheet, here: Sequence[RedactionView], lines: tuple[int, int] | None) -> dict[str, Any]:
    """The blocks of the text; what elsewhere are items are the places to withhold here."""
    places = tuple(ItemPlace(one.span, one.id, one.kind, one.status) for one in here if one.span is not None)
    blocks = sheets.blocks(
        replace(sheet, items=places), ask.url("redact-document", id=short_id(sheet.document.id)), lines
    )
    return {"blocks": blocks, "chosen": list(lines) if lines else None}


ROUTES = (
    Route(
        "/lakken/document/{id}", document, name="redact-document", summary="web.redact.about.document", role="officer",
        params=(Param("regel", length=40), Param("stuk", "int", least=1, most=1_000_000)),
    ),
)  # fmt: skip
