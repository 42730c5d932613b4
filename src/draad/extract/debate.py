"""Verbatim debate: what a member asks, and what a minister, state secretary or alderman affirms or promises.

A promise in parliament is often one word, *Zeker*; what is promised then stands in the question before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from draad.extract.records import Found, Party, Reason, Unit
from draad.extract.when import find
from draad.knowledge import load
from draad.records import Span

_PARTY = re.compile(r"\(([^()\d][^()]{0,30})\)")
_OPENING = 3
"""Sentences at the head of a turn in which an answer says yes to the question before it."""
_LONGEST = 600
"""Characters of a sentence that are looked at."""
_DATES = frozenset(("day", "period", "until", "from"))


class _Turn(NamedTuple):
    """What one speaker says before the next one does."""

    speaker: Span
    role: Literal["office", "member", "chair"]
    first: int
    last: int


class _Words(NamedTuple):
    affirms: re.Pattern[str]
    denies: re.Pattern[str]
    promises: re.Pattern[str]
    takes_back: re.Pattern[str]
    own: re.Pattern[str]
    will: re.Pattern[str]
    deed: re.Pattern[str]
    asks: re.Pattern[str]
    rhetorical: re.Pattern[str]
    addressees: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load("debate")
    dated, asks = data["dated"], data["asks"]
    return _Words(
        re.compile(rf"(?:{'|'.join(data['affirms']['whole'])})[ .!,]*"),
        re.compile(data["affirms"]["not"]),
        re.compile("|".join(data["promises"]["patterns"])),
        re.compile(data["promises"]["not"]),
        re.compile(dated["own"]),
        re.compile(dated["will"]),
        re.compile(dated["deed"]),
        re.compile("|".join(asks["patterns"])),
        re.compile(asks["rhetorical"]),
        re.compile(asks["addressees"]),
    )


@cache
def _titles() -> tuple[tuple[str, ...], tuple[str, ...]]:
    data = load("sentences")["speakers"]
    return tuple(data["offices"]), tuple(data["chairs"])


def debate(unit: Unit) -> list[Found]:
    """Commitments, questions and appointments in the turns of a verbatim debate; nothing where no speaker is named.

    The owner of a commitment is the speaker by office, its counterparty the party of the member who asked.
    """
    turns = _turns(unit)
    found: list[Found] = []
    asker: tuple[Party, ...] | None = None
    for k, turn in enumerate(turns):
        before = turns[k - 1] if k else None
        if turn.role == "office":
            found += _answers(unit, turn, before, asker)
        elif turn.role == "member":
            asker = _party(unit, turn)
        found += _questions(unit, turn, turns[k + 1] if k + 1 < len(turns) else None)
    return found


def _turns(unit: Unit) -> list[_Turn]:
    turns: list[_Turn] = []
    for i, sentence in enumerate(unit.sentences):
        if sentence.speaker is None:
            continue
        if turns and turns[-1].speaker == sentence.speaker:
            turns[-1] = turns[-1]._replace(last=i)
        else:
            turns.append(_Turn(sentence.speaker, _role(unit, sentence.speaker), i, i))
    return turns


def _role(unit: Unit, speaker: Span) -> Literal["office", "member", "chair"]:
    offices, chairs = _titles()
    name = _name(unit, speaker).lower()
    return "office" if name.startswith(offices) else "chair" if name.startswith(chairs) else "member"


def _name(unit: Unit, span: Span) -> str:
    return " ".join(unit.words(span).replace("*", " ").replace("_", " ").split())


def _said(unit: Unit, index: int) -> str:
    begin, end = unit.sentences[index].span
    return unit.folded[begin - unit.span[0] : min(end, begin + _LONGEST) - unit.span[0]]


def _office(unit: Unit, turn: _Turn) -> Party:
    return Party(_name(unit, turn.speaker), "role", turn.speaker)


def _party(unit: Unit, turn: _Turn) -> tuple[Party, ...] | None:
    """The party of a member who speaks; None where the text names none."""
    found = _PARTY.search(unit.text, *turn.speaker)
    return (Party(found.group(1), "role", found.span(1)),) if found else None


def _answers(unit: Unit, turn: _Turn, before: _Turn | None, asker: tuple[Party, ...] | None) -> Iterator[Found]:
    """What the speaker of an office takes upon himself in one turn."""
    know, owner = _words(), (_office(unit, turn),)
    yes = [i for i in range(turn.first, min(turn.last + 1, turn.first + _OPENING)) if _is_yes(_said(unit, i))]
    question = _question_before(unit, before) if yes and before else None
    if yes and question is not None:
        yield _affirmed(unit, yes, question, owner, asker)
    for i in range(turn.first, turn.last + 1):
        if question is not None and i in yes:
            continue
        said = _said(unit, i)
        span = unit.sentences[i].span
        promise = know.promises.search(said)
        if promise and not said.endswith("?") and not know.takes_back.search(said):
            cue = span[0] + promise.start(), span[0] + promise.end()
            yield Found(
                "commitment", span, i, "debate_promise", cue, (Reason("debate_promise", 2.5, cue),), owner, asker
            )
        elif dated := _dated(unit, i, said):
            kind, cue = dated
            owned = owner if kind == "commitment" else None
            reason = Reason("debate_dated", 1.5, cue)
            yield Found(kind, span, i, "debate_dated", cue, (reason,), owned, asker if owned else None)


def _is_yes(said: str) -> bool:
    know = _words()
    return know.affirms.fullmatch(said) is not None and not know.denies.search(said)


def _affirmed(
    unit: Unit, yes: list[int], question: int, owner: tuple[Party, ...], asker: tuple[Party, ...] | None
) -> Found:
    """A yes with what it says yes to: one stretch with the question where that stands right before it."""
    asked, cue = unit.sentences[question].span, unit.sentences[yes[0]].span
    last = yes[0]
    while last + 1 in yes:
        last += 1
    end = unit.sentences[last].span[1]
    adjacent = question == yes[0] - 1
    span = (asked[0] if adjacent else cue[0]), end
    first = question if adjacent else yes[0]
    reasons = (Reason("debate_affirms", 2.0, cue), Reason("debate_question", 0.5, asked))
    return Found("commitment", span, first, "debate_affirms", cue, reasons, owner, asker)


def _question_before(unit: Unit, before: _Turn) -> int | None:
    """The sentence of the turn before that asks: the last one with a question mark or a request."""
    if before.role == "office":
        return None
    for i in range(before.last, before.first - 1, -1):
        said = _said(unit, i)
        if said.endswith("?") or _words().asks.search(said) or (before.role == "chair" and "vraag" in said):
            return i
    return None


def _dated(unit: Unit, index: int, said: str) -> tuple[Literal["commitment", "appointment"], Span] | None:
    """What is to happen on a day: a commitment where the speaker is to do it, an appointment else."""
    know = _words()
    if said.endswith("?") or not any(c.isdigit() for c in said) or not know.will.search(said):
        return None
    begin, end = unit.sentences[index].span
    day = next(
        (w for w in find(unit.text[begin:end], unit.moment) if w.kind in _DATES and w.due and _ahead(unit, w.due)), None
    )
    if day is None:
        return None
    cue = begin + day.span[0], begin + day.span[1]
    if know.own.search(said) and know.deed.search(said):
        return "commitment", cue
    return "appointment", cue


def _ahead(unit: Unit, due: str) -> bool:
    """Whether a date lies on or after the day on which the debate was quoted; unknown counts as ahead."""
    last = due.rsplit("/", 1)[-1]
    return unit.moment is None or last == ".." or last >= unit.moment.day.isoformat()[: len(last)]


def _questions(unit: Unit, turn: _Turn, after: _Turn | None) -> Iterator[Found]:
    """What is asked in one turn, of whom it names, else of the office that answers; by others than members only so."""
    know, counterparty = _words(), _party(unit, turn) if turn.role == "member" else None
    for i in range(turn.first, turn.last + 1):
        said = _said(unit, i)
        request = know.asks.search(said)
        if not request and (not said.endswith("?") or know.rhetorical.search(said) or len(said) < 12):
            continue
        span = unit.sentences[i].span
        cue = (span[0] + request.start(), span[0] + request.end()) if request else (span[1] - 1, span[1])
        named = know.addressees.search(said)
        if turn.role != "member" and not (named and said.endswith("?")):
            continue
        owners: tuple[Party, ...] | None = None
        if named:
            place = span[0] + named.start(), span[0] + named.end()
            owners = (Party(unit.words(place).split()[-1], "role", place),)
        elif after and after.role == "office":
            owners = (_office(unit, after),)
        reason = Reason("debate_asks" if request else "debate_question_mark", 1.5, cue)
        yield Found("question", span, i, "debate_asks", cue, (reason,), owners, counterparty)
