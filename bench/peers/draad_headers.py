"""Draad's search for headers alone: boundaries and fields, which is about what the peers do. Only timed, not scored."""

from __future__ import annotations

from bench.peers import Findings, Found
from bench.peers.draad_split import forget
from draad.records import Document
from draad.split import headers
from draad.split.blocks import Block
from draad.split.lines import Lines

__all__ = ["FIELDS", "NAME", "PACKAGE", "SETTINGS", "find", "forget", "run"]

NAME = "Draad, headers alone"
PACKAGE = "draad"
SETTINGS = "draad.split.headers: boundaries and fields, without bodies, marks, kinds and bundles"
FIELDS = ("last",)


def run(text: str) -> tuple[Lines, list[Block]]:
    return headers(Document("0" * 64, 0, "document", "document.txt", "text", text))


def find(text: str) -> Findings:
    return Findings([Found(block.first + 1, {"last": block.last + 1}) for block in run(text)[1]])
