"""What officers decided to withhold, laid over words that a list would tell: a name in a subject, a title, a remark.

The words are known here alone, to keep them out; no error, log or file of ours holds them (law 2).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from draad.dossier.redactions import RedactionFilter, RedactionView
from draad.knowledge import load
from draad.records import Box, Span

if TYPE_CHECKING:
    from draad.dossier import Dossier

_WORD = re.compile(r"[^\W_]+")
_EVERYWHERE = frozenset(("person", "mailbox", "phone", "bsn", "iban", "address", "plate", "signature", "birth"))
"""Kinds whose words are withheld wherever they stand; a passage or an opinion is withheld at its own place alone."""
_LEAST = 2
"""Letters of a word that can be withheld by itself: an initial stands in every abbreviation."""
_NAMED = frozenset(("person", "mailbox", "signature"))
_PART = 3
"""Letters of a word of a name that tells of it by itself."""


class _Sequence(NamedTuple):
    words: tuple[str, ...]
    """In lower case."""
    spelled: str
    """The first word as it stands; a name of one word counts in this spelling alone: ``Visser`` is no ``visser``."""
    ground: str
    document: int | None
    """Where alone it is withheld; None for everywhere."""


class Withheld:
    """The accepted redactions of a dossier."""

    def __init__(
        self,
        accepted: Iterable[RedactionView],
        boxed: Mapping[int, Sequence[Span]] | None = None,
        blank: Collection[int] = (),
    ) -> None:
        """``boxed``: by document the spans of the lines that a drawn box touches; ``blank``: documents with a box that
        touches none."""
        self.blank = frozenset(blank)
        self._places: dict[int, list[RedactionView]] = {}
        self._boxed = boxed or {}
        self._first: dict[str, list[_Sequence]] = {}
        self._parts: set[str] = set()
        known: set[_Sequence] = set()
        for one in accepted:
            self._places.setdefault(one.document, []).append(one)
            sequence = _sequence(one)
            if sequence is not None and sequence not in known:
                known.add(sequence)
                self._first.setdefault(sequence.words[0], []).append(sequence)
            self._parts.update(telling_words(one))

    def in_words(self) -> Withheld:
        """The same words to keep out, of documents that were read anew: places in the originals say nothing there."""
        made = Withheld(())
        made._first, made._parts = self._first, self._parts
        return made

    def of(self, document: int) -> Sequence[RedactionView]:
        """The accepted redactions in one document, boxes too."""
        return self._places.get(document, ())

    def boxed(self, document: int) -> Sequence[Span]:
        """The lines of a document that drawn boxes touch."""
        return self._boxed.get(document, ())

    def grounds(self, document: int) -> list[str]:
        """The grounds of these, as codes, each once."""
        return sorted({one.ground for one in self.of(document)})

    def mask(self, text: str, document: int) -> str:
        """``text`` as it may be told with this document: what is withheld becomes its ground in brackets."""
        found = self._found(text, document)
        if not found:
            return text
        pieces, at = [], 0
        for (start, end), ground in found:
            pieces += [text[at:start], f"[{ground}]"]
            at = end
        return "".join((*pieces, text[at:]))

    def hinted(self, text: str) -> bool:
        """Whether a word of ``text`` is one of a name or of a mailbox that is withheld anywhere.

        Stricter than ``holds``: capitals do not count and one word of a name will do. For words that stand in no
        document, which nobody looked at when they decided what to withhold: those of a file's name.
        """
        return any(word.casefold() in self._parts for word in _WORD.findall(text))

    def holds(self, text: str, document: int) -> bool:
        """Whether ``text`` tells something that is withheld."""
        return bool(self._found(text, document))

    def visible(self, text: str, span: Span, document: int) -> str:
        """The text of a span of a document with every accepted redaction in it taken out."""
        kept, at = [], span[0]
        spans = [one.span for one in self.of(document) if one.span is not None]
        for start, end in sorted([*spans, *self._boxed.get(document, ())]):
            if end > at and start < span[1]:
                kept.append(text[at - span[0] : max(start, at) - span[0]])
                at = max(at, end)
        return "\n".join((*kept, text[max(at - span[0], 0) :] if at < span[1] else ""))

    def _found(self, text: str, document: int) -> list[tuple[Span, str]]:
        """What is withheld in ``text``, in order, the longest first where several begin at one word."""
        words = [(match[0], match.span()) for match in _WORD.finditer(text)]
        lowered = [word.casefold() for word, _ in words]
        found: list[tuple[Span, str]] = []
        at = 0
        while at < len(words):
            fits = [
                one for one in self._first.get(lowered[at], ()) if self._fits(one, words[at][0], lowered, at, document)
            ]
            if not fits:
                at += 1
                continue
            longest = max(fits, key=lambda one: len(one.words))
            last = at + len(longest.words)
            found.append(((words[at][1][0], words[last - 1][1][1]), longest.ground))
            at = last
        return found

    @staticmethod
    def _fits(one: _Sequence, spelled: str, lowered: Sequence[str], at: int, document: int) -> bool:
        if one.document not in (None, document):
            return False
        if len(one.words) == 1:
            return spelled == one.spelled
        return tuple(lowered[at : at + len(one.words)]) == one.words


def _sequence(one: RedactionView) -> _Sequence | None:
    words = _WORD.findall(one.text)
    if not words or (len(words) == 1 and len(words[0]) < _LEAST):
        return None
    document = None if one.kind in _EVERYWHERE else one.document
    ground = one.ground.partition(" ")[2] or one.ground
    return _Sequence(tuple(word.casefold() for word in words), words[0], ground, document)


def telling_words(one: RedactionView) -> Iterator[str]:
    """The words that tell of a person by themselves, in lower case: ``van`` and ``de`` don't, nor does a domain."""
    if one.kind in _NAMED:
        small = load("audit")["particles"]["words"]
        words = (word.casefold() for word in _WORD.findall(one.text.partition("@")[0]))
        yield from (word for word in words if len(word) >= _PART and word not in small)


def withheld_in(dossier: Dossier, known: Sequence[RedactionView] | None = None) -> Withheld:
    """All that officers accepted in a dossier; ``known`` is that where somebody has it at hand."""
    accepted = dossier.redactions(RedactionFilter(statuses=("accepted",))) if known is None else known
    drawn: dict[int, list[RedactionView]] = {}
    for one in accepted:
        if one.box is not None:
            drawn.setdefault(one.document, []).append(one)
    boxed: dict[int, list[Span]] = {}
    blank = set()
    for document, boxes in drawn.items():
        under = list(_lines_under(dossier, document, boxes))
        boxed[document] = [span for span, _ in under]
        if len({one for _, touching in under for one in touching}) < len(boxes):
            blank.add(document)
    return Withheld(accepted, boxed, blank)


def _lines_under(
    dossier: Dossier, document: int, drawn: Sequence[RedactionView]
) -> Iterator[tuple[Span, frozenset[int]]]:
    """The lines that drawn boxes touch, whole, and which boxes touch them: which letters go is for removal to know."""
    number, last = 0, 1
    while number < last:
        sheet = dossier.sheet(document, number=number)
        number, last = number + 1, len(sheet.stretches)
        start = sheet.stretch.span[0]
        for line, box in zip(sheet.text.split("\n"), sheet.boxes, strict=False):
            touching = frozenset(one.id for one in drawn if _touches(one, box)) if box is not None else frozenset()
            if touching:
                yield (start, start + len(line)), touching
            start += len(line) + 1


def _touches(drawn: RedactionView, line: Box) -> bool:
    if drawn.box is None or drawn.page != line.page:
        return False
    x0, y0, x1, y1 = drawn.box
    return x0 < line.x1 and x1 > line.x0 and y0 < line.y1 and y1 > line.y0
