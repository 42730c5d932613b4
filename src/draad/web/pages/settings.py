"""The front door, and how somebody wants to read: the language and the theme."""

from __future__ import annotations

from draad.texts import LANGUAGES
from draad.web.accounts.cookies import LANGUAGE, THEME
from draad.web.accounts.origin import own_path
from draad.web.ask import THEMES, Ask
from draad.web.respond import Redirect
from draad.web.routes import Param, Route

_SYSTEM = "systeem"


def front(ask: Ask) -> Redirect:
    """To the dossier's own page."""
    return Redirect(ask.url("dossier"))


def choose(ask: Ask) -> Redirect:
    """Keeps a language or a theme in the browser and goes back to where it was chosen."""
    cookies: dict[str, str | None] = {}
    if language := ask.values["taal"]:
        cookies[LANGUAGE] = language
    if theme := ask.values["thema"]:
        cookies[THEME] = None if theme == _SYSTEM else theme
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
        params=(
            Param("taal", "choice", LANGUAGES),
            Param("thema", "choice", (*THEMES, _SYSTEM)),
            Param("terug", default="/"),
        ),
        json=False,
    ),
)
