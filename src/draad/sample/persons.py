"""Where names and personal data stand in an unredacted release: recorded while it is printed, never searched for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from draad.sample import names, secrets
from draad.sample.people import Person
from draad.sample.secrets import KEPT_END, KEPT_ON, KEPT_WORD, KINDS, PUBLIC

if TYPE_CHECKING:
    from draad.sample.truth import Part, Printed


@dataclass(slots=True)
class PersonTruth:
    """A name, or something else that is somebody's own, on one line. What a line break parts is two of these."""

    document: str
    line: int
    start: int
    end: int
    """Characters of the line."""
    text: str
    kind: str
    """``person``, ``mailbox`` (the local part), ``phone``, ``address``, ``bsn``, ``iban``, ``plate`` …"""
    public: bool
    """Somebody who appears in public by function: not to be withheld."""
    person: str | None = None
    """Whose, where the words belong to one member of the cast alone."""

    @property
    def listed(self) -> bool:
        """Whether each word of a name stands in a list of names."""
        return names.listed(self.text)

    def as_json(self, lines: bool) -> dict[str, Any]:
        """The line of ``persons.jsonl``; places are null for files without lines of their own."""
        return {
            "document": self.document,
            "line": self.line if lines else None,
            "start": self.start if lines else None,
            "end": self.end if lines else None,
            "text": self.text,
            "kind": self.kind,
            "public": self.public,
            "person": self.person,
            "listed": self.listed,
        }


def locate(lines: list[str], parts: list[Part]) -> list[str]:
    """The lines without the signs of what was kept; what they told is added to each part's ``persons``."""
    at, out = 0, []
    for number, line in enumerate(lines, 1):
        if KEPT_END in line:
            while at + 1 < len(parts) and number > parts[at].last:
                at += 1
            parts[at].persons += _found(line, number)
            line = secrets.unsigned(line)
        out.append(line)
    return out


def _width(text: str) -> int:
    """How many characters stand printed: other signs than hard blanks and page breaks take no room."""
    return len(text) - sum(c > "\ue004" for c in text if "\ue000" <= c <= "\uf8ff")


def _found(line: str, number: int) -> list[PersonTruth]:
    found: list[PersonTruth] = []
    column = at = 0
    for word in KEPT_WORD.finditer(line):
        between = line[at : word.start()]
        begin = column + _width(between)
        column, at = begin + len(word[3]), word.end()
        joined = word[1] == KEPT_ON and found and not between.strip()
        if joined:
            found[-1].text += line[word.start() - len(between) : word.start()] + word[3]
            found[-1].end = column
        elif word[3]:
            found.append(PersonTruth("", number, begin, column, word[3], KINDS[word[2]], word[2] == PUBLIC))
    return found


def keys(cast: list[Person]) -> dict[str, str]:
    """Whose each name, local part and number is; those of several people are nobody's."""
    owners: dict[str, set[int]] = {}
    for person in cast:
        own = [person.shown.partition(" - ")[0], person.plain, person.first, person.local]
        own += [found[2] for line in person.signature for found in secrets.SECRET.finditer(line)]
        for text in own if not person.shared else ():
            owners.setdefault(text, set()).add(person.key)
    return {text: f"p{min(who)}" for text, who in owners.items() if len(who) == 1}


def name_keys(files: Iterable[Printed], owners: dict[str, str]) -> None:
    """Tell whose each piece is."""
    for part in (part for file in files for part in file.parts):
        for person in part.persons:
            person.person = owners.get(person.text)
