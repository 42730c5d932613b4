"""The rule: whose pseudonym may name a unit, and which; for all others, why not.

A unit U stands in the pseudonym of a person P where all of this holds:

1. U stands visible beside a printed pseudonym of P in a released document: right behind it in a header or in the list
   of those present, or in a signature that is P's alone and names no other unit.
2. All such places name U; where they name two units, an officer chooses.
3. U is hidden nowhere beside P: no words of U are withheld in a message (or in the rest of a document) in which P's
   pseudonym stands, no copy of a message that shows it withholds it, and no mark of the source, of which nobody knows
   what it hides, stands beside P where U does not.
4. U has a short name that stands visible itself, or that knowledge gives for a full name that stands visible.
5. At least so many people of the release (``least``) bear U in their pseudonym: k-anonymity (Sweeney, 2002).

In 5 a name whose words all stand in another's counts for nobody new: the dossier may know one person by two names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from draad.fold import edits
from draad.release.pseudonyms import units
from draad.release.pseudonyms.standing import Looked, Stretch, Tie

_MISREAD = 5
"""Letters from which on two words that differ in one may be the same."""
Why = Literal["rule", "chosen", "cleared", "unseen", "several", "hidden", "unnamed", "few", "absent", "drawn", "off"]
"""``rule`` and ``chosen`` give a unit. None: an officer cleared it; none stands beside the person; several do; it is
hidden somewhere; it has no short name; too few people bear it; what an officer chose stands nowhere visible; the
pseudonym was drawn without it; switched off."""


class Choice(NamedTuple):
    """The unit of one person's pseudonym; empty for none."""

    unit: str
    why: Why
    bearers: int = 0
    """People that would bear the unit, where they are too few."""


@dataclass(frozen=True)
class Seen:
    """What all released documents tell together."""

    ties: Mapping[int, tuple[Tie, ...]]
    """By person."""
    names: Mapping[str, frozenset[str]]
    """By unit all short names under which it goes in this release or in knowledge."""
    labels: Mapping[str, str]
    """By unit the short name that may be printed; a unit without one is left out."""
    hidden: Mapping[int, frozenset[str]]
    """By person the units that are hidden beside them."""
    visible: Mapping[int, frozenset[str]]
    """By person the units that stand visible in a message or a report in which their pseudonym stands."""

    def offered(self, value: int) -> list[str]:
        """The units among which an officer may choose for a person, by their short names."""
        keys = self.visible.get(value, frozenset()) - self.hidden.get(value, frozenset())
        return sorted({self.labels[key] for key in keys if key in self.labels})

    def tells(self, value: int, unit: str, *, chosen: bool) -> bool:
        """Whether the release shows, and hides nowhere, that a person is of the unit that goes by this short name.

        ``chosen`` by an officer: it may stand anywhere in a message with the person.
        """
        if chosen:
            return unit in self.offered(value)
        keys = {tie.unit.key for tie in self.ties.get(value, ()) if unit in self.names.get(tie.unit.key, ())}
        return bool(keys) and not keys & self.hidden.get(value, frozenset())


def _never(_: str) -> bool:
    return False


def seen(looked: Iterable[Looked], used: Collection[str] = (), telling: Callable[[str], bool] = _never) -> Seen:
    """Puts together what documents tell. ``used``: short names that stand in pseudonyms already; they go before others.

    ``telling`` says of a short name that it is a word of what is withheld: it is never printed.
    """
    ties: dict[int, list[Tie]] = defaultdict(list)
    stretches: list[Stretch] = []
    for document in looked:
        stretches += document.stretches
        for tie in document.ties:
            ties[tie.value].append(tie)
    every = [tie for held in ties.values() for tie in held]
    names = _names(every)
    keys = frozenset(names)
    shown = {id(one): frozenset(units.mentioned(one.visible, keys, names, surely=True)) for one in stretches}
    visible: dict[int, set[str]] = defaultdict(set)
    for one in stretches:
        for value in one.values:
            visible[value] |= shown[id(one)]
    return Seen(
        {value: tuple(held) for value, held in ties.items()},
        names,
        {key: label for key in keys if (label := _label(key, every, used)) and not telling(label)},
        _hidden(stretches, ties, names, shown),
        {value: frozenset(held) for value, held in visible.items()},
    )


def _names(ties: Sequence[Tie]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tie in ties:
        held = found.setdefault(tie.unit.key, set(units.codes_of(tie.unit.key)))
        if not tie.unit.full:
            held.add(tie.unit.text)
    return {key: frozenset(held) for key, held in found.items()}


def _label(key: str, ties: Sequence[Tie], used: Collection[str]) -> str:
    """The short name of a unit: one that is in use, else by the order of knowledge, else of the alphabet."""
    own = [tie.unit for tie in ties if tie.unit.key == key]
    allowed = {unit.text for unit in own if not unit.full}
    listed = units.codes_of(key)
    if any(unit.full for unit in own):
        allowed |= set(listed)
    order = {code: n for n, code in enumerate(listed)}
    fitting = [code for code in allowed if units.fits(code)]
    fitting.sort(key=lambda code: (code not in used, order.get(code, len(order)), code))
    return fitting[0] if fitting else ""


def _hidden(
    stretches: Sequence[Stretch],
    ties: Mapping[int, Sequence[Tie]],
    names: Mapping[str, frozenset[str]],
    shown: Mapping[int, frozenset[str]],
) -> dict[int, frozenset[str]]:
    """By person the units that are hidden beside them, as rule 3 has it."""
    found: dict[int, set[str]] = defaultdict(set)
    copies: dict[int, list[Stretch]] = defaultdict(list)
    keys = frozenset(names)
    withheld = {id(one): units.mentioned("\n".join(one.hidden), keys, names, surely=False) for one in stretches}
    for one in stretches:
        if one.message is not None:
            copies[one.message].append(one)
        for value in one.values:
            found[value] |= withheld[id(one)]
        for value in one.blind:
            found[value] |= keys - shown[id(one)]
    for same in copies.values():
        gone = set().union(*(withheld[id(one)] for one in same))
        told = set().union(*(shown[id(one)] for one in same))
        gone |= {key for one in same if one.marked for key in told - shown[id(one)]}
        for value in {value for one in same for value in one.values}:
            found[value] |= gone
    return {value: frozenset(held) for value, held in found.items() if held}


@dataclass(frozen=True)
class People:
    """Who is withheld under a name, with the words of all names of each, folded."""

    words: Mapping[int, frozenset[str]]

    def count(self, values: Iterable[int]) -> int:
        """How many people these are at the least: a name whose words all stand in another's may be that one's."""
        kept: list[frozenset[str]] = []
        for words in sorted((self.words[value] for value in values), key=lambda one: (-len(one), sorted(one))):
            if not any(all(any(_alike(a, b) for b in other) for a in words) for other in kept):
                kept.append(words)
        return len(kept)


def _alike(one: str, other: str) -> bool:
    """Whether two words may be one that was read or typed wrong."""
    return one == other or (min(len(one), len(other)) >= _MISREAD and edits(one, other, 1) <= 1)


def choose(
    told: Seen,
    people: People,
    chosen: Mapping[int, str],
    least: int,
    drawn: Mapping[int, str] = MappingProxyType({}),
) -> dict[int, Choice]:
    """The unit of each person.

    ``chosen``: what officers said, empty for none. ``drawn``: the units of pseudonyms that were drawn before. Such a
    one keeps its unit as long as the release shows it, though a later document names another; one without a unit
    doesn't count among the people that bear one.
    """
    made = {value: _of(told, value, chosen.get(value), drawn.get(value, "")) for value in people.words}
    bearers: dict[str, set[int]] = defaultdict(set)
    for value, one in made.items():
        if one.unit and drawn.get(value, one.unit):
            bearers[one.unit].add(value)
    counts = {unit: people.count(held) for unit, held in bearers.items()}
    for value, one in made.items():
        count = counts.get(one.unit, 0)
        if one.unit and count < least:
            made[value] = Choice("", "few", count)
    return made


def _of(told: Seen, value: int, chosen: str | None, drawn: str) -> Choice:
    if chosen == "":
        return Choice("", "cleared")
    if chosen is not None:
        return Choice(chosen, "chosen") if chosen in told.offered(value) else Choice("", "absent")
    if drawn and told.tells(value, drawn, chosen=False):
        return Choice(drawn, "rule")
    keys = {tie.unit.key for tie in told.ties.get(value, ())}
    if len(keys) != 1:
        return Choice("", "several" if keys else "unseen")
    (key,) = keys
    if key in told.hidden.get(value, ()):
        return Choice("", "hidden")
    label = told.labels.get(key)
    return Choice(label, "rule") if label else Choice("", "unnamed")
