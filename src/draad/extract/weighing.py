"""What the finders of running text found, weighed by the sentence as a whole (``likeness``)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from draad.extract.cues.lexicon import is_government
from draad.extract.likeness import Seen, familiar, is_over, model, odds, telling
from draad.extract.records import Found, Kind, Reason, Sentence, Unit
from draad.extract.score import bias, border, least_border, stands
from draad.extract.times import Times
from draad.records import Mark, Span

_LOOKED_AT = frozenset(("prose", "point"))
_LEAST_FAMILIAR = 3
_FAMILIAR = 0.45
"""How many words of a sentence, and which share, the model must know before it speaks without a cue: not of English, of
what OCR made of a stamp, of a row of redaction marks."""
_MARK = "█"


def weighed(unit: Unit, found: Iterable[Found], codes: Mapping[int, str], times: Times) -> list[Found]:
    """The findings with what the sentence as a whole says for or against each, and those that its words alone give.

    Figures, speakers' turns, and what the text itself marks are left as they are.
    """
    by_sentence: dict[int, list[Found]] = {}
    for one in found:
        by_sentence.setdefault(one.sentence, []).append(one)
    place, day = _place(unit), _day(unit)
    told: list[Found] = []
    for n, sentence in enumerate(unit.sentences):
        own = by_sentence.get(n, [])
        if sentence.role not in _LOOKED_AT:
            told += own
            continue
        told += _in_sentence(unit, n, own, _seen(unit, sentence, place, day, own, codes.get(n, ""), times))
    return told


def _place(unit: Unit) -> str:
    """Which way the text goes, in the words of the corpus."""
    if unit.copy is None:
        return unit.kind if unit.kind in ("report", "letter") else "in"
    sender = unit.copy.sender.domain if unit.copy.sender else None
    if not sender:
        return "in"
    if not is_government(sender):
        return "from"
    outside = any(person.domain and not is_government(person.domain) for person in unit.copy.to)
    return "out" if outside else "in"


def seen_of(unit: Unit, found: Sequence[Found], codes: Mapping[int, str], times: Times) -> Seen:
    """A unit of one sentence as the model sees it; of several sentences, all words as one."""
    first = unit.sentences[0] if unit.sentences else Sentence(unit.span, "prose", 0, None)
    last = unit.sentences[-1].span[1] if unit.sentences else unit.span[1]
    whole = first._replace(span=(first.span[0], last))
    return _seen(unit, whole, _place(unit), _day(unit), found, "".join(codes.values()), times)


def _day(unit: Unit) -> str | None:
    return unit.moment.day.isoformat() if unit.moment else None


def _seen(
    unit: Unit, sentence: Sentence, place: str, day: str | None, own: Sequence[Found], codes: str, times: Times
) -> Seen:
    side = "from" if sentence.foreign else place
    return Seen(
        _unmarked(unit, sentence.span),
        codes,
        (side, "point") if sentence.role == "point" else (side,),
        tuple(one for one in own if one.kind != "figure"),
        partial(times.within, sentence.span),
        day,
    )


def _unmarked(unit: Unit, span: Span) -> str:
    """The words of a span, with a sign for each redaction mark, however it is printed."""
    if unit.copy is None:
        return unit.words(span)
    pieces, at, marks = [], span[0], unit.copy.marks
    for mark in marks[bisect_left(marks, span, key=_start) :]:
        if mark.span[0] >= span[1]:
            break
        if at <= mark.span[0] and mark.span[1] <= span[1]:
            pieces += [unit.text[at : mark.span[0]], _MARK]
            at = mark.span[1]
    return "".join([*pieces, unit.text[at : span[1]]])


def _start(mark: Mark) -> Span:
    return mark.span


def _is_familiar(seen: Seen) -> bool:
    if not seen.codes:
        return False
    known, all_words = familiar(seen.text)
    return known >= _LEAST_FAMILIAR and known >= _FAMILIAR * all_words


def _in_sentence(unit: Unit, n: int, own: Sequence[Found], seen: Seen) -> Iterator[Found]:
    told = dict(zip(model().kinds, odds(seen, least_border()), strict=True))
    standing = {one.kind for one in own if stands(one)}
    for one in own:
        if one.kind == "appointment" and one.kind not in standing and is_over(seen):
            continue
        if one.kind in told and one.kind not in standing:
            yield one._replace(
                reasons=(*one.reasons, _balance(one.kind, told[one.kind] - border(one.kind, True), one.reasons))
            )
        else:
            yield one
    span = unit.sentences[n].span
    found = {one.kind for one in own}
    for kind in (kind for kind in model().kinds if kind not in found):
        left = told[kind] - border(kind, False)
        if left > 0 and _is_familiar(seen) and not (kind == "appointment" and is_over(seen)):
            yield Found(kind, span, n, "likeness.words", _telling(unit, span, kind), (_balance(kind, left, ()),))


def _balance(kind: Kind, odds: float, reasons: Sequence[Reason]) -> Reason:
    """The reason that brings the sum of all to what the sentence as a whole says."""
    return Reason("likeness", round(odds - bias(kind) - sum(reason.weight for reason in reasons), 3))


def _telling(unit: Unit, span: Span, kind: Kind) -> Span:
    """Where the word stands that spoke most for the kind; the sentence where none did."""
    text = unit.words(span)
    word = telling(text, kind)
    at = text.lower().find(word) if word else -1
    return (span[0] + at, span[0] + at + len(word)) if word and at >= 0 else span
