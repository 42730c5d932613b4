"""The heads of a list's columns: which field a head means, however it is spelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from draad.fold import fold
from draad.knowledge import load

_PLURAL = re.compile(r"[( ]*\((e?n|s)\)")
_AROUND = re.compile(r"^[\s.:;*|]+|[\s.:;*|]+$")
_SIGNS = str.maketrans({".": " ", "‐": "-", "‑": "-", "–": "-", "­": None})
_MOST_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+")


class Columns(NamedTuple):
    """Where each field stands, by the place of its column from 0; and the heads of which nothing is known."""

    places: dict[str, int]
    unknown: dict[int, str]


def columns(values: Sequence[str]) -> Columns | None:
    """The columns under these heads; None where they are no row of heads: one that numbers, one more that tells."""
    places: dict[str, int] = {}
    written = {at: " ".join(value.split()) for at, value in enumerate(values) if value.strip()}
    for meant in (exactly, field_of):  # "Datum document" is the date though "Datum ontvangst" stands before it
        for at, head in written.items():
            if at not in places.values() and (key := meant(head)) is not None:
                places.setdefault(key, at)
    unknown = {at: head for at, head in written.items() if at not in places.values()}
    told = places.keys() & {"title", "date", "judgement"}
    return Columns(places, unknown) if told and places.keys() & {"number", "identifier"} else None


def field_of(head: str) -> str | None:
    """The field that a head means: by the whole of it, else by the one word in it that names a field."""
    if found := exactly(head):
        return found
    words = _WORD.findall(normal(head))
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    return next((name for name, telling in _telling() if telling.intersection(words)), None)


def exactly(head: str) -> str | None:
    """The field that the whole of a head means, a word broken at the end of a line made whole."""
    spelled = normal(head)
    known = _spelled()
    return known.get(spelled) or known.get(spelled.replace("- ", "")) or known.get(spelled.replace("-", ""))


def normal(head: str) -> str:
    """A head in lower case, without accents, full stops, marks around it or brackets about the plural."""
    spelled = _PLURAL.sub(r"\1", " ".join(fold(head).translate(_SIGNS).split()))
    spelled = re.sub(r"\s*/\s*", "/", spelled)
    return _AROUND.sub("", spelled)


@cache
def _spelled() -> dict[str, str]:
    known: dict[str, list[str]] = load("woo_publish")["import"]["heads"]
    return {normal(spelled): name for name, several in known.items() for spelled in several}


@cache
def _telling() -> list[tuple[str, frozenset[str]]]:
    known: dict[str, Any] = load("woo_publish")["import"]["words"]
    return [(name, frozenset(map(fold, several))) for name, several in known.items()]
