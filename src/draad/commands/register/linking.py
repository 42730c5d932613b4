"""``draad register link`` and ``unlink``: what belongs together, and what does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from draad.commands.base import command
from draad.commands.listing import usage_cure, write_json
from draad.commands.place import opened_with_items, split_words
from draad.commands.register.deciding import work_options
from draad.commands.register.options import TIE
from draad.errors import UsageError
from draad.register.working import now, place_at
from draad.texts import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draad.dossier import Dossier, LinkView


def _tell(dossier: Dossier, links: Sequence[LinkView], as_json: bool) -> None:
    from draad.commands.register.reading import link_row
    from draad.dossier import ItemFilter
    from draad.show.register import link_line

    if as_json:
        write_json([link_row(link) for link in links])
        return
    ends = {end for link in links for end in (link.source, link.target) if end is not None}
    words = {item.id: item.text for item in dossier.items(ItemFilter(ids=sorted(ends)))}
    for link in links:
        click.echo(link_line(spoken(), link, words))


@command("link", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] VERBAND… | VAN SOORT NAAR")
@work_options
def link(words: tuple[str, ...], place: Path | None, who: str, today: date, as_json: bool) -> None:
    """Confirm proposed links, or make one."""
    place, rest = split_words(words, place, None)
    with opened_with_items(place) as dossier:
        kind = TIE.meant(rest[1]) if len(rest) == 3 else None
        if len(rest) == 3 and kind is None and not _is_reference(rest[1]):
            raise UsageError(spoken()("register.no-tie", word=rest[1], choices=TIE.choices()), usage_cure())
        if kind:
            made = [_made(dossier, rest[0], kind, rest[2], who)]
        else:
            made = _decided(dossier, rest, "confirmed", who)
        _tell(dossier, made, as_json)


def _decided(dossier: Dossier, refs: Sequence[str], status: str, who: str) -> list[LinkView]:
    """Confirm or reject links: all or none of them, in one moment, so that ``undo`` takes back all."""
    found = [dossier.item_link(ref) for ref in refs]
    moment = now()
    with dossier.together():
        return [dossier.decide_link(one.id, status, who=who, at=moment) for one in found]


def _is_reference(word: str) -> bool:
    """Whether this may be the beginning of an identifier."""
    return all(letter in "0123456789abcdef" for letter in word.lower())


def _made(dossier: Dossier, source: str, kind: str, target: str, who: str) -> LinkView:
    if passage := place_at(dossier, source):
        return dossier.link_passage(kind, *passage, target, who=who, at=now())
    if place_at(dossier, target):
        raise UsageError(spoken()("register.link-to-place"), usage_cure())
    return dossier.link_items(kind, source, target, who=who, at=now())


@command("unlink", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] VERBAND…")
@work_options
def unlink(words: tuple[str, ...], place: Path | None, who: str, today: date, as_json: bool) -> None:
    """Reject links."""
    place, refs = split_words(words, place, None)
    with opened_with_items(place) as dossier:
        _tell(dossier, _decided(dossier, refs, "rejected", who), as_json)
