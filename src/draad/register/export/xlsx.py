"""The register as a workbook that a civil servant would send on, and that can be brought back corrected.

A sheet with all items and one for each kind, all with the same columns. Beside what people read, each row carries its
identifier, the version of the item and, hidden, how its cells stood (``cells.base``): by these an import knows what was
changed, where, and whether somebody else was there first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from draad.dossier.views import ItemView
from draad.extract.records import KINDS
from draad.office.cells import FORMULA, Cell, fitted
from draad.office.workbooks import as_head, as_high_as_needed, as_list, saved
from draad.register import words
from draad.register.export.cells import COLUMNS, EDITABLE, cells_of, head
from draad.register.states import STATES
from draad.texts import Texts

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LINK_COLOUR: Final = "0563C1"
_ABOUT_WIDTHS: Final = (28, 110)


class Told(NamedTuple):
    """What the page *Toelichting* tells of the export."""

    dossier: str
    today: date
    filter: str = ""
    """What was chosen, in words; empty for everything."""


def workbook(say: Texts, items: Sequence[ItemView], told: Told, files: Mapping[int, str] | None = None) -> bytes:
    """The workbook. ``files`` tells for a document where its file is, as seen from where the workbook will be."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    look = _Look(book)
    rows = [(item, cells_of(say, item)) for item in items]
    _sheet(book, say, "all", rows, files or {}, look)
    for kind in KINDS:
        _sheet(book, say, kind, [row for row in rows if row[0].kind == kind], files or {}, look)
    _about(book, say, items, told, look)
    look.done(book)
    return saved(book, told.today, title=say("sheet.title", dossier=told.dossier), language=say.language)


def _sheet(
    book: Workbook,
    say: Texts,
    name: str,
    rows: Sequence[tuple[ItemView, Mapping[str, Cell]]],
    files: Mapping[int, str],
    look: _Look,
) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(say(f"sheets.{name}"))
    for number, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, number)
        cell.value = head(say, column.key)
        as_head(cell)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.hidden = column.width, column.hidden
    for at, (item, cells) in enumerate(rows, 2):
        for number, column in enumerate(COLUMNS, 1):
            if cells[column.key] not in (None, ""):
                _fill(sheet.cell(at, number), cells[column.key], look, wrap=column.wrap)
        as_high_as_needed(sheet, at, COLUMNS, cells)
        if target := files.get(item.document):
            _link(sheet.cell(at, _number("place")), target, item.page)
    as_list(sheet, len(COLUMNS), len(rows))
    sheet.print_area = f"A1:{get_column_letter(_number('place'))}{len(rows) + 1}"
    _choices(sheet, say, len(rows) + 1)


def _number(key: str) -> int:
    return next(number for number, column in enumerate(COLUMNS, 1) if column.key == key)


class _Look:
    """How cells look, each way made once: openpyxl compares every new style with all there are, cell by cell."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet("_")
        self._made: dict[tuple[bool, bool, bool], Any] = {}

    def of(self, *, wrap: bool, day: bool, quote: bool) -> Any:
        """The style of a cell that wraps, is a date, or is a text that begins like a formula."""
        from openpyxl.styles import Alignment

        key = (wrap, day, quote)
        if key not in self._made:
            cell = self._sheet.cell(1, 1 + len(self._made))
            cell.alignment = Alignment(vertical="top", wrap_text=wrap)
            cell.quotePrefix = quote
            if day:
                cell.number_format = "dd-mm-yyyy"
            self._made[key] = cell._style
        return copy(self._made[key])

    def done(self, book: Workbook) -> None:
        """Takes the scratch sheet out."""
        book.remove(self._sheet)


def _fill(cell: SheetCell, value: Cell, look: _Look, *, wrap: bool) -> None:
    """Puts a value in a cell; a text is always a text, whatever it begins with."""
    day = isinstance(value, date)
    value = fitted(value)
    cell.value = value
    quote = isinstance(value, str) and value.startswith(FORMULA)
    if isinstance(value, str):
        cell.data_type = "s"
    cell._style = look.of(wrap=wrap, day=day, quote=quote)  # type: ignore[attr-defined]  # not in the stubs


def _link(cell: SheetCell, target: str, page: int | None) -> None:
    from openpyxl.styles import Font

    cell.hyperlink = quote(target) + (f"#page={page}" if page and target.lower().endswith(".pdf") else "")
    cell.font = Font(color=_LINK_COLOUR, underline="single")


def _choices(sheet: Worksheet, say: Texts, last: int) -> None:
    """Drop-downs for what has a fixed set of words; a few rows more than are filled, for new items."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = {
        "status": [words.status(say, name) for name in STATES],
        "kind": [words.kind(say, name) for name in KINDS],
        "urgent": [say("sheet.yes"), say("sheet.no")],
    }
    for key, values in lists.items():
        validation = DataValidation("list", formula1=f'"{",".join(values)}"', allow_blank=key == "urgent")
        letter = get_column_letter(_number(key))
        validation.add(f"{letter}2:{letter}{last + 50}")
        sheet.add_data_validation(validation)


def _about(book: Workbook, say: Texts, items: Sequence[ItemView], told: Told, look: _Look) -> None:
    """The page that says what this is, as of when, what was chosen, how much, and how to bring it back."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(say("sheets.about"))
    editable = ", ".join(head(say, key) for key in EDITABLE)
    rows: list[tuple[str, str | int | date]] = [
        (say("sheet.title", dossier=told.dossier), ""),
        (say("sheet.date"), told.today),
        (say("sheet.filter"), told.filter or say("sheet.no-filter")),
        ("", ""),
        *_counts(say, items),
        ("", ""),
        (say("sheet.how-head"), say("sheet.how-edit", columns=editable)),
        *(("", say(f"sheet.how-{key}")) for key in ("due", "new", "columns", "back")),
    ]
    for at, row in enumerate(rows, 1):
        for number, value in enumerate(row, 1):
            _fill(sheet.cell(at, number), value, look, wrap=number == 2)
        sheet.cell(at, 1).font = Font(bold=True, size=14 if at == 1 else 11)
        sheet.cell(at, 2).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    for letter, width in zip("AB", _ABOUT_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width


def _counts(say: Texts, items: Sequence[ItemView]) -> list[tuple[str, str | int | date]]:
    """How many of each kind, by state."""
    counted = Counter((item.kind, item.status) for item in items)
    rows: list[tuple[str, str | int | date]] = [(say("sheet.count"), len(items))]
    for kind in KINDS:
        states = [f"{words.status(say, name)} {n}" for name in STATES if (n := counted[kind, name])]
        if states:
            rows.append((say(f"sheets.{kind}"), ", ".join(states)))
    return rows
