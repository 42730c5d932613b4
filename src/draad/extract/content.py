"""What words are about: content words by their stems, the parts of compounds apart.

For comparing two sentences, not for searching (there the dossier's own analysis is used): a light stemmer that brings
plural, infinitive and diminutive together, of which a person can see why two words counted as one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from draad.fold import fold
from draad.knowledge import load

_WORD = re.compile(r"[^\W\d_]\w*")
_SHORTEST_COMPOUND = 7
_SHORTEST_STEM = 3
_LONGEST_WORD = 60
"""Longer ones are no words (addresses, base64)."""
_VOWELS = frozenset("aeiouy")


@cache
def _stop() -> frozenset[str]:
    return frozenset(load("content")["stop"])


@cache
def _short() -> frozenset[str]:
    return frozenset(load("content")["short"])


@cache
def _parts() -> frozenset[str]:
    """Every form in which a part may stand in a compound."""
    known = load("compounds")
    bare = frozenset(known["bare"])
    bent = {f"{part}{ending}" for part in known["parts"] if part not in bare for ending in ("s", "en", "es")}
    return bare.union(known["parts"], bent)


def _bare(word: str) -> str:
    """Without the ending of plural, infinitive, adjective or diminutive."""
    if word.endswith("heden"):
        return f"{word[:-5]}heid"
    for ending in ("tjes", "tje", "jes", "je", "en", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _stemmed(word: str) -> str:
    """``plannen`` and ``plan`` → ``plan``; ``brieven`` → ``brief``; ``tarieven``, ``tarief`` → ``tarief``."""
    bare = _bare(word)
    if bare.endswith("e") and len(bare) > _SHORTEST_STEM:
        bare = bare[:-1]
    if len(bare) > _SHORTEST_STEM and bare[-1] == bare[-2] and bare[-1] not in _VOWELS:
        bare = bare[:-1]
    for vowel in "aeou":
        bare = bare.replace(vowel * 2, vowel)
    bare = bare[:-1] + {"v": "f", "z": "s"}.get(bare[-1], bare[-1])
    if bare[-1] == "s" and len(bare) > _SHORTEST_STEM:  # a singular's own: huisarts, reis, advies
        bare = bare[:-1]
    return bare[:-1] if bare[-1] == "e" and len(bare) > _SHORTEST_STEM else bare


def _cut(word: str) -> tuple[str, ...]:
    """The parts of a compound that consists wholly of known ones, the longest first; else nothing."""
    parts = _parts()
    ways: dict[int, tuple[str, ...]] = {len(word): ()}
    for at in range(len(word) - 3, -1, -1):
        for end in range(len(word), at + 2, -1):
            if end in ways and word[at:end] in parts:
                ways[at] = (word[at:end], *ways[end])
                break
    found = ways.get(0, ())
    return found if len(found) > 1 else ()


@lru_cache(maxsize=1 << 16)
def stems(word: str) -> tuple[str, ...]:
    """The stems of one word, more than one for a compound; none for a word that says nothing of the subject."""
    plain = fold(word)
    if len(plain) > _LONGEST_WORD or plain in _stop():
        return ()
    if len(plain) < load("content")["shortest"]:
        return (plain,) if plain in _short() else ()
    parts = _cut(plain) if len(plain) >= _SHORTEST_COMPOUND else ()
    return tuple(_stemmed(part) for part in parts) or (_stemmed(plain),)


def words(text: str) -> list[str]:
    """The words of a text as they stand; marks of redaction are none, as those hold digits first."""
    return _WORD.findall(text)


def content(text: str) -> frozenset[str]:
    """The stems of the content words of a text."""
    return frozenset(stem for word in set(_WORD.findall(text)) for stem in stems(word))
