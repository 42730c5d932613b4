"""An inventory list that is a PDF: the tables on its pages (``printed``), or what its lines of text tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from draad.dossier.redactions import Judged
from draad.read import ReadOptions, read_bytes, sha256
from draad.read.layout import Line
from draad.read.pdf import reread
from draad.read.rulings import rulings
from draad.records import Document
from draad.release.inventory.printed import Seen, Table, tables
from draad.release.inventory.reading import (
    DAY,
    InventoryListError,
    Listed,
    ListRow,
    grounds_in,
    judgements,
    left_out,
    row_of,
)
from draad.split.inventory import inventory
from draad.split.lines import Lines
from draad.texts import Texts

_WORDED: Final = 4
"""Letters of a judgement that is looked for in a printed line; ``ja`` and ``niet`` mean it in their column alone."""
_LINK = re.compile(r"https?://\S+")
_CELLS = re.compile(r"\S+(?: \S+)*")
_DRIFT: Final = 3
"""Columns of characters by which a cell of a printed table may stand beside the one above it."""


def paged(say: Texts, data: bytes, name: str) -> Listed:
    """The list in a PDF: of its text, or where that holds none of what OCR makes of its pages. Raises
    InventoryListError where there is none.
    """
    listed = _read(say, data, name, ReadOptions(ocr=False))
    if not listed.rows:
        listed = _read(say, data, name, ReadOptions())
    if not listed.rows:
        raise InventoryListError(say("publish.import.no-rows", name=name), say("publish.import.no-rows-cure"))
    return listed


def _read(say: Texts, data: bytes, name: str, options: ReadOptions) -> Listed:
    """The list as its tables show it, or as its lines do where those tell more rows."""
    documents = read_bytes(data, name, name, sha256(data), options)
    shown = Listed()
    for document in documents:
        for table in _tables(data, document, options):
            _take(say, table, shown)
    lines = _in_lines(say, documents)
    return shown if len(shown.rows) >= len(lines.rows) else lines


def _tables(data: bytes, document: Document, options: ReadOptions) -> list[Table]:
    lines = document.text.split("\n")
    methods = {page.number: page.method for page in document.pages}

    def seen(number: int) -> Seen:
        read = reread(data, document.path, {number: methods[number]}, options)[number].lines
        turn = _turn(read)
        return Seen([line for line in read if line.turn == turn], rulings(data, document.path, {number: turn})[number])

    readable = (page for page in document.pages if page.method != "none")
    return tables(((page.number, lines[page.first_line - 1 : page.last_line]) for page in readable), seen)


def _turn(lines: Sequence[Line]) -> int:
    """The quarter turns in which most of a page is read."""
    turns = Counter(line.turn for line in lines for _ in line.words)
    return max(turns, key=lambda turn: turns[turn], default=0)


def _take(say: Texts, table: Table, listed: Listed) -> None:
    """The rows of a table. What can't be understood in them is no problem to mend: nobody can write in a PDF."""
    unread = Listed()
    for page, cells in table.rows:
        own = {key: cells[at] for key, at in table.heads.places.items()}
        own["number"] = own.get("number", "").replace(" ", "").rstrip(".)")
        listed.rows.append(row_of(say, own, say("publish.import.page", page=page), unread))
    listed.left += left_out(table.heads, table.written, listed.left)


def _in_lines(say: Texts, documents: Sequence[Document]) -> Listed:
    """The rows that ``split.inventory`` finds in the lines of a text."""
    listed = Listed()
    for document in documents:
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
    return max((DAY.sub("", name).strip() for name in names), key=lambda name: sum(map(str.isalpha, name)), default="")


def _found_judgement(line: str) -> tuple[Judged, int] | None:
    """The judgement that a line names, the longest of those that begin first, and where it ends."""
    lowered = line.lower()
    spelled = ((lowered.rfind(words), -len(words), words) for words in judgements() if len(words) >= _WORDED)
    found = sorted((-len(words), at, words) for at, _, words in spelled if at >= 0)
    if not found:
        return None
    _, at, words = found[0]
    return judgements()[words], at + len(words)


def _below(lines: Sequence[str], start: int) -> Iterator[str]:
    """The cells of these lines that stand under a column."""
    for line in lines:
        cells = list(_CELLS.finditer(line))
        if not cells or len(line) > 600:
            return
        yield from (cell[0] for cell in cells if abs(cell.start() - start) <= _DRIFT)
