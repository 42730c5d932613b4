"""Who wrote and who was addressed, as one copy's header prints it: names or marks, domains, no guess (law 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from draad.dossier.codec import MarkCode
from draad.dossier.views import CopyView, MarkView
from draad.extract.known import organisation
from draad.records import Person, Span
from draad.show.grounds import sign
from draad.show.pieces import code_text
from draad.show.plain import printable

_ADDRESS = re.compile(
    r"\s*[<(\[]\s*(?:mailto:\s*)?[^<>()\[\]]*(?:\[[^\[\]]*\]|\([^()]*\))*[^<>()\[\]]*@[^<>]*[>)\]]?\s*\Z"
)
"""The address behind a name; its domain is told apart."""
_SAYS = re.compile(r"\w|[█■▮▇]")
"""Anything but the brackets that are left where a name was whited out."""

_BLANKS = re.compile(r"\s+")


def marked(text: str, codes: Mapping[str, str]) -> list[dict[str, Any]]:
    """A value of a header in pieces as of a body: what is spelled as a mark of this header is one."""
    found: list[dict[str, Any]] = []
    at = 0
    for start, end in _found(text, tuple(codes)):
        if start > at:
            found.append({"kind": "text", "text": _blanks(text[at:start])})
        spelling = text[start:end]
        found.append({"kind": "mark", "text": sign(spelling), "code": codes[_blanks(spelling)]})
        at = end
    if text[at:]:
        found.append({"kind": "text", "text": _blanks(text[at:])})
    return found


def codes_of(copy: CopyView) -> dict[str, str]:
    """The marks of a copy's header by their spelling."""
    first, last = copy.header
    return codes_in((_spelling(copy, mark), mark.code) for mark in copy.marks if first <= mark.span[0] < last)


def codes_in(marks: Iterable[tuple[str, MarkCode]]) -> dict[str, str]:
    """The same of marks as they are spelled, with what they say."""
    return {_blanks(spelling): code_text(code) for spelling, code in marks}


def person(one: Person, codes: Mapping[str, str]) -> dict[str, Any]:
    """``{"name": pieces, "domain", "organisation"}``: the name as printed, the domain of the address, whose that is.

    Nothing stands in ``name`` where it was whited out, and in ``organisation`` where nobody knows. What is given is
    shared by all who ask for the same: it is to be read only.
    """
    return _person(one, tuple(codes.items()))


@lru_cache(maxsize=4096)
def _person(one: Person, spelled: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    codes = dict(spelled)
    text = printable(" ".join(one.text.split()))
    name = _ADDRESS.sub("", text) if one.domain else text
    if one.domain and name.lower().rstrip(" >)") == one.domain.lower():
        name = ""
    name = name.strip(" ;,")
    told = marked(name, codes) if _SAYS.search(name) else []
    return {"name": told, "domain": one.domain, "organisation": organisation(one.domain) if one.domain else None}


def people(several: Iterable[Person] | None, codes: Mapping[str, str]) -> list[dict[str, Any]]:
    """All of a line; empty where nobody is told."""
    return [person(one, codes) for one in several or ()]


def _spelling(copy: CopyView, mark: MarkView) -> str:
    start = copy.header[0]
    return copy.header_text[mark.span[0] - start : mark.span[1] - start]


def _blanks(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _found(text: str, spellings: Sequence[str]) -> list[Span]:
    return [found.span() for found in _pattern(spellings).finditer(text)] if spellings else []


@lru_cache(maxsize=512)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these, the longest first; a blank stands for any white space."""
    ordered = sorted(spellings, key=len, reverse=True)
    return re.compile("|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered))
