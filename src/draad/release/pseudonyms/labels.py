"""How a pseudonym is written: ``medewerker 3``, ``medewerker MO 3``."""

from __future__ import annotations

import re
from functools import cache

from draad.texts import texts


def noun() -> str:
    """What stands before the number; a released file is Dutch."""
    return texts("nl")("apply.pseudonym")


def unit_of(label: str) -> str:
    """The unit that a pseudonym names; empty for none."""
    return label.removeprefix(noun()).strip().rpartition(" ")[0]


def are_labels(words: str) -> bool:
    """Whether words are pseudonyms and nothing else: they withhold as a mark does."""
    return _written().fullmatch(words) is not None


@cache
def _written() -> re.Pattern[str]:
    one = rf"[\[(]?{re.escape(noun())}(?: [^\W\d_][^\s\[\]()]{{1,11}})? \d{{1,6}}[\])]?[.,;:?!]?"
    return re.compile(rf"{one}(?: {one})*+", re.IGNORECASE)
