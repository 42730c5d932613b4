"""``draad redact accept`` and its like: decisions, words of one's own, a second look, taking back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad.commands.base import Command, command
from draad.commands.listing import tell
from draad.commands.place import dossier_option, opened, split_words
from draad.commands.redact.options import KIND, filter_options, ground_code, reach_option, redaction_filter
from draad.commands.register.options import who_option
from draad.errors import NotFoundError, UsageError
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, RedactionView


def _chosen(dossier: Dossier, refs: list[str], least: float | None, given: dict[str, Any]) -> list[RedactionView]:
    """Those named, or with ``--at-least`` all proposals of a filter.

    Points for attention only where they are asked for: many may be left visible at once, none is accepted among many.
    """
    if refs:
        return [dossier.redaction(ref) for ref in refs]
    where = redaction_filter(dossier, {**given, "statuses": given["statuses"] or ("proposed",)})
    return [one for one in dossier.redactions(where) if least is not None and one.score >= least]


def tell_changed(dossier: Dossier, identifiers: list[int]) -> None:
    """What became of them, one a line, and how many places it touched."""
    from draad.commands.redact.listing import show

    say = spoken()
    if not identifiers:
        tell(say("redact.nothing-changed"))
        return
    held = dossier.redactions_by_id(identifiers)
    show([held[one] for one in identifiers if one in held])
    tell(say("redact.changed", count=say.number(len(identifiers))))


def _decision(action: str, status: str) -> Command:
    """Accepting and rejecting differ in nothing but what becomes of it."""

    @command(action, "redact")
    @click.argument("words", nargs=-1, metavar="[DOSSIER] [LAKKING…]")
    @click.option("--at-least", "least", type=click.FloatRange(0, 1), metavar="SCORE")
    @click.option("--as", "ground", metavar="GROND")
    @click.option("--note", metavar="TEKST")
    @filter_options
    @reach_option
    @who_option
    @dossier_option
    def decide(
        words: tuple[str, ...],
        place: Path | None,
        least: float | None,
        ground: str | None,
        note: str | None,
        reach: Any,
        who: str,
        **given: Any,
    ) -> None:
        place, refs = split_words(words, place, 0 if least is not None else None)
        changes: dict[str, Any] = {"status": status}
        changes |= {} if ground is None else {"ground": ground_code(ground)}
        changes |= {} if note is None else {"note": note}
        with opened(place) as dossier:
            chosen = _chosen(dossier, refs, least, given)
            if status == "accepted" and len(chosen) > 1 and any(one.status == "attention" for one in chosen):
                raise UsageError(spoken()("redact.one-by-one"), spoken()("redact.one-by-one-cure"))
            edits = [(one.id, one.version, changes) for one in chosen]
            tell_changed(dossier, dossier.decide(edits, who=who, reach=reach))

    return decide


accept, reject = _decision("accept", "accepted"), _decision("reject", "rejected")


@command("add", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER] DOCUMENT:REGEL WOORDEN")
@click.option("--as", "ground", metavar="GROND", default="5.1.2.e")
@click.option("--kind", type=KIND, metavar="SOORT", default="passage")
@click.option("--note", metavar="TEKST", default="")
@reach_option
@who_option
@dossier_option
def add(words: tuple[str, ...], place: Path | None, ground: str, kind: Any, note: str, reach: Any, who: str) -> None:
    """Withhold words that nobody proposed."""
    from draad.dossier import NewRedaction

    place, (where, passage) = split_words(words, place, 2)
    with opened(place) as dossier:
        document, span = _passage(dossier, where, passage)
        new = NewRedaction(document, span=span, kind=kind, ground=ground_code(ground), note=note)
        tell_changed(dossier, dossier.add_redaction(new, who=who, reach=reach))


def _passage(dossier: Dossier, where: str, passage: str) -> tuple[int, tuple[int, int]]:
    """A document and the characters in it where the words begin on the line named. Raises UsageError, NotFoundError."""
    name, _, number = where.rpartition(":")
    if not name or not number.isdigit():
        raise UsageError(spoken()("redact.no-line", where=where), spoken()("redact.no-line-cure"))
    document = dossier.document(name)
    text = dossier.text(document.id)
    begin = 0
    for _ in range(int(number) - document.first_line):
        begin = text.find("\n", begin) + 1
        if not begin:
            raise NotFoundError(where)
    end = text.find("\n", begin)
    at = text.find(passage, begin)
    if at < 0 or at > (end if end >= 0 else len(text)):
        raise NotFoundError(f"{where} {passage}")
    return document.id, (at, at + len(passage))


@command("look", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER] LAKKING…")
@who_option
@dossier_option
def look(words: tuple[str, ...], place: Path | None, who: str) -> None:
    """Say that a second person looked."""
    place, refs = split_words(words, place, None)
    with opened(place) as dossier:
        tell_changed(dossier, dossier.second_look([dossier.redaction(ref).id for ref in refs], who=who))


@command("undo", "redact")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@who_option
@dossier_option
def undo(words: tuple[str, ...], place: Path | None, who: str) -> None:
    """Take back what this person did last."""
    place, _ = split_words(words, place, 0)
    with opened(place) as dossier:
        tell_changed(dossier, dossier.undo_redactions(who))
