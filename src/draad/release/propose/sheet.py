"""A document as the finders look at it: marks blanked out, its lines, what OCR misread in its words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache, cached_property
from itertools import chain

from draad.records import Document, Span, Split
from draad.split.lines import Lines

WRAPPED = 45
"""Characters from which a line is one that was broken in running text, so that a name may go on beneath it."""
_MISREAD = re.compile(
    r"[0158|{}](?:(?<=[{}])|(?<=[a-zß-ÿ].)(?=[a-zß-ÿ])|(?<=[A-ZÀ-Þ][015|])(?=[a-zß-ÿ]{2})"
    r"|(?<![\w|.@].)(?<=[58])(?=[a-zß-ÿ]{3})|(?<=[a-zß-ÿ]{3}[5|])(?![\w|@]))"
)
"""A digit or a sign within or at the edge of a word in small letters: what OCR makes of a letter of like form."""
_WITHIN = {"0": "o", "1": "l", "5": "s", "8": "b", "|": "l", "{": "(", "}": ")"}
_FIRST = {"5": "S", "8": "B"}
_ODD = re.compile("[\u00a0\u0100-\u024f\u1e00-\u1eff\u2000-\u200a\u2010-\u2012\u202f\u205f\u3000]")
"""Blanks and hyphens of other kinds, and the Latin letters that Dutch has not."""
_LIKE = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "œ": "o", "Œ": "O"}


class Sheet:
    """One document. Marks are blanks in it: nothing is found in them, nor said of who is under them (law 2).

    ``raw`` is the text, for numbers and addresses; ``text`` is the same with digits in words read as letters, for
    names: ``8rouwer`` as ``Brouwer``. Both have the length of the document's; in both, a blank and a hyphen are the
    ordinary ones and letters that Dutch has not are the plain ones: ``Çelik`` stays, ``Łukasz`` is ``Lukasz``.
    """

    def __init__(self, split: Split) -> None:
        self.split = split
        self.document: Document = split.document
        self.marks = sorted(m.span for m in chain(split.marks, *(copy.marks for copy in split.copies)))
        self._plain = _ODD.sub(_ordinary, split.document.text)
        self.raw = _blanked(self._plain, self.marks)
        self.text = _MISREAD.sub(_letter, self.raw)

    @cached_property
    def covered(self) -> str:
        """``raw`` with a block for each character of a mark: where a mark stands, no address has a blank."""
        return _blanked(self._plain, self.marks, "█")

    @cached_property
    def low(self) -> str:
        """The text in lower case, of the same length: cue words are sought in it."""
        low = self.text.lower()
        return (
            low if len(low) == len(self.text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in self.text)
        )

    @cached_property
    def lines(self) -> Lines:
        """The lines of ``text``."""
        return Lines(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return self.document.line_starts

    def line_at(self, offset: int) -> int:
        """The number, from 0, of the line on which a character stands."""
        return bisect_right(self.starts, offset) - 1

    def line_span(self, number: int) -> Span:
        """The characters of a line, without its end."""
        start = self.starts[number]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return start, end

    def within(self, number: int, span: Span) -> Span:
        """The characters of a line that a span holds."""
        start, end = self.line_span(number)
        return max(start, span[0]), min(end, span[1])

    def lines_within(self, span: Span) -> range:
        """The lines that a span touches."""
        return range(self.line_at(span[0]), self.line_at(max(span[0], span[1] - 1)) + 1)


def _ordinary(found: re.Match[str]) -> str:
    sign = found.group()
    return _as_ordinary(sign)


@cache
def _as_ordinary(sign: str) -> str:
    """The character of the same kind that Dutch text has; itself where there is none."""
    if sign in _LIKE:
        return _LIKE[sign]
    if sign.isalpha():
        plain = unicodedata.normalize("NFD", sign)[0]
        return plain if plain.isascii() else sign
    return "-" if sign in "\u2010\u2011\u2012" else " "


def _letter(found: re.Match[str]) -> str:
    sign = found.group()
    first = found.start() == 0 or not found.string[found.start() - 1].isalpha()
    return _FIRST.get(sign, _WITHIN[sign]) if first else _WITHIN[sign]


def _blanked(text: str, spans: list[Span], sign: str = " ") -> str:
    pieces, at = [], 0
    for start, end in spans:
        if start < at:
            start = at
        if end <= start:
            continue
        hidden = text[start:end]
        # line ends stay: a mark may be wrapped, and lines are counted
        blank = sign * (end - start) if "\n" not in hidden else re.sub(r"[^\n]", sign, hidden)
        pieces += [text[at:start], blank]
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
