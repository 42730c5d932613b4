"""One document: its text with line numbers, what is new in it, what lies around it; the file itself to keep."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from draad.dossier import Neighbour
from draad.dossier.sheets import Sheet
from draad.dossier.views import DocumentView, LineRange
from draad.errors import NotFoundError
from draad.records import short_id
from draad.web import sheets
from draad.web.ask import Ask
from draad.web.failures import shown_path
from draad.web.respond import Answer, Download, Inline, Page, Redirect
from draad.web.routes import Param, Route
from draad.web.titles import titles

_WHOLE = re.compile(r"[0-7][0-9a-f]{15}")
"""A whole identifier: 63 bits, for the store's numbers have a sign."""
_PDF = b"%PDF-"


def document(ask: Ask) -> Answer:
    """The page of a document, or the way to it from its name or a shorter identifier."""
    view = _found(ask)
    own = short_id(view.id)
    if ask.wants == "html" and ask.path["id"] != own:
        asked = {name: list(values) for name, values in ask.query.items()}
        return Redirect(ask.url("document", **{**asked, "id": own}), status=301)
    lines = sheets.chosen_lines(ask.say, ask.values["regel"])
    sheet = ask.dossier.sheet(view.id, line=lines[0] if lines else None, number=(ask.values["stuk"] or 1) - 1)
    return Page(
        "document/document.html",
        _data(ask, sheet, lines),
        title=view.name,
        part="document/_cite.html",
        crumbs=[(ask.say("web.document.title"), ask.url("documents"))],
    )


def _found(ask: Ask) -> DocumentView:
    """The document of an address: a whole identifier before anything else, for a name may look like one."""
    ref = ask.path["id"]
    if _WHOLE.fullmatch(ref):
        try:
            return ask.dossier.document(int(ref, 16))
        except NotFoundError:
            pass  # then it may be a name that looks like an identifier
    return ask.dossier.document(ref)


def _data(ask: Ask, sheet: Sheet, lines: LineRange | None) -> dict[str, Any]:
    view = sheet.document
    own = short_id(view.id)
    first, last = view.first_line, sheet.stretches[-1].lines[1]
    stands = lines is not None and first <= lines[0] <= last
    chosen = (lines[0], min(lines[1], last)) if lines and stands else None
    around = sheets.around(ask.dossier.around(view.id), view.id)
    before, after = ask.dossier.neighbours(view.id)
    known = titles(ask.dossier, [view.id, *(one.id for one in (before, after) if one)])
    repeated, copies = sheet.tally.repeated, sheet.tally.copies
    return {
        "id": own,
        "name": view.name,
        "title": known.get(view.id),
        "kind": view.kind,
        "media": view.media,
        "path": shown_path(view.path),
        "pages": [list(page) for page in view.pages],
        "lines": [first, last],
        "characters": view.length,
        "copies": copies,
        "new": copies - repeated,
        "first": sheet.tally.first,
        "last": sheet.tally.last,
        "warnings": [sheets.warning(ask.say, text) for text in view.warnings],
        "report": sheets.report(sheet),
        "inventory": sheets.inventory(view),
        "around": around,
        "size_words": sheets.size(ask.say, around["size"]),
        "previous": before and _beside(before, known),
        "next": after and _beside(after, known),
        "stretch": sheet.number + 1,
        "stretches": sheets.stretches(sheet),
        "fold": repeated > 0 and ask.values["toon"] != "alles",
        "chosen": list(chosen) if chosen else None,
        "missing": sheets.line_words(ask.say, lines) if lines and not stands else None,
        "reference": _reference(ask, sheet, chosen) if chosen else None,
        "blocks": sheets.blocks(sheet, ask.url("document", id=own), chosen),
        "original": ask.url("document-original", id=own),
        "pdf": ask.url("document-pdf", id=own) if view.media == "pdf" else None,
    }


def _beside(one: Neighbour, known: Mapping[int, str]) -> dict[str, Any]:
    """The document before or after this one."""
    return {"id": short_id(one.id), "name": one.name, "title": known.get(one.id)}


def _reference(ask: Ask, sheet: Sheet, chosen: LineRange) -> str:
    first, last = chosen
    asked = str(first) if first == last else f"{first}-{last}"
    url = ask.url("document", id=short_id(sheet.document.id), regel=asked, _anchor=f"r{first}")
    return sheets.reference(ask.say, sheet, chosen, ask.room.name, f"{ask.origin}{url}")


def original(ask: Ask) -> Download:
    """The file as it was given, to keep: never shown by the browser. Raises NotFoundError."""
    view = _found(ask)
    name = ask.dossier.around(view.id).file
    return Download(_bytes_of(ask, view), name, mimetypes.guess_type(name)[0] or "application/octet-stream")


def pdf(ask: Ask) -> Inline:
    """The bytes of a PDF, for the picture beside the text. Raises NotFoundError for what is no PDF."""
    view = _found(ask)
    place = _bytes_of(ask, view)
    with place.open("rb") as file:
        if view.media != "pdf" or _PDF not in file.read(1024):  # ISO 32000, annex H: within the first 1,024 bytes
            raise NotFoundError(f"{view.name}: PDF")
    return Inline(place, "application/pdf")


def _bytes_of(ask: Ask, view: DocumentView) -> Path:
    place = ask.dossier.original(view.source)
    if not place.is_file():
        raise NotFoundError(view.name)
    return place


ROUTES = (
    Route(
        "/document/{id}",
        document,
        name="document",
        summary="web.document.summary",
        params=(
            Param("regel", length=40),
            Param("stuk", "int", least=1, most=1_000_000),
            Param("toon", "choice", ("nieuw", "alles"), default="nieuw"),
        ),
    ),
    Route(
        "/document/{id}/origineel",
        original,
        name="document-original",
        summary="web.document.original-summary",
        json=False,
    ),
    Route("/document/{id}/pdf", pdf, name="document-pdf", summary="web.document.pdf-summary", json=False),
)
