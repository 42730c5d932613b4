"""Text and Markdown documents: words give way to a mark in square brackets, all else stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from draad.errors import LayoutChangedError
from draad.read.text import decode
from draad.records import Document, Span
from draad.release.remove.records import Note
from draad.texts import texts

MARKDOWN = (".md", ".markdown")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
_MARKS = {"utf-8-sig": b"\xef\xbb\xbf"}


class Cut(NamedTuple):
    """A passage that goes, and what stands in its place: ``5.1.2.e``, without brackets."""

    span: Span
    label: str


def merged(cuts: Sequence[Cut]) -> list[Cut]:
    """In order and apart: what overlaps or touches is one passage, with each label once."""
    found: list[Cut] = []
    for cut in sorted(cuts):
        last = found[-1] if found else None
        if last and cut.span[0] < last.span[1]:
            labels = dict.fromkeys([*last.label.split("; "), cut.label])
            found[-1] = Cut((last.span[0], max(last.span[1], cut.span[1])), "; ".join(filter(None, labels)))
        elif cut.span[0] < cut.span[1]:
            found.append(cut)
    return found


def mark(label: str) -> str:
    """What stands in a text: ``[5.1.2.e]``, ``[gelakt]`` where no ground is told. A released file is Dutch."""
    return f"[{label or texts('nl')('apply.label.redacted')}]"


def pieces(text: str, cuts: Sequence[Cut]) -> Iterator[str | Cut]:
    """A text as what stays and what goes, in order; a cut keeps the line ends that it spans."""
    at = 0
    for cut in merged(cuts):
        start, end = cut.span
        yield text[at:start]
        for n, line in enumerate(text[start:end].split("\n")):
            if n:
                yield "\n"
            if line.strip():
                yield cut
        at = end
    yield text[at:]


def without(text: str, cuts: Sequence[Cut]) -> str:
    """The text with a mark in the place of each passage, one on every line of it that held words."""
    return "".join(mark(piece.label) if isinstance(piece, Cut) else piece for piece in pieces(text, cuts))


def remove_text(data: bytes, document: Document, cuts: Sequence[Cut]) -> tuple[bytes, tuple[Note, ...]]:
    """A text file (or the part of it that is this document) without the passages, in the encoding it came in.
    Comments in Markdown go too.

    A file that is no clean text of one encoding is written anew in UTF-8, which a note says. Raises
    LayoutChangedError where the file holds another text than the document.
    """
    whole, _ = decode(data, document.path)
    start = _line_start(whole, document.first_line)
    if whole[start : start + len(document.text)] != document.text:
        raise LayoutChangedError(f"{document.path}: the file holds another text than the dossier.", "Ingest it again.")
    own = _Original.of(data, whole)
    if own is None:
        text, notes = _uncommented(without(document.text, cuts), document.path)
        return text.encode("utf-8"), (Note(0, "encoding"), *notes)
    made, at = [], start
    for cut in merged(cuts):
        a, b = start + cut.span[0], start + cut.span[1]
        made += [own.text(at, a), *_marked_lines(own.text(a, b), cut)]
        at = b
    made.append(own.text(at, start + len(document.text)))
    text, notes = _uncommented("".join(made), document.path)
    return own.encoded(text), notes


def _uncommented(text: str, path: str) -> tuple[str, tuple[Note, ...]]:
    """Markdown without what it says to nobody: comments of HTML, which no page made of it shows."""
    if not path.lower().endswith(MARKDOWN):
        return text, ()
    text, count = _COMMENT.subn(lambda found: re.sub(r"[^\r\n]", "", found[0]), text)
    return text, (Note(0, "annotations", {"count": count}),) if count else ()


def _marked_lines(passage: str, cut: Cut) -> Iterator[str]:
    for line in passage.splitlines(keepends=True):
        bare = line.rstrip("\r\n\x85")
        yield (mark(cut.label) if bare.strip() else "") + line[len(bare) :]


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


class _Original:
    """A text as the file has it, with its own line ends, by the offsets of the text as it was read."""

    def __init__(self, raw: str, encoding: str, bom: bytes) -> None:
        self._raw, self._encoding, self._bom = raw, encoding, bom
        self._pairs = (
            [at for at in range(len(raw) - 1) if raw[at] == "\r" and raw[at + 1] == "\n"] if "\r\n" in raw else []
        )

    @classmethod
    def of(cls, data: bytes, read: str) -> _Original | None:
        """The original in the encoding whose bytes come back the same; None where there is none."""
        for encoding in _ENCODINGS:
            bom = _MARKS.get(encoding, b"")
            if encoding == "utf-16" and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
                bom, encoding = data[:2], "utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be"
            elif encoding == "utf-16":
                continue
            if not data.startswith(bom):
                continue
            try:
                raw = data[len(bom) :].decode("utf-8" if encoding == "utf-8-sig" else encoding)
            except UnicodeDecodeError:
                continue
            plain = "utf-8" if encoding == "utf-8-sig" else encoding
            one = cls(raw, plain, bom)
            if raw.encode(plain) == data[len(bom) :] and len(raw) - len(one._pairs) == len(read):
                return one
        return None

    def text(self, start: int, end: int) -> str:
        """What stands in the file between two offsets of the text as read."""
        return self._raw[self._at(start) : self._at(end)]

    def _at(self, offset: int) -> int:
        """Each pair of carriage return and line feed is one character of the text as read."""
        low, high = 0, len(self._pairs)
        while low < high:
            middle = (low + high) // 2
            if self._pairs[middle] - middle < offset:
                low = middle + 1
            else:
                high = middle
        return offset + low

    def encoded(self, text: str) -> bytes:
        """A text in the file's own encoding."""
        return self._bom + text.encode(self._encoding)
