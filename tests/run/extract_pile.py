"""A finder for the tests of the step: simple enough to know what it finds, rich enough that copies, reports and bundles
give items of every kind of place."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Container
from dataclasses import replace

from draad.extract.records import Due, Item, Kind, Party
from draad.records import Span, Split
from draad.run.stages import Stages, default_stages

_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("question", re.compile(r"[A-Z][^\n.?!]{8,}\?")),
    ("signal", re.compile(r"[A-Z][^.?!]{20,200}\.(?!\S)")),
)


def simple(split: Split, only: Container[int] | None = None) -> list[Item]:
    """Questions by their mark, signals by their full stop."""
    copies = [copy for copy in split.copies if copy.body and (only is None or copy.n in only)]
    stretches: list[tuple[Span, int | None, str | None]] = [
        (copy.body, copy.n, copy.sent.text if copy.sent else None) for copy in copies if copy.body
    ]
    if split.kind in ("report", "letter", "note", "other"):
        stretches += [(span, None, split.report.held if split.report else None) for span in split.rest]
    found = []
    for (start, end), n, said in stretches:
        for kind, form in _FORMS:
            for match in form.finditer(split.document.text, start, end):
                span = match.span()
                due = Due("2021-05", None, False, "in mei", span)
                owner = (Party("Beheer", "directorate"),)
                found.append(Item(kind, span, n, "form", span, owner, due=due, said=said, score=0.5))
    return sorted(found, key=lambda item: (item.span, item.kind))


def with_finder(finder: Callable[[Split, Container[int] | None], list[Item]] = simple) -> Stages:
    """Draad's stages with another finder, and no ties."""
    return replace(default_stages(), extract=finder)


def failing(word: str) -> Stages:
    """A finder that can't take bodies that hold a word."""

    def finder(split: Split, only: Container[int] | None = None) -> list[Item]:
        found = simple(split, only)
        if any(word in split.document.text[slice(*item.span)] for item in found):
            raise KeyError(word)
        return found

    return with_finder(finder)


def deadly(word: str) -> Stages:
    """A finder whose process dies of bodies that hold a word."""

    def finder(split: Split, only: Container[int] | None = None) -> list[Item]:
        found = simple(split, only)
        if any(word in split.document.text[slice(*item.span)] for item in found):
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    return with_finder(finder)
