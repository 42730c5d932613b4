"""The part of a mail address before the @, where it is somebody's own; the domain stays visible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.release.propose.lists import words
from draad.release.propose.records import Found

_ADDRESS = re.compile(
    r"(?<![\w.+%-])([^\W_](?:[\w.+%'’-]{0,62}[\w])?)[ ]?(?:[@©®]|\(at\)|\[at\])[ ]?"
    r"((?:[\w-]{1,60}[ ]?[.,][ ]?){1,5}[a-zA-Z]{2,12})(?![\w-])"
)
_PROFILE = re.compile(r"\blinkedin\.com/(?:in|pub)/([\w%-]{3,80})", re.IGNORECASE)
_TEAM = re.compile(r"(?:team|mt|dir|afd|cluster|unit)[._-]?[a-z]{1,5}\d?")
_SPLIT = re.compile(r"[._+-]|\d+")
_PERSONAL = re.compile(r"[a-z]{1,3}(?:[._-][a-z]{1,3})*[._-][a-z'-]{3,}\d*|[a-z'-]{3,}[._][a-z]{1,3}\d*")


@cache
def _functional() -> tuple[frozenset[str], tuple[str, ...]]:
    data = load("redact")["functional"]
    return frozenset(map(fold, data["whole"])), tuple(sorted(map(fold, data["parts"])))


def mailboxes(text: str, known: frozenset[str] = frozenset()) -> Iterator[Found]:
    """The local part of each address that is a person's own. ``known``: local parts seen to be one's."""
    if "@" in text or "©" in text or "®" in text or "(at)" in text or "[at]" in text:
        for found in _ADDRESS.finditer(text):
            local, domain = found.group(1), fold(found.group(2))
            if fold(local) in known or not is_functional(local, domain):
                yield Found(found.span(1), "mailbox", 0.97, (("mailbox", {"domain": domain}),), value=fold(local))
    if "linkedin.com" in text.lower():
        for found in _PROFILE.finditer(text):
            yield Found(found.span(1), "mailbox", 0.9, (("profile", {}),), value=fold(found.group(1)))


def is_functional(local: str, domain: str = "") -> bool:
    """Whether a mailbox is an office's: ``info``, ``secretariaatMO``, ``dmo``, or named after its domain."""
    folded = fold(local)
    whole, parts = _functional()
    if folded in whole or folded.strip("0123456789") in whole:
        return True
    if _TEAM.fullmatch(folded) or any(folded.startswith(part) or folded.endswith(part) for part in parts):
        return True
    pieces = [piece for piece in _SPLIT.split(folded) if piece]
    if pieces and domain and "".join(pieces) == re.split(r"[.,]", domain)[0].replace("-", ""):
        return True
    known = words()
    if any(piece in known.firsts and piece not in known.also_words for piece in pieces) or _PERSONAL.fullmatch(folded):
        return any(piece in whole and len(piece) > 3 for piece in pieces) and not _initialled(pieces)
    if not pieces:
        return True
    organisational = known.organisations | whole | known.organisation
    return (
        all(piece in organisational or piece in known.never for piece in pieces)
        or (any(piece in organisational and len(piece) > 2 for piece in pieces) and not _initialled(pieces))
        or folded in known.organisations
    )


def _initialled(pieces: list[str]) -> bool:
    """``a.kuipers``: a letter or two, then a surname."""
    return len(pieces) > 1 and len(pieces[0]) <= 2 and len(pieces[-1]) > 2
