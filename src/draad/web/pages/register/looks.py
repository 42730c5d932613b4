"""What overviews look at: as much of the register as can be looked at for a page, the newest first, as of a day.

A register of half a million items is not looked at whole for a page. Each overview takes so many of the newest items
that matter to it, and says so; with an owner, an organisation or a label chosen there are seldom more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from draad.dossier import Dossier, ItemFilter
from draad.dossier.items import ItemSort
from draad.dossier.listing import DocumentFilter
from draad.dossier.views import DocumentView, ItemView, LinkView, ThreadView
from draad.knowledge import load
from draad.register.replies import day_of
from draad.register.rhythms import Occurrence, Told, find_occurrences, said_so_far
from draad.register.states import LIVE
from draad.show.moments import local

TERMS = 2_000
"""Items with a term that are looked at for one overview."""
RHYTHMS = 500
MEETINGS = 5_000
"""Appointments and reports in which a rhythm may be seen."""
TALKS = 500
"""Questions or signals of which the conversation is read."""
_LIVE = tuple(sorted(LIVE))
_ACTS = ("action", "commitment", "decision")
PLANNED = ("action", "commitment", "question", "appointment", "decision")


class Picked(NamedTuple):
    """Items looked at, and of how many they are the newest."""

    items: list[ItemView]
    total: int

    @property
    def bounded(self) -> bool:
        """Whether there are more than were looked at."""
        return self.total > len(self.items)


@dataclass
class Look:
    """The register as of a day: what was said or sent later is not seen. Each part is read when it is first wanted."""

    dossier: Dossier
    today: date
    chosen: ItemFilter

    def pick(self, most: int, sort: ItemSort = "newest", **more: Any) -> Picked:
        """The first ``most`` items in this order that the filters choose; one of an unknown day counts."""
        where = replace(self.chosen, **more)
        total = sum(self.dossier.count_items(where).values())
        today = self.today.isoformat()
        if total <= most:
            known = [item for item in self.dossier.items(where, sort=sort) if item.said is None or item.said <= today]
            return Picked(known, len(known))
        # Whether there are more than are looked at is told of all days: those after today are few.
        return Picked(self.dossier.items(replace(where, until=today), limit=most, sort=sort), total)

    @cached_property
    def overdue(self) -> Picked:
        """What somebody owes and has a term that may be over."""
        until = date.fromordinal(self.today.toordinal() - 1).isoformat()
        return self.pick(TERMS, kinds=tuple(load("register")["owed"]), statuses=_LIVE, due_until=until)

    def coming(self, days: int) -> Picked:
        """What has a term that lies within so many days; the nearest of them where they are many."""
        last = date.fromordinal(self.today.toordinal() + days).isoformat()
        return self.pick(TERMS, "due", statuses=_LIVE, due_since=self.today.isoformat(), due_until=last)

    @cached_property
    def recurring(self) -> Picked:
        """What recurs."""
        return self.pick(RHYTHMS, statuses=_LIVE, every=True)

    @cached_property
    def questions(self) -> Picked:
        """Questions that are not done with."""
        return self.pick(TALKS, kinds=("question",), statuses=_LIVE)

    @cached_property
    def signals(self) -> Picked:
        """Signals that were not rejected."""
        return self.pick(TALKS, kinds=("signal",), statuses=("proposed", "open", "fulfilled", "dropped", "superseded"))

    @cached_property
    def planned(self) -> Picked:
        """What stands in a plan, live or done: items with a term."""
        return self.pick(TERMS, kinds=PLANNED, statuses=(*_LIVE, "fulfilled"), due_since="0001-01-01")

    def acts(self, signals: Sequence[ItemView]) -> list[ItemView]:
        """What may have followed signals: actions, commitments and decisions of their conversations and documents."""
        threads = sorted({item.thread for item in signals if item.thread is not None})
        documents = sorted({item.document for item in signals if item.message is None})
        found: dict[int, ItemView] = {}
        for where in (
            ItemFilter(kinds=_ACTS, threads=threads) if threads else None,
            ItemFilter(kinds=_ACTS, documents=documents) if documents else None,
        ):
            if where is not None:
                found |= {item.id: item for item in self.dossier.items(where, limit=TERMS * 2, sort="score")}
        today = self.today.isoformat()
        return [item for item in found.values() if item.said is None or item.said <= today]

    def links(self, items: Iterable[ItemView]) -> list[LinkView]:
        """The links of items."""
        return self.dossier.item_links([item.id for item in items])

    def threads(self, items: Iterable[ItemView]) -> list[ThreadView]:
        """The conversations of items with their messages, as of the day."""
        wanted = sorted({item.thread for item in items if item.thread is not None})
        return [self._so_far(self.dossier.thread(number, whole=False)) for number in wanted]

    def _so_far(self, thread: ThreadView) -> ThreadView:
        known = tuple(message for message in thread.messages if (day_of(message) or self.today) <= self.today)
        return replace(thread, messages=known)

    def occurrences(self, recurring: Collection[ItemView]) -> Mapping[int, Sequence[Occurrence]]:
        """When what recurs was seen: by links, in appointments and in reports."""
        links = self.links(recurring)
        sources = sorted({link.source for link in links if link.source is not None})
        known = {item.id: item for item in recurring}
        known |= {
            item.id: item for item in replace(self, chosen=ItemFilter()).pick(MEETINGS, kinds=("appointment",)).items
        }
        if sources:
            known |= {item.id: item for item in self.dossier.items(ItemFilter(ids=sources), sort="score")}
        sent = self.dossier.messages(sorted({link.message for link in links if link.message is not None}), whole=False)
        days = {number: local(m.sent_at).date() for number, m in sent.items() if m.sent_at is not None}
        return find_occurrences(known.values(), links, self._reports(), days)

    def _reports(self) -> list[DocumentView]:
        return self.dossier.documents(DocumentFilter(kinds=("report",)), sort="added", limit=MEETINGS)

    def told(self, recurring: Iterable[ItemView]) -> Mapping[int, Sequence[Told]]:
        """What the text beside a promise says of how it was kept."""
        said = [(item, item.message) for item in recurring if item.message is not None]
        messages = self.dossier.messages([message for _, message in said])
        return {item.id: said_so_far(item, messages[message]) for item, message in said if message in messages}
