"""What an import would do, and what stands in its way: nothing is written before both are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from draad.dossier.views import ItemView
from draad.errors import UsageError
from draad.office.opening import Problem
from draad.register import states

_TO: Final = {
    "fulfilled": "fulfil",
    "dropped": "drop",
    "superseded": "supersede",
    "rejected": "reject",
}


class Edit(NamedTuple):
    """What changes in one item."""

    item: ItemView
    changes: Mapping[str, Any]
    where: str


class Addition(NamedTuple):
    """An item that is new; its place still as it is written."""

    kind: str
    place: str
    """``document:line``."""
    fields: Mapping[str, Any]
    where: str


@dataclass
class Plan:
    """Everything that a file asks for."""

    edits: list[Edit] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    """What is skipped without harm, and said."""
    rows: int = 0
    """Rows looked at."""


def changes_to(item: ItemView, status: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The changes that bring an item to ``status`` with ``fields``, by the steps that a person would take.

    ``fields`` are as the store keeps them. Raises UsageError where no step leads there.
    """
    made: dict[str, Any] = {}
    now = item
    reopened = now.status not in states.LIVE and status != now.status
    if reopened:
        made |= states.change(now, "reopen")
        now = _after(now, made)
    made |= _edited(now, fields)
    now = _after(item, made)
    if status != now.status:
        made |= states.change(now, _action(now.status, status))
    return {name: value for name, value in made.items() if getattr(item, name) != value}


def _edited(item: ItemView, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an item that is live; of one that is done with, remarks alone."""
    if not fields:
        return {}
    if item.status in states.LIVE:
        return states.change(item, "edit", **fields)
    made: dict[str, Any] = {}
    remarks = {"note": "note", "tags": "tag"}
    for name, value in fields.items():
        made |= states.change(item, remarks.get(name, "edit"), **{name: value})
    return made


def _after(item: ItemView, changes: Mapping[str, Any]) -> ItemView:
    from dataclasses import replace

    return replace(item, **changes)


def _action(old: str, new: str) -> str:
    if new == "open":
        return "accept" if old == "proposed" else "reopen"
    if new not in _TO:
        from draad.texts import spoken

        raise UsageError(spoken()("imports.not-proposed"))
    return _TO[new]
