"""One item: its words in their place, its fields, why it was proposed, what it is linked to, what was done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from draad.dossier.items import ItemFilter
from draad.dossier.views import ChangeView, CopyView, ItemView
from draad.dossier.work import LINK_KINDS
from draad.records import short_id
from draad.register import words
from draad.show.plain import cut, one_line
from draad.web.ask import Ask
from draad.web.pages.register import context, forms
from draad.web.pages.register.deciding import ACTIONS
from draad.web.pages.register.rows import link, row
from draad.web.respond import Answer, Page, Redirect
from draad.web.routes import Param, Route

MOST_LINKS = 100
MOST_CHANGES = 200


def item(ask: Ask) -> Answer:
    """The page of an item; its row for a list that asks for it."""
    held = ask.dossier.item(ask.path["id"])
    name = short_id(held.id)
    if ask.wants == "html" and ask.path["id"] != name:
        return Redirect(ask.url("item", id=name), status=301)
    told = row(held, ask.today)
    if ask.wants == "part":
        data = {"item": told, "done": None, "may_change": ask.user.may("team"), "back": ask.url("register")}
        return Page("register/_row.html", data, "", part="register/_row.html")
    title = f"{words.kind(ask.say, held.kind).capitalize()}: {cut(one_line(held.text[:300]), 70)}"
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    return Page("register/item.html", _data(ask, held, told), title, crumbs=crumbs)


def _data(ask: Ask, held: ItemView, told: dict[str, Any]) -> dict[str, Any]:
    links = ask.dossier.item_links([held.id])
    changes = ask.dossier.item_changes(held.id)
    ends = {end for one in links[:MOST_LINKS] for end in (one.source, one.target) if end not in (None, held.id)}
    others = {one.id: one for one in ask.dossier.items(ItemFilter(ids=sorted(filter(None, ends))))} if ends else {}
    return {
        "item": told,
        "places": context.places(ask, held),
        "places_more": max(0, len(held.places) - context.MOST_PLACES),
        "form": forms.filled(ask.say, held),
        "derived": _derived(held, changes),
        "why": _why(ask, held, changes),
        "links": [link(one, held.id, others) for one in links[:MOST_LINKS]],
        "links_more": max(0, len(links) - MOST_LINKS),
        "link_kinds": list(LINK_KINDS),
        "log": [change(one) for one in changes[-MOST_CHANGES:]],
        "log_more": max(0, len(changes) - MOST_CHANGES),
        "message": _message(ask, held),
        "actions": {action: name for name, action in ACTIONS.items()},
        "may_change": ask.user.may("team"),
        "today": ask.today.isoformat(),
    }


def _derived(held: ItemView, changes: Sequence[ChangeView]) -> dict[str, Any] | None:
    """How the term followed from the text; of one that a person corrected who that was, and what was read."""
    told = held.data.get("due") or {}
    if not told.get("text"):
        return None
    return {
        "text": told["text"],
        "how": list(told.get("how") or ()),
        "certain": bool(told.get("certain", True)),
        "changed": told.get("due") != held.due,
        "read": told.get("due"),
        "who": next((one.who for one in reversed(changes) if "due" in one.after), None),
    }


def _why(ask: Ask, held: ItemView, changes: Sequence[ChangeView]) -> dict[str, Any]:
    """What counted for a proposal, in the words of its own place; of what a person added, who that was."""
    if held.origin != "draad":
        return {"origin": held.origin, "who": changes[0].who if changes else None, "reasons": [], "cue": None}
    text = ask.dossier.text(held.document)

    def quoted(span: Sequence[int] | None) -> str | None:
        return cut(one_line(text[span[0] : min(span[1], span[0] + 400)]), 80) if span else None

    reasons = sorted(held.data.get("reasons") or (), key=lambda reason: -abs(reason["weight"]))
    return {
        "origin": held.origin,
        "who": None,
        "score": round(held.score, 2),
        "cue": {"words": quoted(held.data.get("cue_span")), "name": held.cue},
        "reasons": [
            {"name": one["name"], "weight": round(float(one["weight"]), 2), "words": quoted(one.get("span"))}
            for one in reasons
        ],
    }


def change(one: ChangeView) -> dict[str, Any]:
    """A line of the log: who did what when, and each field as it was and became."""
    if "link" in one.after:
        fields: list[dict[str, Any]] = []
        link_told = {name: one.after.get(name) for name in ("link", "kind", "status", "source", "target")}
    else:
        link_told = {}
        fields = [
            {"field": name, "before": one.before.get(name), "after": value}
            for name, value in one.after.items()
            if name in one.before or value not in (None, "", [], False)
        ]
    return {"at": one.at, "who": one.who, "what": one.what, "fields": fields, "link": link_told or None}


def _message(ask: Ask, held: ItemView) -> dict[str, Any] | None:
    """The message in which it was said, and its conversation."""
    if held.message is None or held.thread is None:
        return None
    found = ask.dossier.messages([held.message]).get(held.message)
    if found is None:
        return None
    copy = _copy(ask, held)
    return {
        "id": short_id(found.id),
        "thread": short_id(found.thread),
        "sent": found.sent,
        "subject": copy.subject if copy else None,
        "sender": copy.sender.domain if copy and copy.sender else None,
    }


def _copy(ask: Ask, held: ItemView) -> CopyView | None:
    """The copy that the item's words are from: another's header beside them may show what this one hides (law 2)."""
    own = held.own_place
    return None if own is None or own.copy is None else ask.dossier.copies_by_id([own.copy]).get(own.copy)


ROUTES = (Route("/register/punt/{id}", item, name="item", summary="web.register.about.item", params=(Param("terug"),)),)
