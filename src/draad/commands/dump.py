"""``draad dump``: the dossier as JSON lines, for programs (DESIGN.md, "Interfaces that others rely on")."""

from __future__ import annotations

from pathlib import Path

import click

from draad.commands.base import command
from draad.commands.listing import usage_cure, write_json
from draad.commands.place import dossier_option, opened, opened_with_items, split_words
from draad.errors import UsageError
from draad.texts import spoken

KINDS = ("copies", "documents", "messages", "threads", "redactions", "items")


@command("dump")
@click.argument("words", nargs=-1, metavar="[DOSSIER] [" + "|".join(KINDS) + "]")
@dossier_option
def dump(words: tuple[str, ...], place: Path | None) -> None:
    """Write one kind of record as JSON lines."""
    place, (kind,) = split_words(words, place, 1)
    if kind not in KINDS:
        raise UsageError(spoken()("usage.no-kind", kind=kind, kinds=", ".join(KINDS)), usage_cure())
    with (opened_with_items if kind == "items" else opened)(place) as dossier:
        write_json(getattr(dossier, f"dump_{kind}")())
