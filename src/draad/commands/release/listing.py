"""``draad release inventory`` and ``draad release production``: the list for people, the report for the platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad import whole
from draad.commands.base import command
from draad.commands.listing import Column, form_of, form_options, tell, write
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.register.options import today_option
from draad.commands.release.options import check_place
from draad.errors import UsageError
from draad.texts import Texts, spoken

if TYPE_CHECKING:
    from draad.release.inventory import Row

_HIDDEN = ("document", "name", "subject", "version", "own_title", "own_judgement", "path_ending")
"""Of a row what no list tells."""
_SHOWN = ("number", "date", "time", "kind", "title", "sender", "to", "judgement", "grounds", "doubles", "remarks")


@command("inventory", "release")
@click.argument("words", nargs=-1, metavar="[DOSSIER] [BESTAND]")
@dossier_option
@click.option("--order", type=click.Choice(("number", "date")), default="number")
@click.option("--force", is_flag=True)
@today_option
@form_options()
def inventory(words: tuple[str, ...], place: Path | None, order: Any, force: bool, today: date, **flags: bool) -> None:
    """Write the inventory list, or show it."""
    from draad.release.inventory.forms import FORMS, made

    form = form_of(**flags)
    named = bool(words) and Path(words[-1]).suffix.lower() in (*FORMS, ".pdf", ".csv")
    place, names = split_words(words, place, 1 if named else 0)
    target = Path(names[0]) if names else None
    say = spoken()
    if target is not None:
        if target.suffix.lower() not in FORMS:
            raise UsageError(say("publish.usage.form", file=target), say("publish.usage.form-cure"))
        check_place(target, force)
    from draad.release.inventory import rows
    from draad.release.inventory.about import About

    with opened(place) as dossier:
        listed = rows(dossier, order)
        about = About(dossier.release_settings(), today)
    if target is None:
        write(form, _columns(), [_told(say, row) for row in listed])
        return
    whole.write(target, made(say, target.suffix.lower(), listed, about))
    tell(say("publish.done.list", count=say.count("document", len(listed)), file=target))


def _columns() -> list[Column]:
    return [Column(key, _shown(key)) for key in _SHOWN]


def _shown(key: str) -> Any:
    def cell(row: Mapping[str, Any]) -> str:
        return str(row["shown"][key])

    return cell


def _told(say: Texts, row: Row) -> dict[str, Any]:
    """One row: its data, and under ``shown`` the cells in words."""
    from draad.release.inventory import table

    cells = table.cells(say, row) | {"date": table.day(row.day)}
    return {
        **{key: value for key, value in asdict(row).items() if key not in _HIDDEN},
        "date": row.day,
        "remarks": row.remarks,
        "shown": {key: value or "" for key, value in cells.items()},
    }


@command("production", "release")
@click.argument("words", nargs=-1, metavar="[DOSSIER] BESTAND")
@dossier_option
@click.option("--context", is_flag=True)
@click.option("--check", is_flag=True)
@click.option("--force", is_flag=True)
@today_option
def production(
    words: tuple[str, ...], place: Path | None, context: bool, check: bool, force: bool, today: date
) -> None:
    """Write the production report, or read one by the platform's rules."""
    place, (name,) = split_words(words, place, 1) if not check else (Path(), list(words[-1:] or ("",)))
    target, say = Path(name), spoken()
    if check:
        _check(target)
        return
    if target.suffix.lower() != ".xlsx":
        raise UsageError(say("publish.usage.form", file=target), say("publish.usage.form-cure"))
    check_place(target, force)
    from draad.release.inventory import rows
    from draad.release.inventory.production import report

    with opened(place) as dossier:
        listed = rows(dossier)
    made = report(listed, today, context=context)
    count = len(made.files)
    targets = [target] if count == 1 else [target.with_stem(f"{target.stem}-{n}") for n in range(1, count + 1)]
    for one, data in zip(targets, made.files, strict=True):
        whole.write(one, data)
    for problem in made.problems:
        tell(f"· {say(f'publish.problem.{problem.key}', **problem.values)}")
    files = ", ".join(map(str, targets))
    tell(say("publish.done.report", count=say.count("document", len(listed)), files=files))


def _check(target: Path) -> None:
    """Raises ProductionReportError for what the platform would refuse."""
    from draad.release.inventory.production_reader import read

    if not target.is_file():
        raise UsageError(spoken()("usage.no-such-file", path=target), spoken()("usage.no-such-file-cure"))
    entries = read(target.read_bytes())
    tell(spoken()("publish.done.report", count=spoken().count("document", len(entries)), files=target))
