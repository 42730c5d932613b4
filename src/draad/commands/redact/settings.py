"""``draad redact visible`` and ``draad redact settings``: who stays visible, and what holds for the whole release."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from draad.commands.base import command
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.redact.options import yes_or_no
from draad.commands.register.options import Word, who_option
from draad.texts import spoken

OFFICE_NAMES = ("minister", "state-secretary", "member-of-parliament", "spokesperson", "top-official", "other")
"""As in ``dossier.judging``, which is not imported for ``--help``; a test keeps them alike."""
OFFICE = Word("redact.office", OFFICE_NAMES)


@command("visible", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER] [NAAM]")
@click.option("--office", type=OFFICE, metavar="AMBT", default="other")
@click.option("--off", is_flag=True)
@click.option("--forget", is_flag=True)
@who_option
@dossier_option
def visible(words: tuple[str, ...], place: Path | None, office: Any, off: bool, forget: bool, who: str) -> None:
    """The names that stay visible."""
    from draad.commands.place import is_dossier

    named = bool(words) and not (len(words) == 1 and place is None and is_dossier(Path(words[0])))
    place, names = split_words(words, place, 1 if named else 0)
    say = spoken()
    with opened(place) as dossier:
        for name in names:
            if forget:
                dossier.forget_visible(name, who=who)
            else:
                dossier.set_visible(name, office, not off, who=who)
        held = dossier.visible()
    for one in held:
        state = say("redact.shown" if one.shown else "redact.not-shown")
        click.echo(f"{one.name} · {say(f'redact.office.{one.office}')} · {state} · {one.who}")
    if not held:
        click.echo(say("redact.visible-none"))


@command("settings", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER] [INSTELLING=WAARDE…]")
@who_option
@dossier_option
def settings(words: tuple[str, ...], place: Path | None, who: str) -> None:
    """What holds for the release as a whole."""
    changes = [word for word in words if "=" in word]
    place, _ = split_words(tuple(word for word in words if "=" not in word), place, 0)
    with opened(place) as dossier:
        if changes:
            usual = asdict(dossier.release_settings())
            dossier.set_release_settings(dict(_change(word, usual) for word in changes), who=who)
        held = asdict(dossier.release_settings())
    say = spoken()
    for key, value in held.items():
        shown = say("redact.yes" if value else "redact.no") if isinstance(value, bool) else value or "–"
        click.echo(f"{key} = {shown}    {say(f'redact.setting.{key}')}")


def _change(word: str, usual: dict[str, Any]) -> tuple[str, Any]:
    """A setting and its value as they were typed. Raises UsageError."""
    key, _, value = word.partition("=")
    key = key.strip().replace("-", "_")
    now, value = usual.get(key), value.strip()
    if isinstance(now, bool):
        return key, yes_or_no(key, value)
    return key, int(value) if isinstance(now, int) and value.isdecimal() else value
