"""Cells of the workbooks that a release makes: a text is always a text, whatever strangers' words begin with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from draad.register.export.cells import FORMULA, fitted, legal

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell


def put(cell: Cell | MergedCell, value: str | float | date | None, alignment: Any = None) -> None:
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
