"""Text for a terminal or a pipe: made safe to print, cut to width, laid out in columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """``text`` with what would steer a terminal, or turn its writing direction, made visible as ``\\x1b``.

    Mail is written by strangers: an escape sequence in a subject must not act on the reader's screen.
    """
    return _UNSAFE.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def width(text: str) -> int:
    """How many columns ``text`` takes on a terminal: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, columns: int) -> str:
    """``text`` in at most ``columns`` columns, ``…`` at its end where it was cut."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def one_line(text: str) -> str:
    """``text`` with all white space, line ends too, as single blanks."""
    return " ".join(printable(text.replace("\n", " ")).split())


_NARROWEST = 10
"""No column is cut to less."""


def _narrow(widths: list[int], room: int) -> None:
    """Takes from the widest column, and from the next once they are alike, until all fit or none may give more."""
    while sum(widths) > room and max(widths) > _NARROWEST:
        most = max(widths)
        widest = [n for n, w in enumerate(widths) if w == most]
        next_widest = max((w for w in widths if w < most), default=0)
        step = min(most - max(next_widest, _NARROWEST), max(1, (sum(widths) - room) // len(widest)))
        widths[widest[-1]] -= max(1, step)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], columns: int | None, right: frozenset[int]) -> list[str]:
    """Rows as lines with columns one under the other; the first line holds the heads.

    ``columns`` is the width of the terminal, None in a pipe, where nothing is cut: the widest column gives way first.
    ``right`` names the columns that are numbers and stand to the right.
    """
    cells = [[one_line(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(width(row[i]) for row in cells) for i in range(len(heads))]
    if columns:
        _narrow(widths, columns - 2 * (len(widths) - 1))
    lines = []
    for row in cells:
        laid = []
        for i, cell in enumerate(row):
            shown = cut(cell, widths[i])
            blanks = " " * (widths[i] - width(shown))
            laid.append(blanks + shown if i in right else shown + blanks)
        lines.append("  ".join(laid).rstrip())
    return lines
