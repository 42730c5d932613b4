"""Where words that a person marked stand elsewhere: in the other copies of their message, or in the whole dossier."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from draad.dossier.placing import other_places, place_of
from draad.dossier.redactions import Reach
from draad.errors import UsageError
from draad.records import Span

_SHORTEST = 3
"""Letters and digits; fewer stand everywhere by chance."""
_BROKEN = 5
"""Letters of a word from which on it is found when a line end breaks it; shorter ones are two words by chance."""
_END = r"[^\S\n]{0,3}\n[>|\s]{0,12}"
"""A line end, with the marks of a quotation before the next line."""
_BREAK = rf"(?:[-\u2010\u00ad]{_END}|\u00ad[^\S\n]?)?"
"""What may stand between two letters of one word: a hyphen with the line end behind it; a soft hyphen, which some
readers follow by a blank."""
_TOLD_BREAK = re.compile(rf"(?<=[^\W\d_])(?:[-\u2010]{_END}|\u00ad(?:{_END}|[^\S\n]?))(?=[^\W\d_])")
"""The same in the words that were marked: whether a hyphen belongs there nobody can tell."""
_ODD = "*[\uf900-\uffef\U0001d400-\U0001d7ff\u00ad]*"
"""Documents (as SQLite's GLOB) in which letters may stand that are written otherwise: joined, of full width, for
formulas; or soft hyphens."""


class Words(NamedTuple):
    """One place of the words."""

    document: int
    span: Span
    words: str
    message: int | None


def same_words(con: sqlite3.Connection, document: int, span: Span, reach: Reach) -> list[Words]:
    """The place itself, and the others to which a decision on it goes; each once.

    Raises UsageError for a place without words, and for words too short to be sought everywhere.
    """
    own = _own(con, document, span)
    found = {(own.document, own.span): own}
    if reach != "place" and own.message is not None:
        found |= {(one.document, one.span): one for one in _in_copies(con, own)}
    if reach == "dossier":
        found |= {(one.document, one.span): one for one in _everywhere(con, own)}
    kept: list[Words] = []
    held: dict[int, list[Span]] = {}
    for one in found.values():
        spans = held.setdefault(one.document, [])
        if not any(one.span[0] < end and start < one.span[1] for start, end in spans):
            spans.append(one.span)
            kept.append(one)
    return kept


def _own(con: sqlite3.Connection, document: int, span: Span) -> Words:
    """The words without the blanks at their ends."""
    row = con.execute("SELECT text FROM texts JOIN documents USING (no) WHERE id = ?", (document,)).fetchone()
    text = str(row[0]) if row else ""
    start, end = span
    words = text[start:end] if 0 <= start < end <= len(text) else ""
    if not words.strip():
        raise UsageError.said("no-words", start=start, end=end)
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Words(document, (start, start + len(words)), words, _message(con, document, start))


def _message(con: sqlite3.Connection, document: int, offset: int) -> int | None:
    query = """
        SELECT w.message FROM copies c JOIN woven w ON w.copy = c.id
        WHERE c.document = ? AND c.header_start <= ? AND max(c.header_end, coalesce(c.body_end, 0)) > ?"""
    row = con.execute(query, (document, offset, offset)).fetchone()
    return None if row is None else int(row[0])


def _in_copies(con: sqlite3.Connection, own: Words) -> Iterator[Words]:
    """In the bodies by the words around them, so that OCR damage does no harm; in headers as they stand."""
    try:
        place = place_of(con, own.document, own.span)
    except UsageError:  # not within a body
        place = None
    if place is not None and place.message is not None:
        for one in other_places(con, place):
            yield Words(one.document, one.span, one.text, one.message)
    query = """
        SELECT c.document, c.header_start, c.header_end, t.text FROM woven w JOIN copies c ON c.id = w.copy
        JOIN documents d ON d.id = c.document JOIN texts t ON t.no = d.no WHERE w.message = ? ORDER BY c.id"""
    form = _form(own.words)
    for document, start, end, text in con.execute(query, (own.message,)).fetchall():
        for match in form.finditer(text, start, end):
            yield Words(document, match.span(), match.group(), own.message)


def _everywhere(con: sqlite3.Connection, own: Words) -> Iterator[Words]:
    if sum(c.isalnum() for c in own.words) < _SHORTEST:
        raise UsageError.said("too-short", words=own.words)
    form = _form(own.words)
    found = [f"instr(lower(text), lower(?{n}))" for n, _ in enumerate(_halves(own.words), 2)]
    query = f"SELECT id, text FROM documents JOIN texts USING (no) WHERE {' OR '.join([*found, 'text GLOB ?1'])}"
    for document, text in con.execute(f"{query} ORDER BY id", (_ODD, *_halves(own.words))):
        folded, starts = _folded(text)
        for match in form.finditer(folded):
            start, end = match.span() if starts is None else _span(starts, match.span())
            yield Words(document, (start, end), text[start:end], _message(con, document, start))


def _halves(words: str) -> list[str]:
    """Pieces of which one stands in each text that holds the words: line ends differ between documents, and one may
    break the longest word, but once. Empty letters where there is no such piece: those stand in all."""
    longest = max(_TOLD_BREAK.sub("-", unicodedata.normalize("NFKC", words)).replace("-", " ").split(), key=len)
    middle = len(longest) // 2 if len(longest) >= _BROKEN else 0
    # SQLite folds the case of ASCII alone, and an accent may be a sign of its own
    return [max(re.findall("[!-~]*", half), key=len) for half in (longest[:middle], longest[middle:]) if half]


def _folded(text: str) -> tuple[str, list[int] | None]:
    """A text with its letters as one writes them (NFKC: of full width, joined), and where each of its characters
    starts in the fold; None where they start where they did."""
    if text.isascii():
        return text, None
    changed = {
        ord(character): fold
        for character in set(text)
        if not character.isascii() and (fold := unicodedata.normalize("NFKC", character)) != character
        if fold.isalnum()
    }
    folded = text.translate(changed)
    if len(folded) == len(text):
        return folded, None
    lengths = (len(changed.get(ord(character), " ")) for character in text)
    return folded, list(accumulate(lengths, initial=0))


def _span(starts: Sequence[int], found: Span) -> Span:
    """A place of the fold as one of the text: whole characters."""
    return bisect_right(starts, found[0]) - 1, bisect_right(starts, found[1] - 1)


def _form(words: str) -> re.Pattern[str]:
    """These words as a whole, whatever blanks and line ends stand between them, however they are capitalised, and
    where the end of a line breaks one of them."""
    told = _TOLD_BREAK.sub("\u00ad", unicodedata.normalize("NFKC", words))
    inner = r"\s+".join(_word(word) for word in told.split())
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    between = _BREAK if sum(map(str.isalpha, word)) >= _BROKEN else ""
    form = ""
    for before, letter in zip(" " + word, word, strict=False):
        form += (between if before.isalpha() and letter.isalpha() else "") + _letter(letter)
    return form


def _letter(letter: str) -> str:
    if letter == "\u00ad":
        return rf"(?:[-\u2010\u00ad](?:{_END}|[^\S\n])?)?"
    if letter in "-\u2010":
        return rf"[-\u2010](?:{_END})?"
    apart = unicodedata.normalize("NFD", letter)
    return re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})"
