"""Deciding on one item: accept, reject, edit and the rest, from its page or its row; and taking back what was done.

A form carries the version at which its item was read. Where somebody was first, nothing is written and both are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from draad.dossier.views import ItemView
from draad.errors import ConflictError, NotFoundError, UsageError
from draad.records import short_id
from draad.register import states
from draad.register.states import Action
from draad.register.working import now, place_at, take_back
from draad.show.plain import cut, one_line
from draad.web import returning
from draad.web.ask import Ask
from draad.web.failures import in_form
from draad.web.pages.register import forms
from draad.web.pages.register.rows import row
from draad.web.respond import Answer, Page, Redirect
from draad.web.routes import BadValueError, Param, Route

ACTIONS: Mapping[str, Action] = {
    "aannemen": "accept",
    "afwijzen": "reject",
    "wijzigen": "edit",
    "nagekomen": "fulfil",
    "vervallen": "drop",
    "vervangen": "supersede",
    "heropenen": "reopen",
    "notitie": "note",
    "labels": "tag",
}
"""Words of the address."""
_FLASHED = 80
"""Characters of an item's words in what is told after work: it travels in a cookie."""


def act(ask: Ask) -> Answer:
    """One action on one item."""
    action = ACTIONS.get(ask.path["action"])
    if action is None:
        raise NotFoundError(ask.path["action"])
    item = ask.dossier.item(ask.path["id"])
    version = ask.values["versie"]
    if version is None:
        raise BadValueError("versie")
    if version != item.version:
        return conflict(ask, item, action)
    try:
        changed = _written(ask, item, action)
    except ConflictError:
        return conflict(ask, ask.dossier.item(item.id), action)
    except UsageError as error:
        if action != "edit":
            raise
        return edit_page(ask, item, error)
    return _done(ask, changed, action)


def _written(ask: Ask, item: ItemView, action: Action) -> ItemView:
    changes = states.change(item, action, today=ask.today, **forms.given(ask))
    who, at, by = ask.user.name, now(), ask.values["door"]
    if not by or action != "fulfil":
        return ask.dossier.change_item(item.id, item.version, changes, who=who, what=action, at=at)
    passage = place_at(ask.dossier, by)
    source = None if passage else ask.dossier.item(by).id
    with ask.dossier.together():
        ask.dossier.change_item(item.id, item.version, changes, who=who, what=action, at=at)
        if passage:
            ask.dossier.link_passage("fulfils", *passage, item.id, who=who, at=at)
        elif source is not None and source != item.id:
            ask.dossier.link_items("fulfils", source, item.id, who=who, at=at)
    return ask.dossier.item(item.id)


def _done(ask: Ask, item: ItemView, action: Action) -> Answer:
    told = row(item, ask.today)
    if ask.wants == "part":
        data = {"item": told, "done": action, "may_change": True, "back": returning.back(ask, ask.url("register"))}
        return Page("register/_row.html", data, "", part="register/_row.html")
    flash = ("web.register.told." + action, {"text": cut(one_line(item.text[: 4 * _FLASHED]), _FLASHED)})
    return Redirect(returning.back(ask, ask.url("item", id=told["id"])), flash, undo=True, data={"item": told})


def edit(ask: Ask) -> Page:
    """The form of an item: in its row, or on a page of its own."""
    return edit_page(ask, ask.dossier.item(ask.path["id"]))


def edit_page(ask: Ask, item: ItemView, error: UsageError | None = None) -> Page:
    """The form, with what was typed where that can't be taken in."""
    data: dict[str, Any] = {
        "item": row(item, ask.today),
        "form": forms.typed(ask, item) if error else forms.filled(ask.say, item),
        "back": returning.back(ask, ask.url("item", id=short_id(item.id))),
        "error": None,
    }
    if error:
        data["error"] = in_form(ask.say, error)
    title = ask.say("web.register.edit.title")
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    status = 400 if error else 200
    return Page("register/edit.html", data, title, part="register/_row_edit.html", status=status, crumbs=crumbs)


def conflict(ask: Ask, item: ItemView, action: Action) -> Page:
    """Somebody was first: who, what it is now, and what was typed, to decide anew."""
    last = ask.dossier.item_changes(item.id)[-1:]
    mine, theirs = forms.typed(ask, item), forms.filled(ask.say, item)
    data: dict[str, Any] = {
        "error": {
            "code": "conflict",
            "message": ask.say("error.conflict.what"),
            "cure": ask.say("web.register.conflict.cure"),
        },
        "item": row(item, ask.today),
        "action": action,
        "path": next(name for name, known in ACTIONS.items() if known == action),
        "who": last[0].who if last else None,
        "at": last[0].at if last else None,
        "what": last[0].what if last else None,
        "form": mine,
        "fields_typed": ask.values["velden"],
        "differ": [
            {"field": name, "yours": mine[name], "now": theirs[name]}
            for name in ask.values["velden"]
            if (mine[name] or "") != (theirs[name] or "")
        ],
        "possible": action in states.allowed(item.status),
        "back": returning.back(ask, ask.url("item", id=short_id(item.id))),
    }
    title = ask.say("web.register.conflict.title")
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    return Page("register/conflict.html", data, title, part="register/_row_conflict.html", status=409, crumbs=crumbs)


def undo(ask: Ask) -> Redirect:
    """Takes back what this user did last. Raises NothingToUndoError, ConflictError where it was worked on since."""
    changed = take_back(ask.dossier, ask.user.name)
    told = [row(item, ask.today) for item in changed]
    flash = ("web.register.told.undo", {"count": ask.say.count("item", len(changed))})
    return Redirect(returning.back(ask, ask.url("register")), flash, data={"items": told})


_VERSION = Param("versie", "int", least=0)
ROUTES = (
    Route(
        "/register/ongedaan", undo, name="undo", summary="web.register.about.undo",
        method="POST", role="team", scope="write", params=(returning.BACK,),
    ),
    Route(
        "/register/punt/{id}/wijzigen", edit, name="item-edit", summary="web.register.about.edit",
        role="team", params=(returning.BACK,),
    ),
    Route(
        "/register/punt/{id}/{action}", act, name="item-act", summary="web.register.about.act",
        method="POST", role="team", scope="write",
        params=(*forms.PARAMS, _VERSION, Param("door", length=200), returning.BACK),
    ),
)  # fmt: skip
