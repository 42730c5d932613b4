"""Names of invented people: from lists, and made of syllables so that no list has them."""

from __future__ import annotations

from functools import cache
from random import Random

from draad.sample.lists import load

MADE = 0.5
"""Share of people whose name no list has."""
_PREFIXES = ("", "", "", "", "van ", "van der ", "de ", "van den ", "ten ", "El ", "'t ")


def drawn(rng: Random) -> tuple[str, str]:
    """A given name and a surname: of the lists, or made."""
    lists = load("people")
    if rng.random() >= MADE:
        return rng.choice(lists["first"]), rng.choice(lists["last"])
    return given(rng), surname(rng)


def given(rng: Random) -> str:
    """A given name that no list has."""
    return _made(rng, rng.choice((2, 2, 2, 3)), "first_end")


def surname(rng: Random) -> str:
    """A surname that no list has, at times with a prefix."""
    last = _made(rng, rng.choice((2, 2, 3)), "last_end")
    if rng.random() < 0.06:
        last = f"{last}-{_made(rng, 2, 'last_end')}"
    return rng.choice(_PREFIXES) + last


def _made(rng: Random, syllables: int, ends: str) -> str:
    parts = load("names")
    while True:
        begun = "".join(rng.choice(parts["onset"]) + rng.choice(parts["vowel"]) for _ in range(syllables))
        word: str = (begun + rng.choice(parts[ends])).capitalize()
        if len(word) > 3 and word not in _words():
            return word


@cache
def _words() -> frozenset[str]:
    lists = load("people")
    return frozenset(word for name in (*lists["first"], *lists["last"]) for word in name.split(" "))


def listed(text: str) -> bool:
    """Whether every capitalised word of a name (initials apart) stands in a list."""
    words = [word.strip("(),.'\"") for word in text.split(" ")]
    return all(word in _words() for word in words if len(word) > 1 and word[0].isupper() and "." not in word)
