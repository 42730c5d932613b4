"""A second pair of eyes: what others decided and nobody looked at since, to confirm or to send back."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from draad.dossier.redactions import RedactionFilter, RedactionView
from draad.errors import UsageError
from draad.records import short_id
from draad.web import returning
from draad.web.ask import Ask
from draad.web.pages.redact import forms
from draad.web.pages.redact.deciding import conflict
from draad.web.pages.redact.rows import Row, around, places, referred, reopened, row
from draad.web.paging import paging
from draad.web.respond import Answer, Page, Redirect
from draad.web.routes import PAGE, Param, Route

LOOKS = ("bevestigen", "terugsturen")


def second(ask: Ask) -> Page:
    """A page of the decisions of others, by document; of one's own only how many wait for a colleague."""
    waiting = RedactionFilter(second=False)
    total = sum(ask.dossier.count_redactions(waiting).values())
    wanted = RedactionFilter(second=False, not_by=ask.user.name)
    others = sum(ask.dossier.count_redactions(wanted).values())
    turned = paging(ask, others)
    found = ask.dossier.redactions(wanted, limit=turned.size, offset=turned.offset)
    data: dict[str, Any] = {
        "documents": [
            _document(ask, document, list(held)) for document, held in groupby(found, lambda one: one.document)
        ],
        "total": others,
        "own": total - others,
        "looked": sum(ask.dossier.count_redactions(RedactionFilter(second=True)).values()),
        "needed": ask.dossier.release_settings().second_needed,
        **turned.told(len(found)),
    }
    return Page("redact/second.html", data, ask.say("web.redact.second.title"), crumbs=forms.crumbs(ask))


def _document(ask: Ask, document: int, held: list[RedactionView]) -> dict[str, Any]:
    text = ask.dossier.text(document)
    rows: list[Row] = [{**row(ask.say, one), "around": around(text, one)} for one in held]
    return {"id": short_id(document), "name": held[0].document_name, "rows": rows}


def look(ask: Ask) -> Answer:
    """Confirms decisions of others, or sends them back to be decided anew. Raises UsageError for one's own."""
    chosen = [referred("plek", one) for one in ask.values["plek"]]
    if not chosen:
        raise UsageError(ask.say("web.redact.second.none-chosen"), ask.say("web.redact.second.none-chosen-cure"))
    held = ask.dossier.redactions_by_id([number for number, _ in chosen])
    for number, version in chosen:  # what is confirmed is what was seen
        if number not in held or held[number].version != version:
            return conflict(ask, number, ask.values["oordeel"])
    if any(held[number].who.casefold() == ask.user.name.casefold() for number, _ in chosen):
        raise UsageError(ask.say("web.redact.second.yours"), ask.say("web.redact.second.yours-cure"))
    if ask.values["oordeel"] == "bevestigen":
        done = ask.dossier.second_look([number for number, _ in chosen], who=ask.user.name)
    else:
        done = _sent_back(ask, chosen, held)
    flash = (f"web.redact.told.{ask.values['oordeel']}", {"count": places(ask.say, len(done))})
    data = {"done": [short_id(number) for number in done]}
    return Redirect(returning.back(ask, ask.url("redact-second")), flash, data=data)


def _sent_back(ask: Ask, chosen: list[tuple[int, int]], held: Mapping[int, RedactionView]) -> list[int]:
    """Open again, with the note of who sent it back."""
    note = {"note": ask.values["notitie"]} if ask.values["notitie"] else {}
    edits = [(number, version, {"status": reopened(held[number]), **note}) for number, version in chosen]
    return ask.dossier.decide(edits, who=ask.user.name, reach=forms.reach(ask))


ROUTES = (
    Route(
        "/lakken/tweede-blik", second, name="redact-second", summary="web.redact.about.second", role="officer",
        params=(PAGE,),
    ),
    Route(
        "/lakken/tweede-blik", look, name="redact-look", summary="web.redact.about.look",
        method="POST", role="officer", scope="write",
        params=(
            Param("plek", "list", length=100), Param("oordeel", "choice", LOOKS, default="bevestigen"),
            Param("notitie", length=forms.LONGEST_NOTE), forms.REACH, Param("document", length=200), returning.BACK,
        ),
    ),
)  # fmt: skip
