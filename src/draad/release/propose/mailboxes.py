"""The part of a mail address before the @, where it is somebody's own; the domain stays visible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from draad.fold import edits, fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose.lists import words
from draad.release.propose.records import Found

_AT = re.compile(r"[@©®]|[(\[]at[)\]]")
_DOMAIN = re.compile(r"[ ]?((?:[\w|-]{1,60}[ ]?[.,:][ ]?(?=[\w|])){0,5}[\w|-]{1,60})")
_LOCAL_SIGNS = frozenset(".+%'’|-_")
_GAP = 40
"""Blanks that a redaction or a table may leave between a local part and its @."""
_LONGEST = 64
"""Characters of a local part (RFC 5321, 4.5.3.1.1)."""
_ANGLE = re.compile(r"<[ ]?((?:mailto:)?[\w.+%'’|, :-]{1,64})\Z")
_HALF = re.compile(r"(?:\A|[\s<;(\[|])([a-z0-9][a-z0-9.-]{0,40})\Z")
_INNER = re.compile(r"[^\W_][._-][^\W_]")
"""A sign within: words of running text have none."""
_DOTTED = re.compile(r"[a-z0-9]+\.[a-z0-9-]+")
_PROFILE = re.compile(r"\blinkedin\.com/(?:in|pub)/([\w%-]{3,80})", re.IGNORECASE)
_TEAM = re.compile(r"(?:team|mt|dir|afd|cluster|unit)[._-]?[a-z]{1,5}\d?")
_SPLIT = re.compile(r"[._+-]|\d+")
_PERSONAL = re.compile(r"[a-z]{1,3}(?:[._-][a-z]{1,3})*[._-][a-z'-]{3,}\d*|[a-z'-]{3,}[._][a-z]{1,3}\d*")
_GROUND = re.compile(r"(?:1[0ouQ][.,]?[0-9zli][.,]?[a-g6©]|5[.,]?[1li][.,]?[12zli][.,]?[a-i6©])\Z", re.IGNORECASE)
"""A ground at the end of what stands for a local part, OCR's spellings included: ``1U.2.e``."""
_LABELS = frozenset(("mailto", "mail", "email", "e-mail", "adres", "mailadres"))


class Address(NamedTuple):
    """A mail address, or what OCR left of one."""

    span: Span
    """Of the local part."""
    end: int
    """Where the domain ends."""
    local: str
    domain: str


@cache
def _top_level() -> frozenset[str]:
    return frozenset(load("redact")["domains"]["top"])


@cache
def _functional() -> tuple[frozenset[str], tuple[str, ...]]:
    data = load("redact")["functional"]
    return frozenset(map(fold, data["whole"])), tuple(sorted(map(fold, data["parts"])))


def mailboxes(text: str, known: frozenset[str] = frozenset(), offices: frozenset[str] = frozenset()) -> Iterator[Found]:
    """The local part of each address that is a person's own, damage by OCR borne.

    ``known``: local parts seen to be one's. ``offices``: local parts that are an office's; words.
    """
    for one in addresses(text, known):
        local = fold(one.local)
        if local in known or not (local in offices or is_functional(one.local, one.domain)):
            yield Found(one.span, "mailbox", 0.97, (("mailbox", {"domain": one.domain}),), value=local)
    if "linkedin.com" in text.lower():
        for found in _PROFILE.finditer(text):
            yield Found(found.span(1), "mailbox", 0.9, (("profile", {}),), value=fold(found.group(1)))


# ── addresses as they are printed and misread ───────────────────────────────────────────────────────────────


def addresses(text: str, known: frozenset[str] = frozenset()) -> Iterator[Address]:
    """All addresses of a text, an office's as well. ``known``: local parts that are somebody's."""
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        if not domain or sum(c.isalpha() for c in domain.group(1)) < 3:
            continue
        end = _before_gap(text, at.start())
        start = _local_start(text, end)
        while start < end and text[start] in ".|'’-":
            start += 1
        if not any(c.isalpha() for c in text[start:end]):
            continue
        dotted = re.search(r"[.,:]", domain.group(1)) is not None
        if not dotted and not re.search(r"[\w|][._-][\w|]", text[start:end]):
            continue
        start = _widened(text, start, end, at.start(), known)
        if _is_nobodys(text, start, end, at.start(), known):
            continue
        local = "".join(text[start:end].split())
        yield Address((start, end), domain.end(1), local, fold(domain.group(1).replace(" ", "")))


def _is_nobodys(text: str, start: int, end: int, at: int, known: frozenset[str]) -> bool:
    """Whether what stands before an @ is no local part: a letter, a mark, the domain of another address, or a word
    parted from the @ by a blank that nothing says was torn from it."""
    local = text[start:end]
    if sum(c.isalnum() for c in local) < 2 or _GROUND.search(local):
        return True
    if (start and _AT.fullmatch(text[start - 1])) or is_domain(local):
        return True
    begun = start > 0 and text[start - 1] in "._-"  # its beginning is lost, the sign behind it is not
    torn = begun or fold(local) in known or _INNER.search(local) or _ANGLE.search(text, max(0, start - _LONGEST), at)
    return any(c.isspace() for c in text[end:at]) and not torn


def is_domain(text: str) -> bool:
    """Whether this is a bare domain, a top-level domain at its end: ``voorbeeld.nl``, ``voorbeeld.nll``."""
    name, dot, top = text.strip().rpartition(".")
    if not dot or len(name) < 3 or " " in name or name != name.lower():
        return False
    tops = _top_level()
    return top in tops or (len(top) == 3 and top[:2] in tops and top[2] in "l1|i")


def _before_gap(text: str, at: int) -> int:
    """Where a local part ends, blanks and a bracket before the @ left out."""
    end, least = at, max(0, at - _GAP)
    while end > least and text[end - 1] in " \t[(\\":
        end -= 1
    return end


def _local_start(text: str, end: int) -> int:
    start, least = end, max(0, end - _LONGEST)
    while start > least and (text[start - 1].isalnum() or text[start - 1] in _LOCAL_SIGNS):
        start -= 1
    return start


def _widened(text: str, start: int, end: int, at: int, known: frozenset[str]) -> int:
    """Where a local part begins that OCR parted: ``<al eida.kuipers@``, ``a.k uipers@``, ``d,kuipers@``."""
    angle = _ANGLE.search(text, max(0, start - _LONGEST), at)
    if angle and "\n" not in angle.group(1) and angle.end() >= end:
        inner = angle.group(1)
        skipped = len("mailto:") if inner.startswith("mailto:") else 0
        return angle.start(1) + skipped if len(inner[skipped:].split()) <= 3 else start
    if start < 2:
        return start
    before, local = text[max(0, start - 42) : start], text[start:end]
    sign = before[-1]
    half = _HALF.search(before[:-1])
    if half is None:
        # "d .kuipers@": the sign tells that something stood before it
        torn = _HALF.search(before[:-2]) if before.endswith(" .") else None
        return start - 2 - len(torn.group(1)) if torn and len(torn.group(1)) <= 2 else start
    head = half.group(1)
    if sign in ",:":
        return start if fold(head) in _LABELS or fold(head) in words().usual else start - 1 - len(head)
    if sign in " ." and (fold(head + local) in known or (sign == " " and _DOTTED.fullmatch(head))):
        return start - 1 - len(head)
    return start


def behind(text: str, spans: Sequence[Span]) -> list[str]:
    """Local parts of one word that stand behind these names, and share a word with them."""
    ends = {end: (start, end) for start, end in spans}
    found = []
    for one in addresses(text):
        angle = text.rfind("<", max(0, one.span[0] - 10), one.span[0] + 1)
        at = angle
        while at > 0 and text[at - 1] in " '\"\t\n>":
            at -= 1
        if at in ends and fold(one.local) in fold(text[slice(*ends[at])]).replace("-", " ").split():
            found.append(fold(one.local))
    return found


# ── whose ───────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1 << 14)
def is_functional(local: str, domain: str = "") -> bool:
    """Whether a mailbox is an office's: ``info``, ``secretariaatMO``, ``dmo``, or named after its domain."""
    folded = fold(local)
    whole, parts = _functional()
    if folded in whole or folded.strip("0123456789") in whole:
        return True
    if _TEAM.fullmatch(folded) or any(folded.startswith(part) or folded.endswith(part) for part in parts):
        return True
    pieces = [piece for piece in _SPLIT.split(folded) if piece]
    if pieces and domain and "".join(pieces) == re.split(r"[.,:]", domain)[0].replace("-", ""):
        return True
    known = words()
    if any(piece in known.firsts and piece not in known.also_words for piece in pieces) or _PERSONAL.fullmatch(folded):
        return any(piece in whole and len(piece) > 3 for piece in pieces) and not _initialled(pieces)
    if not pieces:
        return True
    if len(pieces) == 1 and (_misread(folded) or (len(folded) > 3 and folded in known.usual)):
        return True
    organisational = known.organisations | whole | known.organisation
    return (
        all(piece in organisational or piece in known.never for piece in pieces)
        or (any(piece in organisational and len(piece) > 2 for piece in pieces) and not _initialled(pieces))
        or folded in known.organisations
    )


def _misread(folded: str) -> bool:
    """Whether this is an office's mailbox with a letter misread: ``lokef``, ``feamwb``, ``informtiepuntab``."""
    whole, parts = _functional()
    if folded in words().firsts or folded in words().surnames:
        return False
    if 5 <= len(folded) <= 9 and edits(folded[:4], "team", 1) <= 1 and _TEAM.fullmatch("team" + folded[4:]):
        return True
    if len(folded) > 4 and any(len(one) > 4 and edits(folded, one, 1) <= 1 for one in (*whole, *parts)):
        return True
    return any(
        len(one) > 5 and min(edits(folded[: len(one) + extra], one, 1) for extra in (-1, 0, 1)) <= 1 for one in parts
    )


def _initialled(pieces: list[str]) -> bool:
    """``a.kuipers``: a letter or two, then a surname."""
    return len(pieces) > 1 and len(pieces[0]) <= 2 and len(pieces[-1]) > 2
