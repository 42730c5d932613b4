"""Inventory lists (inventarislijsten): which documents a release says that it holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from draad.records import Document, Inventory, InventoryRow
from draad.split.lines import Lines
from draad.split.stamps import AMSTERDAM, stamp

_ROW = re.compile(r"[ \t|*]*(\d{1,4}(?:\.\d{1,3})?[a-z]?)[.)]?[ \t|]+(\S.*)")
_HEAD = re.compile(
    r"[ \t|*]*(?:doc|nr|volgnummer|documentnummer)\b.*\b(?:id|omschrijving|titel|documentnaam|datum)\b", re.IGNORECASE
)
_CELLS = re.compile(r"\t+|[ ]{2,}|[ ]*\|[ ]*")
_IDENTIFIER = re.compile(r"(?<![\d-])(\d{4,9})(?![\d-])")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[-‐‑–/. ](\d{1,2}|[a-zé]{3,9}\.?)[-‐‑–/. ](\d{4})(?!\d)", re.IGNORECASE)
_JUDGEMENT = re.compile(r"\b(?:openbaar|geweigerd|weigeren|verstrekt|verstrekken|dubbel|buiten)\b", re.IGNORECASE)


def inventory(document: Document, lines: Lines) -> Inventory | None:
    """The rows of the list in this document, or None when fewer than two lines look like its rows."""
    rows: list[InventoryRow] = []
    headed = False
    for i in range(lines.count):
        line = lines[i]
        headed = headed or (len(line) < 600 and _HEAD.match(line) is not None)
        if len(line) > 600 or not (match := _ROW.match(line)):
            continue
        row = _row(match.group(1), match.group(2), document.first_line + i, headed)
        if row and _follows(row, rows, anew=bool(_DATE.search(line) and _JUDGEMENT.search(line))):
            rows.append(row)
    return Inventory(tuple(rows)) if len(rows) >= 2 else None


def _row(number: str, rest: str, line: int, headed: bool) -> InventoryRow | None:
    """A line as a row of the list. Under the heads of a table (``headed``) a number of the document is enough."""
    date = _DATE.search(rest)
    judged = _JUDGEMENT.search(rest)
    identifier = _IDENTIFIER.match(rest.lstrip(" |"))
    if not (date or identifier) or not (date or judged or headed):
        return None
    moment = stamp(date.group().replace("‐", "-").replace("‑", "-").replace("–", "-")) if date else None
    day = (
        datetime.fromtimestamp(moment.at, UTC).astimezone(AMSTERDAM).date().isoformat()
        if moment and moment.at is not None
        else None
    )
    bare = rest.replace(date.group(), "   ") if date else rest
    cells = [c.strip() for c in _CELLS.split(bare) if c.strip()]
    own = identifier.group(1) if identifier else None
    titles = [c for c in cells if c != own and not _JUDGEMENT.search(c) and re.search(r"[^\W\d_]{2,}", c)]
    return InventoryRow(number, own, day, max(titles, key=len, default=""), line)


def _follows(row: InventoryRow, rows: list[InventoryRow], anew: bool) -> bool:
    """Numbers of a list go up by little; a paragraph number of a letter does not belong among them.

    ``anew``: a release may number the lists of its parts from the start again, where a row is whole.
    """
    if not rows:
        return True
    before, now = (int(re.split(r"\D", r.number)[0]) for r in (rows[-1], row))
    return -2 <= now - before <= 60 or (anew and now < before)
