"""What all documents together tell of people: everything seen once is looked for everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from draad.fold import fold
from draad.release.propose import offices
from draad.release.propose.lists import words
from draad.release.propose.names import is_usual
from draad.release.propose.records import Found, Known, Name, Office, Seen, Sighting
from draad.release.propose.sheet import Sheet

_LOWER = re.compile(r"(?<![\w@./’'-])[a-zß-ÿ]{3,30}(?![\w’']|[ ]{0,2}@|[./-]\w)")
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Tt]e|[Nn]aar|[Gg]emeenten?|[Rr]egio|stad|dorp|[Pp]rovincie|wethouder van|omgeving|locatie) "
    r"([A-ZÀ-Þ][^\W\d_]{2,30}(?:-[A-ZÀ-Þ][^\W\d_]{1,30})?)(?![\w@])"
    r"(?! (?:te |toe)?(?:stuur|sturen|mail|gestuurd|door|verstu|verzo))"
)
_CODE = re.compile(r"(?:[\w.)] - |\w \()([A-Z][^\W\d_]{1,5})\)?[ \t]*[<(;,\n]")
_WEAK = frozenset(("known", "strange", "context", "damaged", "prefix", "tagger"))
_LINES = frozenset(("farewell-line", "signature"))
"""A line under a farewell is as often an employer's as a person's: its words must say that they are a name."""
_LONG = 7
"""Letters from which one of a surname may be lost to OCR."""


def empty(listed: Sequence[Office] | None = None, *, top_visible: bool = True) -> Known:
    """What is known before any document was looked at. ``listed``: who stays visible; None for Draad's own list."""
    return Known({}, {}, {}, offices=offices.listed() if listed is None else tuple(listed), top_visible=top_visible)


def seen(sheet: Sheet, found: Sequence[Found], offices: Sequence[str] = ()) -> Seen:
    """What one document tells, from what the finders found in it with nothing known.

    ``offices``: local parts of addresses that stand behind the name of an office.
    """
    lists = words()
    sightings = [
        Sighting(one.name, bool(one.name.surname) and _is_witnessed(one))
        for one in found
        if one.kind == "person" and one.name and one.score >= 0.8
    ]
    text = sheet.text
    lower = {fold(word) for word in set(_LOWER.findall(text))} - lists.usual - lists.firsts - lists.surnames
    places = {fold(word) for word in (*_PLACE.findall(text), *_CODE.findall(text))} - lists.firsts
    return Seen(
        sheet.document.id,
        tuple(dict.fromkeys(sightings)),
        tuple(dict.fromkeys(one.value for one in found if one.kind == "mailbox")),
        tuple(dict.fromkeys(offices)),
        frozenset(lower),
        frozenset(places),
    )


def _is_witnessed(one: Found) -> bool:
    """Whether a surname was seen as a person's: in a name's place, or by a title, initials or a list of names. A word
    with a capital behind another, taken for a name by a weak sign alone, makes no surname known."""
    name = one.name
    listed = name is not None and (name.first in words().firsts or name.surname in words().surnames)
    return listed or bool({reason[0] for reason in one.reasons} - _WEAK - _LINES)


def merged(all_seen: Iterable[Seen], base: Known, conversations: Mapping[int, Sequence[int]] | None = None) -> Known:
    """What a dossier knows. ``conversations`` of each document; without it a document is a conversation by itself.

    The same documents give the same, in whatever order they come.
    """
    people: set[Name] = set()
    by_talk: dict[int, set[Name]] = {}
    talks: dict[int, tuple[int, ...]] = {}
    usual: set[str] = set()
    places: set[str] = set()
    locals_: set[str] = set()
    shared: set[str] = set()
    for one in all_seen:
        names = {sighting.name for sighting in one.sightings}
        people |= {sighting.name for sighting in one.sightings if sighting.whole}
        own = tuple(conversations.get(one.document, ())) if conversations else ()
        talks[one.document] = own or (one.document,)
        for talk in talks[one.document]:
            by_talk.setdefault(talk, set()).update(names)
        usual |= one.usual
        places |= one.places
        locals_.update(one.locals)
        shared.update(one.shared)
    surnames = _surnames(people)
    firsts = _firsts(people)
    near = {document: _near([by_talk[talk] for talk in own]) for document, own in talks.items()}
    given = {first for them in near.values() for first in them}
    common = usual - set(surnames) - set(firsts) - given
    return base._replace(
        surnames=surnames,
        firsts=firsts,
        near=near,
        locals=frozenset(locals_ - common - shared),
        shared=frozenset(shared),
        usual=frozenset(common),
        places=frozenset(places - set(surnames) - given),
        damaged=_damaged(surnames),
    )


def _surnames(people: set[Name]) -> dict[str, tuple[Name, ...]]:
    held: dict[str, set[Name]] = {}
    for name in people:
        if len(name.surname) > 1:
            held.setdefault(name.surname, set()).add(name)
            last = name.surname.split()[-1]
            if last != name.surname and len(last) > 3 and not is_usual(last):
                held.setdefault(last, set()).add(name)
    return {surname: _told_apart(held[surname]) for surname in sorted(held)}


def _told_apart(bearers: set[Name]) -> tuple[Name, ...]:
    """Bearers of one surname, those left out who may be another of them with less of the name written."""
    full = {name for name in bearers if name.first}
    letters = {name.first[:1] for name in full}
    rest = {name for name in bearers - full if name.initials and name.initials[:1] not in letters}
    return tuple(sorted(full | rest or bearers))


def _firsts(people: set[Name]) -> dict[str, tuple[Name, ...]]:
    held: dict[str, set[Name]] = {}
    for name in people:
        if len(name.first) > 1 and name.surname:
            held.setdefault(name.first, set()).add(name)
    return {first: tuple(sorted(held[first])) for first in sorted(held)}


def _near(groups: Iterable[set[Name]]) -> dict[str, str]:
    """Given names in a conversation, with who bears them there; empty where that are several, or nobody's surname."""
    held: dict[str, set[str]] = {}
    for group in groups:
        for name in group:
            if len(name.first) > 1:
                held.setdefault(name.first, set())
                if name.surname:
                    held[name.first].add(name.key)
    return {first: next(iter(keys)) if len(keys) == 1 else "" for first, keys in sorted(held.items())}


def _damaged(surnames: Iterable[str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for surname in surnames:
        if len(surname) >= _LONG:
            for at in range(len(surname)):
                made.setdefault(surname[:at] + surname[at + 1 :], surname)
    return made


def key(name: Name, known: Known, near: Mapping[str, str]) -> str:
    """The person whom a name means, as well as the dossier can tell: equal for equal people."""
    if not name.surname:
        return near.get(name.first) or name.first
    if name.first:
        return name.key
    bearers = [
        one
        for one in known.surnames.get(name.surname, ())
        if (not name.prefix or not one.prefix or one.prefix == name.prefix)
        and (not name.initials or not one.letters or one.letters == name.initials[0])
    ]
    keys = {one.key for one in bearers if one.first}
    return next(iter(keys)) if len(keys) == 1 else name.key
