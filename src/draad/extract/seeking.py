"""The search for items: one document through all finders, each item weighed, with its owner and its due date."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from draad.extract.cues import judged
from draad.extract.debate import debate
from draad.extract.due import due
from draad.extract.explicit import is_within, within_tables
from draad.extract.figures import figures
from draad.extract.parties import counterparties, owners
from draad.extract.records import Due, Found, Item, Unit
from draad.extract.score import authority, score, settled
from draad.extract.standing import silent, standing
from draad.extract.times import Times
from draad.extract.units import units
from draad.extract.weighing import weighed
from draad.records import Span, Split

_FINDERS: tuple[Callable[[Unit], list[Found]], ...] = (debate, figures)
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
    marked, tables = within_tables(unit)
    others = weighed(unit, [*told, *marked, *(one for f in _FINDERS for one in f(unit))], codes, times)
    others = [one for one in others if one.cue == "explicit-table" or not _in_row(unit, one, tables)]
    empty = {} if all(map(authority, others)) else standing(unit)
    found = settled(unit, (one for one in others if authority(one) or not silent(one, empty)))
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


def _in_row(unit: Unit, found: Found, tables: list[Span]) -> bool:
    """Whether it stands in a row of an action table, which is one item; what is counted there is told all the same."""
    return found.kind != "figure" and is_within(unit.sentences[found.sentence].span, tables)


def _due(unit: Unit, found: Found, times: Times) -> Due | None:
    """When it is due; uncertain in words that are quoted, which may be older than the message."""
    when = due(unit, found, times)
    sentence = unit.sentences[found.sentence]
    return when._replace(certain=False) if when and (sentence.foreign or sentence.role == "turn") else when
