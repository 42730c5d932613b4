"""Words that stand outside the pages (a title, a bookmark, a comment): do they tell more than the pages show?

Two questions. Does the string say what a page says, with words where the page has a mark? Then what it says more is
what the mark withholds. Else: does it name somebody (a name, an address, a number) whom no page shows? Ordinary words
that no page shows, such as "Bijlage" in a bookmark, tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span
from draad.split import marks

_WORD = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"(?<!cid:)(?<![\w.+-])(?!image\d)[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_NUMBER = re.compile(r"(?<![^\W_])\+?\d(?:[ .\-]?\d){7,14}(?![^\W_])")
_DATE = re.compile(r"(?:19|20)\d\d[-./: ]?[01]\d|[0-3]?\d[-./][01]?\d[-./](?:19|20)\d\d")
_INITIALS = re.compile(
    r"(?<![^\W_])(?:[A-ZÀ-Ý]\.[ ]?){1,5}(?:\([^()\n]{2,20}\) )?((?:[a-z']{1,4} ){0,3}[A-ZÀ-Ý][\w'-]{1,30})"
)
_SURNAME_FIRST = re.compile(
    r"(?<![^\W_])[A-ZÀ-Ý][\w'-]{1,30}(?: [A-ZÀ-Ý][\w'-]{1,30})?, ?"
    r"(?:(?:[A-ZÀ-Ý]\.){1,5}|[A-ZÀ-Ý]{1,5} ?\([A-ZÀ-Ý][\w'-]{1,30}\))"
)
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*")


def folded(text: str) -> str:
    """Letters and figures alone, in lower case, without accents."""
    return "".join(_WORD.findall(fold(text)))


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def only_marks(text: str) -> bool:
    """Is it nothing but redaction marks?"""
    rest = text
    for mark in reversed(marks.find(text)):
        rest = rest[: mark.span[0]] + rest[mark.span[1] :]
    return rest != text and not any(char.isalnum() for char in rest)


@dataclass
class Shown:
    """What all pages of a file show."""

    lines: list[str] = field(default_factory=list)
    """Line by line, marks as they are printed."""
    whole: bool = True
    """Everything is known; False where pages are pictures whose words nobody read."""

    def __post_init__(self) -> None:
        self.words = {word for line in self.lines for word in words(line)}
        self._marked = [(line, found) for line in self.lines if (found := marks.find(line))]

    @property
    def withholds(self) -> bool:
        """Says a page that something was withheld?"""
        return bool(self._marked)

    def missing(self, text: str) -> list[str]:
        """The words of ``text`` that no page shows."""
        return [word for word in words(text) if word not in self.words and len(word) > 1]

    def fills_a_mark(self, text: str) -> bool:
        """Does ``text`` repeat a line of a page, with words in place of its mark?"""
        if not self.missing(text):
            return False
        own = words(text)
        return any(self._fits(own, line, [mark.span for mark in found]) for line, found in self._marked)

    def _fits(self, own: Sequence[str], line: str, spans: Iterable[Span]) -> bool:
        parts, at = [], 0
        for start, end in spans:
            parts.append(words(line[at:start]))
            at = end
        parts.append(words(line[at:]))
        before, after = parts[0][-3:], parts[1][:3]
        known = len(before) + len(after)
        if known < 2:
            return False
        for n in range(len(own) - len(before) + 1):
            if own[n : n + len(before)] != before:
                continue
            rest = own[n + len(before) :]
            for gap in range(1, min(6, len(rest) - len(after)) + 1):
                if rest[gap : gap + len(after)] == after and set(rest[:gap]) - self.words:
                    return True
        return False


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    data = load("audit")
    offices = frozenset(word for group in data["ordinary"].values() for word in group)
    return offices, frozenset(data["particles"]["words"])


def is_ordinary(folded: str) -> bool:
    """Is it a word of offices, papers, programs or the calendar, which is no part of a person's name?"""
    return folded in _known()[0]


def names(text: str) -> list[Span]:
    """Where a string names a person, a mailbox or a number, by form: initials with a surname, a surname with
    initials, words with a capital in a row of which none is an office's, an address, eight figures or more.
    """
    found = [match.span() for match in _MAIL.finditer(text) if not _is_functional(match[0])]
    found += [match.span() for match in _NUMBER.finditer(text) if not _DATE.search(match[0])]
    found += [match.span() for pattern in (_INITIALS, _SURNAME_FIRST) for match in pattern.finditer(text)]
    return sorted({*found, *_rows(text)})


def _is_functional(address: str) -> bool:
    """Is it the mailbox of an office, by the word that it begins with?"""
    local = re.split(r"[.\-_+@]", fold(address), maxsplit=1)[0]
    return local in load("audit")["mailboxes"]["words"]


def _rows(text: str) -> Iterator[Span]:
    """Rows of two words and more with a capital, particles between them; a word of an office ends a row."""
    ordinary, particles = _known()
    start, last, end, count = 0, 0, -1, 0
    for match in _TOKEN.finditer(text):
        word = fold(match[0])
        joined = end >= 0 and text[end : match.start()].strip() == ""
        if joined and match[0].islower() and word in particles:
            end = match.end()
            continue
        capital = (
            match[0][0].isupper()
            and not any(char.isdigit() for char in word)
            and not (match[0].isupper() and len(word) < 5)
            and word not in ordinary
        )
        if not (joined and capital):
            if count > 1:
                yield start, last
            start, count, end = match.start(), 0, -1
        if capital:
            count, end = count + 1, match.end()
            last = end
    if count > 1:
        yield start, last


def tells_a_name(text: str, shown: Shown) -> bool:
    """Does it name somebody whom no page shows?"""
    return any(shown.missing(text[start:end]) for start, end in names(text))


def tells_a_person(text: str, shown: Shown) -> bool:
    """As ``tells_a_name``, for data of programs, in which rows of capitals are as often typefaces and colours: only by
    an address, initials with a surname, a title, or a given name that is known.
    """
    found = [match.span() for match in _MAIL.finditer(text) if not _is_functional(match[0])]
    found += [match.span() for pattern in (_INITIALS, _SURNAME_FIRST) for match in pattern.finditer(text)]
    found += [(start, end) for start, end in _rows(text) if _is_given(text[start:end])]
    return any(shown.missing(text[start:end]) for start, end in found)


def _is_given(row: str) -> bool:
    from draad.release.propose.lists import words as lists

    first, last = fold(_TOKEN.findall(row)[0]), fold(_TOKEN.findall(row)[-1])
    return first in lists().firsts and last not in lists().usual
