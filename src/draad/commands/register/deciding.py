"""``draad register accept`` and its like: one decision on one item or many, all or none of them, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from draad.commands.base import Command, command
from draad.commands.listing import form_options, tell, write_json
from draad.commands.place import dossier_option, opened_with_items, split_words
from draad.commands.register.options import today_option, who_option
from draad.register.working import change_all, now, place_at, take_back
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import ItemView

F = TypeVar("F", bound=Callable[..., Any])


def work_options(command: F) -> F:
    """What every command that changes items takes: dossier, who, day, JSON."""
    for option in (form_options(listing=False), today_option, who_option, dossier_option):
        command = option(command)
    return command


def remark_options(command: F) -> F:
    """``--note`` and ``--tag``, which go with any decision."""
    for option in (
        click.option("--tag", "tags", multiple=True, metavar="LABEL"),
        click.option("--note", metavar="TEKST"),
    ):
        command = option(command)
    return command


def remarks(note: str | None, tags: Sequence[str], item: ItemView) -> dict[str, Any]:
    """The fields of a remark; labels are added to those there are, and one empty label takes all away."""
    fields: dict[str, Any] = {} if note is None else {"note": note}
    if tags:
        fields["tags"] = [*item.tags, *tags] if any(tag.strip() for tag in tags) else []
    return fields


def tell_changed(items: Sequence[ItemView], as_json: bool) -> None:
    """What the items are now."""
    from draad.register import words
    from draad.register.export.rows import row
    from draad.show.plain import cut, one_line
    from draad.show.register import due, name, names

    if as_json:
        write_json([row(item) for item in items])
        return
    say = spoken()
    for item in items:
        facts = (words.kind(say, item.kind), words.status(say, item.status), names(item.owner), due(say, item))
        told = " · ".join(fact for fact in facts if fact)
        click.echo(f"{name(item.id)}  {told}  {cut(one_line(item.text), 70)}")
    tell(say("register.changed", count=say.count("item", len(items))))


def _decision(action: str) -> Command:
    """The command of one decision; they differ in nothing but their name."""

    @command(action, "register")
    @click.argument("words", nargs=-1, metavar="[DOSSIER] PUNT…")
    @remark_options
    @work_options
    def decide(
        words: tuple[str, ...],
        place: Path | None,
        who: str,
        today: date,
        note: str | None,
        tags: tuple[str, ...],
        as_json: bool,
    ) -> None:
        place, refs = split_words(words, place, None)
        with opened_with_items(place) as dossier:
            changed = change_all(
                dossier, refs, action, who=who, today=today, at=now(), fields=lambda item: remarks(note, tags, item)
            )
        tell_changed(changed, as_json)

    return decide


accept, reject, drop, supersede, reopen = map(_decision, ("accept", "reject", "drop", "supersede", "reopen"))


@command("fulfil", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] PUNT…")
@click.option("--by", metavar="DOCUMENT:REGEL|PUNT")
@remark_options
@work_options
def fulfil(
    words: tuple[str, ...],
    place: Path | None,
    by: str | None,
    who: str,
    today: date,
    note: str | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> None:
    """Mark items as done, and say by what."""
    place, refs = split_words(words, place, None)
    with opened_with_items(place) as dossier:
        passage = place_at(dossier, by) if by else None
        source = dossier.item(by).id if by and passage is None else None
        moment = now()
        with dossier.together():
            changed = change_all(
                dossier, refs, "fulfil", who=who, today=today, at=moment, fields=lambda item: remarks(note, tags, item)
            )
            for item in changed:
                if passage:
                    dossier.link_passage("fulfils", *passage, item.id, who=who, at=moment)
                elif source is not None and source != item.id:
                    dossier.link_items("fulfils", source, item.id, who=who, at=moment)
            changed = [dossier.item(item.id) for item in changed]
    tell_changed(changed, as_json)


@command("undo", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@work_options
def undo(words: tuple[str, ...], place: Path | None, who: str, today: date, as_json: bool) -> None:
    """Take back what this person did last."""
    place, _ = split_words(words, place, 0)
    with opened_with_items(place) as dossier:
        changed = take_back(dossier, who)
    tell_changed(changed, as_json)
