"""Lists that a text names for what they hold: ``Actiepunten``, ``Besluiten``, ``Openstaande vragen``, ``Vraag 1 …``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from draad.extract.holders import holders, owners_of
from draad.extract.records import Found, Kind, Party, Reason, Sentence, Unit
from draad.knowledge import load
from draad.records import Span

_WEIGHTS = {"explicit-section": 2.5, "explicit-questions": 1.5, "explicit-numbered": 2.0}
_ANSWERED = -2.5
_LONGEST, _MOST = 700, 60
_EDGE = re.compile(r"[ \t\n*_#>|:.()0-9a-z•-]?[.)] |[\s*_#>|:;.,()\d–-]+")
_NUMBERED = re.compile(r"[ \t*_#>]{0,6}(?:(?:kamer)?vraag)[ ]?(?:nr\.?[ ]?)?(\d{1,3})\b[ \t*_:.)–-]{0,6}")
_LEADING = re.compile(r"[ \t*_]{0,4}(?P<who>[^:\n–—]{1,60}?)[ *_]{0,4}(?:[:–—]|[ ]-(?=[ ]))[ *_]{0,4}(?=\S)")
_TRAILING = re.compile(
    r"[(\[](?P<who>[^()\[\]\n]{1,80}+)[)\]][ .*_]{0,4}\Z|[ ][–—-]{1,2}>?[ ](?P<dash>[^–—\n.]{1,60}+)[.*_]{0,4}\Z"
)
_NOTHING = frozenset(("geen", "nvt", "n.v.t", "n.v.t.", "-", "geen bijzonderheden", "n.b", "volgt"))
_TIME = re.compile(
    r"\d|\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag|week|maand|januari|februari|maart|april|mei|juni|juli|augustus|"
    r"september|oktober|november|december|morgen|kwartaal|wekelijks|maandelijks)\b"
)


@cache
def _sections() -> dict[str, str]:
    data = load("actions")["sections"]
    return {
        words: kind
        for kind in ("action", "decision", "agreement", "commitment", "question", "closed")
        for words in data[kind]
    }


@cache
def _hints() -> tuple[str, ...]:
    """What the words of a section's heading hold, one of them at least."""
    return tuple(load("actions")["sections"]["hints"])


@cache
def _around() -> tuple[str, ...]:
    return tuple(sorted(load("actions")["sections"]["around"], key=len, reverse=True))


@cache
def _done() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(load("actions")["words"]["done"], key=len, reverse=True))
    return re.compile(rf"(?:[(\[–—;,-][ ]?|[.] )(?:{words})[)\]. *_]{{0,4}}\Z")


@cache
def _meetings() -> frozenset[str]:
    return frozenset(load("actions")["words"]["meetings"])


@cache
def _deciding() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load('actions')['words']['no_decision'])})\b")


@cache
def _answers() -> tuple[str, ...]:
    return tuple(load("actions")["words"]["answers"])


def items(unit: Unit) -> list[Found]:
    """The items of lists beneath a heading that names them, and of lists of questions."""
    found: list[Found] = []
    low = unit.folded
    if any(word in low for word in _hints()):
        for i, sentence in enumerate(unit.sentences):
            kind = _section(unit, i, sentence)
            if kind is not None and kind != "closed":
                found += _listed(unit, i, kind)
    if "?" in low:
        if "vraag" in low:
            found += _answered(unit)
        found += _questions(unit)
    return found


def agreed(words: str) -> Kind:
    """What an agreement is: an appointment (a meeting and a time), a decision, or something to do."""
    if not _meetings().isdisjoint(re.findall(r"[^\W\d_]+", words)) and _TIME.search(words):
        return "appointment"
    return "decision" if _deciding().search(words) else "action"


def holder(unit: Unit, span: Span) -> tuple[Party, ...] | None:
    """Owners at the head of an item, before a colon or dash, or in brackets or behind a dash at its end."""
    words = unit.words((span[0], min(span[1], span[0] + _LONGEST)))
    match = _LEADING.match(words)
    if match:
        named = holders(unit, (span[0] + match.start("who"), span[0] + match.end("who")))
        if named.whole:
            return owners_of(named)
    match = _TRAILING.search(words)
    if match:
        group = "who" if match["who"] is not None else "dash"
        named = holders(unit, (span[0] + match.start(group), span[0] + match.end(group)))
        if named.whole:
            return owners_of(named)
    return None


def _section(unit: Unit, i: int, sentence: Sentence) -> str | None:
    """The kind of list that a sentence heads, by its words alone: ``3. Nieuwe actiepunten:``."""
    if sentence.span[1] - sentence.span[0] > 80:
        return None
    words = _words(unit, sentence.span).strip(" \t\n*_#>|:.()–-0123456789")
    if not words:
        return None
    kind = _sections().get(words)
    if kind is None and any(hint in words for hint in _hints()):
        for extra in _around():
            if words.startswith(extra + " "):
                words = words[len(extra) + 1 :]
            if words.endswith(" " + extra):
                words = words[: -len(extra) - 1]
        kind = _sections().get(words)
    if kind is None or sentence.role == "heading":
        return kind
    ends = unit.text[sentence.span[1] - 1 : sentence.span[1] + 3]
    return kind if ":" in ends or i + 1 == len(unit.sentences) or unit.sentences[i + 1].role == "point" else None


def _words(unit: Unit, span: Span) -> str:
    return unit.folded[span[0] - unit.span[0] : span[1] - unit.span[0]]


def _listed(unit: Unit, i: int, kind: str) -> Iterator[Found]:
    """Each list item beneath a heading; where there is no list, each paragraph."""
    below = list(_below(unit, i))
    points = [k for k in below if unit.sentences[k].role in ("point", "row")]
    blocks = [list(group) for _, group in groupby(points or below, key=lambda k: unit.sentences[k].block)]
    cue = unit.sentences[i].span
    for block in blocks[:_MOST]:
        span = unit.sentences[block[0]].span[0], unit.sentences[block[-1]].span[1]
        words = _words(unit, span).strip(" *_")
        if span[1] - span[0] > _LONGEST or len(words) < 5 or words.strip(" .*_") in _NOTHING:
            continue
        if words.endswith(":") or _done().search(words):
            continue
        settled: Kind = agreed(words) if kind == "agreement" else kind  # type: ignore[assignment]
        owners = None if settled == "question" else holder(unit, span)
        reason = Reason("explicit-section", _WEIGHTS["explicit-section"], cue)
        yield Found(settled, span, block[0], "explicit-section", cue, (reason,), owners)


def _below(unit: Unit, i: int) -> Iterator[int]:
    """The numbers of the sentences of the list beneath a heading."""
    head = unit.sentences[i]
    listed = False
    for k in range(i + 1, len(unit.sentences)):
        sentence = unit.sentences[k]
        if sentence.role == "heading" or _section(unit, k, sentence) is not None:
            return
        if head.role != "heading" and listed and sentence.role not in ("point", "row"):
            return
        listed = listed or sentence.role in ("point", "row")
        if not listed and k - i > 8:
            return
        yield k


def _answered(unit: Unit) -> Iterator[Found]:
    """``Vraag 1``, its question, and the ``Antwoord`` that may follow."""
    count = len(unit.sentences)
    for i in range(count):
        match = _NUMBERED.match(_words(unit, unit.sentences[i].span))
        if match is None:
            continue
        begin = unit.sentences[i].span[0] + match.end()
        first, k, end = i, i + 1, None
        if begin >= unit.sentences[i].span[1]:
            first, begin = i + 1, -1
        elif "?" in unit.text[begin : unit.sentences[i].span[1]]:
            end = unit.sentences[i].span[1]
        answered = False
        while k < min(count, i + 14):
            words = _words(unit, unit.sentences[k].span)
            if _NUMBERED.match(words):
                break
            if words.lstrip(" *_#").startswith(_answers()):
                answered = k + 1 < count or len(words) > 20
                break
            if "?" in words[-4:]:
                end = unit.sentences[k].span[1]
            k += 1
        if first >= count or end is None:
            continue
        span = (unit.sentences[first].span[0] if begin < 0 else begin), end
        cue = unit.sentences[i].span[0], unit.sentences[i].span[0] + match.end()
        reasons = [Reason("explicit-numbered", _WEIGHTS["explicit-numbered"], cue)]
        if answered:
            reasons.append(Reason("explicit-answered", _ANSWERED, unit.sentences[k].span))
        if span[0] < span[1]:
            yield Found("question", span, first, "explicit-numbered", cue, tuple(reasons))


def _questions(unit: Unit) -> Iterator[Found]:
    """List items that all ask something, two and more after one another."""
    run: list[tuple[int, Sentence]] = []
    for i, sentence in enumerate(unit.sentences):
        asks = sentence.role == "point" and _words(unit, sentence.span).rstrip(' *_)"”')[-1:] == "?"
        if asks:
            run.append((i, sentence))
        elif sentence.role != "point":
            yield from _run(run)
            run = []
    yield from _run(run)


def _run(run: list[tuple[int, Sentence]]) -> Iterator[Found]:
    if len({sentence.block for _, sentence in run}) < 2:
        return
    for i, sentence in run:
        cue = sentence.span[1] - 1, sentence.span[1]
        reason = Reason("explicit-questions", _WEIGHTS["explicit-questions"], cue)
        yield Found("question", sentence.span, i, "explicit-questions", cue, (reason,))
