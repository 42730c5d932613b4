"""From what the finders found to proposals: one a passage, public names left out, marks untouched."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from draad.knowledge import load
from draad.records import Proposal, RedactionKind, Span
from draad.release.propose.known import key
from draad.release.propose.offices import Public
from draad.release.propose.records import Found, Known, Reason

LEAST = 0.5
"""What is less sure is not proposed."""
_ORDER: tuple[RedactionKind, ...] = (
    *("iban", "mailbox", "phone", "bsn", "plate", "birth", "address", "person", "signature", "health", "opinion"),
)


@cache
def grounds() -> Mapping[str, str]:
    """The ground on which each kind is withheld."""
    data: Mapping[str, str] = load("redact")["grounds"]
    return data


def settled(
    found: Iterable[Found], marks: Sequence[Span], public: Public, known: Known, near: Mapping[str, str]
) -> list[Proposal]:
    """Proposals in the order of the text, none over another but points of attention."""
    people = joined([one for one in found if one.kind == "person"])
    people = [
        one for one in people if not (one.name and public.is_visible(one.name, one.span)) and not public.at(one.span)
    ]
    people = [one for one in people if not _is_place(one, known, near)]
    rest = [one for one in found if one.kind != "person"]
    ordered = sorted([*people, *rest], key=lambda one: (_ORDER.index(one.kind), -one.score, one.span))
    taken: list[Span] = list(marks)
    taken.sort()
    kept: list[Proposal] = []
    held: set[Span] = set()
    for one in ordered:
        if one.score < LEAST or one.span[0] >= one.span[1]:
            continue
        if one.attention:
            if one.span not in held:
                kept.append(_proposal(one, known, near, public))
            continue
        if overlaps(taken, one.span):
            continue
        insort(taken, one.span)
        held.add(one.span)
        kept.append(_proposal(one, known, near, public))
    return sorted(kept, key=lambda one: (one.span, one.kind))


def _is_place(one: Found, known: Known, near: Mapping[str, str]) -> bool:
    """Whether a lone word is elsewhere in the dossier a place's or a directorate's."""
    name = one.name
    return name is not None and not name.surname and name.first in known.places and not near.get(name.first)


def overlaps(taken: Sequence[Span], span: Span) -> bool:
    """Whether a span shares a character with one of these, which are in order and none over another."""
    at = bisect_left(taken, (span[1], span[1]))
    return at > 0 and taken[at - 1][1] > span[0]


def joined(found: Sequence[Found]) -> list[Found]:
    """Names that overlap, as one: the surer name, all of the passage, the reasons of both."""
    made: list[Found] = []
    for one in sorted(found, key=lambda one: (one.span[0], -one.span[1], -one.score)):
        last = made[-1] if made else None
        if last and one.span[0] < last.span[1]:
            reasons = dict.fromkeys(reason[0] for reason in last.reasons)
            extra = tuple(reason for reason in one.reasons if reason[0] not in reasons)
            wide = (last.span[0], max(last.span[1], one.span[1]))
            name = last.name if last.name and (last.name.surname or not one.name or not one.name.surname) else one.name
            score = min(0.99, max(last.score, one.score) + (0.02 if extra else 0.0))
            made[-1] = last._replace(span=wide, name=name, score=score, reasons=(*last.reasons, *extra))
        else:
            made.append(one)
    return made


def _proposal(one: Found, known: Known, near: Mapping[str, str], public: Public) -> Proposal:
    value, reasons = one.value, one.reasons
    if one.kind == "person" and one.name:
        value = key(one.name, known, near)
        if namesake := public.namesake(one.name):
            shown: Reason = ("namesake", {"name": namesake.shown})
            reasons = (*reasons, shown)
    return Proposal(
        span=one.span,
        kind=one.kind,
        ground=grounds()[one.kind],
        score=round(one.score, 3),
        reasons=reasons,
        value=value,
        attention=one.attention,
    )
