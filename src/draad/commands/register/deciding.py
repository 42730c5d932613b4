"""``draad register accept`` and its like: one decision on one item or many, all or none of them, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from draad.commands.base import Command, command
from draad.commands.listing import form_options, tell, write_json
from draad.commands.place import dossier_option, opened_with_items, split_words
from draad.commands.register.options import now, today_option, who_option
from draad.errors import UsageError
from draad.records import short_id
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemView

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


def change_all(
    dossier: Dossier,
    refs: Iterable[str],
    action: str,
    *,
    who: str,
    today: date,
    at: str,
    fields: Callable[[ItemView], dict[str, Any]],
) -> list[ItemView]:
    """Take one action on items: all of them, or none where one does not allow it.

    All that bears the same moment ``at`` is taken back at once by ``undo``.
    Raises NotFoundError, ConflictError, and UsageError that names the item.
    """
    from draad.register import states

    items = list({item.id: item for item in map(dossier.item, refs)}.values())
    edits = []
    for item in items:
        try:
            changes = states.change(item, action, today=today, **fields(item))
        except UsageError as error:
            raise UsageError(f"{short_id(item.id)[:10]}: {error.message}", error.cure) from error
        edits.append((item.id, item.version, changes))
    return dossier.change_items(edits, who=who, what=action, at=at)


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


def place_at(dossier: Dossier, ref: str) -> tuple[int, tuple[int, int]] | None:
    """The document and the span of the words on a line, for ``document:line`` or ``document:first-last``.

    None where ``ref`` does not have that form. Raises NotFoundError for an unknown document, UsageError for a line that
    it does not have, or that is empty.
    """
    name, colon, numbers = ref.rpartition(":")
    first, _, last = numbers.partition("-")
    if not (colon and first.isdecimal() and (not last or last.isdecimal())):
        return None
    view, text = dossier.document(name), dossier.text(name)
    lines = text.split("\n")
    begin, end = int(first) - view.first_line, int(last or first) - view.first_line
    if not 0 <= begin <= end < len(lines) or not any(line.strip() for line in lines[begin : end + 1]):
        raise UsageError(spoken()("register.no-line", place=ref), spoken()("register.no-line-cure"))
    start = sum(len(line) + 1 for line in lines[:begin])
    words = "\n".join(lines[begin : end + 1])
    lead = len(words) - len(words.lstrip())
    return view.id, (start + lead, start + lead + len(words.strip()))


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


def take_back(dossier: Dossier, who: str) -> list[ItemView]:
    """Put back what stood there before the last thing that ``who`` did.

    Raises NotFoundError where there is nothing, ConflictError where somebody changed an item or link since, UsageError
    for what can't be taken back.
    """
    from draad.errors import ConflictError, NothingToUndoError
    from draad.register import states

    work, say = dossier.last_work(who), spoken()
    if not work:
        raise NothingToUndoError(who)
    edits, links, moment = [], {}, now()
    for identifier, change in work:
        item = dossier.item(identifier)
        if change.what == "link":
            link = int(change.after["link"], 16)
            if change.after["status"] not in [one.status for one in dossier.item_links([item.id]) if one.id == link]:
                raise ConflictError(say("register.changed-since", id=short_id(link)[:10], at=change.at))
            links[link] = change.before.get("status", "rejected")
            continue
        if not states.may_undo(item, change):
            raise ConflictError(say("register.changed-since", id=short_id(identifier)[:10], at=change.at))
        edits.append((identifier, item.version, states.undo(change)))
    with dossier.together():
        changed = dossier.change_items(edits, who=who, what="undo", at=moment)
        for link, status in links.items():
            dossier.decide_link(link, status, who=who, at=moment, what="undo")
    return changed or [dossier.item(identifier) for identifier in dict.fromkeys(identifier for identifier, _ in work)]
