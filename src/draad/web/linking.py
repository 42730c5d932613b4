"""Addresses of other pages, as the pages of the dossier and of organisations name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from draad.extract.known import is_domain
from draad.register.states import STATES
from draad.web.ask import Ask


def search(ask: Ask, query: str) -> str:
    """The address of a search in the query language."""
    return ask.url("search", q=query)


def register(ask: Ask, **filters: Any) -> str:
    """The address of the register, filtered: ``soort``, ``stand``, ``eigenaar``, ``organisatie``."""
    return ask.url("register", **filters)


def states_of(
    ask: Ask, kind: str, items: Mapping[tuple[str, str], int], owners: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """How many items of a kind are in each state, in the order of work, with the way to them in the register.

    ``items`` are counts by kind and state.
    """
    return [
        {
            "status": status,
            "number": items[kind, status],
            "url": register(ask, soort=[kind], stand=[status], eigenaar=list(owners)),
        }
        for status in STATES
        if (kind, status) in items
    ]


def mail_of(names: Sequence[str], field: str = "", most: int = 6) -> str:
    """The query for messages from (``van``) or to (``aan``) these domains, or either; empty without a domain."""
    domains = [name for name in names if is_domain(name)][:most]
    fields = (field,) if field else ("van", "aan")
    wanted = [f"{one}:{domain}" for domain in domains for one in fields]
    return wanted[0] if len(wanted) == 1 else f"({' OF '.join(wanted)})" if wanted else ""


def words_of(name: str) -> str:
    """The query for a name as it stands: a phrase."""
    plain = " ".join("".join(" " if c in '"“”„' else c for c in name).split())
    return f'"{plain}"' if plain else ""
