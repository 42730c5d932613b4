"""What stands above in a list: the points of which one is part, and the sentence that leads the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from draad.extract.records import Unit

_BACK = 300
"""Sentences of a list over which is looked back for what leads it."""


def leaders(unit: Unit, index: int) -> Iterator[tuple[int, Literal["parent", "intro"]]]:
    """The sentences above the list item ``index``, the nearest first: of parent points, then the one (a line that
    may count as heading) that ends in a colon.

    Gives indices into ``unit.sentences``. Nothing for a sentence that is no list item or row.
    """
    here = unit.sentences[index]
    if here.role not in ("point", "row"):
        return
    level, parent = here.level, None
    for j in range(index - 1, max(-1, index - 1 - _BACK), -1):
        above = unit.sentences[j]
        if above.role == "heading":
            if leads(unit, j):
                yield j, "intro"
            return
        if above.role == "point" and (above.block == parent or above.level < level):
            level, parent = above.level, above.block
            yield j, "parent"
        elif above.role not in ("point", "row") and above.block != here.block:
            if leads(unit, j):
                yield j, "intro"
            return


def leads(unit: Unit, index: int) -> bool:
    """Whether a sentence ends in a colon, marks of its setting apart."""
    return unit.words(unit.sentences[index].span).rstrip(" \t\n*_").endswith(":")
