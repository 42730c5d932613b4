"""The pages of a release: each message once, in conversations, and the documents; made of a dossier of released files.

Plain pages that need no script and no server of their own: relative addresses, one style sheet, a policy that lets
nothing else load. As in the reading room one copy of each message is shown, and of the others only where they stand
(law 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from draad.dossier.views import CopyPlace, ThreadView
from draad.records import short_id
from draad.release.inventory import table
from draad.release.inventory.about import About
from draad.release.inventory.rows import Row
from draad.release.publish.linking import Named, message_key, page_name, place_key, thread_key, up
from draad.show.grounds import in_words
from draad.show.moments import iso_day, local
from draad.show.plain import one_line, printable
from draad.show.threads.branches import places
from draad.show.threads.messages import message_data
from draad.show.threads.people import codes_of, marked
from draad.show.threads.subjects import in_a_line
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier import Dossier

ON_A_PAGE = 500
"""Conversations, or documents, on one page of a list."""
_TEMPLATES = Path(__file__).parent / "templates"
STYLE = "stijl.css"


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages are made of."""

    dossier: Dossier
    """Of the released files, read anew."""
    rows: Sequence[Row]
    named: Mapping[int, Named]
    """The documents of ``dossier`` by identifier."""
    about: About
    say: Texts
    downloads: Sequence[tuple[str, str]]
    """Files beside the pages: (path in the package, what it is)."""


def pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """Each page with its path in the package, the style sheet too; conversations one by one, however many there are."""
    yield STYLE, (_TEMPLATES / STYLE).read_bytes()
    listed = [view for view in site.dossier.threads("first") if view.size]
    items: list[dict[str, Any]] = []
    for view in listed:
        whole = site.dossier.thread(view.id, whole=False)
        key = thread_key(whole.messages, site.named)
        items.append(_listed(site, whole, key))
        yield _page(site, f"gesprek/{key}.html", "thread.html", _thread(site, whole))
    yield from _list(site, "gesprekken", "threads.html", items)
    paths = {named.number: named.path for named in site.named.values()}
    yield from _list(site, "documenten", "documents.html", [_document(site, row, paths) for row in site.rows])
    yield _page(site, "index.html", "index.html", _front(site, listed))


def _list(site: Site, folder: str, template: str, items: Sequence[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    count = max(1, ceil(len(items) / ON_A_PAGE))
    for n in range(1, count + 1):
        shown = items[(n - 1) * ON_A_PAGE : n * ON_A_PAGE]
        turn = {"page": n, "pages": [page_name(one) for one in range(1, count + 1)]}
        yield _page(site, f"{folder}/{page_name(n)}", template, {"items": shown, "total": len(items), **turn})


def _page(site: Site, name: str, template: str, data: Mapping[str, Any]) -> tuple[str, bytes]:
    about, say = site.about, site.say
    around = {
        "say": say,
        "root": up(name),
        "release": about.settings.title.strip() or say("publish.site.untitled"),
        "organisation": about.settings.organisation.partition("<")[0].strip(),
        "style": STYLE,
    }
    return name, _environment().get_template(template).render(**around, **data).encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["plain"] = printable
    return made


# ── the front page and the lists ────────────────────────────────────────────────────────────────────────────


def _front(site: Site, listed: Sequence[ThreadView]) -> dict[str, Any]:
    say = site.say
    return {
        "facts": site.about.lines(say, site.rows),
        "threads": len(listed),
        "messages": sum(view.size for view in listed),
        "documents": len(site.rows),
        "downloads": site.downloads,
    }


def _listed(site: Site, view: ThreadView, key: str) -> dict[str, Any]:
    first, last = iso_day(view.first), iso_day(view.last)
    return {
        "url": f"gesprek/{key}.html",
        "subject": in_a_line(_subject(site, view)),
        "messages": view.size,
        "first": first,
        "last": last,
        "first_told": table.day(first),
        "last_told": table.day(last),
    }


def _document(site: Site, row: Row, paths: Mapping[str, str]) -> dict[str, Any]:
    say = site.say
    return {
        "number": row.number,
        "id": row.id,
        "title": table.title(say, row),
        "path": paths.get(row.number),
        "day": row.day,
        "day_told": table.day(row.day),
        "time": row.time or "",
        "kind": table.kind(say, row),
        "judgement": table.judgement(say, row),
        "grounds": ", ".join(table.grounds(row)),
        "remarks": table.remarks(say, row),
        "doubles": ", ".join(row.doubles),
    }


# ── one conversation ────────────────────────────────────────────────────────────────────────────────────────


def _thread(site: Site, view: ThreadView) -> dict[str, Any]:
    numbered = places(view.messages)
    ids = [short_id(message.id) for message in view.messages]
    keys = {short_id(message.id): message_key(message.places, site.named) for message in view.messages}
    messages = [message_data(message, numbered[message.id], ids) for message in view.messages]
    for data, message in zip(messages, view.messages, strict=True):
        data["key"] = keys[data["id"]]
        data["also"] = [place_key(place, site.named) for place in message.places]
        data["places"] = [_place(site, place) for place in _shown_first(message.places, message.representative.id)]
        data["told"] = _told(site, data)
        if data["answers"]:
            data["answers"]["key"] = keys[data["answers"]["id"]]
        for answer in data["answered"]:
            answer["key"] = keys[answer["id"]]
    subject = _subject(site, view)
    codes = {mark.code for message in view.messages for mark in message.representative.marks}
    return {"messages": messages, "subject": subject, "grounds": _grounds(site.say, codes), "size": view.size}


def _shown_first(held: Sequence[CopyPlace], shown: int) -> list[CopyPlace]:
    return sorted(held, key=lambda place: place.id != shown)


def _place(site: Site, place: CopyPlace) -> dict[str, Any]:
    named = site.named[place.document]
    page = f"#page={place.page}" if place.page and named.path.lower().endswith(".pdf") else ""
    return {"number": named.number, "url": named.path + page, "page": place.page, "lines": list(place.lines)}


def _told(site: Site, data: Mapping[str, Any]) -> dict[str, str | None]:
    """The moment in words for people, in ISO 8601 for programs."""
    say, sent = site.say, data["sent"]
    if sent is None:
        return {"iso": None, "words": data["printed"] or say("moment.none")}
    if data["day_only"]:
        return {"iso": sent, "words": table.day(sent)}
    from datetime import datetime

    at = local(int(datetime.fromisoformat(sent).timestamp()))
    return {"iso": sent, "words": f"{at:%d-%m-%Y, %H:%M}"}


def _subject(site: Site, view: ThreadView) -> list[dict[str, Any]]:
    for message in view.messages:
        best = message.representative
        if best.subject:
            return marked(one_line(best.subject), codes_of(best))
    return [{"kind": "text", "text": site.say("publish.site.no-subject")}]


def _grounds(say: Texts, codes: Any) -> list[tuple[str, str]]:
    from draad.show.pieces import code_text

    told = {in_words(say, code_text(code)) for code in codes}
    return sorted(told)
