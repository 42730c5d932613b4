"""``draad show`` and ``draad threads``: what is in the dossier, and its conversations."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from draad.commands.base import command
from draad.commands.listing import Column, Row, form_of, form_options, rows_asked, tell, write, write_json
from draad.commands.place import dossier_option, opened, split_words
from draad.records import short_id
from draad.show.moments import local
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ThreadView

BUSIEST = 5
MOST_THREADS = 50

Sort = Literal["size", "first", "last", "documents"]
SORTS: tuple[Sort, ...] = ("size", "first", "last", "documents")


def terminal_columns() -> int | None:
    """The width of the terminal; None in a pipe, where nothing is cut or wrapped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


@command("show")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@form_options(listing=False)
def show(words: tuple[str, ...], place: Path | None, as_json: bool) -> None:
    """Print the summary of a dossier."""
    from draad.show.summary import summary

    place, _ = split_words(words, place, 0)
    with opened(place) as dossier:
        counts, failures = dossier.counts(), dossier.failures()
        busiest = with_subjects(dossier, dossier.threads("size", BUSIEST))
        items = dossier.count_items() if dossier.is_extracted() else None
    if as_json:
        rows = [thread_row(thread, subject) for thread, subject in busiest]
        write_json(
            [
                {
                    **asdict(counts),
                    "items": nested(items),
                    "busiest": rows,
                    "failed": [asdict(failure) for failure in failures],
                }
            ]
        )
        return
    for line in summary(spoken(), str(place), counts, busiest, failures, items, terminal_columns() or 120):
        click.echo(line)


def nested(items: Mapping[tuple[str, str], int] | None) -> dict[str, dict[str, int]] | None:
    """Counts of items by kind and, within it, by status; None where items were never sought."""
    if items is None:
        return None
    held: dict[str, dict[str, int]] = {}
    for (kind, status), number in items.items():
        held.setdefault(kind, {})[status] = number
    return held


def with_subjects(dossier: Dossier, threads: Sequence[ThreadView]) -> list[tuple[ThreadView, str]]:
    """Threads with the subject of one of their messages as it stands printed.

    ``ThreadView.subject`` is the bare subject, folded for comparing. A thread is named after its smallest message, so
    that message is at hand without reading the whole conversation.
    """
    from draad.show.conversation import subject_of

    named = dossier.messages([thread.id for thread in threads])
    return [(thread, subject_of(spoken(), thread, named.get(thread.id))) for thread in threads]


def _written(at: int | None) -> str | None:
    """ISO 8601 in Dutch local time with its offset."""
    return None if at is None else local(at).isoformat()


def thread_row(thread: ThreadView, subject: str) -> Row:
    """One thread as a row of a listing."""
    return {
        "id": short_id(thread.id),
        "messages": thread.size,
        "documents": thread.documents,
        "gaps": len(thread.gaps),
        "first": _written(thread.first),
        "last": _written(thread.last),
        "subject": subject,
    }


def _thread_columns() -> list[Column]:
    say = spoken()
    return [
        Column("id"),
        Column("messages", number=True),
        Column("documents", number=True),
        Column("gaps", number=True),
        Column("first", lambda row: str(row["first"] or say("moment.none"))[:10]),
        Column("last", lambda row: str(row["last"] or say("moment.none"))[:10]),
        Column("subject"),
    ]


@command("threads")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@click.option("--sort", type=click.Choice(SORTS), default="size")
@click.option("--limit", type=click.IntRange(1), metavar="N")
@form_options()
def threads(words: tuple[str, ...], place: Path | None, sort: Sort, limit: int | None, **forms: bool) -> None:
    """List conversations."""
    form = form_of(**forms)
    place, _ = split_words(words, place, 0)
    with opened(place) as dossier:
        most = rows_asked(limit, form, MOST_THREADS)
        found = with_subjects(dossier, dossier.threads(sort, None if most is None else most + 1))
    if form == "table" and not found:
        click.echo(spoken()("thread.none"))
        return
    write(form, _thread_columns(), starmap(thread_row, found[:most]))
    if form == "table" and most is not None and len(found) > most:
        tell(spoken()("thread.more", count=spoken().number(most)))
