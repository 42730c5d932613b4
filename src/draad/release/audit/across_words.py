"""Copies as words and holes, and what stands at a hole of one in the other.

Two copies are laid beside each other by what they have in common (:mod:`draad.aligning`). Where a hole lies between two
sure places, a cheapest way is sought through the few words there: equal words, words that OCR misread, a hole beside a
hole, a hole over words. A difference is told only where the words before and behind it agree, so that a cut, a misread
mark or a name that was whited out gives no alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from draad.aligning import align, near
from draad.fold import edits
from draad.records import Span
from draad.release.audit.across_records import Token
from draad.release.audit.across_shown import is_told, key_of
from draad.split.marks import ground

Hole = tuple[int, int, str, bool]
"""Begin, end, code, and whether a decision in the dossier made it."""
_LONG_GROUND = r"(?:5\.[12]|10|11),? lid \d(?:,? (?:sub|onder) [a-i])?(?!\w)"
_WORD = re.compile(rf"(?<![\w.]){_LONG_GROUND}|[^\s@<>/]+|@[^\s<>@/]*")
_QUOTED = re.compile(r"(?m)^(?: ?>)+ ?")
_FIGURES = re.compile(
    _LONG_GROUND + r"|[(\[]?(?:5|1[01])[.)]+[(]?\d{1,2}[.)]*[(]?(?:\d|[a-i])?[.)]*[a-i]?[)\]]?[.,;:]?"
)
_MOST = 40_000
"""Words times words through which the cheapest way is sought."""
_BESIDE = 2
_AMISS = 12
"""Words on either side among which what is shown may stand once more."""
_SHORTEST = 2
"""Letters of a name, with a capital; a word of a name without one has more."""
_TAIL = 6
"""More words than a name has: at the end of a text they may be what the other copy was cut before."""

Op = Literal["same", "holes", "alone", "over", "under", "extra", "other"]
"""What stands beside what: words that agree; hole and hole; a hole and nothing; a hole of the first over words of the
second, and the other way round; a word that only one has; words that don't agree."""


class Gap(NamedTuple):
    """What one text shows and the other hides: tokens ``a[a0:a1]`` of the first, ``b[b0:b1]`` of the second."""

    shows: Literal["a", "b", "neither"]
    """``neither``: both hide it, on grounds that differ."""
    a0: int
    a1: int
    b0: int
    b1: int
    sure: bool
    """False where what follows doesn't say whether it is the same place."""

    def moved(self, a: int, b: int) -> Gap:
        """The same, counted in texts that begin so many words earlier."""
        return self._replace(a0=self.a0 + a, a1=self.a1 + a, b0=self.b0 + b, b1=self.b1 + b)


def tokens(text: str, begin: int, holes: Sequence[Hole], left_out: Iterable[Span] = ()) -> tuple[Token, ...]:
    """The words and holes of a text that begins at the document's character ``begin``; signs alone are no words.

    ``left_out``: spans of the document that are no message text (running heads, page numbers). The ``>`` before quoted
    lines is left out too.
    """
    barred = sorted((start, end, code, decided) for start, end, code, decided in holes if end > begin)
    skipped = [*left_out, *((begin + m.start(), begin + m.end()) for m in _QUOTED.finditer(text))]
    found: list[Token] = []
    at, end_of_text = begin, begin + len(text)
    blank = list(text)
    for start, end in skipped:
        for place in range(max(start, begin) - begin, min(end, end_of_text) - begin):
            blank[place] = " "
    plain = "".join(blank)
    for start, end, code, decided in barred:
        if start >= end_of_text or start < at or not plain[start - begin : end - begin].strip():
            continue
        found += _words(plain, at, start, begin)
        spelling = "" if decided else text[start - begin : end - begin]
        found.append(Token(spelling, "", (start, end), code, decided))
        at = end
    return (*found, *_words(plain, at, end_of_text, begin))


def _words(text: str, start: int, end: int, begin: int) -> Iterator[Token]:
    for word in _WORD.finditer(text, start - begin, end - begin):
        key, code = _read(word[0])
        if key:
            yield Token(word[0], "" if code else key, (word.start() + begin, word.end() + begin), code)


@lru_cache(maxsize=1 << 16)
def _read(word: str) -> tuple[str, str | None]:
    """By what a word is compared, and its code if it is spelled as a ground. Copies have the same words over again."""
    key = key_of(word)
    return key, _unseen(word) if key else None


def _unseen(word: str) -> str | None:
    """The code of a word that is spelled as a ground, ``11.1``, and was not taken for a mark.

    Nothing goes by it alone: a paragraph's number stands in all copies alike, and then is a hole in each of them.
    """
    if not _FIGURES.fullmatch(word):
        return None
    law, article = ground(word)
    return f"{law or '?'} {article}" if article else None


# ── two texts ───────────────────────────────────────────────────────────────────────────────────────────────


def gaps(a: Sequence[Token], b: Sequence[Token], *, blanked: tuple[bool, bool] = (False, False)) -> list[Gap]:
    """Where one text shows what the other hides. ``blanked``: whether the first, the second whites out instead."""
    if not any(token.hole for token in a) and not any(token.hole for token in b):
        return []
    holes = list({token.text: token for token in (*a, *b) if token.hole}.values())
    found: list[Gap] = []
    for stretch in align(a, b):
        if stretch.kind != "held":
            continue
        ours, theirs = a[stretch.a0 : stretch.a1], b[stretch.b0 : stretch.b1]
        tail = stretch.a1 == len(a) and stretch.b1 == len(b)
        found += [gap.moved(stretch.a0, stretch.b0) for gap in _within(ours, theirs, tail, blanked, holes)]
    return found


def _within(
    a: Sequence[Token], b: Sequence[Token], tail: bool, blanked: tuple[bool, bool], holes: Sequence[Token]
) -> Iterator[Gap]:
    """The gaps of one stretch between two sure places."""
    if len(a) == len(b) and all(x.hole == y.hole and (x.hole or x.key == y.key) for x, y in zip(a, b, strict=True)):
        way: list[_Step] = [_Step("holes" if x.hole else "same", n, n + 1, n, n + 1) for n, x in enumerate(a)]
    elif not any(token.key for token in a) and not any(token.key for token in b):
        return
    elif len(a) * len(b) > _MOST:
        way = _coarse(a, b)
    else:
        way = _way(a, b)
    for n, step in enumerate(way):
        last = n == len(way) - 1
        if step.op == "holes":
            yield Gap("neither", step.a0, step.a1, step.b0, step.b1, True)
        if step.op not in ("over", "under"):
            continue
        shows: Literal["a", "b"] = "b" if step.op == "over" else "a"
        side = b[step.b0 : step.b1] if shows == "b" else a[step.a0 : step.a1]
        if not is_told(side, holes):
            ours = [at for at in range(step.a0, step.a1) if a[at].hole]
            theirs = [at for at in range(step.b0, step.b1) if b[at].hole]
            if len(ours) == len(theirs) == 1:  # "5.2, lid 1", of which but a part was known for a mark
                yield Gap("neither", ours[0], ours[0] + 1, theirs[0], theirs[0] + 1, True)
            continue
        bounded = (n == 0 or _agree(way[n - 1 :: -1])) and (last or _agree(way[n + 1 :]))
        swallows = any(token.hole for token in side)
        if last and tail and (blanked[shows == "b"] or swallows or (n and way[n - 1].op == "alone")):
            continue  # what follows in one text alone: a cut, a footnote, or lines below a name that was whited out
        other = (a, step.a0, step.a1) if shows == "b" else (b, step.b0, step.b1)
        if bounded and not _stands_beside(side, *other):
            yield Gap(shows, step.a0, step.a1, step.b0, step.b1, not (last and tail and len(side) > _TAIL))


def _stands_beside(side: Sequence[Token], other: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words that one shows stand open right beside the hole of the other too.

    Then the texts were laid amiss, such as at a mark that OCR made unreadable, and nothing is told.
    """
    near_by = [token.key for token in (*other[max(0, start - _AMISS) : start], *other[end : end + _AMISS]) if token.key]
    words = [token.key for token in side if len(token.key) > _SHORTEST]
    again = sum(any(word == key or near(word, key) for key in near_by) for word in words)
    return bool(words) and again * 2 >= len(words)


def _agree(beside: Sequence[_Step]) -> bool:
    """Whether what stands beside a gap is at one place in both: at once, or behind one word that is not."""
    return any(step.op in ("same", "holes", "alone", "over", "under") for step in beside[:_BESIDE])


class _Step(NamedTuple):
    op: Op
    a0: int
    a1: int
    b0: int
    b1: int


_ALONE, _MORE_ALONE, _OPEN, _EACH = 0.35, 0.05, 0.3, 0.12
"""What it costs that a hole stands beside nothing, that a further hole of a row does, that a hole lies over words, and
each of those words; an equal word costs nothing, a misread one a little, a word too many one."""
_NEAR, _JOINED, _EXTRA, _LETTER, _OTHER = 0.3, 0.4, 1.0, 0.4, 1.6
_MAYBE, _NEVER = 2.0, 50.0
_OF_PERSONS = (" 5.1.2.e", " 10.2.e")
_Move = tuple[float, int, int, int, Op]
"""Cost so far, and the place and layer from which it came."""
_Ahead = tuple[int, int, int, float, Op]
"""Words of each text that a step takes, the layer that it comes to, what it costs, and what it says."""


def _way(a: Sequence[Token], b: Sequence[Token]) -> list[_Step]:
    """The cheapest way through both texts, as steps; neighbouring steps of one hole are one.

    Three layers: 0 between words, 1 within a hole of ``a`` that lies over words of ``b``, 2 the other way round.
    """
    n, m = len(a), len(b)
    best: list[list[list[_Move | None]]] = [[[None] * 3 for _ in range(m + 1)] for _ in range(n + 1)]
    best[0][0][0] = (0.0, 0, 0, 0, "same")

    def reach(i: int, j: int, layer: int, move: _Move) -> None:
        held = best[i][j][layer]
        if held is None or move[0] < held[0]:
            best[i][j][layer] = move

    for i in range(n + 1):
        for j in range(m + 1):
            for layer in (1, 2, 0):
                if (here := best[i][j][layer]) is not None:
                    for di, dj, to, cost, op in _moves(a, b, i, j, layer):
                        reach(i + di, j + dj, to, (here[0] + cost, i, j, layer, op))
    return _joined(_back(best, n, m))


def _moves(a: Sequence[Token], b: Sequence[Token], i: int, j: int, layer: int) -> Iterator[_Ahead]:
    """Where one may go from a place."""
    x = a[i] if i < len(a) else None
    y = b[j] if j < len(b) else None
    if layer == 1:
        if y:
            yield 0, 1, 1, _swallowed(a[i - 1]) if y.hole else _EACH, "over"
        if x and x.hole:
            yield 1, 0, 1, _MORE_ALONE, "over"
        yield 0, 0, 0, 0.0, "same"
        return
    if layer == 2:
        if x:
            yield 1, 0, 2, _swallowed(b[j - 1]) if x.hole else _EACH, "under"
        if y and y.hole:
            yield 0, 1, 2, _MORE_ALONE, "under"
        yield 0, 0, 0, 0.0, "same"
        return
    if x and y:
        yield from _both(a, b, i, j)
    if x:
        yield 1, 0, 0, _alone(a, i), "alone" if x.hole else "extra"
        if x.hole and y:
            yield 1, 1, 1, _OPEN + (_swallowed(x) if y.hole else _EACH), "over"
    if y:
        yield 0, 1, 0, _alone(b, j), "alone" if y.hole else "extra"
        if y.hole and x:
            yield 1, 1, 2, _OPEN + (_swallowed(y) if x.hole else _EACH), "under"


def _swallowed(hole: Token) -> float:
    """What it costs that a hole lies over one of the other text: a passage that goes takes the names in it along.

    A name that goes takes none, so that what follows it in one text alone (a head of a page, a footnote) is not told.
    """
    code = hole.code or ""
    if code.endswith(_OF_PERSONS):
        return _NEVER
    return _MORE_ALONE if " " in code else _MAYBE


def _alone(several: Sequence[Token], at: int) -> float:
    token = several[at]
    if token.hole:
        return _MORE_ALONE if at and several[at - 1].hole else _ALONE
    return _LETTER if len(token.key) == 1 else _EXTRA


def _both(a: Sequence[Token], b: Sequence[Token], i: int, j: int) -> Iterator[_Ahead]:
    x, y = a[i], b[j]
    if x.hole and y.hole:
        yield 1, 1, 0, 0.0, "holes"
        return
    if x.hole or y.hole:
        return
    if x.key == y.key:
        yield 1, 1, 0, 0.0, "same"
    elif _alike_words(x.key, y.key):
        yield 1, 1, 0, _NEAR, "same"
    else:
        yield 1, 1, 0, _OTHER, "other"
    if j + 1 < len(b) and not b[j + 1].hole and _is_one(x.key, y.key + b[j + 1].key):
        yield 1, 2, 0, _JOINED, "same"
    if i + 1 < len(a) and not a[i + 1].hole and _is_one(y.key, x.key + a[i + 1].key):
        yield 2, 1, 0, _JOINED, "same"


def _alike_words(one: str, other: str) -> bool:
    """Whether one is the other misread; of short words a letter may be gone."""
    if near(one, other):
        return True
    return 2 <= min(len(one), len(other)) <= 3 >= max(len(one), len(other)) and edits(one, other, 1) <= 1


def _is_one(word: str, pieces: str) -> bool:
    """Whether two words are one that OCR parted, or the other way round."""
    return word == pieces or near(word, pieces)


def _back(best: list[list[list[_Move | None]]], i: int, j: int) -> list[_Step]:
    """The steps of the cheapest way, from its end."""
    ends = [(move[0], layer) for layer, move in enumerate(best[i][j]) if move is not None]
    layer = min(ends)[1]
    steps: list[_Step] = []
    while i or j or layer:
        move = best[i][j][layer]
        if move is None:
            break
        _, i0, j0, before, op = move
        if (i0, j0) != (i, j):
            steps.append(_Step(op, i0, i, j0, j))
        i, j, layer = i0, j0, before
    return steps[::-1]


def _joined(steps: Iterable[_Step]) -> list[_Step]:
    made: list[_Step] = []
    for step in steps:
        if made and step.op == made[-1].op and step.op in ("over", "under"):
            made[-1] = made[-1]._replace(a1=step.a1, b1=step.b1)
        else:
            made.append(step)
    return made


def _coarse(a: Sequence[Token], b: Sequence[Token]) -> list[_Step]:
    """For a stretch too long for all ways: what agrees from both ends, and a hole in between over what is left."""
    low = 0
    while low < min(len(a), len(b)) and _alike(a[low], b[low]):
        low += 1
    high = 0
    while high < min(len(a), len(b)) - low and _alike(a[-1 - high], b[-1 - high]):
        high += 1
    a1, b1 = len(a) - high, len(b) - high
    steps = [_Step("holes" if a[n].hole else "same", n, n + 1, n, n + 1) for n in range(low)]
    ours, theirs = a[low:a1], b[low:b1]
    if ours and all(token.hole for token in ours) and not any(token.hole for token in theirs):
        steps.append(_Step("over", low, a1, low, b1))
    elif theirs and all(token.hole for token in theirs) and not any(token.hole for token in ours):
        steps.append(_Step("under", low, a1, low, b1))
    else:
        steps.append(_Step("other", low, a1, low, b1))
    behind = range(high, 0, -1)
    return steps + [
        _Step("holes" if a[-n].hole else "same", len(a) - n, len(a) - n + 1, len(b) - n, len(b) - n + 1) for n in behind
    ]


def _alike(x: Token, y: Token) -> bool:
    return (x.hole and y.hole) or (not x.hole and not y.hole and (x.key == y.key or near(x.key, y.key)))
