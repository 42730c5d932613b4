"""Stretches of a letter in which names stand and nothing else: behind a greeting, under a farewell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from draad.fold import fold
from draad.records import Span
from draad.release.propose import names
from draad.release.propose.lists import words
from draad.release.propose.records import Found, Reason

LEAD = r"[ \t>|*_#\xa0]{0,40}"
CAPITAL = r"[A-ZÀ-Þ][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
PIECE = re.compile(r"\s*(?:,|/|&|\+|\b(?:en|and|und)(?:\b|(?=[A-ZÀ-Þ])))\s*")
TRAIL = " \t*_,.!:;-–—|'\"`>"
_CLEFT = re.compile(r"(?<=[ \t])[a-z]{2}(?=[A-ZÀ-Þ][a-zß-ÿ]{2})")
"""Two small letters before a capital: what OCR left of a word between two names."""


def names_initial(line: str, at: int) -> bool:
    """Whether the dot at this place ends an initial or a title."""
    word = re.search(r"([^\W\d_]+)$", line[max(0, at - 12) : at])
    return word is not None and (len(word.group(1)) == 1 or fold(word.group(1)) + "." in words().titles)


def named(line: str, start: int, end: int, offset: int, reason: Reason, score: float) -> Iterator[Found]:
    """The names in a stretch where only names stand, parted by commas and *en*."""
    at = start
    for piece in [*PIECE.finditer(line, start, end), None]:
        stop = piece.start() if piece else end
        begin, last = bounds(line, at, stop)
        if last > begin:
            found = one(line[begin:last], begin + offset, reason, score)
            if found:
                yield found
        at = piece.end() if piece else stop


def bounds(line: str, start: int, end: int) -> Span:
    """A stretch of a line without the signs around it; the dot of an initial stays."""
    while start < end and line[start] in TRAIL:
        start += 1
    while end > start and line[end - 1] in TRAIL and not names_initial(line, end - 1):
        end -= 1
    return start, end


def is_word(text: str) -> bool:
    """Whether this is a usual word, or one with a letter misread."""
    return names.is_usual(text) or names.is_misread(text)


def one(text: str, offset: int, reason: Reason, score: float, *, torn: bool = False) -> Found | None:
    """A name, titles before it left out; usual words behind it end it: *Anouk hierbij*.

    ``torn``: here stands somebody's name and nothing else, so that words in small letters are parts of it.
    """
    cleft = _CLEFT.search(text)
    if cleft and cleft.end() > 3:
        text = f"{text[: cleft.start()]}  {text[cleft.end() :]}"
    found = list(re.finditer(r"[^\s]+", text))
    titled = False
    while found and fold(found[0].group().strip(TRAIL)) in title_words():
        titled = True
        found = found[1:]
    kept: list[re.Match[str]] = []
    for place, token in enumerate(found):
        bare = token.group().strip(TRAIL)
        folded = fold(bare)
        is_prefix = folded in words().prefixes or (place > 0 and names.joins(bare))
        piece = torn and place > 0 and len(found) < 5 and bool(bare) and not is_word(bare)
        if not bare or (bare[0].islower() and not is_prefix and not piece and (place or is_word(bare))):
            break
        greeted = reason[0] == "greeting" and not place and folded in words().firsts
        greeted = greeted or (torn and bool(kept) and fold(found[0].group()) in words().firsts and bare[0].isupper())
        if names.is_usual(bare) and not is_prefix and not (titled or greeted or folded in words().also_words):
            break
        kept.append(token)
    while kept and names.joins(kept[-1].group()):
        kept.pop()
    if not kept or len(kept) > 6:
        return None
    start, end = kept[0].start(), kept[-1].end()
    while end > start and text[end - 1] in TRAIL and not names_initial(text, end - 1):
        end -= 1
    shown = text[start:end]
    if len(shown) < 2 or names.is_code(shown) or (not titled and names.is_functional(shown)):
        return None
    name = names.family(shown) if titled else names.read(shown)
    if name is None:
        return None
    return Found((start + offset, end + offset), "person", score, (reason,), name)


@cache
def title_words() -> frozenset[str]:
    """The words of titles, folded, with and without their dot."""
    parts = (part for title in words().titles for part in title.split())
    return frozenset([*parts, *(title.rstrip(".") for title in words().titles)])
