"""When an item is due: its own words first, then a sentence beside it, its list, and the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from draad.extract.binding import Choice, choose, is_past, is_vague, pattern, words
from draad.extract.leaders import leaders
from draad.extract.records import Due, Found, Kind, Sentence, Unit
from draad.extract.times import Times
from draad.extract.when import When
from draad.knowledge import load
from draad.records import Span

_BESIDE = 3
"""Sentences of the same block in which is looked for what belongs to an item."""
_BACK = 300
"""Sentences of a list or a table over which is looked back for what leads it."""
_LEVELS = 4
"""Headings above each other that are looked at."""
_SHORT = 8
"""Words of a sentence that says nothing but when."""
_LOOSE = 3
"""Words of another kind in a heading that gives a bound: *Voorbereiding tot 1 juni*."""
_WORD = re.compile(r"[^\W\d_]+")


def due(unit: Unit, found: Found, times: Times) -> Due | None:
    """When what was found is due or takes place; None where nothing says so.

    ``times`` reads the time expressions of the same unit. What can't be dated keeps
    its words with ``due`` None. A figure has none: its period is its own; a signal only what its own words bound.
    """
    if found.kind == "figure":
        return None
    sentence = unit.sentences[found.sentence]
    for place in found.when:
        cell = _cell(unit, found, place, times)
        if cell:
            return cell
    if sentence.role == "row":
        cell = _column(unit, found, times)
        if cell:
            return cell
    own = choose(unit, found.kind, _around(sentence.span, found.span), found.cue_span[0], times, found.span)
    if found.kind == "signal":
        bound = own.dated is not None and own.dated.kind in ("until", "from")
        return _made(own) if bound or own.rhythm else None
    vague = own.dated is not None and is_vague(own.dated)
    if (own.dated and not vague) or own.clock:
        return _with_rhythm(unit, found, times, own)
    if own.rhythm:
        return _made(own, _next_time(unit, found.sentence, times))
    for source, how in _elsewhere(unit, found, times):
        if source.dated and is_vague(source.dated):
            continue
        return _made(source._replace(urgency=own.urgency or source.urgency), how=how)
    return _made(own) if own else None


def _around(a: Span, b: Span) -> Span:
    return min(a[0], b[0]), max(a[1], b[1])


def _with_rhythm(unit: Unit, found: Found, times: Times, own: Choice) -> Due | None:
    """An item with a time of its own; an appointment's rhythm may stand right before it: *Volgende update: maandag*."""
    if own.rhythm or found.kind != "appointment" or not found.sentence:
        return _made(own)
    sentence, before = unit.sentences[found.sentence], unit.sentences[found.sentence - 1]
    if sentence.block != before.block or not pattern("next_time").match(unit.words(sentence.span).lstrip(" \t-*•")):
        return _made(own)
    return _made(own._replace(rhythm=choose(unit, found.kind, before.span, None, times).rhythm))


def _next_time(unit: Unit, index: int, times: Times) -> When | None:
    """The next date of a rhythm, in a sentence right after it: *Volgende update staat voor a.s. maandag gepland*."""
    for i in range(index + 1, min(index + _BESIDE, len(unit.sentences))):
        sentence = unit.sentences[i]
        if sentence.block != unit.sentences[index].block:
            return None
        said = choose(unit, "appointment", sentence.span, None, times)
        if pattern("next_time").match(unit.words(sentence.span).lstrip(" \t-*•")):
            return said.dated
        if said.rhythm:
            return None  # what follows is the next time of that one
    return None


def _made(choice: Choice, date: When | None = None, how: str | None = None) -> Due | None:
    """The due date of a choice; ``date`` adds one to a rhythm, ``how`` tells where it came from."""
    if choice.rhythm and choice.clock and choice.dated in (None, choice.clock):
        # The hour of *every Tuesday* is that of its days, and says nothing of the moment's own.
        made = _made(choice._replace(dated=None, clock=None), date, how)
        return made and made._replace(at=made.at or choice.clock.at)
    dated = choice.dated or date or choice.clock
    shown = choice.dated or choice.rhythm or choice.clock or choice.urgency
    if shown is None:
        return None
    told = (dated or shown).how
    certain = dated.certain if dated else shown.certain
    at = dated.at if dated else shown.at
    if choice.clock and dated and not at:
        at, told = choice.clock.at, (*told, _how("time"))
    text = dated.due if dated else None
    if choice.event and dated:
        text, told, certain = f"../{dated.due}" if _is_day(dated.due) else dated.due, (*told, _how("event")), False
    if how:
        told = (*told, _how(how))
        certain = certain and how != "back"
    return Due(
        due=text,
        every=choice.rhythm.every if choice.rhythm else None,
        urgent=choice.urgency is not None,
        text=shown.text,
        span=shown.span,
        how=told,
        certain=certain and (text is not None or choice.rhythm is not None or choice.urgency is shown),
        at=at,
    )


def _how(key: str) -> str:
    return str(load("due")["how"][key])


def _is_day(text: str | None) -> bool:
    return text is not None and len(text) == len("2020-06-01")


def _elsewhere(unit: Unit, found: Found, times: Times) -> Iterator[tuple[Choice, str]]:
    """What the text around an item says of its time, the nearest first."""
    beside = _beside(unit, found, times)
    if beside:
        yield beside, "beside"
    back = _referred(unit, found, times)
    if back:
        yield back, "back"
    yield from _leading(unit, found.sentence, found.kind, times)
    for heading in _headings(unit, found.sentence):
        when = _of_heading(unit, heading, times)
        if when:
            yield Choice(when), "heading"


def _beside(unit: Unit, found: Found, times: Times) -> Choice | None:
    """A sentence of the same block that only says when: *Deadline is vandaag*, *Graag voor donderdag.*"""
    if found.kind not in ("question", "action", "commitment"):
        return None
    i, block = found.sentence, unit.sentences[found.sentence].block
    for j in (*range(i + 1, i + _BESIDE), i - 1):
        if not 0 <= j < len(unit.sentences) or unit.sentences[j].block != block:
            continue
        span = unit.sentences[j].span
        told = unit.words(span).lstrip(" \t-*•(")
        opened = pattern("only_when").match(told)
        if opened and (len(told.split()) <= _SHORT or opened[0].lower() in ("deadline", "termijn", "uiterlijk")):
            choice = choose(unit, found.kind, span, span[0], times)
            if choice.dated or choice.urgency:
                return choice
    return None


def _referred(unit: Unit, found: Found, times: Times) -> Choice | None:
    """The time of a sentence before, of the same block, where this one points back to it with *hier…* or *daar…*."""
    i = found.sentence
    sentence = unit.sentences[i]
    if sentence.role == "turn":
        return None  # who speaks in a debate tells of many days
    told = unit.words(sentence.span).lstrip(" \t-*•")
    far = pattern("back").search(told) is not None
    if not far and not pattern("back_rhythm").match(told):
        return None
    for j in range(i - 1, max(-1, i - 1 - _BESIDE), -1):
        if unit.sentences[j].block != sentence.block:
            return None
        choice = choose(unit, "appointment", unit.sentences[j].span, None, times)
        if far and choice.dated and choice.dated.due:
            return Choice(choice.dated)
        if choice.rhythm and (far or j == i - 1):
            return Choice(rhythm=choice.rhythm)
    return None


def _leading(unit: Unit, index: int, kind: Kind, times: Times) -> Iterator[tuple[Choice, str]]:
    """The time of the points of which this one is part, and of the sentence that leads the list."""
    for above, how in leaders(unit, index):
        choice = choose(unit, kind, unit.sentences[above].span, None, times)
        if choice.dated or choice.urgency:
            yield choice._replace(rhythm=None), how


def _headings(unit: Unit, index: int) -> Iterator[Sentence]:
    """The headings above a sentence, the nearest first."""
    at = unit.sentences[index].heading
    for _ in range(_LEVELS):
        if at is None or not 0 <= at < len(unit.sentences):
            return
        yield unit.sentences[at]
        above = unit.sentences[at].heading
        at = above if above is not None and above < at else None


def _of_heading(unit: Unit, heading: Sentence, times: Times) -> When | None:
    """The bound that a heading gives, if it is a heading of time and not of an event (*Verslag 3 juni*)."""
    for when in times.within(heading.span):
        if when.kind in ("urgency", "rhythm", "time") or is_past(unit, when):
            continue
        around = unit.text[heading.span[0] : when.span[0]] + " " + unit.text[when.span[1] : heading.span[1]]
        others = [w for w in _WORD.findall(around.lower()) if w not in words("heading")]
        if len(others) <= (_LOOSE if when.kind in ("until", "from") else 0):
            return when
    return None


def _column(unit: Unit, found: Found, times: Times) -> Due | None:
    """What the column of due dates of a table holds for this row."""
    index = found.sentence
    first = index
    while first > 0 and unit.sentences[first - 1].role == "row" and index - first < _BACK:
        first -= 1
    if first == index:
        return None
    heads = _cells(unit.text, unit.sentences[first].span)
    column = next((n for n, cell in enumerate(heads) if _is_due_head(unit.words(cell))), None)
    cells = _cells(unit.text, unit.sentences[index].span)
    if column is None or column >= len(cells):
        return None
    return _cell(unit, found, cells[column], times)


def _cell(unit: Unit, found: Found, cell: Span, times: Times) -> Due | None:
    """What a cell of a column of due dates holds: a date, else its words."""
    choice = choose(unit, "action", cell, cell[0], times)
    made = _made(choice, how="column")
    if made or found.kind not in ("action", "commitment", "question"):
        return made
    told = unit.words(cell).strip(" \t\n*_-")
    start = cell[0] + unit.words(cell).find(told)
    return Due(None, None, False, told, (start, start + len(told)), (_how("column"),), False) if told else None


def _is_due_head(text: str) -> bool:
    return text.strip(" \t\n*_:").lower() in words("table")


def _cells(text: str, span: Span) -> list[Span]:
    """The cells of a row, parted by ``|`` or tabs; the pipes at its ends part nothing."""
    mark = "|" if text.find("|", *span) >= 0 else "\t"
    cells, at = [], span[0]
    while True:
        end = text.find(mark, at, span[1])
        cells.append((at, end if end >= 0 else span[1]))
        if end < 0:
            break
        at = end + 1
    if mark == "|" and not text[slice(*cells[0])].strip():
        del cells[0]
    if mark == "|" and cells and not text[slice(*cells[-1])].strip():
        del cells[-1]
    return cells
