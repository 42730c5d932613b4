"""A text as words that can be laid beside those of another copy: marks are holes in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_WORD = re.compile(r"\S+")
_CORE = re.compile(r"\W+")


class Word(NamedTuple):
    """One word as printed, or one mark."""

    text: str
    key: str
    """By which words are compared: letters and digits in lower case; the text itself where it holds none."""
    code: str | None = None
    """The code of the mark that this is; None for a word."""
    before: str = " "
    """What stands before it: nothing, a blank, the end of a line or of a paragraph."""

    @property
    def hole(self) -> bool:
        """Whether something was withheld here."""
        return self.code is not None


def words_of(blocks: Iterable[Mapping[str, Any]]) -> list[Word]:
    """The words of a body, signature and all, in order; ``blocks`` as of :func:`draad.show.threads.bodies.body`."""
    found: list[Word] = []
    for paragraph in _paragraphs(blocks):
        words = words_in(paragraph["pieces"])
        if words and found:
            words[0] = words[0]._replace(before="\n\n")
        found += words
    return found


def words_in(pieces: Sequence[Mapping[str, Any]]) -> list[Word]:
    """The words of one paragraph or one value of a header."""
    found: list[Word] = []
    before = ""
    for piece in _flat(pieces):
        if piece["kind"] == "mark":
            found.append(Word(piece["text"], "", piece["code"], before))
            before = ""
            continue
        at = 0
        for word in _WORD.finditer(piece["text"]):
            before = _blank(piece["text"][at : word.start()]) or before
            found.append(Word(word[0], key_of(word[0]), None, before))
            at, before = word.end(), ""
        before = _blank(piece["text"][at:]) or before
    return found


def key_of(word: str) -> str:
    """By what a word is compared: OCR loses points and capitals."""
    return _CORE.sub("", word).casefold() or word


def _blank(text: str) -> str:
    return "\n" if "\n" in text else " " if text else ""


def _paragraphs(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        if "blocks" in block:
            yield from _paragraphs(block["blocks"])
        else:
            yield block


def _flat(pieces: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for piece in pieces:
        if "pieces" in piece:
            yield from _flat(piece["pieces"])
        else:
            yield piece
