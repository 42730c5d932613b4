"""Initials that stand for somebody who takes part in a conversation: ``AK:``, ``(AvdB)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from draad.release.propose.lists import words
from draad.release.propose.records import Found, Known
from draad.split.fields import role_of

_LETTERS = r"([A-Z][a-z]{0,3}[A-Z]{1,2})"
_PLACED = re.compile(
    rf"(?:(?<=\n)|(?<=\A))[ \t>*_•-]{{0,12}}{_LETTERS}(?=[*_]{{0,2}}:[ \t])"
    rf"|[a-z.,:?] \({_LETTERS}\)|\[{_LETTERS}[ \d]{{0,3}}\]"
)


def initials(text: str, near: Mapping[str, str], known: Known) -> Iterator[Found]:
    """Initials in a name's place, of people known in the conversation; never a directorate's abbreviation."""
    people = {letters: person for person in sorted(set(near.values())) if person for letters in forms(person)}
    if not people:
        return
    organisations = words().organisations
    for found in _PLACED.finditer(text):
        group = next(n for n in (1, 2, 3) if found.group(n))
        letters = found.group(group).lower()
        if letters in people and letters not in organisations and role_of(letters) is None:
            yield Found(found.span(group), "signature", 0.75, (("initials-of", {}),), value=people[letters])


def forms(person: str) -> set[str]:
    """How a name is shortened: *anouk van den boogaard* to ``ab``, ``avb``, ``avdb``."""
    parts = person.split()
    if len(parts) < 2:
        return set()
    return {parts[0][0] + parts[-1][0], "".join(part[0] for part in parts)}
