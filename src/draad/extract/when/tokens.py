"""A text as the words of time that stand in it, in one scan; all other words are only gaps between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from draad.extract.when.lexicon import Word, lexicon, mended


class Token(NamedTuple):
    """One word, number or phrase of time."""

    start: int
    end: int
    kind: str
    value: Any
    gap: bool
    """True where other words, or the end of a sentence, stand between it and the token before it."""
    mended: bool = False


_NUMBER = r"(?<![\w/€$£-])\d+(?:[-–./:,]\d+|[^\W\d_]+\d*)*"
_SCAN = re.compile(
    rf"""
    (?P<number>{_NUMBER})
  | (?P<dotted>(?<!\w)(?:[^\W\d_]\.){{1,4}}[^\W\d_](?![^\W\d_])\.?)
  | (?P<word>[A-Za-zÀ-ÖØ-öø-ɏ]+(?:(?<=\b[tT])/[mM]\b|(?<=\b[qQ])[1-4]\b|(?<=\b[kK][wW])[1-4]\b)?|['’][sS]\b)
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
  | (?P<clock>(\d{1,2})([:.])(\d{2})(u|uur|h)?)
  | (?P<hour>(\d{1,2})(?:u|uur|h)(\d{2})?)
  | (?P<clocks>(\d{1,2})[:.](\d{2})[-–](\d{1,2})[:.](\d{2})(?:u|uur)?)
  | (?P<ordinal>(\d{1,2})(?:e|de|ste))
  | (?P<times>(\d{1,2})x)
  | (?P<number>\d{1,4})
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _lump(text: str) -> tuple[str, Any] | None:
    """Kind and value of a lump of digits: a date, a pair of numbers, a time, an ordinal, a number; None for others."""
    found = _LUMPS.fullmatch(text)
    if found is None:
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
    "clock": lambda p: _clock(p[0], p[2], p[1] if len(p) == 3 else "u"),
    "hour": lambda p: _clock(p[0], p[1] if len(p) > 1 else "0", "u"),
    "clocks": lambda p: _clock(p[0], p[1], ":"),
    "ordinal": lambda p: ("ordinal", int(p[0])),
    "times": lambda p: ("times", int(p[0])),
    "number": lambda p: ("number", int(p[0])),
}

_DOTTABLE = frozenset(("weekday_short", "month_short", "back"))
_DOTTABLE_UNITS = frozenset(("wk", "wkn", "mnd", "dgn"))
_DATING = frozenset(("weekday", "weekday_short", "direction"))
"""After these even ``1/4`` is a day, not a fraction."""
_EXPLAINED = frozenset(("relative", "weekday", "weekday_short", "month", "number", "date"))
"""Brackets join only to these: *morgen (donderdag)*; elsewhere they part."""
_EMPTY = frozenset(
    ("word", "mark", "direction", "number", "ordinal", "number_context", "coming", "next", "this", "last", "back")
) | {"wish", "times", "half"}
"""Kinds that make no time without another kind beside them; a run of these is dropped at once."""


class _Word(NamedTuple):
    kind: str
    value: Any
    mended: bool
    dottable: bool
    phrases: tuple[tuple[re.Pattern[str], Word], ...]


@lru_cache(maxsize=65536)
def _word(raw: str) -> _Word | None:
    """What a word as spelled means, alone and as first of phrases; None for the many that are no words of time."""
    known = lexicon()
    word = raw.lower().replace("’", "'")
    phrases = tuple(known.phrases.get(word, ()))
    meaning, repaired = known.words.get(word), False
    if meaning is None and len(word) > 4:
        meaning = mended(word)
        repaired = meaning is not None
    if meaning is None:
        return _Word("", None, False, False, phrases) if phrases else None
    return _Word(*meaning, repaired, meaning[0] in _DOTTABLE or word in _DOTTABLE_UNITS, phrases)


def _of_word(text: str, start: int, end: int, word: _Word, gap: bool) -> tuple[Token | None, int]:
    """The token of a word of time, or of the phrase that begins with it, and where to read on."""
    for pattern, (kind, value) in word.phrases:
        found = pattern.match(text, start)
        if found:
            past = found.end()
            return (None if kind == "nothing" else Token(start, past, kind, value, gap)), past
    if not word.kind:
        return None, end
    if word.dottable and text[end : end + 1] == ".":
        end += 1
    return Token(start, end, word.kind, word.value, gap, word.mended), end


def _of_other(text: str, match: re.Match[str], gap: bool, before: str) -> Token | None:
    """The token of a number, an abbreviation or a mark; None for what parts expressions."""
    start, end = match.span()
    if match.lastgroup == "mark" and match[0] == "(" and before != "relative":
        return None
    if match.lastgroup == "number":
        known = lexicon()
        share = text[end : end + 2].lstrip()[:1] == "%" or (match[0] in known.numbers and before not in _DATING)
        lump = None if share else _lump(match[0])
        return Token(start, end, *lump, gap) if lump else None
    if match.lastgroup == "dotted":
        meaning = lexicon().words.get(match[0].lower().rstrip("."))
        return Token(start, end, *meaning, gap) if meaning else None
    if match[0] in "()" and before not in _EXPLAINED:
        return None
    return Token(start, end, "mark", match[0], gap)


def _tells(kind: str, value: Any, lump: bool) -> bool:
    """Whether a token can make a time with nothing but words of form beside it."""
    if kind not in _EMPTY:
        return True
    return lump and (kind == "ordinal" or (kind == "number" and value >= 1900))


_LETTERS = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]+")
_DIGITS = re.compile(r"\d(?:\d{3}|[-–./:uUhHeEdDsS]|(?<=[qQwW]\d))")
"""What a number of time or *Q2* can't do without."""
_QUARTER = re.compile(r"[1-4](?<=[qQwW][1-4])")
_NUMBERS = re.compile(_NUMBER)
_DOTTED = re.compile(r"\.(?<=[^\W\d_]\.)[^\W\d_]")


@cache
def _last_words() -> frozenset[str]:
    """The last words of the phrases that are a time: *mogelijk* of *zo snel mogelijk*."""
    known = lexicon()
    return frozenset(
        _LETTERS.findall(phrase)[-1]
        for first in known.phrases.values()
        for phrase, (kind, _) in ((pattern.pattern.removesuffix(r"(?!\w)"), word) for pattern, word in first)
        if kind not in _EMPTY and kind != "nothing"
    )


@lru_cache(maxsize=65536)
def _is_telling(raw: str) -> bool:
    """Whether a word can make a time, alone or as last of a phrase."""
    word = _word(raw)
    return (word is not None and word.kind != "" and word.kind not in _EMPTY) or raw.lower() in _last_words()


@lru_cache(maxsize=4096)
def _lump_tells(raw: str) -> bool:
    """Whether a lump of digits can make a time: ``5.1.2e`` can't."""
    lump = _lump(raw)
    return lump is not None and _tells(*lump, lump=True)


def may_tell(text: str) -> bool:
    """False where a text holds no time for sure: many times faster than a scan that finds nothing."""
    if any(map(_is_telling, _LETTERS.findall(text))):
        return True
    if _DIGITS.search(text) and (_QUARTER.search(text) or any(map(_lump_tells, _NUMBERS.findall(text)))):
        return True
    return "." in text and _DOTTED.search(text) is not None


def scan(text: str) -> list[Token]:
    """The tokens of a text in order, without runs of them that can make no time."""
    return tokens_of(text) if may_tell(text) else []


def tokens_of(text: str) -> list[Token]:
    """The same for a text that holds a time, or may."""
    found: list[Token] = []
    run, telling, gap, past = 0, False, True, 0
    for match in _SCAN.finditer(text):
        start = match.start()
        if start < past:
            continue
        token: Token | None = None
        group = match.lastgroup
        if group == "word":
            word = _word(match[0])
            if word is not None:
                token, past = _of_word(text, start, match.end(), word, gap)
        elif group != "end" and (group != "mark" or not gap):
            token = _of_other(text, match, gap, "" if gap else found[-1].kind)
        if token is not None:
            found.append(token)
            telling = telling or _tells(token.kind, token.value, group == "number")
            gap = False
        elif not gap:
            if not telling:
                del found[run:]
            run, telling, gap = len(found), False, True
    if not telling:
        del found[run:]
    return found
