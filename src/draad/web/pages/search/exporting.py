"""What was found as a file: a workbook, CSV for a spreadsheet, or JSON; each row with where it stands and its link."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from draad.errors import NotFoundError, TooSlowError
from draad.office import XLSX
from draad.office.cells import FORMULA, fitted, legal
from draad.office.workbooks import saved
from draad.register import words
from draad.show import moments
from draad.web.ask import Ask
from draad.web.failures import Refused
from draad.web.pages.search import hits
from draad.web.pages.search.asked import GROUPED, Asked
from draad.web.respond import Download

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell

MOST: Final = 5000
"""Rows of an export: more is a dump, for which there is ``draad dump``."""
_SLICE: Final = 250
"""Messages whose texts are held at one time."""
_WAIT: Final = 5

Row = Mapping[str, Any]
Cell = str | int | date | None
"""A moment is a datetime on the clock in Amsterdam, with its offset."""

_MESSAGE: Final = (
    "document_name",
    "page",
    "line",
    "kind",
    "sent",
    "sender",
    "subject",
    "passage",
    "thread",
    "id",
    "url",
)
_COLUMNS: Final = {
    "berichten": _MESSAGE,
    "documenten": ("name", "kind", "count", "id", "url"),
    "punten": ("document_name", "page", "line", "kind", "status", "text", "owner", "due", "said", "id", "url"),
}
_WIDE: Final = {"passage": 80, "text": 80, "subject": 40, "sender": 30, "document_name": 30, "name": 40, "url": 60}
_MOMENT: Final = "dd-mm-yyyy hh:mm"
_DAY: Final = "dd-mm-yyyy"
_FIRST_YEAR: Final = 1900
"""Before it a workbook has no dates (ECMA-376, 18.17.4.1)."""


def export(ask: Ask) -> Download:
    """The whole result, MOST rows of it.

    Raises NotFoundError for a form that is none of FORMS, QueryError, IndexMissing, and Refused for a query that takes
    too long.
    """
    form = ask.path["form"]
    if form not in FORMS:
        raise NotFoundError(form[:40])
    asked = Asked.of(ask.values)
    rows = _rows(ask, asked)
    keys = _COLUMNS[asked.by]
    data = _WRITERS[form](ask, keys, [{key: _cell(ask, key, row) for key in keys} for row in rows], rows)
    name = ask.say("web.search.file", dossier=ask.room.name, day=ask.today.isoformat())
    return Download(data, f"{name}.{form}", _MEDIA[form])


def _rows(ask: Ask, asked: Asked) -> list[dict[str, Any]]:
    node = asked.tree()
    try:
        found = asked.find(ask, node, most=MOST if asked.by == "berichten" else GROUPED, facets=False)
    except TooSlowError as error:
        raise Refused(status=503, code=error.code, wait=_WAIT) from error
    if asked.by == "documenten":
        return hits.as_documents(ask, node, found.hits, slice(None)).rows
    if asked.by == "punten":
        return hits.as_items(ask, node, found.hits, slice(MOST)).rows
    return [
        row
        for start in range(0, len(found.hits), _SLICE)
        for row in hits.as_messages(ask, node, found.hits[start : start + _SLICE])
    ]


def _cell(ask: Ask, key: str, row: Row) -> Cell:
    """A value as it stands in a sheet: words for people, and nothing that can't stand there."""
    say, value = ask.say, row[key]
    if key in ("subject", "passage", "text"):
        value = " ".join("".join(piece for piece, _ in value).split())
    elif key == "sent":
        value = _sent(row)
    elif key == "said":
        value = date.fromisoformat(value[:10]) if value else None
    elif key == "due":
        value = words.single_day(value) or words.term(say, value)
    elif key == "url":
        value = f"{ask.origin}{value}" if value else None
    elif key in ("kind", "status"):
        value = say.get(f"{key}.{value}", value)
    elif key == "owner":
        value = "; ".join(value)
    return legal(value) if isinstance(value, str) else value


def _sent(row: Row) -> date | None:
    """As the page tells it: the moment in Dutch local time, or no more than its day."""
    if row["sent_at"] is None:
        return None
    clock = moments.local(row["sent_at"])
    return clock.date() if row["day_only"] else clock


def _xlsx(ask: Ask, keys: Sequence[str], cells: Sequence[Mapping[str, Cell]], _: Sequence[Row]) -> bytes:
    """One sheet; a text that looks like a formula is a text, an address can be followed."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = ask.say("web.search.sheet")
    sheet.append([ask.say(f"web.search.column.{key}") for key in keys])
    for cell in sheet[1]:
        cell.style = "Headline 4"
    for line, row in enumerate(cells, 2):
        for at, key in enumerate(keys, 1):
            _fill(sheet.cell(line, at), row[key], link=key == "url")
    for at, key in enumerate(keys, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(key, 16)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return saved(book, ask.today)


def _fill(cell: SheetCell | MergedCell, value: Cell, link: bool) -> None:
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        value = value.isoformat()
    if isinstance(value, datetime):
        cell.value = value.replace(tzinfo=None)  # a workbook knows no time zones
        cell.number_format = _MOMENT
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = _DAY
    else:
        cell.value = fitted(value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
        if link:
            cell.hyperlink = value
            cell.style = "Hyperlink"


def _csv(ask: Ask, keys: Sequence[str], cells: Sequence[Mapping[str, Cell]], _: Sequence[Row]) -> bytes:
    """As a Dutch Excel opens it by a double click; nothing in it is computed."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([ask.say(f"web.search.column.{key}") for key in keys])
    for row in cells:
        writer.writerow([_plain(value) for value in row.values()])
    return ("\ufeff" + out.getvalue()).encode()


def _plain(value: Cell) -> str | int | None:
    """A cell for programs: dates and moments as ISO 8601, moments with the offset of Amsterdam."""
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _json(ask: Ask, keys: Sequence[str], cells: Sequence[Mapping[str, Cell]], rows: Sequence[Row]) -> bytes:
    """The rows as the page's own data has them."""
    told = {"query": Asked.of(ask.values).query, "made": ask.today.isoformat(), "results": rows}
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")


_WRITERS: Final[dict[str, Callable[..., bytes]]] = {"xlsx": _xlsx, "csv": _csv, "json": _json}
FORMS: Final = tuple(_WRITERS)
_MEDIA: Final = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
