"""What was found as a file: a workbook, CSV for a spreadsheet, or JSON; each row with where it stands and its link."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from draad.errors import NotFoundError, TooSlowError
from draad.register.export.archive import dated
from draad.register.export.cells import FORMULA, fitted, legal
from draad.show import moments
from draad.texts import Texts
from draad.web.ask import Ask
from draad.web.failures import Refused
from draad.web.pages.search import hits
from draad.web.pages.search.asked import GROUPED, Asked
from draad.web.respond import Download

MOST: Final = 5000
"""Rows of an export: more is a dump, for which there is ``draad dump``."""
_SLICE: Final = 250
"""Messages whose texts are held at one time."""
_WAIT: Final = 5

Row = Mapping[str, Any]
Cell = str | int | None

_MESSAGE: Final = ("document_name", "line", "kind", "sent", "sender", "subject", "passage", "thread", "id", "url")
_COLUMNS: Final = {
    "berichten": _MESSAGE,
    "documenten": ("name", "kind", "count", "id", "url"),
    "punten": ("document_name", "line", "kind", "status", "text", "owner", "due", "said", "id", "url"),
}
_WIDE: Final = {"passage": 80, "text": 80, "subject": 40, "sender": 30, "document_name": 30, "name": 40, "url": 34}


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
    data = _WRITERS[form](ask, keys, [{key: _cell(ask.say, key, row) for key in keys} for row in rows], rows)
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


def _cell(say: Texts, key: str, row: Row) -> Cell:
    """A value as it stands in a sheet: words for people, and nothing that can't stand there."""
    value = row[key]
    if key in ("subject", "passage", "text"):
        value = " ".join("".join(piece for piece, _ in value).split())
    elif key == "sent":
        value = row["sent"] or (moments.local(row["sent_at"]).date().isoformat() if row["day_only"] else "")
    elif key in ("kind", "status"):
        value = say.get(f"{key}.{value}", value)
    elif key == "owner":
        value = "; ".join(value)
    return legal(value) if isinstance(value, str) else value


def _xlsx(ask: Ask, keys: Sequence[str], cells: Sequence[Mapping[str, Cell]], _: Sequence[Row]) -> bytes:
    """One sheet; a text that looks like a formula is a text."""
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
            cell = sheet.cell(line, at)
            value = fitted(row[key])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(FORMULA)
    for at, key in enumerate(keys, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(key, 16)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.creator = "Draad"
    out = io.BytesIO()
    book.save(out)
    return dated(out.getvalue(), ask.today)


def _csv(ask: Ask, keys: Sequence[str], cells: Sequence[Mapping[str, Cell]], _: Sequence[Row]) -> bytes:
    """As a Dutch Excel opens it by a double click; nothing in it is computed."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([ask.say(f"web.search.column.{key}") for key in keys])
    for row in cells:
        writer.writerow([f"'{v}" if isinstance(v, str) and v.startswith(FORMULA) else v for v in row.values()])
    return ("\ufeff" + out.getvalue()).encode()


def _json(ask: Ask, keys: Sequence[str], cells: Sequence[Mapping[str, Cell]], rows: Sequence[Row]) -> bytes:
    """The rows as the page's own data has them."""
    told = {"query": Asked.of(ask.values).query, "made": ask.today.isoformat(), "results": rows}
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")


_WRITERS: Final[dict[str, Callable[..., bytes]]] = {"xlsx": _xlsx, "csv": _csv, "json": _json}
FORMS: Final = tuple(_WRITERS)
_MEDIA: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
