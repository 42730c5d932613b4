"""How text says, before it is printed, what a redactor may hide, and, after it, where a mark stands.

Invented text carries private-use characters around everything personal; printing resolves them. Thus the truth
about marks is made while writing and never found again by searching: it is independent of the code it tests.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NAME, LOCAL, PHONE = "\ue010", "\ue011", "\ue012"
END = "\ue01f"
"""A name, the local part of an address, a phone number: each opened by its own sign, closed by ``END``."""

ADDRESS, BSN, IBAN, PLATE, BIRTH, HEALTH, SIGNATURE, PUBLIC = map(chr, range(0xE013, 0xE01B))
"""What only unredacted releases hold: a private address, numbers, dates and illness of people, initials; and the name
of somebody who appears in public by function."""
KINDS = {
    NAME: "person",
    LOCAL: "mailbox",
    PHONE: "phone",
    ADDRESS: "address",
    BSN: "bsn",
    IBAN: "iban",
    PLATE: "plate",
    BIRTH: "birth",
    HEALTH: "health",
    SIGNATURE: "signature",
    PUBLIC: "person",
}
"""The kind of what each sign opens."""

MARK, MARK_END = "\ue000", "\ue001"
"""A printed mark: ``MARK``, one character that numbers its ground, the spelling, ``MARK_END``."""
HARD_SPACE = "\ue002"
"""A blank at which no line is broken (marks stay whole)."""
GROUND_BASE = 0xE100

SAID, SAID_END = "\ue020", "\ue021"
"""Around a sentence, each with one character after it that numbers the sentence within its message or paper."""
SAID_BASE = 0xE800

KEPT, KEPT_ON, KEPT_END = "\ue030", "\ue031", "\ue032"
"""Around each word of a secret that was left to be read: ``KEPT`` (``KEPT_ON`` for its later words), the sign of its
kind, the word, ``KEPT_END``."""

SECRET = re.compile(f"([{NAME}{LOCAL}{PHONE}{ADDRESS}-{PUBLIC}])([^{END}]*){END}")
PRINTED_MARK = re.compile(f"{MARK}(.)([^{MARK_END}]*){MARK_END}")
KEPT_WORD = re.compile(f"([{KEPT}{KEPT_ON}])(.)([^{KEPT_END}]*){KEPT_END}")
SIGNS = re.compile("[\ue000-\uf8ff]")
SAYING = re.compile(f"([{SAID}{SAID_END}])(.)")


class Ground(NamedTuple):
    """What a mark stands for: kind of mark, law and article (None where the mark names none)."""

    kind: str
    law: str | None
    article: str | None


def name(text: str) -> str:
    """``text`` as somebody's name."""
    return f"{NAME}{text}{END}"


def local(text: str) -> str:
    """``text`` as the local part of an address."""
    return f"{LOCAL}{text}{END}"


def phone(text: str) -> str:
    """``text`` as a phone number that is somebody's own."""
    return f"{PHONE}{text}{END}"


def opened(text: str) -> str:
    """The text with what stands between ``<`` and ``>`` as the name of somebody who appears in public by function."""
    return text.replace("<", PUBLIC).replace(">", END)


def secret(sign: str, text: str) -> str:
    """``text`` as a secret of the kind that ``sign`` opens."""
    return f"{sign}{text}{END}"


def kept(text: str) -> str:
    """The text with its secrets left to be read and signed word by word, so that lines may break within them."""
    return SECRET.sub(_kept, text)


def _kept(match: re.Match[str]) -> str:
    first, *more = match[2].split(" ")
    words = [f"{KEPT}{match[1]}{first}{KEPT_END}", *(f"{KEPT_ON}{match[1]}{word}{KEPT_END}" for word in more)]
    return " ".join(words)


def unsigned(text: str) -> str:
    """The text without the signs of what was kept."""
    return KEPT_WORD.sub(r"\3", text) if KEPT_END in text else text


def revealed(text: str) -> str:
    """The text with nothing hidden: as the sender wrote it."""
    return SECRET.sub(r"\2", text)


def printed(text: str) -> str:
    """The text as it stands on paper: signs gone, hard blanks blank."""
    if text.isascii():
        return text
    text = unsigned(PRINTED_MARK.sub(r"\2", text))
    return text.replace(HARD_SPACE, " ")
