"""Rules over classes of words, read from ``knowledge/cues.toml`` and compiled to expressions over coded sentences.

A pattern is a row of elements apart by blanks:

    word or WORDS|CLASS   one token that is one of these; lower case is the word itself, upper case a class
    x?                    may be absent
    !x                    what follows is not x
    _                     any token but punctuation
    .3                    at most three tokens, none of them punctuation
    *9                    at most nine tokens, commas among them, no semicolon, colon or question mark
    ^  $                  the beginning, the end of a clause

A verb that means something only with its particle (*werkt … uit*) matches where the particle closes the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from draad.extract.cues import lexicon as lx
from draad.knowledge import load


class Rule(NamedTuple):
    """A cue of one kind (``found``), or evidence for or against several kinds."""

    name: str
    kinds: tuple[str, ...]
    cue: bool
    reason: str
    weight: float
    needs: frozenset[str]
    unless: frozenset[str]
    absent: bool
    """Evidence that counts where none of the patterns is found."""
    order: int


class Pattern(NamedTuple):
    """One expression of a rule."""

    rule: Rule
    expression: re.Pattern[str]


class Grammar(NamedTuple):
    """All rules. ``cues`` and ``evidence`` by the character without which a pattern cannot match; "" is any text."""

    lexicon: lx.Lexicon
    code: Any
    cues: dict[str, tuple[Pattern, ...]]
    evidence: dict[str, tuple[Pattern, ...]]
    absent: tuple[Rule, ...]
    polite: tuple[re.Pattern[str], ...]
    floor: float


_PUNCTUATION = (",", ";", ":", "?", "(", ")", "–", "QUOTE")
_HARD = (";", ":", "?")


def _literals(patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        for element in pattern.split():
            for word in element.strip("!?").split("|"):
                if word and word[0].isalpha() and not word.isupper() and not word[0].isupper():
                    yield word


def _all_patterns(known: dict[str, Any]) -> Iterator[str]:
    for table in ("cue", "evidence"):
        for rule in known[table]:
            yield from rule["patterns"]
    yield from known["polite"]["patterns"]
    yield from known["clause"]["closes"]


class _Compiler:
    def __init__(self, lexicon: lx.Lexicon, closes: str) -> None:
        self.having = lexicon.having
        self.particles = sorted(lexicon.particles)
        self.free = frozenset(load("cue_words")["particles"]["free"].split())
        self.soft = "[^" + self._chars(_PUNCTUATION) + "]"
        self.hard = "[^" + self._chars(_HARD) + "]"
        close = self._chars([w for e in closes.split() for w in self._names(e)]) + self._chars(_PUNCTUATION)
        self.closing = f"(?:$|[{close}])"

    def _chars(self, names: Iterable[str]) -> str:
        return "".join(dict.fromkeys("".join(self.having.get(name, "") for name in names)))

    @staticmethod
    def _names(element: str) -> list[str]:
        return [w if w[0].isupper() or not w[0].isalpha() else "=" + w for w in element.split("|")]

    def element(self, element: str) -> tuple[str, str]:
        """The expression of an element, and the characters of which one must be there ("" where it may be absent)."""
        if element == "^":
            return rf"(?:\A|(?<=[{self._chars((';', ':', '(', '–'))}]))", ""
        if element == "$":
            return rf"(?=$|[{self._chars(('?', ';', ')', 'QUOTE'))}])", ""
        if element == "_":
            return self.soft, ""
        if element[0] == "." and element[1:].isdecimal():
            return f"{self.soft}{{0,{element[1:]}}}?", ""
        if element[0] == "*" and element[1:].isdecimal():
            return f"{self.hard}{{0,{element[1:]}}}?", ""
        if element[0] == "!":
            return f"(?!{self._one(element[1:])[0]})", ""
        if element[-1] == "?" and len(element) > 1:
            return f"{self._one(element[:-1])[0]}?", ""
        return self._one(element)

    def _one(self, element: str) -> tuple[str, str]:
        names = self._names(element)
        plain = self._chars(names)
        every, parts = plain, [f"[{plain}]"] if plain else []
        for particle in self.particles:
            verbs = self._chars([f"{name}+{particle}" for name in names])
            if verbs:
                every += verbs
                end = self.having["=" + particle]
                closing = "" if particle in self.free else self.closing
                parts.append(f"[{verbs}](?={self.hard}{{0,16}}?[{end}]{closing})")
        if not parts:
            raise ValueError(f"cues.toml: {element!r} is no class and no word")
        return f"(?:{'|'.join(parts)})" if len(parts) > 1 else parts[0], every

    def compile(self, pattern: str) -> tuple[re.Pattern[str], list[str]]:
        """The expression, and for each element that must be there its characters."""
        made = [self.element(e) for e in pattern.split()]
        return re.compile("".join(e for e, _ in made)), [chars for _, chars in made if chars]


def _rules(known: dict[str, Any], table: str) -> Iterator[tuple[Rule, list[str]]]:
    for order, entry in enumerate(known[table]):
        kinds = tuple(entry["kinds"]) if "kinds" in entry else (entry["kind"],)
        yield (
            Rule(
                entry["name"],
                kinds,
                table == "cue",
                entry["reason"],
                float(entry["weight"]),
                frozenset(entry.get("needs", ())),
                frozenset(entry.get("unless", ())),
                bool(entry.get("absent")),
                order,
            ),
            entry["patterns"],
        )


def _by_anchor(
    compiler: _Compiler, rules: Iterable[tuple[Rule, list[str]]], common: str
) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by each character of the element that is rarest in running text."""
    made: dict[str, list[Pattern]] = {}
    for rule, patterns in rules:
        for pattern in patterns:
            expression, required = compiler.compile(pattern)
            rarest = min(required, key=lambda chars: (len(set(chars) & set(common)), len(chars)), default="")
            for char in rarest or ("",):
                made.setdefault(char, []).append(Pattern(rule, expression))
    return {char: tuple(found) for char, found in made.items()}


@cache
def grammar() -> Grammar:
    """The rules, compiled once."""
    known = load("cues")
    particles = {
        line.split()[0].partition("|")[0]
        for lines in load("cue_words")["verbs"].values()
        for line in lines
        if "|" in line.split()[0]
    }
    common_words = known["clause"]["common"].split()
    lexicon = lx.build({*_literals(_all_patterns(known)), *particles, *common_words})
    common = "".join(lexicon.codes[word] for word in common_words)
    compiler = _Compiler(lexicon, "|".join(known["clause"]["closes"]))
    return Grammar(
        lexicon,
        lx.reader(lexicon),
        _by_anchor(compiler, _rules(known, "cue"), common),
        _by_anchor(compiler, _rules(known, "evidence"), common),
        tuple(rule for rule, _ in _rules(known, "evidence") if rule.absent),
        tuple(compiler.compile(p)[0] for p in known["polite"]["patterns"]),
        float(known["clause"]["floor"]),
    )
