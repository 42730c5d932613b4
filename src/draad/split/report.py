"""Meeting reports: title, date, times, place, who was there by directorate, and the points.

Of a memo, note or letter: what it is about and the day that it bears.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Attendee, Document, Point, Report
from draad.split.lines import Lines, clean
from draad.split.stamps import AMSTERDAM, stamp

_LABEL = re.compile(r"[ \t>|*#_]*([^\W\d_][^\t:|*\n]{1,34}?)[ *]*(?:[:\t|]|\*\*|[ ]{3,}|\Z)[ \t:|*]*")
_TIMES = re.compile(r"(\d{1,2})[:.](\d{2})(?: ?uur)?(?: ?(?:-|–|—|tot|t/m) ?(\d{1,2})[:.](\d{2}))?")
_BULLET = re.compile(r"[ \t>|]{0,8}(?:[-•*–▪·o]|\d{1,2}[.)]|[a-z]\))[ \t]+\S")
_DIRECTORATE = re.compile(r"\(([^()\d][^()]{0,40})\)")
_HEAD_LINES = 40
"""Lines at the top of a memo or letter within which its labels stand."""
_LETTER = re.compile(r"[^\W\d_]{2,}")


class _Line(NamedTuple):
    role: str
    line: int
    value: str


@cache
def _labels() -> dict[str, str]:
    return {fold(label): role for role, labels in load("reports")["labels"].items() for label in labels}


def report(document: Document, lines: Lines) -> Report:
    """What the report says of its meeting; each thing that it does not say is None or empty."""
    labelled = _labelled(lines)
    first = {item.role: item for item in reversed(labelled)}
    held, start, end = _moment(labelled)
    present = first.get("present")
    last_label = max(
        (item.line for item in labelled if item.role in ("present", "absent", "title", "place")), default=-1
    )
    return Report(
        title=first["title"].value or None if "title" in first else None,
        held=held,
        start=start,
        end=end,
        place=first["place"].value or None if "place" in first else None,
        organisation=_organisation(lines),
        attendees=_attendees(present.value) if present else (),
        points=_points(lines, last_label + 1),
    )


def about(lines: Lines) -> Report | None:
    """Subject and day of a memo, note or letter by the labels at its top; None where it has neither.

    A label is followed by a colon, a tab or a gap, as the tables of word processors print it.
    """
    labelled = _labelled(lines, _HEAD_LINES)
    title = next((item.value for item in labelled if item.role == "title" and _LETTER.search(item.value)), None)
    title = title or _crowded(lines, labelled)
    held = _moment(labelled)[0]
    return Report(title=title, held=held) if title or held else None


def _crowded(lines: Lines, labelled: list[_Line]) -> str | None:
    """A subject whose name is so long that one blank is all the table leaves it, among labels that have a gap."""
    if len(labelled) < 2:
        return None
    for i in range(labelled[0].line, min(lines.count, labelled[-1].line + 3)):
        name, _, value = lines[i].strip(" \t*|").partition(" ")
        if name[:1].isupper() and _labels().get(fold(name)) == "title" and _LETTER.search(value):
            return clean(value)
    return None


def _labelled(lines: Lines, most: int | None = None) -> list[_Line]:
    found: list[_Line] = []
    for i in range(min(lines.count, most or lines.count)):
        line = lines[i]
        if len(line) > 2000 or not (match := _LABEL.match(line)):
            continue
        role = _labels().get(fold(match.group(1)).strip(" .:"))
        if role is None:
            continue
        value = clean(line[match.end() :])
        follow = i + 1
        if not value and follow < lines.count and not lines.blank(follow):
            value = clean(lines[follow])
            follow += 1
        while (
            role == "present"
            and follow < lines.count
            and not lines.furniture(follow)
            and not _is_label(lines[follow])
            and not _BULLET.match(lines[follow])
        ):
            value = f"{value} {clean(lines[follow])}"
            follow += 1
        found.append(_Line(role, i, value))
    return found


def _is_label(line: str) -> bool:
    match = _LABEL.match(line)
    return match is not None and fold(match.group(1)).strip(" .:") in _labels()


def _moment(labelled: list[_Line]) -> tuple[str | None, str | None, str | None]:
    """Date of the meeting, beginning and end. A line with a time on it goes before one that only names a date."""
    dates = [item for item in labelled if item.role == "date"]
    dates.sort(key=lambda item: (not _TIMES.search(item.value), item.line))
    for item in dates:
        moment = stamp(item.value)
        if moment.at is None:
            continue
        day = datetime.fromtimestamp(moment.at, AMSTERDAM).date()
        times = _TIMES.search(item.value) or next(
            (t for i in labelled if i.role == "time" and (t := _TIMES.search(i.value))), None
        )
        if not times:
            return day.isoformat(), None, None

        def at(hour: str | None, minute: str | None, day: object = day) -> str | None:
            if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
                return None
            return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=AMSTERDAM).isoformat()  # type: ignore[attr-defined]

        return day.isoformat(), at(times.group(1), times.group(2)), at(times.group(3), times.group(4))
    return None, None, None


def _organisation(lines: Lines) -> str | None:
    starts = tuple(load("reports")["organisation"]["starts"])
    for i in range(min(lines.count, 60)):
        words = clean(lines[i])
        if not fold(words).startswith(starts) or len(words) > 120:
            continue
        if words.endswith((",", " en")) and i + 1 < lines.count and not lines.furniture(i + 1):
            words = f"{words} {clean(lines[i + 1])}"
        return words
    return None


@cache
def _parts() -> frozenset[str]:
    """What stands in brackets behind somebody present for the part that he has in the meeting: no directorate."""
    return frozenset(load("reports")["parts"]["words"])


def _attendees(value: str) -> tuple[Attendee, ...]:
    """Those present, parted by commas; the directorate that stands in brackets behind one is that one's."""
    found = []
    for piece in re.split(r"[,;](?![^(]*\))", value):
        text = piece.strip(" .*")
        if not text:
            continue
        directorates = [d for d in _DIRECTORATE.findall(text) if fold(d).strip(" .") not in _parts()]
        name = _DIRECTORATE.sub("", text).strip()
        found.append(
            Attendee(name if _LETTER.search(name) else text, directorates[-1].strip() if directorates else None)
        )
    return tuple(found)


def _points(lines: Lines, first: int) -> tuple[Point, ...]:
    """The points under the labels: list items where the report has them, paragraphs else."""
    starts = [i for i in range(first, lines.count) if _BULLET.match(lines[i]) and not lines.furniture(i)]
    listed = len(starts) >= 2
    if not listed:
        starts = [
            i for i in range(first, lines.count) if not lines.furniture(i) and (i == first or lines.furniture(i - 1))
        ]
        starts = [i for i in starts if len(lines[i].strip()) > 30]
    points = []
    for i in starts:
        end = i
        while end + 1 < lines.count and not lines.furniture(end + 1) and not (listed and _BULLET.match(lines[end + 1])):
            end += 1
        points.append(Point((lines.starts[i], lines.end(end))))
    return tuple(points)
