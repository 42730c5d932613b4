"""People under the farewell of a letter: who signs, with what an employer puts beneath."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from draad.fold import fold
from draad.records import Span
from draad.release.propose import names
from draad.release.propose.lists import words
from draad.release.propose.records import Found, Name, Reason
from draad.release.propose.sheet import Sheet
from draad.release.propose.stretches import TRAIL, bounds, is_word, named, one, title_words

_PAIR = re.compile(r"\s(?:en|and|&|\+)\s|[^\W\d_]/[^\W\d_]")
_INITIAL = re.compile(r"([A-ZÀ-Þ](?:[A-ZÀ-Þ]|\.[A-ZÀ-Þ]){0,2}\.?)[ \t*_]*$")
"""A letter or some by which a mail is signed: ``A.``, ``AK``."""
_CONTACT = re.compile(r"\w[ ]?@[\w█]|^[ \t>|*_]{0,20}(?:[TMtm]|[Tt]el|[Mm]ob)?[.: ]{0,3}[+(]?\d[\d ()-]{7}")
_ANY_LETTER = re.compile(r"[^\W\d_]")
"""Characters of a line that may be a farewell and nothing else."""
_MOST_LINES = 14
"""Lines that a signature has under the farewell."""
_NAME_LINE = re.compile(r"[^\W\d_'’][\w .,'’()/&-]{0,70}$")
_PARENTHESIS = re.compile(r"\s*\(([^()]{0,60})\)\s*$")


def closes(line: str, closing: re.Match[str]) -> bool:
    """A farewell stands alone on its line, or with a name behind it."""
    rest = line[closing.end() :].strip(TRAIL)
    if not rest:
        return True
    said = fold(closing.group(1))
    sure = (
        "groet" in said
        or said.startswith(("met vr", "m vr", "m.vr", "m. vr", "vr"))
        or said
        in (
            "mvg",
            "gr",
            "gr.",
            "grt",
            "hgr",
            "hoogachtend",
        )
    )
    return (sure or line[closing.end(1) : closing.end()].strip() != "") and len(rest.split()) <= 5 and rest[0].isupper()


def signed_beside(line: str, offset: int, closing: re.Match[str]) -> Iterator[Found]:
    """Who signs on the line of the farewell itself."""
    rest = line[closing.end() :]
    if rest.strip(TRAIL) and (initial := _INITIAL.match(line, closing.end())):
        yield from _initials(initial, offset)
    elif rest.strip(TRAIL):
        yield from named(line, closing.end(), len(line), offset, ("farewell", {"word": closing.group(1)}), 0.92)


def _initials(found: re.Match[str], offset: int) -> Iterator[Found]:
    """Initials by which somebody signs; not a directorate's."""
    if fold(found.group(1)) not in words().organisations:
        yield Found((found.start(1) + offset, found.end(1) + offset), "signature", 0.75, (("farewell-line", {}),))


def signed(sheet: Sheet, numbers: Sequence[int], body: Span, participants: frozenset[str]) -> Iterator[Found]:
    """Names under the last farewell: the first line with words, and what shares a word with it or with the header."""
    seen: set[str] = set(participants)
    named = False
    lines = 0
    for number in numbers:
        start, end = sheet.within(number, body)
        line = sheet.text[start:end]
        if not _ANY_LETTER.search(line):
            # the name that was withheld: what stands under it is an employer or an office, unless it says otherwise
            lines += "█" in sheet.covered[start:end]
            continue
        lines += 1
        if lines > _MOST_LINES:
            return
        if lines == 1 and (initial := _INITIAL.fullmatch(line.strip(" \t>*_"))):
            yield from _initials(initial, start + line.index(initial.group()))
            continue
        if lines == 1 and (several := _several(line, start)):
            yield from several
            return
        found = _name_line(line, start, torn=lines == 1)
        if found is None:
            continue
        parts = set(_parts(found.name))
        under = named and lines <= 3 and not names.all_usual(line)
        under = under or (_is_strange_word(found.name) and _reached(sheet, numbers, number, body))
        if lines == 1 or under or parts & seen or _listed(found.name) or (named and _is_strange(found.name)):
            named = True
            reason: Reason = ("signature", {}) if lines > 1 else ("farewell-line", {})
            yield found._replace(score=0.95 if lines == 1 or parts & seen else 0.8, reasons=(reason,))
            seen |= parts


def _several(line: str, offset: int) -> list[Found]:
    """Two or more who sign on one line: ``Anouk & Bart``; nothing where that is no line of names alone."""
    bare = line.strip(TRAIL)
    if not _PAIR.search(bare) or is_office_line(bare) or any(c.isdigit() for c in bare) or len(bare.split()) > 8:
        return []
    found = list(named(line, 0, len(line), offset, ("farewell-line", {}), 0.9))
    return found if len(found) > 1 else []


def _parts(name: Name | None) -> list[str]:
    return [part for part in (name.first, *name.surname.split()) if len(part) > 2] if name else []


def _is_strange_word(name: Name | None) -> bool:
    """Whether a line is one word that is a given name or no word at all."""
    if name is None or name.surname or not name.first:
        return False
    return name.first in words().firsts or not (is_word(name.first) or name.first in words().organisations)


def _reached(sheet: Sheet, numbers: Sequence[int], number: int, body: Span) -> bool:
    """Whether the next line that holds something is an address of mail or a number: somebody's, by the name above."""
    for following in range(number + 1, min(number + 3, numbers[-1] + 1)):
        line = sheet.covered[slice(*sheet.within(following, body))]
        if line.strip(" \t>|*_"):
            return _CONTACT.search(line) is not None
    return False


def _listed(name: Name | None) -> bool:
    known = words()
    return name is not None and (
        (name.first in known.firsts and bool(name.surname)) or (bool(name.initials) and bool(name.surname))
    )


def _is_strange(name: Name | None) -> bool:
    """Whether a line holds a given name and a surname of which no word is a usual one: nothing else is written so."""
    parts = [*_parts(name)] if name and name.first and name.surname else []
    return len(parts) > 1 and not any(is_word(part) or part in words().organisations for part in parts)


def _name_line(line: str, offset: int, *, torn: bool = False) -> Found | None:
    """A line that holds a name and nothing else, a directorate in brackets or behind a bar apart."""
    start, end = bounds(line, 0, len(line))
    text = line[start:end]
    for sign in ("|", " - ", " – ", "\t", ","):
        head, cut, tail = text.partition(sign)
        if cut and (sign != "," or is_office_line(tail) or names.is_code(tail)):
            text = head.rstrip()
    if (inside := _PARENTHESIS.search(text)) and (
        names.is_code(inside.group(1)) or is_office_line(inside.group(1)) or "/" in inside.group(1)
    ):
        text = text[: inside.start()]
    if not _NAME_LINE.match(text) or is_office_line(text) or len(text.split()) > 7:
        return None
    shown = text.split()
    titled = fold(shown[0]) in title_words()
    capitals = [part for part in shown if part[:1].isupper()]
    if torn and not capitals and _is_small_name(shown):
        return one(text, start + offset, ("signature", {}), 0.8, torn=torn)
    if not capitals or any(
        part[:1].islower()
        and not names.joins(part)
        and fold(part.strip(".")) not in title_words()
        and (not torn or is_word(part))
        for part in shown[1:]
    ):
        return None
    if not titled and shown[0][:1].islower() and (len(shown) > 2 or names.is_usual(shown[0])):
        return None
    return one(text, start + offset, ("signature", {}), 0.9, torn=torn)


def _is_small_name(shown: Sequence[str]) -> bool:
    """Whether a line in small letters is a listed given name, and what stands behind it no usual word: *wim*."""
    first, *rest = (fold(part.strip(TRAIL)) for part in shown)
    known = words()
    if first not in known.firsts or first in known.also_words or len(first) < 3 or len(rest) > 3:
        return False
    return not any(is_word(part) and not names.joins(part) for part in rest)


def is_office_line(text: str) -> bool:
    """Whether a line tells of an organisation, a directorate or a function."""
    parts = [fold(part) for part in re.findall(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", text)]
    known = words()
    return any(
        names.is_organisation(part)
        or (len(part) > 3 and part.endswith(known.function_ends))
        or part in known.function_ends
        for part in parts
    )


def signed_alone(sheet: Sheet, numbers: Sequence[int], body: Span, participants: frozenset[str]) -> Iterator[Found]:
    """A name on the last line of a message that has no farewell."""
    for number in reversed(numbers):
        start, end = sheet.within(number, body)
        line = sheet.text[start:end]
        if not _ANY_LETTER.search(line) or line.strip(" >\t*_").lower().startswith(("verstuurd", "verzonden", "sent")):
            continue
        if line.rstrip(" *_\t").endswith((".", "?", "!", ":")) or number == numbers[0]:
            return
        found = _name_line(line, start)
        parts = _parts(found.name) if found else []
        if found and (len(line.split()) <= 2 or set(parts) & participants):
            yield found._replace(score=0.9 if set(parts) & participants else 0.75, reasons=(("signature", {}),))
        return


def inner_farewells(
    sheet: Sheet, numbers: Sequence[int], last: int | None, body: Span, pattern: re.Pattern[str]
) -> Iterator[Found]:
    """The line under every farewell but the last: letters quoted within a body."""
    for place, number in enumerate(numbers[: last or 0]):
        line = sheet.text[slice(*sheet.line_span(number))]
        closing = pattern.match(line) if len(line) < 200 else None
        if not closing or not closes(line, closing) or line[closing.end() :].strip(TRAIL):
            continue
        lines = 0
        for following in numbers[place + 1 : place + 9]:
            start, end = sheet.within(following, body)
            text = sheet.text[start:end]
            if not _ANY_LETTER.search(text):
                continue
            lines += 1
            found = _name_line(text, start)
            if found and (lines == 1 or _listed(found.name)):
                yield found._replace(score=0.9, reasons=(("farewell-line", {}),))
            if lines == 3:
                break
