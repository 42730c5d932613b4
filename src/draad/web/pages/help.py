"""Help: the handbook as it stands in ``docs/``."""

from __future__ import annotations

from draad.errors import NotFoundError
from draad.web.ask import Ask
from draad.web.handbook import CHAPTERS, file_of, headings, title
from draad.web.respond import Page
from draad.web.routes import Route


def contents(ask: Ask) -> Page:
    """What there is to read."""
    chapters = [
        {"name": name, "title": title(name), "url": ask.url("help-page", page=name)}
        for name in CHAPTERS
        if file_of(name)
    ]
    return Page("help/contents.html", {"chapters": chapters}, ask.say("web.help.title"))


def chapter(ask: Ask) -> Page:
    """One chapter; its text as Markdown for programs."""
    return _chapter(ask, ask.path["page"])


def accessibility(ask: Ask) -> Page:
    """The accessibility statement, which the Besluit digitale toegankelijkheid overheid asks of public sites."""
    return _chapter(ask, "toegankelijkheid")


def _chapter(ask: Ask, name: str) -> Page:
    file = file_of(name)
    if file is None:
        raise NotFoundError(name[:60])
    shown = title(name)
    data = {"name": name, "title": shown, "text": file.read_text(encoding="utf-8"), "headings": headings(name)}
    return Page("help/chapter.html", data, shown, crumbs=((ask.say("web.help.title"), ask.url("help")),))


ROUTES = (
    Route("/hulp", contents, name="help", summary="web.help.title", role="anyone"),
    Route("/hulp/{page}", chapter, name="help-page", summary="web.help.chapter", role="anyone"),
    Route("/toegankelijkheid", accessibility, name="accessibility", summary="web.help.accessibility", role="anyone"),
)
