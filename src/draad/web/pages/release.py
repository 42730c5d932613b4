"""The inventory list as a page: judgements, what stands in the way of publishing, and the list as files."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from draad.dossier.redactions import Judgement
from draad.errors import ConflictError, NotFoundError, UsageError
from draad.office import DOCX, XLSX
from draad.records import short_id
from draad.release.grounds import code_of
from draad.release.inventory import Row, forms, rows, table
from draad.release.inventory.about import About
from draad.release.inventory.facts import facts
from draad.release.inventory.rows import fix_numbers
from draad.release.inventory.withheld import Withheld, withheld_in
from draad.release.publish.checks import Check, checks
from draad.show.plain import one_line
from draad.web.ask import Ask
from draad.web.failures import in_form
from draad.web.paging import paging
from draad.web.respond import Answer, Download, Page, Redirect
from draad.web.routes import PAGE, BadValueError, Param, Route

FILES = {
    "inventarislijst.xlsx": XLSX,
    "inventarislijst.docx": DOCX,
    "inventarislijst.html": "text/html; charset=utf-8",
    "productierapport.xlsx": XLSX,
}
FIELDS = {
    "nummer": "number", "naam": "title", "toelichting": "explanation", "opmerkingen": "remarks",
    "vindplaats": "link", "zaak": "matter",
}  # fmt: skip
"""Names in the form, and those of the judgement."""
_LONGEST = 2000


def listing(ask: Ask) -> Page:
    """The list by the page, with how many there are of each judgement and what stands in the way."""
    withheld = withheld_in(ask.dossier)
    every = _rows(ask, withheld)
    named = (ask.values["naam"] or "").casefold()
    wanted = [
        row
        for row in every
        if ask.values["oordeel"] in (None, row.judgement)
        and named in " ".join((row.number, row.name, row.title, row.subject)).casefold()
    ]
    turned = paging(ask, len(wanted))
    counted = Counter(row.judgement for row in every)
    found = checks(ask.dossier, every, withheld)
    data: dict[str, Any] = {
        "documents": [_row(ask, row) for row in wanted[turned.rows]],
        "total": len(wanted),
        "all": len(every),
        "judged": [{"judgement": one, "count": counted[one]} for one in table.JUDGED],
        "stops": [_check(ask, one) for one in found if one.severity == "stop"],
        "looks": [_check(ask, one) for one in found if one.severity == "look"],
        "loose": sum(not judgement.number for judgement in _held(ask, every)),
        "files": list(FILES),
        "filter": {"naam": ask.values["naam"], "oordeel": ask.values["oordeel"]},
        **turned.told(len(wanted[turned.rows])),
    }
    return Page("release/list.html", data, ask.say("web.publish.title"))


def _rows(ask: Ask, withheld: Withheld | None = None) -> list[Row]:
    """The list as it is now; what the documents hold is kept, for reading that is most of the work."""
    known = ask.room.keep.get(("release-facts",), facts, ask.dossier).value
    return rows(ask.dossier, known=known, withheld=withheld)


def _held(ask: Ask, every: list[Row]) -> list[Judgement]:
    said = ask.dossier.judgements()
    return [said.get(row.document, Judgement()) for row in every]


def _row(ask: Ask, row: Row) -> dict[str, Any]:
    return {
        "document": short_id(row.document),
        "number": row.number,
        "name": row.name,
        "title": table.title(ask.say, row),
        "day": row.day,
        "time": row.time,
        "kind": row.kind,
        "attached": row.attached,
        "sender": row.sender,
        "to": list(row.to),
        "judgement": row.judgement,
        "own": row.own_judgement,
        "suspended": row.suspended,
        "grounds": table.grounds(row),
        "doubles": list(row.doubles),
        "remarks": table.remarks(ask.say, row),
        "url": ask.url("release-document", id=short_id(row.document)),
    }


def _check(ask: Ask, one: Check) -> dict[str, str]:
    return {"key": one.key, "said": ask.say(f"publish.check.{one.key}", **one.values)}


# ── one document ────────────────────────────────────────────────────────────────────────────────────────────


def document(ask: Ask) -> Page:
    """What is said of one document, to be changed."""
    row = _one(ask)
    said = ask.dossier.judgements().get(row.document, Judgement())
    return _form(ask, row, _filled(said), said.version)


def save(ask: Ask) -> Answer:
    """Keeps what was filled in. Where somebody was first nothing is written, and what was typed is shown again."""
    row = _one(ask)
    typed = {name: ask.values[name] or "" for name in (*FIELDS, "oordeel", "gronden")}
    typed["wacht"] = ask.values["wacht"]
    version = ask.values["versie"]
    if version is None:
        raise BadValueError("versie")
    try:
        changes = _changes(typed)
        ask.dossier.judge(row.document, changes, who=ask.user.name, version=version)
    except ConflictError as error:
        now = ask.dossier.judgements().get(row.document, Judgement()).version
        return _form(ask, row, typed, now, error, status=409)
    except UsageError as error:
        return _form(ask, row, typed, version, error, status=400)
    flash = ("web.publish.saved", {"number": changes["number"] or row.number})
    return Redirect(ask.url("release"), flash, data={"document": short_id(row.document), "changes": changes})


def _one(ask: Ask) -> Row:
    wanted = ask.dossier.resolve(ask.path["id"], "document")
    found = next((row for row in _rows(ask) if row.document == wanted), None)
    if found is None:
        raise NotFoundError(ask.path["id"][:40])
    return found


def _filled(said: Judgement) -> dict[str, Any]:
    told = asdict(said)
    grounds = ", ".join(code.partition(" ")[2] or code for code in said.grounds)
    form = {name: told[field] for name, field in FIELDS.items()}
    return {**form, "oordeel": said.judgement, "gronden": grounds, "wacht": said.suspended}


def _changes(typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the store keeps it. Raises UsageError for what is no ground."""
    changes: dict[str, Any] = {field: one_line(typed[name]) for name, field in FIELDS.items()}
    codes = []
    for word in filter(None, (piece.strip() for piece in typed["gronden"].replace(";", ",").split(","))):
        code = code_of(word)
        if code is None:
            raise UsageError(word, "5.1.2.e, 5.2, 11.1")
        codes.append(code)
    return {**changes, "judgement": typed["oordeel"], "grounds": tuple(codes), "suspended": bool(typed["wacht"])}


def _form(
    ask: Ask, row: Row, typed: dict[str, Any], version: int, error: Exception | None = None, status: int = 200
) -> Page:
    data: dict[str, Any] = {
        "row": _row(ask, row),
        "form": typed,
        "version": version,
        "judgements": list(table.JUDGED),
        "fields": list(FIELDS),
        "error": None,
    }
    if isinstance(error, ConflictError | UsageError):
        data["error"] = in_form(ask.say, error)
    crumbs = ((ask.say("web.publish.title"), ask.url("release")),)
    title = ask.say("web.publish.document", number=row.number)
    return Page("release/document.html", data, title, status=status, crumbs=crumbs)


# ── numbers and files ───────────────────────────────────────────────────────────────────────────────────────


def number(ask: Ask) -> Redirect:
    """Gives every document the number that it has now, to keep."""
    count = fix_numbers(ask.dossier, _rows(ask), ask.user.name)
    told = ("web.publish.numbered", {"count": ask.say.count("document", count)})
    return Redirect(ask.url("release"), told, data={"numbered": count})


def download(ask: Ask) -> Download:
    """The list, or the report for the platform, as a file. Raises NotFoundError for another name."""
    name = ask.path["file"]
    if name not in FILES:
        raise NotFoundError(name[:60])
    listed = _rows(ask)
    about = About(ask.dossier.release_settings(), ask.today)
    return Download(_made(ask, name, listed, about), f"{ask.room.name}-{name}", FILES[name])


def _made(ask: Ask, name: str, listed: list[Row], about: About) -> bytes:
    if name.startswith("inventarislijst."):
        return forms.made(ask.say, PurePath(name).suffix, listed, about)
    from draad.release.inventory.production import report

    made = report(listed, ask.today).files
    if len(made) > 1:  # a download is one file; the command line writes them all
        raise UsageError(ask.say("web.publish.too-many", files=len(made)), ask.say("web.publish.too-many-cure"))
    return made[0]


ROUTES = (
    Route(
        "/uitgave", listing, name="release", summary="web.publish.summary", role="officer",
        params=(Param("naam", length=200), Param("oordeel", "choice", table.JUDGED), PAGE),
    ),
    Route(
        "/uitgave/document/{id}", document, name="release-document", summary="web.publish.summary-document",
        role="officer",
    ),
    Route(
        "/uitgave/document/{id}", save, name="release-judge", summary="web.publish.summary-judge", method="POST",
        role="officer", scope="write",
        params=(
            *(Param(name, length=_LONGEST) for name in FIELDS), Param("oordeel", "choice", table.JUDGED),
            Param("gronden", length=400), Param("wacht", "flag", default=False),
            Param("versie", "int", least=0, most=10**9),
        ),
    ),
    Route(
        "/uitgave/nummers", number, name="release-number", summary="web.publish.summary-number", method="POST",
        role="officer", scope="write",
    ),
    Route(
        "/uitgave/bestand/{file}", download, name="release-file", summary="web.publish.summary-file", role="officer",
        json=False,
    ),
)  # fmt: skip
