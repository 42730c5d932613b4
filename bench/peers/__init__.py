"""The tools that are compared, each behind the same three functions.

A tool is a module of this package with ``NAME``, ``PACKAGE``, ``SETTINGS`` (what was chosen, in words), ``run`` (text
in, whatever the tool gives: this and nothing else is timed), ``find`` (text in, :class:`Findings`) and ``forget``
(drops what the tool cached about texts). All are given the same text.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any, Protocol, cast


@dataclass(slots=True)
class Found:
    """One message that a tool found: the line its header begins on, and what the tool tells of the header.

    ``fields`` holds only what the tool gives at all; a key with None says that it found none. ``sent`` is ISO 8601
    or the words as printed, ``to`` and ``cc`` a count or the words as printed, ``last`` the header's last line or the
    range in which it lies.
    """

    first: int
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Findings:
    """What a tool made of one text. ``opening``: it gave text above its first header as a message of its own."""

    copies: list[Found]
    opening: bool = False


class Tool(Protocol):
    """One tool, as its module gives it."""

    NAME: str
    PACKAGE: str
    SETTINGS: str
    FIELDS: tuple[str, ...]

    def run(self, text: str) -> object: ...

    def find(self, text: str) -> Findings: ...

    def forget(self) -> None: ...


MODULES = ("draad_split", "quotequail_unwrap", "mail_parser_reply", "email_thread_mcp_parse")
"""In the order of the tables; the first is Draad."""
TIMED_TOO = ("draad_headers",)
"""Timed beside them, not scored."""


def tool(module: str) -> Tool:
    """A tool by the name of its module; imports it, and what it stands for, only now."""
    found: Any = importlib.import_module(f"bench.peers.{module}")
    return cast(Tool, found)
