"""The organisations, directorates and domains of a dossier: each once, whatever its spellings.

Names that knowledge tells to be one (``vng.nl``, ``VNG``) come together under the full name; all others stay as the
text has them. Nothing is concluded from a redaction: a party is here because a copy or an item names it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from draad.dossier import Dossier
from draad.dossier.organisations import Correspondence, Holding, Meeting, NameSeen, Traffic
from draad.extract import known
from draad.web.network import LONGEST

if TYPE_CHECKING:
    from draad.web.room import Room

Kind = Literal["organisation", "directorate", "domain", "role"]
KINDS: tuple[Kind, ...] = ("organisation", "directorate", "domain", "role")
"""``domain``: of an organisation that is not known; ``role``: an office or a group (minister, leden)."""


@dataclass(slots=True)
class Party:
    """One of them, with all that the dossier shows of it."""

    name: str
    kind: Kind
    full: str | None = None
    """What an abbreviation stands for, where that is known."""
    names: Counter[str] = field(default_factory=Counter)
    """Its spellings and domains in this dossier, and how often each owns or asks something."""
    domains: list[str] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)
    holding: Holding = field(default_factory=Holding)
    meetings: list[Meeting] = field(default_factory=list)
    """Reports that name it as present, latest first."""

    @property
    def items(self) -> int:
        """What it owns, rejected items left out."""
        return sum(times for (_, status), times in self.holding.owns.items() if status != "rejected")

    @property
    def questions(self) -> int:
        """The questions that it asked."""
        asked = self.holding.asked.items()
        return sum(times for (kind, status), times in asked if kind == "question" and status != "rejected")

    @property
    def label(self) -> str:
        """A name that fits a picture."""
        if len(self.name) <= LONGEST:
            return self.name
        short = [name for name in sorted(self.names, key=lambda name: (len(name), name)) if len(name) <= LONGEST]
        return short[0] if short else f"{self.name[: LONGEST - 1].rstrip()}…"


class Parties:
    """All of them, busiest first."""

    def __init__(self, found: Iterable[Party], correspondence: Correspondence) -> None:
        self.all = sorted(found, key=lambda p: (-p.traffic.messages, -p.items, p.name.casefold(), p.name))
        self.pairs = correspondence.pairs
        self._by_name = {spelled.casefold(): party for party in reversed(self.all) for spelled in party.names}
        self._by_name |= {party.name.casefold(): party for party in reversed(self.all)}

    def find(self, name: str) -> Party | None:
        """A party by its name, or by any spelling or domain of it."""
        return self._by_name.get(name.casefold())

    def peers(self, party: Party) -> list[tuple[Party, int, int]]:
        """With whom it corresponds: (peer, messages to it, messages from it), busiest first; without itself."""
        to = {b: times for (a, b), times in self.pairs.items() if a == party.name and b != party.name}
        of = {a: times for (a, b), times in self.pairs.items() if b == party.name and a != party.name}
        found = [(self._by_name[name.casefold()], to.get(name, 0), of.get(name, 0)) for name in {**to, **of}]
        return sorted(found, key=lambda one: (-one[1] - one[2], one[0].name))

    def within(self, party: Party) -> int:
        """Messages that it sent to itself."""
        return self.pairs.get((party.name, party.name), 0)


def of_domain(domain: str) -> str:
    """The name under which a mail domain's messages are counted."""
    return known.organisation(domain) or domain


def correspondence_of(room: Room, dossier: Dossier) -> Correspondence:
    """Who writes to whom, kept for all readers."""
    return room.keep.get(("correspondence",), _make_correspondence, dossier).value


def parties_of(room: Room, dossier: Dossier) -> Parties:
    """All parties, kept for all readers."""
    return room.keep.get(("parties",), make_parties, dossier).value


def _make_correspondence(dossier: Dossier) -> Correspondence:
    return dossier.correspondence(of_domain)


def make_parties(dossier: Dossier) -> Parties:
    """For ``Keep``: everything of everyone; a few seconds at 100,000 messages."""
    found: dict[str, Party] = {}
    whose: dict[str, str] = {}
    for seen in dossier.names_seen():
        place = _place(seen)
        if place is not None:
            name, kind = place
            party = found.setdefault(name.casefold(), Party(name, kind))
            party.names[seen.name] += seen.times
            whose[seen.name] = party.name
    domains: dict[str, str] = {}

    def counted(domain: str) -> str:
        name = domains[domain] = of_domain(domain)
        return name

    correspondence = dossier.correspondence(counted)
    for domain, name in domains.items():
        party = found.setdefault(name.casefold(), Party(name, "domain" if name == domain else "organisation"))
        party.names[domain] += 0
    _fill(found, correspondence, dossier.holdings(whose))
    _present(found, dossier.meetings())
    for party in found.values():
        party.domains = sorted(name for name in party.names if known.is_domain(name))
        party.full = known.directorate(party.name) if party.kind == "directorate" else None
    return Parties(found.values(), correspondence)


def _place(seen: NameSeen) -> tuple[str, Kind] | None:
    """Under which name and as what a name counts; None for *allen*, which is nobody in particular."""
    if seen.kind == "all":
        return None
    if known.is_domain(seen.name):
        name = of_domain(seen.name.lower())
        return name, "domain" if name == seen.name.lower() else "organisation"
    if seen.kind == "directorate":
        return seen.name, "directorate"
    full = known.organisation(seen.name)
    if full:
        return full, "organisation"
    if seen.kind is None and known.directorate(seen.name):
        return seen.name, "directorate"
    return seen.name, "role" if seen.kind == "role" else "organisation"


def _fill(found: dict[str, Party], correspondence: Correspondence, holdings: dict[str, Holding]) -> None:
    for name, traffic in correspondence.parties.items():
        found[name.casefold()].traffic = traffic
    for name, holding in holdings.items():
        found[name.casefold()].holding = holding


def _present(found: dict[str, Party], meetings: Iterable[Meeting]) -> None:
    for meeting in sorted(meetings, key=lambda one: (one.held or "", one.document), reverse=True):
        for name in meeting.directorates:
            party = found.setdefault(name.casefold(), Party(name, "directorate"))
            party.names[name] += 0
            party.meetings.append(meeting)
