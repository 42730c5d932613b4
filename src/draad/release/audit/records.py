"""What an audit finds in one file: the records that the checks give and the reports print.

A finding names the place, the kind and what mends it. It holds the hidden words themselves only where the caller
asked for them (``AuditOptions.values``): on the officer's own unreleased file (DESIGN.md, law 2). Words of different
copies are never put together here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from draad.records import Box

Severity = Literal["leak", "check", "note"]
"""``leak``: the file holds what its pages do not show. ``check``: a person must look. ``note``: worth knowing."""

Kind = Literal[
    "under-box",
    "under-picture",
    "under-annotation",
    "same-colour",
    "invisible",
    "clipped",
    "tiny",
    "off-page",
    "layer",
    "ocr-layer",
    "picture-under-box",
    "redact-annotation",
    "revision",
    "leftover",
    "undrawn",
    "replacement",
    "bookmark",
    "metadata",
    "attachment",
    "form",
    "comment",
    "link",
    "no-ground",
    "width",
    "cut-print",
    "unread",
    "hidden-text",
    "tracked-change",
    "script",
    "thumbnail",
    "private-data",
    "damage",
]
KINDS: Final[tuple[Kind, ...]] = Kind.__args__  # type: ignore[attr-defined]
"""All kinds, in the order in which reports name them."""
SEVERITIES: Final[tuple[Severity, ...]] = ("leak", "check", "note")


class Finding(NamedTuple):
    """One thing that a file still holds, or that a person should look at."""

    kind: Kind
    severity: Severity
    page: int | None
    """From 1; None for what belongs to no page."""
    box: Box | None
    """Points, origin top left, the page as it is shown."""
    where: str
    """The part of the file, in the words of its format: ``Info /Author``, ``Outlines 3``; empty for a page's content.
    Never words out of the document."""
    detail: str
    """Key of the sentence that says what was found: ``audit.found.…``."""
    values: tuple[tuple[str, Any], ...]
    """What the sentence is filled with: counts, sizes, dates. Never words out of the document."""
    cure: str
    """Key of what mends it: ``audit.cure.…``."""
    shown: str | None = None
    """The hidden words; None unless ``AuditOptions.values`` asked for them."""


@dataclass(frozen=True)
class AuditOptions:
    """How to audit. The defaults look at everything and show no hidden word."""

    values: bool = False
    """Put the hidden words in the findings: only on unreleased files, and only for the officer who works on them."""
    passwords: tuple[str, ...] = ()
    """Tried in order on encrypted PDFs."""
    no_ground: Literal["check", "note", "off"] = "check"
    """How to take a blacked-out place on which no ground is printed."""
    ocr: bool = True
    """Let Tesseract look at words of a scan's text layer that the pixels make doubtful, where it is installed."""
    languages: str = "nld+eng"
    """Tesseract's names of languages."""


def finding(
    kind: Kind,
    severity: Severity,
    *,
    page: int | None = None,
    box: Box | None = None,
    where: str = "",
    detail: str = "",
    text: str | None = None,
    **values: Any,
) -> Finding:
    """A finding with the usual keys: the sentence and the cure of its kind, unless ``detail`` names another."""
    key = f"audit.found.{detail or kind}"
    return Finding(kind, severity, page, box, where, key, tuple(sorted(values.items())), f"audit.cure.{kind}", text)
