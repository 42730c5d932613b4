"""The words that Draad speaks: one catalogue a language, as data in ``knowledge/texts/*.toml``.

Pages, exports and the command line speak Dutch, and English by a switch (DESIGN.md). Code asks for a text by its
key and fills in values; no sentence for people stands in code. Both catalogues hold the same keys with the same
fields, which a test sees to.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("nl", "en")
VARIABLE = "DRAAD_LANG"

# Not importlib.resources: it would be a tenth of the time that ``draad --help`` takes.
_FOLDER = Path(__file__).parent / "knowledge" / "texts"

_DUTCH_SIGNS = str.maketrans(",.", ".,")
"""Dutch writes 1.234,5 where English writes 1,234.5."""

_asked: ContextVar[str | None] = ContextVar("language", default=None)


def speak(language: str | None) -> None:
    """Make ``language`` the one of this call; None goes back to the machine's usual one."""
    _asked.set(language)


def spoken() -> Texts:
    """The catalogue of this call: the language asked for, else the variable ``DRAAD_LANG``, else Dutch."""
    wanted = _asked.get() or os.environ.get(VARIABLE, "")
    return texts(wanted if wanted in LANGUAGES else LANGUAGES[0])


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[before + key] = str(value)
    return flat


@cache
def texts(language: str) -> Texts:
    """The catalogue of one of ``LANGUAGES``: ``nl.toml``, and a file for each family of a release."""
    entries: dict[str, str] = {}
    for file in (_FOLDER / f"{language}.toml", *sorted((_FOLDER / "release").glob(f"*.{language}.toml"))):
        entries |= _flat(tomllib.loads(file.read_text(encoding="utf-8")))
    return Texts(language, entries)


@cache
def of_pages(language: str) -> Texts:
    """As ``texts``, with what the pages of the reading room say: one file a family of pages, ``web/FAMILY.nl.toml``.

    Apart, for the command line would wait for words that it never says.
    """
    entries = dict(texts(language).entries)
    for file in sorted((_FOLDER / "web").glob(f"*.{language}.toml")):
        entries |= _flat(tomllib.loads(file.read_text(encoding="utf-8")))
    return Texts(language, entries)


class Texts:
    """One language's catalogue: ``say("threads.none")``, ``count("message", 3)``."""

    def __init__(self, language: str, entries: Mapping[str, str]) -> None:
        self.language = language
        self.entries = entries

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __call__(self, key: str, **values: object) -> str:
        """The text under ``key`` with its fields filled in. A key that does not exist is a fault of ours: KeyError."""
        text = self.entries[key]
        return text.format(**values) if values else text

    def get(self, key: str, otherwise: str) -> str:
        """The text under ``key``, or ``otherwise`` for values that come from the data and may be new."""
        return self.entries.get(key, otherwise)

    def number(self, value: float) -> str:
        """A number as people of this language write it: ``1.234`` in Dutch, ``1,234`` in English."""
        written = f"{value:,}"
        return written.translate(_DUTCH_SIGNS) if self.language == "nl" else written

    def count(self, noun: str, number: int) -> str:
        """A number with its noun in the right form: ``1 bericht``, ``3 berichten``. Nouns stand under ``noun``."""
        form = "one" if number == 1 else "many"
        return f"{self.number(number)} {self.entries[f'noun.{noun}.{form}']}"
