"""The page of one conversation: each message once, as it stands in its fullest copy, with what was said in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from draad.dossier.views import MessageView, ThreadView
from draad.records import short_id
from draad.show.moments import iso_day
from draad.show.pieces import code_text
from draad.show.plain import one_line
from draad.show.threads.branches import places
from draad.show.threads.grounds import in_words_of
from draad.show.threads.messages import message_data
from draad.show.threads.people import codes_of, marked
from draad.web.ask import Ask
from draad.web.paging import paging
from draad.web.respond import Page, Redirect
from draad.web.routes import PAGE, Param, Route

ALL_AT_ONCE = 300
"""Messages of a conversation that stand on one page."""
A_PAGE = 200
"""… and on each page of one that is longer."""


def thread(ask: Ask) -> Page | Redirect:
    """A conversation from old to new, or the other way round."""
    found = ask.dossier.resolve(ask.path["id"], "thread")
    identifier = short_id(found)
    if identifier != ask.path["id"]:
        return Redirect(ask.again(id=identifier), status=301)
    view = ask.dossier.thread(found, whole=False)
    newest_first = ask.values["volgorde"] == "nieuw"
    data = thread_data(ask, view, newest_first)
    subject = "".join(piece["text"] for piece in data["subject"]) or ask.say("web.thread.no-subject")
    crumbs = ((ask.say("web.thread.all"), ask.url("threads")),)
    return Page("thread/thread.html", data, subject, crumbs=crumbs)


def thread_data(ask: Ask, view: ThreadView, newest_first: bool) -> dict[str, Any]:
    """All that the page shows; ``messages`` in the order in which they stand on it."""
    ordered = view.messages[::-1] if newest_first else view.messages
    page, pages, shown = _page(ask, ordered)
    numbered = places(view.messages)
    ids = [short_id(message.id) for message in view.messages]
    items = ask.dossier.said(one.id for one in shown)
    gaps = _gaps(view)
    messages = [message_data(one, numbered[one.id], ids, items.get(one.id, ()), gaps.get(one.id, ())) for one in shown]
    subject, bare = _subject(view)
    return {
        "id": short_id(view.id),
        "subject": subject,
        "bare": bare,
        "size": view.size,
        "first": iso_day(view.first),
        "last": iso_day(view.last),
        "documents": view.documents,
        "whole_in": _whole_in(view),
        "missing": sum(gap.get("kind") == "referred" for gap in view.gaps),
        "unreleased": sum(not message.released for message in view.messages),
        "branched": any(place.depth for place in numbered.values()),
        "order": "nieuw" if newest_first else "oud",
        "page": page,
        "pages": pages,
        "messages": messages,
        "grounds": in_words_of(ask.say, _codes(shown)),
    }


def _page(ask: Ask, ordered: Sequence[MessageView]) -> tuple[int, int, Sequence[MessageView]]:
    """Which page is asked for, of how many, and its messages; ``bericht`` asks for the one on which that stands."""
    if len(ordered) <= ALL_AT_ONCE:
        return 1, 1, ordered
    turned = paging(ask, len(ordered), A_PAGE)
    page = turned.page
    wanted = ask.values["bericht"]
    if wanted and PAGE.name not in ask.query:  # from there on people go by the links to other pages
        message = ask.dossier.resolve(wanted, "message")
        at = next((n for n, one in enumerate(ordered) if one.id == message), None)
        page = page if at is None else at // A_PAGE + 1
    return page, turned.pages, ordered[(page - 1) * A_PAGE : page * A_PAGE]


def _gaps(view: ThreadView) -> dict[int, list[Mapping[str, Any]]]:
    """What is nowhere, by the message that refers to it. What is known by quotation stands in its own place."""
    owner = {copy.id: one.id for one in view.messages for copy in one.places}
    held: dict[int, list[Mapping[str, Any]]] = {}
    for gap in view.gaps:
        if gap.get("kind") == "referred" and gap.get("copy") in owner:
            held.setdefault(owner[gap["copy"]], []).append(gap)
    return held


def _subject(view: ThreadView) -> tuple[list[dict[str, Any]], str]:
    """The subject as the first message that has one prints it, in pieces, and its bare form."""
    for message in view.messages:
        best = message.representative
        if best.subject:
            return marked(one_line(best.subject), codes_of(best)), best.bare
    return [], ""


def _codes(shown: Iterable[MessageView]) -> set[str]:
    return {code_text(mark.code) for one in shown for mark in one.representative.marks}


def _whole_in(view: ThreadView) -> list[dict[str, str]]:
    """The documents that together hold every message, where those are fewer than all."""
    if not 0 < len(view.inclusive) < view.documents:
        return []
    names = {place.document: place.document_name for message in view.messages for place in message.places}
    return [{"id": short_id(one), "name": names[one]} for one in view.inclusive if one in names]


ROUTES = (
    Route(
        "/gesprek/{id}",
        thread,
        name="thread",
        summary="web.thread.summary",
        params=(Param("volgorde", "choice", ("oud", "nieuw"), default="oud"), PAGE, Param("bericht", length=40)),
    ),
)
