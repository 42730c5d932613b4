"""Searches that somebody wants to ask again."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

from draad.dossier.query import parse
from draad.errors import NotFoundError
from draad.web.accounts.journal import SavedSearch
from draad.web.ask import Ask
from draad.web.pages.search.asked import Asked
from draad.web.respond import Redirect

_LONGEST_NAME = 80


def save(ask: Ask) -> Redirect:
    """Keeps a search under a name, the query itself where none was given. Raises QueryError for one that can't be."""
    asked = Asked.of(ask.values)
    query = asked.query or "*"
    parse(query)
    name: str = ask.values["naam"] or query[:_LONGEST_NAME]
    address = asked.address(query)
    kept = ask.room.accounts.save_search(ask.user.name, name, urlencode(address))
    return Redirect(ask.url("search", **address), ("web.search.saved-now", {"name": name}), data={"id": kept})


def drop(ask: Ask) -> Redirect:
    """Forgets one of this user's own. Raises NotFoundError."""
    number = ask.path["id"]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFoundError(number[:40])
    ask.room.accounts.drop_search(ask.user.name, int(number))
    return Redirect(ask.url("search"), ("web.search.dropped-now", {}))


def kept(ask: Ask) -> list[dict[str, Any]]:
    """The searches of this user, by name."""
    return [_told(ask, search) for search in ask.room.accounts.searches(ask.user.name)]


def _told(ask: Ask, search: SavedSearch) -> dict[str, Any]:
    values = {name: found[-1] for name, found in parse_qs(search.query).items()}
    return {"id": search.id, "name": search.name, "query": values.get("q", ""), "url": ask.url("search", **values)}
