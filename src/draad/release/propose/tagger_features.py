"""What the tagger sees of a word: its shape and affixes, its neighbours, its line, and lists of names.

Source of the kinds of features: Tjong Kim Sang & De Meulder, "Introduction to the CoNLL-2003 shared task", table 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span

TOKEN = re.compile(r"(?:[^\W\d_]\.){1,6}(?![^\W\d_]{2})|[^\W\d_][^\W_]*(?:['’\-][^\W_]+)*|\d+|[^\w\s]")
"""Initials, words, numbers, signs."""
LONGEST = 240
"""Tokens of a line that are tagged together; a longer line is cut."""
_SMALL = re.compile(r"(?<![^\W_])[a-zà-ÿ]{3,}(?![^\W_])")
_QUOTED = re.compile(r"[ \t>|]*")
_POINTS = frozenset("-*•o–")
WRAPPED = 42
"""Characters of a line after which the next may go on with its sentence."""


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
    """The lines of a span, those without words left out; lines that a print broke are one again."""
    before, at = "start", span[0]
    words: list[Word] = []
    kind, full = "", False
    while at < span[1]:
        end = text.find("\n", at, span[1])
        end = span[1] if end < 0 else end
        begin = _QUOTED.match(text, at, end).end()  # type: ignore[union-attr]  # it matches nothing as well
        more = [Word(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, begin, end)]
        if words and not (
            full and more and more[0].text not in _POINTS and not _labelled(more, text[begin : begin + 26])
        ):
            yield from _cut(words, kind, before)
            before, words = kind if any(word.text[0].isalpha() for word in words) else before, []
        if more and not words:
            kind = _kind(more, text[begin : begin + 40])
        words += more
        full = end - begin >= WRAPPED
        at = end + 1
    yield from _cut(words, kind, before)


def _cut(words: list[Word], kind: str, before: str) -> Iterator[Line]:
    """A line in pieces that are tagged together."""
    if any(word.text[0].isalpha() for word in words):
        for at in range(0, len(words), LONGEST):
            yield Line(tuple(words[at : at + LONGEST]), kind, before)


def _labelled(words: Sequence[Word], begins: str) -> str:
    """What the label of a field names; empty where a line begins with none."""
    first = words[0].text.lower()
    told: str = _rules()["labels"].get(first, "") if ":" in begins else ""
    return told


def _kind(words: Sequence[Word], begins: str) -> str:
    """``label-…`` (a field of a header or form), ``salutation``, ``closing``, ``short``, ``point`` or ``prose``."""
    plain = [word for word in words[:5] if word.text[0].isalpha()]
    first = plain[0].text.lower() if plain else ""
    if label := plain and _labelled(plain, begins):
        return f"label-{label}"
    if len(words) <= 8 and first in _rules()["salutations"]:
        return "salutation"
    second = " ".join(word.text.lower() for word in plain[:2])
    if len(words) <= 7 and (first in _rules()["closings"] or second in _rules()["closings"]):
        return "closing"
    if len(words) <= 5:
        return "short"
    return "point" if words[0].text in _POINTS or words[0].text.isdigit() else "prose"


@cache
def _rules() -> dict[str, Any]:
    rules = load("tagger")["lines"]
    return {name: words if isinstance(words, dict) else frozenset(words) for name, words in rules.items()}


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
def _near(word: str) -> tuple[str, str, str]:
    """A neighbour: as a word, as what it tells, and by its end, which tells a verb where the word is a rare one."""
    low = word.lower()
    cue = lists().beside.get(low.rstrip("."), "")
    small = not word[0].isupper()
    return (
        (low if small or cue else shape(word)),
        cue or shape(word),
        low[-2:] if small and len(low) > 3 else shape(word),
    )


_EDGE = ("^", "^", "^")


def features(line: Line, small: frozenset[str], listed: bool = True) -> list[list[str]]:
    """The features of each word of a line; ``listed``: with the lists of names."""
    words = [word.text for word in line.words]
    near = [_EDGE, _EDGE, *map(_near, words), _EDGE, _EDGE]
    made = []
    for at, word in enumerate(words):
        (far, _, _), (left, left_cue, left_end), (here, cue, _), right_all, (_, off_cue, _) = near[at : at + 5]
        right, right_cue, right_end = right_all
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
            one += ("re=" + right_end, "le=" + left_end, "lre=" + left + "|" + right_end)
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
