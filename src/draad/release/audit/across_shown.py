"""What words at another copy's hole tell: a name, a number, a passage; or nothing, for they are a mark misread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from draad.fold import edits, fold
from draad.knowledge import load
from draad.release.audit.across_records import Sort, Token
from draad.release.pseudonyms.labels import are_labels

_CORE = re.compile(r"[\W_]+")
_NUMBER = 6
"""Figures of a number that is somebody's own, however it is parted."""
_SHORTEST = 2
"""Letters of a name, with a capital; a word of a name without one has more."""


def key_of(word: str) -> str:
    """By what a word is compared: its letters and digits, in lower case and without accents."""
    return _CORE.sub("", fold(word))


def is_told(shown: Sequence[Token], hidden: Sequence[Token]) -> bool:
    """Whether words tell anything that a hole withholds: no mark that OCR made unreadable, no stray letter, no page.

    ``hidden``: the holes of both texts; a misread mark is like one of them.
    """
    words = [token for token in shown if not token.hole]
    if are_labels(" ".join(token.text for token in words)):
        return False  # a box that was too small for the pseudonym says the article in its place
    if not words or is_mark("".join(token.key for token in words), hidden) or _is_page(words):
        return False
    figures = sum(char.isdigit() for token in words for char in token.key)
    if figures >= _NUMBER:
        return True
    if figures and all(len(token.key) <= 3 for token in words):
        return False  # "5.1, lld 2, sub e"
    return any(_weighs(token) and not is_mark(token.key, hidden) for token in words)


def _weighs(token: Token) -> bool:
    letters = sum(char.isalpha() for char in token.key)
    if letters == _SHORTEST:
        return token.text[:1].isupper() and token.text[1:2].islower()
    return letters > _SHORTEST or len(token.key) - letters >= 4


def _is_page(words: Sequence[Token]) -> bool:
    """Whether words number a page or a document, which every print does by itself: "Pagina 2 van 3"."""
    if len(words) > 4 or not any(char.isdigit() for char in words[-1].key + words[0].key + words[-2:][0].key):
        return False
    return any(edits(words[0].key, name, 1) <= 1 for name in load("across")["pages"]["words"])


@lru_cache(maxsize=1)
def _marks() -> tuple[frozenset[str], frozenset[str]]:
    """Grounds as figures and letters, and words that stand where something was left out."""
    known = load("marks")
    cores = {key_of(article) for law in ("woo", "wob") for article in known[law]}
    words = {key_of(word) for table in ("withheld", "scope", "duplicate") for word in known[table]["words"]}
    parts = {key_of(part) for word in words for part in word.split()} | set(load("across")["marks"]["parts"])
    return frozenset(core.translate(_OCR) for core in cores), frozenset(words | parts)


_OCR = str.maketrans({"l": "1", "i": "1", "s": "5", "o": "0", "z": "2", "c": "e", "q": "0", "j": "1"})


@lru_cache(maxsize=1 << 16)
def _is_any_mark(key: str) -> bool:
    """Whether letters and figures are a mark of any release, as it is or misread."""
    cores, words = _marks()
    if key in words or any(len(word) > 7 and edits(key, word, 2) <= 2 for word in words):
        return True
    if len(key) > 3 and any(edits(key, word, 2) <= 2 for word in load("across")["marks"]["printed"]):
        return True
    if len(key) > 12 or not any(char.isdigit() for char in key):
        return False  # letters alone may be a name: "José" is but a letter from 102e, as OCR reads
    figures = key.translate(_OCR)
    most = 1 if len(figures) <= 4 else 2
    return any(abs(len(core) - len(figures)) <= most and edits(figures, core, most) <= most for core in cores)


def is_mark(key: str, hidden: Sequence[Token]) -> bool:
    """Whether letters and figures are a mark that was misread: as one of the law, or as those that hide here."""
    if _is_any_mark(key):
        return True
    spellings = {key_of(token.text) for token in hidden if token.hole}
    return any(
        len(spelling) > 3 and edits(key, spelling, most) <= most
        for spelling in spellings
        for most in (max(1, len(spelling) // 4),)
    )


def sort_of(shown: Sequence[Token]) -> Sort:
    """What sort of words are shown: a mailbox stands before an ``@``, a name has few words, each with a capital."""
    text = " ".join(token.text for token in shown)
    digits = sum(char.isdigit() for char in text)
    if digits >= 6 and digits >= sum(char.isalpha() for char in text):
        return "phone"
    if len(shown) == 1 and re.search(r"\w[._]\w|\w@\w|\d\Z", text) and text == text.lower():
        return "mailbox"
    words = [token.text.strip("(),.;:'\"[]*_-") for token in shown]
    particles = frozenset(load("across")["particles"]["words"])
    named = [word for word in words if word and word.casefold() not in particles]
    if 0 < len(named) <= 5 and sum(word[0].isupper() for word in named) * 3 >= 2 * len(named):
        return "name"
    return "passage"
