"""Passwords: which are good enough, and how they are kept.

Kept with argon2id under the second parameters that RFC 9106, section 4, recommends (three passes over 64 MiB, four
lanes). Which are good enough follows NIST SP 800-63B, section 5.1.1.2: length, no rules about kinds of characters,
nothing of what everybody tries first, not one's own name; and no change for the change's sake.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache, cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from draad.knowledge import load
from draad.web.accounts.errors import WeakPasswordError

LEAST, MOST = 12, 256
"""Characters."""
_LEAST_LEFT = 5
"""Characters that must be left when all that everybody tries first is taken out."""
_AT_ONCE = 2
"""Passwords looked at together: each takes 64 MiB for a tenth of a second."""
_ROW = 4
"""Keys beside each other that make a row."""


def _prepared(password: str) -> str:
    # SP 800-63B: NFKC, so that the same keys give the same password on every machine.
    return unicodedata.normalize("NFKC", password)


class Passwords:
    """Makes and checks hashes, a few at a time. ``hasher`` is given by tests only, to be quick."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._gate = BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        """What is kept of a password, in the PHC form, which names its own parameters."""
        with self._gate:
            return self._hasher.hash(_prepared(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the password. For a user that does not exist (None) it takes as long, and is false."""
        try:
            with self._gate:
                self._hasher.verify(kept or self._nobodys, _prepared(password)[: 4 * MOST])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_old(self, kept: str) -> bool:
        """Whether it was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())


_LETTERS = "bcdfghjkmnpqrstvwxz"
"""Letters that nobody mistakes for another, and that make no words."""
_GROUPS, _GROUP = 5, 4


def made_up() -> str:
    """A password for somebody else, who changes it at once: twenty letters (85 bits), easy to read to them."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def check_password(password: str, name: str) -> None:
    """Raises WeakPasswordError for a password that would be guessed; ``name`` is its user's."""
    password = _prepared(password)
    if len(password) < LEAST:
        raise WeakPasswordError("short")
    if len(password) > MOST:
        raise WeakPasswordError("long")
    plain = _plain(password)
    if _left(plain, []) < _LEAST_LEFT:
        raise WeakPasswordError("common")
    if _left(plain, [part for part in re.split(r"[\W_]+", _plain(name)) if len(part) > 2]) < _LEAST_LEFT:
        raise WeakPasswordError("name")


def _plain(text: str) -> str:
    # Not draad.fold, which remembers what it was given: a password is kept nowhere.
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower() if not unicodedata.combining(c))


@cache
def _common() -> tuple[re.Pattern[str], frozenset[str], dict[int, str]]:
    known = load("passwords")["common"]
    words = sorted(known["words"], key=len, reverse=True)
    rows = [way for row in known["rows"] for way in (row, row[::-1])]
    runs = frozenset(row[i : i + _ROW] for row in rows for i in range(len(row) - _ROW + 1))
    return re.compile("|".join(map(re.escape, words))), runs, {ord(k): v for k, v in known["signs"].items()}


def _left(plain: str, own: list[str]) -> int:
    """How many characters are left without common words, the user's name, rows of keys, years and repetition."""
    words, runs, signs = _common()
    gone = [False] * len(plain)
    own_words = re.compile("|".join(map(re.escape, own)) or r"(?!)")
    for text in (plain, plain.translate(signs)):
        for pattern in (words, own_words, _YEAR):
            for found in pattern.finditer(text):
                gone[found.start() : found.end()] = [True] * len(found[0])
    for start in range(len(plain) - _ROW + 1):
        if plain[start : start + _ROW] in runs:
            gone[start : start + _ROW] = [True] * _ROW
    kept = "".join(sign for sign, taken in zip(plain, gone, strict=True) if not taken)
    # What comes again adds little: each pair of characters counts once.
    pairs = {kept[i : i + 2] for i in range(len(kept) - 1)}
    return len(pairs) + 1 if pairs else len(kept)


_YEAR = re.compile(r"(?:19|20)\d\d")
