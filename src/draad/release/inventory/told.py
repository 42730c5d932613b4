"""Sender and addressee at the level that may be told: organisation, directorate, domain; a name by office alone.

Read from what is left of the header when all that is withheld is taken out: what is not there any more is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from draad.extract.known import directorate, organisation
from draad.fold import fold
from draad.knowledge import load
from draad.records import Person
from draad.show.plain import one_line

_BRACKETED = re.compile(r"\(([^()]{1,60})\)")
_CODE = re.compile(r"[A-Z][A-Za-z0-9-]{0,11}")
_ADDRESS = re.compile(r"[<(\[][^<>()\[\]]*@[^<>()\[\]]*[>)\]]|\S+@\S+")
_PERSON = re.compile(r"[,;(/\d]|\b(?:t\.?a\.?v|mevr|mw|dhr|de heer|ter attentie)\b", re.IGNORECASE)
"""Where an organisation's name ends and somebody's may begin."""
_INITIAL = re.compile(r"\b[A-Z]\.")
_BODY = 80
"""Characters of an organisation's name."""
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


def office(text: str) -> str:
    """What may be told of whom a letter or a memo names: an organisation, a function or a directorate; never the name.

    ``minister De Vries`` is ``minister``; ``Anna de Vries (DMO)`` is her directorate; of others it is nothing.
    """
    words = one_line(text)
    folded = fold(words)
    known = organisation(words)
    if known:
        return known
    if folded.startswith(tuple(load("reports")["organisation"]["starts"])):
        body = _PERSON.split(words)[0].strip(" .-")
        return body if len(body) <= _BODY and not _INITIAL.search(body) else ""
    for function in load("tops")["functions"]["words"]:
        if re.match(rf"(?:de |het )?{re.escape(function)}(?!\w|-)", folded):
            return str(function)
    return _directorate(text, text)
