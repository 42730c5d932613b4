"""What the commands of publication share: judgements as people write them, and whether a place is free."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from draad.errors import UsageError
from draad.texts import LANGUAGES, spoken, texts

if TYPE_CHECKING:
    from draad.release.publish.checks import Check

JUDGED = ("public", "partly", "already", "withheld")
"""As ``dossier.redactions.Judged``, which is not imported for ``--help``; a test keeps them alike."""


def judgement_of(text: str) -> str:
    """A judgement in Dutch, in English or by its own name; empty for none. Raises UsageError."""
    meant = {one: one for one in ("", *JUDGED)}
    for language in LANGUAGES:
        meant |= {texts(language)(f"publish.judgement.{one}").lower(): one for one in JUDGED}
    found = meant.get(" ".join(text.lower().split()))
    if found is None:
        say = spoken()
        choices = ", ".join(say(f"publish.judgement.{one}") for one in JUDGED)
        raise UsageError(
            say("publish.usage.judgement", value=text), say("publish.usage.judgement-cure", choices=choices)
        )
    return found


def check_place(target: Path, force: bool) -> None:
    """Raises UsageError where a file stands in the way, or its folder is none: before any work."""
    say = spoken()
    if target.exists() and not force:
        raise UsageError(say("publish.usage.exists", file=target), say("publish.usage.exists-cure"))
    if not target.absolute().parent.is_dir():
        raise UsageError(say("usage.no-such-file", path=target.parent), say("usage.no-such-file-cure"))


def check_lines(found: Iterable[Check]) -> Iterable[str]:
    """What to say of checks: what stops first."""
    say = spoken()
    for one in found:
        sign = "✗" if one.severity == "stop" else "·"
        yield f"{sign} {say(f'publish.check.{one.key}', **one.values)}"
