"""A stretch of a document as data for its page: blocks of lines, the report, the list, the reference of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from draad.dossier.sheets import Around, Named, Sheet
from draad.dossier.views import CopyPlace, CopyView, DocumentView, LineRange
from draad.knowledge import load
from draad.records import Box, short_id
from draad.show import moments
from draad.show.pieces import Said, by_line, pieces
from draad.texts import Texts
from draad.web.routes import BadValueError

_CHOSEN = re.compile(r"(\d{1,9})(?:\s?[-–]\s?(\d{1,9}))?")
_EMPTY = "<>()[]{};,:'\" "
"""What is left of a sender that was taken out whole."""
_METHODS = {"ocr": "page-ocr", "none": "page-none"}


def chosen_lines(say: Texts, text: str | None) -> LineRange | None:
    """The lines that ``regel=12`` or ``regel=12-18`` means. Raises BadValueError."""
    if not text:
        return None
    found = _CHOSEN.fullmatch(text)
    if not found:
        raise BadValueError(f"regel: {text[:40]!r}. {say('web.document.cite-bad')}")
    first = int(found[1])
    last = int(found[2] or first)
    return min(first, last), max(first, last)


# ── the text ────────────────────────────────────────────────────────────────────────────────────────────────


def blocks(sheet: Sheet, address: str, chosen: LineRange | None) -> list[dict[str, Any]]:
    """The stretch in blocks, in order: each a copy with the lines of its header and body, or lines outside all copies.

    ``address`` is the document's own, for the links of lines. A block is ``{"copy", "header", "body", "lines"}``;
    a line ``{"line", "pieces", "href", "chosen", "page", "box"}``: ``page`` on the first line of a page alone, ``box``
    as ``page,x0,y0,x1,y1`` in points.
    """
    lines = _lines(sheet, address, chosen)
    first = sheet.stretch.lines[0]
    owners = _owners(sheet.copies, first, len(lines))
    made: list[dict[str, Any]] = []
    before: CopyView | None = None
    for n, line in enumerate(lines):
        copy = owners[n]
        blank = not any(piece["text"].strip() for piece in line["pieces"])
        if copy is None and blank and made:
            copy = before  # an empty line after a message is no text of its own
        if not made or copy is not before:
            made.append({"copy": _copy(copy, sheet) if copy else None, "header": [], "body": []})
        before = copy
        in_header = copy is not None and line["line"] <= copy.header_lines[1]
        made[-1]["header" if in_header else "body"].append(line)
    for block in made:
        held = block["header"] + block["body"]
        block["lines"] = [held[0]["line"], held[-1]["line"]]
        block["chosen"] = any(line["chosen"] for line in held)
    return made


def _lines(sheet: Sheet, address: str, chosen: LineRange | None) -> list[dict[str, Any]]:
    parts = [part for copy in sheet.copies for part in copy.parts]
    items = [Said(one.span, short_id(one.id), one.kind, one.status) for one in sheet.items]
    low = sheet.stretch.span[0]
    cut = pieces(sheet.text, sheet.stretch.span, sheet.marks, parts, items, offset=low)
    first, last = sheet.stretch.lines
    lines = by_line(cut, first)[: last - first + 1]  # the end of the last line begins no other
    pages = {top + sheet.document.first_line - 1: (number, how) for number, top, _, how in sheet.document.pages}
    a, b = chosen or (0, -1)
    for n, line in enumerate(lines):
        number = line["line"]
        line["href"] = f"{address}?regel={number}#r{number}"
        line["chosen"] = a <= number <= b
        line["page"] = _page(*pages[number]) if number in pages else None
        line["box"] = _box(sheet.boxes[n]) if n < len(sheet.boxes) else None
    return lines


def _page(number: int, how: str) -> dict[str, Any]:
    return {"number": number, "key": _METHODS.get(how, "page")}


def _box(box: Box | None) -> str | None:
    return box and f"{box.page},{box.x0:.0f},{box.y0:.0f},{box.x1:.0f},{box.y1:.0f}"


def _owners(copies: Sequence[CopyView], first: int, count: int) -> list[CopyView | None]:
    """Which copy each line of the stretch belongs to: the first that stands on it."""
    owners: list[CopyView | None] = [None] * count
    for copy in copies:
        last = (copy.body_lines or copy.header_lines)[1]
        for n in range(max(copy.header_lines[0] - first, 0), min(last - first + 1, count)):
            owners[n] = owners[n] or copy
    return owners


def _copy(copy: CopyView, sheet: Sheet) -> dict[str, Any]:
    return {
        "id": short_id(copy.id),
        "n": copy.n,
        "depth": copy.depth,
        "subject": copy.subject,
        "sender": copy.sender.text if copy.sender and copy.sender.text.strip(_EMPTY) else None,
        "sent_at": copy.sent_at,
        "sent": copy.sent,
        "sent_text": copy.sent_text,
        "day_only": copy.sent is None,
        "certainty": copy.certainty,
        "message": None if copy.message is None else short_id(copy.message),
        "thread": None if copy.thread is None else short_id(copy.thread),
        "elsewhere": _elsewhere(sheet.elsewhere.get(copy.id)),
        "attachments": list(copy.attachments),
        "goes_on": copy.header_lines[0] < sheet.stretch.lines[0],
    }


def _elsewhere(place: CopyPlace | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "document": short_id(place.document),
        "name": place.document_name,
        "line": place.lines[0],
        "page": place.page,
    }


# ── what is known of it ─────────────────────────────────────────────────────────────────────────────────────


def stretches(sheet: Sheet) -> list[list[int]]:
    """First and last line of each stretch."""
    return [list(one.lines) for one in sheet.stretches]


def report(sheet: Sheet) -> dict[str, Any] | None:
    """What a meeting report says of its meeting; names as they stand printed."""
    held = sheet.document.report
    if not held or sheet.document.kind != "report":
        return None
    attendees = held["attendees"]
    return {
        **{name: held[name] for name in ("title", "held", "start", "end", "place", "organisation")},
        "attendees": [attendee["text"] for attendee in attendees],
        "directorates": list(dict.fromkeys(one["directorate"] for one in attendees if one["directorate"])),
        "points": [{"lines": list(lines), "text": text} for lines, text in sheet.points],
    }


def inventory(document: DocumentView) -> list[dict[str, Any]] | None:
    """The rows of an inventory list."""
    return [dict(row) for row in document.inventory["rows"]] if document.inventory else None


def around(lying: Around, own: int) -> dict[str, Any]:
    """What lies around the document, to go to."""
    return {
        "mail": _named(lying.mail) if lying.mail else None,
        "attachments": [_named(one) for one in lying.attachments],
        "parts": [{**_named(one), "here": one.id == own} for one in lying.parts],
        "parts_total": lying.parts_total,
        "file": lying.file,
        "size": lying.size,
    }


def _named(one: Named) -> dict[str, Any]:
    return {"id": short_id(one.id), "name": one.name, "kind": one.kind, "part": one.part + 1}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one["key"], re.compile(one["pattern"], re.DOTALL)) for one in load("warnings")["warning"])


def warning(say: Texts, text: str) -> str:
    """A warning in the reader's language; one that the catalogue does not know as it stands."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return say(f"web.document.warning.{key}", **found.groupdict())
    return text


def size(say: Texts, count: int) -> str:
    """A number of bytes as people say it: ``34 kB`` (decimal, as IEC 80000-13 has it)."""
    if count < 1_000:
        return say("web.document.size.b", n=say.number(count))
    if count < 1_000_000:
        return say("web.document.size.kb", n=say.number(round(count / 1_000)))
    return say("web.document.size.mb", n=say.number(round(count / 1_000_000, 1)))


# ── citing ──────────────────────────────────────────────────────────────────────────────────────────────────


def line_words(say: Texts, lines: LineRange) -> str:
    """``regel 12`` or ``regels 12–18``."""
    first, last = lines
    if first == last:
        return say("web.document.line", line=first)
    return say("web.document.lines", first=first, last=last)


def reference(say: Texts, sheet: Sheet, lines: LineRange, dossier: str, url: str) -> str:
    """Chosen lines as a reference that others can follow: document, page, lines, moment of the message, address."""
    copy = next(_copies_on(sheet.copies, lines[0]), None)
    page = page_of(sheet.document, lines[0])
    told = ""
    if copy is not None and copy.sent_at is not None:
        moment = moments.moment(say, copy.sent_at, day_only=copy.sent is None)
        told = say("web.document.reference-message", moment=moment)
    return say(
        "web.document.reference",
        name=sheet.document.name,
        page="" if page is None else say("web.document.reference-page", page=page),
        lines=line_words(say, lines),
        message=told,
        dossier=dossier,
        url=url,
    )


def _copies_on(copies: Sequence[CopyView], line: int) -> Iterator[CopyView]:
    return (c for c in copies if c.header_lines[0] <= line <= (c.body_lines or c.header_lines)[1])


def page_of(document: DocumentView, line: int) -> int | None:
    """The page on which a line stands; None for a source without pages."""
    at = line - document.first_line + 1
    return next((number for number, top, end, _ in document.pages if top <= at <= end), None)
