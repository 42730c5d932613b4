"""The day from which a page reckons: today, or another, for a dossier that ended years ago is late in all it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import wraps
from typing import Any

from draad.dossier import Dossier
from draad.show.moments import iso_day
from draad.web.ask import Ask
from draad.web.respond import Page
from draad.web.routes import BadValueError, Param

DAY = Param("vandaag", "date")
"""The day that is taken for today."""
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_ENDED = timedelta(weeks=4)
"""A dossier in which nothing was sent for so long is taken to have ended."""


def reckoned(handler: Callable[[Ask], Page]) -> Callable[[Ask], Page]:
    """A page that takes the day of its address for today. Raises BadValueError for a day too far off to reckon with."""

    @wraps(handler)
    def page(ask: Ask) -> Page:
        chosen = ask.values[DAY.name]
        if not chosen:
            return handler(ask)
        today = date.fromisoformat(chosen)
        if not _FIRST <= today <= _LAST:
            raise BadValueError(f"{DAY.name}: {_FIRST} … {_LAST}")
        return handler(replace(ask, today=today))

    return page


def days(ask: Ask) -> dict[str, Any]:
    """For a page's data: ``reckoned``, the day that was chosen, and ``ended``, the last day of a dossier that ended."""
    return {"reckoned": ask.values[DAY.name], "ended": ended(ask.dossier, ask.room.today())}


def ended(dossier: Dossier, today: date) -> str | None:
    """The day of the last message, where that lies well before today."""
    last = iso_day(dossier.last_moment())
    return last if last and date.fromisoformat(last) + _ENDED < today else None
