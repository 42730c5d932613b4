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
from collections.abc import Callable, Iterable, Iterator
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


class Pattern:
    """One expression of a rule, compiled when it is first looked for: most texts need a part of them.

    ``need``: a bit for each element that must be there, looked at before the search (``Grammar.bits``). ``bound``:
    whether its rule needs or shuns something besides words. ``search``: as of a compiled expression.
    """

    __slots__ = ("_compiled", "_expression", "bound", "need", "rule", "search")

    def __init__(self, rule: Rule, expression: str, need: int) -> None:
        self.rule, self.need, self._expression = rule, need, expression
        self.bound = bool(rule.needs or rule.unless)
        self._compiled: re.Pattern[str] | None = None
        self.search: Callable[[str], re.Match[str] | None] = self._first_search

    def _once(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._expression)
        return self._compiled

    def _first_search(self, codes: str) -> re.Match[str] | None:
        self.search = self._once().search
        return self.search(codes)

    def sub(self, put: Callable[[re.Match[str]], str], codes: str) -> str:
        """The text with each match replaced."""
        return self._once().sub(put, codes)


def _polite(order: int) -> Rule:
    """What stands for a polite phrase: they are struck out in the order of the data."""
    return Rule("polite", (), False, "", 0.0, frozenset(), frozenset(), False, order)


class Grammar(NamedTuple):
    """All rules. ``cues`` and ``evidence`` by the character without which a pattern cannot match; "" is any text."""

    lexicon: lx.Lexicon
    code: Any
    bits: dict[str, int]
    """Character → the elements of patterns that it can stand for, a bit each."""
    cues: dict[str, tuple[Pattern, ...]]
    evidence: dict[str, tuple[Pattern, ...]]
    absent: tuple[Rule, ...]
    polite: dict[str, tuple[Pattern, ...]]
    joint: re.Pattern[str]
    """Where a main clause may begin: a semicolon, or *en*, *maar* and the like with a word that opens one."""
    floor: float


_PUNCTUATION = (",", ";", ":", "?", "(", ")", "–", "QUOTE")
_HARD = (";", ":", "?")
_OFTEN = 30
"""A frequent word stands in as many sentences as this many words of a list."""


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
    clause = known["clause"]
    yield from (*clause["closes"], clause["joins"], clause["openers"])


def _any(chars: str) -> str:
    """The set of these characters, as ranges: they compile much faster, and words of one class stand together."""
    runs: list[list[int]] = []
    for n in sorted(map(ord, set(chars))):
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return "[" + "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in runs) + "]"


class _Compiler:
    def __init__(self, lexicon: lx.Lexicon, closes: str) -> None:
        self.having = lexicon.having
        self.made: dict[str, tuple[str, str]] = {}
        self.particles = sorted(lexicon.particles)
        self.free = frozenset(load("cue_words")["particles"]["free"].split())
        self.soft = "[^" + self._chars(_PUNCTUATION) + "]"
        self.hard = "[^" + self._chars(_HARD) + "]"
        close = self._chars([w for e in closes.split() for w in self._names(e)]) + self._chars(_PUNCTUATION)
        self.closing = f"(?:$|{_any(close)})"

    def _chars(self, names: Iterable[str]) -> str:
        return "".join(dict.fromkeys("".join(self.having.get(name, "") for name in names)))

    @staticmethod
    def _names(element: str) -> list[str]:
        return [w if w[0].isupper() or not w[0].isalpha() else "=" + w for w in element.split("|")]

    def element(self, element: str) -> tuple[str, str]:
        """The expression of an element, and the characters of which one must be there ("" where it may be absent)."""
        if element == "^":
            return rf"(?:\A|(?<=[{self._chars((';', ':', '–'))}]))", ""
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
        every, parts = plain, [_any(plain)] if plain else []
        for particle in self.particles:
            verbs = self._chars([f"{name}+{particle}" for name in names])
            if verbs:
                every += verbs
                end = self.having["=" + particle]
                closing = "" if particle in self.free else self.closing
                parts.append(f"{_any(verbs)}(?={self.hard}{{0,16}}?[{end}]{closing})")
        if not parts:
            raise ValueError(f"cues.toml: {element!r} is no class and no word")
        return f"(?:{'|'.join(parts)})" if len(parts) > 1 else parts[0], every

    def compile(self, pattern: str) -> tuple[str, list[str]]:
        """The expression, and for each element that must be there its characters."""
        made = [self._known(e) for e in pattern.split()]
        return "".join(e for e, _ in made), [chars for _, chars in made if chars]

    def _known(self, element: str) -> tuple[str, str]:
        """An element that is used often is worked out once."""
        found = self.made.get(element)
        if found is None:
            found = self.made[element] = self.element(element)
        return found


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


class _Index:
    """Patterns by each character of the element that is rarest in running text, and the bits of all elements."""

    def __init__(self, compiler: _Compiler, common: str) -> None:
        self.compiler, self.often = compiler, frozenset(common)
        self.elements: dict[str, int] = {}

    def _rarity(self, chars: str) -> tuple[int, str]:
        return _OFTEN * len(self.often & set(chars)) + len(chars), chars

    def table(self, rules: Iterable[tuple[Rule, list[str]]]) -> dict[str, tuple[Pattern, ...]]:
        """The patterns of rules."""
        made: dict[str, list[Pattern]] = {}
        for rule, patterns in rules:
            for pattern in patterns:
                expression, required = self.compiler.compile(pattern)
                required = sorted(set(required), key=self._rarity)
                need = sum(1 << self.elements.setdefault(chars, len(self.elements)) for chars in required[1:])
                one = Pattern(rule, expression, need)
                for char in required[0] if required else ("",):
                    made.setdefault(char, []).append(one)
        return {char: tuple(found) for char, found in made.items()}

    def bits(self) -> dict[str, int]:
        """Character → elements; every character of the lexicon has an entry, and none ("") has one too."""
        found = dict.fromkeys(("", *"".join(self.compiler.having.values())), 0)
        for chars, n in self.elements.items():
            for char in chars:
                found[char] |= 1 << n
        return found


def _joint(lexicon: lx.Lexicon, clause: dict[str, str]) -> re.Pattern[str]:
    joins, openers = ("".join(lexicon.codes[w] for w in clause[key].split()) for key in ("joins", "openers"))
    names = "".join(lexicon.having[name] for name in ("MARK", "NAME", "ABBR"))  # "5.1.2e en ik" are one subject
    return re.compile(f"{lexicon.codes[';']}|(?<![{names}])[{joins}][{openers}]")


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
    lexicon = lx.build({*_literals(_all_patterns(known)), *particles, *(w for w in common_words if w.islower())})
    common = "".join(lexicon.codes[word] for word in common_words)
    index = _Index(_Compiler(lexicon, "|".join(known["clause"]["closes"])), common)
    cues, evidence = index.table(_rules(known, "cue")), index.table(_rules(known, "evidence"))
    polite = index.table([(_polite(n), [phrase]) for n, phrase in enumerate(known["polite"]["patterns"])])
    return Grammar(
        lexicon=lexicon,
        code=lx.reader(lexicon),
        bits=index.bits(),
        cues=cues,
        evidence=evidence,
        absent=tuple(rule for rule, _ in _rules(known, "evidence") if rule.absent),
        polite=polite,
        joint=_joint(lexicon, known["clause"]),
        floor=float(known["clause"]["floor"]),
    )
