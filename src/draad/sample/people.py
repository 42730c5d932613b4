"""The cast of a release: invented people with an organisation, a mail program and a habit of signing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

from draad.sample import names, secrets
from draad.sample.lists import load


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes mail, or a shared mailbox that does."""

    key: int
    first: str
    shown: str
    """As the address book has it: ``Kuipers, A. (Anouk)``, ``Anouk Kuipers``, ``Secretariaat OT``; no secrets."""
    plain: str
    """As the person calls themselves: ``Anouk Kuipers``."""
    local: str
    domain: str
    shared: bool
    """A mailbox of a department: released unredacted as a rule."""
    organisation: str
    directorate: str
    client: str
    signature: tuple[str, ...]
    """Lines under the farewell, with secrets; begins with the name."""
    phone_line: str | None

    @property
    def signed(self) -> str:
        """``shown`` with its secrets: the name, not the directorate behind it; none in a shared mailbox."""
        if self.shared:
            return self.shown
        name, dash, office = self.shown.partition(" - ")
        return f"{secrets.name(name)}{dash}{office}"


def plain_ascii(text: str) -> str:
    """The letters, digits, dots and dashes of ``text``, without accents, as local parts have them."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("'", ""))
    return "".join(c for c in text if c.isascii() and (c.isalnum() or c in ".-"))


def phone_number(rng: Random) -> str:
    """An invented Dutch phone number in one of the usual spellings."""
    tail = f"{rng.randrange(10**8):08d}"
    forms = (
        f"06 {tail[:4]} {tail[4:]}",
        f"06-{tail}",
        f"+31 6 {tail}",
        f"070 {tail[:3]} {tail[3:7]}",
        f"+31 (0)6 {tail[:2]} {tail[2:5]} {tail[5:]}",
    )
    return rng.choice(forms)


def _organisation(rng: Random) -> dict[str, Any]:
    organisations = load("organisations")["organisation"]
    chosen: dict[str, Any] = rng.choices(organisations, [o["weight"] for o in organisations])[0]
    return chosen


def _client(rng: Random) -> dict[str, Any]:
    clients = load("clients")["client"]
    chosen: dict[str, Any] = rng.choices(clients, [c["weight"] for c in clients])[0]
    return chosen


def _signature(
    rng: Random, full: str, first: str, local: str, organisation: dict[str, Any], department: str
) -> tuple[str, ...]:
    form = rng.randrange(6)
    if form == 0:
        return (secrets.name(first),)
    mail = f"{secrets.local(local)}@{organisation['domain']}"
    number = secrets.phone(phone_number(rng))
    role = rng.choice(load("people")["role"])
    house = rng.randrange(1, 240)
    if form == 1:
        return (secrets.name(full), role, f"{organisation['name']} | {department}", f"T {number}")
    if form == 2:
        return (
            secrets.name(full),
            "",
            department,
            organisation["name"],
            f"{organisation['street']} {house} | {organisation['place']}",
            organisation["post"],
            f"M {number}",
            f"E {mail}",
        )
    if form == 3:
        return (
            secrets.name(first),
            "---",
            secrets.name(full),
            f"{role} {department}",
            mail,
            f"Mobiel: {number}",
            f"www.{organisation['domain']}",
        )
    if form == 4:
        dots = "." * rng.randrange(40, 74)
        return (
            secrets.name(full),
            dots,
            department,
            organisation["name"],
            organisation["post"],
            dots,
            f"T {number}",
            f"{mail}",
            "Aanwezig op maandag, dinsdag en donderdag",
        )
    return (secrets.name(full), f"{role.capitalize()}, {organisation['short']}")


def person(key: int, rng: Random, whole: bool = False) -> Person:
    """One invented person (or, now and then, a shared mailbox); ``whole``: at times with a name that no list has."""
    lists = load("people")
    organisation, client = _organisation(rng), _client(rng)
    department = rng.choice(organisation["department"])
    first, last = rng.choice(lists["first"]), rng.choice(lists["last"])
    if whole:
        first, last = names.drawn(rng)
    domain = organisation["domain"]
    initials = ".".join(plain_ascii(part)[0].upper() for part in first.split("-")) + "."
    bare = last.split(" ")
    base, prefix = bare[-1], " ".join(bare[:-1])
    full = f"{first} {last}"
    local = rng.choice(
        (
            f"{initials.lower()}{plain_ascii(last.replace(' ', '')).lower()}",
            f"{plain_ascii(first)}.{plain_ascii(last.replace(' ', ''))}".lower(),
            f"{initials.lower()[0]}.{plain_ascii(base).lower()}{key % 90}",
        )
    )
    shared = rng.random() < 0.06
    if shared:
        full = rng.choice(lists["mailbox"]).format(afdeling=department["short"])
        local = plain_ascii(full.replace(" ", "").lower())
        shown = full
    elif rng.random() < 0.08 and organisation["weight"] <= 2:
        domain, shown = rng.choice(lists["private"]), full
    else:
        middle = f" {prefix}" if prefix else ""
        shown = rng.choice(
            (
                f"{base}, {initials}{middle} ({first})",
                f"{base},{middle} {first}",
                full,
                f"{base}, {initials}{middle}",
                f"{base}, {initials}{middle} ({first}) - {department['short']}",
            )
        )
    signature = (full,) if shared else _signature(rng, full, first, local, organisation, department["name"])
    phone_line = rng.choice(client["phone"]) if "phone" in client else None
    return Person(
        key,
        full if shared else first,
        shown,
        full,
        local,
        domain,
        shared,
        organisation["name"],
        department["short"],
        client["name"],
        signature,
        phone_line,
    )


def cast(seed: int, size: int = 600, whole: bool = False) -> list[Person]:
    """The people of one release: the same seed gives the same people; ``whole``: as unredacted releases have them."""
    rng = Random(f"{seed}/people")
    return [person(key, rng, whole) for key in range(size)]
