"""Redaction marks in words: the ground, and what the law means by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from draad.knowledge import load
from draad.texts import Texts

LAWS = ("woo", "wob")
BLOCK = "███"
"""For every mark that is printed without a letter: its width on paper would tell of what it hides (law 2)."""
_LETTER = re.compile(r"\w")


def sign(spelling: str) -> str:
    """A mark as it is shown: as printed, but a black block or white space always as wide as any other."""
    text = " ".join(spelling.split())
    return text if _LETTER.search(text) else BLOCK


def meaning(law: str | None, article: str) -> str:
    """What the article protects, in the words of ``knowledge/marks.toml``; empty when it is not listed.

    An article stands in one of the two laws only (Woo 5.x, Wob 10 and 11), so that the law may be unknown.
    """
    known: Mapping[str, Any] = load("marks")
    for name in [law] if law in LAWS else LAWS:
        if words := known[name].get(article):
            return str(words)
    return ""


def in_words(say: Texts, code: str) -> tuple[str, str]:
    """A stored mark code as (label, meaning): ``woo 5.1.2.e`` → ("Woo 5.1.2.e", "eerbiediging van …").

    Codes are written by ``dossier.codec.mark_code``: a law (``?`` where it is not known) and an article, or the kind
    of a mark that names none.
    """
    law, _, article = code.partition(" ")
    if not article:
        return say.get(f"mark.{code}", code), ""
    label = f"{law.capitalize()} {article}" if law in LAWS else f"{article} ({say('mark.unknown-law')})"
    return label, meaning(law, article)
