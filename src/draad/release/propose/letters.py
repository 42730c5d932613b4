"""People by the form of a letter: greeting, farewell, signature. Half of all names are found by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from draad.fold import edits, fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose.lists import alternatives, words
from draad.release.propose.records import Found, Reason
from draad.release.propose.sheet import Sheet
from draad.release.propose.signatures import closes, inner_farewells, signed, signed_alone, signed_beside
from draad.release.propose.stretches import CAPITAL, LEAD, PIECE, TRAIL, named, names_initial

_STOP = re.compile(r"[,!:;.?–—\n]|(?<=\s)-(?=\s)")
_ONE_NAME = re.compile(rf"{CAPITAL}(?:[ \t]{{1,3}}[\w'’.-]{{1,40}}){{0,3}}")
_VOCATIVE = re.compile(rf"{LEAD}({CAPITAL}(?:[ \t]{CAPITAL})?(?:(?:,|/| en| &)[ \t]?{CAPITAL}){{0,3}})[ \t]*([,!:]|$)")
_SHORT = 40
"""Characters of a line that may be a farewell and nothing else."""


class _Patterns(NamedTuple):
    greeting: re.Pattern[str]
    thanks: re.Pattern[str]
    closing: re.Pattern[str]
    spoken: re.Pattern[str]
    """How a sentence goes on behind the name of whom it is said to."""


@cache
def _patterns() -> _Patterns:
    redact = load("redact")
    greetings = alternatives(redact["greetings"]["words"])
    closings = alternatives([*load("bodies")["closings"]["words"], *redact["closings"]["words"]])
    thanks = alternatives(redact["greetings"]["thanks"])
    flags = re.IGNORECASE
    return _Patterns(
        re.compile(rf"{LEAD}((?:{greetings})(?:[ \t]+(?:{greetings}))?)\b[ \t,]*", flags),
        re.compile(rf"{LEAD}((?:{thanks})(?:[ \t](?:je|u|wel|voor de reactie))?)[ \t,]+(?={CAPITAL})"),
        re.compile(rf"{LEAD}((?:{closings}))(?![\w'’@])[ \t]*[.,!;:*_–-]*[ \t]*", flags),
        re.compile(rf"[ \t]*(?:{alternatives(redact['context']['spoken'])})\b", flags),
    )


def people(sheet: Sheet, body: Span, participants: frozenset[str], *, letter: bool = False) -> Iterator[Found]:
    """Who is greeted and who signs in a body. ``participants`` are words of names in its header, folded."""
    numbers = [n for n in sheet.lines_within(body) if n < len(sheet.starts)]
    farewell: int | None = None
    first = True
    for place, number in enumerate(numbers):
        start, end = sheet.within(number, body)
        line = sheet.text[start:end]
        if not line.strip(" \t>|*_\xa0"):
            continue
        yield from _greeted(line, start, first, participants)
        closing = _patterns().closing.match(line) if len(line) < 200 else None
        if closing and closes(line, closing):
            farewell = place
            yield from signed_beside(line, start, closing)
        elif len(line) < _SHORT and not first and _is_misread_closing(line.strip(TRAIL)):
            farewell = place
        first = False
    if farewell is not None:
        yield from signed(sheet, numbers[farewell + 1 :], body, participants)
    elif not letter:
        yield from signed_alone(sheet, numbers, body, participants)
    yield from inner_farewells(sheet, numbers, farewell, body, _patterns().closing)


_MISREAD_GREETING = re.compile(
    rf"{LEAD}([^\W_]{{4,12}})[ \t]{{1,3}}({CAPITAL}(?:[ \t][\w'’.-]+){{0,4}})[ \t]*[,!:]?[ \t*_]*$"
)


@lru_cache(maxsize=1 << 12)
def _is_misread_greeting(word: str) -> bool:
    """Whether a word before a name on a line by itself is a greeting with a letter misread: *Bcste*, *Hallc*."""
    folded = fold(word)
    if folded in words().firsts or folded in words().usual:
        return False
    return any(len(one) > 3 and edits(folded, fold(one), 1) <= 1 for one in load("redact")["greetings"]["words"])


@lru_cache(maxsize=1 << 12)
def _is_misread_closing(bare: str) -> bool:
    """Whether a line is a farewell with a letter or two misread: *Mct vriendelijke groet*."""
    folded = fold(bare)
    if len(folded) < 6 or not any(piece in folded for piece in ("gro", "roe", "oet", "gar", "ard", "cht")):
        return False
    return any(edits(folded, one, 2) <= (2 if len(one) > 11 else 1) for one in _long_closings())


@cache
def _long_closings() -> tuple[str, ...]:
    listed = [*load("bodies")["closings"]["words"], *load("redact")["closings"]["words"]]
    return tuple(sorted({fold(one) for one in listed if len(one) > 5}))


# ── greetings ───────────────────────────────────────────────────────────────────────────────────────────────


def _greeted(line: str, offset: int, first: bool, participants: frozenset[str]) -> Iterator[Found]:
    patterns = _patterns()
    greeting = patterns.greeting.match(line)
    if greeting:
        stop = _STOP.search(line, greeting.end())
        end = stop.start() if stop else len(line)
        while stop and stop.group() == "." and names_initial(line, stop.start()):
            stop = _STOP.search(line, stop.end())
            end = stop.start() if stop else len(line)
        yield from named(line, greeting.end(), end, offset, ("greeting", {"word": greeting.group(1)}), 0.94)
        if stop and stop.group() == "," and end - greeting.end() < 40:
            yield from _named_more(line, stop.end(), offset, ("greeting", {"word": greeting.group(1)}))
        return
    misread = _MISREAD_GREETING.match(line)
    if misread and _is_misread_greeting(misread.group(1)):
        reason: Reason = ("greeting", {"word": misread.group(1)})
        yield from named(line, misread.start(2), misread.end(2), offset, reason, 0.85)
        return
    thanks = patterns.thanks.match(line)
    if thanks:
        stop = _STOP.search(line, thanks.end())
        end = stop.start() if stop else len(line)
        if stop is None or stop.group() in ",!.:":
            yield from named(line, thanks.end(), end, offset, ("vocative", {"word": thanks.group(1)}), 0.85)
        return
    vocative = _VOCATIVE.match(line)
    behind = line[vocative.end() :] if vocative else ""
    if vocative and vocative.group(2) in (",", "!") and (first or patterns.spoken.match(behind)):
        alone = not behind.strip(TRAIL)
        yield from named(line, *vocative.span(1), offset, ("vocative-first", {}), 0.82 if alone else 0.66)


def _named_more(line: str, start: int, offset: int, reason: Reason) -> Iterator[Found]:
    """``Beste Jan, Piet, Klaas,``: further names between commas."""
    rest = line[start:].strip(TRAIL)
    if 1 < len(rest) <= 200 and all(_ONE_NAME.fullmatch(piece) for piece in PIECE.split(rest) if piece):
        yield from named(line, start, len(line), offset, reason, 0.88)
