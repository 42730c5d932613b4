"""Bundles: one file that holds several released documents one after the other."""

from __future__ import annotations

from draad.records import Document


def cut(document: Document) -> list[Document]:
    return [document]
