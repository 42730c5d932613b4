"""Opening a workbook that people worked in: its sheets as rows of plain values, with the key of each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from draad.errors import DamagedFileError
from draad.office.cells import plain
from draad.office.opening import Problem, opened
from draad.register.export.cells import COLUMNS, EDITABLE, NEEDED, head, heads
from draad.texts import Texts

_KNOWN_HEADS: Final = 3
"""So many of our heads make a sheet ours."""


class Row(NamedTuple):
    """One row: its number, and the value under each of our columns."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One sheet of ours: which column stands where, and its rows that hold anything."""

    name: str
    columns: dict[str, str]
    """By key the letter of the column."""
    rows: tuple[Row, ...]

    def cell(self, row: int, key: str) -> str:
        """``Acties!G7``."""
        return f"{self.name}!{self.columns[key]}{row}"


def read_sheet(
    say: Texts, name: str, rows: Iterator[tuple[Any, ...]]
) -> tuple[Sheet | None, list[Problem], list[Problem]]:
    """A sheet of ours (None for another's), what is wrong with its heads (problems), and what is odd (notices)."""
    from openpyxl.utils import get_column_letter

    first = next(rows, ())
    known = heads()
    found: dict[str, int] = {}
    unknown: dict[int, str] = {}
    twice: list[tuple[int, str]] = []
    for at, value in enumerate(first):
        text = plain(value)
        key = known.get(text.lower())
        if key is None:
            if text:
                unknown[at] = text
        elif key in found:
            twice.append((at, text))
        else:
            found[key] = at
    if len(found) < _KNOWN_HEADS:
        return None, [], [Problem(name, say("imports.other-sheet"))]
    letters = {key: get_column_letter(at + 1) for key, at in found.items()}
    sheet = Sheet(name, letters, tuple(_rows(rows, found)))
    problems = [
        Problem(_column(say, name, get_column_letter(at + 1)), say("imports.column-twice", head=text))
        for at, text in twice
    ]
    wrong, odd = _judge(say, sheet, {get_column_letter(at + 1): text for at, text in unknown.items()})
    return sheet, [*problems, *wrong], odd


def _rows(rows: Iterator[tuple[Any, ...]], found: dict[str, int]) -> Iterator[Row]:
    for number, values in enumerate(rows, 2):
        cells = {key: values[at] if at < len(values) else None for key, at in found.items()}
        if any(plain(value) for value in cells.values()):
            yield Row(number, cells)


def _column(say: Texts, sheet: str, letter: str) -> str:
    return say("imports.column", sheet=sheet, column=letter)


def _judge(say: Texts, sheet: Sheet, unknown: dict[str, str]) -> tuple[list[Problem], list[Problem]]:
    """What missing and unknown heads mean: a renamed column is a problem, one that was taken out is not."""
    missing = [column.key for column in COLUMNS if column.key not in sheet.columns]
    vital = [key for key in missing if key in NEEDED]
    editable = [key for key in missing if key in EDITABLE]
    problems = [
        Problem(sheet.name, say("imports.needed", head=head(say, key)), say("imports.needed-cure")) for key in vital
    ]
    notices = []
    expected = [head(say, key) for key in missing]
    for letter, text in unknown.items():
        near = get_close_matches(text.lower(), expected, 1, 0.5)
        where = _column(say, sheet.name, letter)
        if editable or vital:
            likely = say("imports.renamed-near", near=near[0]) if near else ""
            said = f"{say('imports.renamed', head=text)} {likely}".strip()
            problems.append(Problem(where, said, say("imports.renamed-cure", heads=", ".join(expected))))
        else:
            notices.append(Problem(where, say("imports.own-column", head=text)))
    if not unknown:
        notices += [Problem(sheet.name, say("imports.taken-out", head=head(say, key))) for key in editable]
    return problems, notices


def without_ids(say: Texts, sheet: Sheet) -> list[Problem]:
    """Each row of a sheet whose identifiers are gone: which one it was can't be known."""
    return [
        Problem(
            say("imports.row", sheet=sheet.name, row=row.number),
            say("imports.no-id", text=shortened(row.cells)),
        )
        for row in sheet.rows
    ]


def shortened(cells: dict[str, Any]) -> str:
    """The words of a row, by which a person knows it again."""
    text = " ".join(plain(cells.get("text")).split())
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def sheets_of(say: Texts, data: bytes) -> tuple[list[Sheet], list[Problem], list[Problem]]:
    """All sheets of ours, with what is wrong and what is odd in their heads.

    Raises DamagedFileError where none is.
    """
    about = {texts_about.lower() for texts_about in _about()}
    found: list[Sheet] = []
    problems: list[Problem] = []
    notices: list[Problem] = []
    for name, rows in opened(data):
        if name.lower() in about:
            continue
        sheet, wrong, odd = read_sheet(say, name, rows)
        problems += wrong
        notices += odd
        if sheet is not None:
            found.append(sheet)
    if not found:
        raise DamagedFileError(say("imports.no-sheet"), say("imports.no-sheet-cure"))
    return found, problems, notices


def _about() -> Sequence[str]:
    from draad.texts import LANGUAGES, texts

    return [texts(language)("sheets.about") for language in LANGUAGES]
