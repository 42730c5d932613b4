"""``draad ingest``: files and folders become a dossier, or are added to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from draad.commands.base import command
from draad.commands.listing import form_options, tell, write_json
from draad.commands.place import dossier_option, opened, place_for_ingest
from draad.commands.progress import progress_bars
from draad.errors import ExitCode, MissingProgramError, UsageError
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import FailureView
    from draad.run import Outcome, Progress


def _check(files: tuple[Path, ...], place: Path) -> None:
    """All that can be known before any work. Raises UsageError."""
    say = spoken()
    for path in files:
        if not path.exists():
            raise UsageError(say("usage.no-such-file", path=path), say("usage.no-such-file-cure"))
    if place.exists() and not place.is_dir():
        raise UsageError(say("ingest.no-folder", place=place), say("ingest.no-folder-cure"))


def _warn_without_tesseract(ocr: bool) -> None:
    """Say so at once when scans can't be read: a big pile takes long, and its scans would fail one by one."""
    from draad.read import ReadOptions, _tesseract

    if not ocr:
        return
    try:
        _tesseract.check(ReadOptions().languages)
    except MissingProgramError as error:
        say = spoken()
        tell(f"draad: {say('error.missing-program.what')}: {error.message}")
        tell(f"  → {say('error.missing-program.cure')}")


def _told(outcome: Outcome, failures: list[FailureView], place: Path, seconds: float) -> Iterator[str]:
    """What the run did, for a person."""
    from draad.show.summary import failure_lines, unsought_lines

    say = spoken()
    if outcome.documents:
        files, documents = say.count("source", outcome.read), say.count("document", outcome.documents)
        took = say.number(round(seconds, 1))
        yield say("ingest.done", files=files, documents=documents, seconds=took, place=place)
    elif not outcome.failed:
        yield say("ingest.nothing-new" if outcome.found else "ingest.no-files", place=place)
    if outcome.items > 0:
        yield say("ingest.items", items=say.count("item", outcome.items))
    if outcome.documents and (old := outcome.known + outcome.unchanged):
        yield say("ingest.known", count=say.count("source", old))
    if failures:
        yield f"{say.count('failure', len(failures))}:"
        yield from failure_lines(say, failures)
    if outcome.unsought:
        yield f"{say('ingest.unsought', count=say.count('document', len(outcome.unsought)))}:"
        yield from unsought_lines(say, outcome.unsought)
    if outcome.found > outcome.failed:
        yield say("ingest.next", place=place)


@command("ingest")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="STUKKEN…")
@dossier_option
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N")
@click.option("--password", multiple=True, metavar="WACHTWOORD")
@click.option("--no-ocr", is_flag=True)
@form_options(listing=False)
def ingest(
    files: tuple[Path, ...],
    place: Path | None,
    jobs: int | None,
    password: tuple[str, ...],
    no_ocr: bool,
    as_json: bool,
) -> int:
    """Take files in; exit code 9 when some could not be read, or not be searched for items."""
    place = place_for_ingest(place)
    _check(files, place)
    _warn_without_tesseract(not no_ocr)
    from draad.read import ReadOptions
    from draad.run import IngestOptions
    from draad.run import ingest as run

    options = IngestOptions(jobs=jobs, read=ReadOptions(ocr=not no_ocr, passwords=password))
    begun = time.monotonic()
    with progress_bars() as advance:

        def report(progress: Progress) -> None:
            if advance:
                advance(progress.step, progress.done, progress.total)

        outcome = run(place, files, options, report)
    seconds = time.monotonic() - begun
    failures = []
    if outcome.failed:
        with opened(place) as dossier:
            failures = dossier.failures()
    if as_json:
        write_json([{**asdict(outcome), "dossier": str(place), "failures": [asdict(failure) for failure in failures]}])
    else:
        for line in _told(outcome, failures, place, seconds):
            click.echo(line, err=True)
    return int(ExitCode.some_failed if outcome.failed or outcome.unsought else ExitCode.ok)
