"""How workbooks that Draad gives out look, and how they are saved: the same list on the same day, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Protocol

from draad.office.archive import dated
from draad.office.cells import legal
from draad.office.languages import LOCALES

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD_COLOUR: Final = "1F4E79"
_LINE: Final = 15
_HIGHEST: Final = 409
"""Points: a line of text, and the highest that a row can be (Excel's specifications and limits)."""


class Column(Protocol):
    """What of a column decides how high a row must be."""

    @property
    def key(self) -> str:
        """By which a row's cells are named."""

    @property
    def width(self) -> float:
        """In characters."""

    @property
    def wrap(self) -> bool:
        """Whether a long text goes on beneath."""


def as_head(cell: SheetCell | MergedCell) -> None:
    """Makes a cell look like the head of a column: white on dark blue."""
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=_HEAD_COLOUR)
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def as_list(sheet: Worksheet, columns: int, rows: int) -> None:
    """A sheet with a head and ``rows`` beneath: the head stays in sight and on every page, filters, landscape paper."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def as_high_as_needed(sheet: Worksheet, row: int, columns: Sequence[Column], cells: Mapping[str, Any]) -> None:
    """Programs other than Excel do not work out the height of a row when they open the file."""
    lines = max(ceil(len(str(cells[one.key] or "")) / one.width) for one in columns if one.wrap)
    if lines > 1:
        sheet.row_dimensions[row].height = min(lines * _LINE, _HIGHEST)


def saved(book: Workbook, today: date, *, title: str = "", creator: str = "Draad", language: str = "") -> bytes:
    """The file. ``language`` is one of the catalogue's."""
    if title:
        book.properties.title = legal(title)
    book.properties.creator = legal(creator)
    if language:
        book.properties.language = LOCALES[language]
    out = io.BytesIO()
    book.save(out)
    return dated(out.getvalue(), today)
