"""What differs between the copies of one message, and what stands open in a list that is redacted otherwise.

Nobody else looks across copies: a mail is printed many times over, by several hands, and one hand that leaves a name
where ten others withheld it undoes their work. Each message's copies are held against its fullest one, so the work
grows with the copies and not with their pairs. What one copy shows is told as a place; it is never put in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from draad.records import Span, stable_id
from draad.release.audit import across_people as people
from draad.release.audit.across_records import Across, AcrossKind, Entry, Part, Place, Sort, Token, Told
from draad.release.audit.across_shown import sort_of
from draad.release.audit.across_words import gaps
from draad.release.audit.records import Severity
from draad.release.grounds import differ, in_woo

_LINES: tuple[Part, ...] = ("from", "to", "cc")
_TEXTS: tuple[Part, ...] = ("body", "subject")
_TWICE = 2
"""A ground that stands in a copy so often is no misreading of another."""


@dataclass(slots=True)
class _Found:
    """A difference as it grows: each further copy adds the place where it shows or hides the same."""

    kind: AcrossKind
    part: Part
    at: int
    """The first word of it in the copy to which all are held."""
    end: int
    sort: Sort
    sure: bool
    person: bool
    shown: list[tuple[Told, Sequence[Token]]] = field(default_factory=list)
    hidden: list[tuple[Told, Sequence[Token]]] = field(default_factory=list)


def across_message(message: int, copies: Sequence[Told], values: bool = False) -> list[Across]:
    """What differs between the copies of one message. ``values``: as of ``across_dossier.findings``."""
    found: list[_Found] = []
    if len(copies) > 1:
        for part in _TEXTS:
            found += _in_text(part, copies)
        for part in _LINES:
            found += _in_line(part, copies)
    taken = {one.part for one in found if one.kind == "differs"}
    told = [_across(message, one, values) for one in found]
    return told + _lone(message, copies, taken, values)


def _fullest(copies: Sequence[Told], part: Part) -> Told:
    """The copy to which the others are held: the one that shows most words there, then the one with fewest holes."""

    def weight(one: Told) -> tuple[int, int, int]:
        words = one.body if part == "body" else one.subject
        holes = sum(token.hole for token in words)
        return (len(words), -holes, -one.copy)

    return max(copies, key=weight)


def _in_text(part: Part, copies: Sequence[Told]) -> list[_Found]:
    best = _fullest(copies, part)
    ours = _words(best, part)
    found: list[_Found] = []
    seen: dict[tuple[tuple[str, str | None], ...], list[Told]] = {}
    for one in copies:
        if one is not best:
            seen.setdefault(tuple((token.key, token.code) for token in _words(one, part)), []).append(one)
    grounds: dict[int, list[tuple[Told, Sequence[Token]]]] = {}
    for alike in seen.values():
        theirs = _words(alike[0], part)
        for gap in gaps(ours, theirs, blanked=(best.blanked, alike[0].blanked)):
            own, other = ours[gap.a0 : gap.a1], theirs[gap.b0 : gap.b1]
            if gap.shows == "neither":
                held = grounds.setdefault(gap.a0, [(best, own)])
                held += [(one, _words(one, part)[gap.b0 : gap.b1]) for one in alike]
                continue
            after = (ours if gap.shows == "a" else theirs)[(gap.a1 if gap.shows == "a" else gap.b1) :][:1]
            told = own if gap.shows == "a" else other
            sort, person = _sort(told, after)
            for one in alike:
                words = _words(one, part)[gap.b0 : gap.b1]
                made = _Found("differs", part, gap.a0, gap.a1, sort, gap.sure, person)
                shown, hidden = ((best, own), (one, words)) if gap.shows == "a" else ((one, words), (best, own))
                made.shown.append(shown)
                made.hidden.append(hidden)
                found.append(made)
    return _together([*found, *_on_two_grounds(part, grounds)])


def _on_two_grounds(part: Part, places: Mapping[int, Sequence[tuple[Told, Sequence[Token]]]]) -> Iterator[_Found]:
    """Passages that copies withhold on grounds that can't be the same; all who differ from the first who names one."""
    for at, held in places.items():
        named = [(told, words) for told, words in held if in_woo(words[0].code or "")]
        for told, words in named[1:]:
            if _grounds_differ(named[0][0], named[0][1][0], told, words[0]):
                yield _Found("ground", part, at, at + 1, "passage", True, False, [], [named[0], (told, words)])


def _words(one: Told, part: Part) -> tuple[Token, ...]:
    return one.body if part == "body" else one.subject


def _sort(shown: Sequence[Token], after: Sequence[Token]) -> tuple[Sort, bool]:
    """What sort of words stand open, and whether they are a person's: those of an office may stay."""
    if after and not after[0].hole and after[0].text.startswith("@"):
        return "mailbox", people.is_own_mailbox(Entry((), tuple(shown), None))
    sort = sort_of(shown)
    if sort == "name":
        return sort, people.is_person(shown) or not people.is_office(shown)
    return sort, True


def _grounds_differ(one: Told, ours: Token, other: Told, theirs: Token) -> bool:
    """Whether a passage is withheld on grounds that can't be the same; a letter that OCR misread once is none."""
    if ours.code is None or theirs.code is None or not differ(ours.code, theirs.code):
        return False
    times = min(one.codes.get(ours.code, 0), other.codes.get(theirs.code, 0))
    return times >= _TWICE or not _near(ours.code, theirs.code)


def _near(one: str, other: str) -> bool:
    """Whether two codes are but a letter or a figure apart, in the words of the Woo."""
    pairs = ((a, b) for a in in_woo(one) for b in in_woo(other) if len(a) == len(b))
    return any(sum(x != y for x, y in zip(a, b, strict=True)) == 1 for a, b in pairs)


def _together(found: Iterable[_Found]) -> list[_Found]:
    """Differences at one place as one: where they touch, and the same side of it is the fullest copy's."""
    made: list[_Found] = []
    for one in sorted(found, key=lambda f: (f.kind, f.at, f.end)):
        last = made[-1] if made else None
        if last and last.kind == one.kind and one.at < last.end and _same_side(last, one):
            last.end = max(last.end, one.end)
            last.sure |= one.sure
            last.person |= one.person
            last.shown += [place for place in one.shown if not _holds(last.shown, place)]
            last.hidden += [place for place in one.hidden if not _holds(last.hidden, place)]
        else:
            made.append(one)
    return made


def _same_side(one: _Found, other: _Found) -> bool:
    return (
        one.kind == "ground"
        or any(a is b for a, _ in one.shown for b, _ in other.shown)
        or any(a is b for a, _ in one.hidden for b, _ in other.hidden)
    )


def _holds(places: Sequence[tuple[Told, Sequence[Token]]], place: tuple[Told, Sequence[Token]]) -> bool:
    return any(told is place[0] and words == place[1] for told, words in places)


# ── lines of a header ───────────────────────────────────────────────────────────────────────────────────────


def _in_line(part: Part, copies: Sequence[Told]) -> list[_Found]:
    """Names with names, and mailboxes with mailboxes: each held to a copy that prints such a thing."""
    standing = [one for one in copies if one.people[part]]
    found: list[_Found] = []
    for sort in ("name", "mailbox"):
        best = next((one for one in standing if any(_has(entry, sort) for entry in one.people[part])), None)
        if best:
            found += _held_to(best, [one for one in standing if one is not best], part, sort)
    return found


def _has(entry: Entry, sort: str) -> bool:
    return bool(entry.name if sort == "name" else entry.mailbox)


def _held_to(best: Told, others: Sequence[Told], part: Part, sort: str) -> list[_Found]:
    ours = best.people[part]
    order = {id(entry): n for n, entry in enumerate(ours)}
    found: list[_Found] = []
    for one in others:
        known = part not in best.unknown and part not in one.unknown
        for entry, difference in people.differences(ours, one.people[part], known):
            if difference.sort != sort:
                continue
            at = order.get(id(entry), len(order))
            made = _Found("differs", part, at, at + 1, difference.sort, difference.sure, difference.person)
            shown, hidden = (best, one) if difference.shows == "a" else (one, best)
            made.shown.append((shown, difference.shown))
            made.hidden.append((hidden, difference.hidden))
            found.append(made)
    return _together(found)


def _lone(message: int, copies: Sequence[Told], taken: set[Part], values: bool) -> list[Across]:
    """Names that stand open in a header that is redacted otherwise, once for all copies that show them."""
    found: dict[str, _Found] = {}
    for one in copies:
        entries = [(part, entry) for part in _LINES if part not in taken for entry in one.people[part]]
        for entry in people.lone([entry for _, entry in entries]):
            part = next(part for part, held in entries if held is entry)
            words = [token for token in (*entry.name, *entry.mailbox) if not token.hole]
            key = " ".join(sorted(token.key for token in words))
            made = found.setdefault(key, _Found("lone", part, 0, 1, "name" if entry.name else "mailbox", False, True))
            made.shown.append((one, words))
    return [_across(message, one, values) for one in found.values()]


def lone_in_list(document: Told, entries: Sequence[Entry], values: bool = False) -> list[Across]:
    """Names that stand open in one list of a document; ``document`` tells where it stands, and need hold no words."""
    found = []
    for entry in people.lone(entries):
        made = _Found("lone", "list", 0, 1, "name", False, True)
        made.shown.append((document, [token for token in entry.name if not token.hole]))
        found.append(_across(None, made, values))
    return found


# ── as records ──────────────────────────────────────────────────────────────────────────────────────────────


def _across(message: int | None, one: _Found, values: bool) -> Across:
    shown = tuple(dict.fromkeys(_place(told, words, False) for told, words in one.shown))
    hidden = tuple(dict.fromkeys(_place(told, words, True) for told, words in one.hidden))
    spans = sorted((told.document, _span(words)) for told, words in (*one.shown, *one.hidden))
    own = [token for _, words in one.hidden for token in words if token.hole]
    text = None
    if values and own and all(token.decided for token in own) and one.shown:
        text = " ".join(token.text for token in one.shown[0][1])
    return Across(
        id=stable_id("across", one.kind, one.part, one.sort, message, *spans),
        kind=one.kind,
        severity=_severity(one),
        sort=one.sort,
        part=one.part,
        message=message,
        shown=shown,
        hidden=hidden,
        text=text,
    )


def _severity(one: _Found) -> Severity:
    if one.kind == "ground":
        return "note"
    return "leak" if one.kind == "differs" and one.sure and one.person else "check"


def _span(words: Sequence[Token]) -> Span:
    return (words[0].span[0], words[-1].span[1]) if words else (0, 0)


def _place(told: Told, words: Sequence[Token], hides: bool) -> Place:
    codes = [token.code for token in words if token.code] if hides else []
    copy = told.copy or None
    return Place(
        told.document, told.document_name, copy, told.lines.of(_span(words)), None, codes[0] if codes else None
    )


def ordered(found: Iterable[Across]) -> list[Across]:
    """Leaks first, then what is to be checked; within that by document and place."""
    rank: dict[str, int] = {"leak": 0, "check": 1, "note": 2}

    def key(one: Across) -> tuple[int, str, tuple[int, int], int]:
        first = (one.shown or one.hidden)[0]
        return (rank[one.severity], first.document_name, first.lines, one.id)

    return sorted(found, key=key)
