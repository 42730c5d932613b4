"""What a text itself marks as an action, a decision, a question, a promise or an agreement, in whatever spelling.

Marks in brackets or bold behind a point (``(actie MO/Jeugd/LZ)``), labels before it (``Actie: …``, ``AP 3``), arrows
(``→ MO``), lists beneath a heading (``Actiepunten``), tables (``extract.tables``) and lists of questions. What is so
marked is an item, whatever else stands there (docs/punten.md).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from draad.extract import sections, tables
from draad.extract.holders import holders, owners_of
from draad.extract.records import Found, Kind, Party, Reason, Sentence, Unit
from draad.knowledge import load
from draad.records import Span

_BACK_STEPS, _BACK_WORDS = 2, 6
_NEAR = 2000
_BREAK = re.compile(r"\n")
_WEIGHTS = {"explicit-mark": 3.5, "explicit-label": 3.0, "explicit-arrow": 2.0}
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEST = r"(?:[^()\[\]]|\[[^()\[\]\n]{0,40}\]|\([^()\[\]\n]{0,24}\))"


class Mark(NamedTuple):
    """A mark: where it stands, the kind it tells, and the stretch that may name owners."""

    span: Span
    kind: str
    holders: Span
    name: str
    """``bracket``, ``label``, ``tail``, ``arrow``."""


class _Patterns(NamedTuple):
    hints: tuple[str, ...]
    kinds: dict[str, str]
    bracket: re.Pattern[str]
    open: re.Pattern[str]
    tail: re.Pattern[str]
    label: re.Pattern[str]
    number: re.Pattern[str]
    arrow: re.Pattern[str]
    short: tuple[str, ...]
    done: tuple[str, ...]
    never: frozenset[str]
    back: frozenset[str]
    onward: frozenset[str]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", "[ ]?") for w in sorted(words, key=len, reverse=True))


@cache
def _patterns() -> _Patterns:
    data = load("actions")
    marks, words = data["marks"], data["words"]
    kinds = {word: kind for kind, listed in marks.items() if kind not in ("bracketed", "hints") for word in listed}
    short = _either([w for kind in marks["bracketed"] for w in marks[kind]])
    action = _either([w for w in marks["action"] if w != "ap"])
    every = _either(list(kinds))
    return _Patterns(
        hints=tuple(marks["hints"]),
        kinds={k.replace(" ", ""): v for k, v in kinds.items()},
        bracket=re.compile(
            rf"[(\[][ *_]{{0,4}}(?P<word>{short})\b[ ]?(?:nr\.? ?)?\d{{0,2}}[ *_]{{0,4}}[:;.,–=-]?"
            rf"(?P<rest>{_NEST}{{0,120}}+)[)\]]"
        ),
        open=re.compile(
            rf"[(\[][ *_]{{0,4}}(?P<word>{action})\b[ *_]{{0,4}}[:;.–=-]?(?P<rest>[^()\[\]\n]{{1,60}}+)(?=\n|\Z)"
            rf"|(?<![\w(\[])(?P<word2>{action})[ ]?[:;.]?(?P<rest2>[^()\[\]\n]{{1,60}}+)[)\]]"
            rf"|\*\*[ (\[]{{0,2}}(?P<word3>{action})\b[ *_]{{0,4}}[:;.–=-]?(?P<rest3>[^*\n]{{1,80}}+)\*\*"
        ),
        tail=re.compile(
            rf"(?:[.;,–—|\t>\n-]|  |\A)[ *_]{{0,6}}(?P<word>{action})\b[ ]?[:;–-]?"
            r"(?P<rest>[^.;:\n]{1,60}+)[.*_ ]{0,4}\Z"
        ),
        label=re.compile(
            rf"[ \t>*_•→|-]{{0,8}}(?P<word>{every})(?:[ ]?(?:nr\.?[ ]?)?(?P<number>\d{{1,3}}[a-z]?)\b)?[ *_]{{0,4}}"
            r"(?P<owners>[ ](?:aan|van|voor|door)?[ ]?[^:;\n.?!]{1,60}?)??[ *_]{0,4}"
            r"(?P<sign>[:;]|[ ][–—-](?=[ ])|\.(?=[ ])|[–—\t|]|(?<=\d)[)](?=[ ]))[ *_]{0,4}"
        ),
        number=re.compile(
            r"[ \t>*_•|-]{0,8}(?:ap|actie|actiepunt|a)[ -]?(?P<number>\d{1,3}[a-z]?)\b[ *_]{0,4}[.:)–-]?[ *_]{1,4}"
        ),
        arrow=re.compile(r"(?:→|➔|➜|⇒|(?:[-=]{1,2}|–)>)[ *_]{0,4}(?P<rest>[^→>\n]{1,60}+)\Z"),
        short=tuple(w for kind in marks["bracketed"] for w in marks[kind]),
        done=tuple(words["done"]),
        never=frozenset(words["never"]),
        back=frozenset(words["back"]),
        onward=frozenset(words["onward"]),
    )


def explicit(unit: Unit) -> list[Found]:
    """Everything that the text itself marks, in order of place, none of a kind over another.

    ``owners`` of what is found are those of the mark; ``()`` where their names are withheld; None where the mark names
    none. What is marked as done is left out. Time in proportion to the text; never raises.
    """
    return within_tables(unit)[0]


def within_tables(unit: Unit) -> tuple[list[Found], list[Span]]:
    """``explicit``, and where the action tables stand: of those nothing else is told, their rows say it all."""
    low = unit.folded
    if not any(hint in low for hint in _patterns().hints):
        return [], []
    found, heads, bodies = tables.rows(unit)
    others = [*(one for one in _marked(unit) if not is_within(one.cue_span, heads)), *sections.items(unit)]
    found += (one for one in others if not is_within(one.span, bodies))
    return _answering(_apart(found)), bodies


def is_within(span: Span, stretches: list[Span]) -> bool:
    """Whether a span begins in one of these stretches, which are in order."""
    i = bisect_right(stretches, span[0], key=lambda stretch: stretch[0]) - 1
    return i >= 0 and span[0] < stretches[i][1]


def _answering(found: list[Found]) -> list[Found]:
    """A question that an action's mark sums up (``Vraag: … (actie MO)``) is for those of the mark to answer."""
    actions = [one for one in found if one.kind == "action" and one.owners and one.cue == "explicit-mark"]
    if not actions:
        return found
    told: list[Found] = []
    for one in found:
        if one.kind == "question":
            i = bisect_right(actions, one.span[0], key=lambda a: a.span[0]) - 1
            if i >= 0 and one.span[1] <= actions[i].span[1]:
                one = one._replace(owners=actions[i].owners)
        told.append(one)
    return told


def _apart(found: list[Found]) -> list[Found]:
    """The surest of those of one kind that lie over each other."""
    kept: list[Found] = []
    last: dict[Kind, int] = {}
    for one in sorted(found, key=lambda f: f.span):
        k = last.get(one.kind)
        if k is not None and one.span[0] < kept[k].span[1]:
            if one.reasons[0].weight > kept[k].reasons[0].weight:
                kept[k] = one
            continue
        last[one.kind] = len(kept)
        kept.append(one)
    return sorted(kept, key=lambda f: f.span)


def _marked(unit: Unit) -> Iterator[Found]:
    """Items of marks and labels, sentence by sentence."""
    taken: dict[str, int] = {}
    for i in range(len(unit.sentences)):
        begin = unit.sentences[i].span[0]
        for span in _pieces(unit, i):
            marks = _marks(unit, i, span)
            for mark in marks:
                end = span[1] if mark is marks[-1] else mark.span[1]
                item = _item(unit, i, (max(begin, span[0]), end), mark, taken.get(mark.kind, -1))
                begin = mark.span[1] if mark.name != "label" else begin
                if item is not None:
                    taken[mark.kind] = i
                    yield item


def _pieces(unit: Unit, i: int) -> list[Span]:
    """A sentence cut before its lines that begin with a label: what has no full stop was read as one sentence."""
    begin, end = unit.sentences[i].span
    low = unit.folded[begin - unit.span[0] : end - unit.span[0]]
    if "\n" not in low:
        return [(begin, end)]
    patterns = _patterns()
    edges = [m.start() + 1 for m in _BREAK.finditer(low) if _starts(patterns, low, m.start() + 1)]
    return [(begin + a, begin + b) for a, b in pairwise([0, *edges, len(low)])]


def _starts(patterns: _Patterns, low: str, at: int) -> bool:
    return bool(patterns.label.match(low, at) or patterns.number.match(low, at))


def _marks(unit: Unit, i: int, span: Span) -> list[Mark]:
    """The marks of a sentence: all in brackets; else a label before it, a mark or an arrow at its end."""
    patterns = _patterns()
    begin, end = span
    if end == unit.sentences[i].span[1]:  # the sentence may end before the bracket that closes its mark
        following = unit.sentences[i + 1].span[0] if i + 1 < len(unit.sentences) else unit.span[1]
        end = min(following, end + 8)
    low = unit.folded[begin - unit.span[0] : end - unit.span[0]]
    found: list[Mark] = []
    if ("(" in low or "[" in low or "*" in low or ")" in low) and any(w in low for w in patterns.short):
        for pattern in (patterns.bracket, patterns.open):
            marks = (_bracket(unit, begin, match) for match in pattern.finditer(low))
            found += [m for m in marks if m and not any(_over(m.span, known.span) for known in found)]
        found.sort()
    if found:
        return found
    low = low[: span[1] - begin]
    one = _label(unit, begin, low, unit.sentences[i]) or _tail(unit, begin, low)
    return [one] if one else []


def _over(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _bracket(unit: Unit, begin: int, match: re.Match[str]) -> Mark | None:
    group = next(g for g in ("word", "word2", "word3") if g in match.re.groupindex and match[g])
    rest = group.replace("word", "rest")
    said = match[rest].strip(" *_:.").split(" ")
    patterns = _patterns()
    if said[0] in patterns.never or ("\n" in match[rest] and any(w in match[rest] for w in patterns.short)):
        return None
    if match[rest].strip(" *_:.,-–").startswith(patterns.done):
        return None
    place = begin + match.start(rest), begin + match.end(rest)
    if match.re is patterns.open and not holders(unit, place).whole:
        return None
    return Mark((begin + match.start(), begin + match.end()), _kind(match[group]), place, "bracket")


def _kind(word: str) -> str:
    return _patterns().kinds.get(word.replace(" ", ""), "action")


def _label(unit: Unit, begin: int, low: str, sentence: Sentence) -> Mark | None:
    """``Actie: …``, ``Actie MO: …``, ``Actiepunt 3 – …``, ``AP 3 …``, ``A3. …`` at the head of a sentence."""
    patterns = _patterns()
    match = patterns.label.match(low)
    if match and (match["sign"] != "." or match["number"]):
        place = begin + match.start("owners"), begin + match.end("owners")
        kind = _kind(match["word"])
        behind = begin + match.end()
        if match["owners"] is None:
            return Mark((begin, behind), kind, (behind, behind), "label")
        directed = match["owners"].strip().startswith(("aan ", "van ", "voor "))
        if directed if kind == "question" else holders(unit, place).whole:
            return Mark((begin, behind), kind, place, "label")
    match = patterns.number.match(low)
    if match and (
        low.lstrip(" \t>*_•|-")[:2] in ("ap", "ac") or sentence.role in ("point", "row") or _numbered(unit, begin, low)
    ):
        return Mark((begin, begin + match.end()), "action", (begin + match.end(),) * 2, "label")
    return None


def _numbered(unit: Unit, begin: int, low: str) -> bool:
    """Whether ``A3`` is one of a row: its neighbour begins a line of the same text."""
    digits = re.search(r"\d+", low)
    number = int(digits.group()) if digits else 0
    at = begin - unit.span[0]
    near = "\n" + unit.folded[max(0, at - _NEAR) : at + _NEAR]
    return any(f"\na{n}" in near for n in (number - 1, number + 1) if n)


def _tail(unit: Unit, begin: int, low: str) -> Mark | None:
    """``… – actie MO``, ``… → MO`` at the end of a sentence."""
    patterns = _patterns()
    if "acti" in low or "akti" in low or "actl" in low or "to" in low:
        match = patterns.tail.search(low)
        if match and match["rest"].split()[0:1] and match["rest"].split()[0] not in patterns.never:
            place = begin + match.start("rest"), begin + match.end("rest")
            if holders(unit, place).whole:
                return Mark((begin + match.start("word"), place[1]), "action", place, "tail")
    if ">" in low or "→" in low or "➔" in low or "➜" in low or "⇒" in low:
        match = patterns.arrow.search(low)
        if match:
            place = begin + match.start("rest"), begin + match.end("rest")
            named = holders(unit, place)
            if named.whole and named.parties:
                return Mark((begin + match.start(), place[1]), "action", place, "arrow")
    return None


def _item(unit: Unit, i: int, piece: Span, mark: Mark, taken: int) -> Found | None:
    """What a mark belongs to."""
    owners = owners_of(holders(unit, mark.holders))
    if mark.name == "label":
        told = _labelled(unit, i, piece, mark, taken, owners)
    else:
        told = _summed(unit, i, piece, mark, taken, owners)
    if told is None:
        return None
    first, span, owners = told
    span = span[0], span[0] + len(unit.words(span).rstrip())
    kind: Kind = sections.agreed(unit.words(span).lower()) if mark.kind == "agreement" else mark.kind  # type: ignore[assignment]
    name = {"arrow": "explicit-arrow", "label": "explicit-label"}.get(mark.name, "explicit-mark")
    reason = Reason(name, _WEIGHTS[name], mark.span)
    return Found(kind, span, first, name, mark.span, (reason,), None if kind == "question" else owners)


_Told = tuple[int, Span, tuple[Party, ...] | None]


def _labelled(
    unit: Unit, i: int, piece: Span, mark: Mark, taken: int, owners: tuple[Party, ...] | None
) -> _Told | None:
    """What stands behind a label; a label with owners alone (``Actie: MO``) stands behind what it marks."""
    behind = mark.span[1], piece[1]
    words = unit.words(behind).strip(" *_:.\n")
    if not words or (len(words) < 25 and words.lower().startswith(_patterns().done)):
        return None
    rest = holders(unit, behind)
    if rest.whole and not owners:
        if piece[0] == unit.sentences[i].span[0]:
            first = _before(unit, i, taken)
            return (first, (unit.sentences[first].span[0], piece[1]), owners_of(rest)) if first < i else None
        return i, (unit.sentences[i].span[0], piece[1]), owners_of(rest)
    if owners is None:
        owners = sections.holder(unit, behind)
    end = unit.sentences[_onward(unit, i)].span[1] if piece[1] == unit.sentences[i].span[1] else piece[1]
    return i, (piece[0], end), owners


def _summed(unit: Unit, i: int, piece: Span, mark: Mark, taken: int, owners: tuple[Party, ...] | None) -> _Told | None:
    """What a mark at its end sums up: the sentence, or the one before it, and what that points to."""
    sentence = unit.sentences[i]
    start = piece[0] if piece[0] > sentence.span[0] else sentence.span[0]
    own = _words_of(unit, (start, mark.span[0])) or _words_of(unit, (mark.span[1], sentence.span[1]))
    first = i
    if len(own) < 2:
        first = _before(unit, i, taken)
        if first == i:
            return None
    if start == sentence.span[0] or first < i:
        first = _pointed(unit, first, mark, taken)
        start = unit.sentences[first].span[0]
    while start < mark.span[0] and unit.text[start] in " \n\t.,;*_)":
        start += 1
    return first, (start, max(piece[1], mark.span[1])), owners


def _words_of(unit: Unit, span: Span) -> list[str]:
    return _WORD.findall(unit.folded, max(0, span[0] - unit.span[0]), max(0, span[1] - unit.span[0]))


def _before(unit: Unit, i: int, taken: int) -> int:
    """The sentence right before, if it is text of the same part of the document and not marked itself."""
    if i - 1 <= taken or unit.sentences[i - 1].role == "heading" or i == 0:
        return i
    return i - 1


def _pointed(unit: Unit, first: int, mark: Mark, taken: int) -> int:
    """The first of the sentences that a sentence points back to: ``Verzoek hier ook aan te denken``."""
    for _ in range(_BACK_STEPS):
        sentence = unit.sentences[first]
        if first - 1 <= taken or unit.sentences[first - 1].block != sentence.block:
            break
        head = _words_of(unit, (sentence.span[0], min(sentence.span[1], mark.span[0])))[:_BACK_WORDS]
        if _patterns().back.isdisjoint(head):
            break
        first -= 1
    return first


def _onward(unit: Unit, i: int) -> int:
    """The last sentence of what a label marks: those that go on about it belong to it."""
    last = i
    while last + 1 < len(unit.sentences) and last < i + _BACK_STEPS:
        following = unit.sentences[last + 1]
        words = _words_of(unit, following.span)[:1]
        if following.block != unit.sentences[i].block or not words or words[0] not in _patterns().onward:
            break
        last += 1
    return last
