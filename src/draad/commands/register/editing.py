"""``draad register edit``: another owner, term, rhythm, note: what a person knows better."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad.commands.base import command
from draad.commands.listing import usage_cure
from draad.commands.place import opened_with_items, split_words
from draad.commands.register.deciding import remark_options, remarks, tell_changed, work_options
from draad.commands.register.options import KIND
from draad.errors import UsageError
from draad.register.working import change_all, now
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import ItemView


@command("edit", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] PUNT…")
@click.option("--owner", multiple=True, metavar="NAAM")
@click.option("--counterparty", multiple=True, metavar="NAAM")
@click.option("--due", metavar="TERMIJN")
@click.option("--every", metavar="RITME")
@click.option("--urgent/--no-urgent", default=None)
@click.option("--kind", type=KIND, metavar="SOORT")
@click.option("--number", metavar="NUMMER")
@remark_options
@work_options
def edit(
    words: tuple[str, ...],
    place: Path | None,
    who: str,
    today: date,
    note: str | None,
    tags: tuple[str, ...],
    as_json: bool,
    **given: Any,
) -> None:
    """Change fields of items."""
    # An option that was not given is None or, where it may be given more than once, no value at all.
    wanted = {name: value for name, value in given.items() if value is not None and value != ()}
    if not wanted and note is None and not tags:
        raise UsageError(spoken()("register.nothing-to-change"), usage_cure())

    place, refs = split_words(words, place, None)

    def fields(item: ItemView) -> dict[str, Any]:
        return {**wanted, **remarks(note, tags, item)}

    with opened_with_items(place) as dossier:
        action = _action(set(wanted), note is not None, bool(tags))
        changed = change_all(dossier, refs, action, who=who, today=today, at=now(), fields=fields)
    tell_changed(changed, as_json)


def _action(fields: set[str], note: bool, tags: bool) -> str:
    """A remark alone may be made on an item that is done with too."""
    if fields or (note and tags):
        return "edit"
    return "note" if note else "tag"
