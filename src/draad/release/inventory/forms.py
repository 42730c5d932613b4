"""The inventory list in its three forms."""

from __future__ import annotations

from collections.abc import Sequence

from draad.release.inventory.about import About
from draad.release.inventory.rows import Row
from draad.texts import Texts

FORMS = (".xlsx", ".docx", ".html")
"""Endings of its files: a workbook, a document for Word, a page."""


def made(say: Texts, ending: str, listed: Sequence[Row], about: About) -> bytes:
    """The list as a file with one of these endings; what the other forms need is not loaded."""
    match ending:
        case ".xlsx":
            from draad.release.inventory.xlsx import workbook

            return workbook(say, listed, about)
        case ".docx":
            from draad.release.inventory.docx import document

            return document(say, listed, about)
    from draad.release.inventory.html import page

    return page(say, listed, about)
