"""A body as its sentences: running text, list items, rows, headings and turns of speech, each where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from draad.extract.lines import Line, lines
from draad.extract.records import Role, Sentence
from draad.extract.stops import sentences_of, trimmed
from draad.fold import fold
from draad.knowledge import load
from draad.records import Span

_WIDE = 45
"""A line of so many characters may have been broken by the page, not by its writer."""
_OPENING, _CLOSING = "“\"„‘'«", "”\"’'»"
_HOLE = 4
_SHORT = 60
"""Lines beneath a closing that are shorter are names and functions."""


class _Run(NamedTuple):
    """A stretch of text that reads on, line after line."""

    start: int
    end: int
    role: Role
    block: int
    level: int
    speaker: Span | None
    foreign: bool


def sentences(text: str, span: Span, holes: Sequence[Span] = ()) -> tuple[Sentence, ...]:
    """The sentences within ``span``, in order, none over another; nothing of ``holes`` is in them.

    Every word stands in exactly one, but for salutations, closings, the names of speakers, addresses and notices.
    Takes time in proportion to the text; never raises.
    """
    found: list[Sentence] = []
    heading: int | None = None
    for run in _foreign(text, _runs(text, lines(text, span, holes))):
        if run.role in ("heading", "row"):
            one = trimmed(text, run.start, run.end)
            spans = [one] if one else []
        else:
            spans = list(sentences_of(text, run.start, run.end))
        found += [Sentence(each, run.role, run.block, heading, run.level, run.speaker, run.foreign) for each in spans]
        if run.role == "heading" and spans:
            found[-1] = found[-1]._replace(heading=None)
            heading = len(found) - 1
    return tuple(found)


def _runs(text: str, found: list[Line]) -> list[_Run]:
    """Lines joined to what reads on; what is no text dropped."""
    runs: list[_Run] = []
    block, widest = -1, 0
    levels: list[tuple[int, str]] = []
    speaker: Span | None = None
    ends_at_blank = all(line.gap == 0 for line in [line for line in found if line.speaker][1:])
    base = min((line.quote for line in found if line.kind != "drop"), default=0)
    foreign, closed, item = False, False, False
    last: Line | None = None
    bullet: Line | None = None
    for i, line in enumerate(found):
        if line.kind in ("drop", "greeting", "closing"):
            foreign = (foreign and line.kind != "closing") or (bool(runs) and _addresses_letter(text, line))
            closed = line.kind == "closing" or (closed and line.kind == "drop")
            speaker, last, item = None, None, False
            continue
        width = line.end - line.start
        closed = closed and line.gap < _HOLE
        if closed and width < _SHORT and not text[line.start : line.end].lower().startswith(_afterwards()):
            last = None
            continue
        if line.speaker:
            speaker = line.speaker
        elif line.kind == "heading" or (line.gap and ends_at_blank):
            speaker = None
        if line.end <= line.start:  # a bullet or a speaker alone on its line: the words stand beneath
            bullet, last = (line if line.marker else None), None
            continue
        if bullet is not None and line.kind == "text":
            line = line._replace(kind="item", marker=bullet.marker, indent=bullet.indent, nested=bullet.nested)
        bullet = None
        join = last is not None and _reads_on(text, last, line, widest)
        if join and runs:
            runs[-1] = runs[-1]._replace(end=line.end)
        else:
            begins = line.speaker is not None or line.stamped
            goes_on = last is not None and line.gap == 0 and line.kind == last.kind == "text" and not begins
            goes_on = goes_on or (
                item and not line.stamped and line.gap == 0 and line.kind == "text" and line.indent > 0
            )
            block += not goes_on
            level = _level(levels, line) if line.kind == "item" else runs[-1].level if goes_on and runs else 0
            item = line.kind == "item" or (goes_on and item)
            role = _role(line, speaker, item)
            runs.append(_Run(line.start, line.end, role, block, level, speaker, foreign or line.quote > base))
        if line.kind not in ("item", "text") or (line.gap and line.kind == "text" and not line.indent):
            levels.clear()
        widest = width if line.gap and not join else max(width, widest)
        closed, last = False, line
        if text[line.start : line.end].rstrip("* \t").endswith(":") and _introduces(text[line.start : line.end]):
            foreign = foreign or (i + 1 < len(found) and found[i + 1].kind == "text")
    return runs


def _role(line: Line, speaker: Span | None, item: bool) -> Role:
    if line.kind == "row":
        return "row"
    if line.kind == "heading":
        return "heading"
    if speaker:
        return "turn"
    return "point" if item else "prose"


def _reads_on(text: str, last: Line, line: Line, widest: int) -> bool:
    """Whether ``line`` goes on with the sentence of the line above it."""
    if (
        line.kind != "text"
        or line.speaker
        or line.stamped
        or last.kind not in ("text", "item")
        or line.quote != last.quote
    ):
        return False
    first, final = text[line.start], text[last.end - 1]
    width = last.end - last.start
    small = first.islower() or first in ",;)"
    if line.gap:
        return line.gap == 1 and small and width >= _WIDE and final not in ".?!:;" and not last.marker
    if final == ":":
        return False
    if small:
        return True
    if last.hard:
        return False
    word = text[line.start : min(line.end, line.start + 30)].split(None, 1)[0]
    fitted = width + 1 + len(word) < 0.75 * max(widest, line.end - line.start)
    return not fitted


def _level(levels: list[tuple[int, str]], line: Line) -> int:
    """Depth of a list item by its indentation, and by its sort of bullet where indentation does not tell."""
    own = (line.indent, line.marker)
    while levels and levels[-1] != own and (levels[-1][0] > line.indent or own in levels):
        levels.pop()
    if not levels or levels[-1] != own:
        levels.append(own)
    return len(levels) - 1 + line.nested


def _foreign(text: str, runs: list[_Run]) -> list[_Run]:
    """The same runs, those told as foreign that stand in italics or between quotation marks as whole paragraphs."""
    opened: int | None = None
    i = 0
    while i < len(runs):
        last = i
        while last + 1 < len(runs) and runs[last + 1].block == runs[i].block:
            last += 1
        begin, end = runs[i].start, runs[last].end
        if runs[i].role in ("prose", "point") and not runs[i].foreign:
            quoted = text[begin] in _OPENING
            closes = text[end - 1] in _CLOSING or text[max(begin, end - 2) : end - 1] in _CLOSING
            if (_italic(text, begin, end) and end - begin > _SHORT) or (quoted and closes and end - begin > 2 * _SHORT):
                _mark(runs, i, last)
            elif quoted and not closes and text.find(text[begin], begin + 1, end) < 0:
                opened = i
            if closes and opened is not None and opened < i:
                _mark(runs, opened, last)
                opened = None
        i = last + 1
    return runs


def _italic(text: str, begin: int, end: int) -> bool:
    sign = text[begin]
    return sign in "*_" and text[begin + 1 : begin + 2] != sign and text[end - 1] == sign and text[end - 2] != sign


def _mark(runs: list[_Run], first: int, last: int) -> None:
    for k in range(first, last + 1):
        runs[k] = runs[k]._replace(foreign=True)


@cache
def _afterwards() -> tuple[str, ...]:
    return tuple(word + end for word in load("sentences")["afterwards"]["words"] for end in (" ", ":", "\n"))


@cache
def _letter() -> frozenset[str]:
    return frozenset(load("sentences")["greetings"]["letter"])


@cache
def _introductions() -> re.Pattern[str]:
    return re.compile("|".join(load("sentences")["introduces"]["patterns"]))


def _addresses_letter(text: str, line: Line) -> bool:
    if line.kind != "greeting":
        return False
    first = fold(text[line.start : line.end]).strip("*_ ").split(None, 1)
    return bool(first) and first[0].strip(",") in _letter()


def _introduces(words: str) -> bool:
    return bool(_introductions().search(fold(words[-200:]).rstrip("* \t:")))
