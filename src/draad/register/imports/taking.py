"""A corrected workbook held against an open dossier: what it would change, and where its new items would stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from draad.errors import DraadError, PlaceTakenError, UsageError
from draad.records import short_id
from draad.register.working import place_at
from draad.show.failures import told
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemView, NewItem
    from draad.records import Span
    from draad.register.imports.plan import Addition, Plan


def plan_of(dossier: Dossier, data: bytes, today: date) -> Plan:
    """What a workbook asks for. Raises InputError where it is none."""
    from draad.dossier import ItemFilter
    from draad.register.imports.xlsx import read

    def look(ids: Sequence[int]) -> Mapping[int, ItemView]:
        return {item.id: item for item in dossier.items(ItemFilter(ids=list(ids)), places=True)} if ids else {}

    def last(identifier: int) -> tuple[str, str]:
        changes = dossier.item_changes(identifier)
        return (changes[-1].who, changes[-1].at) if changes else ("draad", "")

    return read(spoken(), data, look, last, today)


def new_items(dossier: Dossier, plan: Plan) -> list[NewItem]:
    """New rows with their places looked up; one whose place is none, or is taken, becomes a problem of the plan."""
    from draad.dossier import NewItem
    from draad.office.opening import Problem

    made, say = [], spoken()
    for one in plan.additions:
        try:
            document, span = _free_place(dossier, one)
        except DraadError as error:
            plan.problems.append(Problem(one.where, *told(say, error)))
            continue
        made.append(NewItem(one.kind, document, span, **one.fields))
    return made


def _free_place(dossier: Dossier, one: Addition) -> tuple[int, Span]:
    """Where a new item is to stand. Raises NotFoundError, UsageError."""
    found = place_at(dossier, one.place)
    if found is None:
        raise UsageError(spoken()("imports.no-place"), spoken()("imports.no-place-cure"))
    standing = dossier.item_at(one.kind, *found)
    if standing is not None:
        raise PlaceTakenError(short_id(standing))
    return found
