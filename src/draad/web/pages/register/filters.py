"""Which items a list of the register shows: from the address to a filter, and back to words and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from draad.dossier import Dossier, ItemFilter
from draad.dossier.items import ItemSort
from draad.extract.records import KINDS
from draad.register import words
from draad.register.states import STATES
from draad.web.ask import Ask
from draad.web.keep import WITHIN
from draad.web.routes import PAGE, Param

if TYPE_CHECKING:
    from draad.web.room import Room

SORTS: tuple[ItemSort, ...] = ("document", "due", "newest", "said", "score")
PARTIES: Mapping[str, str] = {"eigenaar": "owners", "organisatie": "organisations", "label": "tags"}
"""What narrows an overview or a calendar."""
PAGES = 200
"""Pages of one list: further on somebody looks for something, which a filter finds sooner."""
COUNTED = 20_000
"""Items that are counted anew for each page."""
_LONGEST = 200

FILTERS = (
    Param("soort", "list", KINDS),
    Param("stand", "list", STATES),
    Param("eigenaar", "list", length=_LONGEST),
    Param("organisatie", "list", length=_LONGEST),
    Param("van", "date"),
    Param("tot", "date"),
    Param("termijn_van", "date"),
    Param("termijn_tot", "date"),
    Param("woorden", length=_LONGEST),
    Param("label", "list", length=_LONGEST),
    Param("gesprek", length=16),
    Param("document", length=_LONGEST),
)
"""What chooses items, by the names of the address; the same on the list, its exports and the overviews."""
LISTED = (*FILTERS, Param("volgorde", "choice", SORTS, default="document"), PAGE)

_FIELDS: Mapping[str, str] = {
    "soort": "kinds",
    "stand": "statuses",
    "eigenaar": "owners",
    "organisatie": "organisations",
    "van": "since",
    "tot": "until",
    "termijn_van": "due_since",
    "termijn_tot": "due_until",
    "woorden": "text",
    "label": "tags",
}
"""Names of the address and those of ``ItemFilter``."""


def named(given: Iterable[str]) -> tuple[str, ...]:
    """Names as they were typed: one a value, or more with commas between them."""
    return tuple(dict.fromkeys(name.strip() for text in given for name in re.split("[;,]", text) if name.strip()))


def where(ask: Ask) -> ItemFilter:
    """The filter that an address asks for. Raises NotFoundError for a conversation or document that is not there."""
    given = {field: ask.values[name] for name, field in _FIELDS.items() if ask.values[name]}
    wanted: dict[str, Any] = {
        field: named(value) if isinstance(value, list) else value for field, value in given.items()
    }
    if ref := ask.values["gesprek"]:
        wanted["threads"] = (ask.dossier.resolve(ref, "thread"),)
    if ref := ask.values["document"]:
        wanted["documents"] = (ask.dossier.resolve(ref, "document"),)
    return ItemFilter(**wanted)


def of_parties(ask: Ask) -> ItemFilter:
    """The filter of an overview or a calendar: whose items, or of which label."""
    wanted: dict[str, Any] = {field: named(ask.values[name]) for name, field in PARTIES.items() if ask.values[name]}
    return ItemFilter(**wanted)


def told(ask: Ask) -> str:
    """The filter in words, for the head of an export; empty for everything."""
    return words.chosen(ask.say, {field: ask.values[name] for name, field in _FIELDS.items()})


def chosen(ask: Ask) -> dict[str, Any]:
    """What was asked, by the names of the address, without what was not."""
    return {param.name: value for param in FILTERS if (value := ask.values[param.name])}


def chips(ask: Ask) -> list[dict[str, Any]]:
    """Each thing chosen, with the address at which it is not; kinds and states stand among the facets."""
    found = []
    for name, value in chosen(ask).items():
        for one in value if isinstance(value, list) else [value]:
            if name not in ("soort", "stand"):
                rest = [other for other in value if other != one] if isinstance(value, list) else None
                found.append({"filter": name, "value": one, "off": ask.again(**{name: rest or None, PAGE.name: None})})
    return found


def counts(ask: Ask, wanted: ItemFilter) -> dict[tuple[str, str], int]:
    """How many items there are by kind and status, with all other filters.

    Counting half a million takes longer than a page may, so it is kept: there one item more or less waits a moment. In
    a register of a usual size what somebody just did is counted at once.
    """
    bare = replace(wanted, kinds=(), statuses=())
    whole = ask.room.keep.get(_whole, partial(_counted, where=ItemFilter()), ask.dossier)
    if sum(whole.value.values()) <= COUNTED:
        return ask.dossier.count_items(bare)
    made = partial(_counted, where=bare)
    return ask.room.keep.get(("register", "counts", bare), made, ask.dossier, within=WITHIN).value


_whole = ("register", "counts", ItemFilter())


def warm(room: Room) -> None:
    """Counts the items before the first reader asks."""
    room.keep.warm(_whole, partial(_counted, where=ItemFilter()))


def _counted(dossier: Dossier, where: ItemFilter) -> dict[tuple[str, str], int]:
    return dossier.count_items(where)


def facets(ask: Ask, wanted: ItemFilter, held: Mapping[tuple[str, str], int]) -> dict[str, list[dict[str, Any]]]:
    """Kinds and states with the items each would give beside what else is chosen."""
    kinds, statuses = set(wanted.kinds or KINDS), set(wanted.statuses or STATES)
    by_kind = {kind: sum(n for (k, s), n in held.items() if k == kind and s in statuses) for kind in KINDS}
    by_status = {status: sum(n for (k, s), n in held.items() if s == status and k in kinds) for status in STATES}
    return {
        "soort": [_option(ask, "soort", kind, number) for kind, number in by_kind.items()],
        "stand": [_option(ask, "stand", status, number) for status, number in by_status.items()],
    }


def total(wanted: ItemFilter, held: Mapping[tuple[str, str], int]) -> int:
    """How many items a filter lets through, given the counts without kind and status."""
    kinds, statuses = set(wanted.kinds or KINDS), set(wanted.statuses or STATES)
    return sum(number for (kind, status), number in held.items() if kind in kinds and status in statuses)


def _option(ask: Ask, name: str, value: str, number: int) -> dict[str, Any]:
    now: list[str] = ask.values[name]
    changed = [one for one in now if one != value] if value in now else [*now, value]
    href = ask.again(**{name: changed or None, PAGE.name: None})
    return {"value": value, "count": number, "current": value in now, "href": href}
