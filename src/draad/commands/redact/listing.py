"""``draad redact list``: what is proposed, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad.commands.base import command
from draad.commands.listing import Column, Row, form_of, form_options, rows_asked, tell, write
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.redact.options import filter_options, redaction_filter
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import RedactionView

MOST = 50
_MOST_TEXT = 60


def row(one: RedactionView) -> dict[str, object]:
    """A redaction as JSON and CSV have it."""
    from draad.records import short_id

    return {
        "id": short_id(one.id),
        "document": one.document_name,
        "lines": one.lines,
        "span": one.span,
        "page": one.page,
        "box": one.box,
        "kind": one.kind,
        "ground": one.ground,
        "status": one.status,
        "score": one.score,
        "reasons": [[key, values] for key, values in one.reasons],
        "text": one.text,
        "message": one.message and short_id(one.message),
        "note": one.note,
        "who": one.who,
        "at": one.at,
        "second": one.second,
        "version": one.version,
    }


def columns() -> list[Column]:
    """Kind and state in words on the screen; everything in CSV."""
    from draad.show.register import SHORT

    say = spoken()
    return [
        Column("id", lambda row: str(row["id"])[:SHORT]),
        Column("status", lambda row: say(f"redact.status.{row['status']}")),
        Column("kind", lambda row: say(f"redact.kind.{row['kind']}")),
        Column("ground", lambda row: str(row["ground"]).partition(" ")[2]),
        Column("text", most=_MOST_TEXT),
        Column("document", _place),
        Column("lines", in_table=False),
        *(Column(key, in_table=False) for key in ("page", "box", "span", "score", "note", "who", "at", "second")),
    ]


def _place(row: Row) -> str:
    lines, page = row["lines"], row["page"]
    if isinstance(lines, tuple):
        return f"{row['document']}:{lines[0]}"
    return f"{row['document']} p. {page}"


def show(redactions: Sequence[RedactionView]) -> None:
    """A table of them, for the screen."""
    write("table", columns(), map(row, redactions))


@command("list", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@filter_options
@click.option("--limit", type=click.IntRange(1), metavar="N")
@form_options()
def list_redactions(words: tuple[str, ...], place: Path | None, limit: int | None, **given: Any) -> None:
    """List them."""
    form = form_of(**given)
    place, _ = split_words(words, place, 0)
    with opened(place) as dossier:
        where = redaction_filter(dossier, given)
        found = dossier.redactions(where, limit=rows_asked(limit, form, MOST))
        counts = dossier.count_redactions(where)
    say = spoken()
    if form != "table":
        write(form, columns(), map(row, found))
        return
    if not found:
        click.echo(say("redact.none"))
        return
    show(found)
    tell(_counted(counts))
    if sum(counts.values()) > len(found):
        tell(say("redact.more", count=say.number(len(found))))


def _counted(counts: dict[str, int]) -> str:
    say = spoken()
    told: Iterable[str] = (f"{say(f'redact.status.{status}')}: {say.number(n)}" for status, n in counts.items())
    return " · ".join(told)
