"""``draad register list``: the items that one asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from draad.commands.base import command
from draad.commands.listing import Column, Row, form_of, form_options, rows_asked, tell, write
from draad.commands.place import dossier_option, opened_with_items, split_words
from draad.commands.register.options import filter_options, item_filter, today_option
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemFilter, ItemView

MOST_ITEMS = 50
MOST_OWNER, MOST_TEXT = 24, 90
"""Widths in the list: an item is one line of it; ``show`` has all the words."""
Sort = Literal["document", "due", "score", "said"]
SORTS: tuple[Sort, ...] = ("document", "due", "score", "said")


def item_rows(items: Iterable[ItemView]) -> list[Row]:
    """Items as rows of a listing, with the keys of the JSON export."""
    from draad.register.export.rows import row

    return [row(item) for item in items]


def item_columns(items: Iterable[ItemView]) -> list[Column]:
    """Kind, state and term in words on the screen; everything in CSV, as the JSON export has it."""
    from draad.register import words
    from draad.show import register as shown
    from draad.show.plain import one_line

    say = spoken()
    terms = {item.id: shown.due(say, item) for item in items}
    return [
        Column("id", lambda row: str(row["id"])[: shown.SHORT]),
        Column("kind", lambda row: words.kind(say, str(row["kind"]))),
        Column("status", lambda row: words.status(say, str(row["status"]))),
        Column("due", lambda row: terms[int(str(row["id"]), 16)]),
        Column("owner", lambda row: ", ".join(_list(row["owner"])), most=MOST_OWNER),
        Column("text", lambda row: one_line(str(row["text"])), most=MOST_TEXT),
        Column("document", lambda row: f"{row['document']}:{_list(row['lines'])[0]}"),
        Column("lines", in_table=False, written=_lines),
        *(Column(key, in_table=False) for key in ("counterparty", "every", "urgent", "number")),
        *(Column(key, in_table=False) for key in ("note", "tags", "said", "score", "message", "thread", "version")),
    ]


def _lines(row: Row) -> str:
    """One line as its number, several as the first and the last, as places are cited."""
    return "-".join(dict.fromkeys(_list(row["lines"])))


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []


@command("list", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@filter_options
@click.option("--sort", type=click.Choice(SORTS), default="document")
@click.option("--limit", type=click.IntRange(1), metavar="N")
@today_option
@form_options()
def list_items(
    words: tuple[str, ...], place: Path | None, sort: Sort, limit: int | None, today: date, **given: Any
) -> None:
    """List items."""
    form = form_of(**given)
    place, _ = split_words(words, place, 0)
    with opened_with_items(place) as dossier:
        where = item_filter(dossier, today, given)
        limit = rows_asked(limit, form, MOST_ITEMS)
        items = _by_score(dossier, where, limit, form != "table") if sort == "score" else None
        if items is None:
            items = dossier.items(where, limit=limit, sort=sort, places=form != "table")
        count = sum(dossier.count_items(where).values())
    show_items(items, form, count, today)


def _by_score(dossier: Dossier, where: ItemFilter, limit: int | None, places: bool) -> list[ItemView] | None:
    """By what accepting and rejecting taught, the likeliest first; None while nothing was learned."""
    from draad.commands.register.reading import learned_from
    from draad.dossier import ItemFilter
    from draad.register import ranker

    learned = learned_from(dossier)
    if learned is None:
        return None
    best = [item for item, _ in ranker.order(learned, dossier.items(where))[:limit]]
    if not places:
        return best
    held = where if limit is None else ItemFilter(ids=[item.id for item in best])
    full = {item.id: item for item in dossier.items(held, places=True)}
    return [full[item.id] for item in best]


def show_items(items: list[ItemView], form: Any, count: int, today: date) -> None:
    """Write items in the form asked for, and on the screen how many there are, as of which day."""
    from draad.register import words

    say = spoken()
    if form == "table" and not items:
        click.echo(say("register.none"))
        return
    write(form, item_columns(items), item_rows(items))
    if form == "table":
        tell(say("register.count", count=say.count("item", count), day=words.day(say, today)))
        if count > len(items):
            tell(say("register.more", count=say.number(len(items))))
