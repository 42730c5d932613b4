"""Extract: messages and reports → items with owner, due date, rhythm and evidence. Pure: no disk, no clock.

What seeks items loads a model and numpy. Those who only read items (the store, the pages) import this package for its
records, so the search itself is loaded by the first who calls it (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from draad.extract.seeking import extract, items

__all__ = ["VERSION", "extract", "items"]

VERSION = 2
"""To be raised whenever the same split may give other items: every dossier is then searched anew by its next ingest."""


def __getattr__(name: str) -> Any:
    if name in ("extract", "items"):
        from draad.extract import seeking

        return getattr(seeking, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
