"""``draad release publish``: the package, or what stands in its way."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from draad.commands.base import command
from draad.commands.listing import tell
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.register.options import today_option
from draad.commands.release.options import check_lines, check_place
from draad.errors import ExitCode
from draad.texts import spoken


@command("publish", "release")
@click.argument("words", nargs=-1, metavar="[DOSSIER] UITVOER")
@dossier_option
@click.option("--check", is_flag=True)
@click.option("--despite-open", is_flag=True)
@click.option("--signed", is_flag=True)
@click.option("--password", "passwords", multiple=True, metavar="WACHTWOORD")
@click.option("--context", is_flag=True)
@click.option("--force", is_flag=True)
@today_option
def publish(
    words: tuple[str, ...],
    place: Path | None,
    check: bool,
    despite_open: bool,
    signed: bool,
    passwords: tuple[str, ...],
    context: bool,
    force: bool,
    today: date,
) -> int:
    """Make the package; with ``--check`` exit code 9 where something stands in its way."""
    place, names = split_words(words, place, 0 if check else 1)
    say = spoken()
    if check:
        return _check(place)
    out = Path(names[0])
    check_place(out, force)
    from draad.commands.redact.applying import leak_lines
    from draad.release.publish.publishing import publish as make
    from draad.run.applying import ApplyOptions, LeaksError, released_files

    options = ApplyOptions(despite_open=despite_open, signed=signed, passwords=passwords)
    with opened(place) as dossier:
        try:
            done = make(
                dossier, out, apply=partial(released_files, options=options), read_anew=_read_anew, today=today,
                force=force, context=context, despite_open=despite_open,
                step=lambda step: tell(say(f"publish.done.{step}")),
            )  # fmt: skip
        except LeaksError as error:
            for line in leak_lines(say, error):
                tell(line)
            raise
    for line in check_lines(done.notes):
        tell(line)
    if done.unread:
        tell(say("publish.done.unread", files=", ".join(done.unread)))
    documents = say.count("document", len(done.rows))
    tell(say("publish.done.package", out=out, documents=documents, files=say.number(done.files)))
    return int(ExitCode.ok)


def _read_anew(place: Path, folder: Path) -> None:
    """The released files as a dossier of their own."""
    from draad.run import ingest

    ingest(place, [folder])


def _check(place: Path) -> int:
    from draad.release.publish.checks import checks

    with opened(place) as dossier:
        found = checks(dossier)
    for line in check_lines(found):
        click.echo(line)
    return int(ExitCode.some_failed if any(one.severity == "stop" for one in found) else ExitCode.ok)
