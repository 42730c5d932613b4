"""Findings of one page's text that can't be seen: characters that belong together are one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from draad.read.glyphs import Glyph, words_of
from draad.read.layout import Rect, Word, around
from draad.records import Box
from draad.release.audit.records import Finding, finding
from draad.release.audit.sight import Sight, Why
from draad.release.audit.told import folded, only_marks, words

_LEAST = 2
"""Letters and figures. Fewer are a stray point or a bullet that a table cut off."""


class Run(NamedTuple):
    """Characters of one line that follow each other and can't be seen for one reason."""

    why: Why
    text: str
    box: Rect


def findings(sight: Sight) -> list[Finding]:
    """What the page holds and does not show, a finding for each place."""
    if not sight.unseen:
        return []
    shown = shown_words(sight)
    return [
        finding(
            run.why,
            "leak",
            page=sight.number,
            box=page_box(sight.number, run.box),
            text=run.text,
            words=len(run.text.split()),
        )
        for run in runs(sight)
        if _tells(run, shown)
    ]


_CUT_OFF = ("off-page", "clipped")


def spilled(found: Sequence[Finding], pages: Sequence[Sequence[str]]) -> list[Finding]:
    """The findings, those lighter that the page before or after shows: a chart or a table that was cut over two pages
    has its other half beyond the edge of each. Words stay worth a look, figures are only noted.
    """
    held: dict[int, set[str]] = {}

    def shows(number: int) -> set[str]:
        if number not in held:
            lines = pages[number - 1] if 1 <= number <= len(pages) else ()
            held[number] = {word for line in lines for word in words(line)}
        return held[number]

    made = []
    for one in found:
        if one.kind in _CUT_OFF and one.page and one.shown:
            own = set(words(one.shown))
            if any(own <= shows(number) for number in (one.page - 1, one.page + 1)):
                one = one._replace(severity="note" if not any(map(str.isalpha, one.shown)) else "check")
        made.append(one)
    return made


def page_box(number: int, box: Rect) -> Box:
    """A place as records give it, to a tenth of a point."""
    return Box(number, *(round(side, 1) for side in box))


def runs(sight: Sight) -> Iterator[Run]:
    """The characters that can't be seen, line by line; runs of one reason that follow each other are one place."""
    reasons = {one.at: one.why for one in sight.unseen}
    chars: list[Glyph] = []
    why: Why | None = None
    gap = False
    for n, glyph in enumerate(sight.glyphs):
        if glyph.text.isspace() or glyph.generated:
            gap = bool(chars)
            continue
        reason = reasons.get(n)
        if chars and (reason != why or not _follows(chars[-1], glyph)):
            yield _run(chars, why)
            chars, gap = [], False
        if reason:
            if gap or (chars and _apart(chars[-1], glyph)):
                chars.append(glyph._replace(text=" "))
            chars.append(glyph)
            why = reason
        gap = False
    if chars:
        yield _run(chars, why)


def _run(chars: Sequence[Glyph], why: Why | None) -> Run:
    assert why is not None
    boxes = [glyph.ink or Rect(glyph.x0, glyph.y0, glyph.x1, glyph.y1) for glyph in chars]
    return Run(why, "".join(glyph.text for glyph in chars), around(boxes))


def _follows(before: Glyph, after: Glyph) -> bool:
    """On the same line in reading direction: their baselines agree, or they are read upright and do."""
    size = max(before.y1 - before.y0, before.x1 - before.x0, 0.1)
    across = abs(before.y - after.y) if before.turn % 2 == 0 else abs(before.x - after.x)
    return before.turn == after.turn and across <= 0.6 * size


def _apart(before: Glyph, after: Glyph) -> bool:
    size = max(before.y1 - before.y0, 0.1)
    return before.turn == 0 and after.x0 - before.x1 > 0.2 * size


def _tells(run: Run, shown: Iterable[tuple[str, Rect]]) -> bool:
    """Says it something that is not printed at the same place: shadows and letters printed twice hide nothing."""
    if sum(char.isalnum() for char in run.text) < _LEAST or only_marks(run.text):
        return False
    words = [word for word, box in shown if _overlap(box, run.box)]
    return folded(run.text) not in {folded(" ".join(words)), *map(folded, words)}


class Words:
    """The words of one page, each part of it laid out once: what can be seen, and all that it holds."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        gone = {one.at for one in sight.unseen}
        self._gone = gone
        self.seen = [glyph for n, glyph in enumerate(sight.glyphs) if n not in gone] if gone else sight.glyphs
        """The characters that can be seen."""
        self._by_turn: dict[int, list[Word]] = {}

    def turned(self, turn: int) -> list[Word]:
        """The words that can be seen and are read in direction ``turn``."""
        if turn not in self._by_turn:
            self._by_turn[turn] = words_of(self.seen, turn, self._sight.width, self._sight.height)
        return self._by_turn[turn]

    def laid_out(self, doubted: frozenset[int]) -> list[Word]:
        """What the page shows, as words that can be laid out in lines; without what the picture of a scan denies."""
        if not doubted:
            return [word for turn in _turns(self.seen) for word in self.turned(turn)]
        gone = self._gone | doubted
        kept = [glyph for n, glyph in enumerate(self._sight.glyphs) if n not in gone]
        width, height = self._sight.width, self._sight.height
        return [word for turn in _turns(kept) for word in words_of(kept, turn, width, height)]

    def held(self) -> list[str]:
        """All words of the page, folded, whether they can be seen or not."""
        if not self._gone and _turns(self.seen) == [0]:
            return [word for part in self.turned(0) for word in words(part.text)]
        return words_in(self._sight.glyphs)


def _turns(glyphs: Sequence[Glyph]) -> list[int]:
    return sorted({glyph.turn for glyph in glyphs})


def words_in(glyphs: Sequence[Glyph]) -> list[str]:
    """All words among the characters of a page, folded, whether they can be seen or not."""
    return [word for turn in _turns(glyphs) for part in words_of(glyphs, turn, 0.0, 0.0) for word in words(part.text)]


def _overlap(a: Rect, b: Rect) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def shown_words(sight: Sight) -> list[tuple[str, Rect]]:
    """The words of a page that can be seen, with places. An OCR layer is no witness of what the picture shows: its
    words count only where ``scans`` finds nothing against them.
    """
    gone = {one.at for one in sight.unseen}
    words: list[tuple[str, Rect]] = []
    chars: list[Glyph] = []

    def close() -> None:
        if chars:
            box = around(Rect(g.x0, g.y0, g.x1, g.y1) for g in chars)
            words.append(("".join(g.text for g in chars), box))
            chars.clear()

    for n, glyph in enumerate(sight.glyphs):
        if glyph.text.isspace() or n in gone:
            close()
            continue
        if chars and (not _follows(chars[-1], glyph) or _apart(chars[-1], glyph)):
            close()
        chars.append(glyph)
    close()
    return words
