"""``draad document``: the text of one document, and with ``new`` only what does not stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from click import style

from draad.show.plain import printable
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier.views import CopyView, DocumentView


@dataclass(frozen=True)
class Fold:
    """Lines, both ends included, that stand elsewhere already, and where a reader met them first."""

    first: int
    last: int
    place: str


def folds(copies: Sequence[CopyView], places: Mapping[int, str]) -> list[Fold]:
    """The stretches of a document that are repetition; ``places`` tells for a copy's id where it stands."""
    found = []
    for copy in sorted(copies, key=lambda c: c.header_lines):
        if copy.elsewhere is None or copy.elsewhere == copy.id:
            continue
        first = copy.header_lines[0]
        last = max(copy.header_lines[1], copy.body_lines[1] if copy.body_lines else 0)
        found.append(Fold(first, last, places[copy.elsewhere]))
    return found


def _said(say: Texts, fold: Fold) -> str:
    key = "document.line" if fold.first == fold.last else "document.lines"
    lines = say(key, first=fold.first, last=fold.last)
    return style(say("document.elsewhere", lines=lines, place=fold.place), fg="yellow")


def _numbered(say: Texts, view: DocumentView, text: str, folded: Sequence[Fold]) -> Iterator[str]:
    lines = text.split("\n")
    digits = len(str(view.first_line + len(lines)))
    pages = {first: number for number, first, _, _ in view.pages}
    waiting = list(folded)
    skip_to = 0
    for number, line in enumerate(lines, view.first_line):
        if (place := number - view.first_line + 1) in pages:
            yield style(f"{'':{digits}}  ── {say('document.page', number=pages[place])} ──", dim=True)
        if waiting and number == waiting[0].first:
            fold = waiting.pop(0)
            skip_to = max(skip_to, fold.last + 1)
            yield f"{'':{digits}}  {_said(say, fold)}"
        if number >= skip_to:
            yield f"{style(f'{number:>{digits}}', dim=True)}  {printable(line)}".rstrip()


def paper(say: Texts, view: DocumentView, text: str, folded: Sequence[Fold], *, new: bool) -> list[str]:
    """A document as lines with their numbers; with ``new`` each of ``folded`` is one line instead."""
    count = text.count("\n") + 1
    lines = [style(printable(view.name), bold=True), say("document.from", path=printable(view.path))]
    counted = {"lines": say.count("line", count), "copies": say.count("copy", view.copies)}
    lines.append(say("document.told", kind=say.get(f"kind.{view.kind}", view.kind), **counted))
    if new:
        gone = {n for fold in folded for n in range(fold.first, fold.last + 1)}
        written = [n for n, line in enumerate(text.split("\n"), view.first_line) if line.strip()]
        fresh = sum(1 for n in written if n not in gone)
        share = say("document.share", new=say.count("line", fresh), all=say.number(len(written)))
        lines.append(share if fresh else say("document.nothing-new"))
    return [*lines, "", *_numbered(say, view, text, folded if new else ())]
