"""mail-parser-reply: each reply's ``content`` begins with its header, so that is where it is sought in the text.

Its header pattern takes one line beyond the header; the last line of ``headers`` may therefore differ by one. It has
no fields: whole headers are scored on the lines alone.
"""

from __future__ import annotations

from typing import Any

from mailparser_reply import EmailReplyParser

from bench.peers import Findings, Found
from bench.peers.locate import Locator

NAME = "mail-parser-reply"
PACKAGE = "mail-parser-reply"
SETTINGS = "EmailReplyParser(languages=nl, en, de, fr).read()"
FIELDS = ("last",)

_PARSER = EmailReplyParser(languages=["nl", "en", "de", "fr"])


def run(text: str) -> Any:
    return _PARSER.read(text).replies


def find(text: str) -> Findings:
    locator = Locator(text)
    copies: list[Found] = []
    opening, after = False, 0
    for reply in run(text):
        if not reply.headers:
            opening = opening or bool(reply.content)
            continue
        first = locator.first_line(reply.content or reply.headers, after)
        if first is None or any(first == other.first for other in copies):
            continue
        lines = sum(1 for line in reply.headers.split("\n") if line.strip())
        last = locator.numbers[min(locator.numbers.index(first) + lines, len(locator.numbers)) - 1]
        copies.append(Found(first, {"last": range(last - 1, last + 2)}))
        after = first
    return Findings(sorted(copies, key=lambda found: found.first), opening)


def forget() -> None:
    """It keeps nothing."""
