"""Lists of owners as marks and tables give them: ``MO/Jeugd/LZ``, ``CZ, MO & Z``, ``alle directies, voor 1 juni``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from draad.extract import names as naming
from draad.extract.parties import known_codes, marked, once, party
from draad.extract.records import Party, Unit
from draad.knowledge import load
from draad.records import Span

_LONGEST = 160
_FEW = 3
"""So few words, and one with a capital that is no known party: it may be a person's name."""
_PIECE = re.compile(r"[^\s*_|:;,/&+()\[\]“”\"]+")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&-]{0,5}\Z")
_PAIR = re.compile(r"[A-Z]{2}\Z")
_TEAM = re.compile(r"[^\W\d_][^\s/,;()\[\]+]*(?:[ ]+[^\W\d_&][^\s/,;()\[\]+]*)*")
_SIGNS = re.compile(r"[/,;&+]")


class Holders(NamedTuple):
    """Who is named in a list of owners."""

    parties: tuple[Party, ...]
    whole: bool
    """Nothing but owners, redaction marks and a due date stood there."""
    hidden: bool
    """A redaction mark or what looks like a person's name stood there: somebody is named, and not told."""


class _Words(NamedTuple):
    apart: frozenset[str]
    until: frozenset[str]
    skipped: frozenset[str]


@cache
def _words() -> _Words:
    words = load("actions")["words"]
    return _Words(frozenset(words["apart"]), frozenset(words["until"]), frozenset(words["skipped"]))


@cache
def _codes() -> frozenset[str]:
    data = load("organisations")
    codes = {c.lower() for m in data["ministry"] for c in m.get("codes", {})}
    return frozenset(codes | {c.lower() for c in (*data["codes"]["general"], *data["codes"]["words"])})


def holders(unit: Unit, span: Span) -> Holders:
    """Read a list of owners: ``whole`` when every word of it is a party, parts two of them, or begins a due date.

    Here, where owners stand, capitals are a directorate whatever they are elsewhere: ``Z``, ``pgb``. A word that may be
    a person's name gives nobody (law 2).
    """
    begin, end = span[0], min(span[1], span[0] + _LONGEST)
    text = unit.text[begin:end]
    low = naming.lower(text)
    words = naming.words_of(low)
    known = known_codes(unit)
    named = {name.start: name for name in naming.find(text, low, words, known)}
    found: list[Party | None] = []
    whole, hidden, at = span[1] == end, False, 0
    for piece in _PIECE.finditer(text):
        start, stop = piece.span()
        if start < at:
            continue
        word = piece.group().lower().strip(".")
        name = named.get(start)
        if marked(unit, begin + start, begin + stop):
            hidden = True
        elif name is not None:
            one = party(unit, begin, name)
            hidden, at = hidden or one is None, name.end
            found.append(one)
        elif word in _words().skipped:
            continue
        elif word in _words().until or word[:1].isdigit():
            break
        elif _is_initials(piece.group(), word, known):
            hidden = True
        elif _is_code(piece.group(), word, known):
            code_end = stop - (len(piece.group()) - len(piece.group().rstrip(".")))
            found.append(Party(text[start:code_end], "directorate", (begin + start, begin + code_end)))
        elif word and word not in _words().apart and word.strip("-–—=>→"):
            whole = False
            hidden = hidden or (piece.group()[:1].isupper() and len(words.lows) <= _FEW)
            if not found:
                break
    return Holders(once(found), whole and (bool(found) or hidden), hidden)


def teams(unit: Unit, span: Span) -> tuple[Party, ...]:
    """The team, or the office with its team, that a cell of a column of owners names: only words that knowledge lists.

    A cell of which another word is capitalised may be a person's name and gives nobody (law 2).
    """
    found: list[Party] = []
    for match in _TEAM.finditer(unit.text, *span):
        words = match.group().lower().split()
        if set(words) <= _teams() and not set(words) <= _words().apart:
            found.append(Party(match.group(), "directorate", match.span()))
    return once(list(found))


@cache
def _teams() -> frozenset[str]:
    data = load("actions")
    return frozenset(word for name in data["table"]["teams"] for word in name.split()) | {"en", "&"}


def _is_code(spelling: str, word: str, known: frozenset[str]) -> bool:
    return bool(_CAPITALS.match(spelling.rstrip("."))) or word in known or (word in _codes() and not spelling.islower())


def _is_initials(spelling: str, word: str, known: frozenset[str]) -> bool:
    """Two capitals that are no directorate of the document or of knowledge: a person's, as far as anybody can tell."""
    return bool(_PAIR.match(spelling.rstrip("."))) and word not in known and word not in _codes()


def owners_of(named: Holders) -> tuple[Party, ...] | None:
    """What a list says of owners: the parties, nobody where their names are withheld, None where it is silent."""
    return named.parties if named.parties or named.hidden else None
