"""What comes back by itself, on pages: terms, rhythms, questions, signals, the plan, the week."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from draad.dossier import Dossier, ItemFilter
from draad.extract.when.calendar import plus
from draad.register.follow import PROPOSED, week_of
from draad.web.ask import Ask
from draad.web.day import DAY, days, reckoned
from draad.web.keep import WITHIN, Kept
from draad.web.pages.register import filters, making
from draad.web.pages.register.making import Entry, Made
from draad.web.pages.register.rows import Row, row
from draad.web.paging import PER_PAGE, paging
from draad.web.respond import Page
from draad.web.routes import PAGE, Param, Route

if TYPE_CHECKING:
    from draad.web.room import Room

THEMES = 20
PLANS = 10
IN_THEME = 10
"""Signals of one theme that are shown."""
IN_WEEK = 15
"""Entries of one part of the week that are shown."""
_PARTIES = tuple(param for param in filters.FILTERS if param.name in (*filters.PARTIES, "document"))
_DAYS = Param("werkdagen", "int", default=5, least=0, most=250)
_WEEKS = Param("weken", "int", default=4, least=1, most=52)


def _chosen(ask: Ask) -> ItemFilter:
    """The filters that overviews have."""
    ref = ask.values["document"]
    documents = (ask.dossier.resolve(ref, "document"),) if ref else ()
    return replace(filters.of_parties(ask), documents=documents)


def _kept(ask: Ask, make: Callable[..., Made], *more: int) -> Kept[Made]:
    """An overview as it is kept for this day and these filters. Raises TooSlowError for a reader's own filters."""
    key, made = _making(make, ask.today, _chosen(ask), more)
    usual = _chosen(ask) == ItemFilter() and ask.today == ask.room.today()
    return ask.room.keep.get(key, made, ask.dossier, within=None if usual else WITHIN)


def _making(
    make: Callable[..., Made], today: date, chosen: ItemFilter, more: tuple[int, ...]
) -> tuple[tuple[Hashable, ...], Callable[[Dossier], Made]]:
    """Under what an overview is kept, and what makes it."""
    key = ("register", make.__name__, today.toordinal(), chosen, more)
    return key, partial(_make, make=make, today=today, chosen=chosen, more=more)


def warm(room: Room) -> None:
    """Makes what the first reader would wait for: the overviews of today, and how many items there are."""
    filters.warm(room)
    weeks, days = _WEEKS.default, _DAYS.default
    for make, more in (
        (making.overdue, ()), (making.due, (weeks,)), (making.questions, (days,)), (making.recurring, ()),
        (making.themes, ()), (making.plans, ()), (making.fresh, ()), (making.due, (2,)),
    ):  # fmt: skip
        room.keep.warm(*_making(make, room.today(), ItemFilter(), more))


def _make(
    dossier: Dossier, *, make: Callable[..., Made], today: date, chosen: ItemFilter, more: tuple[int, ...]
) -> Made:
    return make(dossier, today, chosen, *more)


def _ids(entries: Iterable[Any]) -> Iterator[int]:
    """All items that entries speak of, however deep."""
    for entry in entries:
        if isinstance(entry, dict):
            if isinstance(entry.get("item"), int):
                yield entry["item"]
            yield from _ids(value for value in entry.values() if isinstance(value, list | dict))
        elif isinstance(entry, list):
            yield from _ids(entry)


def _rows(ask: Ask, entries: Sequence[Entry]) -> dict[int, Row]:
    wanted = sorted(set(_ids(entries)))
    if not wanted:
        return {}
    return {item.id: row(item, ask.today) for item in ask.dossier.items(ItemFilter(ids=wanted), sort="score")}


def _filled(entry: Any, rows: dict[int, Row]) -> Any:
    """An entry with its items instead of their identifiers; one that is gone since is left out."""
    if isinstance(entry, dict):
        if isinstance(entry.get("item"), int) and entry["item"] not in rows:
            return None
        return {
            name: rows[value] if name == "item" and isinstance(value, int) else _filled(value, rows)
            for name, value in entry.items()
        }
    if isinstance(entry, list):
        return [made for one in entry if (made := _filled(one, rows)) is not None]
    return entry


def _page(ask: Ask, name: str, kept: Kept[Made], per_page: int, **more: Any) -> Page:
    """A page of an overview."""
    entries = kept.value["entries"]
    turned = paging(ask, len(entries), per_page)
    shown = [_shortened(entry) for entry in entries[turned.rows]]
    data: dict[str, Any] = {
        "entries": _filled(shown, _rows(ask, shown)),
        "count": len(entries),
        "bound": {"most": kept.value["most"], "total": kept.value["total"]} if kept.value["bounded"] else None,
        **turned.told(len(shown)),
        "today": ask.today.isoformat(),
        **days(ask),
        "stale": kept.stale,
        "chosen": {param.name: value for param in _PARTIES if (value := ask.values[param.name])},
        "may_change": ask.user.may("team"),
        **more,
    }
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    title = ask.say(f"web.register.overview.{name}.title")
    return Page(f"register/overview_{name}.html", data, title, crumbs=crumbs)


def _shortened(entry: Entry) -> Entry:
    """Of a theme with many signals the first."""
    if "signals" not in entry:
        return entry
    more = max(0, len(entry["signals"]) - IN_THEME)
    return {**entry, "count": len(entry["signals"]), "signals": entry["signals"][:IN_THEME], "more_signals": more}


@reckoned
def due(ask: Ask) -> Page:
    """What is due in the weeks to come."""
    weeks = ask.values["weken"]
    return _page(ask, "due", _kept(ask, making.due, weeks), PER_PAGE, weeks=weeks)


@reckoned
def overdue(ask: Ask) -> Page:
    """What is too late."""
    return _page(ask, "overdue", _kept(ask, making.overdue), PER_PAGE)


@reckoned
def rhythms(ask: Ask) -> Page:
    """What recurs, those most missed first."""
    return _page(ask, "rhythms", _kept(ask, making.recurring), PER_PAGE)


@reckoned
def unanswered(ask: Ask) -> Page:
    """Questions without an answer."""
    days = ask.values["werkdagen"]
    return _page(ask, "unanswered", _kept(ask, making.questions, days), PER_PAGE, workdays=days)


@reckoned
def signals(ask: Ask) -> Page:
    """Signals by organisation and theme."""
    return _page(ask, "signals", _kept(ask, making.themes), THEMES)


@reckoned
def plan(ask: Ask) -> Page:
    """Plans on a time line."""
    return _page(ask, "plan", _kept(ask, making.plans), PLANS)


def _parts(ask: Ask) -> tuple[dict[str, Made], int, bool]:
    """The parts of the week, how many questions were replied to unclearly, and whether any part is of before."""
    monday, _ = week_of(ask.today)
    late, ahead, fresh = _kept(ask, making.overdue), _kept(ask, making.due, 2), _kept(ask, making.fresh)
    recurring, themes = _kept(ask, making.recurring), _kept(ask, making.themes)
    questions = _kept(ask, making.questions, ask.values["werkdagen"])
    only = making.only
    this, following = monday.isoformat(), plus(monday, 7).isoformat()
    parts = {
        "overdue": late.value,
        "this-week": only(ahead.value, "week", this),
        "next-week": only(ahead.value, "week", following),
        "broken": only(recurring.value, "broken", True),
        "unanswered": only(questions.value, "state", "silent", "passed-on"),
        "adrift": only(themes.value, "landed", False),
        "new": fresh.value,
    }
    unclear = len(only(questions.value, "state", "replied")["entries"])
    return parts, unclear, any(one.stale for one in (late, ahead, fresh, recurring, themes, questions))


@reckoned
def week(ask: Ask) -> Page:
    """The weekly overview."""
    made, unclear, stale = _parts(ask)
    parts = []
    for name, part in made.items():
        shown = [_shortened(entry) for entry in part["entries"][:IN_WEEK]]
        parts.append({"name": name, "count": len(part["entries"]), "bounded": part["bounded"], "entries": shown})
    rows = _rows(ask, parts)
    monday, sunday = week_of(ask.today)
    chosen = _chosen(ask)
    waiting = filters.total(replace(chosen, statuses=(PROPOSED,)), filters.counts(ask, chosen))
    data: dict[str, Any] = {
        "parts": [{**part, "entries": _filled(part["entries"], rows)} for part in parts],
        "bound": None,
        "unclear": unclear,
        "waiting": waiting,
        "monday": monday.isoformat(),
        "sunday": sunday.isoformat(),
        "number": ask.today.isocalendar().week,
        "today": ask.today.isoformat(),
        **days(ask),
        "stale": stale,
        "chosen": {param.name: value for param in _PARTIES if (value := ask.values[param.name])},
        "workdays": ask.values["werkdagen"],
    }
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    return Page("register/overview_week.html", data, ask.say("web.register.overview.week.title"), crumbs=crumbs)


_PARAMS = (*_PARTIES, DAY, PAGE)
ROUTES = (
    Route("/register/termijnen", due, name="due", summary="web.register.about.due", params=(*_PARAMS, _WEEKS)),
    Route("/register/te-laat", overdue, name="overdue", summary="web.register.about.overdue", params=_PARAMS),
    Route("/register/ritmes", rhythms, name="rhythms", summary="web.register.about.rhythms", params=_PARAMS),
    Route("/register/vragen", unanswered, name="unanswered", summary="web.register.about.unanswered",
          params=(*_PARAMS, _DAYS)),
    Route("/register/signalen", signals, name="signals", summary="web.register.about.signals", params=_PARAMS),
    Route("/register/plan", plan, name="plan", summary="web.register.about.plan", params=_PARAMS),
    Route("/register/week", week, name="week", summary="web.register.about.week", params=(*_PARAMS, _DAYS)),
)  # fmt: skip
