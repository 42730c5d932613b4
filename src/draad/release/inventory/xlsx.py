"""The inventory list as a workbook: one sheet with a row a document, and one that tells what it is.

No cell is a formula, whatever strangers' words begin with (OWASP, CSV Injection).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Final

from draad.register.export.archive import dated
from draad.register.export.cells import legal
from draad.release.inventory import table
from draad.release.inventory.about import About
from draad.release.inventory.rows import Row
from draad.release.sheets import put
from draad.texts import Texts

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_HEAD_COLOUR: Final = "1F4E79"
_LINE: Final = 15
_HIGHEST: Final = 409
"""Points: a line of text, and the highest that a row can be (Excel's specifications and limits)."""


def workbook(say: Texts, rows: Sequence[Row], about: About) -> bytes:
    """The list in the order given; the same rows on the same day give the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _list(book, say, rows)
    _about(book, say, rows, about)
    book.properties.title = legal(about.heading(say))
    book.properties.creator = legal(about.settings.organisation or "Draad")
    book.properties.language = "nl-NL" if say.language == "nl" else "en-GB"
    out = io.BytesIO()
    book.save(out)
    return dated(out.getvalue(), about.today)


def _list(book: Workbook, say: Texts, rows: Sequence[Row]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(say("publish.sheet"))
    for number, (column, head) in enumerate(zip(table.COLUMNS, table.heads(say), strict=True), 1):
        cell = sheet.cell(1, number)
        cell.value = head
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_HEAD_COLOUR)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    wrapped, plain = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")
    for at, row in enumerate(rows, 2):
        told = table.cells(say, row)
        for number, column in enumerate(table.COLUMNS, 1):
            put(sheet.cell(at, number), told[column.key], wrapped if column.wrap else plain)
        lines = max(ceil(len(str(told[c.key] or "")) / c.width) for c in table.COLUMNS if c.wrap)
        if lines > 1:
            sheet.row_dimensions[at].height = min(lines * _LINE, _HIGHEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.COLUMNS))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _about(book: Workbook, say: Texts, rows: Sequence[Row], about: About) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(say("publish.sheet-about"))
    counted = Counter(row.judgement for row in rows)
    lines: list[tuple[str, table.Cell]] = [
        (about.heading(say), ""),
        *about.lines(say, rows),
        *((say(f"publish.judgement.{one}"), say.number(counted[one])) for one in table.JUDGED if counted[one]),
        ("", ""),
        (say("publish.grounds"), ""),
        *table.meanings(rows),
    ]
    for at, pair in enumerate(lines, 1):
        for number, value in enumerate(pair, 1):
            put(sheet.cell(at, number), value, Alignment(vertical="top", wrap_text=number == 2))
        sheet.cell(at, 1).font = Font(bold=True, size=14 if at == 1 else 11)
    for letter, width in zip("AB", (30, 90), strict=True):
        sheet.column_dimensions[letter].width = width
