"""The front door, and how somebody wants to read: the language and the theme."""

from __future__ import annotations

from draad.texts import LANGUAGES
from draad.web.accounts.origin import own_path
from draad.web.ask import Ask
from draad.web.respond import Redirect
from draad.web.routes import Param, Route

_THEMES = ("licht", "donker", "systeem")


def front(ask: Ask) -> Redirect:
    """To the dossier's own page."""
    return Redirect(ask.url("dossier"))


def choose(ask: Ask) -> Redirect:
    """Keeps a language or a theme in the browser and goes back to where it was chosen."""
    cookies: dict[str, str | None] = {}
    if language := ask.values["taal"]:
        cookies["draad_taal"] = language
    if theme := ask.values["thema"]:
        cookies["draad_thema"] = None if theme == "systeem" else theme
    return Redirect(own_path(ask.values["terug"]), cookies=cookies)


ROUTES = (
    Route("/", front, name="front", summary="web.base.front", json=False),
    Route(
        "/instellingen",
        choose,
        name="settings",
        summary="web.base.settings",
        method="POST",
        role="anyone",
        params=(Param("taal", "choice", LANGUAGES), Param("thema", "choice", _THEMES), Param("terug", default="/")),
        json=False,
    ),
)
