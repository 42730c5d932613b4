"""``draad doctor``: is everything there to work with, and is a dossier whole? Says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from draad.commands.base import command
from draad.commands.listing import form_options, write_json
from draad.commands.place import dossier_option, opened
from draad.doctor import Finding, dossier_findings, machine_findings
from draad.errors import ExitCode
from draad.texts import Texts, spoken

SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "bad": ("✗", "red")}


def _lines(say: Texts, findings: list[Finding]) -> Iterator[str]:
    column = max(len(say(f"doctor.{finding.what}")) for finding in findings)
    for finding in findings:
        sign, colour = SIGNS[finding.state]
        what = say(f"doctor.{finding.what}")
        yield f"{click.style(sign, fg=colour)} {what:<{column}}  {finding.detail}"
    cures = [say(finding.cure, **finding.values) for finding in findings if finding.cure]
    yield ""
    yield say("doctor.not-fine") if cures else say("doctor.fine")
    for cure in cures:
        yield f"  → {cure}"


@command("doctor")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@form_options(listing=False)
@click.pass_context
def doctor(ctx: click.Context, words: tuple[str, ...], place: Path | None, as_json: bool) -> int:
    """Look the machine over, and a dossier if one is named."""
    from draad.commands.place import named

    place = named(words, place)
    findings = machine_findings(place or Path())
    if place is not None:
        with opened(place) as dossier:
            findings += dossier_findings(dossier)
    if as_json:
        write_json([finding.row() for finding in findings])
    else:
        for line in _lines(spoken(), findings):
            click.echo(line)
    worst = [finding.exit_code for finding in findings if finding.state == "bad"]
    return int(max(worst, default=ExitCode.ok))
