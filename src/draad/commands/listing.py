"""One bundle of output options for all commands that list: a table, JSON lines, CSV, or CSV for Excel."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, TextIO, TypeVar

import click

from draad.errors import UsageError
from draad.show.plain import cut, one_line, printable, table
from draad.texts import spoken

F = TypeVar("F", bound=Callable[..., Any])
Form = Literal["table", "json", "csv", "excel"]
Row = Mapping[str, object]
FORMS: tuple[Form, ...] = ("json", "csv", "excel")


def form_options(*, listing: bool = True) -> Callable[[F], F]:
    """``--json`` and, for lists, ``--csv``, ``--excel``; the command gets ``form_of`` their values as keywords."""

    def add(command: F) -> F:
        for form in reversed(FORMS if listing else FORMS[:1]):
            command = click.option(f"--{form}", f"as_{form}", is_flag=True)(command)
        return command

    return add


def rows_asked(limit: int | None, form: Form, screenful: int) -> int | None:
    """How many rows a list gives: what was asked for; else a ``screenful`` of a table, and all of them to a program.

    A file that silently ends at a screenful is taken for the whole.
    """
    return screenful if limit is None and form == "table" else limit


def usage_cure() -> str:
    """Where to read how the command that is running is used."""
    return spoken()("usage.cure", command=click.get_current_context().command_path)


def form_of(**flags: bool) -> Form:
    """The one form asked for. Raises UsageError for two at once."""
    asked: list[Form] = [form for form in FORMS if flags.get(f"as_{form}")]
    if len(asked) > 1:
        forms = ", ".join(f"--{form}" for form in asked)
        raise UsageError(spoken()("usage.one-form", forms=forms), usage_cure())
    return asked[0] if asked else "table"


@dataclass(frozen=True)
class Column:
    """One column of a listing: its key in JSON and CSV; ``shown`` makes the cell that the table shows."""

    key: str
    shown: Callable[[Row], str] | None = None
    number: bool = False
    """Stands to the right in the table."""
    in_table: bool = True
    most: int | None = None
    """The widest that the table shows it, in a pipe too; JSON and CSV hold all of it."""
    written: Callable[[Row], object] | None = None
    """Makes the cell that CSV holds, where a value has its own way of being written."""


def _flat(value: object) -> object:
    """A value for one cell of CSV: lists as words with blanks between, nothing for unknown."""
    if isinstance(value, (list, tuple)):
        return " ".join(str(v) for v in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _harmless(value: object) -> object:
    """A cell that a spreadsheet shows and does not compute: a text that begins like a formula gets an apostrophe.

    Subjects are written by strangers; see OWASP, "CSV Injection".
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def write_json(rows: Iterable[Row], out: TextIO | None = None) -> None:
    """One JSON object a line, in UTF-8."""
    out = out or sys.stdout
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(columns: Sequence[Column], rows: Iterable[Row], *, excel: bool, out: TextIO | None = None) -> None:
    """RFC 4180; ``excel`` writes what a Dutch Excel opens by a double click: semicolons, and a BOM for UTF-8."""
    out = out or sys.stdout
    if excel:
        out.write("\ufeff")
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow([spoken()(f"column.{c.key}") if excel else c.key for c in columns])
    for row in rows:
        writer.writerow([_harmless(_flat(c.written(row) if c.written else row.get(c.key))) for c in columns])


def _cell(column: Column, row: Row) -> str:
    text = column.shown(row) if column.shown else str(_flat(row.get(column.key)))
    return text if column.most is None else cut(one_line(text), column.most)


def write_table(columns: Sequence[Column], rows: Iterable[Row], out: TextIO | None = None) -> None:
    """Columns under each other; on a terminal the heads stand out and the widest column gives way."""
    say = spoken()
    shown = [c for c in columns if c.in_table]
    cells = [[_cell(c, row) for c in shown] for row in rows]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    numbers = frozenset(i for i, c in enumerate(shown) if c.number)
    head, *lines = table([say(f"column.{c.key}") for c in shown], cells, room, numbers)
    click.echo(click.style(head, bold=True), file=out)
    for line in lines:
        click.echo(line, file=out)


def write(form: Form, columns: Sequence[Column], rows: Iterable[Row], limit: int | None = None) -> None:
    """Write rows in the form asked for, at most ``limit`` of them."""
    rows = islice(rows, limit)
    match form:
        case "json":
            write_json(rows)
        case "csv" | "excel":
            write_csv(columns, rows, excel=form == "excel")
        case "table":
            write_table(columns, rows)


def tell(text: str) -> None:
    """A line for the person at the keyboard, on standard error, so that pipes carry data alone."""
    click.echo(printable(text), err=True)
