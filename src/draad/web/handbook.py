"""The handbook: the chapters of ``docs/`` as pages, on the page where they are needed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_PACKED = Path(__file__).parent / "handbook"
_SOURCE = Path(__file__).parents[3] / "docs"
"""In the package; in a clone, where the docs stand beside the code."""
CHAPTERS = {
    "leeszaal": "leeszaal.md",
    "lezer": "lezer.md",
    "team": "team.md",
    "officier": "officier.md",
    "lakken": "lakken.md",
    "controle": "controle.md",
    "verwijderen": "verwijderen.md",
    "uitgeven": "uitgeven.md",
    "zoeken": "zoeken.md",
    "register": "register.md",
    "punten": "punten.md",
    "fouten": "errors.md",
    "commandos": "commands.md",
    "beveiliging": "beveiliging.md",
    "huisstijl": "huisstijl.md",
    "toegankelijkheid": "toegankelijkheid.md",
}
"""Chapters for people who use Draad, by their place in the address; in the order of reading."""
SECTIONS = {
    "dossier": "dossier",
    "search": "zoeken",
    "threads": "gesprekken",
    "thread": "gesprek",
    "message": "bericht",
    "documents": "documenten",
    "document": "document",
    "register": "register",
    "item": "punt",
    "redact": "lakken",
    "redact-document": "lakken",
    "redact-place": "lakken",
    "redact-second": "lakken",
    "redact-visible": "lakken",
    "redact-pseudonyms": "lakken",
    "redact-settings": "lakken",
    "redact-log": "lakken",
    "audit": "controle",
    "release": "uitgave",
    "release-document": "uitgave",
    "organisations": "organisaties",
    "organisation": "organisaties",
    "ingest": "inlezen",
    "ingest-job": "inlezen",
}
"""For each page the heading of ``leeszaal.md`` that explains it."""


def file_of(name: str) -> Path | None:
    """Where a chapter stands. Names are those of ``CHAPTERS`` alone: none leads elsewhere on the disk."""
    if name not in CHAPTERS:
        return None
    places = (folder / CHAPTERS[name] for folder in (_PACKED, _SOURCE))
    return next((place for place in places if place.is_file()), None)


def anchor(title: str) -> str:
    """The anchor of a heading: its words in lower case with ``-`` between."""
    return "-".join(re.findall(r"[\w.]+", title.lower())) or "kop"


@cache
def _tokens(name: str) -> tuple[Token, ...]:
    file = file_of(name)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(file.read_text(encoding="utf-8") if file else "")
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(tokens[at + 1].content))
            token.attrSet("class", f"utrecht-heading-{token.tag[1]}")
        elif token.type == "paragraph_open":
            token.attrSet("class", "utrecht-paragraph")
        elif token.type == "table_open":
            token.attrSet("class", "utrecht-table utrecht-table--html-table draad-table")
        elif token.type == "fence":
            token.info = ""
        for child in token.children or ():
            _link(child)
    return tuple(tokens)


def _link(token: Token) -> None:
    """Links between chapters lead to pages; pictures and what stands outside the handbook lose their link's end."""
    if token.type != "link_open":
        return
    token.attrSet("class", "utrecht-link utrecht-link--html-a")
    file, _, part = str(token.attrGet("href") or "").partition("#")
    chapters = {target: name for name, target in CHAPTERS.items()}
    if file in chapters:
        token.attrSet("href", f"/hulp/{chapters[file]}{'#' if part else ''}{part}")


def laid_out(name: str) -> Markup:
    """A chapter as HTML. It is our own text, and the reader lets no HTML in it through; so it needs no escaping."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return Markup(reader.renderer.render(list(_tokens(name)), reader.options, {}))


def title(name: str) -> str:
    """The heading above a chapter."""
    return next((row["title"] for row in headings(name)), name)


def headings(name: str) -> list[dict[str, Any]]:
    """All headings of a chapter, with their level and anchor."""
    tokens = _tokens(name)
    return [
        {"title": _plain(tokens[at + 1]), "level": int(token.tag[1]), "anchor": str(token.attrGet("id"))}
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def section_of(route: str) -> tuple[str, str] | None:
    """The chapter and the heading that explain a page, by the name of its route; None where nothing does."""
    return ("leeszaal", SECTIONS[route]) if route in SECTIONS else None
