"""Where the sentences that were said came to stand once printed, and the truth about the items in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from draad.sample import secrets, times
from draad.sample.lists import load
from draad.sample.people import Person
from draad.sample.said import Fact, Said

if TYPE_CHECKING:
    from draad.sample.truth import CopyTruth, Part

SILENT = ("decision", "inventory")
"""Kinds of document whose text is not looked at for items: what it holds counts neither way."""
DATED = ("mail", "report")
"""Kinds of document that tell when they were written, so that words of time in them can be dates."""

_PREFIX = "> \t"


@dataclass(slots=True)
class Spoken:
    """One sentence as it stands in one document."""

    said: Said
    key: str
    """The same for all copies of its message."""
    copy: CopyTruth | None
    first: int
    last: int
    text: str
    """The words as printed, without the quotation's prefixes and without what a page break puts between them."""
    whole: bool
    """False where part of it was redacted away or cut off."""


@dataclass(slots=True)
class _Open:
    first: int
    last: int
    pieces: list[str]


def bare(line: str) -> str:
    """The line without the signs around what it says."""
    return secrets.SAYING.sub("", line) if secrets.SAID in line or secrets.SAID_END in line else line


def locate(lines: list[str], parts: Iterable[Part], furniture: set[int]) -> None:
    """Fill in each part's ``spoken`` from lines that still carry the signs of what they say."""
    for part in parts:
        if not part.copies and part.said:
            part.spoken += _found(lines, part.first, part.last, furniture, part.said, None, "")
        for copy in part.copies:
            if copy.body and copy.said:
                part.spoken += _found(lines, *copy.body, furniture, copy.said, copy, copy.message)


def _found(
    lines: list[str], first: int, last: int, furniture: set[int], said: list[Said], copy: CopyTruth | None, key: str
) -> Iterator[Spoken]:
    """The sentences between two lines, in the order of their ends."""
    begun: dict[int, _Open] = {}
    for number in range(first, last + 1):
        if number in furniture:
            continue
        at, line = 0, lines[number - 1]
        for sign in secrets.SAYING.finditer(line):
            _note(begun, number, line[at : sign.start()])
            at = sign.end()
            which = ord(sign[2]) - secrets.SAID_BASE
            if sign[1] == secrets.SAID:
                begun[which] = _Open(number, number, [])
                continue
            one = begun.pop(which, None)
            if one is not None:
                yield _spoken(said[which], f"{key}/{which}", copy, one, True)
            else:
                torn = _Open(number, number, [line[:at]])
                yield _spoken(said[which], f"{key}/{which}", copy, torn, False)
        _note(begun, number, line[at:])
    for which, one in begun.items():
        yield _spoken(said[which], f"{key}/{which}", copy, one, False)


def _note(begun: dict[int, _Open], number: int, piece: str) -> None:
    for one in begun.values():
        if piece.strip(_PREFIX):
            one.pieces.append(piece if one.last == number else piece.lstrip(_PREFIX))
            one.last = number


def _spoken(said: Said, key: str, copy: CopyTruth | None, one: _Open, whole: bool) -> Spoken:
    text = secrets.printed(bare(" ".join(one.pieces)))
    return Spoken(said, key, copy, one.first, one.last, " ".join(text.split()), whole)


def rows(part: Part, lines: bool) -> Iterator[dict[str, Any]]:
    """The lines of ``items.jsonl`` for one document: one for each item in each place; see ``as_json``."""
    for spoken in part.spoken:
        for place, fact in enumerate(spoken.said.facts):
            yield as_json(part, spoken, fact, place, lines)


def as_json(part: Part, spoken: Spoken, fact: Fact, place: int, lines: bool) -> dict[str, Any]:
    """One item in one place.

    ``document``, ``n`` (place of its copy, None in a document that is no mail), ``item`` (shared by the copies of a
    message), ``kind`` and ``kinds`` (all that are right), ``lines``, ``text`` as printed, ``owner`` (None where not
    decided), ``also`` (other right names), ``due``, ``every``, ``unknown`` (fields not decided), ``sure`` (False: an
    item or not, it counts neither way), ``message``, ``new`` (this is the first copy of its message), ``template``.
    """
    copy = spoken.copy
    owner, also = _owner(copy, fact)
    dated = part.kind in DATED and (copy is None or (copy.sent is not None and _same_day(copy)))
    unknown = fact.unknown if dated or not fact.due else tuple({*fact.unknown, "due"})
    return {
        "document": part.document,
        "n": copy.n if copy else None,
        "item": f"{spoken.key if copy else part.document + spoken.key}.{place}",
        "kind": fact.kinds[0],
        "kinds": list(fact.kinds),
        "lines": [spoken.first, spoken.last] if lines else None,
        "text": spoken.text,
        "owner": owner,
        "also": also,
        "due": None if "due" in unknown else fact.due,
        "every": None if "every" in unknown else fact.every,
        "unknown": sorted(unknown),
        "sure": fact.sure and spoken.whole and part.kind not in SILENT,
        "message": copy.message if copy else None,
        "new": copy.new if copy else True,
        "template": spoken.said.template,
    }


def _same_day(copy: CopyTruth) -> bool:
    """Whether the header tells the day on which the words were chosen; a clock that is off may tell another."""
    told = datetime.fromisoformat(copy.sent or "").timestamp()
    return times.today(int(told)) == times.today(copy.at)


def _owner(copy: CopyTruth | None, fact: Fact) -> tuple[list[str] | None, list[str]]:
    """The owner's names as this copy still tells them."""
    if fact.whose is None:
        return (None if fact.owner is None else list(fact.owner)), list(fact.also)
    if copy is None:
        return None, []
    domain = copy.from_domain if fact.whose == "sender" else copy.to_domain
    if domain is None:
        return None, []
    return [domain], _names(copy.senders if fact.whose == "sender" else copy.addressees)


def _names(people: tuple[Person, ...]) -> list[str]:
    """Directorates and organisations of people, in full and in short, which a header or a signature may leave."""
    names: list[str] = []
    for person in people:
        names += (person.directorate, person.organisation)
        for organisation in load("organisations")["organisation"]:
            if organisation["name"] == person.organisation:
                names.append(organisation["short"])
                names += (part["name"] for part in organisation["department"] if part["short"] == person.directorate)
    return list(dict.fromkeys(names))
