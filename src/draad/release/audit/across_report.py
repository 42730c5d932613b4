"""Differences between copies in words: for the screen, for a page, for a workbook. Never a word that is withheld.

``text`` is there only where the finding holds it: on documents before release, for the officer who asked.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from draad.office.archive import dated
from draad.office.cells import put
from draad.records import short_id
from draad.release.audit.across_records import Across, Place
from draad.release.audit.records import Finding
from draad.release.audit.report import Audited
from draad.show.grounds import in_words
from draad.show.plain import one_line
from draad.texts import Texts

COLUMNS: Final = ("severity", "kind", "sort", "part", "shown", "hidden", "grounds", "message", "cure", "text")
_WIDTHS: Final = {"shown": 44, "hidden": 44, "cure": 60, "grounds": 24, "message": 20, "text": 30}
_MOST_PLACES: Final = 12
"""Places that one cell names."""


def cited(say: Texts, place: Place) -> str:
    """A place as people cite it: ``brief:12``, with its page where it has one."""
    first, last = place.lines
    lines = f"{first}" if first == last else f"{first}–{last}"
    page = f" ({say('across.page', page=place.page)})" if place.page else ""
    return f"{one_line(place.document_name)}:{lines}{page}"


def cells(say: Texts, one: Across) -> dict[str, str]:
    """A difference in words, by column."""
    return {
        "severity": say(f"across.severity.{one.severity}"),
        "kind": say(f"across.kind.{one.kind}"),
        "sort": say(f"across.sort.{one.sort}"),
        "part": say(f"across.part.{one.part}"),
        "shown": _several(say, one.shown),
        "hidden": _several(say, one.hidden),
        "grounds": ", ".join(in_words(say, code)[0] for code in one.grounds),
        "message": "" if one.message is None else short_id(one.message),
        "cure": say(one.cure),
        "text": one_line(one.text or ""),
    }


def _several(say: Texts, places: Sequence[Place]) -> str:
    told = "; ".join(cited(say, place) for place in places[:_MOST_PLACES])
    more = len(places) - _MOST_PLACES
    return f"{told} {say('across.more', count=say.number(more))}" if more > 0 else told


def as_audited(say: Texts, found: Iterable[Across]) -> list[Audited]:
    """The differences as an audit of files tells its findings, each under the document that shows it."""
    by_name: dict[str, list[Finding]] = {}
    for one in found:
        told = cells(say, one)
        values = tuple((key, told[key] or "–") for key in ("grounds", "hidden", "shown", "sort"))
        first = (one.shown or one.hidden)[0]
        kind: Any = f"across-{one.kind}"
        finding = Finding(
            kind, one.severity, first.page, None, "", f"across.found.{one.kind}", values, one.cure, one.text
        )
        by_name.setdefault(first.document_name, []).append(finding)
    return [Audited(name, tuple(several)) for name, several in by_name.items()]


def workbook(say: Texts, found: Sequence[Across], today: date) -> bytes:
    """The differences on one sheet."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = say("across.sheet")
    sheet.append([say(f"across.column.{key}") for key in COLUMNS])
    for cell in sheet[1]:
        cell.style = "Headline 4"
    for line, one in enumerate(found, 2):
        for at, (_, value) in enumerate(cells(say, one).items(), 1):
            put(sheet.cell(line, at), value)
    for at, key in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(key, 16)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.creator = "Draad"
    out = io.BytesIO()
    book.save(out)
    return dated(out.getvalue(), today)
