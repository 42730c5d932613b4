"""The log of the review: who decided what when, newest first."""

from __future__ import annotations

from typing import Any

from draad.web.ask import Ask
from draad.web.pages.redact import forms
from draad.web.pages.redact.rows import change, row
from draad.web.paging import PER_PAGE
from draad.web.respond import Page
from draad.web.routes import Param, Route


def logbook(ask: Ask) -> Page:
    """A page of the log; each line with its place as that is now."""
    found = ask.dossier.redaction_log(who=ask.values["wie"], before=ask.values["voor"], limit=PER_PAGE + 1)
    shown = found[:PER_PAGE]
    places = ask.dossier.redactions_by_id({one.redaction for one in shown})
    data: dict[str, Any] = {
        "lines": [
            {**change(one), "one": row(ask.say, places[one.redaction]) if one.redaction in places else None}
            for one in shown
        ],
        "older": shown[-1].id if len(found) > PER_PAGE else None,
        "later": ask.values["voor"] is not None,
        "who": ask.values["wie"],
    }
    return Page("redact/logbook.html", data, ask.say("web.redact.log.title"), crumbs=forms.crumbs(ask))


ROUTES = (
    Route(
        "/lakken/logboek", logbook, name="redact-log", summary="web.redact.about.log", role="officer",
        params=(Param("wie", length=200), Param("voor", "int", least=1)),
    ),
)  # fmt: skip
