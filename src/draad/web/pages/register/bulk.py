"""One decision on many items: all of them, or none where one does not allow it or somebody was first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from draad.dossier.items import ItemFilter
from draad.dossier.views import ItemView
from draad.errors import ConflictError, UsageError
from draad.records import short_id
from draad.register import states
from draad.register.fields import LONGEST_NAME, LONGEST_NOTE
from draad.register.working import edits, now
from draad.web import returning
from draad.web.ask import Ask
from draad.web.pages.register.listing import AT_ONCE
from draad.web.pages.register.rows import row
from draad.web.respond import Answer, Page, Redirect
from draad.web.routes import BadValueError, Param, Route

_CHOSEN = re.compile(r"([0-9a-f]{16}):(\d{1,9})")


@dataclass
class _Selection:
    """The items chosen, as they are now, and what stands in the way."""

    items: list[ItemView] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    taken: bool = False
    """Somebody was first with one of them."""


def decide(ask: Ask) -> Answer:
    """Takes one action on the items that were chosen."""
    action = ask.values["besluit"]
    if action is None:
        raise BadValueError("besluit")
    if not ask.values["punt"]:
        raise UsageError(ask.say("web.register.bulk.none"), ask.say("web.register.bulk.none-cure"))
    selection = _selected(ask, ask.values["punt"], action)
    if selection.refused:
        return _refused(ask, action, selection)
    who, at = ask.user.name, now()
    made = edits(selection.items, action, today=ask.today, fields=lambda item: _fields(ask, item, action))
    try:
        changed = ask.dossier.change_items(made, who=who, what=action, at=at)
    except ConflictError:  # between reading and writing
        return _refused(ask, action, _selected(ask, ask.values["punt"], action))
    flash = ("web.register.told-all." + action, {"count": ask.say.count("item", len(changed))})
    told = {"items": [row(item, ask.today) for item in changed]}
    return Redirect(returning.back(ask, ask.url("register")), flash, undo=True, data=told)


def _fields(ask: Ask, item: ItemView, action: str) -> dict[str, Any]:
    """What the form sets; labels are added to those there are."""
    fields: dict[str, Any] = {}
    if action == "assign":
        fields["owner"] = ask.values["eigenaar"]
        if ask.values["termijn"]:
            fields["due"] = ask.values["termijn"]
    if ask.values["labels"] and action != "note":
        fields["tags"] = [*item.tags, *re.split(r"[;,]", ask.values["labels"])]
    if ask.values["notitie"] and action != "tag":
        fields["note"] = ask.values["notitie"]
    return fields


def _selected(ask: Ask, given: Sequence[str], action: str) -> _Selection:
    """The items meant, each at the version at which it was read. Raises BadValueError, NotFoundError."""
    versions: dict[int, int] = {}
    for one in given:
        match = _CHOSEN.fullmatch(one)
        if match is None:
            raise BadValueError(f"punt: {one[:60]!r}")
        versions[int(match[1], 16)] = int(match[2])
    numbers = [number for number in versions if number < 1 << 63]
    found = {item.id: item for item in ask.dossier.items(ItemFilter(ids=numbers), sort="score")}
    selection = _Selection()
    for number, version in versions.items():
        item = found.get(number) or ask.dossier.item(short_id(number))
        if item.version != version:
            selection.taken = True
            selection.refused.append(_first(ask, item))
        elif action not in states.allowed(item.status):
            selection.refused.append({"item": row(item, ask.today), "why": "state", "who": None, "at": None})
        else:
            selection.items.append(item)
    return selection


def _first(ask: Ask, item: ItemView) -> dict[str, Any]:
    """Who was first."""
    last = ask.dossier.item_changes(item.id)[-1:]
    return {
        "item": row(item, ask.today),
        "why": "taken",
        "who": last[0].who if last else None,
        "at": last[0].at if last else None,
    }


def _refused(ask: Ask, action: str, selection: _Selection) -> Page:
    """Nothing was changed: what stands in the way, and the same decision for the rest."""
    code = "conflict" if selection.taken else "usage"
    message = ask.say("web.register.bulk.refused", count=ask.say.count("item", len(selection.refused)))
    data: dict[str, Any] = {
        "error": {"code": code, "message": message, "cure": ask.say("web.register.bulk.refused-cure")},
        "refused": selection.refused,
        "rest": [f"{short_id(item.id)}:{item.version}" for item in selection.items],
        "action": action,
        "typed": {name: ask.values[name] or "" for name in ("eigenaar", "termijn", "labels", "notitie")},
        "back": returning.back(ask, ask.url("register")),
    }
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    status = 409 if selection.taken else 400
    return Page("register/refused.html", data, ask.say("web.register.bulk.title"), status=status, crumbs=crumbs)


ROUTES = (
    Route(
        "/register/besluit", decide, name="register-decide", summary="web.register.about.bulk",
        method="POST", role="team", scope="write",
        params=(
            Param("punt", "list"), Param("besluit", "choice", AT_ONCE), Param("eigenaar", length=LONGEST_NAME * 10),
            Param("termijn", length=LONGEST_NAME), Param("labels", length=LONGEST_NAME * 10),
            Param("notitie", length=LONGEST_NOTE), returning.BACK,
        ),
    ),
)  # fmt: skip
