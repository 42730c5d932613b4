"""Which kind of document this is: mail, or a report, letter, decision, inventory or note that gives no message."""

from __future__ import annotations

import re
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.records import Document, DocumentKind
from draad.split.blocks import Block
from draad.split.lines import Lines

_HEAD = 3000
"""Characters at the top of a document in which its kind shows."""
_ENOUGH = 3
_PREFACE = 700
"""Characters that may stand above the printed header of a mail: a cover stamp, a document number."""


@cache
def _cues() -> dict[str, tuple[tuple[re.Pattern[str], int], ...]]:
    return {
        kind: tuple((re.compile(c["pattern"], re.MULTILINE), c["weight"]) for c in cues)
        for kind, cues in load("kinds").items()
    }


def kind(document: Document, lines: Lines, found: list[Block]) -> DocumentKind:
    """The kind of a document, by its header blocks first, then by what its top says.

    The weights of the cues add up; three is enough.
    """
    text = document.text
    if document.mail is not None:
        return "mail"
    if found and not _words_above(lines, found[0].first):
        return "mail"
    return best(text) or ("mail" if found else "other")


def best(text: str) -> DocumentKind | None:
    """The kind for which the cues at the top of ``text`` speak most, or None. A decision, a letter too, goes first."""
    head = fold(text[:_HEAD])
    scores = {name: sum(weight for cue, weight in cues if cue.search(head)) for name, cues in _cues().items()}
    if scores["decision"] > _ENOUGH:
        scores["letter"] = 0
    name = max(scores, key=lambda name: (scores[name], name))
    return name if scores[name] >= _ENOUGH else None  # type: ignore[return-value]


def _words_above(lines: Lines, first: int) -> bool:
    """Whether real text, more than a stamp or a running head, stands above line ``first``."""
    if lines.starts[first] > 4 * _PREFACE:
        return True
    return sum(len(lines[i].strip()) for i in range(first) if not lines.furniture(i)) > _PREFACE


def opens(text: str) -> bool:
    """Whether ``text``, a page, opens a document of its own: its first lines are a title, or its cues are many."""
    head = fold(text[:900])
    title = "\n".join([line for line in head.split("\n") if line.strip()][:2])
    for name, cues in _cues().items():
        if sum(weight for cue, weight in cues if cue.search(head)) >= _ENOUGH + 1:
            return True
        if (
            name in ("report", "inventory", "note")
            and sum(weight for cue, weight in cues if cue.search(title)) >= _ENOUGH
        ):
            return True
    return False
