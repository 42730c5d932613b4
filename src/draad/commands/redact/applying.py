"""``draad redact apply``: what was accepted is removed, and the public files are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
    from draad.run.applying import Applied, LeaksError

_MOST = 40
"""Lines of each list on the screen; the manifest has all."""
_MOST_FILES = 6
"""Files named in one line."""
_Row = tuple[str, int, str]
"""File, page (0: the file as a whole), and what there is to say of it."""


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
    from draad.release.audit.report import sentence

    return f"{sentence(say, finding)} {say.get(finding.cure, '')}".strip()


def _lines(say: Texts, head: str, rows: Iterable[_Row]) -> Iterator[str]:
    """What is the same of several files is said once, with the files behind it."""
    places: dict[str, dict[str, dict[int, None]]] = {}
    for file, page, what in sorted(rows, key=lambda row: (_in_order(row[0]), row[1])):
        places.setdefault(what, {}).setdefault(file, {})[page] = None
    if places:
        yield say(head)
    for what, files in list(places.items())[:_MOST]:
        named = [_place(say, file, [page for page in pages if page]) for file, pages in files.items()]
        more = say("apply.more", count=len(named) - _MOST_FILES) if len(named) > _MOST_FILES else ""
        yield say("apply.line", what=what, files=", ".join(named[:_MOST_FILES]), more=more)
    if len(places) > _MOST:
        yield f"  … {say.number(len(places) - _MOST)}"


def _place(say: Texts, file: str, pages: list[int]) -> str:
    return f"{file} ({say('apply.pages', pages=', '.join(map(str, pages)))})" if pages else file


def _in_order(name: str) -> list[tuple[int, str]]:
    """The key that sorts file names as people count: 2 before 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def leak_lines(say: Texts, error: LeaksError) -> Iterator[str]:
    """The leaks that stopped a release, with where they are."""
    rows = [(name, one.page or 0, finding_line(say, one)) for name, one in error.found]
    yield from _lines(say, "apply.leaks", rows)


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
    yield from _lines(say, "apply.notes", notes)
    checks = [(name, one.page or 0, finding_line(say, one)) for name, one in applied.checks]
    yield from _lines(say, "apply.look", checks)
    yield say("apply.no-validator")
    yield say("apply.manifest", path=manifest_of(out))


@command("apply", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER] MAP")
@click.option("--despite-open", is_flag=True)
@click.option("--signed", is_flag=True)
@click.option("--password", "passwords", multiple=True, metavar="WACHTWOORD")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N")
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
            for line in leak_lines(say, error):
                tell(line)
            raise
    for line in told(applied, Path(out)):
        tell(line)
