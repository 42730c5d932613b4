"""``draad redact apply``: what was accepted is removed, and the public files are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from draad.commands.base import command
from draad.commands.listing import tell
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.progress import progress_bars
from draad.texts import Texts, spoken

if TYPE_CHECKING:
    from draad.release.audit import Finding
    from draad.release.remove import Note
    from draad.run.applying import Applied

_MOST = 40
"""Lines of each list on the screen; the manifest has all."""


def note_line(say: Texts, note: Note) -> str:
    """What there is to know about a result, in a sentence."""
    if note.key.startswith("pdfa-"):
        return say("apply.note.pdfa", problem=say(f"apply.pdfa.{note.key.removeprefix('pdfa-')}", **note.values))
    values = dict(note.values)
    if "why" in values:
        values["why"] = say.get(f"apply.why.{values['why']}", say("apply.why.other"))
    return say(f"apply.note.{note.key}", **values)


def finding_line(say: Texts, finding: Finding) -> str:
    """What the audit found and what mends it."""
    found = say.get(finding.detail, finding.kind)
    values = dict(finding.values)
    told = found.format(**values) if values else found
    return f"{told} {say.get(finding.cure, '')}".strip()


def _lines(say: Texts, head: str, rows: Sequence[tuple[str, int | None, str]], form: str) -> Iterator[str]:
    if not rows:
        return
    yield say(head)
    for file, page, what in dict.fromkeys(rows[:_MOST]):
        yield say(form, file=file, page=say("apply.page", page=page) if page else "", what=what)
    if len(rows) > _MOST:
        yield f"  … {say.number(len(rows) - _MOST)}"


def told(applied: Applied, out: Path) -> Iterator[str]:
    """What became of a release, for a person."""
    from draad.run.applying import manifest_of

    say = spoken()
    removed = sum(made.removed for made in applied.files)
    yield say("apply.done", files=say.count("source", len(applied.files)), out=out, removed=say.number(removed))
    if applied.left_out:
        parts = ", ".join(say(f"apply.left.{why}", count=count) for why, count in sorted(applied.left_out.items()))
        yield say("apply.left-out", parts=parts)
    notes = [(made.name, note.page, note_line(say, note)) for made in applied.files for note in made.notes]
    yield from _lines(say, "apply.notes", notes, "apply.note-line")
    checks = [(name, one.page, finding_line(say, one)) for name, one in applied.checks]
    yield from _lines(say, "apply.look", checks, "apply.found")
    yield say("apply.no-validator")
    yield say("apply.manifest", path=manifest_of(out))


@command("apply", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER] MAP")
@click.option("--despite-open", is_flag=True)
@click.option("--signed", is_flag=True)
@click.option("--password", "passwords", multiple=True, metavar="WACHTWOORD")
@click.option("--jobs", type=click.IntRange(min=1))
@click.option("--force", is_flag=True)
@dossier_option
def apply(
    words: tuple[str, ...],
    place: Path | None,
    despite_open: bool,
    signed: bool,
    passwords: tuple[str, ...],
    jobs: int | None,
    force: bool,
) -> None:
    """Remove, audit, write."""
    from draad.run.applying import ApplyOptions, LeaksError
    from draad.run.applying import apply as make

    folder, (out,) = split_words(words, place, 1)
    options = ApplyOptions(despite_open=despite_open, signed=signed, passwords=passwords, jobs=jobs, force=force)
    say = spoken()
    with opened(folder) as dossier, progress_bars() as advance:
        try:
            applied = make(dossier, Path(out), options, advance and (lambda done, total: advance("apply", done, total)))
        except LeaksError as error:
            rows = [(name, one.page, finding_line(say, one)) for name, one in error.found]
            for line in _lines(say, "apply.leaks", rows, "apply.found"):
                tell(line)
            raise
    for line in told(applied, Path(out)):
        tell(line)
