"""The languages of the catalogue as office files name them (BCP 47)."""

from __future__ import annotations

from typing import Final

LOCALES: Final = {"nl": "nl-NL", "en": "en-GB"}
