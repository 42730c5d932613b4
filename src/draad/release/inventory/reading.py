"""An inventory list of somebody else, a workbook or a PDF with a table: its rows as far as they can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

from draad.dossier.redactions import Judged
from draad.errors import InputError
from draad.fold import fold
from draad.knowledge import load
from draad.office.cells import plain
from draad.office.opening import Problem, opened
from draad.split.marks import ground
from draad.texts import Texts

HEAD_WITHIN: Final = 30
"""Rows at the top of a sheet among which the heads are looked for: a title and a few lines may stand above them."""
_WORDED: Final = 4
"""Letters of a judgement that is looked for in a printed line; ``ja`` and ``niet`` mean it in their column alone."""
_LINK = re.compile(r"https?://\S+")
_ARTICLE = re.compile(r"(?<![\w.])(?:5\.[12]|10|11)(?:\.\d{1,2})?(?:\.?[a-i])?(?![\w])")
_DAY = re.compile(r"(\d{1,2})[-‐‑–/.](\d{1,2})[-‐‑–/.](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.])")
_CELLS = re.compile(r"\S+(?: \S+)*")
_DRIFT: Final = 3
"""Columns of characters by which a cell of a printed table may stand beside the one above it."""


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


def read(say: Texts, data: bytes, name: str) -> Listed:
    """The rows of a list; its kind is told by its bytes. Raises InventoryListError where there is none, InputError."""
    listed = _pdf(say, data, name) if data[:1024].lstrip().startswith(b"%PDF") else _workbook(say, data, name)
    seen: dict[str, str] = {}
    for row in listed.rows:
        if row.number in seen:
            told = say("publish.import.twice", number=row.number, first=seen[row.number], second=row.where)
            listed.problems.append(Problem(row.where, told, say("publish.import.twice-cure")))
        seen.setdefault(row.number, row.where)
    return listed


# ── workbooks ───────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _heads() -> dict[str, str]:
    """The field that a head means, by the head in lower case."""
    known: dict[str, list[str]] = load("woo_publish")["import"]["heads"]
    return {spelled: name for name, several in known.items() for spelled in several}


def _workbook(say: Texts, data: bytes, name: str) -> Listed:
    listed = Listed()
    headed = False
    for title, rows in opened(data):
        columns: dict[str, int] = {}
        for number, values in enumerate(rows, 1):
            if not columns:
                columns = _columns(values)
                headed |= bool(columns)
                if number >= HEAD_WITHIN and not columns:
                    break
                continue
            cells = {key: values[at] if at < len(values) else None for key, at in columns.items()}
            if plain(cells.get("number")) or plain(cells.get("identifier")):
                listed.rows.append(_row(say, cells, f"{title}!{number}", listed))
    if not headed:
        heads = ", ".join(known[0] for known in load("woo_publish")["import"]["heads"].values())
        cure = say("publish.import.no-head-cure", heads=heads)
        raise InventoryListError(say("publish.import.no-head", name=name), cure)
    return listed


def _columns(values: Sequence[Any]) -> dict[str, int]:
    """Where each field stands, if this is the row of heads: one that numbers, and one more that tells something."""
    found: dict[str, int] = {}
    for at, value in enumerate(values):
        key = _heads().get(" ".join(plain(value).casefold().split()))
        if key is not None:
            found.setdefault(key, at)
    told = found.keys() & {"title", "date", "judgement"}
    return found if told and found.keys() & {"number", "identifier"} else {}


def _row(say: Texts, cells: Mapping[str, Any], where: str, listed: Listed) -> ListRow:
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
    return day_in(plain(value))


def _time(value: Any) -> str:
    """The time in a cell, or in one that holds a moment; midnight is how a workbook keeps a day without one."""
    if isinstance(value, datetime):
        return f"{value:%H:%M}" if value.time() != time.min else ""
    found = _TIME.search(plain(value))
    return f"{int(found[1]):02}:{found[2]}" if found else ""


def day_in(text: str) -> str | None:
    """The first date in a text, ``17-6-2019`` or ``2019-06-17``, as ISO; None where there is none that can be."""
    found = _DAY.search(text)
    if found is None:
        return None
    if found[4]:
        year, month, day = map(int, found.group(4, 5, 6))
    else:
        day, month, year = map(int, found.group(1, 2, 3))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@cache
def _judgements() -> dict[str, Judged]:
    known: dict[Judged, list[str]] = load("woo_publish")["import"]["judgements"]
    return {spelled: judged for judged, several in known.items() for spelled in several}


def _judged(text: str) -> tuple[Judged | None, str]:
    """The judgement in a cell, and what is said behind a comma: ``deels openbaar, deels buiten reikwijdte``."""
    folded = fold(text)
    if folded in _judgements():
        return _judgements()[folded], ""
    before, comma, after = text.partition(",")
    if not comma:
        before, comma, after = text.partition(" en ")
    return _judgements().get(fold(before)), " ".join(after.split()) if comma else ""


def grounds_in(text: str) -> tuple[str, ...]:
    """The articles that a text names, as codes, each once."""
    found = [ground(match[0]) for match in _ARTICLE.finditer(text)]
    return tuple(dict.fromkeys(f"{law} {article}" for law, article in found if law and article))


# ── PDFs ────────────────────────────────────────────────────────────────────────────────────────────────────


def _pdf(say: Texts, data: bytes, name: str) -> Listed:
    """The table of a PDF: of its text, or where that holds none of what OCR makes of its pages."""
    listed = _in_text(say, data, name, ocr=False)
    if not listed.rows:
        listed = _in_text(say, data, name, ocr=True)
    if not listed.rows:
        raise InventoryListError(say("publish.import.no-rows", name=name), say("publish.import.no-rows-cure"))
    return listed


def _in_text(say: Texts, data: bytes, name: str, *, ocr: bool) -> Listed:
    """The rows that ``split.inventory`` finds in the text of a PDF."""
    from draad.read import ReadOptions, read_bytes, sha256
    from draad.split.inventory import inventory
    from draad.split.lines import Lines

    listed = Listed()
    for document in read_bytes(data, name, name, sha256(data), ReadOptions(ocr=ocr)):
        found = inventory(document, Lines(document.text))
        lines = document.text.split("\n")
        numbers = [row.line - document.first_line for row in found.rows] if found else []
        for at, row in enumerate(found.rows if found else ()):
            last = numbers[at + 1] if at + 1 < len(numbers) and numbers[at + 1] > numbers[at] else numbers[at] + 1
            block = lines[numbers[at] : last]
            where = say("publish.import.line", row=row.line)
            listed.rows.append(_printed(row.number, row.identifier or "", row.date, row.title, block, where))
    return listed


def _printed(number: str, identifier: str, day: str | None, title: str, block: Sequence[str], where: str) -> ListRow:
    """A row as it is printed: the lines below its first one go on in the columns above them."""
    first = block[0]
    judged = _found_judgement(first)
    link = ""
    if _LINK.match(title):  # the longest cell of the line is not its name, but where it is public already
        link, title = title, _name_before(first, judged)
    start = first.find(title) if title else -1
    behind = first[judged[1] :] if judged else first[start + len(title) :] if start >= 0 else first
    return ListRow(
        where=where,
        number=number,
        identifier=identifier,
        day=day,
        title=" ".join((title, *_below(block[1:], start))).strip() if start >= 0 else title,
        judgement=judged[0] if judged else None,
        grounds=grounds_in(behind),
        link=link,
    )


def _name_before(line: str, judged: tuple[Judged, int] | None) -> str:
    """The cell with most letters among those before the judgement, numbers and the date left out."""
    cells = (cell[0] for cell in _CELLS.finditer(line[: judged[1]] if judged else line))
    names = [cell for cell in cells if not _LINK.search(cell) and not _found_judgement(cell)]
    return max((_DAY.sub("", name).strip() for name in names), key=lambda name: sum(map(str.isalpha, name)), default="")


def _found_judgement(line: str) -> tuple[Judged, int] | None:
    """The judgement that a line names, the longest of those that begin first, and where it ends."""
    lowered = line.lower()
    spelled = ((lowered.rfind(words), -len(words), words) for words in _judgements() if len(words) >= _WORDED)
    found = sorted((-len(words), at, words) for at, _, words in spelled if at >= 0)
    if not found:
        return None
    _, at, words = found[0]
    return _judgements()[words], at + len(words)


def _below(lines: Sequence[str], start: int) -> Iterator[str]:
    """The cells of these lines that stand under a column."""
    for line in lines:
        cells = list(_CELLS.finditer(line))
        if not cells or len(line) > 600:
            return
        yield from (cell[0] for cell in cells if abs(cell.start() - start) <= _DRIFT)
