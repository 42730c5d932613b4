"""Meeting reports and inventory lists: what they say of themselves."""

from __future__ import annotations

from draad.records import Document, Inventory, Report
from draad.split.lines import Lines


def report(document: Document, lines: Lines) -> Report | None:
    return None


def inventory(document: Document, lines: Lines) -> Inventory | None:
    return None
