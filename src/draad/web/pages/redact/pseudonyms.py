"""Who goes by which pseudonym in the release, which directorate it names, and why not: officers' data."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from draad.records import short_id
from draad.web import returning
from draad.web.ask import Ask
from draad.web.pages.redact import forms
from draad.web.paging import paging
from draad.web.respond import Page, Redirect
from draad.web.routes import PAGE, BadValueError, Param, Route

if TYPE_CHECKING:
    from draad.release.pseudonyms.drawing import Person, Plan

RULE, NONE = "regel", "geen"
"""In the form: what the rule gives, and no directorate; anything else is a directorate."""


def pseudonyms(ask: Ask) -> Page:
    """Everybody who is withheld now, by name."""
    held = _planned(ask)
    turned = paging(ask, len(held.persons))
    shown = held.persons[turned.offset : turned.offset + turned.size]
    settings = ask.dossier.release_settings()
    data: dict[str, Any] = {
        "people": [_row(one) for one in shown],
        "total": len(held.persons),
        "on": settings.pseudonyms,
        "directorates": settings.directorates,
        "telling": held.telling,
        "undrawn": sum(not one.stays for one in held.persons),
        "loose": sum(one.held is not None and not one.held.printed for one in held.persons),
        **turned.told(len(shown)),
    }
    return Page("redact/pseudonyms.html", data, ask.say("web.redact.pseudonyms.title"), crumbs=forms.crumbs(ask))


def _planned(ask: Ask) -> Plan:
    """The plan, made anew when anything changed on which it depends: it reads all documents that are released."""
    from draad.release.pseudonyms.drawing import plan

    dossier = ask.dossier
    said = sorted((document, one.version) for document, one in dossier.judgements().items())
    drawn = sorted((value, one.label, one.printed) for value, one in dossier.held_pseudonyms().items())
    state = (
        astuple(dossier.release_settings()),
        tuple(said),
        tuple(drawn),
        tuple(sorted(dossier.person_units().items())),
    )
    found: Plan = ask.room.keep.get(("pseudonyms", hash(state)), plan, dossier).value
    return found


def _row(one: Person) -> dict[str, Any]:
    from draad.release.pseudonyms.labels import noun

    return {
        "id": short_id(one.value),
        "names": list(one.names),
        "kind": one.kind,
        "places": one.places,
        "label": one.held.label if one.held and one.stays else "",
        "group": " ".join(filter(None, (noun(), one.unit))),
        "unit": one.unit,
        "why": one.choice.why,
        "bearers": one.choice.bearers,
        "offered": list(one.offered),
        "chosen": RULE if one.chosen is None else one.chosen or NONE,
        "printed": bool(one.held and one.held.printed),
        "telling": one.telling,
    }


def choose(ask: Ask) -> Redirect:
    """A directorate for somebody, none, or what the rule gives. Raises UsageError."""
    from draad.release.pseudonyms.drawing import set_unit

    person, unit = ask.values["persoon"], ask.values["directie"]
    if not unit or not person or len(person) != 16 or not set(person) <= set("0123456789abcdef"):
        raise BadValueError("persoon")
    set_unit(ask.dossier, int(person, 16), {RULE: None, NONE: ""}.get(unit, unit), ask.user.name)
    return Redirect(returning.back(ask, ask.url("redact-pseudonyms")), ("web.redact.told.directorate", {}))


def again(ask: Ask) -> Redirect:
    """Draws anew for all who stood in no file yet. Raises PseudonymError."""
    from draad.release.pseudonyms.drawing import draw_again

    drawn = draw_again(ask.dossier, ask.user.name)
    flash = ("web.redact.told.drawn", {"n": ask.say.number(len(drawn))})
    return Redirect(ask.url("redact-pseudonyms"), flash, data={"drawn": len(drawn)})


ROUTES = (
    Route(
        "/lakken/pseudoniemen", pseudonyms, name="redact-pseudonyms", summary="web.redact.about.pseudonyms",
        role="officer", params=(PAGE,),
    ),
    Route(
        "/lakken/pseudoniemen/directie", choose, name="redact-directorate", summary="web.redact.about.directorate",
        method="POST", role="officer", scope="write",
        params=(Param("persoon", length=16), Param("directie", length=20)),
    ),
    Route(
        "/lakken/pseudoniemen/opnieuw", again, name="redact-draw-again", summary="web.redact.about.draw-again",
        method="POST", role="officer", scope="write",
    ),
)  # fmt: skip
