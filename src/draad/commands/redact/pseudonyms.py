"""``draad redact pseudonyms``: who goes by which pseudonym, which directorate it names, and why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad.commands.base import command
from draad.commands.listing import Column, form_of, form_options, tell, write
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.register.options import who_option
from draad.errors import UsageError
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.release.pseudonyms.drawing import Person, Plan

_CLEARED = "-"
_LEAST_REF = 4
_MOST_NAMES = 60


def row(one: Person) -> dict[str, object]:
    """A person as JSON and CSV have it. Officers' data: name and pseudonym stand side by side."""
    from draad.records import short_id

    return {
        "id": short_id(one.value),
        "names": list(one.names),
        "places": one.places,
        "pseudonym": one.held.label if one.held and one.stays else "",
        "unit": one.unit,
        "why": one.choice.why,
        "bearers": one.choice.bearers,
        "offered": list(one.offered),
        "printed": bool(one.held and one.held.printed),
        "telling": one.telling,
    }


def columns() -> list[Column]:
    """On the screen what an officer looks for; the rest in CSV."""
    from draad.release.pseudonyms.labels import noun
    from draad.show.register import SHORT

    say = spoken()

    def shown(row: Any) -> str:
        return row["pseudonym"] or " ".join(filter(None, (noun(), row["unit"], "…")))

    return [
        Column("id", lambda row: str(row["id"])[:SHORT]),
        Column("pseudonym", shown),
        Column("names", lambda row: " · ".join(row["names"]), most=_MOST_NAMES),  # type: ignore[arg-type, unused-ignore]
        Column("why", lambda row: say(f"redact.unit.{row['why']}", bearers=row["bearers"])),
        Column("offered", lambda row: " ".join(row["offered"])),  # type: ignore[arg-type, unused-ignore]
        *(Column(key, in_table=False) for key in ("unit", "places", "printed", "telling")),
    ]


@command("pseudonyms", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER] [PERSOON=DIRECTIE…]")
@click.option("--draw", is_flag=True)
@click.option("--again", is_flag=True)
@click.option("--printed", is_flag=True)
@who_option
@dossier_option
@form_options()
def pseudonyms(
    words: tuple[str, ...], place: Path | None, draw: bool, again: bool, printed: bool, who: str, **given: Any
) -> None:
    """What each pseudonym is or will be."""
    from draad.release.pseudonyms import drawing

    form = form_of(**given)
    say = spoken()
    if printed and not again:
        raise UsageError(say("redact.printed-alone"), say("redact.printed-alone-cure"))
    changes = [word for word in words if "=" in word]
    place, _ = split_words(tuple(word for word in words if "=" not in word), place, 0)
    with opened(place) as dossier:
        for word in changes:
            _change(dossier, word, who)
        if again:
            drawing.draw_again(dossier, who, printed=printed)
        elif draw:
            drawing.draw(dossier)
        found = drawing.plan(dossier)
        is_on = dossier.release_settings().pseudonyms
    if form != "table":
        write(form, columns(), map(row, found.persons))
        return
    _tell(found, is_on)


def _tell(found: Plan, is_on: bool) -> None:
    say = spoken()
    if not found.persons:
        click.echo(say("redact.nobody"))
        return
    write("table", columns(), map(row, found.persons))
    if not is_on:
        tell(say("redact.pseudonyms-off"))
    if found.telling:
        tell(say("redact.telling", labels=", ".join(found.telling)))


def _change(dossier: Dossier, word: str, who: str) -> None:
    """``4bec70=MO`` chooses a unit, ``4bec70=-`` none, ``4bec70=`` what the rule gives. Raises UsageError."""
    from draad.records import short_id
    from draad.release.pseudonyms import drawing

    ref, _, unit = (part.strip() for part in word.partition("="))
    found = [one for one in drawing.plan(dossier).persons if short_id(one.value).startswith(ref.lower())]
    if len(found) != 1 or len(ref) < _LEAST_REF:
        raise UsageError(spoken()("redact.no-person", ref=ref), spoken()("redact.no-person-cure"))
    drawing.set_unit(dossier, found[0].value, "" if unit == _CLEARED else unit or None, who)
