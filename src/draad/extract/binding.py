"""Which time expression of a stretch of text is bound to what an item says there, and which tells of something else."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from datetime import date
from functools import cache
from typing import NamedTuple

from draad.extract.records import Kind, Unit
from draad.extract.times import Times
from draad.extract.when import When
from draad.extract.when.lexicon import how as when_how
from draad.knowledge import load
from draad.records import Span

_NEAR = 60
"""Characters on either side within which words say what an expression is."""
_REACH = 400
"""Characters between cue and expression beyond which all are equally far."""
_MANY = 40
"""Expressions in one sentence of which the nearest are looked at: a list of dates without an end is no sentence."""


class Choice(NamedTuple):
    """What is bound: a dated (or at least named) time, a rhythm, an urgency, a time of day; each may lack."""

    dated: When | None = None
    rhythm: When | None = None
    urgency: When | None = None
    clock: When | None = None
    event: bool = False
    """``dated`` is the day of the event for which something is needed."""

    def __bool__(self) -> bool:
        return any((self.dated, self.rhythm, self.urgency, self.clock))


def words(name: str) -> tuple[str, ...]:
    """The words under a heading of ``knowledge/due.toml``."""
    return tuple(load("due")[name]["words"])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the words of a heading of ``knowledge/due.toml``, whole and in any case."""
    alternatives = "|".join(map(re.escape, sorted(words(name), key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


class _Whole(NamedTuple):
    """The words of a heading, to look up in a set of words; what holds other signs (*s.v.p.*) only by its pattern."""

    words: frozenset[str]
    others: tuple[str, ...]


@cache
def _whole(name: str) -> _Whole:
    known = words(name)
    return _Whole(
        frozenset(w for w in known if _TOKEN.fullmatch(w)), tuple(w for w in known if not _TOKEN.fullmatch(w))
    )


_TOKEN = re.compile(r"\w+")


def _says(name: str, low: str, tokens: frozenset[str]) -> bool:
    """Whether one of the words of a heading stands in a lower-cased text with these tokens."""
    known = _whole(name)
    if not known.words.isdisjoint(tokens):
        return True
    return any(other in low for other in known.others) and pattern(name).search(low) is not None


@cache
def _border() -> re.Pattern[str]:
    return re.compile(rf"[;:(]|,\s|\ben (?:dan|daarna)\b|{pattern('clause').pattern}", re.IGNORECASE)


def choose(unit: Unit, kind: Kind, span: Span, cue: int | None, times: Times, inner: Span | None = None) -> Choice:
    """What is bound within ``span`` (a sentence) to an item of ``kind`` whose cue stands at offset ``cue``.

    ``inner`` is the item's own span within it, if narrower: what stands there goes before what stands beside it.
    """
    at = span[1] if cue is None else min(max(cue, span[0]), span[1])
    found = times.within(span)
    if len(found) > _MANY:
        middle = bisect_left(found, at, key=lambda w: w.span[0])
        found = found[max(0, middle - _MANY // 2) : middle + _MANY // 2]
    if not found:
        return Choice()
    best: tuple[float, int, When] | None = None
    event: When | None = None
    rhythm: When | None = None
    urgency: When | None = None
    clock: When | None = None
    for n, when in enumerate(found):
        own = inner is not None and inner[0] <= when.span[0] < inner[1]
        if when.kind == "urgency":
            urgency = when if urgency is None or own else urgency
            continue
        clause = _clause(unit.text, when.span, span)
        if is_past(unit, when) or _tells_past(unit.text, when.span, clause):
            continue
        if when.kind == "rhythm":
            if rhythm is None and not _is_standing(unit.text, when, kind):
                rhythm = when
            continue
        if when.kind == "time" and kind != "appointment":
            clock = clock or when
            continue
        if when.kind == "from" and kind in ("action", "question") and clause[0] > at and _is_told(unit.text, clause):
            continue
        score = _weight(unit.text, when, kind, clause) - _distance(unit.text, when.span, at) + 3 * own
        if _is_reference(unit.text, when.span):
            if kind != "appointment":
                event = event or (when if _is_for_event(unit.text, when.span) else None)
                continue
            score -= 1.5
        if kind == "decision" and _is_day_of_deciding(unit, when):
            continue
        if when.kind == "time":
            clock, score = clock or when, score - 1
        if best is None or (score, -n) > best[:2]:
            best = (score, -n, when)
    if best is None and event is not None:
        return Choice(event, rhythm, urgency, clock, event=True)
    return Choice(best[2] if best else None, rhythm, urgency, clock)


def is_past(unit: Unit, when: When) -> bool:
    """Whether an expression points to what lay behind when it was written, bounds apart."""
    if when_how("since") in when.how:
        return True
    last = _last(when.due)
    if last is not None and unit.moment is not None:
        return when.kind != "until" and last < unit.moment.day
    return when.due is None and bool(_looks_back().match(when.text))


def is_vague(when: When) -> bool:
    """*binnenkort*, *op korte termijn*: a time that names no day at all."""
    return when.due is None and not when.at and when_how("vague") in when.how


def _is_told(text: str, clause: Span) -> bool:
    """Whether a clause hangs on another: *(vraag naar het besluit) dat het loket vanaf 1 juni open is*."""
    return pattern("clause").match(text, *clause) is not None


@cache
def _looks_back() -> re.Pattern[str]:
    known = load("when")
    back = [w for w, n in known["relative"].items() if n < 0] + list(known["last"]["words"])
    after = "|".join(map(re.escape, known["back"]["words"]))
    return re.compile(rf"(?:{'|'.join(map(re.escape, back))})|.*\b(?:{after})\b", re.IGNORECASE)


def _last(due: str | None) -> date | None:
    """The last day of an EDTF day, month, year or closed period; None for one that is open behind."""
    text = (due or "").rpartition("/")[2]
    if not text or text == ".." or (due or "").startswith(".."):
        return None
    if len(text) == len("2020"):
        return date(int(text), 12, 31)
    if len(text) == len("2020-06"):
        return date(int(text[:4]), int(text[5:]), monthrange(int(text[:4]), int(text[5:]))[1])
    return date.fromisoformat(text)


def _clause(text: str, at: Span, within: Span) -> Span:
    """The clause in which an expression stands, no further than it needs to be looked over."""
    low, high = max(within[0], at[0] - 2 * _NEAR), min(within[1], at[1] + 2 * _NEAR)
    start = low
    for mark in _border().finditer(text, low, at[0]):
        start = mark.start() if mark[0][0].isalpha() else mark.end()
    after = _border().search(text, at[1], high)
    return start, after.start() if after else high


def _tells_past(text: str, at: Span, clause: Span) -> bool:
    """Whether the clause tells of what is done: *zoals vrijdag besproken*, *is vrijdag verstuurd*."""
    words_of = text[clause[0] : clause[1]].lstrip(" \t\n-*•")
    if pattern("past_opening").match(words_of):
        return True
    low = words_of.lower()
    tokens = frozenset(_TOKEN.findall(low))
    if _says("ahead", low, tokens):
        return False
    if _says("past_verb", low, tokens):
        return True
    if not _says("perfect", low, tokens):
        return False
    auxiliary = pattern("perfect").search(text, clause[0], clause[1])
    if auxiliary is None:
        return False
    behind = max(at[1], auxiliary.end())
    return any(m[0].lower() not in _planned() for m in _PARTICIPLE.finditer(text, behind, clause[1]))


@cache
def _planned() -> frozenset[str]:
    return frozenset(words("planned"))


_PARTICIPLE = re.compile(
    r"(?<!\bte )\b(?:(?:aan|af|bij|door|in|mee|na|om|op|over|toe|uit|voor|terug|weg|vast|bijeen|klaar)?"
    r"ge[a-z]{2,20}(?:d|t|en)"
    r"|(?:be|ver|ont|her|onder|over)[a-z]{2,20}(?:d|t|ken|den|zen|ven|zonden|vangen|sproken|loten))\b",
    re.IGNORECASE,
)


def _before(text: str, at: int) -> str:
    return text[max(0, at - _NEAR) : at]


@cache
def _referring() -> re.Pattern[str]:
    before = "|".join(map(re.escape, words("reference")))
    return re.compile(rf"([^\W\d_]+)\s+(?:{before})\s+(?:de |het |afgelopen )?\Z", re.IGNORECASE)


@cache
def _before_reference() -> frozenset[str]:
    """What may be the last word before a time that names what is dated."""
    return frozenset((*words("reference"), "de", "het", "afgelopen"))


def _is_reference(text: str, at: Span) -> bool:
    """*de brief van 20 mei*, *het verslag over maandag*; not *een deadline van 20 mei*."""
    before = _before(text, at[0])
    last = before.split()[-1:]
    if not last or last[0].lower() not in _before_reference():
        return False
    found = _referring().search(before)
    return found is not None and found[1].lower() not in words("bound_noun")


_FOR_EVENT = re.compile(
    r"\bv[oó]{1,2}r\s+(?:(?:het|de|ons|onze|een|dit|deze)\s+)?(?:[\w/-]+\s+){1,4}van\s+(?:de |het )?\Z", re.IGNORECASE
)


def _is_for_event(text: str, at: Span) -> bool:
    """*de stukken voor het debat van 8 juni*."""
    return _FOR_EVENT.search(_before(text, at[0])) is not None


_DEFINITE = re.compile(r"\b(?:het|de|ons|onze|dit|deze|dat|die|jullie|hun|uw|mijn|in|uit|bij)\s+\Z", re.IGNORECASE)


def _is_standing(text: str, when: When, kind: Kind) -> bool:
    """*het wekelijkse overleg*: a rhythm that names a thing that is there already, in what is asked or done once."""
    if kind in ("appointment", "decision"):
        return False
    return " " not in when.text and when.text.endswith("e") and bool(_DEFINITE.search(_before(text, when.span[0])))


def _is_day_of_deciding(unit: Unit, when: When) -> bool:
    """*vandaag is besloten*."""
    return when.kind == "day" and unit.moment is not None and when.due == unit.moment.day.isoformat()


_FROM: dict[str, float] = {"decision": 2.0, "appointment": 0.5, "question": -1.0}
_TO = {"appointment": 0.5}


def _weight(text: str, when: When, kind: Kind, clause: Span) -> float:
    """How much the form of an expression makes it a due date."""
    score = 0.0
    if when.kind == "until":
        score += _TO.get(kind, 2.5)
    elif when.kind == "from":
        score += _FROM.get(kind, 0.0)
    elif when.kind == "period":
        score -= 0.5
    if is_vague(when):
        score -= 3
    if pattern("deadline").search(text, clause[0], clause[1]):
        score += 1.5
    return score


def _distance(text: str, at: Span, cue: int) -> float:
    """How far an expression is from the cue: borders of clauses first, then characters."""
    low, high = (at[1], cue) if at[1] <= cue else (cue, at[0])
    if high <= low:
        return 0.0
    if high - low > _REACH:
        return 6.0
    borders = sum(1 for _ in _border().finditer(text, low, high))
    return min(4.5, 1.5 * borders) + (high - low) / _REACH
