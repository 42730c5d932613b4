"""What holds for the release as a whole: who stays visible by office, pseudonyms, a second look, whose it is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from draad.errors import UsageError
from draad.web.ask import Ask
from draad.web.failures import in_form
from draad.web.pages.redact import forms
from draad.web.respond import Answer, Page, Redirect
from draad.web.routes import Param, Route

FLAGS = {
    "top": "top_officials_visible", "pseudoniemen": "pseudonyms", "directies": "directorates",
    "tweede": "second_needed",
}  # fmt: skip
NUMBERS = {"minstens": "directorate_least"}
WORDS = {
    "zaak": "matter", "organisatie": "organisation", "titel": "title", "ontvangen": "request_date",
    "gepubliceerd": "published", "adres": "base_url",
}  # fmt: skip
"""Names in the form, and those of the settings."""
DAYS = ("ontvangen", "gepubliceerd")


def settings(ask: Ask) -> Page:
    """The form."""
    held = asdict(ask.dossier.release_settings())
    return _form(ask, {name: held[field] for name, field in {**FLAGS, **NUMBERS, **WORDS}.items()})


def save(ask: Ask) -> Answer:
    """Keeps what was filled in; what can't be is shown again, with all that was typed."""
    typed = {name: ask.values[name] for name in (*FLAGS, *NUMBERS)} | {name: ask.values[name] or "" for name in WORDS}
    changes = {field: typed[name] for name, field in {**FLAGS, **NUMBERS, **WORDS}.items()}
    before = asdict(ask.dossier.release_settings())
    try:
        changed = {field: value for field, value in changes.items() if value != before[field]}
        if changed:
            ask.dossier.set_release_settings(changed, who=ask.user.name)
    except UsageError as error:
        return _form(ask, typed, error)
    return Redirect(ask.url("redact-settings"), ("web.redact.told.settings", {}), data={"settings": changes})


def draw(ask: Ask) -> Redirect:
    """Draws the labels of all who are withheld, at once: one by one their order would tell of it."""
    from draad.release.pseudonyms.drawing import draw as drawn_for  # it opens PDFs: a server starts without that

    drawn = drawn_for(ask.dossier)
    flash = ("web.redact.told.drawn", {"n": ask.say.number(len(drawn))})
    return Redirect(ask.url("redact-settings"), flash, data={"drawn": len(drawn)})


def _form(ask: Ask, typed: dict[str, Any], error: UsageError | None = None) -> Page:
    data: dict[str, Any] = {
        "form": typed,
        "flags": list(FLAGS),
        "numbers": list(NUMBERS),
        "words": list(WORDS),
        "days": list(DAYS),
        "error": None,
        "pseudonyms": ask.dossier.release_settings().pseudonyms,
    }
    if error:
        data["error"] = in_form(ask.say, error)
    title = ask.say("web.redact.settings.title")
    return Page("redact/settings.html", data, title, status=400 if error else 200, crumbs=forms.crumbs(ask))


ROUTES = (
    Route(
        "/lakken/pseudoniemen", draw, name="redact-draw", summary="web.redact.about.draw",
        method="POST", role="officer", scope="write",
    ),
    Route(
        "/lakken/instellingen", settings, name="redact-settings", summary="web.redact.about.settings", role="officer"
    ),
    Route(
        "/lakken/instellingen", save, name="redact-settings-save", summary="web.redact.about.settings-save",
        method="POST", role="officer", scope="write",
        params=(
            *(Param(name, "flag", default=False) for name in FLAGS),
            Param("minstens", "int", default=3, least=2, most=99),
            *(Param(name, length=500) for name in WORDS),
        ),
    ),
)  # fmt: skip
