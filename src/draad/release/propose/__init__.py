"""Propose: passages that should probably be withheld, each with ground, reason and score, for a person to decide.

Two passes over a dossier: ``collect`` looks at one document by itself, ``merge`` puts together what all tell,
``propose`` looks at one document with all that is known. ``gather`` does all of it, copies of one message alike. Pure
functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from draad.records import Proposal, Span, Split
from draad.release.propose import chats, headers, letters, mailboxes, meetings, numbers, points, tables
from draad.release.propose.copies import CopyOf, aligned, parted
from draad.release.propose.known import empty, merged, seen
from draad.release.propose.mentions import Reader
from draad.release.propose.offices import Public, by_surname, listed
from draad.release.propose.records import Found, Known, Office, Seen
from draad.release.propose.settle import disjoint, joined, overlaps, settled
from draad.release.propose.sheet import Sheet
from draad.release.propose.signs import initials
from draad.release.propose.whole import whole
from draad.release.propose.witness import Witness, tagged
from draad.split.fields import ADDRESSES, role_of

__all__ = [
    "CopyOf",
    "Known",
    "Office",
    "Seen",
    "aligned",
    "collect",
    "copies_of",
    "empty",
    "gather",
    "listed",
    "merge",
    "parted",
    "propose",
    "propose_all",
    "together",
]

_CAPITALISED = re.compile(r"(?<![\w@.<-])[A-ZÀ-Þ][^\W\d_]+(?![\w@]|[ ]?[@:])")


def collect(split: Split, base: Known | None = None) -> Seen:
    """The first pass over one document: what it tells of people. ``base`` says who stays visible."""
    base = base or empty()
    sheet = Sheet(whole(split)[0])
    public = Public(sheet, base, _index(base.offices))
    found, nobody = _structure(sheet)
    found += _apart(Reader(sheet, base, {}).people([*_running(sheet), *_left(sheet, found, nobody)]), nobody)
    found = [one for one in joined(found) if not (one.name and public.is_visible(one.name, one.span))]
    found += _others(sheet, base)
    return seen(sheet, found, mailboxes.behind(sheet.covered, nobody))


def merge(
    all_seen: Iterable[Seen], base: Known | None = None, conversations: Mapping[int, Sequence[int]] | None = None
) -> Known:
    """What all documents together tell. See :func:`draad.release.propose.known.merged`."""
    return merged(all_seen, base or empty(), conversations)


def propose(split: Split, known: Known, witness: Witness | None = None) -> list[Proposal]:
    """The second pass over one document: its proposals in the order of the text, each its own twin.

    ``witness`` is the tagger; None for the one that Draad has, if any.
    """
    split, joints = whole(split)
    sheet = Sheet(split)
    near = known.near.get(split.document.id, {})
    public = Public(sheet, known, _index(known.offices))
    structure, nobody = _structure(sheet)
    running = _running(sheet)
    reader = Reader(sheet, known, near)
    found = [*structure, *_apart(reader.people([*running, *_left(sheet, structure, nobody)]), nobody)]
    found += _apart(tagged(sheet, [(0, len(sheet.text))], found, known, witness), nobody)
    found += initials(sheet.text, near, known)
    public.named |= _full_names(found, public)
    people = sorted(one.span for one in joined(found))
    found += _others(sheet, known)
    found += points.addresses(sheet.raw, people)
    found += points.streets(sheet.raw)
    found += points.scribbles(sheet.raw)
    found += points.health(sheet.text, sheet.low, people)
    found += points.opinions(sheet.text, sheet.low, _bodies(sheet), sheet.covered)
    made = settled(found, sheet.text, sheet.marks, public, known, near)
    return joints.undone(made) if joints else made


def propose_all(
    splits: Sequence[Split], base: Known | None = None, conversations: Mapping[int, Sequence[int]] | None = None
) -> list[list[Proposal]]:
    """Both passes over some documents: the proposals of each, in the order given."""
    base = base or empty()
    known = merge((collect(split, base) for split in splits), base, conversations)
    return [propose(split, known) for split in splits]


def gather(
    splits: Sequence[Split],
    base: Known | None = None,
    copies: Iterable[Sequence[CopyOf]] = (),
    conversations: Mapping[int, Sequence[int]] | None = None,
) -> dict[int, list[Proposal]]:
    """The proposals of a whole dossier, by document. ``copies``: for each message where its copies stand."""
    held = {split.document.id: split for split in splits}
    made = dict(zip(held, propose_all(list(held.values()), base, conversations), strict=True))
    by_copy = {
        (document, n): them for document, all_ in made.items() for n, them in parted(held[document], all_).items()
    }
    for message in copies:
        by_copy.update(aligned(message, held, by_copy))
    return {document: together(by_copy[document, n] for n in copies_of(held[document])) for document in held}


def copies_of(split: Split) -> list[int]:
    """The parts by which ``parted`` tells proposals of a document apart."""
    return [-1, *(copy.n for copy in split.copies)]


def together(parts: Iterable[Sequence[Proposal]]) -> list[Proposal]:
    """The proposals of a document's parts in the order of the text, one a passage."""
    made: dict[Span, Proposal] = {}
    for one in sorted((one for part in parts for one in part), key=lambda one: (one.span, one.attention, one.kind)):
        made.setdefault(one.span, one)
    return list(made.values())


@cache
def _index(offices: tuple[Office, ...]) -> Mapping[str, tuple[Office, ...]]:
    return by_surname(offices)


def _structure(sheet: Sheet) -> tuple[list[Found], list[Span]]:
    """People by the form of mail, letter and report, and the names of offices and groups that stand as theirs do."""
    found: list[Found] = []
    for copy in sheet.split.copies:
        heads = list(headers.people(sheet, copy))
        found += heads
        if copy.body:
            parts = frozenset(
                part
                for one in heads
                if one.name
                for part in (one.name.first, *one.name.surname.split())
                if len(part) > 2
            )
            found += letters.people(sheet, copy.body, parts)
            found += meetings.people(sheet, copy.body, mail=True)
    for span in sheet.split.rest:
        found += letters.people(sheet, span, frozenset(), letter=True)
        found += meetings.people(sheet, span, mail=False)
    found += meetings.actors(sheet.text)
    found += tables.people(sheet)
    found += chats.speakers(sheet.text)
    found += headers.before_addresses(sheet)
    nobody = disjoint(one.span for one in found if not one.score)
    return _apart([one for one in found if one.score], nobody), nobody


def _apart(found: Iterable[Found], nobody: Sequence[Span]) -> list[Found]:
    """Those that are no part of what is nobody's name."""
    return [one for one in found if not overlaps(nobody, one.span)]


def _others(sheet: Sheet, known: Known) -> list[Found]:
    return [*numbers.numbers(sheet.raw), *mailboxes.mailboxes(sheet.covered, known.locals, known.usual | known.shared)]


def _running(sheet: Sheet) -> list[Span]:
    """All text but the headers of mail, subjects apart."""
    spans: list[Span] = []
    for copy in sheet.split.copies:
        spans += list(_subjects(sheet, copy.header))
        if copy.body:
            spans.append(copy.body)
    return sorted([*spans, *sheet.split.rest])


def _subjects(sheet: Sheet, header: Span) -> Iterator[Span]:
    for number in sheet.lines_within(header):
        start, end = sheet.line_span(number)
        name, colon, _ = sheet.text[start : min(end, start + 60)].partition(":")
        known = role_of(name.strip(" \t>*_|")) if colon else None
        if known and known[0] in ("subject", "attachments"):
            yield start + len(name) + 1, end


def _left(sheet: Sheet, found: Sequence[Found], nobody: Sequence[Span]) -> list[Span]:
    """Lines of headers, those of time and subject apart, with words that no finder took: a field whose name was lost,
    somebody's name on a line by itself."""
    taken = disjoint([*(one.span for one in found), *nobody])
    lines = []
    for copy in sheet.split.copies:
        for number in sheet.lines_within(copy.header):
            start, end = sheet.within(number, copy.header)
            line = sheet.text[start:end]
            name, colon, _ = line[:40].partition(":")
            known = role_of(name.strip(" \t>*_|")) if colon else None
            if known and known[0] not in ADDRESSES:
                continue
            words = _CAPITALISED.finditer(line, len(name) + 1 if known else 0)
            if any(not overlaps(taken, (word.start() + start, word.end() + start)) for word in words):
                lines.append((start, end))
    return lines


def _bodies(sheet: Sheet) -> list[Span]:
    return sorted([copy.body for copy in sheet.split.copies if copy.body] + list(sheet.split.rest))


def _full_names(found: Iterable[Found], public: Public) -> set[str]:
    """Surnames of those with a listed office whom this document names in full."""
    return {one.name.surname for one in found if one.name and public.office(one.name)}
