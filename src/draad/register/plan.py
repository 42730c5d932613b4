"""A phased plan on a time line: windows in which something is to be done, which are late, now, and to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

from draad.dossier.views import ItemView
from draad.register.follow import is_owed, overdue
from draad.register.states import LIVE
from draad.register.terms import bounds

State = Literal["late", "past", "now", "coming"]
_PLANNED: Final = frozenset(("action", "commitment", "question", "appointment", "decision"))
_SHOWN: Final = LIVE | {"fulfilled"}


class Window(NamedTuple):
    """What one text puts in one stretch of time."""

    due: str
    """EDTF."""
    first: date | None
    """None where it may begin at once (``../2020-06-01``)."""
    last: date | None
    """None where it has no end (``2020-06-08/..``)."""
    heading: str | None
    """The words of time that most of its items have in common, as they stand in the text: *Periode tot 1 juni*."""
    document: int
    document_name: str
    state: State
    """``late``: over, with something owed still undone; ``past``: over, with nothing owed; ``now``; ``coming``."""
    items: tuple[ItemView, ...]
    """In order of place."""
    late: tuple[ItemView, ...]
    """Those of its items that are overdue."""

    @property
    def done(self) -> int:
        """How many of its items are fulfilled."""
        return sum(item.status == "fulfilled" for item in self.items)


def _heading(items: Iterable[ItemView]) -> str | None:
    told = Counter(str(due["text"]) for item in items if (due := item.data.get("due")) and due.get("text"))
    return min(told, key=lambda text: (-told[text], text)) if told else None


def _state(first: date | None, last: date | None, today: date, late: bool, owing: bool) -> State:
    if last is not None and last < today:
        return "late" if late else "now" if owing else "past"  # owed and not late: a term that the Atw lengthens
    return "coming" if first is not None and first > today else "now"


def plan(items: Iterable[ItemView], today: date) -> list[Window]:
    """The windows in order of time: by first day where one is known, else by last; then by document.

    A window holds the items of one document that have the same term: actions, commitments, questions, appointments and
    decisions, live or fulfilled. What recurs has no window (see ``rhythms``); what has no term stands in none.
    """
    groups: dict[tuple[int, str], list[ItemView]] = {}
    for item in items:
        if item.kind in _PLANNED and item.status in _SHOWN and item.due and not item.every:
            groups.setdefault((item.document, item.due), []).append(item)
    found = []
    for (document, due), held in groups.items():
        known = bounds(due)
        if known is None:
            continue
        held.sort(key=lambda item: (item.span, item.id))
        owing = any(is_owed(item) for item in held)
        late = tuple(followed.item for followed in overdue(held, today))
        state = _state(*known, today, bool(late), owing)
        found.append(Window(due, *known, _heading(held), document, held[0].document_name, state, tuple(held), late))
    return sorted(found, key=lambda w: (w.first or w.last or date.max, w.last or date.max, w.document, w.due))
