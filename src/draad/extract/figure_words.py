"""What a number counts, of whom, and about when, in the words of its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Literal, NamedTuple

from draad.extract.leaders import leaders
from draad.extract.records import Unit
from draad.extract.when import find
from draad.knowledge import load
from draad.records import Span

_REACH = 160
"""Characters on either side of a number in which its words stand."""
_WORDS = 10
_NOUN_WORDS = 4
_PIECE = 2000
"""Characters of a sentence without end in which times are looked for at once."""


class What(NamedTuple):
    """What is counted and of whom, each a contiguous stretch of the text with white space folded."""

    counts: str | None = None
    of: str | None = None


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load("figures")[name]["words"])


@cache
def _about() -> re.Pattern[str]:
    words = sorted(_set("about"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})[ \t\n]{{1,3}}\Z", re.IGNORECASE)


def about_before(text: str, start: int, low: int) -> int:
    """Where a number begins with the words that belong to it: *ongeveer*, *ruim*, *meer dan*."""
    found = _about().search(text[max(low, start - 24) : start])
    return max(low, start - 24) + found.start() if found else start


_TOKEN = re.compile(r"[^\s,;:()|]+|[,;:()|]")
_LIGHT = re.compile(r"<sup>[^<]{0,8}</sup>|\[\d{1,3}\]|[*_]|(?<=\w)[⁰¹²³⁴-⁹]+")
_OF = re.compile(r"\s{1,3}van\s", re.IGNORECASE)
_FOR = re.compile(r"(?:\s{1,3}[^\W\d_]+){0,3}?\s{1,3}(?:voor|aan)\s", re.IGNORECASE)
_INNER = re.compile(
    r"\S+\s+(?:op(?:\s+(?:de|elke|iedere))?|van\s+de)\s+\S+\s+(.{3,60}?)\s*\(", re.IGNORECASE | re.DOTALL
)
_OF_BEFORE = re.compile(r"\bvan\s+(?:(?:de|het|alle|onze|deze)\s+)?((?:[^\W\d_][\w-]*\s+){1,3})$", re.IGNORECASE)


def counted(
    text: str,
    stretch: Span,
    number: Span,
    form: Literal["percent", "amount", "ratio", "count", "quantity"],
    noun: Span | None,
) -> What:
    """What the number of a stretch counts, and of whom it is a part, as far as its clause tells."""
    end = min(stretch[1], number[1] + _REACH)
    if form == "count" and noun:
        return What(_clean(text[noun[0] : noun[1]]))
    if form == "quantity" and noun:
        after = _noun(text, number[1], end) if text[noun[0] : noun[1]].lower() in ("uur", "uren", "fte") else None
        return What(_clean(text[noun[0] : after[1]] if after else text[noun[0] : noun[1]]))
    if form == "amount":
        led = _FOR.match(text, number[1], end)
        after = _noun(text, led.end(), end) if led else None
        return What(_clean(text[after[0] : after[1]]) if after else _subject(text, stretch[0], number[0]))
    return _part(text, stretch, number, end, form)


def _part(text: str, stretch: Span, number: Span, end: int, form: str) -> What:
    """Of a share: *62% van de scholen heeft een wachtlijst*, *van de scholen heeft 62% een wachtlijst*."""
    inner = _INNER.search(text, number[0], number[1])
    of: str | None = None
    at = number[1]
    led = _OF.match(text, at, end)
    if inner:
        of = _clean(inner[1])
    elif led or form == "ratio":
        after = _noun(text, led.end() if led else at, end)
        if after:
            of, at = _clean(text[after[0] : after[1]]), after[1]
    said = _said(text, at, end)
    if of is None:
        of = _whole_before(text, stretch[0], number[0])
    if said is None or said.split()[0].lower() in _set("stop"):
        said = _subject(text, stretch[0], number[0]) or said if of is None or said is None else said
    return What(said, of)


def _clean(words: str) -> str | None:
    """Without marks of setting and footnotes; None where nothing is left."""
    return " ".join(_LIGHT.sub("", words).split()).strip(" .,;:!?\"'“”") or None


def _noun(text: str, start: int, end: int) -> Span | None:
    """The noun that begins at ``start``, with the adjectives before it; a determiner before them is left out."""
    first: int | None = None
    last = start
    count = 0
    for token in _TOKEN.finditer(text, start, end):
        word = token[0].lower().strip("*_")
        if first is None and word in _set("determiner"):
            continue
        bare = word.rstrip(".!?")
        if word in ",;:()|" or bare in _set("stop") or word[:1].isdigit() or count >= _NOUN_WORDS:
            break
        first = token.start() if first is None else first
        last, count = token.end(), count + 1
        if bare != word or not (word.endswith("e") or word in _set("adverb")):
            break
    return (first, last) if first is not None else None


def _said(text: str, start: int, end: int) -> str | None:
    """The rest of the clause behind a share, a verb at its head left out: what is said of it."""
    first: int | None = None
    last, count = start, 0
    for token in _TOKEN.finditer(text, start, end):
        word = token[0].lower()
        if word in _set("verb") and first is None:
            continue
        if word == ")" and first is None:
            continue
        if word in ",;:()|" or count >= _WORDS:
            break
        first = token.start() if first is None else first
        last, count = token.end(), count + 1
        if word.endswith((".", "?", "!")) and len(word) > 3:
            break
    if first is None:
        return None
    alone = text[first:last].lower().rstrip(".?!") if count == 1 else ""
    if alone in _set("stop") or alone in _set("not_noun"):
        return None
    return _clean(text[first:last])


_BORDER = re.compile(r"[;:(|]|,\s|\b(?:dat|waarvan|omdat|terwijl|maar)\s", re.IGNORECASE)


def _head(text: str, start: int, end: int) -> str:
    """The clause before a number."""
    start = max(start, end - _REACH)
    for mark in _BORDER.finditer(text, start, end):
        start = mark.end()
    return text[start:end]


def _whole_before(text: str, start: int, end: int) -> str | None:
    """*Van de scholen heeft* 62%: of whom, before the number."""
    words = _head(text, start, end).split()
    while words and words[-1].lower() in _set("verb"):
        words.pop()
    found = _OF_BEFORE.search(" ".join(words) + " ")
    return _clean(found[1]) if found and found.start() == 0 else None


def _subject(text: str, start: int, end: int) -> str | None:
    """The words of the clause before its verb: *De kosten zijn* € 3,2 miljoen."""
    kept: list[str] = []
    for word in _head(text, start, end).split():
        if word.lower() in _set("verb"):
            break
        kept.append(word)
    while kept and (kept[0].lower() in _set("determiner") or not any(c.isalnum() for c in kept[0])):
        del kept[0]
    while kept and any(kept[-1].lower() in _set(name) for name in ("about", "stop", "determiner")):
        kept.pop()
    told = _clean(" ".join(kept[-_WORDS:]))
    return None if told is None or told.lower() in _set("empty") else told


# ── about when ───────────────────────────────────────────────────────────────────────────────────────────────

_PHONE = re.compile(
    r"(?<![\w.,€+(])(?:\((?=0))?(?:(?:\+|00)31[ )(.-]{0,3}(?:0\)[ ]?)?[1-9](?:[ .-]{0,3}\d){8}"
    r"|0[1-9]\d{0,2}(?=[\d )./-])(?:[ )./-]{0,3}\d){6,9}|0[89]00[ .-]{0,3}\d{2}(?:[ .-]?\d){2,5}|14[ ]0\d{2,3})"
    r"(?!\w|[.,]\d)"
)
_DIGIT = re.compile(r"\d")
_TEN = 10
"""Digits of a Dutch telephone number with its first 0 (numbering plan, Nummerplan telefoon- en ISDN-diensten)."""


def phones(low: str) -> list[Span]:
    """Where numbers to call stand: with the country, ten digits from 0, 0800 and 0900, 14 and a municipality's code."""
    return [
        match.span()
        for match in _PHONE.finditer(low)
        if match[0].lstrip("(")[:1] in "+1"
        or match[0].lstrip("(").startswith(("0031", "0800", "0900"))
        or len(_DIGIT.findall(match[0])) == _TEN
    ]


_YEAR = re.compile(
    r"\b(?:in|over|van|uit|sinds|eind|begin|medio|jaar|\()\s{0,2}((?:19|20)\d\d)(?![\w.,]?\d)", re.IGNORECASE
)


class Periods(NamedTuple):
    """The periods that a sentence tells, gathered once for all its figures."""

    told: tuple[tuple[int, str], ...]
    """Where each stands, and its EDTF, in order."""
    above: str | None
    """What leads the list tells this one."""

    def of(self, stretch: Span, number: Span) -> str | None:
        """EDTF of the period that a number is about: the nearest in its own stretch, else in its sentence."""
        at = bisect_left(self.told, (number[0],))
        near = [t for t in self.told[max(0, at - 2) : at + 2] if not number[0] <= t[0] < number[1]]
        if not near:
            return self.above
        return min(near, key=lambda t: (not stretch[0] <= t[0] < stretch[1], abs(t[0] - number[0]), t))[1]


def periods_of(unit: Unit, index: int) -> Periods:
    """The periods that sentence ``index`` tells, or those of what leads its list."""
    told = _periods(unit, unit.sentences[index].span)
    for above, _ in leaders(unit, index) if not told else ():
        found = _periods(unit, unit.sentences[above].span)
        if found:
            return Periods((), found[0][1])
    return Periods(told, None)


def _periods(unit: Unit, span: Span) -> tuple[tuple[int, str], ...]:
    told = [
        (w.span[0] + start, w.due)
        for start in range(*span, _PIECE)
        for w in find(unit.text[start : min(start + _PIECE, span[1])], unit.moment)
        if w.due and w.kind in ("day", "period", "from", "until") and not w.at
    ]
    told += [(m.start(1), m[1]) for m in _YEAR.finditer(unit.text, *span)]
    return tuple(sorted(told))
