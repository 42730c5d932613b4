"""Organisations and directorates by publicly known names and domains (``knowledge/organisations.toml``)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from draad.extract.parties import domains
from draad.knowledge import load

_SHORT = 5
"""Names of so many letters count in their own spelling alone, as everywhere: ``Aw`` is none of ``aw``."""
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)


def is_domain(name: str) -> bool:
    """Whether a name has the form of a mail domain: ``vng.nl``."""
    return len(name) <= 253 and _DOMAIN.fullmatch(name) is not None


def organisation(name: str) -> str | None:
    """The full name of an organisation by a name, an abbreviation or a domain of it: ``vng.nl``, ``VNG``; else None.

    A domain below a known one (``mail.vng.nl``) is of the same organisation (RFC 1034 section 3.1).
    """
    if is_domain(name):
        labels = name.lower().split(".")
        above = (".".join(labels[n:]) for n in range(len(labels) - 1))
        return next((domains()[domain] for domain in above if domain in domains()), None)
    spelled = _spellings()
    return spelled.get(name) or (spelled.get(name.casefold()) if len(name) > _SHORT else None)


def directorate(code: str) -> str | None:
    """What a directorate's abbreviation stands for, where all ministries that have one mean the same; else None."""
    meant = _codes().get(code)
    return next(iter(meant)) if meant is not None and len(meant) == 1 else None


def _listed() -> list[dict[str, Any]]:
    data = load("organisations")
    return [*data["ministry"], *(one for group in data["organisations"].values() for one in group)]


@cache
def _spellings() -> dict[str, str]:
    """Full names by every spelling; in lower case too where that is long enough to be no everyday word."""
    known: dict[str, str] = {}
    for listed in _listed():
        for name in (listed["name"], *listed.get("aliases", ())):
            known.setdefault(name, listed["name"])
            if len(name) > _SHORT:
                known.setdefault(name.casefold(), listed["name"])
    return known


@cache
def _codes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for ministry in load("organisations")["ministry"]:
        for code, name in ministry.get("codes", {}).items():
            found.setdefault(code, set()).add(name)
    return {code: frozenset(names) for code, names in found.items()}
