"""The weekly overview for a team's meeting pack: everything that asks for attention, in one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from draad.dossier.views import ItemView, LinkView, ThreadView
from draad.extract.when.calendar import plus
from draad.register.answers import Asked, unanswered
from draad.register.follow import PROPOSED, Followed, Week, overdue, upcoming, week_of
from draad.register.rhythms import Occurrence, Rhythm, Told, find_occurrences, rhythms
from draad.register.signals import Theme, signals


class Weekly(NamedTuple):
    """One week. Each part is in its own order: what is longest overdue, most missed, first asked comes first."""

    monday: date
    sunday: date
    new: tuple[ItemView, ...]
    """Proposals that were said in this week or the one before, up to today: what a meeting has not seen yet."""
    overdue: tuple[Followed, ...]
    this_week: tuple[Followed, ...]
    """From today on."""
    next_week: tuple[Followed, ...]
    broken: tuple[Rhythm, ...]
    unanswered: tuple[Asked, ...]
    adrift: tuple[Theme, ...]
    """Themes of signals after which nothing is found."""


def _due_in(weeks: Iterable[Week], monday: date) -> tuple[Followed, ...]:
    return next((week.items for week in weeks if week.monday == monday), ())


def weekly(
    items: Iterable[ItemView],
    links: Iterable[LinkView],
    today: date,
    *,
    threads: Iterable[ThreadView] = (),
    occurrences: Mapping[int, Sequence[Occurrence]] | None = None,
    told: Mapping[int, Sequence[Told]] | None = None,
    workdays: int = 5,
) -> Weekly:
    """The overview of the week in which ``today`` lies.

    ``threads`` are the conversations of questions and signals, with their messages. ``occurrences`` are found among the
    items and links where none are given (reports come in by ``rhythms.find_occurrences``).
    """
    known, tied, talks = list(items), list(links), list(threads)
    monday, sunday = week_of(today)
    since = plus(monday, -7).isoformat()
    new = [i for i in known if i.status == PROPOSED and i.said is not None and since <= i.said <= today.isoformat()]
    weeks = upcoming(known, today, weeks=2)
    seen = find_occurrences(known, tied) if occurrences is None else occurrences
    return Weekly(
        monday,
        sunday,
        tuple(sorted(new, key=lambda i: (i.said or "", i.document, i.span, i.id))),
        tuple(overdue(known, today)),
        _due_in(weeks, monday),
        _due_in(weeks, plus(monday, 7)),
        tuple(rhythm for rhythm in rhythms(known, seen, today, told) if rhythm.broken),
        tuple(unanswered(known, talks, today, workdays, tied)),
        tuple(theme for theme in signals(known, tied, talks) if not theme.landed),
    )
