"""How small values are written in columns and dumps: marks, moments, identifiers, lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple, get_args

from draad.records import Mark, MarkKind, Span

_LINE_END = re.compile("\n")
_KINDS = frozenset(get_args(MarkKind))
_COUNTED = 6
"""Places whose lines are counted from the top: that is quicker than looking for all line ends, as long as it is few."""


class MarkCode(NamedTuple):
    """What a stored mark says: its kind and, where a ground is printed, the law and the article."""

    kind: str
    law: str | None = None
    article: str | None = None


def mark_code(mark: Mark) -> str:
    """The code of a mark: ``woo 5.1.2.e``, ``? 11.1`` (law unknown), or its kind where it names no article."""
    if mark.kind == "ground" and mark.article:
        return f"{mark.law or '?'} {mark.article}"
    return mark.kind


def read_mark_code(code: str) -> MarkCode:
    """The inverse of :func:`mark_code`."""
    if code in _KINDS:
        return MarkCode(code)
    law, _, article = code.partition(" ")
    return MarkCode("ground", None if law == "?" else law, article)


def moment(at: int | None, offset: int | None, precision: str | None = None) -> str | None:
    """ISO 8601 with its offset; None where no moment is known, or only its day."""
    if at is None or precision == "day":
        return None
    zone = timezone(timedelta(minutes=offset)) if offset else UTC
    try:
        return datetime.fromtimestamp(at, zone).isoformat()
    except (OverflowError, ValueError, OSError):
        return None


class Lines:
    """Line numbers, as people count them, of the characters of one text.

    Of a stretch of a document too: it begins at the document's character ``begin``, on its line ``first_line``, and
    spans are asked for as they count in the document.
    """

    def __init__(self, text: str, first_line: int, begin: int = 0) -> None:
        self._text, self._first, self._begin = text, first_line, begin
        self._asked = 0
        self._ends: list[int] = []

    @property
    def count(self) -> int:
        """How many lines there are."""
        return max(1, self._text.count("\n") + (not self._text.endswith("\n")))

    def of(self, span: Span) -> tuple[int, int]:
        """First and last line of a span; an empty one stands on the line of its place."""
        start, end = span
        return self._line(start), self._line(max(start, end - 1))

    def _line(self, offset: int) -> int:
        # A line end belongs to the line it ends, so only ends strictly before the offset count.
        at = max(offset - self._begin, 0)
        self._asked += 1
        if self._asked <= _COUNTED:
            return self._text.count("\n", 0, at) + self._first
        if self._asked == _COUNTED + 1:
            self._ends = [end.start() for end in _LINE_END.finditer(self._text)]
        return bisect_right(self._ends, at - 1) + self._first
