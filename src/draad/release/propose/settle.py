"""From what the finders found to proposals: one a passage, public names left out, marks untouched."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from draad.knowledge import load
from draad.records import Proposal, RedactionKind, Span
from draad.release.propose.known import key
from draad.release.propose.lists import WRAP, alternatives
from draad.release.propose.mailboxes import is_domain
from draad.release.propose.offices import Public
from draad.release.propose.records import Found, Known, Reason

_WORD = re.compile(r"[^\W\d_]{2,}")
_BEFORE = 40
"""Characters before a name in which a thing stands that is named after it."""
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
    found: Iterable[Found], text: str, marks: Sequence[Span], public: Public, known: Known, near: Mapping[str, str]
) -> list[Proposal]:
    """Proposals in the order of the text, none over another but points of attention.

    Of a name that runs into an address or a mark, what stands outside it is proposed.
    """
    people = joined([one for one in found if one.kind == "person"])
    people = [
        one for one in people if not (one.name and public.is_visible(one.name, one.span)) and not public.at(one.span)
    ]
    whole = [
        one._replace(span=span)
        for one in people
        if not _is_place(one, known, near)
        and not _names_thing(text, one.span[0])
        and not is_domain(text[slice(*one.span)])
        and (span := bordered(one.span, text)) is not None
    ]
    rest = [one for one in found if one.kind != "person"]
    ordered = sorted([*whole, *rest], key=lambda one: (_ORDER.index(one.kind), -one.score, one.span))
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
            if one.kind != "person" or not (free := _outside(one.span, taken, text)):
                continue
            one = one._replace(span=free)
        insort(taken, one.span)
        held.add(one.span)
        kept.append(_proposal(one, known, near, public))
    return sorted(kept, key=lambda one: (one.span, one.kind))


def _is_place(one: Found, known: Known, near: Mapping[str, str]) -> bool:
    """Whether a lone word is elsewhere in the dossier a place's or a directorate's."""
    name = one.name
    return name is not None and not name.surname and name.first in known.places and not near.get(name.first)


def _names_thing(text: str, start: int) -> bool:
    """Whether a thing is named after whoever stands here: *de ziekte van Parkinson*."""
    return _thing().search(text, max(0, start - _BEFORE), start) is not None


@cache
def _thing() -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{alternatives(load('redact')['names']['things'])}){WRAP}van{WRAP}\Z")


def overlaps(taken: Sequence[Span], span: Span) -> bool:
    """Whether a span shares a character with one of these, which are in order and none over another."""
    at = bisect_left(taken, (span[1], span[1]))
    return at > 0 and taken[at - 1][1] > span[0]


def bordered(span: Span, text: str) -> Span | None:
    """A name from the beginning of a word to the end of one; None for a part of an address."""
    start, end = span
    while start < end and not (text[start].isalnum() or text[start] in "'’"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ".)"):
        end -= 1
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    before = text[max(0, start - 60) : start]
    glued = before.split()[-1] if before.strip() and not before[-1].isspace() else ""
    inside = glued[-1:] in ("@", ".", "-") and "@" in glued[1:]  # "@Anouk" is spoken to, no address
    return None if start >= end or inside else (start, end)


def _outside(span: Span, taken: Sequence[Span], text: str) -> Span | None:
    """The longest part of a span that nothing else has, from one end of a word to another; None for no word."""
    at = bisect_left(taken, (span[1], span[1]))
    free, start = [], span[0]
    others = [one for one in taken[max(0, at - 8) : at] if one[1] > span[0]]
    for begin, end in [*others, (span[1], span[1])]:
        if begin > start:
            free.append((start, begin))
        start = max(start, end)
    best: Span | None = None
    for begin, end in free:
        words = [word.span() for word in _WORD.finditer(text, begin, end)]
        if words and (best is None or words[-1][1] - words[0][0] > best[1] - best[0]):
            best = words[0][0], words[-1][1]
    return best


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    held: list[Span] = []
    for start, end in sorted(spans):
        if held and start < held[-1][1]:
            held[-1] = held[-1][0], max(held[-1][1], end)
        else:
            held.append((start, end))
    return held


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
