"""An inventory list of somebody else, a workbook or a PDF with a table: its rows as far as they can be told."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, Final

from draad.dossier.redactions import Judged
from draad.errors import InputError
from draad.fold import fold
from draad.knowledge import load
from draad.office.cells import plain
from draad.office.opening import Problem, opened
from draad.release.inventory.heads import Columns, columns
from draad.split.marks import ground
from draad.texts import Texts

HEAD_WITHIN: Final = 30
"""Rows at the top of a sheet among which the heads are looked for: a title and a few lines may stand above them."""
_TAKEN: Final = frozenset(
    (
        *("number", "identifier", "date", "time", "title", "sender", "to"),
        *("judgement", "grounds", "remarks", "link", "matter", "suspended"),
    )
)
"""Fields that are taken over, or that rows are told apart by."""
_ARTICLE = re.compile(r"(?<![\w.])(?:5\.[12]|10|11)(?:\.\d{1,2})?(?:\.?[a-i])?(?![\w])")
DAY = re.compile(r"(\d{1,2})[-‐‑–/.](\d{1,2})[-‐‑–/.](\d{4})(?!\d)|(\d{4})-(\d{2})-(\d{2})")
_LONGEST_DAY: Final = 60
_NO_YEAR: Final = 2100
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.])")


class InventoryListError(InputError):
    """A list that can't be taken over: no list, or rows that contradict each other; nothing was changed."""

    code = "inventory-list"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of the list; empty or None where it does not tell."""

    where: str
    """``Blad1!7``, ``regel 7``."""
    number: str
    identifier: str = ""
    day: str | None = None
    title: str = ""
    judgement: Judged | None = None
    grounds: tuple[str, ...] = ()
    """Codes."""
    remarks: str = ""
    link: str = ""
    matter: str = ""
    suspended: bool = False
    time: str = ""
    """``16:40``, as ``rows.Row``."""
    sender: str = ""
    to: str = ""
    """All of them, as the list writes them."""


@dataclass
class Listed:
    """A list as it was read."""

    rows: list[ListRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """What must be corrected in it first."""
    left: list[str] = field(default_factory=list)
    """The heads of columns that nothing is taken from."""


def read(say: Texts, data: bytes, name: str) -> Listed:
    """The rows of a list; its kind is told by its bytes. Raises InventoryListError where there is none, InputError."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        from draad.release.inventory.paged import paged  # loads the libraries of PDF

        listed = paged(say, data, name)
    else:
        listed = _workbook(say, data, name)
    seen: dict[str, str] = {}
    for row in listed.rows:
        if row.number in seen:
            told = say("publish.import.twice", number=row.number, first=seen[row.number], second=row.where)
            listed.problems.append(Problem(row.where, told, say("publish.import.twice-cure")))
        seen.setdefault(row.number, row.where)
    return listed


# ── workbooks ───────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(say: Texts, data: bytes, name: str) -> Listed:
    listed = Listed()
    headed = False
    for title, rows in opened(data):
        heads: Columns | None = None
        for number, values in enumerate(rows, 1):
            if heads is None:
                heads = columns([plain(value) for value in values])
                if heads is not None:
                    headed = True
                    listed.left += left_out(heads, [plain(value) for value in values], listed.left)
                elif number >= HEAD_WITHIN:
                    break
                continue
            cells = {key: values[at] if at < len(values) else None for key, at in heads.places.items()}
            if plain(cells.get("number")) or plain(cells.get("identifier")):
                listed.rows.append(row_of(say, cells, f"{title}!{number}", listed))
    if not headed:
        known_heads = ", ".join(known[0] for known in load("woo_publish")["import"]["heads"].values())
        cure = say("publish.import.no-head-cure", heads=known_heads)
        raise InventoryListError(say("publish.import.no-head", name=name), cure)
    return listed


def left_out(heads: Columns, values: Sequence[str], told: Collection[str] = ()) -> list[str]:
    """The heads, as they are written, of columns that nothing is taken from; those told already left out."""
    taken = {at for key, at in heads.places.items() if key in _TAKEN}
    written = (" ".join(value.split()) for at, value in enumerate(values) if at not in taken)
    return [head for head in dict.fromkeys(written) if head and head not in told]


def row_of(say: Texts, cells: Mapping[str, Any], where: str, listed: Listed) -> ListRow:
    """A row of the list out of its cells by field; what can't be understood is a problem of ``listed``."""
    texts = {key: " ".join(plain(value).split()) for key, value in cells.items()}
    judgement, rest = _judged(texts.get("judgement", ""))
    if texts.get("judgement") and judgement is None:
        told = say("publish.import.unknown-judgement", value=texts["judgement"])
        listed.problems.append(Problem(where, told, say("publish.import.unknown-judgement-cure")))
    day = _day(cells.get("date"))
    if texts.get("date") and day is None:
        told = say("publish.import.unknown-date", value=texts["date"])
        listed.problems.append(Problem(where, told, say("publish.import.unknown-date-cure")))
    return ListRow(
        where=where,
        number=texts.get("number") or texts.get("identifier", ""),
        identifier=texts.get("identifier", ""),
        day=day,
        time=_time(cells.get("time")) or _time(cells.get("date")),
        title=texts.get("title", ""),
        sender=texts.get("sender", ""),
        to=texts.get("to", ""),
        judgement=judgement,
        grounds=grounds_in(texts.get("grounds", "")),
        remarks=". ".join(filter(None, (texts.get("remarks", ""), rest))),
        link=texts.get("link", ""),
        matter=texts.get("matter", ""),
        suspended=texts.get("suspended", "").casefold() in ("ja", "yes", "true", "1", "j", "y"),
    )


def _day(value: Any) -> str | None:
    """A cell as an ISO date; a moment is its day."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return day_in(plain(value)) or _worded_day(plain(value))


def _worded_day(text: str) -> str | None:
    """A day whose month is written out, or whose year is short: ``6 november 2023``, ``06-11-'23``."""
    from draad.split.stamps import AMSTERDAM, stamp

    found = stamp(text) if len(text) < _LONGEST_DAY and any(map(str.isdigit, text)) else None
    if found is None or found.at is None:
        return None
    return datetime.fromtimestamp(found.at, UTC).astimezone(AMSTERDAM).date().isoformat()


def _time(value: Any) -> str:
    """The time in a cell, or in one that holds a moment; midnight is how a workbook keeps a day without one."""
    if isinstance(value, datetime):
        return f"{value:%H:%M}" if value.time() != time.min else ""
    found = _TIME.search(plain(value))
    told = f"{int(found[1]):02}:{found[2]}" if found else ""
    return "" if told == "00:00" and DAY.search(plain(value)) else told


def day_in(text: str) -> str | None:
    """The first date in a text, ``17-6-2019`` or ``2019-06-17``, as ISO; None where there is none that can be."""
    found = DAY.search(text)
    if found is None:
        return None
    if found[4]:
        year, month, day = map(int, found.group(4, 5, 6))
    else:
        day, month, year = map(int, found.group(1, 2, 3))
    try:
        return date(year, month, day).isoformat() if year < _NO_YEAR else None
    except ValueError:
        return None


@cache
def judgements() -> dict[str, Judged]:
    """The judgement that a cell means, by its words in lower case."""
    known: dict[Judged, list[str]] = load("woo_publish")["import"]["judgements"]
    return {spelled: judged for judged, several in known.items() for spelled in several}


def _judged(text: str) -> tuple[Judged | None, str]:
    """The judgement in a cell, and what is said behind a comma: ``deels openbaar, deels buiten reikwijdte``."""
    folded = fold(text)
    if folded in judgements():
        return judgements()[folded], ""
    before, comma, after = text.partition(",")
    if not comma:
        before, comma, after = text.partition(" en ")
    return judgements().get(fold(before)), " ".join(after.split()) if comma else ""


def grounds_in(text: str) -> tuple[str, ...]:
    """The articles that a text names, as codes, each once."""
    found = [ground(match[0]) for match in _ARTICLE.finditer(text)]
    return tuple(dict.fromkeys(f"{law} {article}" for law, article in found if law and article))
