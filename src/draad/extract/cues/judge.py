"""From a unit's sentences to what they hold: the cues in each clause, and what speaks for and against."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, cast

from draad.extract.cues.lexicon import TOKEN, is_government
from draad.extract.cues.patterns import Grammar, grammar
from draad.extract.cues.reading import Clause, Hit, after_colon, clauses, matches, spans
from draad.extract.records import Found, Kind, Reason, Sentence, Unit
from draad.knowledge import load
from draad.records import Span

_LOOKED_AT = frozenset(("prose", "point"))
_LAST_WORDS = 120
"""Characters of the sentence above a list in which it is announced."""


class _Case(NamedTuple):
    """One kind in one clause: what speaks for and against, the strongest cue first."""

    kind: Kind
    clause: int
    hits: list[Hit]


class Judged(NamedTuple):
    """A unit as the rules read it."""

    found: list[Found]
    codes: dict[int, str]
    """By sentence of prose or list item: a character a word (``lexicon``); none where it holds politeness alone."""


def cues(unit: Unit) -> list[Found]:
    """What the sentences of a unit ask, announce, promise, report, decide and plan, in the order of the text.

    Each with the sentence's span (or the clause's, where one sentence holds several of a kind), the cue, and the
    reasons, whose weights add up to at least the floor in ``knowledge/cues.toml``. Never raises.
    """
    return judged(unit).found


def judged(unit: Unit) -> Judged:
    """What ``cues`` finds, and the sentences as it read them."""
    known = grammar()
    base = _of_mail(unit)
    marks = [mark.span for mark in unit.copy.marks] if unit.copy else []
    places = _Places(unit)
    found: list[Found] = []
    codes: dict[int, str] = {}
    for n, sentence in enumerate(unit.sentences):
        place = places.flags(sentence)
        if sentence.role in _LOOKED_AT:
            own = marks
            if marks:
                first = bisect_left(marks, sentence.span)
                own = marks[first : bisect_left(marks, (sentence.span[1], 0), first)]
            parts = clauses(known, unit.text, sentence.span, own, base | place)
            codes[n] = _telling(known, parts)
            found.extend(_in_sentence(known, unit, n, parts, own))
    return Judged(found, codes)


def _telling(known: Grammar, parts: Sequence[Clause]) -> str:
    codes = "".join([part.codes for part in parts])
    return codes if codes.strip(known.lexicon.codes["QUOTE"]) else ""


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


class _Places:
    """What the place of a sentence tells: a list item, one below a plan's heading or "the following questions"."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.above: list[Sentence] = []
        self.plans: dict[int, bool] = {}
        self.asks: dict[int, bool] = {}

    def flags(self, sentence: Sentence) -> frozenset[str]:
        """Of the next sentence; to be asked for each in order."""
        if sentence.role != "point":
            self.above = [sentence]
            return _FOREIGN if sentence.foreign else _NOTHING
        while self.above and self.above[-1].role == "point" and self.above[-1].level >= sentence.level:
            self.above.pop()
        flags = {"point"} if not sentence.foreign else {"point", "in"}
        if sentence.heading is not None and self._plans(sentence.heading):
            flags.add("plan")
        if self.above and self._asks(self.above[-1]):
            flags.add("asked")
        self.above.append(sentence)
        return frozenset(flags)

    def _plans(self, heading: int) -> bool:
        known = self.plans.get(heading)
        if known is None:
            words = self.unit.words(self.unit.sentences[heading].span).lower()
            known = self.plans[heading] = not _plan_words().isdisjoint(TOKEN.findall(words))
        return known

    def _asks(self, lead: Sentence) -> bool:
        known = self.asks.get(lead.span[0])
        if known is None:
            known = bool(_asking().search(self.unit.words(lead.span)[-_LAST_WORDS:]))
            self.asks[lead.span[0]] = known
        return known


_NOTHING: frozenset[str] = frozenset()
_FOREIGN = frozenset(("in",))


@cache
def _asking() -> re.Pattern[str]:
    """What announces a list of questions."""
    words = "|".join(load("cue_words")["asked"]["words"].split())
    return re.compile(rf"\b(?:{words})\b[^.?!]{{0,80}}[:*_ ]*$", re.IGNORECASE)


@cache
def _plan_words() -> frozenset[str]:
    """What makes the list beneath a heading a plan: a time to come."""
    known = load("cue_words")
    return frozenset((*known["plan"]["words"].split(), *known["classes"]["MONTH"].split()))


def _in_sentence(known: Grammar, unit: Unit, n: int, parts: Sequence[Clause], marks: Sequence[Span]) -> list[Found]:
    """The findings of a sentence: one a kind, or one a clause where several clauses hold the same kind."""
    sentence = unit.sentences[n]
    cases = [case for i, part in enumerate(parts) for case in _of_part(known, i, part)]
    if not cases:
        return []
    places = spans(unit.text, sentence.span, marks)
    starts = [sentence.span[0], *(places[part.first][0] for part in parts[1:]), sentence.span[1]]
    several = [case.kind for case in cases]
    found = []
    for kind, i, hits in cases:
        span = (starts[i], starts[i + 1]) if several.count(kind) > 1 else sentence.span
        at = _span(hits[0], places) or span
        reasons = tuple(Reason(hit.rule.reason, hit.rule.weight, _span(hit, places)) for hit in hits)
        found.append(Found(kind, span, n, f"{kind}.{hits[0].rule.name}", at, reasons))
    return found


def _of_part(known: Grammar, n: int, part: Clause) -> Iterator[_Case]:
    """The kinds of a clause as a whole, and those that only what it says after a colon holds by itself."""
    whole = list(_cases(known, n, part))
    yield from whole
    tail = after_colon(known, part)
    if tail is not None:
        told = {case.kind for case in whole}
        yield from (case for case in _cases(known, n, tail) if case.kind not in told)


def _cases(known: Grammar, n: int, clause: Clause) -> Iterator[_Case]:
    """The kinds that a clause may hold, weighed."""
    hits = matches(known.cues, clause)
    if not hits:
        return
    kinds = dict.fromkeys(kind for hit in hits for kind in hit.rule.kinds)
    evidence = matches(known.evidence, clause, frozenset(kinds))
    seen = {hit.rule.order for hit in evidence}
    against = [hit for hit in evidence if not hit.rule.absent]
    against += [Hit(r, -1, -1) for r in known.absent if r.order not in seen and r.needs <= clause.flags]
    for kind in kinds:
        own = sorted((h for h in hits if kind in h.rule.kinds), key=lambda h: -h.rule.weight)
        counted = _counted([*own, *(h for h in against if kind in h.rule.kinds)])
        if sum(hit.rule.weight for hit in counted) >= known.floor:
            yield _Case(cast(Kind, kind), n, counted)


def _counted(hits: list[Hit]) -> list[Hit]:
    """Each reason once for and once against, with its greatest weight."""
    found: dict[tuple[str, bool], Hit] = {}
    for hit in hits:
        key = hit.rule.reason, hit.rule.weight > 0
        if key not in found or abs(found[key].rule.weight) < abs(hit.rule.weight):
            found[key] = hit
    return list(found.values())


def _span(hit: Hit, places: list[Span]) -> Span | None:
    """The words by which a rule holds; None for one that holds because there are none."""
    if hit.start < 0:
        return None
    last = len(places) - 1
    return places[min(hit.start, last)][0], places[min(max(hit.start, hit.end - 1), last)][1]
