"""Sentences about private people and public offices, set into unredacted releases only, with traps beside them.

Their templates stand in ``data/personal.toml``. What of them is to be withheld is signed when the words are written.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from draad.sample import dates, names, people, secrets
from draad.sample.lists import load
from draad.sample.said import cut
from draad.sample.slots import Scene, value

SHARE = 0.6
"""Of messages that get such sentences."""
_GROUPS = ("citizen", "citizen", "office", "office", "colleague", "trap", "trap")
_ELEVEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def bsn(rng: Random) -> str:
    """A citizen service number that passes the eleven-test (Besluit BSN, art. 1); nobody's."""
    while True:
        digits = [rng.randrange(10) for _ in range(8)]
        last = sum(a * b for a, b in zip(_ELEVEN, digits, strict=False)) % 11
        if last < 10 and digits[0] + digits[1]:
            written = "".join(map(str, (*digits, last)))
            return rng.choice((written, written, f"{written[:4]}.{written[4:6]}.{written[6:]}"))


def iban(rng: Random) -> str:
    """A Dutch account number with valid check digits (ISO 13616); nobody's."""
    bank, number = rng.choice(load("personal")["bank"]), f"{rng.randrange(10**10):010d}"
    digits = "".join(str(int(c, 36)) for c in f"{bank}{number}NL00")
    written = f"NL{98 - int(digits) % 97:02d}{bank}{number}"
    return rng.choice((written, " ".join(written[i : i + 4] for i in range(0, 18, 4))))


def plate(rng: Random) -> str:
    """A licence plate in one of the Dutch series."""
    letters = "BDFGHJKLNPRSTXZ"
    series = rng.choice(("XX-99-XX", "99-XXX-9", "9-XXX-99", "XX-999-X", "XXX-99-X", "99-XX-XX"))
    return "".join(rng.choice(letters) if c == "X" else str(rng.randrange(10)) if c == "9" else c for c in series)


def birth(rng: Random) -> str:
    """A date of birth as people write it."""
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1931, 2012)
    return rng.choice(
        (f"{day:02d}-{month:02d}-{year}", f"{day} {dates.NL_MONTHS[month - 1]} {year}", f"{day}/{month}/{year}")
    )


def home(rng: Random) -> str:
    """Where somebody lives: street, house number and postcode, at times the town."""
    words = load("personal")
    house = f"{rng.randrange(1, 340)}{rng.choice(('', '', '', 'a', 'bis', '-2'))}"
    letters = f"{rng.choice('ABCDEGHJKLMNPRSTVWXZ')}{rng.choice('ABCDEGHJKLMN')}"
    code = f"{rng.randrange(1000, 10000)}{rng.choice(('', ' '))}{letters}"
    street, town = rng.choice(words["street"]), rng.choice(words["town"])
    return rng.choice(
        (f"{street} {house}, {code} {town}", f"{street} {house} in {code} {town}", f"{code}, nummer {house}")
    )


def _person(rng: Random) -> tuple[str, str]:
    return names.drawn(rng)


def _citizen(rng: Random) -> str:
    first, last = _person(rng)
    initials = "".join(f"{c}." for c in rng.sample("ABCDEFGHIJKLMNPRSTVWZ", rng.choice((1, 1, 2, 3))))
    capital = last[0].upper() + last[1:]
    title = rng.choice(("mevrouw ", "de heer ", "mw. ", "dhr. ", "", ""))
    if title:
        return title + secrets.name(rng.choice((capital, f"{initials} {last}", f"{first} {last}")))
    return secrets.name(f"{first} {last}")


def _private_mailbox(rng: Random) -> str:
    first, last = _person(rng)
    local = people.plain_ascii(f"{first}.{last}".replace(" ", "")).lower()
    return f"{secrets.local(local)}@{rng.choice(load('people')['private'])}"


def _initials(rng: Random) -> str:
    return secrets.secret(secrets.SIGNATURE, "".join(rng.sample("ABDEFGHJKLMNPRSTVW", rng.choice((2, 2, 3)))))


def _official(rng: Random) -> str:
    first, last = _person(rng)
    shown = rng.choice((last[0].upper() + last[1:], f"{first} {last}"))
    return secrets.secret(secrets.PUBLIC, shown)


_FILL: dict[str, Callable[[Random], str]] = {
    "burger": _citizen,
    "voornaam": lambda rng: secrets.name(_person(rng)[0]),
    "collega": lambda rng: secrets.name(" ".join(_person(rng))),
    "gezagsdrager": _official,
    "bsn": lambda rng: secrets.secret(secrets.BSN, bsn(rng)),
    "iban": lambda rng: secrets.secret(secrets.IBAN, iban(rng)),
    "kenteken": lambda rng: secrets.secret(secrets.PLATE, plate(rng)),
    "geboren": lambda rng: secrets.secret(secrets.BIRTH, birth(rng)),
    "woonadres": lambda rng: secrets.secret(secrets.ADDRESS, home(rng)),
    "ziekte": lambda rng: secrets.secret(secrets.HEALTH, rng.choice(load("personal")["illness"])),
    "mobiel": lambda rng: secrets.phone(people.phone_number(rng)),
    "privemail": _private_mailbox,
    "paraaf": _initials,
    "ambt": lambda rng: rng.choice(load("personal")["function"]),
    "naamstichting": lambda rng: rng.choice(load("personal")["named_after"]),
    "naamstraat": lambda rng: rng.choice(load("personal")["named_street"]),
    "loket": lambda rng: rng.choice(load("personal")["desk"]),
}


def _filled(template: str, rng: Random, scene: Scene) -> str:
    out = []
    for literal, slot in cut(template):
        out.append(literal)
        if slot:
            own = _FILL.get(slot.lower())
            made = own(rng) if own else value(slot, rng, scene).text
            out.append(made[0].upper() + made[1:] if own and slot[0].isupper() else made)
    return "".join(out)


def more(scene: Scene) -> list[str]:
    """Paragraphs to add to a message, each with a blank line after it; none where a release withholds."""
    rng = scene.private
    if not scene.whole or rng.random() >= SHARE:
        return []
    data: dict[str, Any] = load("personal")
    sentences = [_filled(rng.choice(data[rng.choice(_GROUPS)]), rng, scene) for _ in range(rng.choice((1, 2, 2, 3)))]
    return [" ".join(sentences), ""] if rng.random() < 0.6 else [line for one in sentences for line in (one, "")]
