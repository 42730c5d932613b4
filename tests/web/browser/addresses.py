"""Every page of the reading room, with an address drawn from the dossier itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from openpyxl import load_workbook

from draad.dossier import Dossier
from draad.records import short_id
from draad.web.ask import Upload
from web.browser.proposed import addresses

if TYPE_CHECKING:
    from web.browser.conftest import Site

NOT_PAGES = {
    "front", "document-original", "document-pdf", "document-image", "register-export", "register-calendar",
    "search-export", "redact-next", "audit-export", "release-file",
}  # fmt: skip
"""Routes that answer GET with a file or another address."""


@dataclass(frozen=True)
class Place:
    """A page, or a state of it that looks different."""

    path: str
    who: str = "local"
    then: Callable[[Any], None] | None = None
    """What a person does on the page to see this state."""

    def visit(self, tab: Any, url: str) -> None:
        """Goes there."""
        tab.goto(url + self.path)
        if self.then:
            self.then(tab)


# fmt: off
NAMES = (
    "dossier", "search", "search-documents", "search-items", "search-empty", "search-nothing", "search-wrong",
    "search-saved", "threads", "thread", "thread-newest", "message", "message-officer", "documents", "document",
    "document-folded", "document-line", "document-of-pdf", "document-of-report", "register",
    "register-filtered", "register-none",
    "register-row-edit", "item", "item-edit", "item-new", "import", "import-look", "due", "overdue", "rhythms",
    "unanswered", "signals", "plan", "week", "register-log",
    "redact", "redact-document", "redact-document-text", "redact-change", "redact-place", "redact-second",
    "redact-visible", "redact-pseudonyms", "redact-settings", "redact-log", "audit", "audit-none",
    "organisations", "organisation", "ingest", "ingest-job", "help",
    "help-page", "accessibility", "keys", "error", "login", "login-wrong", "account", "account-tokens", "admin",
    "admin-log", "release", "release-document",
)
# fmt: on


def places(site: Site, team: Site) -> dict[str, Place]:
    """By a name: the route's, or one for a state."""
    with Dossier.open(site.place) as dossier:
        sized = dossier.threads("size", 60)
        some = next(one for one in sized if one.size <= 8)
        message = max(dossier.thread(sized[0].id).messages, key=lambda one: len(one.copies))
        documents = dossier.documents()
        pdf = next(one for one in documents if one.pages)
        report = next((one for one in documents if one.kind == "report"), documents[0])
        item = dossier.items(limit=1)[0]
        tallies = dossier.tallies([one.id for one in documents])
        folded = next(one for one, tally in tallies.items() if 0 < tally.repeated < tally.copies <= 6)
    thread, document, point = short_id(some.id), short_id(message.representative.document), short_id(item.id)
    review = addresses(site.place)
    place = f"document={short_id(item.document)}&van={item.lines[0]}&tot={item.lines[1]}"
    return {
        "dossier": Place("/dossier"),
        "search": Place("/zoeken?q=overleg"),
        "search-documents": Place("/zoeken?q=overleg&als=documenten"),
        "search-items": Place("/zoeken?q=overleg&als=punten"),
        "search-empty": Place("/zoeken"),
        "search-nothing": Place("/zoeken?q=qwxyzzz"),
        "search-wrong": Place("/zoeken?q=%28overleg"),
        "search-saved": Place("/zoeken?q=overleg", "admin"),
        "threads": Place("/gesprekken"),
        "thread": Place(f"/gesprek/{thread}"),
        "thread-newest": Place(f"/gesprek/{thread}?volgorde=nieuw"),
        "message": Place(f"/bericht/{short_id(message.id)}"),
        "message-officer": Place(f"/bericht/{short_id(message.id)}", "officer"),
        "documents": Place("/documenten"),
        "document": Place(f"/document/{document}?toon=alles"),
        "document-folded": Place(f"/document/{short_id(folded)}"),
        "document-line": Place(f"/document/{document}?regel=3-5#r3-r5"),
        "document-of-pdf": Place(f"/document/{short_id(pdf.id)}"),
        "document-of-report": Place(f"/document/{short_id(report.id)}"),
        "register": Place("/register"),
        "register-filtered": Place("/register?soort=action&woorden=de"),
        "register-none": Place("/register?woorden=qwxyzzz"),
        "register-row-edit": Place("/register", then=_edit_row),
        "item": Place(f"/register/punt/{point}"),
        "item-edit": Place(f"/register/punt/{point}/wijzigen"),
        "item-new": Place(f"/register/nieuw?{place}"),
        "import": Place("/register/terughalen"),
        "import-look": Place("/register/terughalen", then=_send_back),
        "due": Place("/register/termijnen"),
        "overdue": Place("/register/te-laat"),
        "rhythms": Place("/register/ritmes"),
        "unanswered": Place("/register/vragen"),
        "signals": Place("/register/signalen"),
        "plan": Place("/register/plan"),
        "week": Place("/register/week"),
        "register-log": Place("/register/logboek"),
        "redact": Place("/lakken", "officer"),
        "redact-document": Place(f"/lakken/document/{review['pdf']}", "officer"),
        "redact-document-text": Place(f"/lakken/document/{review['text']}", "officer"),
        "redact-change": Place(f"/lakken/document/{review['text']}", "officer", _change_place),
        "redact-place": Place(f"/lakken/plek/{review['place']}", "officer"),
        "redact-second": Place("/lakken/tweede-blik", "officer"),
        "redact-visible": Place("/lakken/zichtbaar", "officer"),
        "redact-pseudonyms": Place("/lakken/pseudoniemen", "officer"),
        "redact-settings": Place("/lakken/instellingen", "officer"),
        "redact-log": Place("/lakken/logboek", "officer"),
        "audit": Place("/controle", "officer"),
        "audit-none": Place("/controle?document=qwxyzzz", "officer"),
        "organisations": Place("/organisaties"),
        "organisation": Place(_organisation(site)),
        "ingest": Place("/inlezen"),
        "ingest-job": Place(f"/inlezen/{_job(team)}", "admin"),
        "help": Place("/hulp"),
        "help-page": Place("/hulp/leeszaal"),
        "accessibility": Place("/toegankelijkheid"),
        "keys": Place("/register", then=_ask_keys),
        "error": Place("/bestaat-niet"),
        "login": Place("/aanmelden", "nobody"),
        "login-wrong": Place("/aanmelden", "nobody", _wrong_password),
        "account": Place("/account", "admin"),
        "account-tokens": Place("/account/sleutels", "admin"),
        "admin": Place("/beheer", "admin"),
        "admin-log": Place("/beheer/logboek", "admin"),
        "release": Place("/uitgave", "officer"),
        "release-document": Place(f"/uitgave/document/{document}", "officer"),
    }


def _organisation(site: Site) -> str:
    """The first address of an organisation on their page."""
    page = urlopen(f"{site.url}/organisaties").read().decode()
    return "/organisatie/" + str(page.split('href="/organisatie/')[1].split('"')[0])


def _job(site: Site) -> str:
    """A pile that was sent: a file that can be read and one that can't."""
    sent = {"brief.txt": b"Geachte heer,\n\nWij zien uw antwoord tegemoet.\n", "stuk.pdf": b"%PDF-1.7\n"}
    intake = site.room.intake
    job = intake.take([Upload(name, len(data), BytesIO(data)) for name, data in sent.items()], "beheer")
    while not intake.job(job.id).over:
        time.sleep(0.05)
    return job.id


def _ask_keys(tab: Any) -> None:
    tab.wait_for_function("globalThis.draad?.keys.has('?')")
    tab.keyboard.press("?")
    tab.wait_for_selector("dialog[open]")


def _change_place(tab: Any) -> None:
    tab.wait_for_function("() => globalThis.draad?.keys.has('g')")
    tab.keyboard.press("g")
    tab.wait_for_selector("dialog[open]")


def _edit_row(tab: Any) -> None:
    tab.wait_for_function("globalThis.draad?.keys.has('j')")
    tab.keyboard.press("j")
    tab.keyboard.press("e")
    tab.wait_for_selector("[data-editing]")


def _send_back(tab: Any) -> None:
    """A workbook of the register in which a note was written comes back."""
    workbook = load_workbook(BytesIO(tab.request.get(tab.url.replace("/terughalen", "/uitvoer.xlsx")).body()))
    sheet = workbook.worksheets[0]
    head = [str(cell.value).lower() for cell in sheet[1]]
    for row in (2, 3):
        sheet.cell(row, (head.index("notitie") if "notitie" in head else head.index("note")) + 1).value = "gebeld"
    out = BytesIO()
    workbook.save(out)
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    tab.set_input_files("input[type=file]", {"name": "register.xlsx", "mimeType": media, "buffer": out.getvalue()})
    tab.click("main button[type=submit]")
    tab.wait_for_selector("main .register-entry")


def _wrong_password(tab: Any) -> None:
    tab.fill("[name=naam]", "iemand")
    tab.fill("[name=wachtwoord]", "niet goed")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("main [role=alert]")
