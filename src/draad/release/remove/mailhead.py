"""The printed head of a mail, in Dutch: as Outlook prints it here, on the clock of the Netherlands.

``read.envelope`` prints the head of an eml or msg in English, with the date as the mail has it, and everything that
knows a place in the text counts in that. So the words change only when the page is made, and the cuts move with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Final, NamedTuple

from draad.knowledge import load
from draad.records import Span
from draad.release.remove.plain import Cut
from draad.show.moments import AMSTERDAM

_FIELD: Final = re.compile(r"([A-Z][a-z]+): ")


class _Edit(NamedTuple):
    span: Span
    text: str


@cache
def _labels() -> dict[str, str]:
    return dict(load("released")["head"])


def dutch(text: str, cuts: Sequence[Cut]) -> tuple[str, list[Cut]]:
    """The text of a mail with its head in Dutch, and the cuts at their places in it.

    What a cut touches stays as it is: of a moment in part withheld nothing is reckoned.
    """
    made, at = [], 0
    moved = sorted(cuts)
    shifts: list[tuple[int, int]] = []
    for edit in _edits(text):
        start, end = edit.span
        if any(cut.span[0] < end and cut.span[1] > start for cut in moved):
            continue
        made += [text[at:start], edit.text]
        at = end
        shifts.append((end, len(edit.text) - (end - start)))
    made.append(text[at:])
    return "".join(made), [cut._replace(span=_moved(cut.span, shifts)) for cut in moved]


def _moved(span: Span, shifts: Sequence[tuple[int, int]]) -> Span:
    by = sum(more for end, more in shifts if end <= span[0])
    return span[0] + by, span[1] + by


def _edits(text: str) -> Iterator[_Edit]:
    """Label by label, and the moment, in order; the head ends where a line is none of its fields."""
    at = 0
    seen: set[str] = set()
    for line in text.split("\n"):
        found = _FIELD.match(line)
        label = _labels().get(found[1]) if found else None
        if found is None or label is None or found[1] in seen:
            return
        seen.add(found[1])
        yield _Edit((at, at + len(found[1])), label)
        if found[1] == "Sent" and (clock := _clock(line[found.end() :])):
            yield _Edit((at + found.end(), at + len(line)), clock)
        at += len(line) + 1


def _clock(sent: str) -> str | None:
    """``Mon, 13 May 2024 07:14:00 +0000`` as ``maandag 13 mei 2024 09:14``; None of what is no such date.

    A date without a zone, or with ``-0000`` (RFC 5322, 3.3: of no known zone), is taken as UTC, as it was read.
    """
    moment: datetime | None
    try:
        moment = parsedate_to_datetime(sent)
    except (ValueError, TypeError, IndexError, OverflowError):
        moment = _iso(sent)
    if moment is None:
        return None
    try:
        local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(AMSTERDAM)
    except OverflowError:
        return None
    names = load("calendar")
    weekday, month = names["weekdays"][str(local.weekday())][0], names["months"][str(local.month)][0]
    return f"{weekday} {local.day} {month} {local.year} {local:%H:%M}"


def _iso(sent: str) -> datetime | None:
    try:
        return datetime.fromisoformat(sent)
    except ValueError:
        return None
