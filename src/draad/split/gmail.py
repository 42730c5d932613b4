"""Prints of Gmail: the subject, the number of messages, and each message under its sender and moment.

Gmail prints no "Van" and no "Verzonden": sender and moment stand on one line above "Aan", the files that came with
a message beneath its text. Messages of one conversation stand side by side, the oldest first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.split.blocks import Block
from draad.split.ends import address_like, file_line, unfinished
from draad.split.fields import Field
from draad.split.lines import Lines, clean
from draad.split.stamps import stamp

_WHEN = re.compile(
    r"(?:^|(?<=[\s>]))(?:[^\W\d_]{2,9}\.?,? )?"
    r"(?:\d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}|[^\W\d_]{3,9}\.? \d{1,2}, \d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
    r"(?:,? (?:om|at))?,? \d{1,2}[:.]\d{2}(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?(?: uur)?$"
)
_LONGEST = 300
_SIZE = re.compile(r"\d{1,6}(?:[.,]\d{1,2})? ?[KMG]B?")
_BEHIND_NAME = re.compile(rf"\s+{_SIZE.pattern}\Z")
_TITLE_LINES = 3


class _Words(NamedTuple):
    to: re.Pattern[str]
    more: re.Pattern[str]
    reply: tuple[str, ...]
    counted: re.Pattern[str]
    files: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load("headers")["gmail"]

    def either(key: str) -> str:
        return "|".join(data[key])

    return _Words(
        re.compile(rf"\n[ \t\xa0]{{0,60}}+(?:{either('to')}):(?=[ \t\xa0\n]|\Z)", re.IGNORECASE),
        re.compile(r"[ \t\xa0]{0,60}+(cc|bcc)[ ]?:[ \t\xa0]*", re.IGNORECASE),
        tuple(data["reply"]),
        re.compile(rf"\d{{1,3}} (?:{either('counts')})"),
        re.compile(rf"\d{{1,3}} (?:{either('files')})"),
    )


def find(text: str, lines: Lines, taken: Sequence[Block]) -> list[Block]:
    """The messages of a Gmail print outside the header blocks already ``taken``, both in order."""
    firsts = [b.first for b in taken]
    blocks: list[Block] = []
    subject: str | None = None
    for found in _words().to.finditer("\n" + text):
        i = lines.at(found.end() - 1)
        above = bisect_right(firsts, i) - 1
        if (above >= 0 and i <= taken[above].last) or (blocks and i <= blocks[-1].last):
            continue
        head = _sender(i, lines)
        if head is None:
            continue
        first, sender, when = head
        title = _title(first, lines)
        if title is None and "@" not in sender and "<" not in sender and subject is None:
            continue
        if title:
            first, subject = title
        blocks.append(_block(first, i, found.end() - 1, sender, when, subject, title is None and bool(blocks), lines))
    _files(blocks, lines)
    return blocks


def close(blocks: Sequence[Block]) -> None:
    """No message quoted in a printed one goes on into the files of that: ``blocks`` are all of a document, in order."""
    until: int | None = None
    for block in blocks:
        if block.style == "gmail":
            until = block.until
        elif until is not None and block.first <= until:
            block.until = until


def _sender(i: int, lines: Lines) -> tuple[int, str, str] | None:
    """Line, sender and moment that stand above the addressees on line ``i``."""
    j = _above(i, lines)
    while j is not None and fold(lines[j]).lstrip().startswith(_words().reply):
        j = _above(j, lines)
    if j is None or len(lines[j]) > _LONGEST:
        return None
    line = lines[j].rstrip(" \t\xa0*")
    found = _WHEN.search(line)
    if found is None:
        return None
    moment = stamp(found.group())
    if moment.at is None or moment.precision == "day":
        return None
    sender = clean(line[: found.start()])
    if not sender:
        over = j - 1
        if (
            over < 0
            or lines.furniture(over)
            or len(lines[over]) > _LONGEST
            or _words().counted.fullmatch(_plain(lines[over]))
        ):
            return j, "", found.group()
        return over, clean(lines[over]), found.group()
    if ":" in sender.split("<")[0]:
        return None  # a field of another kind of header
    return j, sender, found.group()


def _above(i: int, lines: Lines) -> int | None:
    """The line with text right above line ``i``, over one blank line at most."""
    for j in (i - 1, i - 2):
        if j >= 0 and not lines.blank(j):
            return j
    return None


def _plain(line: str) -> str:
    return fold(" ".join(line.strip(" \t*_\xa0").split()))


def _title(first: int, lines: Lines) -> tuple[int, str] | None:
    """The first line of the conversation's subject, and the subject: above the line that counts its messages."""
    seen = [j for j in range(first - 1, max(-1, first - 8), -1) if not lines.furniture(j)]
    if len(seen) < 2 or not _words().counted.fullmatch(_plain(lines[seen[0]])):
        return None
    top = seen[1]
    if not _titles(lines, top):
        return None
    while top > 0 and seen[1] - top + 1 < _TITLE_LINES and not lines.furniture(top - 1) and _titles(lines, top - 1):
        top -= 1
    return top, clean(" ".join(lines[k].strip() for k in range(top, seen[1] + 1)))


def _titles(lines: Lines, i: int) -> bool:
    return "@" not in lines[i] and "<" not in lines[i] and not fold(lines[i]).lstrip().startswith("gmail")


def _block(
    first: int, i: int, value: int, sender: str, when: str, subject: str | None, beside: bool, lines: Lines
) -> Block:
    to = Field("to", i, lines.starts[i], value, "to", True)
    values = {"from": sender, "sent": when, "to": lines.text[value : lines.end(i)]}
    last, role = i, "to"
    while last + 1 < lines.count and not lines.blank(last + 1):
        more = _words().more.match(lines[last + 1])
        line = lines[last + 1]
        if more:
            role = more[1].lower()
            values[role] = line[more.end() :]
        elif unfinished(lines, last) and address_like(lines, last + 1):
            values[role] += " " + line
        else:
            break
        last += 1
    values = {role: clean(value) for role, value in values.items()}
    if subject:
        values["subject"] = subject
    fields = [Field("subject", first, lines.starts[first], lines.starts[first], "", True), to]
    return Block(first, last, fields, values, style="gmail", sent=stamp(when), beside=beside)


def _files(blocks: Sequence[Block], lines: Lines) -> None:
    """Each message ends before the list of its files, which are its attachments."""
    for k, block in enumerate(blocks):
        end = blocks[k + 1].first - 1 if k + 1 < len(blocks) else lines.count - 1
        block.until = end
        listed = list(_listed(block.last + 1, end, lines))
        if not any(name for _, name in listed) or all(name for _, name in listed):
            continue  # a name without a size or a count is a line of the message
        block.until = listed[-1][0] - 1
        block.values["attachments"] = "; ".join(name for _, name in reversed(listed) if name)


def _listed(first: int, last: int, lines: Lines) -> Iterator[tuple[int, str]]:
    """From the end of a message upwards: the lines of its list of files, with the name of a file or nothing."""
    for i in range(last, first - 1, -1):
        line = lines[i].strip(" \t*\xa0")
        if _SIZE.fullmatch(line) or _words().files.fullmatch(_plain(line)):
            yield i, ""
        elif not lines.furniture(i):
            named = _BEHIND_NAME.sub("", line)
            if not file_line(named):
                return
            yield i, named
            if named != line:
                yield i, ""
