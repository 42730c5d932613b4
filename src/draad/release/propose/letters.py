"""People by the form of a letter: greeting, farewell, signature. Half of all names are found by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from draad.fold import edits, fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose import names
from draad.release.propose.lists import alternatives, words
from draad.release.propose.records import Found, Name, Reason
from draad.release.propose.sheet import Sheet

_LEAD = r"[ \t>|*_#\xa0]{0,40}"
_CAPITAL = r"[A-ZÀ-Þ][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
_PIECE = re.compile(r"\s*(?:,|/|&|\+|\b(?:en|and|und)(?:\b|(?=[A-ZÀ-Þ])))\s*")
_STOP = re.compile(r"[,!:;.?–—\n]|(?<=\s)-(?=\s)")
_TRAIL = " \t*_,.!:;-–—|'\"`>"
_PAIR = re.compile(r"\s(?:en|and|&|\+)\s|[^\W\d_]/[^\W\d_]")
_ONE_NAME = re.compile(rf"{_CAPITAL}(?:[ \t]{{1,3}}[\w'’.-]{{1,40}}){{0,3}}")
_VOCATIVE = re.compile(
    rf"{_LEAD}({_CAPITAL}(?:[ \t]{_CAPITAL})?(?:(?:,|/| en| &)[ \t]?{_CAPITAL}){{0,3}})[ \t]*([,!:]|$)"
)
_CLEFT = re.compile(r"(?<=[ \t])[a-z]{2}(?=[A-ZÀ-Þ][a-zß-ÿ]{2})")
"""Two small letters before a capital: what OCR left of a word between two names."""
_INITIAL = re.compile(r"([A-ZÀ-Þ](?:[A-ZÀ-Þ]|\.[A-ZÀ-Þ]){0,2}\.?)[ \t*_]*$")
"""A letter or some by which a mail is signed: ``A.``, ``AK``."""
_CONTACT = re.compile(r"\w[ ]?@[\w█]|^[ \t>|*_]{0,20}(?:[TMtm]|[Tt]el|[Mm]ob)?[.: ]{0,3}[+(]?\d[\d ()-]{7}")
_ANY_LETTER = re.compile(r"[^\W\d_]")
_SHORT = 40
"""Characters of a line that may be a farewell and nothing else."""
_MOST_LINES = 14
"""Lines that a signature has under the farewell."""
_NAME_LINE = re.compile(r"[^\W\d_'’][\w .,'’()/&-]{0,70}$")
_PARENTHESIS = re.compile(r"\s*\(([^()]{0,60})\)\s*$")


class _Patterns(NamedTuple):
    greeting: re.Pattern[str]
    thanks: re.Pattern[str]
    closing: re.Pattern[str]
    spoken: re.Pattern[str]
    """How a sentence goes on behind the name of whom it is said to."""


@cache
def _patterns() -> _Patterns:
    redact = load("redact")
    greetings = alternatives(redact["greetings"]["words"])
    closings = alternatives([*load("bodies")["closings"]["words"], *redact["closings"]["words"]])
    thanks = alternatives(redact["greetings"]["thanks"])
    flags = re.IGNORECASE
    return _Patterns(
        re.compile(rf"{_LEAD}((?:{greetings})(?:[ \t]+(?:{greetings}))?)\b[ \t,]*", flags),
        re.compile(rf"{_LEAD}((?:{thanks})(?:[ \t](?:je|u|wel|voor de reactie))?)[ \t,]+(?={_CAPITAL})"),
        re.compile(rf"{_LEAD}((?:{closings}))(?![\w'’@])[ \t]*[.,!;:*_–-]*[ \t]*", flags),
        re.compile(rf"[ \t]*(?:{alternatives(redact['context']['spoken'])})\b", flags),
    )


def people(sheet: Sheet, body: Span, participants: frozenset[str], *, letter: bool = False) -> Iterator[Found]:
    """Who is greeted and who signs in a body. ``participants`` are words of names in its header, folded."""
    numbers = [n for n in sheet.lines_within(body) if n < len(sheet.starts)]
    farewell: int | None = None
    first = True
    for place, number in enumerate(numbers):
        start, end = sheet.within(number, body)
        line = sheet.text[start:end]
        if not line.strip(" \t>|*_\xa0"):
            continue
        yield from _greeted(line, start, first, participants)
        closing = _patterns().closing.match(line) if len(line) < 200 else None
        if closing and _closes(line, closing):
            farewell = place
            yield from _signed_beside(line, start, closing)
        elif len(line) < _SHORT and not first and _is_misread_closing(line.strip(_TRAIL)):
            farewell = place
        first = False
    if farewell is not None:
        yield from _signed(sheet, numbers[farewell + 1 :], body, participants)
    elif not letter:
        yield from _signed_alone(sheet, numbers, body, participants)
    yield from _inner_farewells(sheet, numbers, farewell, body)


_MISREAD_GREETING = re.compile(
    rf"{_LEAD}([^\W_]{{4,12}})[ \t]{{1,3}}({_CAPITAL}(?:[ \t][\w'’.-]+){{0,4}})[ \t]*[,!:]?[ \t*_]*$"
)


@lru_cache(maxsize=1 << 12)
def _is_misread_greeting(word: str) -> bool:
    """Whether a word before a name on a line by itself is a greeting with a letter misread: *Bcste*, *Hallc*."""
    folded = fold(word)
    if folded in words().firsts or folded in words().usual:
        return False
    return any(len(one) > 3 and edits(folded, fold(one), 1) <= 1 for one in load("redact")["greetings"]["words"])


@lru_cache(maxsize=1 << 12)
def _is_misread_closing(bare: str) -> bool:
    """Whether a line is a farewell with a letter or two misread: *Mct vriendelijke groet*."""
    folded = fold(bare)
    if len(folded) < 6 or not any(piece in folded for piece in ("gro", "roe", "oet", "gar", "ard", "cht")):
        return False
    return any(edits(folded, one, 2) <= (2 if len(one) > 11 else 1) for one in _long_closings())


@cache
def _long_closings() -> tuple[str, ...]:
    listed = [*load("bodies")["closings"]["words"], *load("redact")["closings"]["words"]]
    return tuple(sorted({fold(one) for one in listed if len(one) > 5}))


# ── greetings ───────────────────────────────────────────────────────────────────────────────────────────────


def _greeted(line: str, offset: int, first: bool, participants: frozenset[str]) -> Iterator[Found]:
    patterns = _patterns()
    greeting = patterns.greeting.match(line)
    if greeting:
        stop = _STOP.search(line, greeting.end())
        end = stop.start() if stop else len(line)
        while stop and stop.group() == "." and names_initial(line, stop.start()):
            stop = _STOP.search(line, stop.end())
            end = stop.start() if stop else len(line)
        yield from _named(line, greeting.end(), end, offset, ("greeting", {"word": greeting.group(1)}), 0.94)
        if stop and stop.group() == "," and end - greeting.end() < 40:
            yield from _named_more(line, stop.end(), offset, ("greeting", {"word": greeting.group(1)}))
        return
    misread = _MISREAD_GREETING.match(line)
    if misread and _is_misread_greeting(misread.group(1)):
        reason: Reason = ("greeting", {"word": misread.group(1)})
        yield from _named(line, misread.start(2), misread.end(2), offset, reason, 0.85)
        return
    thanks = patterns.thanks.match(line)
    if thanks:
        stop = _STOP.search(line, thanks.end())
        end = stop.start() if stop else len(line)
        if stop is None or stop.group() in ",!.:":
            yield from _named(line, thanks.end(), end, offset, ("vocative", {"word": thanks.group(1)}), 0.85)
        return
    vocative = _VOCATIVE.match(line)
    behind = line[vocative.end() :] if vocative else ""
    if vocative and vocative.group(2) in (",", "!") and (first or patterns.spoken.match(behind)):
        alone = not behind.strip(_TRAIL)
        yield from _named(line, *vocative.span(1), offset, ("vocative-first", {}), 0.82 if alone else 0.66)


def names_initial(line: str, at: int) -> bool:
    """Whether the dot at this place ends an initial or a title."""
    word = re.search(r"([^\W\d_]+)$", line[max(0, at - 12) : at])
    return word is not None and (len(word.group(1)) == 1 or fold(word.group(1)) + "." in words().titles)


def _named_more(line: str, start: int, offset: int, reason: Reason) -> Iterator[Found]:
    """``Beste Jan, Piet, Klaas,``: further names between commas."""
    rest = line[start:].strip(_TRAIL)
    if 1 < len(rest) <= 200 and all(_ONE_NAME.fullmatch(piece) for piece in _PIECE.split(rest) if piece):
        yield from _named(line, start, len(line), offset, reason, 0.88)


def _named(line: str, start: int, end: int, offset: int, reason: Reason, score: float) -> Iterator[Found]:
    """The names in a stretch where only names stand, parted by commas and *en*."""
    at = start
    for piece in [*_PIECE.finditer(line, start, end), None]:
        stop = piece.start() if piece else end
        begin, last = _bounds(line, at, stop)
        if last > begin:
            found = _one(line[begin:last], begin + offset, reason, score)
            if found:
                yield found
        at = piece.end() if piece else stop


def _bounds(line: str, start: int, end: int) -> Span:
    while start < end and line[start] in _TRAIL:
        start += 1
    while end > start and line[end - 1] in _TRAIL and not names_initial(line, end - 1):
        end -= 1
    return start, end


def is_word(text: str) -> bool:
    """Whether this is a usual word, or one with a letter misread."""
    return names.is_usual(text) or names.is_misread(text)


def _one(text: str, offset: int, reason: Reason, score: float, *, torn: bool = False) -> Found | None:
    """A name, titles before it left out; usual words behind it end it: *Anouk hierbij*.

    ``torn``: here stands somebody's name and nothing else, so that words in small letters are parts of it.
    """
    cleft = _CLEFT.search(text)
    if cleft and cleft.end() > 3:
        text = f"{text[: cleft.start()]}  {text[cleft.end() :]}"
    found = list(re.finditer(r"[^\s]+", text))
    titled = False
    while found and fold(found[0].group().strip(_TRAIL)) in _title_words():
        titled = True
        found = found[1:]
    kept: list[re.Match[str]] = []
    for place, token in enumerate(found):
        bare = token.group().strip(_TRAIL)
        folded = fold(bare)
        is_prefix = folded in words().prefixes or (place > 0 and names.joins(bare))
        piece = torn and place > 0 and len(found) < 5 and bool(bare) and not is_word(bare)
        if not bare or (bare[0].islower() and not is_prefix and not piece and (place or is_word(bare))):
            break
        greeted = reason[0] == "greeting" and not place and folded in words().firsts
        greeted = greeted or (torn and bool(kept) and fold(found[0].group()) in words().firsts and bare[0].isupper())
        if names.is_usual(bare) and not is_prefix and not (titled or greeted or folded in words().also_words):
            break
        kept.append(token)
    while kept and names.joins(kept[-1].group()):
        kept.pop()
    if not kept or len(kept) > 6:
        return None
    start, end = kept[0].start(), kept[-1].end()
    while end > start and text[end - 1] in _TRAIL and not names_initial(text, end - 1):
        end -= 1
    shown = text[start:end]
    if len(shown) < 2 or names.is_code(shown) or (not titled and names.is_functional(shown)):
        return None
    name = names.family(shown) if titled else names.read(shown)
    if name is None:
        return None
    return Found((start + offset, end + offset), "person", score, (reason,), name)


@cache
def _title_words() -> frozenset[str]:
    parts = (part for title in words().titles for part in title.split())
    return frozenset([*parts, *(title.rstrip(".") for title in words().titles)])


# ── farewells and signatures ────────────────────────────────────────────────────────────────────────────────


def _closes(line: str, closing: re.Match[str]) -> bool:
    """A farewell stands alone on its line, or with a name behind it."""
    rest = line[closing.end() :].strip(_TRAIL)
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


def _signed_beside(line: str, offset: int, closing: re.Match[str]) -> Iterator[Found]:
    rest = line[closing.end() :]
    if rest.strip(_TRAIL) and (initial := _INITIAL.match(line, closing.end())):
        yield from _initials(initial, offset)
    elif rest.strip(_TRAIL):
        yield from _named(line, closing.end(), len(line), offset, ("farewell", {"word": closing.group(1)}), 0.92)


def _initials(found: re.Match[str], offset: int) -> Iterator[Found]:
    """Initials by which somebody signs; not a directorate's."""
    if fold(found.group(1)) not in words().organisations:
        yield Found((found.start(1) + offset, found.end(1) + offset), "signature", 0.75, (("farewell-line", {}),))


def _signed(sheet: Sheet, numbers: Sequence[int], body: Span, participants: frozenset[str]) -> Iterator[Found]:
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
    bare = line.strip(_TRAIL)
    if not _PAIR.search(bare) or is_office_line(bare) or any(c.isdigit() for c in bare) or len(bare.split()) > 8:
        return []
    found = list(_named(line, 0, len(line), offset, ("farewell-line", {}), 0.9))
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
    start, end = _bounds(line, 0, len(line))
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
    titled = fold(shown[0]) in _title_words()
    capitals = [part for part in shown if part[:1].isupper()]
    if not capitals or any(
        part[:1].islower()
        and not names.joins(part)
        and fold(part.strip(".")) not in _title_words()
        and (not torn or is_word(part))
        for part in shown[1:]
    ):
        return None
    if not titled and shown[0][:1].islower() and (len(shown) > 2 or names.is_usual(shown[0])):
        return None
    return _one(text, start + offset, ("signature", {}), 0.9, torn=torn)


def is_office_line(text: str) -> bool:
    """Whether a line tells of an organisation, a directorate or a function."""
    parts = [fold(part) for part in re.findall(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", text)]
    known = words()
    return any(
        part in known.organisation
        or (len(part) > 3 and part.endswith(known.function_ends))
        or part in known.function_ends
        for part in parts
    )


def _signed_alone(sheet: Sheet, numbers: Sequence[int], body: Span, participants: frozenset[str]) -> Iterator[Found]:
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


def _inner_farewells(sheet: Sheet, numbers: Sequence[int], last: int | None, body: Span) -> Iterator[Found]:
    """The line under every farewell but the last: letters quoted within a body."""
    patterns = _patterns()
    for place, number in enumerate(numbers[: last or 0]):
        line = sheet.text[slice(*sheet.line_span(number))]
        closing = patterns.closing.match(line) if len(line) < 200 else None
        if not closing or not _closes(line, closing) or line[closing.end() :].strip(_TRAIL):
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
