"""Senders and addressees, as far as a header still tells them apart."""

from __future__ import annotations

import re

from draad.records import Person

_DOMAIN = re.compile(r"[@©®] ?((?:[A-Za-z0-9\-]+ ?[.,:] ?)*[A-Za-z0-9\-]+ ?[.,:] ?[A-Za-z]{2,12})\b")
_AT = re.compile(r"[@©](?=\s?[A-Za-z0-9])")
_MAILTO = re.compile(r"\(?\[?mailto:[^\s\])>]*[\])]?", re.IGNORECASE)
_MARK_CHARS = re.compile(r"[\d\s()\[\]{}<>.,;:|/█■'\"\-]+")


def domain_of(text: str) -> str | None:
    """The domain of the last address in ``text``, lower case; None when no address shows one."""
    if "@" not in text and "©" not in text and "®" not in text:
        return None
    found = None
    for found in _DOMAIN.finditer(text):
        pass
    return found.group(1).replace(" ", "").replace(",", ".").replace(":", ".").lower().strip(".") if found else None


def people(value: str) -> tuple[tuple[Person, ...], bool]:
    """The people in a header's value, and whether their number is certain.

    Addressees are told apart by ``;`` (Outlook), by ``,`` between whole addresses (RFC 5322). Where neither stands
    and more than one address does, redaction has taken the separators and their number is unknowable.
    """
    value = _MAILTO.sub("", value) if "mailto:" in value.lower() else value
    entries = [e for e in (e.strip(" ,;\t") for e in value.split(";")) if e.strip("'\"<>()[] .*|")]
    if len(entries) == 1 and "," in value:
        entries = _by_comma(entries[0])
    certain = all(len(_AT.findall(e)) <= 1 for e in entries)
    return tuple(Person(e, domain_of(e)) for e in entries), certain


def _by_comma(value: str) -> list[str]:
    """Cut at commas where every piece is a whole addressee; ``Jansen, P.`` is one."""
    pieces = [p.strip() for p in value.split(",") if p.strip()]
    if len(pieces) < 2:
        return [value]
    whole: list[str] = []
    held = ""
    for piece in pieces:
        held = f"{held}, {piece}" if held else piece
        if "@" in held:
            whole.append(held)
            held = ""
    if not whole:
        return pieces if all(len(p.split()) > 1 for p in pieces) and "<" not in value else [value]
    if held:
        whole[-1] = f"{whole[-1]}, {held}"
    return whole
