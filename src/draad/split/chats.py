"""Chats: an export of WhatsApp, Signal or Telegram as the messages that were sent, each with its moment and sender.

An export writes a line for each message: ``14-03-23 08:41 - Anouk: …``, ``[14-03-2023 08:41:07] Anouk: …``,
``[08:41, 14-3-2023] Anouk: …``; Telegram names the sender first: ``Anouk, [14.03.23 08:41]``. What follows without a
moment goes on with the message above it. What the program says itself ("end-to-end versleuteld") is nobody's message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Sent
from draad.split.blocks import Block
from draad.split.fields import Field
from draad.split.lines import Lines
from draad.split.stamps import stamp

_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}"
_SHORT = r"\d{1,2}[-/]\d{1,2}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \xa0\u202f]?[AaPp]\.?[ ]?[Mm]\.?)?"
_BEFORE = r"\n[ \t\xa0\ufeff\u200b\u200e\u200f\u202a\f]{0,12}+"
_LINE = re.compile(
    rf"{_BEFORE}(?:"
    rf"\[(?P<bracketed>{_DAY},?[ ]{_TIME}|{_TIME},?[ ](?:{_DAY}|{_SHORT})|{_SHORT},?[ ]{_TIME})\]"
    rf"|(?P<dashed>{_DAY},?[ \xa0]{_TIME})[ \xa0]{{1,3}}[-–—](?=[ \xa0\n]|\Z)"
    rf"|(?P<named>[^\n\[\]:]{{1,60}}), ?\[(?P<behind>{_DAY},?[ ]{_TIME})\][ \t]*(?=\n|\Z)"
    rf")"
)
_NUMBERS = re.compile(r"(\d{1,4})([-/.])(\d{1,2})[-/.](\d{2,4})")
_SENDER = re.compile(r"([^\n:]{0,60}):(?=\s|\Z)")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\ufeff\u2068\u2069"))
_EDGE = " \t\xa0~"
_MOST_WORDS = 6
"""Words of a sender; what is longer before a colon is a sentence of the program."""
_TITLE_ABOVE = 12
"""Lines above the first message within which its title stands."""


class _Entry(NamedTuple):
    """A line that begins with a moment."""

    line: int
    end: int
    """The offset behind the sender and the colon: the message begins here."""
    when: str
    sender: str | None
    """None where the program speaks; empty where the name was taken away without a mark."""
    bracketed: bool


class _Words(NamedTuple):
    titles: tuple[str, ...]
    system: tuple[str, ...]
    left_out: tuple[str, ...]
    files: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load("chats")
    before, behind = ("|".join(map(re.escape, data["files"][k])) for k in ("before", "behind"))
    name = r"[^\s<>:()]{1,80}\.[A-Za-z0-9]{2,5}"
    files = rf"(?:\b(?:{before}): ?({name}))|(?<!\S)({name}) \((?:{behind})\)"
    return _Words(
        tuple(data["titles"]["starts"]),
        tuple(data["system"]["words"]),
        tuple(data["left_out"]["words"]),
        re.compile(files, re.IGNORECASE),
    )


def find(text: str, lines: Lines) -> list[Block]:
    """The messages of a chat as header blocks, in order; none where the text is no chat."""
    entries = [_entry(found, lines) for found in _LINE.finditer("\n" + text)]
    said = [k for k, entry in enumerate(entries) if entry.sender is not None]
    if not said:
        return []
    title = _title(entries[0].line, lines)
    if not _is_chat(text, entries, len(said), title):
        return []
    month_first = _month_first(entries)
    blocks: list[Block] = []
    for k in said:
        until = entries[k + 1].line - 1 if k + 1 < len(entries) else lines.count - 1
        blocks.append(_block(entries[k], until, title, month_first, bool(blocks), lines))
    return blocks


def _entry(found: re.Match[str], lines: Lines) -> _Entry:
    end = found.end() - 1  # the match was sought behind a line end that the text does not have
    when = found["bracketed"] or found["dashed"] or found["behind"]
    line = lines.at(end)
    bracketed = found["dashed"] is None
    if found["named"]:
        return _Entry(line, end, when, _name(found["named"]), bracketed)
    rest = lines.text[end : lines.end(line)]
    said = fold(rest)
    if any(words in said for words in _words().system):
        return _Entry(line, end, when, None, bracketed)
    named = _SENDER.match(rest)
    if named is None or len(named[1].split()) > _MOST_WORDS:
        return _Entry(line, end, when, None, bracketed)
    return _Entry(line, end + named.end(), when, _name(named[1]), bracketed)


def _name(printed: str) -> str:
    return printed.translate(_INVISIBLE).strip(_EDGE)


def _is_chat(text: str, entries: Sequence[_Entry], said: int, title: str | None) -> bool:
    """Two messages in brackets, or three behind a dash; fewer where a title or the program's own words stand there."""
    whole = fold(text)
    told = title is not None or any(w in whole for w in (*_words().system, *_words().left_out))
    least = 2 if told or entries[0].bracketed else 3
    return said >= least or (told and len(entries) >= 2)


def _title(first: int, lines: Lines) -> str | None:
    """The line above the first message that names the chat."""
    for i in range(first - 1, max(-1, first - 1 - _TITLE_ABOVE), -1):
        shown = lines[i].strip(" \t*#_")
        if len(shown) < 160 and fold(shown).startswith(_words().titles):
            return shown.removesuffix(".txt").removesuffix(".zip")
    return None


def _month_first(entries: Sequence[_Entry]) -> bool:
    """One telephone writes all moments of a chat in one order: what one of them shows holds for all."""
    numbers = [found for entry in entries if (found := _NUMBERS.search(entry.when))]
    if any(int(found[3]) > 12 for found in numbers):
        return True
    if any(int(found[1]) > 12 for found in numbers):
        return False
    halves = any(entry.when.rstrip(". ").lower().endswith("m") for entry in entries)
    return halves and all(found[2] == "/" for found in numbers)


def _moment(when: str, month_first: bool) -> Sent:
    """The moment, its words kept as printed; one without a year can't be read."""
    found = _NUMBERS.search(when)
    if found is None:
        return Sent(when)
    a, _, b, c = found.groups()
    if len(a) == 4:
        year, month, day = a, b, c
    else:
        year = c if len(c) == 4 else f"20{c[-2:]}"
        month, day = (a, b) if month_first else (b, a)
    clock = (when[: found.start()] + when[found.end() :]).strip(" ,\xa0").replace("\u202f", " ")
    return replace(stamp(f"{year}-{int(month):02}-{int(day):02} {clock}"), text=when)


def _block(entry: _Entry, until: int, title: str | None, month_first: bool, beside: bool, lines: Lines) -> Block:
    moment = _moment(entry.when, month_first)
    field = Field("from", entry.line, lines.starts[entry.line], entry.end, "", True)
    values = {"from": entry.sender or "", "sent": moment.text}
    if title:
        values["subject"] = title
    files = [a or b for a, b in _words().files.findall(lines.text[entry.end : lines.end(until)])]
    if files:
        values["attachments"] = "; ".join(files)
    return Block(
        entry.line,
        entry.line,
        [field],
        values,
        style="chat",
        sent=moment,
        beside=beside,
        inline=entry.end,
        until=until,
    )
