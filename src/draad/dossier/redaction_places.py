"""Where words that a person marked stand elsewhere: in the other copies of their message, or in the whole dossier."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from draad.dossier.placing import other_places, place_of
from draad.dossier.redactions import Reach
from draad.errors import UsageError
from draad.records import Span

_SHORTEST = 3
"""Letters and digits; fewer stand everywhere by chance."""


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
    for one in found.values():
        if not any(one.document == k.document and one.span[0] < k.span[1] and k.span[0] < one.span[1] for k in kept):
            kept.append(one)
    return kept


def _own(con: sqlite3.Connection, document: int, span: Span) -> Words:
    """The words without the blanks at their ends."""
    row = con.execute("SELECT text FROM texts JOIN documents USING (no) WHERE id = ?", (document,)).fetchone()
    text = str(row[0]) if row else ""
    start, end = span
    words = text[start:end] if 0 <= start < end <= len(text) else ""
    if not words.strip():
        raise UsageError(f"No words stand at {start}–{end} of this document.", "Name a place where words stand.")
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
        raise UsageError(f"'{own.words}' is too short to be sought everywhere.", "Decide on it place by place.")
    form = _form(own.words)
    longest = max(own.words.split(), key=len)  # line ends differ between documents: one word of it finds them
    query = "SELECT id, text FROM documents JOIN texts USING (no) WHERE instr(lower(text), lower(?)) ORDER BY id"
    for document, text in con.execute(query, (longest,)):
        for match in form.finditer(text):
            yield Words(document, match.span(), match.group(), _message(con, document, match.start()))


def _form(words: str) -> re.Pattern[str]:
    """These words as a whole, whatever blanks and line ends stand between them, and however they are capitalised."""
    inner = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)
