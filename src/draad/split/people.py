"""Senders and addressees, as far as a header still tells them apart."""

from __future__ import annotations

import itertools
import re

from draad.records import Person
from draad.split import marks

_DOMAIN = re.compile(r"[@©®] ?((?:[A-Za-z0-9\-]+ ?[.,:] ?)*[A-Za-z0-9\-]+ ?[.,:] ?[A-Za-z]{2,12})\b")
_INITIALS = re.compile(r"\s*(?:[A-Z]\.)")
_AT = re.compile(r"[@©](?=\s?[A-Za-z0-9])")
_MAILTO = re.compile(r"[(\[<]?mailto:([^\s\])>]*)[\])>]?", re.IGNORECASE)


def domain_of(text: str) -> str | None:
    """The domain of the last address in ``text``, lower case; None when no address shows one."""
    if "@" not in text and "©" not in text and "®" not in text:
        return None
    found = _DOMAIN.findall(text)
    return found[-1].replace(" ", "").replace(",", ".").replace(":", ".").lower().strip(".") if found else None


def people(value: str, commas: bool = False) -> tuple[tuple[Person, ...], bool]:
    """The people in a header's value, and whether their number is certain.

    Addressees are told apart by ``;`` (Outlook), by ``,`` between whole addresses (RFC 5322), and by every ``,`` where
    the client is one that writes given names first (``commas``). Where no separator stands and more than one address
    does, redaction has taken the separators and their number is unknowable.
    """
    if not value:
        return (), True
    if "mailto:" in value.lower():
        value = _MAILTO.sub(r"\1", value)
    entries = [e for e in (e.strip(" ,;\t") for e in value.split(";")) if e.strip("'\" .*|")]
    if len(entries) == 1 and "," in value:
        entries = _by_comma(entries[0], commas)
    certain = all(len(_AT.findall(e)) <= 1 for e in entries)
    return tuple(Person(e, domain_of(e)) for e in entries), certain


def _by_comma(value: str, every: bool) -> list[str]:
    """Cut at commas where every piece is a whole addressee; ``Jansen, P.`` is one. Commas within a mark cut nothing."""
    held = list(value)
    for span in marks.exact(value):
        for i in range(*span):
            held[i] = "¤"
    masked = "".join(held)
    edges = [0, *(i + 1 for i, c in enumerate(masked) if c == ","), len(value) + 1]
    pieces = [(a, b - 1) for a, b in itertools.pairwise(edges) if masked[a : b - 1].strip()]
    if len(pieces) < 2:
        return [value]
    if every:
        turned = [k > 0 and bool(_INITIALS.match(value[a:b])) for k, (a, b) in enumerate(pieces)]
        starts = [a for (a, _), back in zip(pieces, turned, strict=True) if not back]
        return [value[a:b].strip(" ,") for a, b in zip(starts, [*starts[1:], len(value) + 1], strict=True)]
    whole: list[tuple[int, int]] = []
    begin: int | None = None
    for a, b in pieces:
        begin = a if begin is None else begin
        if "@" in masked[begin:b] or "@" in value[begin:b]:
            whole.append((begin, b))
            begin = None
    if not whole:
        several = all(len(masked[a:b].split()) > 1 for a, b in pieces) and "<" not in value
        return [value[a:b].strip() for a, b in pieces] if several else [value]
    if begin is not None:
        whole[-1] = (whole[-1][0], pieces[-1][1])
    return [value[a:b].strip() for a, b in whole]
