"""Names behind labels: who was present, who wrote, who is to be called. Reports, letters, forms and calendars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose import names
from draad.release.propose.headers import trimmed, without_office
from draad.release.propose.lists import words
from draad.release.propose.records import Found
from draad.release.propose.sheet import Sheet
from draad.release.propose.signatures import is_office_line

_LABEL = re.compile(
    r"[ \t>|*_#•·–-]{0,20}(?:\d{1,2}[.)][ \t]+|o )?([^\W\d_][^\t:|*\n]{1,34}?)"
    r"[ \t*_]*(?::|\t|\||\*\*|[ ]{2,}|$)[ \t:|*_]*"
)
_BULLET = re.compile(r"[ \t>|]{0,12}(?:[-•*–▪·o]|\d{1,2}[.)])[ \t]+")
_PARTS = re.compile(r"[,;\t|/]|\ben\b|\s-\s|•|(?<=\w)\s+\+\s+")
_BRACKET = re.compile(r"\(([^()]{0,80})\)")
_ACTION = re.compile(r"\((?:[Dd]oet|[Aa]ctie(?:houder)?|[Tt]rekker)[: ]+([^()\n]{2,80})\)|\bACTIE:? ([^.\n]{2,60})")
_TURNED = re.compile(
    r"[^\W\d_]{2},\s*(?:(?:[A-ZÀ-Þ]\.[ -]?){1,5}+(?!(?:(?:van|de|der|den|ter|ten|el|al|von)[ ]){0,3}[A-ZÀ-Þ][^\W\d_])"
    r"|(?:van|de|der|den)\b)"
)
"""A surname before its initials: *Jansen, J.*; with a surname behind them they are somebody else's."""
_NAMED = re.compile(r"[A-ZÀ-Þ]")


@cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    data = load("redact")["labels"]
    return frozenset(map(fold, data["people"])), frozenset(map(fold, data["lists"]))


def people(sheet: Sheet, span: Span, *, mail: bool) -> Iterator[Found]:
    """Names in the value of a label. In a mail, labels of two words or less and a colon only."""
    labels, lists = _labels()
    running = inline = False
    for number in sheet.lines_within(span):
        start, end = sheet.within(number, span)
        line = sheet.text[start:end]
        if len(line) > 2000:
            running = False
            continue
        label = _LABEL.match(line)
        said = fold(label.group(1)).strip(" .:-") if label else ""
        if label and said in labels and (not mail or ":" in label.group()):
            running, inline = said in lists, bool(line[label.end() :].strip())
            yield from _listed(line, label.end(), start, said)
            continue
        if not line.strip(" \t>|*_"):
            # names behind the label are the whole list: what is numbered below a blank line is the agenda
            running = running and not inline and _is_bullet(sheet, number + 1, end + 1)
        elif running and not (label and ":" in label.group()):
            bullet = _BULLET.match(line)
            if len(line) > 90 and "," not in line:
                running = False
                continue
            yield from _listed(line, bullet.end() if bullet else 0, start, "aanwezig")
        else:
            running = False


def _is_bullet(sheet: Sheet, number: int, start: int) -> bool:
    return number < len(sheet.starts) and _BULLET.match(sheet.text, start) is not None


def _listed(line: str, start: int, offset: int, label: str) -> Iterator[Found]:
    """Each name of a list; what stands in brackets behind it stays, but where it is a given name."""
    held = list(line)
    for bracket in _BRACKET.finditer(line, start):
        inside = bracket.group(1)
        named = len(line[start : bracket.start()].rpartition(",")[2].split()) > 1 and fold(inside) not in words().firsts
        office = (
            names.is_code(inside)
            or names.is_functional(inside)
            or (named and "." not in line[start : bracket.start()].rpartition(",")[2])
        )
        if office or len(inside.split()) > 1 or not inside.strip():
            held[bracket.start() : bracket.end()] = ";" * (bracket.end() - bracket.start())
    masked = "".join(held)
    if masked[start:].count(",") and _TURNED.search(masked, start):
        parts = re.compile(r"[;\t|]|\ben\b")  # Jansen, J.; the comma belongs to the name
    else:
        parts = _PARTS
    at = start
    for piece in [*parts.finditer(masked, start), None]:
        stop = piece.start() if piece else len(masked)
        found = _one(line, *trimmed(masked, at, stop), offset, label)
        if found:
            yield found
        at = piece.end() if piece else stop


def _one(line: str, start: int, end: int, offset: int, label: str) -> Found | None:
    text = without_office(line[start:end])
    parts = text.split()
    if label == "actie" and not _is_actor(parts):
        return None
    if (
        not 1 <= len(parts) <= 7
        or any(c.isdigit() or c in "@€%:?" for c in text)
        or not _NAMED.match(text.lstrip("'\"("))
    ):
        return None
    titles = 0
    while titles < len(parts) and fold(parts[titles]) in words().titles | {"de", "heer"}:
        titles += 1
    shown = " ".join(parts[titles:])
    if not shown or names.is_functional(shown) or is_office_line(shown) or len(shown) < 2:
        return None
    start += text.index(parts[titles])
    end = start + len(text) - text.index(parts[titles])
    bare = [part.strip("().,") for part in parts[titles:]]
    if any(part[:1].islower() and not names.joins(part) for part in bare):
        return None
    if all(names.is_usual(part) for part in bare) and fold(bare[0]) not in words().firsts:
        return None
    name = names.family(shown) if titles else names.read(shown)
    return Found((start + offset, end + offset), "person", 0.9, (("label", {"word": label}),), name) if name else None


def actors(text: str) -> Iterator[Found]:
    """Who has an action, and who speaks: ``(doet Anouk)``, ``Anouk: dat klopt``."""
    for found in _ACTION.finditer(text):
        group = 1 if found.group(1) else 2
        at = found.start(group)
        for piece in [*re.finditer(r"\s*(?:,|/|&|\+|\ben\b)\s*", found.group(group)), None]:
            stop = found.start(group) + piece.start() if piece else found.end(group)
            words_here = text[at:stop].split()
            if 1 <= len(words_here) <= 4 and (one := _one(text[: stop + 1], *trimmed(text, at, stop), 0, "actie")):
                yield one
            at = found.start(group) + piece.end() if piece else stop


def _is_actor(parts: list[str]) -> bool:
    """Whether who has an action may be a person: a short unknown word is a directorate's abbreviation."""
    return len(parts) > 1 or (bool(parts) and (fold(parts[0]) in words().firsts or len(parts[0]) > 4))
