"""The parts of a person's name as headers, letters and signatures write it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from draad.fold import edits, fold
from draad.release.propose.lists import words
from draad.release.propose.records import Name

_TOKEN = re.compile(
    r"((?:(?:[A-ZÀ-Þ]|IJ|Th|Ch|Chr|Ph|St|Jac|Joh)\.[ -]?){1,6}(?![^\W\d_]*\.))"
    r"|([’'`][st]|[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*\.?)|([,(){}\[\]/|])"
)
_INITIALS_ALONE = re.compile(r"[A-ZÀ-Þ]{1,3}")
_LONG = 6
"""Letters from which a usual word is known again with one of them misread."""
_MOST = 120
"""Characters; nobody's name is longer."""


class _Token(NamedTuple):
    kind: str
    """``i`` initials, ``p`` prefix, ``w`` word, else the sign itself."""
    text: str


@lru_cache(maxsize=1 << 14)
def _tokens(text: str) -> tuple[_Token, ...]:
    known, found = words(), []
    for initials, word, sign in _TOKEN.findall(text[:_MOST]):
        if initials:
            found.append(_Token("i", initials))
        elif sign:
            found.append(_Token(sign, sign))
        else:
            folded = fold(word)
            is_prefix = (
                folded in known.prefixes
                or folded.rstrip(".") in known.prefixes
                or (bool(found) and word.islower() and folded in known.misread_prefixes)
            )
            found.append(_Token("p" if is_prefix else "w", word.rstrip(".") if not is_prefix else word))
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def read(text: str) -> Name | None:
    """A name by its parts: ``Kuipers, A. (Anouk)``, ``Anouk van den Boogaard``, ``A. Kuipers``; None for no name.

    One word alone is taken for a given name; who knows better says so (:func:`family`).
    """
    main, inside = _bracketed(_tokens(text))
    main = [token for token in main if token.kind != "w" or fold(token.text) not in words().titles]
    first = inside
    if any(token.kind == "," for token in main):
        at = next(i for i, token in enumerate(main) if token.kind == ",")
        left, right = main[:at], main[at + 1 :]
        surname, prefix = _join(left, "w"), _join([*left, *right], "p")
        if not surname:
            return None
        behind = [token.text for token in right if token.kind == "w"]
        if not first and behind and not _INITIALS_ALONE.fullmatch(behind[0]):
            first = fold(behind[0])
        return Name(first, _letters(main), prefix, surname)
    plain = [token for token in main if token.kind in "wp"]
    while plain and plain[-1].kind == "p":
        plain.pop()
    if not plain:
        return Name(first) if first else None
    initials = _letters(main)
    at_prefix = next((i for i, token in enumerate(plain) if token.kind == "p"), None)
    if at_prefix is None:
        return _unprefixed([token.text for token in plain], first, initials)
    before, after = plain[:at_prefix], plain[at_prefix:]
    given = fold(before[0].text) if before else ""
    return Name(first or given, initials, _join(after, "p"), _join(after, "w"))


def _unprefixed(plain: list[str], first: str, initials: str) -> Name:
    if initials or (first and len(plain) == 1):
        return Name(first, initials, "", fold(" ".join(plain)))
    if len(plain) == 1:
        return Name(fold(plain[0]))
    if len(plain) == 2 and len(plain[0]) <= 3 and plain[0].isupper() and not plain[1].isupper():
        return Name(first, plain[0].lower(), "", fold(plain[1]))
    second = len(plain) > 2 and fold(plain[1]) in words().firsts
    return Name(first or fold(plain[0]), "", "", fold(" ".join(plain[2 if second else 1 :])))


def _bracketed(tokens: tuple[_Token, ...]) -> tuple[list[_Token], str]:
    """What stands outside brackets, and the given name in them, if there is one."""
    main: list[_Token] = []
    inside, depth = "", 0
    for token in tokens:
        if token.kind in ("(", "[", "{"):
            depth += 1
        elif token.kind in (")", "]", "}"):
            depth = max(0, depth - 1)
        elif not depth:
            main.append(token)
        elif token.kind == "w" and not inside and not is_code(token.text):
            inside = fold(token.text)
    return main, inside


def _join(tokens: list[_Token], kind: str) -> str:
    return fold(" ".join(token.text for token in tokens if token.kind == kind))


def _letters(tokens: list[_Token]) -> str:
    return "".join(c for token in tokens if token.kind == "i" for c in fold(token.text) if c.isalpha())


def family(text: str) -> Name | None:
    """As ``read``, where one word alone is a surname: behind *mevrouw*."""
    name = read(text)
    if name and name.first and not name.surname:
        return Name("", name.initials, "", name.first)
    return name


@lru_cache(maxsize=1 << 14)
def is_code(text: str) -> bool:
    """Whether this has the form of a directorate's or organisation's abbreviation, or is a known one."""
    letters = text.strip()
    if not letters or len(letters) > 40:
        return False
    folded = fold(letters)
    if folded in words().organisations:
        return True
    if " " in letters:
        pieces = letters.split()
        return any(piece.isdigit() for piece in pieces) or all(is_code(piece) for piece in pieces)
    if any(c.isdigit() for c in letters) or "/" in letters:
        return True
    short = len(letters) <= 7
    capitals = sum(c.isupper() for c in letters)
    if len(letters) <= 4 and capitals >= 2:
        return True
    return short and (letters.isupper() or (capitals >= 2 and letters[0].islower()) or capitals >= 3)


@lru_cache(maxsize=1 << 14)
def is_functional(text: str) -> bool:
    """Whether the name of an addressee is a mailbox's, a group's or an organisation's."""
    known = words()
    parts = [fold(part) for part in re.split(r"[\s_.,;/()'\"-]+", text.strip("'\" \t")) if part]
    if not parts:
        return True
    if parts[0] in known.functional_names or parts[0].endswith(("secretariaat", "postbus", "loket", "punt")):
        return True
    if any(map(is_organisation, parts)):
        return True
    head = text.strip("'\" \t").partition(" ")[0]
    if len(parts) > 1 and len(head) > 2 and head.isupper() and fold(head) in known.organisations:
        return True
    return all(part in known.organisations or part in known.never for part in parts) or is_code(text.strip("'\" \t"))


def is_organisation(low: str) -> bool:
    """Whether a folded word is of an organisation's name by itself: *stichting*, *zorgkantoor*."""
    known = words()
    return low in known.organisation or (
        low.endswith(known.organisation_ends) and low not in known.surnames and low not in known.firsts
    )


def is_usual(word: str, usual: frozenset[str] = frozenset()) -> bool:
    """Whether a capitalised word is one that stands in lower case elsewhere, or is known as none of a name."""
    folded = fold(word)
    if folded in usual or folded in words().usual:
        return True
    # plural, inflected and possessive forms of usual words
    return any(folded.endswith(end) and folded[: -len(end)] in words().usual for end in ("en", "s", "e"))


def is_given(low: str) -> bool:
    """Whether a folded word is a listed given name, or two of them: ``joost-willem``."""
    firsts = words().firsts
    if low in firsts or "-" not in low:
        return low in firsts
    return all(part in firsts for part in low.split("-"))


@lru_cache(maxsize=1 << 14)
def joins(word: str) -> bool:
    """Whether a word may stand between the words of a name: a prefix, or what OCR made of one."""
    folded = fold(word)
    return folded in words().prefixes or (word.islower() and folded in words().misread_prefixes)


@lru_cache(maxsize=1 << 14)
def is_misread(word: str) -> bool:
    """Whether a word that is in no list of names is a usual one with a letter misread: *Gemeentcn*, *Directle*."""
    folded = fold(word)
    if len(folded) < _LONG or folded in words().firsts or folded in words().surnames:
        return False
    near = _lacking()
    forms = {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}
    return any(edits(folded, one, 1) <= 1 for form in forms for one in near.get(form, ()))


@cache
def _lacking() -> dict[str, tuple[str, ...]]:
    """Long usual words, as they are and with one letter left out, to the words."""
    known = words()
    held: dict[str, list[str]] = {}
    for word in sorted(known.usual | known.organisation | known.organisations):
        if len(word) >= _LONG and word.isalpha():
            for form in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                held.setdefault(form, []).append(word)
    return {form: tuple(them) for form, them in held.items()}


def all_usual(text: str) -> bool:
    """Whether no word of it is one of names: *Bijlage bij besluit*. An initial makes it a name."""
    known = words()
    tokens = _tokens(text)
    return not any(token.kind == "i" for token in tokens) and all(
        is_usual(part) and part not in known.firsts and part not in known.surnames
        for part in (fold(token.text) for token in tokens if token.kind == "w")
    )


def parts(text: str) -> list[str]:
    """The words of a name, folded."""
    return [fold(token.text.rstrip(".")) for token in _tokens(text) if token.kind in "wp"]
