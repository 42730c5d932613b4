"""Where the review stands: by document, kind and ground; and the way to the next document with work in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from draad.dossier.redactions import RedactionFilter
from draad.records import short_id
from draad.show import failures
from draad.show.moments import iso
from draad.web.ask import Ask
from draad.web.pages.redact.rows import OPEN, STATUSES
from draad.web.paging import paging
from draad.web.respond import Page, Redirect
from draad.web.routes import PAGE, Param, Route
from draad.web.titles import titles

SHOWN = ("open", "klaar", "alle")
"""Documents with work in them, those that are done, all that have redactions."""


def overview(ask: Ask) -> Page:
    """How far the review is, and a page of the documents."""
    held = ask.dossier.redacted_documents()
    shown = ask.values["toon"] or ("open" if any(_open(counts) for _, _, counts in held) else "alle")
    named = (ask.values["naam"] or "").casefold()
    wanted = [one for one in held if _shows(shown, one[2]) and named in one[1].casefold()]
    turned = paging(ask, len(wanted))
    on_page = wanted[turned.rows]
    known = titles(ask.dossier, [number for number, _, _ in on_page])
    counts = _sum(counts for _, _, counts in held)
    tally = ask.dossier.tally_redactions()
    data: dict[str, Any] = {
        "counts": counts,
        **_progress(counts),
        "second_waiting": sum(ask.dossier.count_redactions(RedactionFilter(second=False)).values()),
        "second_needed": ask.dossier.release_settings().second_needed,
        "kinds": _tallies(tally, 0),
        "grounds": _tallies(tally, 1),
        "documents": [_row(number, name, counts, known.get(number)) for number, name, counts in on_page],
        "documents_total": len(held),
        "total": len(wanted),
        "shown": shown,
        "name": ask.values["naam"],
        "proposing": _proposing(ask),
        **turned.told(len(on_page)),
    }
    # Who waits for proposals sees the whole page anew when they are there.
    headers = {"HX-Refresh": "true"} if ask.wants == "part" and data["proposing"]["state"] != "running" else {}
    title = ask.say("web.redact.title")
    return Page("redact/overview.html", data, title, part="redact/_propose.html", headers=headers)


def propose(ask: Ask) -> Redirect:
    """Has Draad propose anew, in a process of its own; one that runs already goes on."""
    if ask.room.proposing.start(ask.user.name):
        ask.dossier.note("propose", {}, ask.user.name)
    return Redirect(ask.url("redact"), data={"proposing": _proposing(ask)})


def _proposing(ask: Ask) -> dict[str, Any]:
    """How far that is, or what came of it last."""
    now = ask.room.proposing.progress
    told = dict(now.told)
    if now.state == "failed":
        code = str(told.get("code", "killed"))
        told = {"code": code, "what": failures.reason(ask.say, code, ""), "cure": failures.cure(ask.say, code, "")}
    at = iso(int(now.at)) if now.at else None
    return {**asdict(now), "at": at, "told": told}


def following(ask: Ask) -> Redirect:
    """To the next document with work in it, after the last back to the first; to the overview where there is none."""
    held = {number: counts for number, _, counts in ask.dossier.redacted_documents()}
    order = list(held)
    after = ask.values["na"]
    here = ask.dossier.resolve(after, "document") if after else None
    at = order.index(here) + 1 if here in held else 0
    wanted = next((one for one in order[at:] + order[:at] if one != here and _open(held[one])), None)
    if wanted is None:
        return Redirect(ask.url("redact"), ("web.redact.told.finished", {}))
    return Redirect(ask.url("redact-document", id=short_id(wanted)))


def _open(counts: Mapping[str, int]) -> int:
    return sum(counts.get(status, 0) for status in OPEN)


def _shows(shown: str, counts: Mapping[str, int]) -> bool:
    return shown == "alle" or bool(_open(counts)) == (shown == "open")


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found = dict.fromkeys(STATUSES, 0)
    for one in counts:
        for status, number in one.items():
            found[status] += number
    return found


def _progress(counts: Mapping[str, int]) -> dict[str, int]:
    """How many were decided on, of how many."""
    total = sum(counts.values())
    return {"decided": total - _open(counts), "all": total}


def _row(number: int, name: str, counts: Mapping[str, int], title: str | None) -> dict[str, Any]:
    whole = _sum([counts])
    return {"id": short_id(number), "name": name, "title": title, "counts": whole, **_progress(whole)}


def _tallies(tally: Mapping[tuple[str, str, str], int], by: int) -> list[dict[str, Any]]:
    """How many of each status by kind (0) or by ground (1), most first."""
    found: dict[str, dict[str, int]] = {}
    for key, number in tally.items():
        counts = found.setdefault(key[by], dict.fromkeys(STATUSES, 0))
        counts[key[2]] += number
    rows: list[dict[str, Any]] = [{"value": value, "counts": counts} for value, counts in found.items()]
    return sorted(rows, key=lambda one: (-sum(one["counts"].values()), one["value"]))


ROUTES = (
    Route(
        "/lakken", overview, name="redact", summary="web.redact.about.overview", role="officer",
        params=(Param("toon", "choice", SHOWN), Param("naam", length=200), PAGE),
    ),
    Route(
        "/lakken/voorstellen", propose, name="redact-propose", summary="web.redact.about.propose",
        method="POST", role="officer", scope="write",
    ),
    Route(
        "/lakken/volgende", following, name="redact-next", summary="web.redact.about.next", role="officer",
        params=(Param("na", length=200),), json=False,
    ),
)  # fmt: skip
