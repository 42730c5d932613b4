"""Sender and addressee at the level that may be told: organisation, directorate, domain; a name by office alone.

Read from what is left of the header when all that is withheld is taken out: what is not there any more is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from draad.extract.known import directorate, organisation
from draad.knowledge import load
from draad.records import Person
from draad.show.plain import one_line

_BRACKETED = re.compile(r"\(([^()]{1,60})\)")
_CODE = re.compile(r"[A-Z][A-Za-z0-9-]{0,11}")
_ADDRESS = re.compile(r"[<(\[][^<>()\[\]]*@[^<>()\[\]]*[>)\]]|\S+@\S+")
MOST = 12
"""Addressees that a list names; of more it says how many."""


def party(one: Person, left: str, shown: frozenset[str]) -> str:
    """What may be told of somebody in a header of which ``left`` remains; empty where that is nothing.

    ``shown`` are the names, in lower case, of those who appear in public by their office.
    """
    name = one_line(_ADDRESS.sub(" ", one.text)).strip(" ;,<>()[]'\"")
    body = _organisation(one.domain, left)
    if name and name.casefold() in shown and name in one_line(left):
        return f"{name} ({body})" if body else name
    unit = _directorate(one.text, left)
    return ", ".join(filter(None, (unit, body)))


def parties(several: Iterable[Person], left: str, shown: frozenset[str]) -> tuple[str, ...]:
    """The same of several, each once, in order of the header."""
    return tuple(dict.fromkeys(filter(None, (party(one, left, shown) for one in several))))


def _organisation(domain: str | None, left: str) -> str:
    if not domain or domain.casefold() not in left.casefold():
        return ""
    known = organisation(domain)
    if known:
        return known
    return "" if domain.casefold() in load("woo_publish")["private"]["domains"] else domain.casefold()


def _directorate(text: str, left: str) -> str:
    """A directorate that stands in brackets behind a name: ``(DMO)``, ``(MO/Jeugd)``."""
    for inner in _BRACKETED.findall(text):
        if inner in left and "@" not in inner:
            for code in _CODE.findall(inner):
                if told := directorate(code):
                    return told
    return ""
