"""OCR-like damage at a rate per character. It never adds or takes a line, and leaves no line blank."""

from __future__ import annotations

import math
from random import Random

from draad.sample.secrets import MARK

_CONFUSED = {
    "l": "1I|",
    "1": "lI",
    "I": "l1",
    "i": "lj",
    "o": "0c",
    "0": "oO",
    "O": "0Q",
    "e": "co",
    "c": "eo",
    "n": "uh",
    "u": "n",
    "a": "oe",
    "m": "n",
    "g": "qy",
    "t": "f",
    "f": "t",
    "s": "5",
    "S": "5",
    "5": "S",
    "B": "8",
    "8": "B",
    "h": "b",
    "b": "h",
    "v": "y",
    "r": "t",
    "d": "a",
    "k": "h",
    "D": "O",
    "V": "v",
    ":": ";.",
    ".": ",:",
    ",": ".",
    ";": ":",
    "@": "©",
    "(": "{",
    ")": "}",
    "-": "~",
    "j": "i",
    "é": "e",
    "ë": "e",
    "<": "c",
    '"': "'",
    "w": "vv",
}
_PAIRS = {"rn": "m", "cl": "d", "vv": "w", "ri": "n", "li": "h", "nn": "m", "ii": "u"}
_SPREAD = {"m": "rn", "d": "cl", "w": "vv", "n": "ri", "h": "li"}


def _private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def _damage(chars: list[str], at: int, rng: Random) -> None:
    char = chars[at]
    if not char or _private(char) or (at and chars[at - 1] == MARK):
        return
    chance = rng.random()
    following = chars[at + 1] if at + 1 < len(chars) else ""
    if chance < 0.12 and char + following in _PAIRS:
        chars[at], chars[at + 1] = _PAIRS[char + following], ""
    elif chance < 0.2 and char in _SPREAD:
        chars[at] = _SPREAD[char]
    elif chance < 0.3 and char.isupper():
        chars[at] = char.lower()
    elif chance < 0.42:
        chars[at] = ""
    elif chance < 0.48 and char.isalpha():
        chars[at] = char + " "
    elif char == " ":
        chars[at] = "" if chance < 0.8 else "  "
    elif char in _CONFUSED:
        chars[at] = rng.choice(_CONFUSED[char])


class Noise:
    """Damage at ``rate`` a character, drawn from ``rng``."""

    def __init__(self, rate: float, rng: Random) -> None:
        self.rng = rng
        self._scale = 1.0 / math.log1p(-rate) if rate else 0.0
        self._left = self._skip()

    def _skip(self) -> int:
        """Characters left whole before the next damage: geometric, so that whole lines cost nothing."""
        return int(math.log(1.0 - self.rng.random()) * self._scale) if self._scale else 1 << 60

    def line(self, text: str) -> str:
        """One line, damaged."""
        if self._left >= len(text):
            self._left -= len(text)
            return text
        if not any(c.isalnum() for c in text):
            return text
        chars, at = list(text), self._left
        while at < len(chars):
            _damage(chars, at, self.rng)
            at += 1 + self._skip()
        self._left = at - len(chars)
        damaged = "".join(chars)
        return damaged if any(c.isalnum() for c in damaged) else text
