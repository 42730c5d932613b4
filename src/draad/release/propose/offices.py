"""Who stays visible: by full name, or by the office that stands beside the name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from draad.fold import edits, fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose.lists import alternatives
from draad.release.propose.names import read
from draad.release.propose.records import Known, Name, Office
from draad.release.propose.sheet import WRAPPED, Sheet

_GAP = r"(?:[ ]{1,2}|[ ]?\n[ \t>|*_]{0,12})"
_CAPITAL = r"\b(?:[A-ZÀ-Þ]\.[ ]?){0,5}[A-ZÀ-Þ][^\W\d_]{1,40}(?:[-'’][^\W\d_]{1,40}){0,3}"
_PREFIX = (
    r"(?:(?:[Vv]ander|[Vv]anden|[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]er|[Tt]en|[Tt]e|[Oo]p|in|['’][tfl]|[Hh]aersma|[Ee]l)"
    rf"{_GAP}){{0,3}}"
)
_PERSON = rf"{_PREFIX}{_CAPITAL}(?:{_GAP}{_PREFIX}{_CAPITAL}){{0,2}}"
_WORD_BEFORE = re.compile(
    r"(?<![\w@])([^\W_][\w|!]{5,19})(?:[ ]|[ ]?\n[ \t>|*_]{0,12})(?=[A-ZÀ-Þ]|[vd][ae][nr]?[ ]|['’]t[ ])"
)
_MOTION = re.compile(rf"\b[Mm]otie{_GAP}(?:[a-zß-ÿ]{{1,3}}{_GAP}){{1,3}}(?=[A-ZÀ-Þ])")
"""*De motie van het lid …*, whatever OCR made of the short words."""
_LONGEST = 60
"""Characters of a name before the brackets in which its party stands."""
_COMMA = rf"(?:{_GAP}?[,/]{_GAP}?(?!en\b){_PERSON})"
_AND = rf"(?:{_GAP}?(?:,{_GAP})?(?:\ben\b|&){_GAP}?{_PERSON})"
"""The last of a list: whoever stands behind it belongs to another."""


_TURN = re.compile(
    r"(?<![^\n>|*_ \t])(?:De heer|Mevrouw|Het lid|Kamerlid|Raadslid|Wethouder|Minister|Staatssecretaris)[ ]{1,2}"
    rf"({_PERSON})[*_]{{0,2}}[ ]{{0,2}}\([^()\n\d]{{2,40}}\)[*_]{{0,2}}[ ]?[:;]"
)
"""A turn in the record of a debate: its speakers speak in public for their party."""
_TURN_MISREAD = re.compile(
    rf"(?<![^\n>|*_ \t])([DMHKRWS][\w|]{{0,15}}(?:[ ][\w|]{{3,5}})?)[ ]{{1,2}}({_PERSON})[*_]{{0,2}}[ ]{{0,2}}"
    r"\([^()\n\d]{2,40}\)[*_]{0,2}[ ]?[:;]"
)
_SPEAKERS = ("de heer", "mevrouw", "het lid", "kamerlid", "minister", "staatssecretaris")


class _Patterns(NamedTuple):
    beside: re.Pattern[str]
    top: re.Pattern[str]
    party: re.Pattern[str]
    ends: re.Pattern[str]
    """A name at the end of a stretch."""
    person: re.Pattern[str]
    people: re.Pattern[str]
    several: re.Pattern[str]
    """The offices and papers behind which several people are named."""


@cache
def _patterns() -> _Patterns:
    data = load("public_office")["words"]
    between = rf"(?:[ ](?:{alternatives(data['between'])})\b){{0,5}}"
    before = alternatives(data["before"])
    parties = alternatives(data["parties"])
    return _Patterns(
        re.compile(
            rf"\b(?:{before})\b[*_:]{{0,2}}{between}(?:[-– *_]{{1,3}}|[ ]?\n[ \t>|*_]{{0,12}})"
            rf"|\b(?:{alternatives(data['spokes'])})(?:[ ]|[ ]?\n[ \t>|*_]{{0,12}})"
        ),
        re.compile(rf"\b(?i:{alternatives(data['top'])})(?:[ ][A-Z][A-Za-z]{{0,4}}[A-Z]\b)?{_GAP}"),
        re.compile(rf"[*_]{{0,2}}[ \n]?\((?i:{parties})(?:[/, -][^()\n]{{0,20}})?\)"),
        re.compile(rf"(?:{_PERSON})\Z"),
        re.compile(_PERSON),
        re.compile(rf"{_PERSON}{_COMMA}{{0,4}}{_AND}?"),
        re.compile(rf"\b(?:{alternatives(data['several'])})\b"),
    )


def _named(text: str, cue: re.Match[str]) -> re.Match[str] | None:
    """Who is named behind an office: one, or several where the office is written for several."""
    return _behind(cue.group().lower()).match(text, cue.end())


@cache
def listed() -> tuple[Office, ...]:
    """The offices of ``knowledge/public_office.toml``."""
    data = load("public_office")
    found = []
    for office, table in data.items():
        for entry in table.get("names", ()):
            first, prefix, surname, _ = entry.split("|")
            shown = " ".join(filter(None, (first, prefix, surname)))
            found.append(Office(Name(fold(first), "", fold(prefix), fold(surname)), shown, office))
    return tuple(found)


def by_surname(offices: Iterable[Office]) -> Mapping[str, tuple[Office, ...]]:
    """Offices by the last word of the surname."""
    held: dict[str, list[Office]] = {}
    for office in offices:
        written = read(office.shown) or office.name
        for surname in {office.name.surname, office.name.family, written.surname, written.family}:
            held.setdefault(surname, []).append(office)
    return {surname: tuple(them) for surname, them in held.items()}


class Public:
    """Who of a document's names is public: spans with an office beside them, and the surnames these show."""

    def __init__(self, sheet: Sheet, known: Known, index: Mapping[str, tuple[Office, ...]]) -> None:
        self._index = index
        self._known = known
        spans = sorted(_spans(sheet, known.top_visible))
        self._starts = [start for start, _ in spans]
        self._spans = spans
        self.surnames = {word for start, end in spans for word in _surnames(sheet.text[start:end])}
        self.named: set[str] = set()

    def at(self, span: Span) -> bool:
        """Whether an office stands beside the name at this span."""
        at = bisect_left(self._starts, span[1])
        return any(a < span[1] and span[0] < b for a, b in self._spans[max(0, at - 4) : at])

    def office(self, name: Name) -> Office | None:
        """The listed office of somebody who bears this full name."""
        if not name.surname or not (name.first or name.initials):
            return None
        for office in self._bearers(name):
            own = office.name
            if name.first and (name.first == own.first or own.first.split()[0] == name.first):
                return office
            if not name.first and name.initials[:1] == own.first[:1] and self._unshared(name):
                return office
        return None

    def namesake(self, name: Name) -> Office | None:
        """Somebody of the same surname who has an office."""
        return next(iter(self._bearers(name)), None)

    def is_visible(self, name: Name, span: Span) -> bool:
        """Whether the name that stands at a span is left visible."""
        if self.at(span) or self.office(name):
            return True
        private = any(not self.office(one) for one in self._known.surnames.get(name.surname, ()))
        if name.surname and not name.first and not name.initials and not private:
            shown = name.family in self.surnames or name.surname in self.surnames or bool(self._mentioned(name))
            return shown or self._misread(name)
        return False

    def _misread(self, name: Name) -> bool:
        """Whether a surname alone is one letter from a public one of this document, and nobody else's."""
        if len(name.surname) < 5 or name.surname in self._known.surnames:
            return False
        return any(len(one) > 4 and edits(name.surname, one, 1) <= 1 for one in self.surnames)

    def _mentioned(self, name: Name) -> bool:
        """Whether the listed bearer of a surname alone is named in full in this document."""
        return name.surname in self.named

    def _unshared(self, name: Name) -> bool:
        return all(self._same(name, one) for one in self._known.surnames.get(name.surname, ()))

    def _same(self, name: Name, other: Name) -> bool:
        return not other.first or any(other.first == office.name.first for office in self._bearers(name))

    def _bearers(self, name: Name) -> tuple[Office, ...]:
        found = self._index.get(name.family) or self._index.get(name.surname, ())
        return tuple(o for o in found if not name.prefix or not o.name.prefix or o.name.prefix == name.prefix)


def _spans(sheet: Sheet, top: bool) -> Iterator[Span]:
    patterns, text = _patterns(), sheet.text
    for cue in patterns.beside.finditer(sheet.low):
        if found := _named(text, cue):
            yield _unbroken(sheet, found)
    for found in patterns.party.finditer(text):
        begin = max(0, found.start() - _LONGEST)
        if person := patterns.ends.search(text[begin : found.start()]):
            yield person.start() + begin, found.start()
    yield from _misread(sheet)
    for cue in _MOTION.finditer(text):
        if found := patterns.people.match(text, cue.end()):
            yield _unbroken(sheet, found)
    for found in _TURN.finditer(text):
        yield found.span(1)
    for found in _TURN_MISREAD.finditer(text):
        said = fold(found.group(1))
        if any(edits(said, one, 2) <= (2 if len(one) > 8 else 1) for one in _SPEAKERS):
            yield found.span(2)
    if top:
        for cue in patterns.top.finditer(text):
            if found := patterns.person.match(text, cue.end()):
                yield _unbroken(sheet, found)


def _unbroken(sheet: Sheet, found: re.Match[str]) -> Span:
    """Names up to the end of a short line: beneath it somebody else may stand, as in a list."""
    start, end = found.span()
    turn = sheet.text.find("\n", start, end)
    while turn >= 0:
        if turn - sheet.line_span(sheet.line_at(turn))[0] < WRAPPED:
            return start, turn
        turn = sheet.text.find("\n", turn + 1, end)
    return start, end


def _misread(sheet: Sheet) -> Iterator[Span]:
    """A name behind a word that OCR made of an office: *rninister Jansen*."""
    for found in _WORD_BEFORE.finditer(sheet.text):
        if (office := _office(found.group(1))) and (person := _behind(office).match(sheet.text, found.end())):
            yield _unbroken(sheet, person)


def _behind(office: str) -> re.Pattern[str]:
    """How those are named who stand behind an office."""
    patterns = _patterns()
    return patterns.people if patterns.several.search(office) else patterns.person


@lru_cache(maxsize=1 << 14)
def _office(word: str) -> str:
    """The office of which OCR may have made a word; empty for none."""
    low = fold(word)
    near = (one for one in _long_offices() if abs(len(low) - len(one)) <= 2)
    found = ((edits(low, one, 2), one) for one in near)
    return min((pair for pair in found if pair[0] <= (2 if len(pair[1]) > 8 else 1)), default=(0, ""))[1]


@cache
def _long_offices() -> tuple[str, ...]:
    data = load("public_office")["words"]
    return tuple(one for one in (*data["before"], *data["spokes"]) if len(one) > 7 and one.isalpha() and " " not in one)


def _surnames(shown: str) -> Iterator[str]:
    for piece in re.split(r"[,/&]|\ben\b", shown):
        parts = fold(" ".join(piece.split())).split()
        if parts:
            yield parts[-1]
            yield " ".join(parts)


def changed(listed: Iterable[Office], changes: Iterable[tuple[str, str, bool]]) -> tuple[Office, ...]:
    """The list with an officer's changes: name as written, office, and whether it stays visible."""
    held = {fold(office.shown): office for office in listed}
    for shown, office, on in changes:
        if not on:
            held.pop(fold(shown), None)
        elif name := read(shown):
            held[fold(shown)] = Office(name, shown, office)
    return tuple(held.values())
