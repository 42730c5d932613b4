"""A list of somebody else held against the documents of the dossier: which row is which, what differs, what to take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz, process

from draad.dossier.redactions import Judgement
from draad.fold import fold
from draad.release.inventory.reading import ListRow
from draad.release.inventory.rows import Row

_SIGNS = re.compile(r"[\W_]+")
_ENDING = re.compile(r"\.(?:pdf|docx?|msg|eml|xlsx?|pptx?|txt|md)\Z", re.IGNORECASE)
_PREFIX = re.compile(r"\A(?:(?:re|fw|fwd|aw|betr|antw|tr|wg)[ :]+)+", re.IGNORECASE)
_ALIKE: Final = 90
"""Of 100: titles of one day that differ by so little are the same; OCR and cut ends do that."""
TAKEN: Final = ("number", "title", "judgement", "grounds", "remarks", "link", "matter", "suspended")
"""What is taken over of a row."""
_SAME_DAYS: Final = 0.9
"""Of the rows of a list with our numbers."""


class Difference(NamedTuple):
    """One thing that list and dossier say differently of one document."""

    row: ListRow
    document: Row
    field: str
    theirs: Any
    ours: Any
    own: bool
    """Whether an officer said here what the dossier says."""


@dataclass
class Comparison:
    """What the list and the dossier have in common, and what not."""

    matched: list[tuple[ListRow, Row]] = field(default_factory=list)
    without_document: list[ListRow] = field(default_factory=list)
    without_row: list[Row] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By document what would be noted of it."""


def compared(
    listed: Sequence[ListRow],
    rows: Sequence[Row],
    judgements: Mapping[int, Judgement],
    *,
    overwrite: bool = False,
) -> Comparison:
    """The rows matched with documents. What an officer said already stays, unless ``overwrite`` is asked for."""
    found = Comparison()
    pairs = _pairs(listed, rows, judgements)
    documents = {row.document: row for row in rows}
    for one in listed:
        if one.where in pairs:
            found.matched.append((one, documents[pairs[one.where]]))
        else:
            found.without_document.append(one)
    taken = set(pairs.values())
    found.without_row = [row for row in rows if row.document not in taken]
    for one, row in found.matched:
        _differ(one, row, judgements.get(row.document, Judgement()), overwrite, found)
    return found


def _differ(one: ListRow, row: Row, said: Judgement, overwrite: bool, found: Comparison) -> None:
    changes: dict[str, Any] = {}
    if one.day and row.day and one.day != row.day:
        found.differences.append(Difference(one, row, "date", one.day, row.day, False))
    for name in TAKEN:
        theirs, ours, own = getattr(one, name), getattr(row, name), getattr(said, name)
        if not theirs or theirs == (own or ours):
            if name == "number" and theirs and not own:
                changes[name] = theirs  # the same number, but not fixed yet
            continue
        if name == "title" and _plain(theirs) == _plain(own or ours):
            continue
        if own or name not in ("number", "remarks", "link", "matter", "suspended"):
            found.differences.append(Difference(one, row, name, theirs, own or ours, bool(own)))
        if overwrite or not own:
            changes[name] = theirs
    if changes:
        found.changes[row.document] = changes


# ── which row is which document ─────────────────────────────────────────────────────────────────────────────


def _pairs(listed: Sequence[ListRow], rows: Sequence[Row], judgements: Mapping[int, Judgement]) -> dict[str, int]:
    """The document of each row by the row's place; the surest ways first, and each document once."""
    found: dict[str, int] = {}
    free = {row.document: row for row in rows}

    def take(one: ListRow, document: int) -> None:
        found[one.where] = document
        del free[document]

    numbers = {said.number: document for document, said in judgements.items() if said.number and document in free}
    for one in listed:
        if (document := numbers.get(one.number)) in free and document is not None:
            take(one, document)
    if _same_numbers(listed, rows):
        ours = {row.number: row.document for row in rows}
        for one in listed:
            if one.where not in found and ours[one.number] in free:
                take(one, ours[one.number])
    for way in (_by_file, _by_title):
        ways = way(listed, [row for row in rows if row.document in free])
        for one in listed:
            if one.where not in found and (document := ways.get(one.where)) in free and document is not None:
                take(one, document)
    _by_likeness([one for one in listed if one.where not in found], free, take)
    return found


def _same_numbers(listed: Sequence[ListRow], rows: Sequence[Row]) -> bool:
    """Whether the list numbers these very documents as the dossier does now, as our own list does until one comes in.

    Nobody else's numbers may tell copies of one message apart: each row that is told apart without them has to agree,
    and nearly every row in its day, for people correct days.
    """
    ours = {row.number: row for row in rows}
    if len(listed) != len(rows) or {one.number for one in listed} != ours.keys():
        return False
    apart = _by_title(listed, rows)
    if not apart or any(ours[one.number].document != apart.get(one.where, ours[one.number].document) for one in listed):
        return False
    return sum(one.day == ours[one.number].day for one in listed) >= _SAME_DAYS * len(listed)


def _by_file(listed: Sequence[ListRow], rows: Sequence[Row]) -> dict[str, int]:
    """Files are often named after the number or the identifier on the list: ``42954.pdf``, ``12 Nota.pdf``."""
    stems: dict[str, list[int]] = {}
    for row in rows:
        stem = PurePath(row.name).name
        first = re.match(r"[A-Za-z]{0,3}\d+[a-z]?(?![\w])", stem)
        for key in {stem.casefold(), first[0].casefold() if first else stem.casefold()}:
            stems.setdefault(key.lstrip("0") or key, []).append(row.document)
    found = {}
    for one in listed:
        for key in (one.identifier, one.number):
            held = stems.get(key.casefold().lstrip("0") or key, []) if key else []
            if len(held) == 1:
                found[one.where] = held[0]
                break
    return found


def _by_title(listed: Sequence[ListRow], rows: Sequence[Row]) -> dict[str, int]:
    """By title and day, where these are alike by time, sender and addressees too; or by a title that both have once."""
    titles: dict[tuple[str, str | None], list[int]] = {}
    documents = {row.document: row for row in rows}
    for row in rows:
        for title in {_plain(row.title), _plain(row.subject), _plain(row.name)} - {""}:
            titles.setdefault((title, row.day), []).append(row.document)
            titles.setdefault((title, None), []).append(row.document)
    times: dict[str, int] = {}
    for one in listed:
        times[_plain(one.title)] = times.get(_plain(one.title), 0) + 1
    found = {}
    for one in listed:
        title = _plain(one.title)
        for key in ((title, one.day), (title, None)):
            held = sorted(set(titles.get(key, ()))) if title else []
            if key[1] is not None:
                held = _narrowed(one, [documents[document] for document in held])
            if len(held) == 1 and (key[1] is not None or times[title] == 1):
                found[one.where] = held[0]
                break
    return found


def _narrowed(one: ListRow, near: Sequence[Row]) -> list[int]:
    """Those of several documents of one title and day that were sent at the row's time, by and to the same."""
    theirs = (one.time, _plain(one.sender), _plain(one.to))
    held = {row.document: (row.time or "", _plain(row.sender), _plain("; ".join(row.to))) for row in near}
    for at, told in enumerate(theirs):
        if told and len(held) > 1:
            held = {document: ours for document, ours in held.items() if ours[at] == told} or held
    return list(held)


def _by_likeness(left: Sequence[ListRow], free: Mapping[int, Row], take: Any) -> None:
    """What is left, among documents of the same day, by titles that are nearly the same."""
    by_day: dict[str, dict[int, str]] = {}
    for row in free.values():
        if row.day and (title := _plain(row.title or row.subject)):
            by_day.setdefault(row.day, {})[row.document] = title
    for one in left:
        near = {document: title for document, title in by_day.get(one.day or "", {}).items() if document in free}
        best = process.extract(_plain(one.title), near, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2) if near else []
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            take(one, best[0][2])


def _plain(title: str) -> str:
    """A title without its ending, reply prefixes, signs and capitals."""
    folded = fold(_ENDING.sub("", title.strip()))
    return " ".join(_SIGNS.sub(" ", _PREFIX.sub("", folded)).split())
