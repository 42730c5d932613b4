"""Where a Dutch sentence ends: a stop that is no abbreviation, date, number, address or redaction mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from draad.knowledge import load
from draad.records import Span

_STOP = re.compile(r"""[.!?…]++["'”’)\]*_]*+(?=\s|[A-ZÀ-Þ]|\Z)|[•▪●]""")
_LEAD = " \t\r\n\f\xa0\ufeff\u200b>|*_•▪●"
_TAIL = " \t\r\n\f\xa0\ufeff\u200b>|*_\\•▪●"
_SKIP = frozenset(" \t\r\n\xa0>*_\"'“‘„")
_CLOSERS = frozenset("\"'”’)]")
_WORDS = re.compile(r"[^\W_]")
_MONTHS = frozenset(("jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "dec"))
_LONGEST = 14
"""Characters of the longest abbreviation."""
_NEAR = 60
"""Blanks that are looked over for the next word."""


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load("sentences")
    return tuple(  # type: ignore[return-value]
        frozenset(data[table][key])
        for table, key in (("abbreviations", "never"), ("abbreviations", "may"), ("openers", "words"))
    )


@cache
def _mark() -> re.Pattern[str]:
    """``(actie MO)`` behind a stop, on the same line: it marks what stands before it."""
    marks = load("actions")["marks"]
    words = "|".join(re.escape(word) for kind in marks["bracketed"] for word in marks[kind])
    return re.compile(
        rf"[ \t]{{1,3}}[*_]{{0,3}}[(\[][ *_]{{0,3}}(?i:{words})\b[^()\[\]\n]{{0,80}}[)\]][*_.]{{0,4}}(?=\s|\Z)"
    )


def sentences_of(text: str, begin: int, end: int) -> Iterator[Span]:
    """The sentences of a stretch of running text, blanks, bullets and emphasis at their ends left out.

    A mark in brackets behind a stop is one of its own: what follows on it is not what it marks.
    """
    at = begin
    for stop in _STOP.finditer(text, begin, end):
        if stop.start() < at or not _ends(text, stop.start(), stop.end(), at, end):
            continue
        edges = [at, stop.end()]
        if mark := _mark().match(text, stop.end(), end):
            edges.append(mark.end())
        at = edges[-1]
        yield from filter(None, (trimmed(text, a, b) for a, b in pairwise(edges)))
    if at < end:
        span = trimmed(text, at, end)
        if span:
            yield span


def trimmed(text: str, begin: int, end: int) -> Span | None:
    """The span without what decorates its ends; None where no word is left."""
    said = text[begin:end]
    inner = said.lstrip(_LEAD)
    begin = end - len(inner)
    inner = inner.rstrip(_TAIL)
    return (begin, begin + len(inner)) if _WORDS.search(inner) else None


def _ends(text: str, p: int, q: int, begin: int, end: int) -> bool:
    """Whether the stop at ``text[p:q]`` ends the sentence that began at ``begin``."""
    if q >= end or text[p] in "•▪●":
        return True
    sign = text[p]
    if not text[q].isspace():
        return _glued(text, p, q, begin, end)
    j, far = q, min(end, q + _NEAR)
    while j < far and text[j] in _SKIP:
        j += 1
    if j >= end:
        return True
    after = text[j]
    if after in ",;:)%":
        return False
    if sign in "?!":
        quoted = after.islower() and text[q - 1] in _CLOSERS
        return p > begin and text[p - 1] != "(" and not quoted
    return _after_stop(text, p, q, j, begin)


def _after_stop(text: str, p: int, q: int, j: int, begin: int) -> bool:
    """A full stop with a blank behind it: by the word before it and the one after."""
    never, may, openers = _known()
    word = text[max(begin, p - _LONGEST) : p]
    word = (word.split() or [""])[-1].lstrip("(\"'“‘[*_").lower()
    after = text[j]
    several = q - p > 1 and text[p + 1] == "."
    if after.islower():
        if several or word in never or word in may or len(word) < 3:
            return False
        following = text[j : j + 12].split(None, 1)[0].strip(",.!?")
        return following in openers
    if several:
        return True
    if word in _MONTHS and after.isdigit():
        return False
    if word in never:
        return word in _MONTHS
    if text[p - 1].isupper() and all(len(letter) == 1 for letter in word.split(".")):
        return False  # initials
    if word.isdigit() and p - len(word) <= begin + 1 and len(word) < 3:
        return False  # the number of an item, in a line that runs on
    return not (word.isdigit() and after.isdigit() and len(word) < 3)


def _glued(text: str, p: int, q: int, begin: int, end: int) -> bool:
    """A stop without a blank behind it, as OCR and haste leave it: between a small letter and a capitalised word."""
    if p < begin + 2 or q + 1 >= end or not (text[p - 1].islower() and text[q + 1].islower()):
        return False
    if text[p] == "." and not text[p - 2].islower():
        return False
    left = text[max(begin, p - 40) : p].rsplit(None, 1)[-1]
    return "@" not in left and "www" not in left and "//" not in left
