"""The lines of a body as they bear on its sentences: list items, headings, rows, turns of speech, and what is none.

A line is looked at once, by its first character and its first word; no pattern here can run longer than the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span

BLANKS = " \t\r\f\xa0\ufeff\u200b"
_RULE = "-*_=–—.·~#|:+ \t\xa0"
_STARS = "*_ \t\xa0"
_BULLET = re.compile(
    r"(?:[•▪●○◦➢→·][ \t\xa0]*|[-–—*+][ \t\xa0]+|[-–](?=[A-Z])|(?:\(?\d{1,2}[.)]|\(?[a-z][.)]|o)(?:[ \t\xa0]+))(?=\S)"
)
_BARE_BULLET = re.compile(r"(?:[•▪●○◦➢·–-]|\(?\d{1,2}[.)]|[a-z][.)])\Z")
_WORD = re.compile(r"[^\s,:;!?*_|()\[\]]+")
_NAMES = (
    r"(?:[ \t*_]+(?:[A-ZÀ-Þ\[(][^\s:]*|van|de|der|den|ten|ter|te|het|'t|’t|voor|en|el|al|in"
    r"|5\.1\.?2\.?e|10\.2\.?e)){0,12}"
)
_CONTACT = re.compile(
    r"[ \t]*(?:[+\d()\-–. /]{9,}|\[[^\]\s]+\]\(\S+\)|\S+@\S+|<?(?:https?://|www\.)\S+"
    r"|[TMFE]\b[ .:|]{1,4}[\d+(\[].*|[☎✉].*|\\?\*?0[67][ -].{0,24}"
    r"|(?:[^\d\n]{3,40}\d{1,4}[a-z]?[ ,|]{0,4})?\d{4} ?[A-Z]{2}\b.{0,30}|postbus \d.{0,40})[ \t]*\Z",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"[\d@\[(/]")
_WRAPPED = 5
_NOTICE = "!"
"""Marker of a line with which a notice begins that goes on to the next blank line."""
_END_MARKS = ".?!"
_NARROW = 45
"""Characters beneath which a line is too short to have been broken by a margin."""

_ADDRESS = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b|\b(?:[TMEF]|Tel|Mob)[.:]? *(?:\+31|0[1-9o]|\S+@)|@[\w-]+\.\w{2,4}\b")
"""A Dutch postcode, a number to call, an address of mail."""

STAMP = re.compile(
    r"[ \u200e\u200f]{0,4}\[?(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?:,|T)?[ ]{0,2}"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?(?:\][ ]?[-–]?|[ ]{1,2}[-–]|:)[ ]"
)
"""What a messenger writes before each message of an export: ``[1-2-23, 09:41:07]``, ``1-2-2023 09:41 -``."""
_SAYS = re.compile(r"[^:\n]{1,60}:[ ]")
_CHAT_HEAD = 20_000

Kind = Literal["text", "item", "row", "heading", "greeting", "closing", "drop"]


class Line(NamedTuple):
    """One line with words on it."""

    start: int
    """Its first character of text: quotation marks, bullets and emphasis left out."""
    end: int
    kind: Kind
    gap: int
    """What stands above it: 0 nothing, 1 blank lines, 2 something that is no text, 3 a rule, 4 a hole."""
    quote: int = 0
    indent: int = 0
    marker: str = ""
    """Class of its bullet: ``-``, ``1``, ``a``, ``o`` …"""
    nested: int = 0
    """Bullets that stand before its last one: ``- o`` is one."""
    hard: bool = False
    """Markdown's own line break: two blanks at its end."""
    bold: bool = False
    italic: str = ""
    """``open``, ``close`` or ``both``: where italics of the whole paragraph begin and end."""
    speaker: Span | None = None
    stamped: bool = False
    """Whether a stamp of a chat stands before it: it begins a message."""


class _Words(NamedTuple):
    first: dict[str, str]
    greetings: frozenset[str]
    closings: frozenset[str]
    contact: tuple[str, ...]
    notices: tuple[str, ...]
    speaker: re.Pattern[str]
    spoken: frozenset[str]
    headings: frozenset[str]


@cache
def words() -> _Words:
    """The words of ``knowledge/sentences.toml`` and ``knowledge/bodies.toml`` by which lines are told apart."""
    data, bodies = load("sentences"), load("bodies")
    greetings = frozenset(fold(w).strip(",.") for w in data["greetings"]["words"])
    closings = frozenset(" ".join(_WORD.findall(fold(w))) for w in bodies["closings"]["words"])
    contact = tuple(data["contact"]["starts"])
    notices = tuple(
        fold(w) for w in (*data["notices"]["starts"], *bodies["disclaimers"]["starts"], *bodies["phone"]["starts"])
    )
    speakers = data["speakers"]
    titles = [*speakers["members"], *speakers["chairs"], *speakers["offices"]]
    first: dict[str, str] = {}
    for letter, group in (("g", greetings), ("c", closings), ("a", contact), ("n", notices), ("s", titles)):
        for phrase in group:
            word = (_WORD.match(phrase.strip("[")) or _WORD.search(phrase))[0].strip(".")  # type: ignore[index]
            if letter not in first.setdefault(word, ""):
                first[word] += letter
    either = "|".join(re.escape(t[0].upper() + t[1:]) for t in sorted(titles, key=len, reverse=True))
    return _Words(
        first,
        greetings,
        closings,
        contact,
        notices,
        re.compile(rf"[*_]*((?:{either})(?![^\W\d_]){_NAMES})[ \t*_]*:[ \t*_]*"),
        frozenset(data["headings"]["spoken"]),
        frozenset((*data["headings"]["periods"], *data["headings"]["titles"])),
    )


def visible(span: Span, holes: Sequence[Span]) -> Iterator[Span]:
    """What of ``span`` no hole covers, in order."""
    at = span[0]
    for begin, end in sorted(holes):
        if begin > at:
            yield at, min(begin, span[1])
        at = max(at, end)
        if at >= span[1]:
            return
    if at < span[1]:
        yield at, span[1]


def lines(text: str, span: Span, holes: Sequence[Span]) -> list[Line]:
    """The lines of ``span`` that hold words, in order, each with its kind; ``holes`` are left out."""
    found: list[Line] = []
    gap = 2
    chat = _is_chat(text, span)
    for begin, end in visible(span, holes):
        at, gap, notice = begin, 4, False
        for raw in text[begin:end].split("\n"):
            start, at = at, at + len(raw) + 1
            stamp = STAMP.match(raw) if chat else None
            if stamp:
                start, raw = start + stamp.end(), raw[stamp.end() :]
            core = raw.strip(BLANKS)
            if not core:
                gap, notice = max(gap, 1), False
                continue
            if not core.strip(_RULE):
                gap = 3
                continue
            if core[0] == ">" and not core.strip("> " + _RULE):
                gap = max(gap, 1)
                continue
            line = _line(raw, core, start, gap, found)._replace(stamped=stamp is not None)
            notice = notice or line.marker == _NOTICE
            found.append(line._replace(kind="drop") if notice else line)
            gap = 2 if notice or line.kind in ("drop", "greeting", "closing") else 0
    return _told(text, _without_foot(text, found))


def _is_chat(text: str, span: Span) -> bool:
    """Whether the text is an export of a chat: two lines begin with a stamp, and one of them names who speaks."""
    named = stamps = 0
    at = span[0]
    while at < span[1] and (stamps < 2 or not named) and at - span[0] < _CHAT_HEAD:
        end = text.find("\n", at, span[1])
        end = span[1] if end < 0 else end
        stamp = STAMP.match(text, at, end)
        if stamp:
            stamps += 1
            named += _SAYS.match(text, stamp.end(), end) is not None
        at = end + 1
    return stamps > 1 and named > 0


def _without_foot(text: str, found: list[Line]) -> list[Line]:
    """The lines without a signature that no closing opens: short ones beneath a rule with an address among them, or
    beneath a blank line with two."""
    contact, cut = 0, None
    for i in range(len(found) - 1, -1, -1):
        line = found[i]
        if line.kind != "drop" and (
            line.end - line.start > 60 or line.kind not in ("text", "item", "row") or text[line.end - 1] in _END_MARKS
        ):
            break
        contact += line.kind == "drop" or _ADDRESS.search(text, line.start, line.end) is not None
        if (line.gap == 3 and contact) or (cut is None and line.gap == 1 and contact > 1):
            cut = i
    return found if cut is None else found[:cut]


def _line(raw: str, core: str, start: int, gap: int, before: list[Line]) -> Line:
    """One line by what it begins with."""
    lead = 0 if raw[0] == core[0] else len(raw) - len(raw.lstrip(BLANKS))
    quote, indent = 0, lead
    hard = raw.endswith("  ")
    if core[0] == ">":
        inner = core.lstrip(">" + BLANKS)
        quote = core[: len(core) - len(inner)].count(">")
        lead += len(core) - len(inner)
        core = inner
    begin, end = start + lead, start + lead + len(core)
    if core[0] == "#":
        inner = core.lstrip("# ")
        return Line(end - len(inner), end, "heading", gap, quote, indent)
    if (
        "    " in core
        or ("|" in core and (" | " in core or (core[0] == "|" and core.count("|") > 1)))
        or ("\t" in core and "\t" in core.strip())
    ):
        return Line(begin, end, "row", gap, quote, indent, hard=hard)
    marker, nested = "", 0
    if not core[0].isupper() and not core[:2].isalpha():
        inner = core
        while (bullet := _BULLET.match(inner)) and _begins_item(bullet.group(), gap, before, bool(marker)):
            nested += bool(marker)
            marker = _class_of(bullet.group())
            inner = inner[bullet.end() :]
        if not marker and (gap or _after_item(before)) and _BARE_BULLET.match(core):
            marker, inner = _class_of(core), ""
        begin, core = end - len(inner), inner
    return _worded(
        core, begin, end, Line(begin, end, "item" if marker else "text", gap, quote, indent, marker, nested, hard)
    )


def _begins_item(bullet: str, gap: int, before: list[Line], again: bool) -> bool:
    """Whether a bullet begins an item here. A number or letter at the head of a wrapped line may be the text's own."""
    sign = bullet.strip()
    if sign[0] in "•▪●○◦➢→·-–—*+" or gap or again or not before:
        return True
    return (
        _after_item(before)
        or before[-1].kind in ("heading", "greeting")
        or sign in ("1.", "1)", "(1)", "a.", "a)", "(a)")
    )


def _after_item(before: list[Line]) -> bool:
    """Whether the line above is an item, or one of the few lines over which an item is wrapped."""
    for line in before[: -_WRAPPED - 1 : -1]:
        if line.kind == "item" or line.marker:
            return line.marker != _NOTICE
        if line.gap or line.kind != "text":
            return False
    return False


def _class_of(bullet: str) -> str:
    sign = bullet.strip("() .\t\xa0")[:1] or "-"
    return "1" if sign.isdigit() else "a" if sign.isalpha() and bullet.strip() != "o" else sign


def _worded(core: str, begin: int, end: int, line: Line) -> Line:
    """The same line, by its words: a turn of speech, a salutation, a closing, a line of an address, or text."""
    if not core:
        return line
    bold = italic = ""
    if core[0] in "*_":
        if core[:2] in ("**", "__"):
            bold = "b" if core.rstrip(": ").endswith(core[:2]) and core.count(core[:2]) == 2 else ""
        else:
            italic = "both" if core.endswith(core[0]) else "open"
    elif core[-1] in "*_" and not core.endswith(("**", "__")):
        italic = "close"
    if bold or italic:
        line = line._replace(bold=bool(bold), italic=italic)
    first = _WORD.search(core)
    known = words().first.get(fold(first.group()).strip(".")) if first else None
    if known and first and first.start() <= 3:
        line = _known(core, begin, end, line, known)
    if (
        line.kind in ("text", "item")
        and line.speaker is None
        and len(core) < 80
        and _DIGIT.search(core)
        and _CONTACT.match(core.strip(_STARS))
    ):
        return line._replace(kind="drop")
    return line


def _known(core: str, begin: int, end: int, line: Line, known: str) -> Line:
    """A line whose first word may make it something else than text."""
    know = words()
    if "s" in known and (found := know.speaker.match(core)):
        speaker = (begin + found.start(1), begin + found.end(1))
        return line._replace(start=begin + found.end(), speaker=speaker)
    plain = fold(core).strip(_STARS)
    if "n" in known and plain.lstrip("*_").startswith(know.notices):
        return line._replace(kind="drop", marker=_NOTICE)
    if line.marker:
        return line
    said = _WORD.findall(plain)
    if "c" in known and len(said) <= 6 and closing(said):
        return line._replace(kind="closing")
    if "g" in known and (at := _greeting(core, plain, said)) is not None:
        return line._replace(kind="greeting") if at == 0 else line._replace(start=begin + at)
    if (
        "a" in known
        and plain.startswith(know.contact)
        and len(plain) < 80
        and (len(said) < 3 or _DIGIT.search(plain))
        and plain[-1] not in _END_MARKS
    ):
        return line._replace(kind="drop")
    return line


def closing(said: list[str]) -> bool:
    """Whether these words close a letter: ``groet``, alone or with a name or a mark behind it."""
    known = words().closings
    said = [w.strip(".") for w in said]
    return any(
        " ".join(said[:k]) in known and (k > 1 or len(said) <= 3) and len(said) - k <= 3
        for k in range(1, len(said) + 1)
    )


def _greeting(core: str, plain: str, said: list[str]) -> int | None:
    """0 for a line that only addresses, the place where its text begins where it goes on, None for any other."""
    comma = core.find(",")
    count = len(core.split())
    if count <= 8 and plain[-1] in ",!" and core.count(",") == 1 and comma == len(core.rstrip(_STARS)) - 1:
        return 0
    if len(said) == 1 and len(plain) < 14:
        return 0
    if said[0] in ("allen", "mevrouw", "dag") and not (said[0] == "dag" and comma > 0) and len(said) > 2:
        return None
    if comma < 0:
        return 0 if count <= 4 and plain[-1] not in ".?:" else None
    if 0 < comma < 60 and len(core[:comma].split()) <= 5 and not any(c in core[:comma] for c in "?!;"):
        return comma + 1
    return None


def _told(text: str, found: list[Line]) -> list[Line]:
    """The same lines with headings and lone rows told by their neighbours."""
    for i, line in enumerate(found):
        if line.kind == "row":
            if not _is_row(text, found, i):
                found[i] = line._replace(kind="text")
        elif line.kind in ("text", "item") and line.speaker is None and line.end - line.start < 200:
            after = found[i + 1] if i + 1 < len(found) else None
            if _is_heading(text, line, after):
                found[i] = line._replace(kind="heading")
    return found


def _is_row(text: str, found: list[Line], i: int) -> bool:
    """A line with columns is a row where cells are parted by bars, or where a line beside it has columns as well."""
    words_here = text[found[i].start : found[i].end]
    if "|" in words_here:
        return True
    near = [found[j] for j in (i - 1, i + 1) if 0 <= j < len(found)]
    return any(other.kind == "row" for other in near) or "\t" in words_here.strip()


def _is_heading(text: str, line: Line, after: Line | None) -> bool:
    """A bold line, a title above a list, a period: short, without an end mark, and speaking to nobody."""
    said = text[line.start : line.end].strip(_STARS)
    if not said or said[-1] in ".?!;,":
        return False
    width = len(said)
    if line.bold and not line.marker:
        return width < 200 and not _speaks(said, 40)
    if width > 80 or (line.hard and line.gap == 0):
        return False
    if line.marker:
        numbered = line.marker in "1a" and after is not None and after.marker != line.marker
        return numbered and line.nested == 0 and len(said.split()) <= 6 and not _speaks(said, 80) and _starts(said)
    if line.gap == 0:
        return False
    above_list = after is not None and after.kind == "item" and after.indent >= line.indent
    if above_list:
        return not _speaks(said, 80) and said[0].isupper()
    alone = after is not None and after.gap == 1
    return (alone or said[-1] == ":") and len(said.split()) <= 8 and _starts(said) and not _speaks(said, 80)


def _starts(said: str) -> bool:
    first = _WORD.search(said)
    return first is not None and fold(first.group()) in words().headings


def _speaks(said: str, limit: int) -> bool:
    """Whether one of its words speaks to somebody, or makes it a sentence."""
    known = words().spoken
    return len(said) <= max(limit, 80) and any(w in known for w in _WORD.findall(fold(said)))
