"""What extraction looks at in one go: the body of each copy, or a document that is no mail."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from draad.extract.records import Unit
from draad.extract.sentences import sentences
from draad.extract.when import Moment
from draad.fold import fold
from draad.knowledge import load
from draad.records import Copy, Sent, Span, Split
from draad.split.stamps import AMSTERDAM, stamp

_NO_MAIL = ("report", "letter", "note", "other")
_LABEL = re.compile(r"[ \t>|*#_]*([^\W\d_][^\t:|*\n]{1,34}?)[ *]*(?:[:\t|]|\*\*|[ ]{3,}|\Z)[ \t:|*]*")
_HEAD_LINES = 90
"""Lines at the top of a letter or report within which its labels stand."""
_DATE_LINE = re.compile(
    r"[ \t*|]*(?:[^\W\d_]|[ '\-]){2,30},[ \t]+(\d{1,2}[ .][^\W\d_]{3,10}\.?[ ]\d{4}|\d{1,2}-\d{1,2}-\d{4})[ \t*|]*\Z"
)
_HEAD_LONGEST = 20_000
_PROSE = 70
"""A line of more characters is no line of a head, unless a label or a salutation makes it one."""
_ITEM = re.compile(r"[ \t>|]*(?:[-•*–▪·]|\d{1,2}[.)])[ \t]+\S")
_EDGE = " \t*_|#\xa0"
_AWAY_LONGEST = 900
"""Characters of the answer of a mailbox; a longer message says something of its own."""
_SMALL = str.maketrans({"İ": "i"})
"""The one capital whose lower case has two characters."""


def units(split: Split, only: Container[int] | None = None) -> list[Unit]:
    """What is to be looked at of one document, in the order in which it stands.

    A mail gives one unit for each copy with a body whose ``n`` is in ``only`` (None: all). A report, letter, note or
    other document gives its copies, and its text outside of them. A decision or an inventory list gives nothing.
    """
    if split.kind in ("decision", "inventory", "register"):
        return []
    found = [
        unit
        for copy in split.copies
        if copy.body and (only is None or copy.n in only)
        if (unit := _of_copy(split, copy))
    ]
    if split.kind in _NO_MAIL:
        found += _of_rest(split)
    return sorted(found, key=lambda unit: unit.span)


def folded(text: str) -> str:
    """Lower case, character for character."""
    low = text.lower()
    return low if len(low) == len(text) else text.translate(_SMALL).lower()


def _of_copy(split: Split, copy: Copy) -> Unit | None:
    text, body = split.document.text, copy.body
    if body is None or _is_away(copy.subject or "", text[body[0] : min(body[1], body[0] + _AWAY_LONGEST)]):
        return None
    return Unit(
        text=text,
        kind=split.kind,
        span=body,
        sentences=sentences(text, body, _holes(text, copy)),
        moment=_moment(copy.sent),
        copy=copy,
        subject=copy.subject,
        folded=folded(text[body[0] : body[1]]),
    )


def _moment(sent: Sent | None) -> Moment | None:
    """When a message was sent, in Dutch local time."""
    if sent is None or sent.at is None:
        return None
    at = datetime.fromtimestamp(sent.at, AMSTERDAM)
    certain = sent.certainty not in ("unknown", "chain") or sent.precision == "day"
    return Moment(at.date() if sent.precision == "day" else at, certain)


def _holes(text: str, copy: Copy) -> list[Span]:
    """What of a body is no message text: its parts, but for a postscript or a letter that stands behind a signature."""
    holes: list[Span] = []
    for part in copy.parts:
        begin, end = part.span
        if part.kind != "signature":
            holes.append((begin, end))
            continue
        if copy.body and _has_letter(text, copy.body[0], begin):
            again = _own_text_again(text, begin, end)
            closing = text.find("\n", begin, again)
            holes.append((begin if again == end or closing < 0 else closing, again))
            continue
        for kept in _behind_signature().finditer(text, begin, end):
            if kept.start() < begin:
                continue
            stop = end if kept.lastgroup == "letter" else text.find("\n\n", kept.end(), end)
            holes.append((begin, kept.start()))
            begin = end if stop < 0 else stop
        if begin < end:
            holes.append((begin, end))
    return holes


@cache
def _behind_signature() -> re.Pattern[str]:
    """A postscript, or the salutation of a letter that was pasted beneath the signature."""
    data = load("sentences")
    after = "|".join(re.escape(w) for w in sorted(data["afterwards"]["words"], key=len, reverse=True))
    letter = "|".join(re.escape(w) for w in data["greetings"]["letter"])
    return re.compile(
        rf"\n[ \t>*_]*+(?:(?P<after>(?:{after})(?:[ \t]*[:.]|[ \t])(?=[ \t]*\S))"
        rf"|(?P<letter>(?:{letter})\b[^\n]{{0,60}},[ \t*_]*(?=\n)))",
        re.IGNORECASE,
    )


def _has_letter(text: str, begin: int, end: int) -> bool:
    """Whether the salutation of a letter stands in a message which has begun before it: words stand right above."""
    for salutation in _letter_within().finditer(text, begin, end):
        above = text.rfind("\n", begin, salutation.start()) + 1 or begin
        if _WORDLIKE.search(text, above, salutation.start()):
            return True
    return False


_WORDLIKE = re.compile(r"\w")


@cache
def _letter_within() -> re.Pattern[str]:
    """A blank line and the salutation of a letter beneath it."""
    letter = "|".join(re.escape(w) for w in load("sentences")["greetings"]["letter"])
    return re.compile(rf"\n[ \t>]*\n[ \t>*_]*+(?:{letter})\b[^\n]{{0,80}},[ \t*_]*(?=\n)", re.IGNORECASE)


def _own_text_again(text: str, begin: int, end: int) -> int:
    """Where the message goes on beneath the closing and the name of a letter that it quotes; else the end."""
    at, beneath = begin, 0
    for paragraph in re.split(r"(\n[ \t>]*(?=\n))", text[begin:end]):
        words = paragraph.strip(" \t\n>*_")
        first = words.split("\n", 1)[0].strip()
        if words and beneath > 1 and (len(first) > _PROSE or first[-1:] in ".:?!"):
            return at
        beneath += bool(words)
        at += len(paragraph)
    return end


def _is_away(subject: str, head: str) -> bool:
    """Whether a message is the answer of a mailbox whose owner is away."""
    data = load("sentences")["notices"]
    if fold(subject).strip("*[ ").startswith(_answers()):
        return True
    low = fold(head)
    return len(low) < _AWAY_LONGEST and bool(_absence().search(low[:300])) and any(p in low for p in data["instead"])


@cache
def _absence() -> re.Pattern[str]:
    """The writer says of himself that he is not there."""
    away = "|".join(re.escape(p) for p in load("sentences")["notices"]["away"])
    return re.compile(rf"\b(?:ik ben|ben ik|i am|i'm|ik geniet)\b[^.\n]{{0,70}}\b(?:{away})\b")


@cache
def _answers() -> tuple[str, ...]:
    return tuple(fold(w) for w in load("sentences")["notices"]["subjects"])


def _of_rest(split: Split) -> list[Unit]:
    text = split.document.text
    meeting = split.report if split.kind == "report" else None
    first = meeting.points[0].span[0] if meeting and meeting.points else len(text)
    start, day, furniture = _head(text[:first]) if not split.copies else (0, None, frozenset[str]())
    if meeting and meeting.held:
        day = date.fromisoformat(meeting.held)
    moment = Moment(day) if day else None
    found = []
    for begin, end in split.rest:
        span = max(begin, start), end
        if span[0] >= end or not text[span[0] : end].strip():
            continue
        holes = _page_heads(text, span, furniture)
        found.append(
            Unit(
                text=text,
                kind=split.kind,
                span=span,
                sentences=sentences(text, span, holes),
                moment=moment,
                report=meeting,
                subject=meeting.title if meeting else None,
                folded=folded(text[span[0] : end]),
            )
        )
    return found


@cache
def _labels() -> dict[str, str]:
    return {fold(label): role for role, labels in load("reports")["labels"].items() for label in labels}


class _Head(NamedTuple):
    """The top of a letter, note or report."""

    end: int
    day: date | None
    lines: frozenset[str]
    """Its lines, which stand again at the top of later pages."""


def _head(text: str) -> _Head:
    """Where the text proper of a letter, note or report begins, the day that it bears, and the lines above."""
    at, start, day = 0, 0, None
    above: list[str] = []
    passed: list[str] = []
    held: str | None = None
    for raw in text[:_HEAD_LONGEST].split("\n")[:_HEAD_LINES]:
        line, end = raw.strip(_EDGE), at + len(raw)
        at, begin = end + 1, at
        if not line:
            held = None if held == "value" else held
            continue
        role, value = _label(raw)
        found = _DATE_LINE.match(raw)
        if _salutes(line):
            start, above = begin, [*above, *passed]
            break
        if role is None and held is None and not found and (len(line) > _PROSE or _ITEM.match(raw)):
            break
        passed.append(line)
        if found:
            day = day or _day(found.group(1))
        elif role == "date" or (held == "date" and role is None):
            day = day or _day(value or line)
        if found or role or held:
            start, above, passed = at, [*above, *passed], []
        held = role if role and not value else "value" if role in ("present", "absent") or held == "value" else None
    return _Head(min(start, len(text)), day, frozenset(line for line in above if len(line) > 2))


def _label(raw: str) -> tuple[str | None, str]:
    match = _LABEL.match(raw) if len(raw) < 2000 else None
    if match is None:
        return None, ""
    role = _labels().get(fold(match.group(1)).strip(" .:"))
    return role, raw[match.end() :].strip(" \t*_|")


def _salutes(line: str) -> bool:
    return fold(line).startswith(("geachte", "hooggeachte", "excellentie", "weledel")) and len(line) < 120


def _day(words: str) -> date | None:
    sent = stamp(words)
    return datetime.fromtimestamp(sent.at, AMSTERDAM).date() if sent.at is not None else None


def _page_heads(text: str, span: Span, furniture: frozenset[str]) -> list[Span]:
    """Lines that stood in the head of the document and stand again: the head of a later page."""
    holes = []
    at = span[0]
    if furniture:
        for raw in text[span[0] : span[1]].split("\n"):
            if raw.strip(_EDGE) in furniture:
                holes.append((at, at + len(raw)))
            at += len(raw) + 1
    return holes
