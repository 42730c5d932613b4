"""Who writes to whom, and who owns and asks what: the figures behind the pages of organisations.

A domain counts where a copy shows it, two domains together only where one and the same copy shows both: what another
copy tells says nothing of a mark (law 2).
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from draad.dossier.months import Calendar

Party = str
"""The name under which an organisation's spellings and domains come together."""
Role = str
"""``owner`` or ``counterparty``."""

_COPIES = """
    SELECT c.message, m.sent_at, c.sender, c.domains FROM (
        SELECT w.message, d.copy, max(iif(d.role = 'sender', d.domain, NULL)) AS sender,
               group_concat(iif(d.role = 'sender', NULL, d.domain), ' ') AS domains
        FROM copy_domains d INDEXED BY copy_domains_copy JOIN woven w ON w.copy = d.copy GROUP BY d.copy) c
    JOIN messages m ON m.id = c.message ORDER BY c.message
"""
_NAMES = """
    SELECT p.name, p.times, i.data
    FROM (SELECT name, count(*) AS times, min(item) AS item FROM item_parties GROUP BY name) p
    JOIN items i ON i.id = p.item ORDER BY p.name
"""
_WHOSE = """
    WITH named AS MATERIALIZED (SELECT key AS name, value AS party FROM json_each(?))
    SELECT n.party, p.role, i.kind, i.status, substr(i.said, 1, 7) AS month, count(DISTINCT p.item)
    FROM item_parties p JOIN named n ON n.name = p.name COLLATE NOCASE JOIN items i ON i.id = p.item
    GROUP BY 1, 2, 3, 4, 5
"""
_ANSWERED = """
    WITH named AS MATERIALIZED (SELECT key AS name, value AS party FROM json_each(?))
    SELECT n.party, count(DISTINCT i.id)
    FROM items i JOIN item_parties p ON p.item = i.id AND p.role = 'counterparty'
    JOIN named n ON n.name = p.name COLLATE NOCASE
    WHERE i.kind = 'question' AND i.status <> 'rejected' AND (i.status = 'fulfilled' OR i.id IN
        (SELECT target FROM item_links WHERE kind IN ('answers', 'fulfils') AND status <> 'rejected'))
    GROUP BY 1
"""
_MEETINGS = """
    SELECT d.id, d.name, d.report FROM documents d WHERE d.report IS NOT NULL AND d.report LIKE '%"directorate":"%'
    ORDER BY d.id
"""
_OF_PARTY = """
    SELECT i.id FROM item_parties p JOIN items i ON i.id = p.item
    WHERE p.role = ? AND p.name IN (SELECT value FROM json_each(?)) AND i.kind = ? AND i.status <> 'rejected'
    GROUP BY i.id ORDER BY i.said IS NULL, i.said DESC, i.id LIMIT ?
"""
_SIGNALS = """
    SELECT id FROM (
        SELECT i.id, i.said FROM item_parties p JOIN items i ON i.id = p.item
        WHERE p.role = 'owner' AND p.name IN (SELECT value FROM json_each(?1)) AND i.kind = 'signal'
            AND i.status <> 'rejected'
        UNION
        SELECT i.id, i.said FROM items i JOIN copies c ON c.id = i.copy
        WHERE i.kind = 'signal' AND i.status <> 'rejected' AND i.owner = '[]'
            AND c.sender_domain IN (SELECT value FROM json_each(?1)))
    ORDER BY said IS NULL, said DESC, id LIMIT ?2
"""


@dataclass(slots=True)
class Traffic:
    """The messages in which one party is seen."""

    sent: int = 0
    received: int = 0
    messages: int = 0
    """Either of the two; a message to oneself counts once."""
    first: int | None = None
    """Seconds since 1970, as ``last``; None where no moment is known."""
    last: int | None = None
    months: Counter[str] = field(default_factory=Counter)
    """By month in the Netherlands, ``2020-03``."""

    def add(self, sent: bool, received: bool, at: int | None, month: str | None) -> None:
        """Counts one message."""
        self.messages += 1
        self.sent += sent
        self.received += received
        if at is not None and month is not None:
            self.first = at if self.first is None else min(self.first, at)
            self.last = at if self.last is None else max(self.last, at)
            self.months[month] += 1


@dataclass(slots=True)
class Correspondence:
    """Who wrote to whom, as far as copies show it."""

    parties: dict[Party, Traffic] = field(default_factory=dict)
    pairs: Counter[tuple[Party, Party]] = field(default_factory=Counter)
    """Messages by (sender, addressee), where one copy shows both."""


@dataclass(slots=True)
class Holding:
    """What one party owns and what it asked or was promised."""

    owns: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Items by (kind, status)."""
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Likewise, those of which it is the counterparty: who asked a question, who was promised something."""
    answered: int = 0
    """Questions that it asked and to which a link or a person says that an answer came."""
    months: Counter[str] = field(default_factory=Counter)
    """What it owns by the month in which that was said."""


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A name of owners and counterparties, as most of its letters' cases have it, and what kind of party it is."""

    name: str
    kind: str | None
    """``extract.records.PartyKind``; None for a name that a person wrote."""
    times: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting report and the directorates that were present."""

    document: int
    name: str
    title: str | None
    held: str | None
    """ISO date."""
    directorates: tuple[str, ...]


def correspondence(con: sqlite3.Connection, party_of: Callable[[str], Party]) -> Correspondence:
    """Counts messages by the parties of their domains; about a second at 100,000 messages."""
    found, calendar = Correspondence(), Calendar()
    parties: dict[str, Party] = {}

    def party(domain: str) -> Party:
        known = parties.get(domain)
        if known is None:
            known = parties[domain] = party_of(domain)
        return known

    for _, copies in groupby(con.execute(_COPIES), itemgetter(0)):
        senders: set[Party] = set()
        addressees: set[Party] = set()
        pairs: set[tuple[Party, Party]] = set()
        at = None
        for _, at, sender, domains in copies:  # noqa: B007 - every copy tells the moment of its message
            to = {party(domain) for domain in domains.split()} if domains else set()
            addressees |= to
            if sender is not None:
                who = party(sender)
                senders.add(who)
                pairs.update((who, whom) for whom in to)
        month = None if at is None else calendar.month(at)
        for one in senders | addressees:
            found.parties.setdefault(one, Traffic()).add(one in senders, one in addressees, at, month)
        found.pairs.update(pairs)
    return found


def names(con: sqlite3.Connection) -> list[NameSeen]:
    """All names of owners and counterparties."""
    return [NameSeen(name, _kind(json.loads(data), name), times) for name, times, data in con.execute(_NAMES)]


def _kind(data: Mapping[str, object], name: str) -> str | None:
    for role in ("owners", "counterparties"):
        told = data.get(role)
        for party in told if isinstance(told, list) else ():
            if str(party.get("name", "")).casefold() == name.casefold():
                return str(party["kind"])
    return None


def holdings(con: sqlite3.Connection, parties: Mapping[str, Party]) -> dict[Party, Holding]:
    """What each party owns and asked; ``parties`` tells whose each name is. An item of two names counts once."""
    found: dict[Party, Holding] = {}
    told = json.dumps(dict(parties), ensure_ascii=False)
    for party, role, kind, status, month, number in con.execute(_WHOSE, (told,)):
        held = found.setdefault(party, Holding())
        (held.owns if role == "owner" else held.asked)[kind, status] += number
        if role == "owner" and month and status != "rejected":
            held.months[month] += number
    for party, number in con.execute(_ANSWERED, (told,)):
        found[party].answered = number
    return found


def meetings(con: sqlite3.Connection) -> list[Meeting]:
    """Reports that tell which directorates were present."""
    found = []
    for document, name, report in con.execute(_MEETINGS):
        told = json.loads(report)
        present = dict.fromkeys(one["directorate"] for one in told["attendees"] if one["directorate"])
        found.append(Meeting(document, name, told["title"], told["held"], tuple(present)))
    return found


def items_of(con: sqlite3.Connection, names: Iterable[str], role: Role, kind: str, limit: int) -> list[int]:
    """Items of a kind that a party owns or asked, by all its names: the latest said first, rejected ones left out."""
    wanted = json.dumps(list(names), ensure_ascii=False)
    return [row[0] for row in con.execute(_OF_PARTY, (role, wanted, kind, limit))]


def signals_of(con: sqlite3.Connection, names: Sequence[str], limit: int) -> list[int]:
    """Signals of a party, latest first: those that name it, and those without a name in messages from its domains."""
    wanted = json.dumps(list(names), ensure_ascii=False)
    return [row[0] for row in con.execute(_SIGNALS, (wanted, limit))]
