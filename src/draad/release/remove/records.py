"""What removal takes and gives back: areas of pages, and what became of the file.

Places are points (1/72 inch) from the top left corner of the page *as it is shown*: the crop box is its edge,
``/Rotate`` is applied, ``/UserUnit`` is not (a page of user unit 2 that shows 1190 points wide is 1190 wide here only
after the reader multiplied; areas count in the page's own units, as pdfium reports them).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from draad.records import Box


class Area(NamedTuple):
    """A place of a page that must go, and what is printed there instead.

    ``page`` counts from 1; ``label`` is what the box says (``5.1.2.e``, ``medewerker MO 3``), ``ground`` the article.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    label: str = ""
    ground: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle alone."""
        return self.x0, self.y0, self.x1, self.y1


class Note(NamedTuple):
    """Something a person should know about the result: ``key`` under ``apply.note.*``, with its values.

    Page 0 is the file. Values never hold the words that were withheld.
    """

    page: int
    key: str
    values: dict[str, Any] = {}  # noqa: RUF012 - a note's values are read, never changed


@dataclass
class Removed:
    """A file from which the areas are gone: its bytes, the pages that became an image, and what is to be known."""

    data: bytes
    rastered: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    labels: frozenset[tuple[int, str]] = frozenset()
    """What stands in the boxes, by the page of the source: a box too small for its label says the article."""
    cut: tuple[Box, ...] = ()
    """Parts of letters in pixels that stand out of a box which could not take them in, by page of the result."""


@dataclass
class Stripped:
    """What ``contents.strip`` could do in place.

    ``proven`` tells for each page that has areas whether a second reading of its contents found nothing left in them;
    ``why`` holds, for a page that isn't, the key of the reason (``apply.why.*``): that page must become an image.
    ``boxes`` are the areas as they are to be *drawn*, in the order given: where the text behind could be moved, the
    box has its fixed width; elsewhere it is the area that was asked for. ``letters`` holds, for fonts by their object
    number, the codes that were removed: ``fonts.forget`` takes those that stand nowhere any more out of them.
    """

    proven: dict[int, bool] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)
    boxes: tuple[Area, ...] = ()
    notes: tuple[Note, ...] = ()
    letters: dict[tuple[int, int], set[bytes]] = field(default_factory=dict)
