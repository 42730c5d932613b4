"""The columns of the sheet, and an item's cells in them: the one place that export and import share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Final, NamedTuple

from draad.dossier.views import ItemView
from draad.office.cells import Cell, fitted, legal, plain
from draad.records import short_id
from draad.register import words
from draad.register.export.rows import figure_words
from draad.texts import LANGUAGES, Texts, texts


class Column(NamedTuple):
    """One column: its key in the catalogue (``sheet.KEY``), its width in characters."""

    key: str
    width: float
    wrap: bool = False
    edit: bool = False
    """A person may change it, and an import takes the change over."""
    hidden: bool = False


COLUMNS: Final = (
    Column("id", 18),
    Column("kind", 12, edit=True),
    Column("status", 13, edit=True),
    Column("text", 70, wrap=True),
    Column("owner", 22, wrap=True, edit=True),
    Column("counterparty", 20, wrap=True, edit=True),
    Column("due", 19, wrap=True, edit=True),
    Column("last", 13),
    Column("every", 14, edit=True),
    Column("urgent", 8, edit=True),
    Column("number", 16, edit=True),
    Column("note", 40, wrap=True, edit=True),
    Column("tags", 18, wrap=True, edit=True),
    Column("said", 13),
    Column("place", 30, wrap=True),
    Column("page", 10),
    Column("places", 30, wrap=True),
    Column("figure", 20, wrap=True),
    Column("score", 10),
    Column("edtf", 24, edit=True),
    Column("version", 8, hidden=True),
    Column("base", 10, hidden=True),
)
EDITABLE: Final = tuple(column.key for column in COLUMNS if column.edit)
NEEDED: Final = ("id", "version")
"""Without these no row can be told to be an item, or to be of today."""


def head(say: Texts, key: str) -> str:
    """The head of a column."""
    return say(f"sheet.{key}")


def heads() -> dict[str, str]:
    """The key of each head, in every language that an export may have been made in; heads in lower case."""
    return {head(texts(name), column.key).lower(): column.key for name in LANGUAGES for column in COLUMNS}


def cells_of(say: Texts, item: ItemView) -> dict[str, Cell]:
    """What stands in the columns for one item."""
    others = (place for place in item.places if not item.is_own(place))
    cells: dict[str, Cell] = {
        "id": short_id(item.id),
        "kind": words.kind(say, item.kind),
        "status": words.status(say, item.status),
        "text": item.text,
        "owner": "; ".join(item.owner),
        "counterparty": "; ".join(item.counterparty),
        "due": words.single_day(item.due) or words.term(say, item.due),
        "last": _date(item.due_last),
        "every": words.rhythm(say, item.every),
        "urgent": say("sheet.yes") if item.urgent else "",
        "number": item.number or "",
        "note": item.note,
        "tags": "; ".join(item.tags),
        "said": _date(item.said),
        "place": words.cited(item.document_name, item.lines),
        "page": item.page,
        "places": "; ".join(words.cited(place.document_name, place.lines) for place in others),
        "figure": figure_words(item),
        "score": round(item.score, 2),
        "edtf": item.due or "",
        "version": item.version,
    }
    safe = {key: legal(value) if isinstance(value, str) else value for key, value in cells.items()}
    return {**safe, "base": base(safe)}


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def mark(value: object) -> str:
    """A short mark of what stands in a cell: the same text gives the same mark."""
    return blake2b(plain(value).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def base(cells: Mapping[str, Cell]) -> str:
    """How the cells that people may change stood at the export, as marks."""
    return json.dumps(marks(cells), separators=(",", ":"))


def marks(cells: Mapping[str, Cell]) -> dict[str, str]:
    """The marks of the cells that people may change, as a workbook holds them."""
    return {key: mark(fitted(cells[key])) for key in EDITABLE}
