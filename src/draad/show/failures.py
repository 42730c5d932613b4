"""Why something failed and what mends it, in the catalogue's words: ``error.CODE.what`` and ``.cure``."""

from __future__ import annotations

import re

from draad.errors import DraadError
from draad.texts import Texts

_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)(?=\s|$)")
"""Two, not the three of an ellipsis and not the ``..`` of a path."""


def reason(say: Texts, code: str, detail: str) -> str:
    """Our sentence for the kind of failure, then what the program says of this one case."""
    headline = say.get(f"error.{code}.what", "")
    return ": ".join(part for part in (headline, stopped_once(detail)) if part)


def told(say: Texts, error: DraadError) -> tuple[str, str]:
    """Why an error came and what mends it, both in the language of ``say``."""
    return reason(say, error.code, error.detail(say)), cure(say, error.code, error.mend(say))


def headline(say: Texts, code: str) -> str:
    """Our sentence for the kind of failure alone; for a kind without one, that something went wrong with the file."""
    return say.get(f"error.{code}.what", "") or say("error.unreadable.what")


def stopped_once(detail: str) -> str:
    """What a program says, with one full stop where its own sentence ended within ours: ``(… error)..``."""
    return _TWO_STOPS.sub(".", detail)


def cure(say: Texts, code: str, given: str) -> str:
    """What mends it: the catalogue's words for this kind, else those that came with the error."""
    return say.get(f"error.{code}.cure", given)
