"""Why something failed and what mends it, in the catalogue's words: ``error.CODE.what`` and ``.cure``."""

from __future__ import annotations

from draad.texts import Texts


def reason(say: Texts, code: str, detail: str) -> str:
    """Our sentence for the kind of failure, then what the program says of this one case."""
    headline = say.get(f"error.{code}.what", "")
    return ": ".join(part for part in (headline, detail) if part)


def cure(say: Texts, code: str, given: str) -> str:
    """What mends it: the catalogue's words for this kind, else those that came with the error."""
    return say.get(f"error.{code}.cure", given)
