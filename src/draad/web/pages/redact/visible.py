"""Names that stay visible because of a public office: what Draad knows, and what officers changed of that."""

from __future__ import annotations

from typing import Any

from draad.dossier.judging import OFFICES
from draad.release.propose import listed
from draad.web.ask import Ask
from draad.web.pages.redact import forms
from draad.web.respond import Page, Redirect
from draad.web.routes import BadValueError, Param, Route

DEEDS = ("zichtbaar", "lakken", "vergeten")
"""Stays visible; is proposed after all; what was changed is taken back."""


def visible(ask: Ask) -> Page:
    """The list, by name."""
    changed = ask.dossier.visible()
    taken = {one.name.casefold() for one in changed}
    data: dict[str, Any] = {
        "names": [
            {"name": one.name, "office": one.office, "shown": one.shown, "who": one.who, "at": one.at}
            for one in changed
        ],
        "offices": list(OFFICES),
        "known": _known(taken),
    }
    return Page("redact/visible.html", data, ask.say("web.redact.visible.title"), crumbs=forms.crumbs(ask))


def _known(taken: set[str]) -> list[dict[str, Any]]:
    """Whom Draad knows by office, those left out of whom an officer said something; by office and name."""
    found: dict[str, set[str]] = {}
    for one in listed():
        if one.shown.casefold() not in taken:
            found.setdefault(one.office, set()).add(one.shown)
    return [{"office": office, "names": sorted(names)} for office, names in found.items()]


def change(ask: Ask) -> Redirect:
    """Adds a name, switches one, or takes back what was changed of it. Raises UsageError."""
    name, deed = ask.values["naam"], ask.values["doe"]
    if deed is None:
        raise BadValueError("doe")
    if deed == "vergeten":
        ask.dossier.forget_visible(name or "", who=ask.user.name)
    else:
        ask.dossier.set_visible(name or "", ask.values["ambt"], deed == "zichtbaar", who=ask.user.name)
    return Redirect(ask.url("redact-visible"), (f"web.redact.told.{deed}", {}))


ROUTES = (
    Route("/lakken/zichtbaar", visible, name="redact-visible", summary="web.redact.about.visible", role="officer"),
    Route(
        "/lakken/zichtbaar", change, name="redact-visible-change", summary="web.redact.about.visible-change",
        method="POST", role="officer", scope="write",
        params=(
            Param("naam", length=200), Param("ambt", "choice", OFFICES, default="other"), Param("doe", "choice", DEEDS),
        ),
    ),
)  # fmt: skip
