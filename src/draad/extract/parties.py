"""Who is to do what was found, who asked it, who was promised it: by grammar, and as far as redaction leaves it.

``docs/punten.md`` ("Eigenaar, tegenpartij") says what an owner and a counterparty are. A party is a directorate, an
organisation, an office, or the domain of sender or addressee: never a person's name, nothing beside a mark (law 2).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal

from draad.extract.clauses import Group
from draad.extract.names import Name, is_directorate
from draad.extract.reading import Reading, read
from draad.extract.records import Found, Party, Sentence, Unit
from draad.knowledge import load
from draad.records import Attendee, Copy, Mark, Person, Span
from draad.split import marks as redaction

_DIRECTORATE = re.compile(
    r"\b(?:[Dd]irectie|[Dd]irectoraat-generaal|[Aa]fdeling|[Pp]rogrammadirectie|DIRECTIE)[ \t]+"
    r"[A-ZÀ-Þ][^\W_]*-?(?:(?:,? en|,|[ \t]&|-)?[ \t]?[A-ZÀ-Þ][^\W_]*-?){0,7}(?<!-)"
)
_MINISTRY = re.compile(
    r"\b[Mm]inisterie[ \t]+(?:van|voor)[ \t]+[A-ZÀ-Þ][^\W_]*(?:(?:,? en|,| van| voor)?[ \t][A-ZÀ-Þ][^\W_]*){0,7}"
    r"|\bMinisterie[ \t][A-Z]{2,4}\b"
)
_SALUTED = re.compile(
    r"(?:beste|geachte|dag|hallo)[ \t]+((?:leden|bestuur|bestuursleden|deelnemers|collega's)[^,\n]{0,60})",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:de|het|een|'t)[ \n]+", re.IGNORECASE)
_HEADING, _ABOVE = 200, 30
_STARS = " \t\n*_:|"


def owners(unit: Unit, found: Found) -> tuple[Party, ...]:
    """Who is to do, answer, report, decide or attend, by what was found; empty where the text does not say.

    Uses the sentence of ``found.cue_span``, for *zij* and *deze* the one before it in the same block, the signature and
    header of the copy. Never raises; never gives a person's name or words under a redaction mark.
    """
    if found.kind == "figure":
        return ()
    where = _sentence(unit, found)
    if where is None:
        return ()
    sentence, reading, cue = where
    group = _owner(found.kind, reading, cue)
    if group is None and found.kind == "question":
        return addressee(unit) if not sentence.foreign else ()
    if group is None:
        return _of_order(unit, sentence, reading) or _of_heading(unit, sentence)
    return _parties(unit, sentence, group)


def counterparties(unit: Unit, found: Found) -> tuple[Party, ...]:
    """Who asked (of a question) or was promised something (of a commitment); empty for other kinds."""
    where = _sentence(unit, found) if found.kind in ("question", "commitment") else None
    if where is None:
        return ()
    sentence, reading, cue = where
    if found.kind == "question":
        asker = reading.asker(cue)
        if asker is not None:
            return _parties(unit, sentence, asker)
        return () if sentence.foreign else _speaker(unit, sentence) or sender(unit)
    group = reading.promised(cue)
    if group is not None:
        return _parties(unit, sentence, group)
    subject = reading.subject(cue)
    if subject is not None and subject.pronoun == "sender" and not sentence.foreign and sentence.speaker is None:
        return addressee(unit)
    return ()


def sender(unit: Unit) -> tuple[Party, ...]:
    """The sender of the copy: the directorate or ministry of its signature, else its domain, else nobody."""
    copy = unit.copy
    if copy is None:
        return ()
    return _signed(unit, copy) or (_domain([copy.sender]) if copy.sender else ())


def addressee(unit: Unit) -> tuple[Party, ...]:
    """The addressee of the copy: the group that it salutes, else the one domain to which it goes, else nobody."""
    copy = unit.copy
    if copy is None:
        return ()
    if copy.body:
        begin = copy.body[0]
        saluted = _SALUTED.search(unit.text, begin, min(begin + 200, copy.body[1]))
        if saluted:
            span = saluted.span(1)
            named = read(unit.text[span[0] : span[1]], frozenset()).groups
            parties = [party(unit, span[0], name) for group in named[:1] for name in group.names]
            if any(parties):
                return once(parties)
    return _domain(copy.to) if copy.to else ()


def _sentence(unit: Unit, found: Found) -> tuple[Sentence, Reading, int] | None:
    """The sentence in which the cue stands, as it reads, and the cue's place in it."""
    index, cue = found.sentence, found.cue_span[0]
    count = len(unit.sentences)
    if not 0 <= index < count:
        return None
    while index + 1 < count and unit.sentences[index + 1].span[0] <= cue:
        index += 1
    sentence = unit.sentences[index]
    if sentence.span[1] <= cue or sentence.span[0] > cue:
        sentence = unit.sentences[found.sentence]
    return sentence, _read(unit, sentence.span), max(0, cue - sentence.span[0])


def _read(unit: Unit, span: Span) -> Reading:
    return read(unit.text[span[0] : min(span[1], span[0] + 2000)], known_codes(unit))


def known_codes(unit: Unit) -> frozenset[str]:
    """Codes in brackets behind those who attend: directorates, whatever they look like."""
    return _spellings(unit.report.attendees) if unit.report else frozenset()


@lru_cache(maxsize=64)
def _spellings(attendees: tuple[Attendee, ...]) -> frozenset[str]:
    """Initials of somebody present are no directorate, and stay out."""
    count = Counter(a.directorate for a in attendees)
    directorates = {
        a.directorate
        for a in attendees
        if a.directorate
        and is_directorate(a.directorate, a.text, hidden=bool(redaction.find(a.text)), count=count[a.directorate])
    }
    return frozenset(directorates) | frozenset(d.lower() for d in directorates if len(d) > 1)


def _owner(kind: str, reading: Reading, cue: int) -> Group | None:
    if kind == "question":
        return reading.asked(cue)
    if kind == "signal":
        return reading.source(cue)
    if kind == "appointment":
        return reading.subject(cue, passive=True) or reading.agent(cue)
    return reading.agent(cue) or reading.asked(cue, strict=True) or reading.subject(cue)


def _of_order(unit: Unit, sentence: Sentence, reading: Reading) -> tuple[Party, ...]:
    """Whom an order is given to: ``Zet je opmerkingen in het stuk``."""
    if sentence.foreign or sentence.speaker or not reading.imperative:
        return ()
    return addressee(unit)


def _of_heading(unit: Unit, sentence: Sentence) -> tuple[Party, ...]:
    """Those whom a heading above names and nothing else (``MO:``, ``Acties VNG en IPO``), or speaks for
    (``Wat wij vanuit VWS doen``)."""
    if sentence.heading is None or sentence.role not in ("point", "row"):
        return ()
    for i, head in _headings(unit, sentence.heading):
        if head[1] - head[0] > _HEADING:
            continue
        reading = _read(unit, head)
        vantage = [group for group in reading.groups if group.pronoun == "sender" and group.names]
        if i == 0 and not vantage:
            rest = reading.without_names().strip(_STARS + "0123456789.)(-–/&+,").lower()
            vantage = [*reading.groups] if rest in load("actions")["sections"]["bare"] else []
        found = once(party(unit, head[0], name) for group in vantage for name in group.names)
        if found:
            return found
    return ()


def _headings(unit: Unit, index: int) -> Iterator[tuple[int, Span]]:
    """The heading of a number and up to two above it, near by."""
    found = 0
    for k in range(index, max(-1, index - _ABOVE), -1):
        if unit.sentences[k].role == "heading":
            yield found, unit.sentences[k].span
            found += 1
            if found > 2:
                return


def _parties(unit: Unit, sentence: Sentence, group: Group) -> tuple[Party, ...]:
    if group.pronoun is None:
        return once(party(unit, sentence.span[0], name) for name in group.names)
    if group.pronoun == "back":
        return _before(unit, sentence)
    if group.pronoun == "sender":
        within = once(party(unit, sentence.span[0], name) for name in group.names)
        return within or _speaker(unit, sentence) or (() if sentence.foreign else sender(unit))
    return () if sentence.foreign or sentence.speaker else addressee(unit)


def _before(unit: Unit, sentence: Sentence) -> tuple[Party, ...]:
    """Whom *zij* and *deze* point back to: the subject of the nearest sentence before in the same block."""
    index = bisect_left(unit.sentences, sentence.span, key=lambda s: s.span)
    for i in range(index - 1, max(-1, index - 4), -1):
        earlier = unit.sentences[i]
        if earlier.block != sentence.block:
            break
        subject = _read(unit, earlier.span).subject(0, passive=True)
        if subject is not None and subject.pronoun is None:
            return once(party(unit, earlier.span[0], name) for name in subject.names)
    return ()


def _speaker(unit: Unit, sentence: Sentence) -> tuple[Party, ...]:
    """Who speaks, in a debate: an office, with the name of those who appear in public by function."""
    if sentence.speaker is None:
        return ()
    begin = sentence.speaker[0]
    reading = _read(unit, sentence.speaker)
    return once(party(unit, begin, name) for group in reading.groups[:1] for name in group.names)


def party(unit: Unit, offset: int, name: Name) -> Party | None:
    """A name that was found at ``offset`` as a party; None where a redaction mark touches it."""
    span = offset + name.start, offset + name.end
    if name.sort == "role" and name.end - name.start > 6:
        span = _without_surname(unit, span)
    if span[0] == span[1] or marked(unit, *span):
        return None
    words = unit.words(span)
    article = _ARTICLE.match(words)
    if article:
        span = span[0] + article.end(), span[1]
    return Party(" ".join(unit.words(span).split()), name.kind, span)


def _without_surname(unit: Unit, span: Span) -> Span:
    """A surname that a mark touches is part of what was withheld: the office alone is left, or nothing."""
    words = unit.words(span)
    if " " in words and marked(unit, span[1], min(span[1] + 3, unit.span[1])):
        if words.lower() in _offices():
            return span
        office = words[: words.index(" ")]
        return span[0], span[0] + (len(office) if office.lower() in _offices() else 0)
    return span


@cache
def _offices() -> frozenset[str]:
    roles = load("parties")["roles"]
    return frozenset((*roles["public"], *roles["office"], *roles["seats"]))


def marked(unit: Unit, begin: int, end: int) -> bool:
    """Whether a redaction mark touches a span."""
    marks = unit.copy.marks if unit.copy else _marks(unit.text, unit.span)
    i = bisect_left(marks, begin, key=_mark_end)
    while i < len(marks) and marks[i].span[1] <= begin:
        i += 1
    return i < len(marks) and marks[i].span[0] < end


def _mark_end(mark: Mark) -> int:
    return mark.span[1]


@lru_cache(maxsize=8)
def _marks(text: str, span: Span) -> tuple[Mark, ...]:
    """The marks of a document that has no copies; found once, since many items of it are asked for in a row."""
    found = redaction.find(text[span[0] : span[1]])
    return tuple(m._replace(span=(m.span[0] + span[0], m.span[1] + span[0])) for m in found)


def _signed(unit: Unit, copy: Copy) -> tuple[Party, ...]:
    """The directorate that a signature names, else its ministry."""
    spans = [part.span for part in copy.parts if part.kind == "signature"]
    kinds: tuple[Literal["directorate", "organisation"], ...] = ("directorate", "organisation")
    for kind in kinds:
        for begin, end in spans:
            named = _unit_of(unit.text[begin : min(end, begin + 3000)], kind)
            if named and not marked(unit, begin + named[0], begin + named[1]):
                span = begin + named[0], begin + named[1]
                return (Party(unit.words(span), kind, span),)
    return ()


@lru_cache(maxsize=256)
def _unit_of(signature: str, kind: Literal["directorate", "organisation"]) -> Span | None:
    """Where a signature names its directorate or its ministry; the same signatures come back all the time."""
    named = (_DIRECTORATE if kind == "directorate" else _MINISTRY).search(signature)
    return named.span() if named else None


def named_directorate(signature: str) -> Span | None:
    """Where a signature names a directorate or department in full, first; None where it names none."""
    return _unit_of(signature, "directorate")


def _domain(people: Iterable[Person]) -> tuple[Party, ...]:
    """The domain of those that are told apart, when it is one and the same."""
    domains = {person.domain for person in people}
    only = domains.pop() if len(domains) == 1 else None
    return (Party(only, "domain"),) if only else ()


def once(parties: Iterable[Party | None]) -> tuple[Party, ...]:
    """Each party once, in order."""
    found: dict[str, Party] = {}
    for party in parties:
        if party is not None and party.name:
            found.setdefault(party.name.casefold(), party)
    return tuple(found.values())


@cache
def domains() -> dict[str, str]:
    """The organisation of each mail domain that is publicly known: ``vng.nl`` is the VNG's."""
    data = load("organisations")
    listed = [*data["ministry"], *(o for group in data["organisations"].values() for o in group)]
    known: dict[str, str] = {}
    for organisation in listed:
        for domain in organisation.get("domains", ()):
            known.setdefault(domain, organisation["name"])
    return known
