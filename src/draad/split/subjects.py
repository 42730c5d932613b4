"""Subjects: what they say without their reply and forward prefixes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from draad.fold import fold
from draad.knowledge import load

WILDCARD = "¤"
"""Stands in a bare subject for a redaction mark: it may be anything, and is never filled."""

_SPACE = re.compile(r"[\s\-–—_.,:;!?'\"‘’“”()\[\]/\\|*#]+")


@cache
def _prefix() -> tuple[re.Pattern[str], frozenset[str]]:
    data = load("headers")["prefixes"]
    forms = sorted((fold(w) for kind in ("re", "fw") for w in data[kind]), key=len, reverse=True)
    pattern = re.compile(rf"[\s\[(]*({'|'.join(map(re.escape, forms))})(?:\s?\[\d+\])?\s?[:;][\s\])]*")
    return pattern, frozenset(map(fold, data["fw"]))


@lru_cache(maxsize=16384)
def bare(subject: str) -> tuple[str, Literal["", "re", "fw"]]:
    """The bare subject (RFC 5256 § 2.1, with Dutch, German and French prefixes) and its outermost prefix.

    Folded, punctuation and white space as single blanks, so that two prints of one subject agree.
    """
    folded = fold(" ".join(subject.split()))
    pattern, forwards = _prefix()
    outer: Literal["", "re", "fw"] = ""
    while found := pattern.match(folded):
        if not outer:
            outer = "fw" if found.group(1) in forwards else "re"
        folded = folded[found.end() :]
    return _SPACE.sub(" ", folded).strip(), outer
