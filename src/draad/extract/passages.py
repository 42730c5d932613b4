"""A message cut into passages, and what each says by its words alone: done, moved, short answer, once more.

Coarser and cheaper than ``sentences``, which extraction needs: tying reads every reply of a conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from draad.extract.content import stems, words
from draad.fold import fold
from draad.knowledge import load
from draad.records import Span

MOST_PASSAGES = 200
"""Of one message: a longer one is a document pasted in, not a reply."""
_BREAK = re.compile(r"[.!?][\"')\]]*\s+(?=[^\sa-z])|\n[ \t]*\n\s*|\n[ \t]*(?=[-•*·–>]|\d{1,2}[.)]\s)")
_CLAUSE = re.compile(r"[,;:]| maar | en ")
_EDGE = " \t\n\r-•*·–"


class Phrases:
    """Words and phrases to look for in the words of a passage; quick to say that there is none."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self.single = frozenset(p for p in phrases if " " not in p)
        self.longer = tuple(f" {p} " for p in phrases if " " in p)
        self.first = frozenset(p.split()[0] for p in self.longer)

    def among(self, found: frozenset[str], joined: str) -> bool:
        """True where one stands among the words; ``joined`` is these with single spaces between and around."""
        if not self.single.isdisjoint(found):
            return True
        return not self.first.isdisjoint(found) and any(phrase in joined for phrase in self.longer)

    def opens(self, joined: str) -> bool:
        """True where the words begin with one."""
        first = joined[1:].partition(" ")[0]
        return first in self.single or any(joined.startswith(phrase) for phrase in self.longer)


@cache
def phrases(table: str, key: str) -> Phrases:
    """One list of ``knowledge/ties.toml``."""
    return Phrases(load("ties")[table][key])


@dataclass(frozen=True, slots=True)
class Acts:
    """For each form, the acts that it stands for."""

    do: dict[str, frozenset[str]]
    done: dict[str, frozenset[str]]
    any: frozenset[str]
    """Acts that are said of whatever was to be done."""


@cache
def acts() -> Acts:
    """The acts of ``knowledge/ties.toml``."""
    do: dict[str, frozenset[str]] = {}
    done: dict[str, frozenset[str]] = {}
    for act in load("ties")["act"]:
        for forms, into in ((act["do"], do), (act["done"], done)):
            for form in forms:
                into[form] = into.get(form, frozenset()) | {act["name"]}
    return Acts(do, done, frozenset(act["name"] for act in load("ties")["act"] if act.get("any")))


def folded(text: str) -> list[str]:
    """The words of a text, folded."""
    found = words(text.lower())
    return found if text.isascii() else [word if word.isascii() else fold(word) for word in found]


def joined(found: Sequence[str]) -> str:
    """Words with single spaces between and around, so that phrases are found whole."""
    return f" {' '.join(found)} "


class Passage:
    """A sentence or line of a message."""

    __slots__ = ("joined", "known", "quoted", "span", "stems", "text", "words")

    def __init__(self, span: Span, text: str) -> None:
        self.span = span
        self.text = text
        self.quoted = text[0] == ">"
        """Words of the message that is answered."""
        self.words = folded(text)
        self.known = frozenset(self.words)
        self.stems = frozenset([stem for word in self.known for stem in stems(word)])
        """What it is about."""
        self.joined = joined(self.words)

    @property
    def asks(self) -> bool:
        """It ends as a question."""
        return self.text.rstrip(" \t\n*_\"')").endswith("?")

    def says(self, table: str, key: str) -> bool:
        """One of these words or phrases stands in it."""
        return phrases(table, key).among(self.known, self.joined)

    def done(self) -> tuple[frozenset[str], bool, bool] | None:
        """Acts said to have happened, whether something is enclosed, and whether it is "as promised".

        None where nothing is said to be done: no form of it, or one in a clause that denies it or puts it off.
        """
        forms = acts().done
        if self.asks or (forms.keys().isdisjoint(self.known) and not self.says("done", "enclosed")):
            return None
        found: frozenset[str] = frozenset()
        enclosed = as_said = False
        for clause in _CLAUSE.split(self.text):
            said = folded(clause)
            known, line = frozenset(said), joined(said)
            if phrases("done", "undone").among(known, line):
                continue
            if phrases("done", "enclosed").among(known, line):
                enclosed = True
            elif not phrases("done", "happened").among(known, line):
                continue
            as_said = as_said or phrases("done", "as_said").among(known, line)
            for form in known & forms.keys():
                found |= forms[form]
        if not found and not enclosed:
            return None
        return found, enclosed, as_said or (self.says("done", "as_said") and enclosed)

    def moved(self) -> bool:
        """Something takes place at another time, or no longer."""
        if self.asks:
            return False
        if self.says("moved", "words"):
            return True
        if any(_in_order(self.words, order) for order in load("ties")["moved"]["in_order"] if order[0] in self.known):
            return True
        no, but = load("ties")["moved"]["not_but"]
        if no not in self.known or but not in self.known:
            return False
        middle = self.words.index(but)
        times = frozenset(load("ties")["time"]["words"])
        return not times.isdisjoint(self.words[:middle]) and not times.isdisjoint(self.words[middle:])

    def tells(self, what: str) -> bool:
        """It holds a ``number``, or a ``time``: a number or a word of time."""
        if any(char.isdigit() for char in self.text):
            return True
        return what == "time" and self.says("time", "words")


def _in_order(found: Sequence[str], order: Sequence[str]) -> bool:
    """All words of ``order`` stand among those found, one after the other."""
    rest = iter(found)
    return all(word in rest for word in order)


def _stretches(body: Span, parts: Sequence[Span]) -> Iterator[Span]:
    """The body without its parts."""
    at, end = body
    for first, last in parts:
        if at < first < end:
            yield at, first
        at = max(at, last)
    if at < end:
        yield at, end


def passages(text: str, body: Span, parts: Sequence[Span]) -> list[Passage]:
    """The passages of a body, without signature, disclaimer and the like; at most ``MOST_PASSAGES``."""
    found: list[Passage] = []
    for first, last in _stretches(body, parts):
        at = first
        for cut in (*(m.span() for m in _BREAK.finditer(text, first, last)), (last, last)):
            end = cut[0] + 1 if text[cut[0] : cut[0] + 1] in (".", "!", "?") else cut[0]
            whole, at = text[at:end], cut[1]
            bare = whole.strip(_EDGE)
            if bare:
                start = end - len(whole) + whole.index(bare)
                found.append(Passage((start, start + len(bare)), bare))
            if len(found) == MOST_PASSAGES:
                return found
    return found
