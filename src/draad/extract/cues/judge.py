"""From a unit's sentences to what they hold: clauses, the cues in each, and what speaks for and against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from draad.extract.cues.lexicon import TOKEN, is_government
from draad.extract.cues.patterns import Grammar, Pattern, Rule, grammar
from draad.extract.records import Found, Reason, Sentence, Unit
from draad.knowledge import load
from draad.records import Span

_LOOKED_AT = frozenset(("prose", "point"))
_MOST_TOKENS = 400
"""A longer sentence is a torn table or a list without ends: its beginning is looked at."""
_ASKS = re.compile(r"vragen\b[^.?!\n]{0,60}:?\s*$|vragen\b[^.?!]{0,80}:\s*$", re.IGNORECASE)


class _Hit(NamedTuple):
    rule: Rule
    start: int
    end: int
    """Tokens, from the sentence's first."""


class _Clause(NamedTuple):
    codes: str
    first: int
    """Index of its first token in the sentence."""
    flags: frozenset[str]


def cues(unit: Unit) -> list[Found]:
    """What the sentences of a unit ask, announce, promise, report, decide and plan, in the order of the text.

    Each with the sentence's span (or the clause's, where one sentence holds several of a kind), the cue, and the
    reasons, whose weights add up to at least the floor in ``knowledge/cues.toml``. Never raises.
    """
    known = grammar()
    base = _of_mail(unit)
    found: list[Found] = []
    for n, sentence in enumerate(unit.sentences):
        if sentence.role in _LOOKED_AT:
            found.extend(_in_sentence(known, unit, n, sentence, base))
    return found


def _of_mail(unit: Unit) -> frozenset[str]:
    """What the header tells: from outside, to outside, known to stay inside."""
    flags = set()
    if unit.kind == "letter":
        flags.add("letter")
    if unit.copy is None:
        return frozenset(flags)
    sender = unit.copy.sender.domain if unit.copy.sender else None
    to = {p.domain for p in unit.copy.to if p.domain}
    if sender and not is_government(sender):
        flags.add("in")
    if sender and any(d != sender and not (is_government(d) and is_government(sender)) for d in to):
        flags.add("out")
    elif sender and to:
        flags.add("inside")
    return frozenset(flags)


def _in_sentence(known: Grammar, unit: Unit, n: int, sentence: Sentence, base: frozenset[str]) -> Iterator[Found]:
    start, end = sentence.span
    words = TOKEN.findall(unit.text, start, end)[:_MOST_TOKENS]
    if len(words) < 2:
        return
    if unit.text[start:end].isupper():
        words = [w.lower() for w in words]
    codes = "".join(map(known.code, words))
    flags = base | _of_place(unit, n, sentence, words[-1])
    clauses = [(clause, _matches(known.cues, clause)) for clause in _clauses(known, codes, flags)]
    if not any(hits for _, hits in clauses):
        return
    spans = [m.span() for m in TOKEN.finditer(unit.text, start, end)][: len(words)]
    yield from _judged(known, sentence, n, clauses, spans)


def _of_place(unit: Unit, n: int, sentence: Sentence, last: str) -> set[str]:
    """What the place tells: a list item, one below a plan's heading, one below "the following questions"."""
    flags = {"question"} if last == "?" else set()
    if sentence.foreign:
        flags.add("in")
    if sentence.role != "point":
        return flags
    flags.add("point")
    if sentence.heading is not None and _plans(unit.words(unit.sentences[sentence.heading].span)):
        flags.add("plan")
    for before in reversed(unit.sentences[:n]):
        if before.role != "point" or before.level < sentence.level:
            if _ASKS.search(unit.words(before.span)):
                flags.add("asked")
            break
    return flags


def _plans(heading: str) -> bool:
    """Whether a heading names a time to come, and so makes its list a plan."""
    return bool(_plan_words().search(heading))


@cache
def _plan_words() -> re.Pattern[str]:
    known = load("cue_words")
    words = "|".join(sorted({*known["plan"]["words"].split(), *known["classes"]["MONTH"].split()}))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _joins() -> tuple[str, str, str]:
    """Characters of: the words that join clauses, the words that open one, and hard ends."""
    known, clause = grammar(), load("cues")["clause"]
    codes = known.lexicon.codes
    return (
        "".join(codes[w] for w in clause["joins"].split() if w in codes),
        "".join(codes[w] for w in clause["openers"].split() if w in codes),
        codes[";"],
    )


def _clauses(known: Grammar, codes: str, flags: frozenset[str]) -> Iterator[_Clause]:
    """The main clauses, polite phrases struck out."""
    blank = known.lexicon.codes["QUOTE"]
    for polite in known.polite:
        codes = polite.sub(lambda m: blank * len(m[0]), codes)
    joins, openers, hard = _joins()
    cuts = [0]
    for at in range(2, len(codes) - 1):
        if codes[at] == hard or (codes[at - 1] in joins and codes[at] in openers and at - cuts[-1] > 3):
            cuts.append(at + (codes[at] == hard))
    for first, past in zip(cuts, [*cuts[1:], len(codes)], strict=True):
        if past > first:
            last = past == len(codes)
            yield _Clause(codes[first:past], first, flags if last else flags - {"question"})


def _matches(table: dict[str, tuple[Pattern, ...]], clause: _Clause) -> list[_Hit]:
    """The rules that hold for a clause, each where it holds first, in the order of the data."""
    hits: dict[int, _Hit] = {}
    for char in {*clause.codes, ""}:
        for pattern in table.get(char, ()):
            rule = pattern.rule
            if rule.needs <= clause.flags and not rule.unless & clause.flags:
                match = pattern.expression.search(clause.codes)
                if match:
                    hit = _Hit(rule, clause.first + match.start(), clause.first + match.end())
                    hits[rule.order] = min(hits.get(rule.order, hit), hit, key=lambda h: (h.start, h.end))
    return [hits[order] for order in sorted(hits)]


def _in_clause(known: Grammar, clause: _Clause, hits: list[_Hit]) -> Iterator[tuple[str, list[_Hit]]]:
    """Each kind with the hits for and against it, its strongest cue first."""
    against = _matches(known.evidence, clause)
    seen = {hit.rule.order for hit in against}
    against = [hit for hit in against if not hit.rule.absent] + [
        _Hit(rule, -1, -1) for rule in known.absent if rule.order not in seen and rule.needs <= clause.flags
    ]
    for kind in dict.fromkeys(kind for hit in hits for kind in hit.rule.kinds):
        own = sorted((h for h in hits if kind in h.rule.kinds), key=lambda h: -h.rule.weight)
        yield kind, [*own, *(h for h in against if kind in h.rule.kinds)]


def _span(hit: _Hit, spans: list[Span]) -> Span | None:
    if hit.start < 0:
        return None
    last = max(hit.start, min(hit.end, len(spans)) - 1)
    return spans[min(hit.start, len(spans) - 1)][0], spans[min(last, len(spans) - 1)][1]


def _reasons(hits: list[_Hit], spans: list[Span]) -> tuple[Reason, ...]:
    """Each reason once for and once against, with its greatest weight."""
    found: dict[tuple[str, bool], Reason] = {}
    for hit in hits:
        weight = hit.rule.weight
        key = hit.rule.reason, weight > 0
        if weight and (key not in found or abs(found[key].weight) < abs(weight)):
            found[key] = Reason(hit.rule.reason, weight, _span(hit, spans))
    return tuple(found.values())


def _judged(
    known: Grammar, sentence: Sentence, n: int, clauses: list[tuple[_Clause, list[_Hit]]], spans: list[Span]
) -> list[Found]:
    """The findings of a sentence: one a kind, or one a clause where several clauses hold the same kind."""
    made: dict[str, list[tuple[_Clause, Found]]] = {}
    for clause, hits in clauses:
        for kind, of_kind in _in_clause(known, clause, hits):
            reasons = _reasons(of_kind, spans)
            if sum(r.weight for r in reasons) >= known.floor:
                cue = of_kind[0]
                at = _span(cue, spans) or sentence.span
                found = Found(kind, sentence.span, n, f"{kind}.{cue.rule.name}", at, reasons)  # type: ignore[arg-type]
                made.setdefault(kind, []).append((clause, found))
    starts = [spans[c.first][0] for c, _ in clauses]
    edges = {c.first: (a, b) for (c, _), a, b in zip(clauses, starts, [*starts[1:], sentence.span[1]], strict=True)}
    edges[0] = sentence.span[0], edges[0][1]
    return [
        found if len(of_kind) == 1 else found._replace(span=edges[clause.first])
        for of_kind in made.values()
        for clause, found in of_kind
    ]
