"""What comes back by itself: ``draad register week``, ``due``, ``overdue``, ``rhythms``, ``unanswered`` and the like.

Each is worked out as of a day that is given: what was said or sent later did not exist yet. What an overview looks at
is the whole dossier; the filters choose of which items it tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from draad.commands.base import command
from draad.commands.listing import Column, form_of, form_options, tell, write
from draad.commands.overview import terminal_columns
from draad.commands.place import dossier_option, opened_with_items, split_words
from draad.commands.register.listing import item_columns
from draad.commands.register.options import FILTERS, filter_options, item_filter, today_option
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemView, LinkView, ThreadView
    from draad.register.rhythms import Occurrence, Told
    from draad.show.overviews import Lines

F = TypeVar("F", bound=Callable[..., Any])
WORKDAYS = 5


@dataclass
class Look:
    """What overviews are made of, each read when it is first wanted."""

    dossier: Dossier
    today: date
    given: Mapping[str, Any]

    @property
    def limit(self) -> int | None:
        """How many are told of at most."""
        return self.given["limit"]  # type: ignore[no-any-return]

    @cached_property
    def _all(self) -> list[ItemView]:
        return self.dossier.items()

    @cached_property
    def items(self) -> list[ItemView]:
        """All items of the dossier, as of the day; one that was said nobody knows when counts."""
        today = self.today.isoformat()
        return [item for item in self._all if item.said is None or item.said <= today]

    @property
    def later(self) -> int:
        """How many items were said after the day."""
        return len(self._all) - len(self.items)

    @cached_property
    def chosen(self) -> list[ItemView]:
        """Those that the filters choose."""
        if not any(self.given.get(name) for name in FILTERS):
            return self.items
        found = {item.id for item in self.dossier.items(item_filter(self.dossier, self.today, dict(self.given)))}
        return [item for item in self.items if item.id in found]

    @cached_property
    def ids(self) -> frozenset[int]:
        """The identifiers of the chosen items."""
        return frozenset(item.id for item in self.chosen)

    @cached_property
    def links(self) -> list[LinkView]:
        """All links."""
        return self.dossier.item_links()

    def threads(self, kinds: Iterable[str]) -> list[ThreadView]:
        """The conversations in which items of these kinds stand, with their messages, as of the day."""
        wanted = frozenset(kinds)
        ids = {item.thread for item in self.chosen if item.kind in wanted and item.thread is not None}
        return [self._so_far(self.dossier.thread(number)) for number in sorted(ids)]

    def _so_far(self, thread: ThreadView) -> ThreadView:
        from draad.register.replies import day_of

        known = tuple(m for m in thread.messages if (day_of(m) or self.today) <= self.today)
        return thread if len(known) == len(thread.messages) else replace(thread, messages=known)

    @cached_property
    def occurrences(self) -> Mapping[int, Sequence[Occurrence]]:
        """When what recurs was seen."""
        from draad.register.rhythms import find_occurrences
        from draad.show.moments import local

        wanted = sorted({link.message for link in self.links if link.message is not None})
        sent = self.dossier.messages(wanted)
        days = {number: local(m.sent_at).date() for number, m in sent.items() if m.sent_at is not None}
        return find_occurrences(self.items, self.links, self.dossier.documents(), days)

    @cached_property
    def told(self) -> Mapping[int, Sequence[Told]]:
        """What the text beside a promise says of how it was kept."""
        from draad.register.rhythms import said_so_far

        recurring = [item for item in self.chosen if item.every and item.message is not None]
        messages = self.dossier.messages([item.message for item in recurring if item.message is not None])
        return {item.id: said_so_far(item, messages[item.message]) for item in recurring if item.message in messages}


def _overview(
    name: str, *extra: str, whole: bool = False
) -> Callable[[Callable[..., tuple[list[Any], Lines]]], click.Command]:
    """Declare an overview: its function gives rows for programs and lines for a person.

    ``extra`` are the columns that CSV has beside those of an item; without any, the rows are no items, and there is no
    CSV of them. What is ``whole`` has no ``--limit``.
    """

    def declare(function: Callable[..., tuple[list[Any], Lines]]) -> click.Command:
        with_days = "days" in function.__annotations__

        def run(words: tuple[str, ...], place: Path | None, today: date, **given: Any) -> None:
            form = form_of(**given)
            place, _ = split_words(words, place, 0)
            more = {"days": given["days"]} if with_days else {}
            with opened_with_items(place) as dossier:
                look = Look(dossier, today, given)
                rows, lines = function(look, **more)
                told = list(lines(spoken(), terminal_columns())) if form == "table" else []
            if form != "table":
                write(form, [*item_columns(()), *(Column(key) for key in extra)], rows)
                return
            for line in told:
                click.echo(line)
            from draad.register import words as said

            say = spoken()
            tell(say("register.as-of", day=said.day(say, today)))
            if look.later:
                tell(say("register.later", count=say.count("item", look.later)))

        run.__doc__ = function.__doc__
        plain: Callable[..., Any] = form_options(listing=bool(extra))(today_option(filter_options(run)))
        if not whole:
            plain = click.option("--limit", type=click.IntRange(1), metavar="N")(plain)
        if with_days:
            plain = click.option("--days", type=click.IntRange(0, 1000), metavar="N", default=WORKDAYS)(plain)
        return command(name, "register")(click.argument("words", nargs=-1, metavar="[DOSSIER]")(dossier_option(plain)))

    return declare


@_overview("due", "reason", "days", "day")
def due(look: Look, days: int) -> tuple[list[Any], Lines]:
    """What is due within so many working days."""
    from draad.register.follow import due_soon
    from draad.show import overviews as shown

    found = due_soon(look.chosen, look.today, days)[: look.limit]
    return [shown.followed_row(one) for one in found], lambda say, room: shown.by_week(say, found, room)


@_overview("overdue", "reason", "days", "day")
def overdue(look: Look) -> tuple[list[Any], Lines]:
    """What is too late."""
    from draad.register import follow
    from draad.show import overviews as shown

    found = follow.overdue(look.chosen, look.today)[: look.limit]
    return [shown.followed_row(one) for one in found], lambda say, room: shown.by_week(say, found, room)


@_overview("rhythms", "start", "last_seen", "missed", "next")
def rhythms(look: Look) -> tuple[list[Any], Lines]:
    """What recurs, and whether it did."""
    from draad.register.rhythms import rhythms as follow
    from draad.show import overviews as shown

    found = follow(look.chosen, look.occurrences, look.today, look.told)[: look.limit]
    return [shown.rhythm_row(one) for one in found], lambda say, room: shown.rhythms(say, found, room)


@_overview("unanswered", "state", "days")
def unanswered(look: Look, days: int) -> tuple[list[Any], Lines]:
    """Questions that nobody answered."""
    from draad.register.answers import unanswered as follow
    from draad.show import overviews as shown

    found = follow(look.chosen, look.threads(["question"]), look.today, days, look.links)[: look.limit]
    return [shown.asked_row(one) for one in found], lambda say, room: shown.asked(say, found, room)


@_overview("signals")
def signals(look: Look) -> tuple[list[Any], Lines]:
    """What was reported, and whether anything followed."""
    from draad.register.signals import signals as follow
    from draad.show import overviews as shown

    themes = follow(look.items, look.links, look.threads(["signal"]))
    kept = [theme._replace(signals=tuple(s for s in theme.signals if s.item.id in look.ids)) for theme in themes]
    found = [theme for theme in kept if theme.signals][: look.limit]
    return [shown.theme_row(one) for one in found], lambda say, room: shown.signals(say, found, room)


@_overview("plan")
def plan(look: Look) -> tuple[list[Any], Lines]:
    """A plan in phases, on a time line."""
    from draad.register.plan import plan as follow
    from draad.show import overviews as shown

    found = follow(look.chosen, look.today)[: look.limit]
    return [shown.window_row(one) for one in found], lambda say, room: shown.plan(say, found, look.today, room)


@_overview("week", whole=True)
def week(look: Look, days: int) -> tuple[list[Any], Lines]:
    """The weekly overview."""
    from draad.register.overview import weekly
    from draad.show import overviews as shown

    found = weekly(
        look.chosen,
        look.links,
        look.today,
        threads=look.threads(["question", "signal"]),
        occurrences=look.occurrences,
        told=look.told,
        workdays=days,
    )
    return [shown.week_row(found)], lambda say, room: shown.week(say, found, room)
