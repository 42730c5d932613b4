"""Inventory lists (inventarislijsten): which documents a release says that it holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from draad.records import Document, Inventory, InventoryRow
from draad.split.lines import Lines
from draad.split.stamps import AMSTERDAM, stamp

_ROW = re.compile(r"[ \t|*]*(\d{1,4}[a-z]?)[.)]?[ \t|]+(\S.*)")
_CELLS = re.compile(r"\t+|[ ]{2,}|[ ]*\|[ ]*")
_IDENTIFIER = re.compile(r"(?<![\d-])(\d{4,9})(?![\d-])")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[-‐‑–/. ](\d{1,2}|[a-zé]{3,9}\.?)[-‐‑–/. ](\d{4})(?!\d)", re.IGNORECASE)
_JUDGEMENT = re.compile(r"\b(?:openbaar|geweigerd|weigeren|verstrekt|verstrekken|dubbel|buiten)\b", re.IGNORECASE)


def inventory(document: Document, lines: Lines) -> Inventory | None:
    """The rows of the list in this document, or None when fewer than two lines look like its rows."""
    rows: list[InventoryRow] = []
    for i in range(lines.count):
        line = lines[i]
        if len(line) > 600 or not (match := _ROW.match(line)):
            continue
        row = _row(match.group(1), match.group(2), document.first_line + i)
        if row and _follows(row, rows):
            rows.append(row)
    return Inventory(tuple(rows)) if len(rows) >= 2 else None


def _row(number: str, rest: str, line: int) -> InventoryRow | None:
    date = _DATE.search(rest)
    judged = _JUDGEMENT.search(rest)
    identifier = _IDENTIFIER.match(rest.lstrip(" |"))
    if not (date or judged) or not (date or identifier):
        return None
    moment = stamp(date.group().replace("‐", "-").replace("‑", "-").replace("–", "-")) if date else None
    day = (
        datetime.fromtimestamp(moment.at, UTC).astimezone(AMSTERDAM).date().isoformat()
        if moment and moment.at is not None
        else None
    )
    bare = rest.replace(date.group(), "   ") if date else rest
    cells = [c.strip() for c in _CELLS.split(bare) if c.strip()]
    titles = [c for c in cells if not _JUDGEMENT.search(c) and re.search(r"[^\W\d_]{2,}", c)]
    return InventoryRow(
        number, identifier.group(1) if identifier else None, day, max(titles, key=len, default=""), line
    )


def _follows(row: InventoryRow, rows: list[InventoryRow]) -> bool:
    """Numbers of a list go up by little; a paragraph number of a letter does not belong among them."""
    if not rows:
        return True
    before, now = (int(re.sub(r"\D", "", r.number)) for r in (rows[-1], row))
    return -2 <= now - before <= 60
