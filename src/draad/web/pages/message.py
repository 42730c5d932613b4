"""The page of one message: where its copies stand, and two of them beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from draad.dossier.views import CopyView, MessageView
from draad.records import short_id
from draad.show.plain import one_line
from draad.show.threads.bodies import body
from draad.show.threads.copies import copy_data, in_order, side_by_side
from draad.show.threads.grounds import grounds_of
from draad.show.threads.messages import when
from draad.show.threads.people import codes_of, marked, person
from draad.web.ask import Ask
from draad.web.respond import Page, Redirect
from draad.web.routes import Param, Route


def message(ask: Ask) -> Page | Redirect:
    """A message with all its copies. What the officer sees more is in nobody else's answer."""
    found = ask.dossier.resolve(ask.path["id"], "message")
    identifier = short_id(found)
    if identifier != ask.path["id"]:
        return Redirect(ask.again(id=identifier), status=301)
    view = ask.dossier.message(found)
    data = message_data(ask, view)
    title = "".join(piece["text"] or "▒" for piece in data["subject"]) or ask.say("web.thread.no-subject")
    back = ask.url("thread", id=data["thread"], bericht=identifier, _anchor=f"b-{identifier}")
    crumbs = ((ask.say("web.thread.all"), ask.url("threads")), (ask.say("web.message.in-thread"), back))
    part = "message/_beside.html" if data["beside"] else None
    return Page("message/message.html", data, title, part=part, crumbs=crumbs)


def message_data(ask: Ask, view: MessageView) -> dict[str, Any]:
    """All that the page shows. A message of one copy has its ``sender`` and ``body``; of more, they stand ``beside``.

    Above the columns stands nothing that a column does not show: ``subject`` is that of the left one.
    """
    copies = in_order(view)
    best = view.representative
    places = ask.dossier.places([copy.id for copy in copies])
    officer = ask.user.may("officer")
    data: dict[str, Any] = {
        "id": short_id(view.id),
        "thread": short_id(view.thread),
        "released": view.released,
        "copies": [copy_data(copy, places.get(copy.id), copy.id == best.id) for copy in copies],
        "officer": officer,
    }
    moment = when(view)
    if len(copies) == 1:
        codes = codes_of(best)
        subject = marked(one_line(best.subject or ""), codes)
        alone = {"sender": person(best.sender, codes) if best.sender else None, "body": body(best), **moment}
        data = {**data, "subject": subject, "alone": alone, "beside": None}
    else:
        left, right = _chosen(ask, copies)
        pair = {"left": left, "right": right, **side_by_side(copies, left, right, officer)}
        data = {**data, "subject": pair["columns"][0]["subject"] or [], "alone": None, "beside": pair}
    moment = {name: moment[name] for name in ("sent", "day_only", "certainty")}
    return {**data, **moment, "grounds": grounds_of(ask.say, data)}


def _chosen(ask: Ask, copies: Sequence[CopyView]) -> tuple[int, int]:
    """The two copies that are asked for, by their place; the two fullest where nothing else is."""
    by_id = {short_id(copy.id): n for n, copy in enumerate(copies)}
    left = by_id.get(ask.values["links"] or "", 0)
    right = by_id.get(ask.values["rechts"] or "", 1 if left == 0 else 0)
    return left, right if right != left else (1 if left == 0 else 0)


ROUTES = (
    Route(
        "/bericht/{id}",
        message,
        name="message",
        summary="web.message.summary",
        params=(Param("links", length=40), Param("rechts", length=40)),
    ),
)
