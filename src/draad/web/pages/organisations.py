"""Organisations, directorates and domains: who writes to whom, what each owns and asked, and what came of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from draad.dossier import Dossier
from draad.dossier.picking import ItemFilter
from draad.dossier.views import ItemView, ThreadView
from draad.errors import NotFoundError
from draad.extract.records import KINDS
from draad.records import short_id
from draad.register.answers import Asked, asked
from draad.register.signals import Signal, signals
from draad.show.moments import iso
from draad.web.ask import Ask
from draad.web.linking import mail_of, register, search, states_of, words_of
from draad.web.network import Node, picture
from draad.web.paging import paging
from draad.web.parties import KINDS as PARTY_KINDS
from draad.web.parties import Parties, Party, parties_of
from draad.web.respond import Page, Redirect
from draad.web.routes import PAGE, Param, Route
from draad.web.timeline import bars

DRAWN = 14
"""Parties in the picture of the whole dossier; around one party, so many of its peers."""
_PEERS = 100
"""With whom, in the table."""
_LATEST = 8
"""Questions, signals and meetings of one party that are shown; the rest is in the register."""
_LONGEST_TALK = 400
"""Messages of a conversation that is read to see what became of a question in it."""
SORTS = ("berichten", "punten", "vragen", "naam")


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────


def listing(ask: Ask) -> Page:
    """All of them, with a picture of those that correspond most."""
    parties = parties_of(ask.room, ask.dossier)
    wanted = _sorted(_filtered(parties.all, ask.values["naam"], ask.values["soort"]), ask.values["volgorde"])
    turned = paging(ask, len(wanted))
    shown = wanted[turned.rows]
    data: dict[str, Any] = {
        "filter": {name: ask.values[name] for name in ("naam", "soort", "volgorde")},
        "kinds": [{"kind": kind, "count": sum(p.kind == kind for p in parties.all)} for kind in PARTY_KINDS],
        "total": len(wanted),
        "all": len(parties.all),
        **turned.told(len(shown)),
        "organisations": [_row(ask, party) for party in shown],
        "network": _network(ask, parties, [p for p in parties.all if p.traffic.messages][:DRAWN]),
    }
    return Page(
        "organisations/organisations.html", data, ask.say("web.organisations.title"), part="organisations/_list.html"
    )


def _filtered(parties: Sequence[Party], name: str | None, kind: str | None) -> list[Party]:
    wanted = (name or "").casefold()
    return [
        party
        for party in parties
        if (kind is None or party.kind == kind)
        and any(wanted in told.casefold() for told in (party.name, party.full or "", *party.names))
    ]


def _sorted(parties: list[Party], by: str) -> list[Party]:
    match by:
        case "naam":
            return sorted(parties, key=lambda party: (party.name.casefold(), party.name))
        case "punten":
            return sorted(parties, key=lambda party: -party.items)
        case "vragen":
            return sorted(parties, key=lambda party: -party.questions)
    return parties


def _row(ask: Ask, party: Party) -> dict[str, Any]:
    return {
        **_named(ask, party),
        "messages": party.traffic.messages,
        "sent": party.traffic.sent,
        "received": party.traffic.received,
        "owned": party.items,
        "questions": party.questions,
        "answered": party.holding.answered,
        "meetings": len(party.meetings),
        "first": iso(party.traffic.first),
        "last": iso(party.traffic.last),
    }


def _named(ask: Ask, party: Party) -> dict[str, Any]:
    others = [name for name in party.names if name != party.name]
    return {
        "name": party.name,
        "kind": party.kind,
        "full": party.full,
        "names": sorted(others, key=str.casefold),
        "url": ask.url("organisation", name=party.name),
    }


# ── the picture ─────────────────────────────────────────────────────────────────────────────────────────────


def _network(ask: Ask, parties: Parties, drawn: Sequence[Party], middle: Party | None = None) -> dict[str, Any]:
    """The picture and the same facts as a table: messages between each two, both ways."""
    nodes = [Node(p.name, p.label, p.traffic.messages, ask.url("organisation", name=p.name)) for p in drawn]
    made = picture(nodes, parties.pairs, middle.name if middle else "")
    names = {node.name: node.url for node in nodes}
    rows = [_pair(parties.pairs, names, line["from"], line["to"]) for line in reversed(made["lines"])]
    return {**made, "rows": rows}


def _pair(pairs: Mapping[tuple[str, str], int], urls: Mapping[str, str], one: str, other: str) -> dict[str, Any]:
    """The two ways between two parties; the one that wrote most comes first."""
    sender, addressee = (one, other) if pairs.get((one, other), 0) >= pairs.get((other, one), 0) else (other, one)
    return {
        "from": {"name": sender, "url": urls[sender]},
        "to": {"name": addressee, "url": urls[addressee]},
        "messages": pairs.get((sender, addressee), 0),
        "back": pairs.get((addressee, sender), 0),
    }


# ── one of them ─────────────────────────────────────────────────────────────────────────────────────────────


def one(ask: Ask) -> Page | Redirect:
    """One organisation. By another name or a domain the way leads to its own address; programs get it at once."""
    parties = parties_of(ask.room, ask.dossier)
    party = parties.find(ask.path["name"])
    if party is None:
        raise NotFoundError(ask.path["name"][:200])
    if party.name != ask.path["name"] and ask.wants != "json":
        return Redirect(ask.url("organisation", name=party.name), status=301)
    names, today = [*party.names] or [party.name], ask.today
    work: _Work = ask.room.keep.get(
        ("organisation", party.name, today), lambda dossier: _work(dossier, names, today), ask.dossier
    ).value
    peers = parties.peers(party)
    drawn = [party, *(peer for peer, _, _ in peers[:DRAWN])]
    data: dict[str, Any] = {
        "organisation": _row(ask, party),
        "time": _time(ask, party),
        "peers": [_peer(ask, *one) for one in peers[:_PEERS]],
        "peers_total": len(peers),
        "within": parties.within(party),
        "network": _network(ask, parties, drawn, party) if len(peers) > 1 else None,
        "owns": _owns(ask, party),
        "asked": _asked(ask, party, work),
        "promised": _promised(ask, party),
        "signals": [_signal(ask, signal) for signal in work.signals],
        "present": [_meeting(ask, party, n) for n in range(min(_LATEST, len(party.meetings)))],
        "links": _links(ask, party),
    }
    crumbs = ((ask.say("web.base.nav.organisations"), ask.url("organisations")),)
    return Page("organisations/organisation.html", data, party.name, crumbs=crumbs)


def _time(ask: Ask, party: Party) -> dict[str, Any]:
    """Its messages by month; for one that is no sender or addressee of any, what it owns by the month it was said."""
    if party.traffic.messages:
        mail = mail_of(party.domains)
        shown = bars(party.traffic.months, lambda period: search(ask, f"{mail} op:{period}") if mail else "")
        undated = party.traffic.messages - sum(party.traffic.months.values())
        return {"of": "messages", **shown, "undated": undated}
    return {"of": "items", **bars(party.holding.months, lambda period: ""), "undated": 0}


def _peer(ask: Ask, peer: Party, sent: int, received: int) -> dict[str, Any]:
    return {
        "name": peer.name,
        "url": ask.url("organisation", name=peer.name),
        "sent": sent,
        "received": received,
    }


def _owns(ask: Ask, party: Party) -> list[dict[str, Any]]:
    names = list(party.names)
    rows = []
    for kind in KINDS:
        states = states_of(ask, kind, party.holding.owns, names)
        if total := sum(state["number"] for state in states):
            url = register(ask, soort=[kind], eigenaar=names)
            rows.append({"kind": kind, "number": total, "states": states, "url": url})
    return rows


def _promised(ask: Ask, party: Party) -> dict[str, Any]:
    """What was promised to it."""
    times = sum(
        times for (kind, status), times in party.holding.asked.items() if kind == "commitment" and status != "rejected"
    )
    return {"number": times, "url": register(ask, soort=["commitment"], organisatie=list(party.names))}


def _asked(ask: Ask, party: Party, work: _Work) -> dict[str, Any]:
    return {
        "questions": party.questions,
        "answered": party.holding.answered,
        "url": register(ask, soort=["question"], organisatie=list(party.names)),
        "latest": [{**_item(ask, one.item), "state": one.state, "days": one.days} for one in work.asked],
    }


def _signal(ask: Ask, signal: Signal) -> dict[str, Any]:
    return {
        **_item(ask, signal.item),
        "landed": signal.landed,
        "followed": list(dict.fromkeys(landing.how for landing in signal.followed)),
    }


def _item(ask: Ask, item: ItemView) -> dict[str, Any]:
    return {
        "id": short_id(item.id),
        "kind": item.kind,
        "status": item.status,
        "text": item.text,
        "said": item.said,
        "due": item.due,
        "owner": list(item.owner),
        "document": item.document_name,
        "line": item.lines[0],
        "url": ask.url("item", id=short_id(item.id)),
        "document_url": ask.url("document", id=short_id(item.document), _anchor=f"r{item.lines[0]}"),
    }


def _meeting(ask: Ask, party: Party, n: int) -> dict[str, Any]:
    meeting = party.meetings[n]
    return {
        "document": meeting.name,
        "title": meeting.title,
        "held": meeting.held,
        "with": [name for name in meeting.directorates if name != party.name],
        "url": ask.url("document", id=short_id(meeting.document)),
    }


def _links(ask: Ask, party: Party) -> dict[str, str]:
    """Ways on: a search for its messages and for its name, its conversations, its items."""
    mail = {field: mail_of(party.domains, field) for field in ("van", "aan")}
    return {
        "sent": search(ask, mail["van"]) if mail["van"] else "",
        "received": search(ask, mail["aan"]) if mail["aan"] else "",
        "named": search(ask, words_of(party.name)),
        "threads": ask.url("threads", domein=party.domains[0]) if len(party.domains) == 1 else "",
        "register": register(ask, organisatie=list(party.names)),
    }


# ── what became of questions and signals ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Work:
    """The latest questions and signals of one party, with what came of them."""

    asked: list[Asked]
    signals: list[Signal]


def _work(dossier: Dossier, names: Sequence[str], today: date) -> _Work:
    """For ``Keep``. Conversations are read only for the few items that are shown."""
    questions = _read(dossier, dossier.items_of(names, "counterparty", "question", _LATEST))
    told = _read(dossier, dossier.signals_of(names, _LATEST))
    threads = _threads(dossier, [*questions, *told])
    links = dossier.item_links([item.id for item in (*questions, *told)])
    states = {one.item.id: one for one in asked(questions, threads, today, links=links)}
    acts = dossier.items(ItemFilter(threads=_of_mail(told))) if _of_mail(told) else []
    written = [item.document for item in told if item.message is None]
    acts += dossier.items(ItemFilter(documents=written)) if written else []
    known: Mapping[int, ItemView] = {item.id: item for item in (*acts, *told)}
    followed = {signal.item.id: signal for theme in signals(known.values(), links, threads) for signal in theme.signals}
    return _Work(
        [states[item.id] for item in questions if item.id in states],
        [followed[item.id] for item in told if item.id in followed],
    )


def _read(dossier: Dossier, identifiers: Sequence[int]) -> list[ItemView]:
    held = {item.id: item for item in dossier.items(ItemFilter(ids=identifiers))} if identifiers else {}
    return [held[identifier] for identifier in identifiers if identifier in held]


def _of_mail(items: Sequence[ItemView]) -> list[int]:
    return sorted({item.thread for item in items if item.thread is not None})


def _threads(dossier: Dossier, items: Sequence[ItemView]) -> list[ThreadView]:
    """Their conversations, each once; of a very long one what came of a question is for the register to say."""
    read = (dossier.thread(thread, whole=False) for thread in _of_mail(items))
    return [thread for thread in read if thread.size <= _LONGEST_TALK]


ROUTES = (
    Route(
        "/organisaties",
        listing,
        name="organisations",
        summary="web.organisations.summary",
        params=(
            Param("naam", length=200),
            Param("soort", "choice", PARTY_KINDS),
            Param("volgorde", "choice", SORTS, default="berichten"),
            PAGE,
        ),
    ),
    Route("/organisatie/{name:path}", one, name="organisation", summary="web.organisations.one-summary"),
)
