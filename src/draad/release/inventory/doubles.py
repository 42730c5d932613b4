"""Which documents tell nothing that others don't tell: their messages stand elsewhere, or the words are the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from draad.release.inventory.facts import Fact

_LOOKED = 60
"""Documents with the rarest message of another that are held against it: a circular stands in thousands."""
_MOST = 4
"""Documents that together may hold all of another."""


def doubles(ordered: Sequence[Fact], inclusive: Collection[int]) -> dict[int, tuple[int, ...]]:
    """By document those in which all of it stands; none of these is a double itself.

    Of two alike the first in ``ordered`` counts as the original. ``inclusive`` are the documents that together hold
    every message of their conversations (``ThreadView.inclusive``): what only repeats them can be told by several.
    """
    place = {fact.document: n for n, fact in enumerate(ordered)}
    holders: dict[int, list[Fact]] = {}
    for fact in ordered:
        for message in fact.messages:
            holders.setdefault(message, []).append(fact)
    found = _by_words(ordered)
    for fact in ordered:
        if fact.document not in found and fact.messages and (one := _larger(fact, holders, place)) is not None:
            found[fact.document] = one
    originals = {document: _original(document, found) for document in found}
    told: dict[int, tuple[int, ...]] = {document: (original,) for document, original in originals.items()}
    serving = set(originals.values())
    for fact in ordered:
        if (
            fact.document not in told
            and fact.document not in serving
            and fact.document not in inclusive
            and fact.messages
        ):
            several = _several(fact, holders, inclusive)
            if several and not any(one in told for one in several):
                told[fact.document] = several
    return told


def _by_words(ordered: Sequence[Fact]) -> dict[int, int]:
    first: dict[int, int] = {}
    found: dict[int, int] = {}
    for fact in ordered:
        original = first.setdefault(fact.content, fact.document)
        if original != fact.document:
            found[fact.document] = original
    return found


def _larger(fact: Fact, holders: Mapping[int, Sequence[Fact]], place: Mapping[int, int]) -> int | None:
    """The document that holds all messages of this one and more; or the same ones, and stands before it."""
    rarest = min(fact.messages, key=lambda message: (len(holders[message]), message))
    fits = [
        one
        for one in holders[rarest][:_LOOKED]
        if one is not fact and (fact.messages < one.messages or _twin(fact, one, place))
    ]
    best = max(fits, key=lambda one: (len(one.messages), -place[one.document]), default=None)
    return best.document if best else None


def _twin(fact: Fact, one: Fact, place: Mapping[int, int]) -> bool:
    return fact.messages == one.messages and place[one.document] < place[fact.document]


def _original(document: int, found: Mapping[int, int]) -> int:
    """Where a chain of doubles ends. Each step goes to more messages, or to an earlier document of as many."""
    seen = {document}
    while (after := found.get(document)) is not None and after not in seen:
        document = after
        seen.add(after)
    return document


def _several(fact: Fact, holders: Mapping[int, Sequence[Fact]], inclusive: Collection[int]) -> tuple[int, ...]:
    """A few inclusive documents that together hold all messages of this one; empty where it takes too many."""
    left = set(fact.messages)
    chosen: list[int] = []
    while left and len(chosen) < _MOST:
        message = min(left, key=lambda one: (len(holders[one]), one))
        near = [one for one in holders[message][:_LOOKED] if one.document in inclusive]
        if not near:
            return ()
        best = max(near, key=lambda one: len(left & one.messages))
        chosen.append(best.document)
        left -= best.messages
    return () if left else tuple(chosen)
