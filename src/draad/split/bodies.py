"""Bodies: where one begins and ends, and which parts of it are no message text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Part, Span
from draad.split.lines import Lines

_WORDS = re.compile(r"[^a-z0-9' ]+")
_FOOTNOTE_MARKED = re.compile(r"[ \t>|]*(?:<sup>\s*\[?\d{1,3}\]?\s*</sup>|\[\d{1,3}\]\s)")
_FIRST = re.compile(r"\n[ \t>|*_\-\xa0]*+([^\W\d_]++)")
_LONGEST_CLOSING = 48


class _Openings(NamedTuple):
    closings: frozenset[str]
    phones: tuple[str, ...]
    disclaimers: tuple[str, ...]
    firsts: frozenset[str]
    """The words with which any of them begins: most lines are told apart by theirs."""


@cache
def _knowledge() -> _Openings:
    data = load("bodies")
    closings, phones, disclaimers = (
        tuple(_plain(w) for w in data[k][v])
        for k, v in (("closings", "words"), ("phone", "starts"), ("disclaimers", "starts"))
    )
    firsts = frozenset(words.split()[0] for words in (*closings, *phones, *disclaimers))
    return _Openings(frozenset(closings), phones, disclaimers, firsts)


def _plain(line: str) -> str:
    return " ".join(_WORDS.sub(" ", fold(line)).split())


def extent(lines: Lines, first: int, last: int) -> tuple[int, int] | None:
    """First and last line of a body between two headers, without blank lines, rules and page furniture at its ends."""
    while first <= last and (lines.furniture(first) or lines.running_head(first, -1)):
        first += 1
    while last >= first and (lines.furniture(last) or lines.running_head(last, -1)):
        last -= 1
    return (first, last) if first <= last else None


def without_footnotes(lines: Lines, first: int, last: int) -> int:
    """The last line before the footnotes that end a document, or ``last`` where it has none."""
    i = last
    while i > first and (lines.blank(i) or _FOOTNOTE_MARKED.match(lines[i]) or not _starts_paragraph(lines, i)):
        i -= 1
        if last - i > 60:
            return last
    if i == last or not lines.rule(i) or lines.blank(i):
        return last
    beneath = [k for k in range(i + 1, last + 1) if not lines.furniture(k)]
    return i if beneath and _FOOTNOTE_MARKED.match(lines[beneath[0]]) else last


def _starts_paragraph(lines: Lines, i: int) -> bool:
    return lines.furniture(i) or (i > 0 and lines.blank(i - 1) and not _FOOTNOTE_MARKED.match(lines[i]))


def parts(lines: Lines, first: int, last: int) -> tuple[Part, ...]:
    """Signature, disclaimer, "sent from my phone" and page furniture within a body, as spans of whole lines."""
    closings, phones, disclaimers, firsts = _knowledge()
    found: list[Part] = []
    closing: int | None = None
    cut = last + 1
    start = lines.starts[first]
    for match in _FIRST.finditer("\n" + lines.text[start : lines.end(last)]):
        if fold(match[1]) not in firsts:
            continue
        i = lines.at(start + match.start())
        line = lines[i]
        if len(line) > 400:
            continue
        begin, end = lines.starts[i], lines.end(i)
        plain = _plain(line)
        if plain.startswith(phones) and len(plain) < 90:
            found.append(Part((begin, end), "phone"))
            cut = min(cut, i) if closing is not None else cut
        elif plain.startswith(disclaimers):
            found.append(Part((begin, lines.end(last)), "disclaimer"))
            cut = min(cut, i)
            break
        elif len(plain) <= _LONGEST_CLOSING and closing is None and _is_closing(plain, closings):
            closing = i
    if closing is not None and closing < cut:
        end = cut - 1
        while end > closing and lines.furniture(end):
            end -= 1
        found.append(Part((lines.starts[closing], lines.end(end)), "signature"))
    found += [part for part in _furniture(lines, first, last) if not any(_within(part.span, one.span) for one in found)]
    return tuple(sorted(found, key=lambda p: p.span))


def _furniture(lines: Lines, first: int, last: int) -> Iterator[Part]:
    """Page numbers, stamps and running heads left in a body by a page break; a bare number only if it stands apart."""
    if not lines.page_ends:
        return
    for i in range(first + 1, last):
        if i in lines.page_ends:
            apart = lines.blank(i - 1) and lines.blank(i + 1)
            if apart or any(c.isalpha() for c in lines[i]):
                yield Part(span_of(lines, i, i), "furniture")
        elif lines[i].strip() in lines.running_heads and any(j in lines.page_ends for j in range(i - 2, i + 3)):
            yield Part(span_of(lines, i, i), "furniture")


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_closing(plain: str, closings: frozenset[str]) -> bool:
    """A closing stands at the head of its line, alone or with a name or a mark behind it."""
    if plain in closings:
        return True
    words = [w for w in plain.split() if len(w) > 1 and w.isalpha()]  # a mark or an initial behind it is no word
    if not words:
        return False
    return any(" ".join(words[:k]) in closings and (len(words) - k <= 4) for k in range(min(len(words), 5), 1, -1)) or (
        words[0] in closings and len(words) <= 3
    )


def span_of(lines: Lines, first: int, last: int) -> Span:
    """The characters of lines ``first`` to ``last``, the last line end left out."""
    return lines.starts[first], lines.end(last)
