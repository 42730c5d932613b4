"""The inventory list as a workbook: one sheet with a row a document, and one that tells what it is.

No cell is a formula, whatever strangers' words begin with (OWASP, CSV Injection).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from draad.office.cells import put
from draad.office.workbooks import as_head, as_high_as_needed, as_list, saved
from draad.release.inventory import table
from draad.release.inventory.about import About
from draad.release.inventory.rows import Row
from draad.texts import Texts

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def workbook(say: Texts, rows: Sequence[Row], about: About) -> bytes:
    """The list in the order given; the same rows on the same day give the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _list(book, say, rows)
    _about(book, say, rows, about)
    creator = about.settings.organisation or "Draad"
    return saved(book, about.today, title=about.heading(say), creator=creator, language=say.language)


def _list(book: Workbook, say: Texts, rows: Sequence[Row]) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(say("publish.sheet"))
    for number, (column, head) in enumerate(zip(table.COLUMNS, table.heads(say), strict=True), 1):
        cell = sheet.cell(1, number)
        cell.value = head
        as_head(cell)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    wrapped, plain = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")
    for at, row in enumerate(rows, 2):
        told = table.cells(say, row)
        for number, column in enumerate(table.COLUMNS, 1):
            put(sheet.cell(at, number), told[column.key], wrapped if column.wrap else plain)
        as_high_as_needed(sheet, at, table.COLUMNS, told)
    as_list(sheet, len(table.COLUMNS), len(rows))
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4


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
