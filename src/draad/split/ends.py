"""Where the values of a header's fields end: wrapped addresses, subjects and file names."""

from __future__ import annotations

import re
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.split.fields import ADDRESSES, Field
from draad.split.lines import Lines
from draad.split.separators import separator

_FILE_NAME = re.compile(
    r"\.?\s?(?:docx?|pptx?|xlsx?|pdf|msg|eml|zip|rtf|odt|png|jpe?g|txt|csv|htm|html)\b", re.IGNORECASE
)
_FILE_END = re.compile(_FILE_NAME.pattern + r"\Z", re.IGNORECASE)
_LINK_LINE = re.compile(r"\s*\[[^\]\n]+\]\([^)\n]*\)\s*\Z")
_UNFINISHED = (";", ",", "<", "(")


def address_like(lines: Lines, i: int) -> bool:
    """Whether a line shows addresses or the signs that part them."""
    line = lines[i].strip(" \t>|")
    return "@" in line or ";" in line or line[:1] == "<" or line[-1:] == ">"


def short(lines: Lines, i: int) -> bool:
    """Whether a line holds few characters, white space folded."""
    return len(" ".join(lines[i].split())) < 60


def unfinished(lines: Lines, i: int) -> bool:
    """Whether a line ends in the middle of a list of addressees."""
    return lines[i].rstrip(" \t*").endswith(_UNFINISHED)


def last_line(item: Field, lines: Lines) -> tuple[int, int]:
    """Where the last field's value ends, wrapped addresses and subjects with it, and the file names right beneath."""
    last = item.line
    i = last + 1
    if not lines.text[item.value : lines.end(last)].strip(" \t*") and i < lines.count and not lines.furniture(i):
        last, i = i, i + 1  # the value stands beneath its name
    if item.role in ADDRESSES:
        while i < lines.count:
            j = i
            while j < lines.count and lines.blank(j) and j - i < 2:
                j += 1
            if j >= lines.count or lines.furniture(j) or separator(lines[j]):
                break
            begins = lines[j].lstrip(" \t>|")[:1]
            if (unfinished(lines, last) and (address_like(lines, j) or j == i)) or (
                begins and begins in "<)" and j - i < 2
            ):
                last, i = j, j + 1
                continue
            break
    elif item.role == "attachments":
        last, i = _wrapped_files(lines, item, i)
    elif item.role == "subject" and i < lines.count and _wrapped(lines, item, i):
        last, i = i, i + 1
    value_end = last
    while i < lines.count and not lines.blank(i) and not lines.furniture(i) and file_line(lines[i]):
        last, i = i, i + 1
    return value_end, last


@cache
def _greetings() -> tuple[str, ...]:
    return tuple(f"{fold(w)}{end}" for w in load("bodies")["greetings"]["words"] for end in (" ", ",", "!", "\n"))


def _wrapped_files(lines: Lines, item: Field, i: int) -> tuple[int, int]:
    """The last line of a list of file names that begins with ``item`` and the line behind it."""
    last = item.line
    while i < lines.count and lines[i].strip():
        if not file_line(lines[i]) and not unfinished(lines, last):
            break
        last, i = i, i + 1
    if (
        i + 1 < lines.count
        and lines.blank(i)
        and not _FILE_END.search(lines[last].rstrip(" *"))
        and file_line(lines[i + 1])
    ):
        last, i = i + 1, i + 2
    return last, i


def _wrapped(lines: Lines, item: Field, i: int) -> bool:
    """Whether line ``i`` goes on with the subject above it: in the value's column, or under a full line."""
    if lines.furniture(i) or separator(lines[i]):
        return False
    line = lines[i]
    if file_line(line) or fold(line).lstrip(" >|*").startswith(_greetings()):
        return False
    if lines[i - 1].count("(") > lines[i - 1].count(")") and ")" in line:
        return True
    value = lines.text[item.value : lines.end(item.line)]
    column = item.value + len(value) - len(value.lstrip(" \t*")) - lines.starts[item.line]
    indent = len(line) - len(line.lstrip(" \t>|"))
    own = item.start - lines.starts[item.line]
    if indent >= own + 6 and abs(indent - column) <= max(6, column // 3):
        return True
    return (
        len(lines[i - 1]) >= 72
        and i + 1 < lines.count
        and lines.blank(i + 1)
        and len(line.strip()) < 60
        and not line.rstrip().endswith((".", ",", "!", "?"))
    )


def file_line(line: str) -> bool:
    """Whether a line holds the name of a file and nothing else."""
    stripped = line.strip(" \t>|*;,")
    return bool(_LINK_LINE.match(line)) or (
        len(stripped) < 160
        and bool(stripped)
        and bool(re.search(_FILE_NAME.pattern + r"(?:\s*\([^)]*\))?\Z", stripped, re.IGNORECASE))
    )


def attachments(value: str | None, item: Field, last: int, lines: Lines) -> tuple[str, ...]:
    """The names of attached files in a header: in a field of their own or beneath the last field."""
    found = [p.strip(" <>") for p in (value or "").split(";") if p.strip(" <>")]
    for i in range(item.line + 1, last + 1):
        line = lines[i]
        if item.role != "attachments" and not lines.blank(i) and file_line(line):
            name = line.strip(" \t>|*;")
            found.append(name[1 : name.index("](")] if _LINK_LINE.match(line) else name)
    return tuple(found)
