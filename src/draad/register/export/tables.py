"""The register as CSV and JSON lines, for programs and for other spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from draad.dossier.views import ItemView
from draad.office.cells import FORMULA, plain
from draad.register.export.cells import COLUMNS, cells_of, head
from draad.register.export.rows import row
from draad.texts import Texts

_OURS: Final = frozenset(("base",))


def csv_table(say: Texts, items: Sequence[ItemView]) -> bytes:
    """The columns of the sheet in words, as a Dutch Excel opens them: semicolons, UTF-8 with a mark (RFC 4180 else).

    A text that begins like a formula gets an apostrophe; nothing is computed on opening.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    keys = [column.key for column in COLUMNS if column.key not in _OURS]
    writer.writerow([head(say, key) for key in keys])
    for item in items:
        cells = cells_of(say, item)
        writer.writerow([_cell(say, cells[key]) for key in keys])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _cell(say: Texts, value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float):
        return say.number(value)
    text = plain(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def json_lines(items: Sequence[ItemView]) -> bytes:
    """One item a line, with the keys of ``draad dump items`` and what people made of it."""
    return "".join(json.dumps(row(item), ensure_ascii=False) + "\n" for item in items).encode("utf-8", "replace")
