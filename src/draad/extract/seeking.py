"""The search for items: one document through all finders, each item weighed, with its owner and its due date."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from draad.extract.cues import judged
from draad.extract.debate import debate
from draad.extract.due import due
from draad.extract.explicit import explicit
from draad.extract.figures import figures
from draad.extract.parties import counterparties, owners
from draad.extract.records import Due, Found, Item, Unit
from draad.extract.score import score, settled
from draad.extract.times import Times
from draad.extract.units import units
from draad.extract.weighing import weighed
from draad.records import Split

_FINDERS: tuple[Callable[[Unit], list[Found]], ...] = (explicit, debate, figures)
"""Beside the cues of running text; each looks over a whole unit, none knows of another."""


def extract(split: Split, only: Container[int] | None = None) -> list[Item]:
    """All items that one document seems to hold, in the order in which they stand.

    ``only`` names the copies that are looked at, by ``n`` (None: all); the text of a report, letter, note or other
    document outside its copies is always looked at. A decision or an inventory list gives nothing. The same split gives
    the same items; never raises.
    """
    return [item for unit in units(split, only) for item in items(unit)]


def items(unit: Unit) -> Iterator[Item]:
    """The items of one unit, in order."""
    times = Times(unit)
    told, codes = judged(unit)
    found = settled(unit, weighed(unit, [*told, *(one for f in _FINDERS for one in f(unit))], codes, times))
    said = unit.moment.day.isoformat() if unit.moment else None
    for one in found:
        yield Item(
            kind=one.kind,
            span=one.span,
            copy=unit.copy.n if unit.copy else None,
            cue=one.cue,
            cue_span=one.cue_span,
            owners=owners(unit, one) if one.owners is None else one.owners,
            counterparties=counterparties(unit, one) if one.counterparties is None else one.counterparties,
            due=_due(unit, one, times),
            said=said,
            score=round(score(one.kind, one.reasons), 4),
            reasons=one.reasons,
            figure=one.figure,
        )


def _due(unit: Unit, found: Found, times: Times) -> Due | None:
    """When it is due; uncertain in words that are quoted, which may be older than the message."""
    when = due(unit, found, times)
    sentence = unit.sentences[found.sentence]
    return when._replace(certain=False) if when and (sentence.foreign or sentence.role == "turn") else when
