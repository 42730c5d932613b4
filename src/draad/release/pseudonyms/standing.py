"""One document as it will be released: where a unit stands visible beside somebody's pseudonym, and what is hidden.

Words of the unreleased document are looked at here and let go of: what is kept are keys of units and numbers of people.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from draad.dossier.redactions import RedactionView
from draad.records import Span, Split
from draad.release.pseudonyms import units
from draad.release.pseudonyms.units import Named


class Tie(NamedTuple):
    """A unit that stands visible beside the pseudonym of a person in a released document."""

    value: int
    unit: Named
    document: int
    page: int
    """Of the source; 0 for one without pages."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One message as it stands in one document, or what is in no message: the words and what of them is hidden."""

    document: int
    message: int | None
    values: frozenset[int]
    """Whose pseudonym is printed in it."""
    visible: str
    """What stays, but for the marks printed in the source."""
    hidden: tuple[str, ...]
    """What goes."""
    marked: bool
    """Whether the source has marks in it, of which nobody knows what they hide (law 2)."""
    blind: frozenset[int]
    """Those beside whom such a mark stands, on the line of a header or in a signature."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What one document tells."""

    ties: tuple[Tie, ...]
    stretches: tuple[Stretch, ...]


class _Person(NamedTuple):
    span: Span
    value: int
    text: str


class _Sheet:
    """The document with its holes."""

    def __init__(self, split: Split, accepted: Sequence[RedactionView], boxed: Sequence[Span], is_veiled: bool) -> None:
        self.split = split
        self.is_veiled = is_veiled
        self.text = split.document.text
        cut = [one.span for one in accepted if one.span is not None]
        self.cuts = _merged([*cut, *boxed])
        self.marks = _merged([m.span for m in (*split.marks, *(m for copy in split.copies for m in copy.marks))])
        self.holes = _merged([*self.cuts, *self.marks])
        self.people = tuple(_printed(accepted, boxed))
        named = [(one.span, one.value) for one in accepted if one.span is not None and one.value is not None]
        self._named = sorted(named)
        self._widest = max((span[1] - span[0] for span, _ in named), default=0)

    def covers(self, span: Span) -> bool:
        """Whether any of it is hidden."""
        return _met(self.holes, span)

    def within(self, span: Span) -> list[_Person]:
        """Whose pseudonym is printed there."""
        first = bisect_left(self.people, span[0], key=lambda one: one.span[0])
        last = bisect_left(self.people, span[1], key=lambda one: one.span[0])
        return [one for one in self.people[first:last] if one.span[1] <= span[1]]

    def values(self, span: Span) -> set[int]:
        """Who is withheld there, were it in a part."""
        first = bisect_left(self._named, span[0] - self._widest, key=lambda one: one[0][0])
        last = bisect_left(self._named, span[1], key=lambda one: one[0][0])
        return {value for place, value in self._named[first:last] if place[1] > span[0]}

    def page(self, offset: int) -> int:
        return self.split.document.page_of(offset) or 0


def look(
    split: Split,
    accepted: Sequence[RedactionView],
    boxed: Sequence[Span] = (),
    messages: Mapping[int, int] = MappingProxyType({}),
    is_veiled: bool = False,
) -> Looked:
    """Reads one document that is released.

    ``boxed``: the lines that drawn boxes touch. ``messages``: by ``n`` of a copy. ``is_veiled``: something that was not
    read is hidden in it (words under a bar of the source, a drawn box on what is no text).
    """
    sheet = _Sheet(split, accepted, boxed, is_veiled)
    ties: list[Tie] = []
    stretches: list[Stretch] = []
    for copy in split.copies:
        own = [copy.header, *([copy.body] if copy.body else [])]
        signatures = [part.span for part in copy.parts if part.kind == "signature"]
        ties += _listed(sheet, copy.header)
        for signature in signatures:
            ties += _signed(sheet, signature)
        blocks = [*units.lines(sheet.text, copy.header), *signatures]
        stretches.append(_stretch(sheet, messages.get(copy.n), own, blocks))
    if split.rest:
        for span in split.rest if split.report else ():
            ties += _listed(sheet, span)
        blocks = [line for span in split.rest for line in units.lines(sheet.text, span)]
        stretches.append(_stretch(sheet, None, split.rest, blocks))
    return Looked(tuple(ties), tuple(stretches))


def _listed(sheet: _Sheet, span: Span) -> Iterator[Tie]:
    """Units right behind names in a header, or in the list of those present at a meeting."""
    for one in sheet.within(span):
        named = units.behind(sheet.text, one.span[1], one.text, span[1])
        if named and not sheet.covers(named.span):
            yield Tie(one.value, named, sheet.split.document.id, sheet.page(one.span[0]))


def _signed(sheet: _Sheet, span: Span) -> Iterator[Tie]:
    """The unit of a signature: of one person, and one unit, else nobody can say whose it is."""
    people = sheet.within(span)
    named = units.signed(sheet.text, span)
    alone = len({one.value for one in people}) == 1 and len(named) == 1
    if alone and not sheet.covers(named[0].span):
        yield Tie(people[0].value, named[0], sheet.split.document.id, sheet.page(people[0].span[0]))


def _stretch(sheet: _Sheet, message: int | None, spans: Sequence[Span], blocks: Sequence[Span]) -> Stretch:
    text = sheet.text
    cuts = [cut for span in spans for cut in _inside(sheet.cuts, span)]
    marked = sheet.is_veiled or any(_met(sheet.marks, span) for span in spans)
    blind: set[int] = set()
    if marked:
        for block in blocks:
            if sheet.is_veiled or _met(sheet.marks, block):
                blind |= sheet.values(block)
    return Stretch(
        document=sheet.split.document.id,
        message=message,
        values=frozenset(value for span in spans for value in sheet.values(span)),
        visible="\n".join(text[slice(*piece)] for span in spans for piece in _between(sheet.holes, span)),
        hidden=tuple(text[slice(*cut)] for cut in cuts),
        marked=marked,
        blind=frozenset(blind),
    )


def _printed(accepted: Sequence[RedactionView], boxed: Sequence[Span]) -> Iterator[_Person]:
    """People whose pseudonym will stand at their place: within another redaction, or under a box, it doesn't."""
    held = _merged(list(boxed))
    placed = [(*one.span, one) for one in accepted if one.span is not None]
    placed.sort(key=lambda at: (at[0], -at[1]))
    widest = 0
    for n, (start, end, one) in enumerate(placed):
        following = placed[n + 1][:2] if n + 1 < len(placed) else (end, end)
        apart = start >= widest and not (following[0] < end < following[1])
        widest = max(widest, end)
        if apart and one.value is not None and one.kind == "person" and not _met(held, (start, end)):
            yield _Person((start, end), one.value, one.text)


# ── spans ───────────────────────────────────────────────────────────────────────────────────────────────────


def _merged(spans: Sequence[Span]) -> list[Span]:
    held: list[Span] = []
    for start, end in sorted(spans):
        if held and start <= held[-1][1]:
            held[-1] = held[-1][0], max(held[-1][1], end)
        else:
            held.append((start, end))
    return held


def _inside(spans: Sequence[Span], within: Span) -> list[Span]:
    """What of these spans, in order and apart, lies within another."""
    at = max(0, bisect_right(spans, within) - 1)
    found = []
    for start, end in spans[at:]:
        if start >= within[1]:
            break
        if end > within[0]:
            found.append((max(start, within[0]), min(end, within[1])))
    return found


def _met(spans: Sequence[Span], span: Span) -> bool:
    return bool(_inside(spans, span))


def _between(holes: Sequence[Span], span: Span) -> Iterator[Span]:
    at = span[0]
    for start, end in _inside(holes, span):
        yield at, start
        at = end
    yield at, span[1]
