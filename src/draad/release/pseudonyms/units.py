"""Units of an organisation as print names them: a code behind a name in a header, a directorate in a signature.

Nothing is guessed: a code that nobody knows counts only where address books put a unit, right behind somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from draad.extract.names import is_directorate
from draad.extract.parties import named_directorate
from draad.fold import fold
from draad.knowledge import load
from draad.records import Span

LONGEST = 12
"""Characters of a unit in a pseudonym; a longer one would make boxes that fit no line."""
_TOKEN = re.compile(r"(?<![\w&/-])[^\W\d_][\w&/-]{0,30}[\w]")
_CODE = re.compile(r"(?=.{2,12}\Z)(?:[a-z]?[A-Z][A-Za-z&/-]*[A-Z][a-z]{0,2}(?:-\d{1,2})?|[A-Z]{2,}\d{0,2})\Z")
_ENDS = r"(?=[ \t]*(?:[;,<(\[\n]|\Z))"
_DASHED = re.compile(r"[ \t]*[-–|/][ \t]*([^\s()<>;,:\[\]|]{2,30})" + _ENDS)
_BRACKETED = re.compile(r"[ \t]*[(\[]([^()\[\]\n]{2,60})[)\]](?=[ \t]*(?:[;,<(\[\n–|/-]|\Z))")
_PIECES = 3
"""What may stand behind a name: a given name, a unit, a place."""
_HEAD = re.compile(r"(?:directie|programmadirectie|directoraat-generaal|afdeling)[ \t]+", re.IGNORECASE)
_MOST = 3000
"""Characters of a signature that are looked at."""


class Named(NamedTuple):
    """A unit as it is named at a place: ``key`` is equal for all names of one unit."""

    span: Span
    key: str
    text: str
    full: bool
    """Whether it is named in full; else by its code, as it stands."""


class _Known(NamedTuple):
    names: dict[str, str]
    """By code the folded full name; codes that mean different units in different ministries are left out."""
    codes: dict[str, tuple[str, ...]]
    """By folded full name the codes in the order of the list; empty where ministries differ in the first."""
    every: frozenset[str]
    nobodies: frozenset[str]
    """Organisations, and offices that one person holds: no units of an organisation."""
    never: frozenset[str]


@cache
def _known() -> _Known:
    data = load("organisations")
    means: dict[str, set[str]] = {}
    codes: dict[str, list[tuple[str, ...]]] = {}
    for ministry in data["ministry"]:
        own: dict[str, list[str]] = {}
        for code, name in ministry.get("codes", {}).items():
            means.setdefault(code, set()).add(plain(name))
            own.setdefault(plain(name), []).append(code)
        for name, listed in own.items():
            codes.setdefault(name, []).append(tuple(listed))
    listed_ = [*data["ministry"], *(one for group in data["organisations"].values() for one in group)]
    organisations = (fold(name) for one in listed_ for name in (one["name"], *one.get("aliases", ())))
    nobodies = frozenset(organisations) | frozenset(load("parties")["roles"]["office"])
    return _Known(
        {code: next(iter(told)) for code, told in means.items() if len(told) == 1},
        {name: all_[0] if len({one[0] for one in all_}) == 1 else () for name, all_ in codes.items()},
        frozenset(code for code in (*means, *data["codes"]["general"]) if fold(code) not in nobodies),
        nobodies,
        frozenset(data["codes"]["never"]),
    )


def plain(name: str) -> str:
    """A full name as it is held against others: folded, without *Directie* or *Afdeling* before it."""
    return _HEAD.sub("", " ".join(fold(name).split()), count=1)


def key_of(code: str) -> str:
    """The unit that a code means: the full name where the code has one meaning, else the code itself."""
    return _known().names.get(code) or f"={code}"


def codes_of(key: str) -> tuple[str, ...]:
    """The codes that knowledge has for a unit, in its order."""
    return (key[1:],) if key.startswith("=") else _known().codes.get(key, ())


def behind(text: str, end: int, person: str, stop: int) -> Named | None:
    """The unit right behind a name that ends at ``end``: ``… - DMO``, ``… (MO)``; None where none or several stand."""
    found: dict[str, Named] = {}
    for _ in range(_PIECES):
        piece = _BRACKETED.match(text, end, stop) or _DASHED.match(text, end, stop)
        if piece is None:
            break
        if named := _unit(text, piece.span(1), person):
            found.setdefault(named.key, named)
        end = piece.end()
    return next(iter(found.values())) if len(found) == 1 else None


def _unit(text: str, span: Span, person: str) -> Named | None:
    words = text[slice(*span)].strip(" \t.*_")
    known = _known()
    if words in known.never or fold(words) in known.nobodies:
        return None
    if words in known.every or (_CODE.match(words) and is_directorate(words, person, hidden=False, count=1)):
        start = text.index(words, span[0])
        return Named((start, start + len(words)), key_of(words), words, full=False)
    return next(iter(signed(text, span)), None)


def signed(text: str, span: Span) -> list[Named]:
    """The units that a signature names, each once: in full, or by a code that knowledge has, alone on its line or
    behind *Directie*."""
    found: dict[str, Named] = {}
    begin, stop = span[0], min(span[1], span[0] + _MOST)
    at = begin
    while (named := named_directorate(text[at:stop])) is not None:
        start, end = at + named[0], at + named[1]
        bare = _HEAD.sub("", text[start:end], count=1).strip()
        is_code = bare in _known().every
        key = key_of(bare) if is_code else plain(text[start:end])
        found.setdefault(key, Named((start, end), key, bare if is_code else text[start:end], full=not is_code))
        at = end
    for line in re.finditer(r"[^\n|/]+", text[begin:stop]):
        words = line[0].strip(" \t.,*_>")
        if (words in _known().every and len(words) > 1) or plain(words) in _known().codes:
            start = begin + line.start() + line[0].index(words)
            full = words not in _known().every
            key = plain(words) if full else key_of(words)
            found.setdefault(key, Named((start, start + len(words)), key, words, full))
    return list(found.values())


def mentioned(text: str, keys: Iterable[str], codes: Mapping[str, frozenset[str]], *, surely: bool) -> set[str]:
    """The units of ``keys`` that a text names, in full or by one of their ``codes``, as words of their own.

    ``surely``: everyday words (*Jeugd*, *Sport*) don't count but behind *Directie*; else whatever may be meant does.
    """
    tokens = {match[0] for match in _TOKEN.finditer(text)}
    tokens |= {piece for token in tokens for piece in re.split(r"[/&-]", token)}
    if surely:
        tokens -= _ordinary()
    folded = " ".join(fold(text).split())
    return {key for key in keys if tokens & codes.get(key, frozenset()) or _in_full(key, folded, surely=surely)}


def _in_full(key: str, folded: str, *, surely: bool) -> bool:
    if key.startswith("=") or key not in folded:
        return False
    head = r"(?:directie|directoraat-generaal|afdeling) (?:van )?" if surely and " " not in key else ""
    return re.search(rf"(?<!\w){head}{re.escape(key)}(?!\w)", folded) is not None


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(load("organisations")["codes"]["words"])


def fits(code: str) -> bool:
    """Whether a code can stand in a pseudonym."""
    return 2 <= len(code) <= LONGEST and not any(c.isspace() for c in code)


def lines(text: str, span: Span) -> Iterator[Span]:
    """The lines within a span."""
    at = span[0]
    for line in text[slice(*span)].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1
