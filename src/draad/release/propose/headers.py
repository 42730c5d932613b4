"""People in the header of a copy: by the fields ``Van``, ``Aan``, ``CC`` and the sentence ``Op … schreef …``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from draad.records import Copy, Span
from draad.release.propose import names
from draad.release.propose.lists import words
from draad.release.propose.mailboxes import addresses, is_domain
from draad.release.propose.records import Found, Name
from draad.release.propose.sheet import Sheet
from draad.split.fields import ADDRESSES, damaged, role_of

_FIELD = re.compile(r"[ \t>|*_\xa0\ufeff•·]{0,40}([^\W_][\w .'’!|-]{0,22}?)[ \t*_\xa0]{0,6}[:;][ \t*_]{0,20}")
_MARKED = re.compile(r"[:;.,*]")
_ROLES = frozenset((*ADDRESSES, "sent", "subject"))
_OTHERS = frozenset(
    [
        "namens",
        "on behalf of",
        "reply-to",
        "antwoord aan",
        "resent-from",
        "organizer",
        "organisator",
        "required attendees",
        "vereiste deelnemers",
        "optional attendees",
        "optionele deelnemers",
        "signed by",
        "ondertekend door",
        "sent via",
        "forwarded by",
    ]
)
_WRAP = re.compile(r"\n[ \t>|*_]{1,40}")
_SEPARATOR = re.compile(r"[;<>\[\]|\t\"“”]|\n[ \t]*\n|\bmailto:|\bnamens\b|\bvia\b|\bon behalf of\b")
_ADDRESS = re.compile(r"[\w.%+'&-]{1,80}[ ]?[@©®][ ]?[\w-]{1,60}(?:[ ]?[.,][ ]?[\w-]{1,40}){1,5}|[@©®][ ]?[\w.-]{2,80}")
_URL = re.compile(
    r"https?://\S{1,300}|www\.\S{1,200}|(?<![\w@.])[\w-]{2,60}(?:\.[\w-]{2,60}){0,3}\.(?:nl|com|org|eu|net|be|de)\b"
)
_EDGE = " \t\n'\"`´‘’“”*_.,;:<>()[]{}|/\\-–—>•·"
_TAIL = re.compile(r"[ \t]*(?:[-–|/][ \t]*([^-–|/]{1,40})|[(\[‘“'\"]([^()\[\]]{1,40})[)\]])[ \t_—]*$")
_INTRO_TIME = re.compile(
    r"\b(?:op|on|am|le|om|at|heeft|het volgende|schreef|geschreven|wrote|schrieb)\b|\d[\d:./-]*", re.IGNORECASE
)
_NO_NAME = re.compile(r"[;<>:\[\]|\t\"“”@]|\n[ \t>]*\n")
_INITIALLED = re.compile(
    r"\s*(?:(?:[A-ZÀ-Þ]|Th|Ch|Ph|IJ)\.[ -]?){1,5}+(?:(?:van|de|der|den|ter|ten|el|al|von)[ ]){0,3}[A-ZÀ-Þ][^\W\d_]"
)
"""Initials with a surname behind them: somebody else than who stands before the comma."""
_BEFORE = 80
"""Characters before an address in which the name of its owner stands."""
_MOST_WORDS = 8
_LETTER = re.compile(r"[^\W\d_]{2}")


def people(sheet: Sheet, copy: Copy) -> Iterator[Found]:
    """Who stands in the header of a copy, address fields and introductions alike.

    An office's name or a group's is given with a score of 0: nobody else shall take it for somebody's.
    """
    if copy.style == "intro":
        yield from _introduced(sheet, copy)
        return
    role, begin, last = "", copy.header[0], copy.header[0]
    for number in sheet.lines_within(copy.header):
        start, end = sheet.within(number, copy.header)
        field = _FIELD.match(sheet.text, start, end)
        known = role_of(field.group(1)) if field else None
        if known is None and not (role in ADDRESSES and _goes_on(sheet.text, last)):
            harmed = damaged(sheet.lines, number, _ROLES)
            written = sheet.text[start : harmed.value] if harmed else ""
            if harmed and begin <= harmed.value <= end and (role not in ADDRESSES or _MARKED.search(written)):
                if role in ADDRESSES:
                    yield from _in_value(sheet, (begin, last), role)
                role, begin, last = harmed.role, harmed.value, end
                continue
        if field and (known or role not in ADDRESSES):
            if role in ADDRESSES:
                yield from _in_value(sheet, (begin, last), role)
            role, begin = (known[0] if known else ""), field.end()
            if role == "other" and field.group(1).strip().lower() in _OTHERS:
                role = "from"
        last = end
    if role in ADDRESSES:
        yield from _in_value(sheet, (begin, last), role)


def _goes_on(text: str, last: int) -> bool:
    """Whether a list of addressees goes on behind the line that ends here."""
    return text[max(0, last - 6) : last].rstrip(" \t*_").endswith((";", ",", ":"))


def _in_value(sheet: Sheet, span: Span, role: str) -> Iterator[Found]:
    """The people in the value of an address field, which may be wrapped and quoted."""
    text = _WRAP.sub(lambda wrap: wrap.group()[0] + " " * (len(wrap.group()) - 1), sheet.text[slice(*span)])
    holes = [(one.span[0], one.end) for one in addresses(text)]
    holes += [m.span() for m in (*_ADDRESS.finditer(text), *_URL.finditer(text))]
    bare = list(text)
    for a, b in holes:
        bare[a:b] = ";" + " " * (b - a - 1)
    masked = "".join(bare)
    at = 0
    for piece in [*_SEPARATOR.finditer(masked), None]:
        stop = piece.start() if piece else len(masked)
        for begin, end in _parted(masked, at, stop):
            yield from _entries(masked, begin, end, span[0], role)
        at = piece.end() if piece else stop


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    """An entry, or several between commas: ``Jan Jansen, Piet Smit``, but not ``Jansen, J. (Jan)``."""
    pieces = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^,]+", text[start:end])]
    whole = [len(text[a:b].split()) for a, b in pieces]
    if (
        len(pieces) > 1
        and all(count >= 2 for count in whole)
        and not any("." in text[a:b][:6] and not _INITIALLED.match(text[a:b]) for a, b in pieces[1:])
    ):
        yield from pieces
    else:
        yield start, end


def _entries(text: str, start: int, end: int, offset: int, role: str) -> Iterator[Found]:
    """One entry; over several lines that are too much for one, each line by itself."""
    if "\n" in text[start:end].strip() and len(text[start:end].split()) > _MOST_WORDS:
        at = start
        for line in text[start:end].split("\n"):
            if found := _entry(text, at, at + len(line), offset, role):
                yield found
            at += len(line) + 1
    elif found := _entry(text, start, end, offset, role):
        yield found


def _entry(text: str, start: int, end: int, offset: int, role: str) -> Found | None:
    start, end = trimmed(text, start, end)
    piece = text[start:end]
    if len(piece) < 2 or len(piece) > 120 or is_domain(piece) or not _LETTER.search(piece) or _is_said(piece):
        return None
    bare = without_office(piece)
    if names.is_functional(piece) and (bare == piece or names.is_functional(bare)):
        return Found((start + offset, end + offset), "person", 0.0, ())
    end = start + len(bare)
    piece = bare
    name = names.read(piece)
    if names.all_usual(piece):
        return None
    if name is None or not _is_somebody(name, piece):
        return None
    return Found((start + offset, end + offset), "person", 0.96, ((f"header-{role}", {}),), name)


def _is_said(piece: str) -> bool:
    """Whether this is a sentence that stands right beneath a field: three usual words in small letters or more."""
    small = [word for word in piece.split() if word.islower() and not names.joins(word)]
    return len(small) > 2 and sum(map(names.is_usual, small)) > 2


def trimmed(text: str, start: int, end: int) -> Span:
    """Without the signs around a name; a bracket that belongs to it stays."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        if text[end - 1] == ")" and "(" in text[start : end - 1]:
            break
        if text[end - 1] == "." and re.search(r"(?:^|[\s.-])[A-ZÀ-Þ]\.$", text[start:end]):
            break
        end -= 1
    return start, end


def without_office(piece: str) -> str:
    """A name without the directorate or organisation behind it, which stays visible: ``Jansen, J. (Jan) - DMO``."""
    for _ in range(3):
        tail = _TAIL.search(piece)
        if not tail or tail.start() == 0:
            break
        inside = (tail.group(1) or tail.group(2)).strip()
        dashed = tail.group(1) is not None and piece[tail.start() : tail.start() + 1].isspace()
        if not (names.is_code(inside) or names.is_functional(inside) or (dashed and names.is_usual(inside))):
            break
        piece = piece[: tail.start()].rstrip(" \t-–|/,")
    return piece


def _is_somebody(name: Name, piece: str) -> bool:
    """Whether it can be a person: a lone word that is a usual one is none."""
    if name.surname:
        return not (name.first and names.is_usual(name.first) and names.is_usual(name.surname) and " " not in piece)
    return not names.is_usual(name.first) or name.first in words().firsts


def before_addresses(sheet: Sheet) -> Iterator[Found]:
    """Names right before an address in angle brackets, wherever they stand (RFC 5322, 3.4): ``Anouk Kuipers <…@…>``."""
    text = sheet.text
    for one in addresses(sheet.covered):
        angle = text.rfind("<", max(0, one.span[0] - 10), one.span[0] + 1)
        if angle < 0:
            continue
        begin = max(0, angle - _BEFORE)
        head = text[begin:angle]
        start = max((m.end() for pattern in (_NO_NAME, _INTRO_TIME) for m in pattern.finditer(head)), default=0)
        piece = head[start:].rstrip()
        if "\n" in piece and len(piece.split()) > 5:
            start += piece.rindex("\n") + 1
        start, end = trimmed(text, begin + start, angle)
        fits = len(text[start:end].split()) <= 6 and text[start : start + 1].isupper()
        if fits and (found := _entry(text, start, end, 0, "from")):
            yield found


def _introduced(sheet: Sheet, copy: Copy) -> Iterator[Found]:
    """``Op 6 dec. 2017 om 11:28 heeft Anouk Kuipers <…> het volgende geschreven:``."""
    wanted = copy.sender.text if copy.sender else ""
    start, end = copy.header
    text = sheet.text[start:end]
    name = _ADDRESS.sub(" ", wanted).strip(_EDGE)
    if name:
        pattern = r"[\s>|*_]+".join(re.escape(part) for part in name.split()[:8])
        for found in re.finditer(pattern, text):
            # wrapped and quoted lines may lie within
            if entry := _entry(text, *found.span(), start, "intro"):
                yield entry
                return
