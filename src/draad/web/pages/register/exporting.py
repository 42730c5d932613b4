"""What the filters choose, as a file that people send on; and terms as a calendar that programs read by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from draad.dossier.items import ItemFilter, ItemSort
from draad.dossier.views import ItemView
from draad.errors import NotFoundError
from draad.office import DOCX, XLSX
from draad.texts import Texts
from draad.web.ask import Ask
from draad.web.pages.register import filters
from draad.web.respond import Download, Inline
from draad.web.routes import Param, Route

MOST = 5_000
"""Items in one file; the page says so where there are more."""
IN_CALENDAR = 1_000
"""Terms, and rhythms, in one calendar."""
FORMS: Mapping[str, str] = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "json": "application/x-ndjson",
    "docx": DOCX,
    "ics": "text/calendar; charset=utf-8",
}
_LISTS: Mapping[str, Literal["actions", "commitments"]] = {"action": "actions", "commitment": "commitments"}
"""Kinds of which there is a list in Word."""


def export(ask: Ask) -> Download:
    """A file of what is chosen. Raises NotFoundError for a form that there is not."""
    form = ask.path["form"]
    if form not in FORMS:
        raise NotFoundError(form)
    wanted, chosen = filters.where(ask), filters.told(ask)
    if form in ("docx", "ics"):
        # Lists to act by hold what is open, unless another state is asked for, and go by day.
        wanted = replace(wanted, statuses=wanted.statuses or ("open",))
        if form == "docx":
            wanted = replace(wanted, kinds=(_list_of(ask),))
    sort: ItemSort = "due" if form in ("docx", "ics") else ask.values["volgorde"]
    items = ask.dossier.items(wanted, limit=MOST, sort=sort, places=True)
    if len(items) == MOST:
        total = sum(ask.dossier.count_items(wanted).values())
        if total > MOST:
            bound = ask.say("web.register.export.bound", most=ask.say.number(MOST), total=ask.say.number(total))
            chosen = "; ".join(filter(None, (chosen, bound)))
    data = _made(ask.say, form, items, ask.room.name, ask.today, chosen, _list_of(ask))
    return Download(data, f"{ask.room.name}-register-{ask.today.isoformat()}.{form}", FORMS[form])


def _list_of(ask: Ask) -> str:
    asked = ask.values["lijst"] or next((kind for kind in ask.values["soort"] if kind in _LISTS), "action")
    return str(asked)


def _made(say: Texts, form: str, items: Sequence[ItemView], name: str, today: date, chosen: str, kind: str) -> bytes:
    match form:
        case "xlsx":
            from draad.register.export.xlsx import Told, workbook

            return workbook(say, items, Told(name, today, chosen))
        case "docx":
            from draad.register.export.docx import document

            return document(say, items, _LISTS[kind], name, today, chosen)
        case "ics":
            from draad.register.export.ics import calendar

            return calendar(say, items, name, today)
    from draad.register.export import tables

    return tables.csv_table(say, items) if form == "csv" else tables.json_lines(items)


def agenda(ask: Ask) -> Inline:
    """Terms, appointments and rhythms of what is open, for a calendar program that asks for them now and then.

    However long ago a day is, it is shown: of more than fit, those nearest to today.
    """
    from draad.register.export.ics import calendar

    wanted, today = replace(filters.of_parties(ask), statuses=("open",)), ask.today.isoformat()
    found: dict[int, ItemView] = {}
    orders: tuple[tuple[ItemFilter, ItemSort], ...] = (
        (replace(wanted, due_since=today), "due"), (replace(wanted, due_until=today), "latest"),
    )  # fmt: skip
    for where, sort in orders:
        found |= {item.id: item for item in ask.dossier.items(where, limit=IN_CALENDAR, sort=sort, places=True)}
    nearest = sorted(found.values(), key=lambda item: (_away(item, ask.today), item.id))[:IN_CALENDAR]
    recurring = ask.dossier.items(replace(wanted, every=True), limit=IN_CALENDAR, sort="due", places=True)
    shown = {item.id: item for item in (*nearest, *recurring)}
    return Inline(calendar(ask.say, list(shown.values()), ask.room.name, ask.today), FORMS["ics"])


def _away(item: ItemView, today: date) -> int:
    """Days between today and a term, either way; none while it runs."""
    ends = [date.fromisoformat(day) for day in (item.due_first, item.due_last) if day]
    return 0 if min(ends) <= today <= max(ends) else min(abs((day - today).days) for day in ends)


_PARTIES = tuple(param for param in filters.FILTERS if param.name in filters.PARTIES)
ROUTES = (
    Route(
        "/register/uitvoer.{form}", export, name="register-export", summary="web.register.about.export",
        params=(*filters.LISTED, Param("lijst", "choice", tuple(_LISTS))), json=False,
    ),
    Route(
        "/register/agenda.ics", agenda, name="register-calendar", summary="web.register.about.calendar",
        params=_PARTIES, scope="calendar", json=False,
    ),
)  # fmt: skip
