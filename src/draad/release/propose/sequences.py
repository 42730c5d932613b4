"""Sequences of words that may be a person's name, and the words in them: initials, prefixes, capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from draad.fold import fold
from draad.release.propose import names
from draad.release.propose.books import INITIALS

_CAPITAL = r"(?!(?:[A-ZÀ-Þ]|Th|Ch|Chr|Ph|IJ)\.)[A-ZÀ-Þ][^\W\d_]{0,40}(?:['’-](?=[^\W\d_])[^\W\d_]{1,40}){0,3}"
_GAP = r"(?:[ \xa0]{1,2}|[ -]?\n[ \t>|]{0,12}(?=[^\s]))"
_PREFIX_WORDS = (
    *("van", "de", "der", "den", "ter", "ten", "te", "op", "in", "aan", "uit", "vd", "v.d.", "el", "al", "ben"),
    *("yan", "ven", "vau", "vam", "vari", "uan", "vn", "va", "vander", "vanden", "vande"),
    *("dcr", "dor", "dei", "dr", "dcn", "dn", "dc", "cle", "ae", "tcn", "tcr", "fen", "fer"),
    *("ait", "von", "di", "da", "dos", "la", "le", "het", "voor", "onder", "bij", "tot", "over"),
)
_CAPITALS = ("VAN", "DE", "DER", "DEN", "TER", "TEN", "EL", "AL", "BEN", "VON")


def _by_letter() -> Iterator[str]:
    """Prefixes by their first letter, so that a word that begins none is passed at once."""
    for letter in sorted({word[0] for word in _PREFIX_WORDS}):
        small = [word for word in _PREFIX_WORDS if word[0] == letter]
        rest = [re.escape(word[1:]) for word in (*small, *(word for word in _CAPITALS if word[0].lower() == letter))]
        yield f"[{letter.upper()}{letter}](?:{'|'.join(rest)})"


_PREFIXES = f"(?:(?:['’][tT]|{'|'.join(_by_letter())}){_GAP}){{1,4}}"
SEQUENCE = re.compile(
    rf"(?<![\w.-])(?<![\w.-]@)(?:{INITIALS})?(?:{_PREFIXES})?{_CAPITAL}(?:{_GAP}(?:{INITIALS})?(?:{_PREFIXES})?{_CAPITAL}){{0,4}}"
)
"""Words that may be a name together: capitals with initials and prefixes before and between them."""
_TOKEN = re.compile(r"(?:(?:[A-ZÀ-Þ]|Th|Ch|Chr|Ph|IJ)\.[ -]?)+|['’]t|[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*\.?")
_SHORTENED = re.compile(r"(?:[^\W\d_]{1,3}\.[ -]?)+")


class Token(NamedTuple):
    """One word of a sequence; characters of the document."""

    text: str
    low: str
    start: int
    end: int
    kind: str
    """``i`` initials, ``p`` prefix, ``w`` word."""


def tokens_of(text: str, offset: int) -> list[Token]:
    """The words of a sequence that begins at ``offset``."""
    return [_token(match, offset) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str], offset: int) -> Token:
    text = match.group()
    if _SHORTENED.fullmatch(text):
        kind = "i" if text[:1].isupper() else "p"
    else:
        text = text.rstrip(".")
        kind = "p" if names.joins(text) else "w"
    shown = text.rstrip()
    return Token(shown, fold(shown), match.start() + offset, match.start() + offset + len(shown), kind)
