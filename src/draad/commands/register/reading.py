"""``draad register show`` and ``why``: one item with its words in their place, and what counted for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from draad.commands.base import command
from draad.commands.listing import form_options, write_json
from draad.commands.place import dossier_option, opened_with_items, split_words
from draad.records import short_id
from draad.texts import spoken

if TYPE_CHECKING:
    from typing import Any

    from draad.dossier import ChangeView, Dossier, ItemView, LinkView
    from draad.register.ranker import Ranker


def link_row(link: LinkView) -> dict[str, Any]:
    """A link as a JSON object."""
    return {
        "id": short_id(link.id),
        "kind": link.kind,
        "source": None if link.source is None else short_id(link.source),
        "target": short_id(link.target),
        "status": link.status,
        "score": link.score,
        "reasons": list(link.reasons),
        "document": link.place.document_name if link.place else None,
        "lines": list(link.place.lines) if link.place else None,
        "text": link.place.text if link.place else None,
        "who": link.who,
    }


def change_row(change: ChangeView) -> dict[str, Any]:
    """A line of the log as a JSON object."""
    return {"at": change.at, "who": change.who, "what": change.what, "before": change.before, "after": change.after}


def _texts(dossier: Dossier, item: ItemView, links: list[LinkView]) -> dict[int, str]:
    """The words of the items at the other ends of links."""
    from draad.dossier import ItemFilter

    others = {end for link in links for end in (link.source, link.target) if end not in (None, item.id)}
    ids = sorted(end for end in others if end is not None)
    return {other.id: other.text for other in dossier.items(ItemFilter(ids=ids))} if ids else {}


def learned_from(dossier: Dossier) -> Ranker | None:
    """What accepting and rejecting in this dossier taught; None while too little is decided."""
    from draad.dossier import ItemFilter
    from draad.register import ranker

    decided = dossier.items(ItemFilter(statuses=(*sorted(ranker.ACCEPTED), ranker.REJECTED)))
    return ranker.train(decided) if ranker.ready(decided) else None


@command("show", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] PUNT")
@dossier_option
@form_options(listing=False)
def show(words: tuple[str, ...], place: Path | None, as_json: bool) -> None:
    """Print one item."""
    from draad.register.export.rows import row
    from draad.show.register import own_place, page

    place, (ref,) = split_words(words, place, 1)
    with opened_with_items(place) as dossier:
        item = dossier.item(ref)
        links, changes = dossier.item_links([item.id]), dossier.item_changes(item.id)
        others = _texts(dossier, item, links)
        text = dossier.text(own_place(item).document)
    if as_json:
        told = {"due_told": item.data.get("due"), "links": [link_row(link) for link in links]}
        write_json([{**row(item), **told, "log": [change_row(change) for change in changes]}])
        return
    for line in page(spoken(), item, text, links, others, changes):
        click.echo(line)


@command("why", "register")
@click.argument("words", nargs=-1, metavar="[DOSSIER] PUNT")
@dossier_option
@form_options(listing=False)
def why(words: tuple[str, ...], place: Path | None, as_json: bool) -> None:
    """Tell what counted."""
    from draad.register import ranker
    from draad.show.reasons import reasons

    place, (ref,) = split_words(words, place, 1)
    with opened_with_items(place) as dossier:
        item, changes = dossier.item(ref), dossier.item_changes(ref)
        text, learned = dossier.text(item.document), learned_from(dossier)
    counted = [one for one in ranker.why(learned, item) if one.source == "learned"]
    if as_json:
        told = {"id": short_id(item.id), "kind": item.kind, "score": item.score, "cue": item.cue}
        taught = [{"key": one.key, "weight": one.weight, **one.values} for one in counted]
        write_json([{**told, "reasons": item.data.get("reasons", []), "learned": taught}])
        return
    for line in reasons(spoken(), item, text, changes, learned, counted):
        click.echo(line)
