"""A text as the words of time that stand in it, in one scan; all other words are only gaps between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from draad.extract.when.lexicon import Lexicon, lexicon, mended


class Token(NamedTuple):
    """One word, number or phrase of time."""

    start: int
    end: int
    kind: str
    value: Any
    gap: bool
    """True where other words, or the end of a sentence, stand between it and the token before it."""
    mended: bool = False


_SCAN = re.compile(
    r"""
    (?P<number>(?<![\w/€$£-])\d+(?:[-–./:,]\d+|[^\W\d_]+\d*)*)
  | (?P<dotted>(?<!\w)(?:[^\W\d_]\.){1,4}[^\W\d_](?![^\W\d_])\.?)
  | (?P<word>[tT]/[mM]|['’][sS]\b|[qQ][1-4]\b|[kK][wW][1-4]\b|[^\W\d_]+)
  | (?P<end>[.;!?|:…]|\n[ \t]*\n|[€$£%]|\n[ \t]*[-*•])
  | (?P<mark>[,()/&–-])
    """,
    re.VERBOSE,
)

_LUMPS = re.compile(
    r"""
    (?P<iso>(\d{4})-(\d{2})-(\d{2}))
  | (?P<date>(\d{1,2})([-/.])(\d{1,2})\7(\d{4}|\d{2}))
  | (?P<pair>(\d{1,2})([-–/])(\d{1,2}))
  | (?P<clock>(\d{1,2})([:.])(\d{2})(?:u|uur|h)?)
  | (?P<hour>(\d{1,2})(?:u|uur|h)(\d{2})?)
  | (?P<clocks>(\d{1,2})[:.](\d{2})[-–](\d{1,2})[:.](\d{2})(?:u|uur)?)
  | (?P<ordinal>(\d{1,2})(?:e|de|ste))
  | (?P<times>(\d{1,2})x)
  | (?P<number>\d{1,4})
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _lump(text: str, known: Lexicon) -> tuple[str, Any] | None:
    """Kind and value of a lump of digits: a date, a pair of numbers, a time, an ordinal, a number; None for others."""
    found = _LUMPS.fullmatch(text)
    if found is None or text in known.numbers:
        return None
    kind = found.lastgroup or ""
    parts = [part for part in found.groups()[_LUMPS.groupindex[kind] :] if part is not None]
    return _VALUES[kind](parts or [text])


def _iso(p: list[str]) -> tuple[str, Any]:
    return "date", (int(p[0]), int(p[1]), int(p[2]))


def _date(p: list[str]) -> tuple[str, Any] | None:
    year = int(p[3]) if len(p[3]) == 4 else 2000 + int(p[3])
    return ("date", (year, int(p[2]), int(p[0]))) if 1 <= int(p[2]) <= 12 else None


def _clock(hour: str, minute: str, sep: str) -> tuple[str, Any] | None:
    return ("clock", (int(hour), int(minute), sep)) if int(hour) <= 24 and int(minute) < 60 else None


_VALUES: dict[str, Callable[[list[str]], tuple[str, Any] | None]] = {
    "iso": _iso,
    "date": _date,
    "pair": lambda p: ("pair", (int(p[0]), int(p[2]), p[1])),
    "clock": lambda p: _clock(p[0], p[2], p[1]),
    "hour": lambda p: _clock(p[0], p[1] if len(p) > 1 else "0", "u"),
    "clocks": lambda p: _clock(p[0], p[1], ":"),
    "ordinal": lambda p: ("ordinal", int(p[0])),
    "times": lambda p: ("times", int(p[0])),
    "number": lambda p: ("number", int(p[0])),
}

_DOTTABLE = frozenset(("weekday_short", "month_short", "back", "unit"))


def _phrase(text: str, start: int, first: str, known: Lexicon) -> tuple[int, Any] | None:
    for pattern, meaning in known.phrases.get(first, ()):
        found = pattern.match(text, start)
        if found:
            return found.end(), meaning
    return None


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order."""
    known = lexicon()
    words, phrases = known.words, known.phrases
    found: list[Token] = []
    gap, past = True, 0
    for match in _SCAN.finditer(text):
        start, end = match.span()
        if start < past:
            continue
        kind = match.lastgroup
        if kind == "word":
            word = match[0].lower().replace("’", "'")
            if word in phrases:
                phrase = _phrase(text, start, word, known)
                if phrase:
                    past, (name, value) = phrase
                    if name == "nothing":
                        gap = True
                    else:
                        found.append(Token(start, past, name, value, gap))
                        gap = False
                    continue
            meaning = words.get(word)
            if meaning is None:
                meaning = mended(word) if len(word) > 4 else None
                if meaning is None:
                    gap = True
                    continue
                found.append(Token(start, end, meaning[0], meaning[1], gap, True))
            else:
                if meaning[0] in _DOTTABLE and text[end : end + 1] == "." and word != "week":
                    past = end = end + (meaning[0] != "unit" or word in ("wk", "mnd", "dgn"))
                found.append(Token(start, end, meaning[0], meaning[1], gap))
            gap = False
        elif kind == "mark":
            if match[0] not in "()":
                found.append(Token(start, end, "mark", match[0], gap))
                gap = False
            else:
                gap = True
        elif kind == "end":
            gap = True
        elif kind == "number":
            lump = None if text[end : end + 2].lstrip()[:1] == "%" else _lump(match[0], known)
            if lump is None:
                gap = True
            else:
                found.append(Token(start, end, *lump, gap))
                gap = False
        else:
            meaning = words.get(match[0].lower().rstrip("."))
            if meaning is None:
                gap = True
            else:
                found.append(Token(start, end, *meaning, gap))
                gap = False
    return found
