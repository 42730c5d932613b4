"""``draad release import``: a list of somebody else, held against the documents and taken over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad.commands.base import command
from draad.commands.listing import tell, write_json
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.register.options import who_option
from draad.errors import UsageError
from draad.texts import Texts, spoken

if TYPE_CHECKING:
    from draad.release.inventory.compare import Comparison
    from draad.release.inventory.reading import Listed

_MOST = 200
"""Lines of one sort that are told."""


@command("import", "release")
@click.argument("words", nargs=-1, metavar="[DOSSIER] BESTAND")
@dossier_option
@click.option("--overwrite", is_flag=True)
@click.option("--dry-run", is_flag=True)
@who_option
@click.option("--json", "as_json", is_flag=True)
def import_list(
    words: tuple[str, ...], place: Path | None, overwrite: bool, dry_run: bool, who: str, as_json: bool
) -> None:
    """Take over numbers, names and judgements of an existing list."""
    place, (name,) = split_words(words, place, 1)
    file, say = Path(name), spoken()
    if not file.is_file():
        raise UsageError(say("usage.no-such-file", path=file), say("usage.no-such-file-cure"))
    from draad.release.inventory import rows
    from draad.release.inventory.compare import compared
    from draad.release.inventory.reading import read

    listed = read(say, file.read_bytes(), file.name)
    _refuse(listed)
    with opened(place) as dossier:
        found = compared(listed.rows, rows(dossier), dossier.judgements(), overwrite=overwrite)
        if not dry_run and found.changes:
            with dossier.together():
                for document, changes in found.changes.items():
                    dossier.judge(document, changes, who=who)
    if as_json:
        write_json([_data(found, listed.left, dry_run)])
        return
    if listed.left:
        click.echo(say("publish.import.left", heads=", ".join(listed.left[:_MOST])))
    for line in told(say, found, overwrite):
        click.echo(line)
    tell(_done(say, found, dry_run))


def _refuse(listed: Listed) -> None:
    """Raises InventoryListError where the list contradicts itself; each fault is told with its cure."""
    if not listed.problems:
        return
    for one in listed.problems[:_MOST]:
        tell(f"{one.where}: {one.said}")
        tell(f"  → {one.cure}")
    from draad.release.inventory.reading import InventoryListError

    raise InventoryListError(spoken().count("problem", len(listed.problems)))


def _done(say: Texts, found: Comparison, dry_run: bool) -> str:
    if not found.changes:
        return say("publish.import.nothing")
    key = "publish.import.would" if dry_run else "publish.import.done"
    return say(key, count=say.count("document", len(found.changes)))


def told(say: Texts, found: Comparison, overwrite: bool) -> Iterator[str]:
    """What was found, for a person: matched, missing, different, taken."""
    total = len(found.matched) + len(found.without_document)
    yield say("publish.import.matched", matched=say.number(len(found.matched)), rows=say.number(total))
    for row in found.without_document[:_MOST]:
        yield say("publish.import.without-document", number=row.number, title=row.title or "–")
    for document in found.without_row[:_MOST]:
        yield say("publish.import.without-row", name=document.name)
    for one in found.differences[:_MOST]:
        key = "publish.import.kept" if one.own and not overwrite else "publish.import.differs"
        yield say(
            key,
            number=one.row.number,
            name=one.document.name,
            field=say(f"publish.field.{one.field}"),
            theirs=worded(say, one.field, one.theirs),
            ours=worded(say, one.field, one.ours),
        )
    names = {document.document: (row.number, document.name) for row, document in found.matched}
    for document_id, changes in list(found.changes.items())[:_MOST]:
        number, name = names[document_id]
        for field, value in changes.items():
            value = worded(say, field, value)
            yield say("publish.import.sets", number=number, name=name, field=say(f"publish.field.{field}"), value=value)


def worded(say: Texts, field: str, value: Any) -> str:
    """A value as people write it."""
    if field == "judgement" and value:
        return say(f"publish.judgement.{value}")
    if field == "grounds":
        return ", ".join(code.partition(" ")[2] or code for code in value) or "–"
    if isinstance(value, bool):
        return say("redact.yes" if value else "redact.no")
    return str(value or "–")


def _data(found: Comparison, left: list[str], dry_run: bool) -> dict[str, Any]:
    names = {document.document: document.name for _, document in found.matched}
    return {
        "matched": [{"number": row.number, "document": document.name} for row, document in found.matched],
        "without_document": [row.number for row in found.without_document],
        "without_row": [row.name for row in found.without_row],
        "differences": [
            {
                "number": one.row.number,
                "document": one.document.name,
                "field": one.field,
                "theirs": one.theirs,
                "ours": one.ours,
            }
            for one in found.differences
        ],
        "changes": {names[document]: changes for document, changes in found.changes.items()},
        "columns_not_taken": left,
        "written": not dry_run,
    }
