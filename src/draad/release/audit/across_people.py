"""The people of a header or a list: who is named and who is not, in two copies of one header and within one list.

Two headers print people in different ways (name and address, name alone, address alone), so what is held against each
other is what both have: name with name, mailbox with mailbox. Where the lists are not equally long nobody can say
for certain who is who; what only one names is then to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from draad.aligning import near
from draad.extract.known import directorate, organisation
from draad.fold import edits, fold
from draad.knowledge import load
from draad.release.audit.across_records import Entry, Sort, Token
from draad.release.audit.across_shown import is_mark, is_told, key_of

_AT = re.compile(r"[@©]")
_LETTERS = re.compile(r"[^\W\d_]+")
_NAMED = re.compile(r"[^\W\d_]{3,}")
_MOST_NAMES = 5
"""Words of a name at most, particles apart; a longer entry is a sentence."""


_SHORT = 3
"""Letters of a word that is no beginning of a mailbox's name by itself."""
_LONG = 7
"""Letters of a word of an office that is known when one of them is misread."""


class Difference(NamedTuple):
    """What one entry shows and the other hides."""

    shows: Literal["a", "b"]
    sort: Sort
    shown: tuple[Token, ...]
    hidden: tuple[Token, ...]
    sure: bool
    person: bool
    """Whether what is shown is a person's own; an office's mailbox may stay."""


def entry_of(tokens: Sequence[Token], domain: str | None) -> Entry:
    """An entry of a header taken apart: the word before an ``@`` is the mailbox, what stands before that the name.

    ``tokens`` as :func:`across_words.tokens` makes them: a word that begins with ``@`` is a domain.
    """
    at = next((n for n, token in enumerate(tokens) if not token.hole and _AT.match(token.text)), None)
    if at is None:
        return Entry(tuple(tokens), (), domain)
    before = at
    if at:
        before = at - 1
        while before and tokens[at - 1].hole and tokens[before - 1].hole and _glued(tokens[before - 1], tokens[before]):
            before -= 1
    return Entry((*tokens[:before], *tokens[at + 1 :]), tuple(tokens[before:at]), domain)


def _glued(one: Token, other: Token) -> bool:
    return one.span[1] == other.span[0]


# ── one name ────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(fold(word) for word in load("across")[table]["words"])


def is_person(tokens: Sequence[Token]) -> bool:
    """Whether words in the open name a person: a capital, no office, no organisation and no directorate in it."""
    shown = [token for token in tokens if not token.hole]
    if not shown:
        return False
    text = " ".join(token.text for token in shown)
    # What stands behind a dash or in brackets is where somebody works: "Kuipers, A. - DMO", "Anouk Kuipers (FEZ)".
    name = re.split(r"\s[-–|]\s", text)[0]
    plain = " ".join(re.sub(r"\([^)]*\)?", " ", name).split())
    if not plain or organisation(plain.strip(" ,;.'\"")) or any(char.isdigit() for char in plain):
        return False
    words = _LETTERS.findall(plain)
    if any(_is_office(word) for word in words):
        return False
    own = [word for word in words if fold(word) not in _words("particles")]
    large = sum(word[0].isupper() for word in own)
    return len(own) <= _MOST_NAMES and 3 * large >= 2 * len(own) and any(_is_name(word) for word in own)


def is_office(tokens: Sequence[Token]) -> bool:
    """Whether words in the open are those of an office or an organisation, which stay visible."""
    text = " ".join(token.text for token in tokens if not token.hole).strip(" ,;.'\"()")
    return organisation(text) is not None or any(map(_is_office, _LETTERS.findall(text)))


def _is_name(word: str) -> bool:
    return not is_mark(key_of(word), ()) and (
        word[0].isupper()
        and not word.isupper()
        and bool(_NAMED.fullmatch(word))
        and fold(word) not in _words("particles")
        and directorate(word) is None
    )


@lru_cache(maxsize=1 << 14)
def _is_office(word: str) -> bool:
    """Whether a word is that of an office: whole, as the end or beginning of a longer one, or misread in a letter."""
    low = fold(word)
    if low in _words("office") or any(low.endswith(end) and len(low) > len(end) for end in _endings()):
        return True
    return any(edits(low[: len(office)], office, 1) <= 1 for office in _words("office") if len(office) >= _LONG)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(map(fold, load("across")["office"]["endings"]))


def is_own_mailbox(entry: Entry) -> bool:
    """Whether the mailbox in the open is a person's: no word of an office in it."""
    shown = [token.key for token in entry.mailbox if not token.hole]
    text = " ".join(token.text for token in entry.mailbox if not token.hole)
    if not shown:
        return False
    long = [office for office in _words("office") if len(office) > _SHORT]
    return not any(_is_office(word) or fold(word).startswith(tuple(long)) for word in _LETTERS.findall(text))


def hides_name(entry: Entry) -> bool:
    """Whether a mark stands for the name, and no name in the open beside it."""
    return any(token.hole for token in entry.name) and not is_person(entry.name)


def hides(entry: Entry) -> bool:
    """Whether somebody stands here who is not named: a mark for the name, or for the mailbox where that is all."""
    return hides_name(entry) or (not is_person(entry.name) and any(token.hole for token in entry.mailbox))


# ── two headers ─────────────────────────────────────────────────────────────────────────────────────────────


def differences(a: Sequence[Entry], b: Sequence[Entry], known: bool) -> Iterator[tuple[Entry, Difference]]:
    """What one line of two headers shows and hides differently, with the entry of the first in which it does.

    ``known``: in both can be counted who stands there. Else, and where they are not equally many, somebody whom only
    one names, while the other withholds people, is to be looked at.
    """
    if known and len(a) == len(b):
        for one, other in zip(a, b, strict=True):
            for found in _of_one(one, other, True):
                yield one, found
        return
    yield from _named_once(a, b, "a")
    yield from _named_once(b, a, "b")


def _named_once(a: Sequence[Entry], b: Sequence[Entry], shows: Literal["a", "b"]) -> Iterator[tuple[Entry, Difference]]:
    """Those whom one line names and the other does not, where the other withholds somebody."""
    hidden = [entry for entry in b if hides(entry)]
    theirs = {token.key for entry in b for token in (*entry.name, *entry.mailbox) if token.key}
    for entry in a if hidden else ():
        holes = [token for other in b for token in (*other.name, *other.mailbox) if token.hole]
        named = [token for token in entry.name if not token.hole and len(token.key) > 1]
        if not is_person(entry.name) or not is_told(entry.name, holes):
            continue
        if any(token.key == key or near(token.key, key) for token in named for key in theirs):
            continue
        other = next((one for one in hidden if one.domain and one.domain == entry.domain), hidden[0])
        marks = tuple(token for token in (*other.name, *other.mailbox) if token.hole)
        yield (entry if shows == "a" else other), Difference(shows, "name", entry.name, marks, False, True)


def _of_one(one: Entry, other: Entry, sure: bool) -> Iterator[Difference]:
    if one.domain and other.domain and one.domain != other.domain and not near(one.domain, other.domain):
        return
    if _is_named(one, other):
        yield Difference("a", "name", one.name, other.name or other.mailbox, sure, True)
    elif _is_named(other, one):
        yield Difference("b", "name", other.name, one.name or one.mailbox, sure, True)
    if hidden := _withheld_mailbox(one, other):
        yield Difference("a", "mailbox", one.mailbox, hidden, sure, is_own_mailbox(one))
    elif hidden := _withheld_mailbox(other, one):
        yield Difference("b", "mailbox", other.mailbox, hidden, sure, is_own_mailbox(other))


def _is_named(one: Entry, other: Entry) -> bool:
    """Whether an entry names somebody whom the other withholds: by a mark for the name, or for all that it prints."""
    withheld = hides_name(other) or (not other.name and other.hides_mailbox)
    return is_person(one.name) and withheld and is_told(one.name, (*other.name, *other.mailbox))


def _withheld_mailbox(one: Entry, other: Entry) -> tuple[Token, ...]:
    """The marks by which an entry withholds the mailbox that the other shows, or all of somebody who has but that."""
    if not _is_shown(one.mailbox):
        return ()
    marks = other.mailbox if other.hides_mailbox else ()
    if not one.name and not other.mailbox and hides_name(other):
        marks = other.name
    return marks if marks and is_told(one.mailbox, marks) else ()


def _is_shown(mailbox: Sequence[Token]) -> bool:
    return bool(mailbox) and not any(token.hole for token in mailbox) and any(len(t.key) > 1 for t in mailbox)


# ── one list ────────────────────────────────────────────────────────────────────────────────────────────────


def lone(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that name a person in a list in which nearly all are redacted; empty where the list is otherwise."""
    rule = load("across")["lone"]
    hidden = sum(hides(entry) for entry in entries)
    marks = [token for entry in entries for token in (*entry.name, *entry.mailbox) if token.hole]
    open_ = [entry for entry in entries if _is_open(entry, marks)]
    if hidden < rule["least"] or not open_ or len(open_) > rule["most"]:
        return []
    return open_ if hidden >= rule["for_one"] * len(open_) or (len(open_) == 1) else []


def _is_open(entry: Entry, marks: Sequence[Token]) -> bool:
    """Whether an entry tells who it is, by a name or by a mailbox that is no mark misread as one of these."""
    if entry.name:
        return is_person(entry.name) and is_told(entry.name, marks)
    return is_own_mailbox(entry) and is_told(entry.mailbox, marks)
