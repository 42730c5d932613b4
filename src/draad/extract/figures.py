"""Numbers that tell something of the world: shares, amounts, counts and quantities, with what they count.

Digits are looked for first; what has none but words of a share (*een op de zeven*, *de helft van de scholen*) is let
through by a few plain searches. What a number counts, and where it comes from, is read only where there is a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from draad.extract.figure_source import sources_of
from draad.extract.figure_words import about_before, counted, periods_of, phones
from draad.extract.records import Figure, Found, Reason, Unit
from draad.knowledge import load
from draad.records import Span

Form = Literal["percent", "amount", "ratio", "count", "quantity"]

_WEIGHTS: dict[Form, float] = {"percent": 1.5, "amount": 1.5, "ratio": 1.2, "count": 0.8, "quantity": 0.8}
_SMALL = 10
_NOUN_MIN = 3
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_HOURS = 24


class Hit(NamedTuple):
    """A number that says something: its span in the document, what form it has, its value and unit."""

    span: Span
    form: Form
    value: str
    unit: str | None
    noun: Span | None = None
    """The counted noun with what stands before it, for a count."""


_NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    r"\d(?<![\w.,/:@#+\-–\[<]\d)(?:\d{0,2}(?:\.\d{3})+(?:,\d{1,2}(?!\d))?|\d*(?:[.,]\d+)?)(?![\w@\]>])"
)
"""A digit first: so the search runs from digit to digit. What is tied to letters or signs is a date, a mark, a code."""
_RANGE = re.compile(rf"\s?(?:-|–|à|a|tot|en)\s?({_NUM})(?![\w@])")
_EURO_BEFORE = re.compile(r"(?:€|\beuro|\beur)\s?\Z")
_SPACE = r"[ \t\u00a0*_]{0,4}\n?[ \t\u00a0>]{0,4}"
_WORD_AFTER = re.compile(rf"{_SPACE}([^\W\d_][\w'’\-]*|%-punt|%|€)")
_PLURAL = re.compile(r".*(?:en|s|['’]s|ën|eren)\Z")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’]*)\.?[ \t:*_]{0,3}\Z")
_ALONE_LINE = re.compile(r"(?:\A|\n)[ \t*_\-–>]*\Z")


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load("figures")[name]["words"])


@cache
def _before() -> frozenset[str]:
    when = load("when")
    return _set("before") | frozenset(when["nothing"]["before"]) | frozenset(when["month"])


@cache
def _ratio() -> re.Pattern[str]:
    numbers = "|".join(sorted(map(re.escape, load("figures")["number"]), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,/\-–])(\d{{1,3}}|{numbers})\s+(?:op(?:\s+(?:de|elke|iedere))?|van\s+de)\s+"
        rf"(\d{{1,3}}(?:\.\d{{3}})*|{numbers})(?![\w.,]?\d|\w|-)"
    )


@cache
def _fraction() -> re.Pattern[str]:
    numbers = "|".join(sorted(map(re.escape, load("figures")["number"]), key=len, reverse=True))
    parts = "|".join(load("figures")["fraction"])
    return re.compile(
        rf"(?<![\w-])(?:(de)\s+helft|(driekwart)|({numbers})\s+({parts})(?:\s?deel)?)(?=\s+van\s+(?:de|het|alle|onze|deze|hun)\b)"
    )


def figures(unit: Unit) -> list[Found]:
    """The figures of a unit, in order. Headings hold none. Never raises; linear in the text."""
    low = unit.folded or unit.text[unit.span[0] : unit.span[1]].lower()
    if len(low) != unit.span[1] - unit.span[0]:
        low = unit.text[unit.span[0] : unit.span[1]]
    hits = _joined(low, _hits(low))
    if not hits:
        return []
    found: list[Found] = []
    starts = [s.span[0] for s in unit.sentences]
    grouped: dict[int, list[Hit]] = {}
    for hit in hits:
        start, end = hit.span[0] + unit.span[0], hit.span[1] + unit.span[0]
        index = bisect_right(starts, start) - 1
        if index < 0 or end > unit.sentences[index].span[1] or unit.sentences[index].role == "heading":
            continue
        noun = hit.noun and (hit.noun[0] + unit.span[0], hit.noun[1] + unit.span[0])
        if noun and unit.text[noun[0]].isupper() and hit.unit is None:
            continue  # a name: a place behind a postal code, a street
        grouped.setdefault(index, []).append(hit._replace(span=(start, end), noun=noun))
    for index, group in grouped.items():
        found.extend(_found(unit, index, group))
    return found


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────


def _hits(low: str) -> list[Hit]:
    """All numbers of a lower-cased text that say something, in order, none within another."""
    hits = list(_shares_in_words(low))
    to_call = phones(low)
    for match in _NUMBER.finditer(low):
        if to_call and any(
            a <= match.start() < b for a, b in to_call[bisect_right(to_call, (match.start(), len(low))) - 1 :][:1]
        ):
            continue
        hit = _read(low, match)
        if hit:
            hits.append(hit)
    hits.sort(key=lambda h: (h.span[0], -h.span[1]))
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.span[0] >= kept[-1].span[1]:
            kept.append(hit)
    return kept


def _shares_in_words(low: str) -> Iterator[Hit]:
    """*1 op de 9*, *een op de zeven*, *12 van de 40*, *twee derde van de*, *de helft van de*."""
    for joint in _JOINTS:
        for place in joint.finditer(low):
            before = low[max(0, place.start() - 12) : place.start()].split()
            if before and (before[-1].isdigit() or before[-1] in load("figures")["number"]):
                yield from _ratio_at(low, low.rfind(before[-1], 0, place.start()))
    if _PARTS.search(low):
        for m in _fraction().finditer(low):
            if _of_time(low, m.end()):
                continue
            known = load("figures")
            a, b = (1, 2) if m[1] else (3, 4) if m[2] else (known["number"][m[3]], known["fraction"][m[4]])
            if a < b:
                yield Hit(m.span(), "ratio", f"{a}/{b}", "1/n")


# "van" first, then back to the end of helft, kwart, derde, vijfde, zesde, achtste, tiende, deel: for speed.
_PARTS = re.compile(r"van\s(?<=(?:lft|art|rde|fde|sde|ste|nde|eel)\svan\s)")
_JOINTS = (re.compile(r"op\s(?<=\sop\s)"), re.compile(r"van\s{1,2}de\s"))


def _ratio_at(low: str, start: int) -> Iterator[Hit]:
    m = _ratio().match(low, start)
    if m is None:
        return
    a, b = _whole(m[1]), _whole(m[2])
    after = _WORD_AFTER.match(low, m.end())
    bare = after is None or after[1] in load("when")["month"]
    if 0 < a < b and not (after and after[1] in _set("time")) and not (" van " in m[0] and bare):
        yield Hit(m.span(), "ratio", f"{a}/{b}", "1/n")


_OF = re.compile(r"\s+van\s+(?:de|het|alle|onze|deze|hun)\s+(\w+)")


def _of_time(low: str, at: int) -> bool:
    """*de helft van de week*."""
    found = _OF.match(low, at)
    return found is not None and (found[1] in _set("time") or found[1] in load("when")["month"] or found[1].isdigit())


def _whole(text: str) -> int:
    return int(load("figures")["number"].get(text) or text.replace(".", ""))


def _read(low: str, match: re.Match[str]) -> Hit | None:
    """What the number of a match says, by what stands around it; None for a number of something, a date, a mark."""
    start, end = match.span()
    text = match[0]
    head = low[max(0, start - 24) : start]
    euro = _EURO_BEFORE.search(head) if "€" in head or "eur" in head else None
    ranged = _RANGE.match(low, end)
    after = _WORD_AFTER.match(low, end)
    if not (euro or ranged or after):
        return None
    value = _value(text)
    high: Decimal | None = None
    if ranged and _value(ranged[1]) > value and (ranged[0].split()[0] != "en" or "tussen" in head):
        high, end = _value(ranged[1]), ranged.end()
        after = _WORD_AFTER.match(low, end)
    word = after[1] if after else ""
    scale = load("figures")["scale"].get(word)
    if scale and after:
        value, high, end = value * scale, high and high * scale, after.end(1)
        end += low[end : end + 1] == "." and word in ("mln", "mld") and low[end + 1 : end + 2].isspace()
        after = _WORD_AFTER.match(low, end)
        word = after[1] if after else ""
    if euro:
        return Hit((start - len(euro[0]), end), "amount", _written(value, high), "EUR")
    if after and (word in ("€", "euro", "eur") or word.startswith("euro'")):
        return Hit((start, after.end(1)), "amount", _written(value, high), "EUR")
    if after and word in _set("percent"):
        return Hit((start, after.end(1)), "percent", _written(value, high), "%")
    if after and word in _set("points"):
        return Hit((start, after.end(1)), "percent", _written(value, high), "pp")
    if after is None or not word:
        return None
    if _is_a_number_of_something(low, start, text, head, after):
        return None
    return _counted(low, (start, end), value, high, after)


_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def _value(text: str) -> Decimal:
    """``1.400`` is fourteen hundred, ``11.2`` eleven and a fifth, ``1.400,50`` has both."""
    if "." in text and _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    return Decimal(text.replace(",", "."))


def _written(value: Decimal, high: Decimal | None = None) -> str:
    """A decimal with a point, without useless noughts; a stretch as ``10..15``."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if high is None else f"{text}..{_written(high)}"


def _is_a_number_of_something(low: str, start: int, text: str, head: str, after: re.Match[str]) -> bool:
    if text.startswith("0") and not text.startswith(("0,", "0.")):
        return True
    before = _WORD_BEFORE.search(head)
    if before and before[1] in _before():
        return True
    broken = "\n" in low[after.start() : after.start(1)]
    if broken and _ALONE_LINE.search(head):
        return True
    year = len(text) == 4 and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR
    return year and after[1] not in _set("people")


def _counted(low: str, span: Span, value: Decimal, high: Decimal | None, after: re.Match[str]) -> Hit | None:
    """A count with its noun, or a quantity with its unit."""
    word, unit = after[1], load("figures")["unit"].get(after[1])
    if unit == "uur":
        return _hours(low, span, value, high, after)
    if unit:
        return Hit((span[0], after.end(1)), "quantity", _written(value, high), unit, after.span(1))
    first = after
    for _ in range(3):
        word = after[1]
        if len(word) < _NOUN_MIN or word in _set("trivial") or word in _set("time") or word in _set("not_noun"):
            return None
        if word in load("when")["month"] or word in load("when")["weekday"]:
            return None
        if _PLURAL.match(word):
            small = (high or value) < _SMALL or value != int(value)
            if small and word not in _set("people"):
                return None
            return Hit((span[0], after.end(1)), "count", _written(value, high), None, (first.start(1), after.end(1)))
        following = _WORD_AFTER.match(low, after.end(1)) if word.endswith("e") or word == "extra" else None
        if following is None or not following[1][0].isalpha():
            return None
        after = following
    return None


def _hours(low: str, span: Span, value: Decimal, high: Decimal | None, after: re.Match[str]) -> Hit | None:
    """*36 uur per week*, *400 uur begeleiding*; not *17 uur*, *10.30 uur*."""
    following = _WORD_AFTER.match(low, after.end(1))
    before = _WORD_BEFORE.search(low[max(0, span[0] - 24) : span[0]])
    amount = value > _HOURS or (following is not None and following[1] in _set("clock_not"))
    clock = "." in low[span[0] : span[1]] and value < _HOURS
    if clock or not amount or (before and before[1] in _set("clock") and value <= _HOURS):
        return None
    return Hit((span[0], after.end(1)), "quantity", _written(value, high), "uur", after.span(1))


_TOGETHER = 80
_ROUND = Decimal("0.3")


def _joined(low: str, hits: list[Hit]) -> list[Hit]:
    """A ratio and the share that tells it exactly, in brackets, are one: *1 op de 9 medewerkers (10,7%)*."""
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if joined else None
        if last and {last.form, hit.form} == {"ratio", "percent"} and _are_one(low, last, hit):
            exact = hit if hit.form == "percent" else last
            end = hit.span[1] + (low[hit.span[1] : hit.span[1] + 1] == ")")
            joined[-1] = exact._replace(span=(last.span[0], end))
        else:
            joined.append(hit)
    return joined


def _are_one(low: str, first: Hit, second: Hit) -> bool:
    gap = low[first.span[1] : second.span[0]]
    if len(gap) > _TOGETHER or "(" not in gap or ")" in gap or "\n\n" in gap:
        return False
    a, b = share(first.value, first.unit), share(second.value, second.unit)
    return a is not None and b is not None and abs(a - b) <= _ROUND * max(a, b)


def share(value: str, unit: str | None) -> Decimal | None:
    """A ratio or percentage as a part of one; None for what is no single share."""
    if ".." in value:
        return None
    if "/" in value:
        above, below = value.split("/")
        return Decimal(above) / Decimal(below)
    return Decimal(value) / 100 if unit == "%" else None


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────


def _found(unit: Unit, index: int, hits: list[Hit]) -> Iterator[Found]:
    """The figures of one sentence. Each has its own stretch of it, so that each has its own place."""
    sentence = unit.sentences[index]
    hits = [h._replace(span=(about_before(unit.text, h.span[0], sentence.span[0]), h.span[1])) for h in hits]
    cuts = [sentence.span[0], *(_cut(unit.text, a, b) for a, b in pairwise(hits)), sentence.span[1]]
    sources, periods = sources_of(unit, index), periods_of(unit, index)
    for hit, stretch in zip(hits, pairwise(cuts), strict=True):
        start, end = stretch
        while start < hit.span[0] and unit.text[start] in " \t\n,;-*•":
            start += 1
        while end > hit.span[1] and unit.text[end - 1] in " \t\n,;(":
            end -= 1
        what = counted(unit.text, (start, end), hit.span, hit.form, hit.noun)
        source = sources.of(hit.span)
        figure = Figure(
            value=hit.value,
            unit=hit.unit,
            counts=what.counts,
            of=what.of,
            when=periods.of((start, end), hit.span),
            source=source.text if source else None,
            source_span=source.span if source else None,
        )
        yield Found(
            "figure",
            (start, end),
            index,
            f"figure.{hit.form}",
            hit.span,
            _reasons(hit, figure),
            owners=(),
            figure=figure,
        )


_PART = re.compile(r"[;,(]\s|\s(?:en|maar|terwijl|tegen|tegenover|versus|of)\s|\n")


_LEAD = re.compile(r"(?<!\S)([^\W\d_]+)\s{1,3}\Z")


def _cut(text: str, a: Hit, b: Hit) -> int:
    """Where the stretch of one figure ends and that of the next begins: at a sign or *en*, else at a preposition."""
    cut = None
    for match in _PART.finditer(text, a.span[1], b.span[0]):
        cut = match.end()
    if cut is not None:
        return cut
    cut = b.span[0]
    for _ in range(3):
        lead = _LEAD.search(text, max(a.span[1], cut - 24), cut)
        if lead is None or lead[1].lower() not in _set("stop"):
            break
        cut = lead.start()
    return cut


def _reasons(hit: Hit, figure: Figure) -> tuple[Reason, ...]:
    reasons = [Reason(f"figure-{hit.form}", _WEIGHTS[hit.form], hit.span)]
    if figure.counts or figure.of:
        reasons.append(Reason("figure-counts", 0.5))
    else:
        reasons.append(Reason("figure-of-nothing", -0.4))
    if figure.source:
        reasons.append(Reason("figure-source", 0.5, figure.source_span))
    return tuple(reasons)
