"""``draad redact propose``: what should probably be withheld, for a person to decide."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from draad.commands.base import command
from draad.commands.listing import form_options, tell, write_json
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.progress import progress_bars
from draad.errors import ExitCode
from draad.records import short_id
from draad.texts import spoken


@command("propose", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N")
@dossier_option
@form_options(listing=False)
def propose(words: tuple[str, ...], place: Path | None, jobs: int | None, as_json: bool) -> int:
    """Propose anew in all documents; exit code 9 when some could not be looked at."""
    folder, _ = split_words(words, place, 0)
    from draad.run.proposing import run

    say = spoken()
    begun = time.monotonic()
    with opened(folder) as dossier:
        with progress_bars() as advance:
            outcome = run(dossier, jobs or os.cpu_count() or 1, advance)
        names = {document: dossier.document(document).name for document, _ in outcome.failed}
    if as_json:
        failed = [{"document": short_id(document), "reason": reason} for document, reason in outcome.failed]
        write_json([{**outcome._asdict(), "failed": failed}])
    else:
        documents, seconds = say.count("document", outcome.documents), say.number(round(time.monotonic() - begun, 1))
        found, attention = say.number(outcome.proposals), say.number(outcome.attention)
        tell(say("redact.proposed", documents=documents, found=found, attention=attention, seconds=seconds))
        for document, reason in outcome.failed:
            tell(say("redact.not-proposed", document=names[document], reason=reason))
        tell(say("redact.propose-next"))
    return int(ExitCode.some_failed if outcome.failed else ExitCode.ok)
