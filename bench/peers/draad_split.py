"""Draad's split stage: ``draad.split.split_all`` on a document made of the text."""

from __future__ import annotations

import sys

from bench.peers import Findings, Found
from draad.records import Copy, Document, Split
from draad.split import iso, split_all

NAME = "Draad"
PACKAGE = "draad"
SETTINGS = "draad.split.split_all: bundles cut, copies, fields, bodies, redaction marks, kinds of document"
FIELDS = ("last", "sent", "subject", "from_domain", "to", "cc", "body")


def run(text: str) -> list[Split]:
    return split_all(Document("0" * 64, 0, "document", "document.txt", "text", text))


def find(text: str) -> Findings:
    return Findings([_found(split, copy) for split in run(text) for copy in split.copies])


def _found(split: Split, copy: Copy) -> Found:
    first, last = split.document.lines_of(copy.header)
    return Found(
        first,
        {
            "last": last,
            "sent": iso(copy.sent) if copy.sent else None,
            "subject": copy.subject,
            "from_domain": copy.sender.domain if copy.sender else None,
            "to": len(copy.to),
            "cc": len(copy.cc),
            "body": split.document.lines_of(copy.body) if copy.body else None,
        },
    )


def forget() -> None:
    """Empties every cache of values; those of compiled patterns and word lists hold nothing of the texts."""
    for name, module in list(sys.modules.items()):
        if name.startswith("draad."):
            for value in vars(module).values():
                parameters = getattr(value, "cache_parameters", None)
                if callable(value) and callable(parameters) and parameters()["maxsize"] is not None:
                    value.cache_clear()
