"""``draad thread`` and ``draad document``: reading one conversation, or one document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from draad.commands.base import command
from draad.commands.listing import Row, form_options, write_json
from draad.commands.overview import terminal_columns
from draad.commands.place import dossier_option, opened, split_words
from draad.errors import NotFoundError
from draad.records import short_id
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ThreadView


def find_thread(dossier: Dossier, ref: str) -> ThreadView:
    """A thread by its identifier, by that of a message in it, or by ``document:line``. Raises NotFoundError."""
    name, colon, line = ref.rpartition(":")
    if not (colon and line.isdecimal()):
        return dossier.thread(ref)
    for copy in dossier.copies(name):
        last = copy.body_lines[1] if copy.body_lines else copy.header_lines[1]
        if copy.header_lines[0] <= int(line) <= last and copy.thread is not None:
            return dossier.thread(copy.thread)
    raise NotFoundError(ref)


def _message_rows(thread: ThreadView) -> Iterator[Row]:
    from draad.show.conversation import place

    for message in thread.messages:
        best = message.representative
        yield {
            "message": short_id(message.id),
            "thread": short_id(message.thread),
            "parent": None if message.parent is None else short_id(message.parent),
            "link": message.link,
            "sent": message.sent,
            "certainty": message.certainty,
            "sent_text": best.sent_text,
            "subject": best.subject,
            "from": None if best.sender is None else best.sender.text,
            "released": message.released,
            "text": best.body_text,
            "representative": place(best),
            "copies": [place(copy) for copy in message.copies],
        }


@command("thread")
@click.argument("words", nargs=-1, metavar="[DOSSIER] ID")
@dossier_option
@click.option("--full", is_flag=True)
@form_options(listing=False)
def thread(words: tuple[str, ...], place: Path | None, full: bool, as_json: bool) -> None:
    """Print one conversation."""
    from draad.show.conversation import conversation

    place, (ref,) = split_words(words, place, 1)
    with opened(place) as dossier:
        found = find_thread(dossier, ref)
        names = {document: dossier.document(document).name for document in found.inclusive}
    if as_json:
        write_json(_message_rows(found))
        return
    for line in conversation(spoken(), found, names, full=full, columns=terminal_columns()):
        click.echo(line)


@command("document")
@click.argument("words", nargs=-1, metavar="[DOSSIER] ID")
@dossier_option
@click.option("--new", is_flag=True)
@form_options(listing=False)
def document(words: tuple[str, ...], place: Path | None, new: bool, as_json: bool) -> None:
    """Print one document."""
    from draad.show.conversation import place as cite
    from draad.show.paper import folds, paper

    place, (ref,) = split_words(words, place, 1)
    with opened(place) as dossier:
        view = dossier.document(ref)
        text, copies = dossier.text(view.id), dossier.copies(view.id)
        elsewhere = dossier.copies_by_id([copy.elsewhere for copy in copies if copy.elsewhere is not None])
    folded = folds(copies, {number: cite(copy) for number, copy in elsewhere.items()})
    if as_json:
        fields = {"document": view.name, "id": short_id(view.id), "kind": view.kind, "path": view.path}
        known = [{"lines": [fold.first, fold.last], "place": fold.place} for fold in folded]
        write_json([{**fields, "first_line": view.first_line, "text": text, "elsewhere": known}])
        return
    for line in paper(spoken(), view, text, folded, new=new):
        click.echo(line)
