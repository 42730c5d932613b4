"""A long list by the page: the one way in which all lists count, turn and say where they are."""

from __future__ import annotations

from typing import NamedTuple

from draad.web.ask import Ask
from draad.web.routes import PAGE

PER_PAGE = 50
"""Rows of a list; more are slow to read, and to draw on a telephone."""


class Paging(NamedTuple):
    """Which part of a list is shown."""

    page: int
    """From 1, and never beyond the last."""
    pages: int
    """How many there are; an empty list has one."""
    offset: int
    """Rows before this page."""
    size: int

    @property
    def rows(self) -> slice:
        """The rows of this page, of a list that is at hand."""
        return slice(self.offset, self.offset + self.size)

    def told(self, shown: int) -> dict[str, int]:
        """For a page's data: which page of how many, and the first and last of the ``shown`` rows, from 1."""
        first = self.offset + 1 if shown else 0
        return {"page": self.page, "pages": self.pages, "first": first, "last": self.offset + shown}


def paging(ask: Ask, total: int, size: int = PER_PAGE, most: int | None = None) -> Paging:
    """The page that is asked for, or the last where there are fewer; ``most`` pages can be turned to."""
    pages = pages_of(total, size)
    pages = pages if most is None else min(pages, most)
    page = min(int(ask.values[PAGE.name]), pages)
    return Paging(page, pages, (page - 1) * size, size)


def pages_of(total: int, size: int) -> int:
    """How many pages so many rows take; none take one."""
    return max(1, -(-total // size))
