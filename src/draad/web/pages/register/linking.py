"""What an item belongs to: links confirmed, rejected and made by people."""

from __future__ import annotations

from draad.dossier.work import LINK_KINDS
from draad.errors import NoLinkError, UsageError
from draad.records import short_id
from draad.register.working import now, place_at
from draad.web import returning
from draad.web.ask import Ask
from draad.web.respond import Redirect
from draad.web.routes import Param, Route

_STATUSES = {"bevestigen": "confirmed", "afwijzen": "rejected"}
"""Words of the address."""


def add(ask: Ask) -> Redirect:
    """A link to another item, or from a passage: *this fulfils that*. Raises NotFoundError, UsageError."""
    item, other, kind = ask.dossier.item(ask.path["id"]), ask.values["met"], ask.values["verband"]
    if not other or not kind:
        raise UsageError(ask.say("web.register.link.missing"), ask.say("web.register.link.missing-cure"))
    who, at = ask.user.name, now()
    # The address of an item may be pasted whole.
    ref = other.split("#")[0].split("?")[0].rstrip("/").rsplit("/", 1)[-1] if "/punt/" in other else other
    if passage := place_at(ask.dossier, ref):
        made = ask.dossier.link_passage(kind, *passage, item.id, who=who, at=at)
    else:
        pair = (item.id, ask.dossier.item(ref).id)
        source, target = pair if ask.values["richting"] == "heen" else pair[::-1]
        made = ask.dossier.link_items(kind, source, target, who=who, at=at)
    back = returning.back(ask, ask.url("item", id=short_id(item.id), _anchor="verbanden"))
    return Redirect(back, ("web.register.told.link", {}), undo=True, data={"link": short_id(made.id)})


def decide(ask: Ask) -> Redirect:
    """Confirms or rejects a link of an item. Raises NoLinkError for one that this item does not have."""
    item = ask.dossier.item(ask.path["id"])
    found = [one for one in ask.dossier.item_links([item.id]) if short_id(one.id) == ask.path["link"]]
    status = _STATUSES.get(ask.path["besluit"])
    if not found or status is None:
        raise NoLinkError(ask.path["link"])
    ask.dossier.decide_link(found[0].id, status, who=ask.user.name, at=now())
    back = returning.back(ask, ask.url("item", id=short_id(item.id), _anchor="verbanden"))
    return Redirect(back, (f"web.register.told.link-{status}", {}), undo=True, data={"link": ask.path["link"]})


ROUTES = (
    Route(
        "/register/punt/{id}/verband", add, name="item-link", summary="web.register.about.link",
        method="POST", role="team", scope="write",
        params=(
            Param("verband", "choice", LINK_KINDS), Param("met", length=500),
            Param("richting", "choice", ("heen", "terug"), default="heen"), returning.BACK,
        ),
    ),
    Route(
        "/register/punt/{id}/verband/{link}/{besluit}", decide, name="item-link-decide",
        summary="web.register.about.link-decide", method="POST", role="team", scope="write", params=(returning.BACK,),
    ),
)  # fmt: skip
