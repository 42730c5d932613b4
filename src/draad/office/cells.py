"""Cells: what one may hold, and that a text stays a text, whatever strangers' words begin with."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell

Cell = str | int | float | date | None
"""What a cell holds. An empty text and None are the same to a sheet."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that a spreadsheet may compute (OWASP, CSV Injection)."""
_LONGEST: Final = 32_000
"""Characters; a cell of a workbook holds 32,767 (Excel's specifications and limits)."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (section 2.2) can't hold."""


def legal(text: str) -> str:
    """``text`` with what no office file can hold made visible as ``�``."""
    return _ILLEGAL.sub("�", text)


def fitted(value: Cell) -> Cell:
    """``value`` as far as a cell of a workbook holds it: a text too long for it is cut."""
    return value[:_LONGEST] if isinstance(value, str) else value


def plain(value: object) -> str:
    """A cell as one text, however the sheet's program kept it: what stands in it, and nothing of how.

    Excel and LibreOffice make numbers of digits, moments of dates and their own of line ends.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def put(cell: SheetCell | MergedCell, value: str | float | date | None, alignment: Any = None) -> None:
    """Puts a value in a cell; a text is never computed (OWASP, CSV Injection), and nothing leaves it empty."""
    if value in (None, ""):
        return
    if isinstance(value, str):
        cell.value = str(fitted(legal(value)))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd-mm-yyyy"
    if alignment is not None:
        cell.alignment = alignment
