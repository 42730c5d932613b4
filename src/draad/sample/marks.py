"""The invented redactor: what gets hidden, and how the mark is spelled. Each document has its own."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from draad.sample import secrets
from draad.sample.lists import load
from draad.sample.secrets import GROUND_BASE, HARD_SPACE, LOCAL, MARK, MARK_END, PUBLIC, SAID_END, Ground

if TYPE_CHECKING:
    from draad.sample.people import Person
    from draad.sample.printing import Sheet
    from draad.sample.truth import Part

_FAMILY_WEIGHTS = (22, 16, 12, 4, 6, 14, 12, 6, 8, 5, 3)
_SENTENCE = re.compile(f"(?<=[.?!]) |(?<=[.?!]{SAID_END}.) ")
"""Where a sentence ends, with the sign of what it says or without."""


@cache
def _catalogue() -> tuple[Ground, ...]:
    """Every ground that a mark can name, in a fixed order: the character after ``MARK`` is a place in it."""
    grounds = [
        Ground("redacted", None, None),
        Ground("block", None, None),
        Ground("scope", None, None),
        Ground("duplicate", None, None),
    ]
    for family in load("marks")["family"]:
        for article, _ in (family["person"], *family["odd"], *family["passage"]):
            if article:
                grounds.append(Ground("ground", family.get("law"), article))
    return tuple(dict.fromkeys(grounds))


def ground(code: str) -> Ground:
    """The ground that the character after ``MARK`` stands for."""
    return _catalogue()[ord(code) - GROUND_BASE]


def _encoded(kind: str, law: str | None, article: str | None, spelling: str) -> str:
    if not spelling:
        return ""
    code = chr(GROUND_BASE + _catalogue().index(Ground(kind, law, article)))
    return MARK + code + spelling.replace(" ", HARD_SPACE) + MARK_END


@cache
def _family(index: int) -> dict[str, Any]:
    """One family with its spellings already encoded."""
    family = load("marks")["family"][index]

    def encoded(pair: list[str]) -> str:
        article, spelling = pair
        if article:
            return _encoded("ground", family["law"], article, spelling)
        return _encoded("block" if "█" in spelling else "redacted", None, None, spelling)

    return {
        "name": family["name"],
        "person": encoded(family["person"]),
        "odd": tuple(encoded(pair) for pair in family["odd"]),
        "passage": tuple(encoded(pair) for pair in family["passage"]),
        "law": family.get("law"),
        "passages": tuple((article, spelling) for article, spelling in family["passage"]),
    }


def passage_mark(family: dict[str, Any], articles: tuple[str, ...]) -> tuple[str, bool]:
    """A family's mark for a passage that goes on one of these articles, and whether it names it: some name none."""
    law = family["law"]
    for article, spelling in family["passages"]:
        if article in articles:
            return _encoded("ground", law, article, spelling), True
    return str(family["passage"][0]), False


def sentences(line: str) -> list[str]:
    """The sentences of a line."""
    return _SENTENCE.split(line)


@cache
def _scope() -> tuple[tuple[str, ...], tuple[str, ...]]:
    scope = load("marks")["scope"]
    return (
        tuple(_encoded("scope", None, None, s) for s in scope["spellings"]),
        tuple(_encoded("duplicate", None, None, s) for s in scope["duplicate"]),
    )


class Redactor:
    """One redactor at work on one document. ``none`` hides nothing (unreleased mail), ``whole`` signs it instead."""

    def __init__(self, rng: Random, none: bool = False, whole: bool = False) -> None:
        self.rng = rng
        self.whole = whole
        self.none = none = none or whole
        main = rng.choices(range(len(_FAMILY_WEIGHTS)), _FAMILY_WEIGHTS)[0]
        self._main = _family(main)
        self._other = _family(rng.randrange(len(_FAMILY_WEIGHTS) - 1)) if rng.random() < 0.08 else self._main
        self.family = self._main
        self.odd_rate = rng.choice((0.0, 0.0, 0.03, 0.1, 0.3))
        self.hidden = 0.0 if none else rng.choice((1.0, 1.0, 0.99, 0.96))
        self.addresses_whole = rng.random() < 0.12
        self.passages = 0.0 if none else rng.choice((0.0, 0.0, 0.04, 0.1))

    def turn(self, message: str = "") -> None:
        """Before each copy, of this message: another OCR pass, another redactor, may have had a hand in this one."""
        self.family = self._other if self.rng.random() < 0.5 else self._main

    @property
    def white(self) -> bool:
        """True while the redactor leaves nothing where a name stood."""
        return not self.family["person"] and not self.none

    def mark(self) -> str:
        """A mark where a person stood."""
        odd = self.family["odd"]
        if odd and self.odd_rate and self.rng.random() < self.odd_rate:
            chosen: str = self.rng.choice(odd)
            return chosen
        return str(self.family["person"])

    def hides(self) -> bool:
        """Whether the next name goes."""
        return self.hidden == 1.0 or self.rng.random() < self.hidden

    def hides_person(self, person: Person, rng: Random) -> bool:
        """Whether somebody in a header goes; a shared mailbox goes now and then."""
        return not self.none and (not person.shared or rng.random() < 0.3) and self.hides()

    def signed(self, _person: Person, text: str) -> str:
        """Somebody in a header as printed; for who follows what becomes of people."""
        return text

    def finish(self, sheet: Sheet, parts: list[Part]) -> None:
        """After the last line was written; for who follows what came to stand on paper."""

    def _secret(self, match: re.Match[str]) -> str:
        if match[1] == PUBLIC:
            return match[2]
        if match[1] == LOCAL or self.hides():
            return self.mark()
        return match[2]

    def hide(self, text: str) -> str:
        """The text with its secrets resolved."""
        if text.isascii():
            return text
        if self.whole:
            return secrets.kept(text)
        return secrets.revealed(text) if self.none else secrets.SECRET.sub(self._secret, text)

    def _passage(self) -> str:
        scope, duplicate = _scope()
        chance = self.rng.random()
        if chance < 0.15:
            return self.rng.choice(scope)
        if chance < 0.2:
            return self.rng.choice(duplicate)
        return str(self.rng.choice(self.family["passage"]))

    def body(self, lines: list[str]) -> list[str]:
        """A body as it is released: secrets resolved, at times a sentence, a paragraph or all of it gone."""
        if not self.passages:
            return [self.hide(line) for line in lines]
        rng, out = self.rng, []
        if rng.random() < self.passages * 0.15:
            whole = self._passage()
            if whole:
                return [whole]
        for line in lines:
            if len(line) > 60 and rng.random() < self.passages:
                out.append(self._without_part(line))
            else:
                out.append(self.hide(line))
        return out

    def _without_part(self, line: str) -> str:
        """The line with a sentence gone, or gone as a whole; only whole lines are out of scope or double."""
        sentences = _SENTENCE.split(line)
        if len(sentences) < 2 or self.rng.random() < 0.3:
            return self._passage() or self.hide(line)
        sentences[self.rng.randrange(len(sentences))] = str(self.rng.choice(self.family["passage"]))
        return " ".join(self.hide(sentence) for sentence in sentences if sentence)
