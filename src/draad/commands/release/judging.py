"""``draad release judge``: what an officer says of a document as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from draad.commands.base import command
from draad.commands.listing import tell
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.redact.options import ground_code, yes_or_no
from draad.commands.register.options import who_option
from draad.commands.release.options import judgement_of
from draad.errors import UsageError
from draad.texts import spoken

_PLAIN = ("number", "title", "explanation", "remarks", "link", "matter")


@command("judge", "release")
@click.argument("words", nargs=-1, metavar="[DOSSIER] [DOCUMENT…]")
@dossier_option
@click.option("--judgement", metavar="OORDEEL")
@click.option("--number", metavar="NR")
@click.option("--title", metavar="NAAM")
@click.option("--ground", multiple=True, metavar="GROND")
@click.option("--explanation", metavar="TEKST")
@click.option("--remarks", metavar="TEKST")
@click.option("--link", metavar="URL")
@click.option("--matter", metavar="NR")
@click.option("--suspended", metavar="JA|NEE")
@click.option("--number-all", is_flag=True)
@who_option
def judge(words: tuple[str, ...], place: Path | None, number_all: bool, who: str, **given: Any) -> None:
    """Note what an officer says of documents."""
    say = spoken()
    if number_all:
        place, _ = split_words(words, place, 0)
        from draad.release.inventory.rows import fix_numbers, rows

        with opened(place) as dossier:
            tell(say("publish.done.numbered", count=say.count("document", fix_numbers(dossier, rows(dossier), who))))
        return
    changes = _changes(given)
    place, names = split_words(words, place, None)
    if not changes:
        raise UsageError(say("publish.usage.nothing"), say("publish.usage.nothing-cure"))
    with opened(place) as dossier, dossier.together():
        for name in names:
            dossier.judge(name, changes, who=who)
    tell(say("publish.done.judged", count=say.count("document", len(names))))


def _changes(given: dict[str, Any]) -> dict[str, Any]:
    """What was said on the command line, as the store keeps it. Raises UsageError."""
    changes: dict[str, Any] = {name: given[name].strip() for name in _PLAIN if given[name] is not None}
    if given["judgement"] is not None:
        changes["judgement"] = judgement_of(given["judgement"])
    if given["ground"]:
        changes["grounds"] = tuple(ground_code(one) for one in given["ground"] if one.strip())
    if given["suspended"] is not None:
        changes["suspended"] = yes_or_no("suspended", given["suspended"])
    return changes
