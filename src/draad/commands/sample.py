"""``draad sample``: a made-up release with its truth beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from draad.commands.base import command
from draad.commands.listing import tell
from draad.commands.progress import progress_bars
from draad.errors import MissingProgramError, UsageError
from draad.texts import spoken

Format = Literal["txt", "md", "pdf", "scan", "eml"]
FORMATS: tuple[Format, ...] = ("txt", "md", "pdf", "scan", "eml")
DRAWN = ("pdf", "scan")
"""Formats that need the extra ``sample``: reportlab draws them."""


class MissingExtraError(MissingProgramError):
    """A part of Draad that is installed by an extra of its own is not there."""

    code = "missing-extra"


def _check(out: Path, form: Format) -> None:
    """Everything that can be known before any work. Raises UsageError or MissingExtraError."""
    from importlib.util import find_spec

    say = spoken()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(say("sample.not-empty", place=out), say("sample.not-empty-cure"))
    if form in DRAWN and find_spec("reportlab") is None:
        raise MissingExtraError("reportlab", say("sample.extra-cure"))


@command("sample")
@click.argument("out", type=click.Path(path_type=Path), metavar="MAP")
@click.option("--documents", type=click.IntRange(1), metavar="N", default=12)
@click.option("--seed", type=click.IntRange(0), metavar="S", default=1)
@click.option("--noise", type=click.FloatRange(0, 0.2), metavar="R", default=0.0)
@click.option("--format", "form", type=click.Choice(FORMATS), default="txt")
@click.option("--whole", is_flag=True)
def sample(out: Path, documents: int, seed: int, noise: float, form: Format, whole: bool) -> None:
    """Write a release."""
    _check(out, form)
    from draad.sample import write_release

    with progress_bars() as advance:

        def report(done: int) -> None:
            if advance:
                advance("sample", done, documents)

        release = write_release(
            out, documents=documents, seed=seed, noise=noise, format=form, whole=whole, progress=report
        )
    say = spoken()
    counted = {noun: say.count(noun, getattr(release.counts, f"{noun}s")) for noun in ("document", "message", "thread")}
    tell(say("sample.done", **counted, place=release.folder, truth=release.truth))
