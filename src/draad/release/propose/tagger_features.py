"""What the tagger sees of a word: its shape and affixes, its neighbours, its line, and lists of names.

Source of the kinds of features: Tjong Kim Sang & De Meulder, "Introduction to the CoNLL-2003 shared task", table 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span

TOKEN = re.compile(r"(?:[^\W\d_]\.){1,6}(?![^\W\d_]{2})|[^\W\d_][^\W_]*(?:['’\-][^\W_]+)*|\d+|[^\w\s]")
"""Initials, words, numbers, signs."""
LONGEST = 240
"""Tokens of a line that are tagged together; a longer line is cut."""
_SMALL = re.compile(r"(?<![^\W_])[a-zà-ÿ]{3,}(?![^\W_])")
_SHAPES = str.maketrans({"'": "-", "’": "-"})


class Word(NamedTuple):
    """A token of a line."""

    text: str
    start: int
    end: int
    """Characters of the text."""


class Lists(NamedTuple):
    """Words by list: names, and what stands beside names and beside what only looks like one."""

    given: frozenset[str]
    surnames: frozenset[str]
    beside: dict[str, str]
    """A word that tells of its neighbour: ``heer`` a title, ``stichting`` an organisation …"""


class Line(NamedTuple):
    """One line of the text, as words, and what kind of line it is."""

    words: tuple[Word, ...]
    kind: str
    before: str
    """The kind of the last line above it that holds words."""


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The lists of ``knowledge/tagger.toml`` and of names."""
    cues = load("tagger")["cues"]
    names = load("redact_names")
    beside = {word: kind for kind, words in cues.items() for word in words}
    given, last = (frozenset(map(fold, names[group]["names"].split())) for group in ("first", "last"))
    return Lists(given, last, beside)


def lines(text: str, span: Span) -> Iterator[Line]:
    """The lines of a span, those without words left out."""
    before, at = "start", span[0]
    while at < span[1]:
        end = text.find("\n", at, span[1])
        end = span[1] if end < 0 else end
        words = tuple(Word(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, at, end))
        if any(word.text[0].isalpha() for word in words):
            kind = _kind(words, text[at : at + 40])
            for cut in range(0, len(words), LONGEST):
                yield Line(words[cut : cut + LONGEST], kind, before)
            before = kind
        at = end + 1


def _kind(words: tuple[Word, ...], begins: str) -> str:
    """``label`` (a field of a header or form), ``salutation``, ``closing``, ``short``, ``point`` or ``prose``."""
    known = load("tagger")["lines"]
    plain = [word.text.lower() for word in words[:5] if word.text[0].isalpha()]
    first = plain[0] if plain else ""
    if ":" in begins[:26] and first in known["labels"]:
        return f"label-{known['labels'][first]}"
    if len(words) <= 8 and first in known["salutations"]:
        return "salutation"
    if len(words) <= 7 and (first in known["closings"] or " ".join(plain[:2]) in known["closings"]):
        return "closing"
    if len(words) <= 5:
        return "short"
    return "point" if words[0].text in ("-", "*", "•") or words[0].text.isdigit() else "prose"


def small_words(text: str) -> frozenset[str]:
    """Words that the text also has without a capital."""
    return frozenset(_SMALL.findall(text))


@lru_cache(maxsize=65536)
def shape(word: str) -> str:
    """``Xx`` for Jansen, ``X.`` for initials, ``X`` for a single capital, ``XX`` for VWS, ``x``, ``d``, or the sign."""
    if not word[0].isalnum():
        return word
    if word[0].isdigit():
        return "d"
    if word.endswith("."):
        return "X." if word[0].isupper() else "x."
    if word.islower():
        return "x"
    kinds = "".join("X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else "-" for c in word)
    return re.sub(r"(.)\1+", r"\1\1", kinds) if kinds.isupper() else re.sub(r"(.)\1+", r"\1", kinds)


@lru_cache(maxsize=65536)
def own(word: str) -> tuple[str, ...]:
    """The features of a word by itself."""
    low = word.lower()
    made = ["s=" + shape(word)]
    if word[0].isalpha() and not word.endswith("."):
        made += ["e3=" + low[-3:], "e2=" + low[-2:], "b3=" + low[:3]]
        if len(low) > 5:
            made.append("e4=" + low[-4:])
    return tuple(made)


@lru_cache(maxsize=65536)
def known(word: str) -> tuple[str, ...]:
    """In which lists a word stands. Beside a name these may be left out: so the tagger learns to do without."""
    if not word[0].isupper():
        return ()
    told, folded = lists(), fold(word)
    made = []
    if folded in told.given:
        made.append("given")
    if folded in told.surnames:
        made.append("surname")
    return tuple(made) or ("unlisted",)


@lru_cache(maxsize=65536)
def _near(word: str) -> tuple[str, str]:
    """A neighbour: as a word, and as what it tells."""
    low = word.lower()
    cue = lists().beside.get(low.rstrip("."), "")
    return (low if not word[0].isupper() or cue else shape(word)), cue or shape(word)


_EDGE = ("^", "^")


def features(line: Line, small: frozenset[str], listed: bool = True) -> list[list[str]]:
    """The features of each word of a line; ``listed``: with the lists of names."""
    words = [word.text for word in line.words]
    near = [_EDGE, _EDGE, *map(_near, words), _EDGE, _EDGE]
    made = []
    for at, word in enumerate(words):
        (far, _), (left, left_cue), (here, cue), (right, right_cue), (_, off_cue) = near[at : at + 5]
        one = [
            *own(word),
            "w=" + here,
            "c=" + cue,
            "l=" + left,
            "lc=" + left_cue,
            "r=" + right,
            "rc=" + right_cue,
            "ll=" + far + "|" + left,
            "rr=" + right_cue + "|" + off_cue,
            "lr=" + left_cue + "|" + right_cue,
            "k=" + line.kind,
        ]
        if word[0].isupper():
            one.append("low" if word.lower() in small else "cap")
            one.append("kl=" + line.kind + "|" + line.before + "|" + left_cue)
            if listed:
                one += known(word)
        made.append(one)
    if listed:
        _add_neighbours(words, made)
    return made


def _add_neighbours(words: list[str], made: list[list[str]]) -> None:
    """Whether the words beside a capitalised one stand in lists."""
    for at, word in enumerate(words):
        if not word[0].isupper():
            continue
        if at and "given" in known(words[at - 1]):
            made[at].append("given-left")
        if at + 1 < len(words) and "surname" in known(words[at + 1]):
            made[at].append("surname-right")
