"""``draad register export`` and ``import``: the register as files that people send on, and what comes back."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad import whole
from draad.commands.base import command
from draad.commands.listing import tell, write_json
from draad.commands.place import dossier_option, opened_with_items, split_words
from draad.commands.register.options import filter_options, filter_words, item_filter, today_option, who_option
from draad.errors import ConflictError, ExitCode, ImportRefusedError, UsageError
from draad.register.working import now
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemView, NewItem
    from draad.office.opening import Problem
    from draad.register.imports.plan import Plan

FORMS = ("xlsx", "csv", "json", "ics", "docx-actions", "docx-commitments")
_ENDINGS = {".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".jsonl": "json", ".ics": "ics"}
LISTS = {"docx-actions": "action", "docx-commitments": "commitment"}
"""Forms that hold one kind."""
OPEN_ONLY = ("ics", "docx-actions", "docx-commitments")
"""Forms that people act by; they hold what is open, unless another status is asked for."""


@command("export", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] BESTAND")
@dossier_option
@click.option("--form", "form", type=click.Choice(FORMS))
@filter_options
@click.option("--force", is_flag=True)
@today_option
def export(
    words: tuple[str, ...], place: Path | None, form: str | None, force: bool, today: date, **given: Any
) -> None:
    """Write the register as a file."""
    place, (name,) = split_words(words, place, 1)
    target = Path(name)
    form = form or _form_of(target)
    if target.exists() and not force and name != "-":
        raise UsageError(spoken()("trading.exists", file=target), spoken()("trading.exists-cure"))
    if form in OPEN_ONLY and not given.get("statuses"):
        given["statuses"] = ("open",)
    if name != "-" and not target.absolute().parent.is_dir():
        raise UsageError(spoken()("usage.no-such-file", path=target.parent), spoken()("usage.no-such-file-cure"))
    with opened_with_items(place) as dossier:
        items = dossier.items(item_filter(dossier, today, given), places=True, sort=_order(form))
        if form in LISTS:
            items = [item for item in items if item.kind == LISTS[form]]
        files = _files(dossier, items, target) if form == "xlsx" else {}
    data = _made(form, items, place.resolve().name, today, filter_words(given), files)
    if name == "-":
        sys.stdout.buffer.write(data)
    else:
        whole.write(target, data)
    say = spoken()
    from draad.register import words as said

    tell(say("trading.done", count=say.count("item", len(items)), file=target, day=said.day(say, today)))


def _order(form: str) -> Any:
    """Lists to act by go by day; the others as the dossier tells it."""
    return "due" if form in OPEN_ONLY else "document"


def _form_of(target: Path) -> str:
    ending = target.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(
            spoken()("trading.no-form", file=target), spoken()("trading.no-form-cure", forms=", ".join(FORMS))
        )
    return _ENDINGS[ending]


def _made(
    form: str, items: Sequence[ItemView], dossier: str, today: date, chosen: str, files: Mapping[int, str]
) -> bytes:
    say = spoken()
    match form:
        case "xlsx":
            from draad.register.export.xlsx import Told, workbook

            return workbook(say, items, Told(dossier, today, chosen), files)
        case "ics":
            from draad.register.export.ics import calendar

            return calendar(say, items, dossier, today)
        case "docx-actions" | "docx-commitments":
            from draad.register.export.docx import document

            return document(say, items, "actions" if form == "docx-actions" else "commitments", dossier, today, chosen)
    from draad.register.export import tables

    return tables.csv_table(say, items) if form == "csv" else tables.json_lines(items)


def _files(dossier: Dossier, items: Sequence[ItemView], target: Path) -> dict[int, str]:
    """Where the file of each document is, seen from the folder of the workbook.

    The file as it was given where it is still there; else the original that the dossier keeps. Of a file that is not
    under that folder the name alone: whoever gets the workbook is told nothing of how our folders are laid out.
    """
    folder = target.absolute().parent.resolve()
    wanted = {item.document for item in items}
    found = {}
    for view in dossier.documents():
        if view.id in wanted:
            given, kept = Path(view.path), dossier.original(view.source)
            file = given if given.is_file() else kept
            if file.is_file():
                here = file.resolve()
                under = here.is_relative_to(folder)
                found[view.id] = here.relative_to(folder).as_posix() if under else given.name
    return found


# ── import ──────────────────────────────────────────────────────────────────────────────────────────────────


@command("import", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] BESTAND")
@dossier_option
@click.option("--tk", is_flag=True)
@click.option("--partly", is_flag=True)
@click.option("--dry-run", is_flag=True)
@who_option
@today_option
@click.option("--json", "as_json", is_flag=True)
def import_file(
    words: tuple[str, ...],
    place: Path | None,
    tk: bool,
    partly: bool,
    dry_run: bool,
    who: str,
    today: date,
    as_json: bool,
) -> int:
    """Take a corrected sheet back, or the Tweede Kamer's commitments in."""
    place, (name,) = split_words(words, place, 1)
    file = Path(name)
    if not file.is_file():
        raise UsageError(spoken()("usage.no-such-file", path=file), spoken()("usage.no-such-file-cure"))
    if tk:
        from draad.commands.register.kamer import take_in_tk

        return take_in_tk(place, file, who=who, partly=partly, dry_run=dry_run, as_json=as_json)
    from draad.register.imports.taking import new_items, plan_of

    with opened_with_items(place) as dossier:
        plan = plan_of(dossier, file.read_bytes(), today)
        new = new_items(dossier, plan)
        told = {"partly": partly, "dry_run": dry_run, "as_json": as_json}
        return carry_out(dossier, plan, new, who=who, what="import", at=now(), **told)


def carry_out(
    dossier: Dossier,
    plan: Plan,
    new: Sequence[NewItem],
    *,
    who: str,
    what: str,
    partly: bool,
    dry_run: bool,
    as_json: bool,
    at: str,
) -> int:
    """Write what a plan asks for: all of it, or with ``partly`` what is right; tell the rest.

    Raises ConflictError where other people's changes alone stand in the way, ImportRefusedError for anything else.
    """
    _tell_problems([*plan.notices, *plan.problems])
    say = spoken()
    if plan.problems and not partly:
        refused = say("imports.refused", problems=say.count("problem", len(plan.problems)))
        alone = all(problem.conflict for problem in plan.problems)
        raise ConflictError(refused) if alone else ImportRefusedError(refused)
    edits = [(edit.item.id, edit.item.version, edit.changes) for edit in plan.edits]
    if dry_run:
        changed: list[ItemView] = [edit.item for edit in plan.edits]
        added: list[ItemView] = []
    else:
        changed, added = dossier.take_in(edits, new, who=who, what=what, at=at)
    _tell_done(plan, changed, added, len(new), as_json, dry_run)
    if plan.problems:
        tell(say("imports.skipped", problems=say.count("problem", len(plan.problems))))
        return int(ExitCode.some_failed)
    return int(ExitCode.ok)


def _tell_problems(problems: Sequence[Problem]) -> None:
    """Each on its line; what mends several that follow each other is said once, under the last."""
    for at, problem in enumerate(problems):
        tell(f"{problem.where}: {problem.said}" if problem.where else problem.said)
        if problem.cure and (at + 1 == len(problems) or problems[at + 1].cure != problem.cure):
            tell(f"  → {problem.cure}")


def _tell_done(
    plan: Plan, changed: Sequence[ItemView], added: Sequence[ItemView], new: int, as_json: bool, dry_run: bool
) -> None:
    from draad.register.export.rows import row
    from draad.register.imports.xlsx import shown
    from draad.show.register import name

    say = spoken()
    if as_json:
        write_json([row(item) for item in (*changed, *added)])
        return
    for edit in plan.edits:
        fields = "; ".join(
            f"{say(f'field.{field}')}: {shown(say, field, getattr(edit.item, field))} → {shown(say, field, value)}"
            for field, value in edit.changes.items()
        )
        click.echo(f"{name(edit.item.id)}  {edit.where}  {fields}".replace("\n", " "))
    for item in added:
        click.echo(f"{name(item.id)}  {say('what.new')}  {' '.join(item.text.split())}")
    if not plan.edits and not new:
        tell(say("imports.nothing"))
        return
    counts = {"edits": say.count("change", len(plan.edits)), "additions": say.count("change", new)}
    tell(say("imports.done", rows=say.count("row", plan.rows), **counts))
    if dry_run:
        tell(say("imports.would"))
