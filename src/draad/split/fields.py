"""The fields of mail headers: ``Van:``, ``**Sent:**``, ``ce :``, damaged as OCR and redaction leave them.

A stray sign before a name (``‘Onderwerp:``) is a speck that OCR read: such a name counts beside others only.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from draad.fold import edits, fold
from draad.knowledge import load
from draad.split.lines import Lines

_EDGE = r"[ \t>|*_\xa0\ufeff\u200b•·\f]{0,60}"
_SPECKS = r"[‘’'`´\"“”„.,;]"
_SCAN = re.compile(
    rf"\n{_EDGE}+({_SPECKS}{{0,2}}+[ \t]{{0,2}}+)"
    r"([^\W\d_][\w .'’\-]{0,23}+|[05][a-z][\w ]{0,10}+)[ \t*_\xa0]*+[:;](?!//)"
)
_HEAD = re.compile(
    rf"{_EDGE}(?:{_SPECKS}{{1,2}}[ \t]{{0,2}})?"
    r"([^\W_][\w.'’\-|!]{0,15}(?: [\w'’]{1,10})?)[ \t*_\xa0]*([:;.,]?)[ \t*]*"
)
_WORD = re.compile(
    rf"{_EDGE}(?:{_SPECKS}{{1,2}}[ \t]{{0,2}})?"
    r"([^\W_][\w'’|!]{1,12})([ \t*_\xa0]*[:;.,]|[ \t*_\xa0]+|\Z)[ \t*]*"
)

# What OCR takes for what, in the short names that no edit distance can tell apart.
_SKELETON = str.maketrans(
    {
        "c": "e",
        "o": "o",
        "0": "o",
        "i": "l",
        "1": "l",
        "|": "l",
        "!": "l",
        "y": "v",
        "u": "n",
        "h": "n",
        "6": "e",
        "5": "s",
    }
)

MAIN = frozenset({"from", "sent", "to", "subject"})
ADDRESSES = frozenset({"from", "to", "cc", "bcc"})


class Field(NamedTuple):
    """One header field: its role, its line (from 0), where its name and where its value begin."""

    role: str
    line: int
    start: int
    value: int
    name: str
    certain: bool
    """The name is written as a mail program writes it, and is no everyday word."""


class _Names(NamedTuple):
    roles: dict[str, str]
    weak: frozenset[str]
    skeletons: dict[str, str]
    long: tuple[tuple[str, str], ...]


@cache
def _names() -> _Names:
    data = load("headers")
    roles = {fold(name).replace(".", ""): role for role, names in data["roles"].items() for name in names}
    short = {n: r for n, r in roles.items() if len(n) <= 4 and r in MAIN | {"cc"}}
    return _Names(
        roles=roles,
        weak=frozenset(map(fold, data["weak"]["names"])),
        skeletons={n.translate(_SKELETON): r for n, r in sorted(short.items(), reverse=True)},
        long=tuple((n, r) for n, r in roles.items() if len(n) >= 5),
    )


@lru_cache(maxsize=65536)
def role_of(name: str) -> tuple[str, bool] | None:
    """The role of a field name as printed and whether that is certain; None for any other word.

    Damage is borne by a skeleton (what OCR confuses) for short names and by edit distance for long ones.
    """
    names = _names()
    folded = fold(" ".join(name.replace("*", "").replace(".", "").split())).strip(" -'’")
    role = names.roles.get(folded)
    if role:
        return role, folded not in names.weak
    if len(folded) > 16:
        return None
    if len(folded) <= 4:
        role = names.skeletons.get(folded.translate(_SKELETON))
        return (role, False) if role else None
    joined = folded.replace(" ", "")
    for known, known_role in names.long:
        limit = 1 if len(known) < 7 else 2
        if edits(joined, known.replace(" ", ""), limit) <= limit:
            return known_role, False
    return None


def scan(text: str, lines: Lines) -> list[Field]:
    """All lines of ``text`` that begin with a field name and a colon, in order."""
    fields: list[Field] = []
    for found in _SCAN.finditer("\n" + text):
        name = found.group(2).rstrip(" _")
        role = role_of(name)
        if role is None:
            continue
        start = found.start(2) - 1
        # the match begins at the sentinel's or a real line end: the line is the next one
        fields.append(Field(role[0], lines.at(start), start, found.end() - 1, name, role[1] and not found.group(1)))
    return fields


def damaged(lines: Lines, i: int, wanted: frozenset[str]) -> Field | None:
    """Line ``i`` as a field of one of the ``wanted`` roles, its name or colon damaged; None when it is none.

    Only for lines that stand where such a field is expected: between or beside fields that are certain.
    """
    line = lines[i]
    whole = _HEAD.match(line)
    if whole is None:
        return None
    for pattern in (whole, _WORD.match(line)):
        if pattern is None:
            continue
        colon = pattern.group(2).strip(" \t*_\xa0") or ("@" if "@" in line else "")
        role = _damaged_role(pattern.group(1), colon, wanted)
        if role:
            begin = lines.starts[i]
            return Field(role, i, begin + pattern.start(1), begin + pattern.end(), pattern.group(1), False)
    return None


@lru_cache(maxsize=65536)
def _damaged_role(name: str, colon: str, wanted: frozenset[str]) -> str | None:
    known = role_of(name)
    if known and known[0] in wanted and (colon or known[1]):
        return known[0]
    folded = fold(name).replace(" ", "").replace("ri", "n").replace("rn", "m").replace("ii", "n")
    best: tuple[int, str] | None = None
    for candidate, role in _names().roles.items():
        if role not in wanted:
            continue
        distance = _damage(folded, candidate, bool(colon))
        if distance is not None and (best is None or distance < best[0]):
            best = distance, role
    return best[1] if best else None


def _damage(name: str, candidate: str, colon: bool) -> int | None:
    """By how much ``name`` differs from a field's name, or None when by more than OCR does."""
    if len(candidate) < 5:
        if not colon or len(name) > len(candidate) + 1:
            return None
        a, b = name.translate(_SKELETON), candidate.translate(_SKELETON)
        if a == b:
            return 0
        if len(candidate) > 2 and edits(a, b, 1) <= 1:
            return 2 if a[:1] == b[:1] else 3
        alike = name[:1] == candidate[:1] or len(a) > 1 or len(b) == 2
        return 4 if alike and 2 * len(a) >= len(b) - 1 and _within(a, b) else None
    limit = max(1, len(candidate) // 3) if colon else (len(candidate) + 1) // 4
    distance = edits(name, candidate, limit)
    return distance if distance <= limit else None


def _within(part: str, whole: str) -> bool:
    """Whether ``part`` is ``whole`` with letters lost."""
    rest = iter(whole)
    return all(c in rest for c in part)
