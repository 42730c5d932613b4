"""Deciding: accept, reject, change the ground, note, all that is sure at once; and taking back what was done.

A form carries the version at which a place was read. Where a colleague was first nothing is written, and what they
did is shown beside what was wanted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from draad.dossier.redactions import RedactionFilter, RedactionView
from draad.errors import ConflictError, UsageError
from draad.records import short_id
from draad.web import returning
from draad.web.ask import Ask
from draad.web.pages.redact import forms
from draad.web.pages.redact.document import labelled, progress
from draad.web.pages.redact.rows import KINDS, REACHES, change, grounds, places, referred, reopened, row
from draad.web.respond import Answer, Page, Redirect
from draad.web.routes import BadValueError, Param, Route

ACTIONS: Mapping[str, Mapping[str, str]] = {
    "akkoord": {"status": "accepted"},
    "afwijzen": {"status": "rejected"},
    "heropenen": {"status": "proposed"},
    "wijzigen": {},
}
"""What one can do with a place, and what status that gives."""
_ONE = re.compile(r"([a-z]+):([0-9a-f]{16}:\d{1,9})")
_DOCUMENT = Param("document", length=200)


def decide(ask: Ask) -> Answer:
    """One action on one place, or acceptance of all that is sure in a document."""
    if ask.values["een"]:
        return _one(ask, ask.values["een"])
    if ask.values["vanaf"] is None or not ask.values["document"]:
        raise BadValueError("een")
    return _sure(ask, ask.dossier.resolve(ask.values["document"], "document"), ask.values["vanaf"])


def _one(ask: Ask, given: str) -> Answer:
    match = _ONE.fullmatch(given)
    if match is None or match[1] not in ACTIONS:
        raise BadValueError(f"een: {given[:60]!r}")
    number, version = referred("een", match[2])
    changes = {**ACTIONS[match[1]], **forms.given(ask)}
    if match[1] == "heropenen":
        changes["status"] = reopened(ask.dossier.redaction(number))
    if not changes:
        raise UsageError(ask.say("web.redact.nothing"), ask.say("web.redact.nothing-cure"))
    try:
        changed = ask.dossier.decide([(number, version, changes)], who=ask.user.name, reach=forms.reach(ask))
    except ConflictError:
        return conflict(ask, number, match[1])
    return _done(ask, f"web.redact.told.{match[1]}", [number, *changed])


def _sure(ask: Ask, document: int, least: int) -> Answer:
    """Accepts all proposals from a score on; attention points are none of them, whatever their score."""
    held = ask.dossier.redactions(RedactionFilter(documents=(document,), statuses=("proposed",)))
    sure = [one for one in held if round(100 * one.score) >= least and one.kind != "opinion"]
    wanted = [(one.id, one.version, {"status": "accepted"}) for one in sure]
    if not wanted:
        raise UsageError(ask.say("web.redact.none-sure", n=least), ask.say("web.redact.none-sure-cure"))
    changed = ask.dossier.decide(wanted, who=ask.user.name, reach=forms.reach(ask))
    return _done(ask, "web.redact.told.akkoord", changed)


def undo(ask: Ask) -> Answer:
    """Takes back what this officer did last. Raises NothingToUndoError, ConflictError."""
    return _done(ask, "web.redact.told.undo", ask.dossier.undo_redactions(ask.user.name))


def _done(ask: Ask, told: str, changed: Sequence[int]) -> Answer:
    """Back to where it was done, or for the script the rows of the document at hand that are otherwise now."""
    found = ask.dossier.redactions_by_id(set(changed))
    count = places(ask.say, len(set(changed)))
    if ask.wants != "part" or not ask.values["document"]:
        data = {"changed": [row(ask.say, one) for one in found.values()]}
        return Redirect(returning.back(ask, ask.url("redact")), (told, {"count": count}), data=data)
    document = ask.dossier.resolve(ask.values["document"], "document")
    here = [one for one in found.values() if one.document == document]
    after: dict[str, Any] = {
        "rows": labelled(ask, here),
        "gone": [short_id(number) for number in changed if number not in found],
        "told": ask.say(told, count=count),
        "elsewhere": len(found) - len(here),
        **progress(ask, document),
    }
    return Page("redact/_changed.html", after, "", part="redact/_changed.html")


def conflict(ask: Ask, number: int, action: str) -> Page:
    """A colleague was first: who, when, what it is now, and what was wanted, to decide anew."""
    now = ask.dossier.redaction(number)
    data: dict[str, Any] = {
        "error": {
            "code": "conflict",
            "message": ask.say("web.redact.conflict.what"),
            "cure": ask.say("web.redact.conflict.cure"),
        },
        "one": row(ask.say, now),
        "wanted": {"action": action, "fields": {name: ask.values.get(name) for name in ask.values.get("velden", ())}},
        "reach": ask.values["bereik"],
        "last": [change(one) for one in ask.dossier.redaction_log(redaction=number, limit=1)],
        "document": ask.values["document"],
        "back": returning.back(ask, _place(ask, now)),
    }
    title = ask.say("web.redact.conflict.title")
    return Page(
        "redact/conflict.html", data, title, part="redact/_row_conflict.html", status=409, crumbs=forms.crumbs(ask)
    )


def place(ask: Ask) -> Page:
    """One place by itself: all that can be changed of it, and what was done with it."""
    one = ask.dossier.redaction(ask.path["id"])
    data: dict[str, Any] = {
        "one": labelled(ask, [one])[0],
        "log": [change(line) for line in ask.dossier.redaction_log(redaction=one.id, limit=100)],
        "elsewhere": _elsewhere(ask, one),
        "grounds": grounds(),
        "kinds": list(KINDS),
        "reaches": list(REACHES),
        "back": returning.back(ask, _place(ask, one)),
    }
    return Page("redact/place.html", data, ask.say("web.redact.place.title"), crumbs=forms.crumbs(ask))


def _elsewhere(ask: Ask, one: RedactionView) -> list[dict[str, Any]]:
    """Other places of the same message's passage or of the same value; of many the first."""
    wanted = RedactionFilter(values=(one.value,)) if one.value else RedactionFilter(twins=(one.twin,))
    found = ask.dossier.redactions(wanted, limit=51)
    return [row(ask.say, other) for other in found if other.id != one.id][:50]


def _place(ask: Ask, one: RedactionView) -> str:
    name = short_id(one.id)
    line = one.lines[0] if one.lines else None
    return ask.url("redact-document", id=short_id(one.document), regel=line, _anchor=f"l-{name}")


ROUTES = (
    Route(
        "/lakken/besluit", decide, name="redact-decide", summary="web.redact.about.decide",
        method="POST", role="officer", scope="write",
        params=(
            Param("een", length=100), Param("vanaf", "int", least=1, most=100), _DOCUMENT, forms.REACH, *forms.PARAMS,
            returning.BACK,
        ),
    ),
    Route(
        "/lakken/ongedaan", undo, name="redact-undo", summary="web.redact.about.undo",
        method="POST", role="officer", scope="write", params=(_DOCUMENT, returning.BACK),
    ),
    Route(
        "/lakken/plek/{id}", place, name="redact-place", summary="web.redact.about.place", role="officer",
        params=(returning.BACK,),
    ),
)  # fmt: skip
