"""A sentence as the rules read it: a character a word, cut into main clauses, polite phrases struck out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from draad.extract.cues.lexicon import TOKEN
from draad.extract.cues.patterns import Grammar, Pattern, Rule
from draad.records import Span

_MOST_TOKENS = 400
"""A longer sentence is a torn table or a list without ends: its beginning is looked at."""
_LAST = {"?": "question", ":": "colon"}
_OF_LAST = frozenset(_LAST.values())
_SHORTEST = 3
"""Tokens of a clause that another may follow without a semicolon."""


class Clause(NamedTuple):
    """One main clause with what hangs on it."""

    codes: str
    """A character for each token (``lexicon``)."""
    first: int
    """Index of its first token in the sentence."""
    flags: frozenset[str]
    """What else is known: ``question``, ``plan``, ``in`` …; rules may need them."""
    present: Sequence[str]
    """Its characters, each once."""
    missing: int
    """The elements of patterns (``Grammar.bits``) for which none of its characters stands."""


class Hit(NamedTuple):
    """A rule that holds, and the tokens that made it so, from the sentence's first; -1 where none did."""

    rule: Rule
    start: int
    end: int


def tokens(text: str, span: Span, marks: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """Words and signs with their spans; a redaction mark, however it is printed, is one word."""
    start, end = span
    for a, b in marks:
        if a < start:
            continue
        yield from ((m[0], m.span()) for m in TOKEN.finditer(text, start, a))
        yield "[]", (a, b)
        start = b
    yield from ((m[0], m.span()) for m in TOKEN.finditer(text, start, end))


def clauses(known: Grammar, text: str, span: Span, marks: Sequence[Span], flags: frozenset[str]) -> list[Clause]:
    """The clauses of a sentence; none where it is shorter than two words."""
    words = [word for word, _ in tokens(text, span, marks)] if marks else TOKEN.findall(text, *span)
    del words[_MOST_TOKENS:]
    while words and words[-1] == ",":
        words.pop()
    if len(words) < 2:
        return []
    if text[span[0] : span[1]].isupper():
        words = [w.lower() for w in words]
    codes = "".join(map(known.code, words))
    present, missing = _elements(known, codes)
    polite = sorted(_candidates(known.polite, present, missing), key=lambda pattern: pattern.rule.order)
    if polite:
        codes = _without(known, codes, polite)
    if words[-1] in _LAST and codes[-1] == known.lexicon.codes[words[-1]]:
        flags |= {_LAST[words[-1]]}
    if not polite and not known.joint.search(codes, 1):
        return [Clause(codes, 0, flags, present, missing)]
    return list(_cut(known, codes, flags))


def _elements(known: Grammar, codes: str) -> tuple[Sequence[str], int]:
    present = (*dict.fromkeys(codes), "")
    bits = known.bits
    there = 0
    for char in present:
        there |= bits[char]
    return present, ~there


def _without(known: Grammar, codes: str, polite: Iterable[Pattern]) -> str:
    """Polite phrases become signs that no rule looks at."""
    blank = known.lexicon.codes["QUOTE"]
    for pattern in polite:
        codes = pattern.sub(lambda m: blank * len(m[0]), codes)
    return codes[:-1] + blank if codes.endswith(blank + known.lexicon.codes["?"]) else codes


def _cut(known: Grammar, codes: str, flags: frozenset[str]) -> Iterator[Clause]:
    """At semicolons, and at *en*, *maar* and the like before a word that can begin a main clause."""
    cuts = [0]
    for match in known.joint.finditer(codes, 1):
        if len(match[0]) == 1 or match.end() - 1 - cuts[-1] > _SHORTEST:
            cuts.append(match.end() - (len(match[0]) > 1))
    for first, past in zip(cuts, [*cuts[1:], len(codes)], strict=True):
        if past > first:
            own = codes[first:past]
            yield Clause(own, first, flags if past == len(codes) else flags - _OF_LAST, *_elements(known, own))


def after_colon(known: Grammar, clause: Clause) -> Clause | None:
    """What a clause says after its last colon, as a clause of its own: in reports a subject stands before it."""
    at = clause.codes.rfind(known.lexicon.codes[":"]) + 1
    if not at or len(clause.codes) - at < _SHORTEST:
        return None
    own = clause.codes[at:]
    return Clause(own, clause.first + at, clause.flags, *_elements(known, own))


def _candidates(table: dict[str, tuple[Pattern, ...]], present: Iterable[str], missing: int) -> Iterator[Pattern]:
    """The patterns whose elements are all there, in any order."""
    return (pattern for char in present if char in table for pattern in table[char] if not pattern.need & missing)


def spans(text: str, span: Span, marks: Sequence[Span]) -> list[Span]:
    """Where the tokens of a sentence stand."""
    if marks:
        return [place for _, place in tokens(text, span, marks)]
    return [match.span() for match in TOKEN.finditer(text, *span)]


def matches(table: dict[str, tuple[Pattern, ...]], clause: Clause, kinds: frozenset[str] = frozenset()) -> list[Hit]:
    """The rules for ``kinds`` (none: all) that hold for a clause, each where it holds first, in the data's order."""
    hits: dict[int, Hit] = {}
    codes, first, flags, present, missing = clause
    for pattern in _candidates(table, present, missing):
        rule = pattern.rule
        if pattern.bound and not (rule.needs <= flags and rule.unless.isdisjoint(flags)):
            continue
        if kinds and kinds.isdisjoint(rule.kinds):
            continue
        match = pattern.search(codes)
        if match:
            start, end = match.span()
            old = hits.get(rule.order)
            if old is None or (start + first, end + first) < old[1:]:
                hits[rule.order] = Hit(rule, start + first, end + first)
    return [hits[order] for order in sorted(hits)] if len(hits) > 1 else list(hits.values())
