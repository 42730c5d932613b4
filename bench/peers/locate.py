"""Where a piece of text that a tool gave back stands in the text that it was given.

Tools trim lines, take away ``>`` and squeeze blanks; so lines are compared without them, blank lines left out.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r"^[>\s]+")
_BLANKS = re.compile(r"\s+")
_LINES = 3
"""So many lines that are not blank must agree, where the piece has them."""


def plain(line: str) -> str:
    """A line as it is compared."""
    return _BLANKS.sub(" ", _QUOTED.sub("", line)).strip()


class Locator:
    """Finds pieces of one text, in the order of the text."""

    def __init__(self, text: str) -> None:
        kept = [(number, plain(line)) for number, line in enumerate(text.split("\n"), 1)]
        self.numbers = [number for number, line in kept if line]
        self.lines = [line for _, line in kept if line]

    def first_line(self, piece: str, after: int = 0) -> int | None:
        """The line on which ``piece`` begins, the first one beyond line ``after``; else anywhere; else None."""
        wanted: list[str] = []
        for line in piece.split("\n"):
            if cleaned := plain(line):
                wanted.append(cleaned)
                if len(wanted) == _LINES:
                    break
        if not wanted:
            return None
        places = [at for at, line in enumerate(self.lines) if line == wanted[0]]
        agreed = [at for at in places if self.lines[at : at + len(wanted)] == wanted]
        for candidates in (agreed, places):
            later = [at for at in candidates if self.numbers[at] > after]
            if later or candidates:
                return self.numbers[(later or candidates)[0]]
        return None

    def next_line(self, after: int) -> int | None:
        """The first line beyond ``after`` that is not blank."""
        return next((number for number in self.numbers if number > after), None)
