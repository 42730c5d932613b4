"""The log of the register: who did what when, with all items together."""

from __future__ import annotations

from typing import Any

from draad.dossier import ItemFilter
from draad.dossier.worklog import WorkView
from draad.records import short_id
from draad.register.states import ACTIONS
from draad.show.plain import cut, one_line
from draad.web.ask import Ask
from draad.web.keep import WITHIN
from draad.web.pages.register.item import change
from draad.web.paging import PER_PAGE
from draad.web.respond import Page
from draad.web.routes import Param, Route

WORK = (*ACTIONS, "new", "link", "import", "import-tk", "evidence", "undo")
"""What is done with items, by the words of the log."""
_SHOWN = 120


def logbook(ask: Ask) -> Page:
    """A page of the log, newest first, and what the reader did last, which can be taken back here."""
    who, what = ask.values["wie"], ask.values["wat"]
    with ask.dossier.limit(WITHIN):
        found = ask.dossier.work_log(who=who, what=what, before=ask.values["voor"], limit=PER_PAGE + 1)
        last = ask.dossier.last_work(ask.user.name)
    shown = found[:PER_PAGE]
    words = {one.id: (one.kind, one.text) for one in _items(ask, shown)}
    data: dict[str, Any] = {
        "lines": [_line(one, words.get(one.item)) for one in shown],
        "older": shown[-1].id if len(found) > PER_PAGE else None,
        "later": ask.values["voor"] is not None,
        "chosen": {name: value for name, value in (("wie", who), ("wat", what)) if value},
        "people": ask.dossier.workers(),
        "work": list(WORK),
        "last": {"at": last[0][1].at, "what": last[0][1].what, "count": len(last)} if last else None,
    }
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    return Page("register/logbook.html", data, ask.say("web.register.logbook.title"), crumbs=crumbs)


def _items(ask: Ask, lines: list[WorkView]) -> list[Any]:
    wanted = sorted({one.item for one in lines})
    return ask.dossier.items(ItemFilter(ids=wanted), sort="score") if wanted else []


def _line(one: WorkView, words: tuple[str, str] | None) -> dict[str, Any]:
    """A line of the log, with the words of its item; none where it is no longer there."""
    kind, text = words or (None, "")
    return {
        **change(one.change),
        "item": {"id": short_id(one.item), "kind": kind, "text": cut(one_line(text[: 4 * _SHOWN]), _SHOWN)},
    }


ROUTES = (
    Route(
        "/register/logboek", logbook, name="register-log", summary="web.register.about.log", role="team",
        params=(Param("wie", length=200), Param("wat", "choice", WORK), Param("voor", "int", least=1)),
    ),
)  # fmt: skip
