"""Officers at work on a small dossier that holds one message twice: each with a browser of their own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.dossier.redactions import RedactionFilter, RedactionView
from draad.records import Proposal, short_id, stable_id
from draad.run import IngestOptions, ingest
from draad.web.accounts.roles import Role, User
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings
from web.register.conftest import TEMPLATES

MAIL = """\
Van: Wiebe Kwartel <w.kwartel@zuidhoek.example>
Verzonden: maandag 1 juni 2020 16:40
Aan: Post <post@zuidhoek.example>
Onderwerp: Sleutels van het buurthuis

Beste Tjitske,

Wanneer kunnen wij de sleutels van het buurthuis ophalen bij Tjitske Merel van de receptie?
Ik vind zelf dat de schilder beter een week kan wachten, maar dat blijft onder ons.
De schilder begint op vrijdag en wil eerst de ramen meten.

Groet, Wiebe Kwartel
"""
ANSWER = """\
Van: Post <post@zuidhoek.example>
Verzonden: dinsdag 2 juni 2020 09:10
Aan: Wiebe Kwartel <w.kwartel@zuidhoek.example>
Onderwerp: RE: Sleutels van het buurthuis

Morgen om negen uur ligt alles klaar bij de balie, en Tjitske Merel weet ervan.

"""
WORDS = re.compile("Wiebe Kwartel|Tjitske Merel")
OPINION = re.compile("Ik vind zelf.*")


def proposals(text: str, message: int) -> list[Proposal]:
    """What a machine might say of one text: names, surer of some than of others, and an opinion to look at."""
    first = text.index("Onderwerp: Sleutels") if "Onderwerp: Sleutels" in text else len(text)
    made = []
    for found in WORDS.finditer(text):
        twin = stable_id("twin", message, found[0], found.start() - first) if found.start() > first else 0
        score = 0.95 if found[0].startswith("Wiebe") else 0.7
        reasons = (("salutation", {"word": "Beste"}),)
        made.append(Proposal(found.span(), "person", "woo 5.1.2.e", score, reasons, found[0], twin))
    opinions = [found.span() for found in OPINION.finditer(text)]
    made += [Proposal(span, "opinion", "woo 5.2", 0.99, (), attention=True) for span in opinions]
    return sorted(made)


@pytest.fixture(scope="session")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier: the mail by itself, and quoted below its answer; with proposals for both."""
    folder = tmp_path_factory.mktemp("lakken")
    (folder / "mail.txt").write_text(MAIL, encoding="utf-8")
    (folder / "antwoord.txt").write_text(ANSWER + MAIL, encoding="utf-8")
    ingest(folder / "dossier", [folder / "mail.txt", folder / "antwoord.txt"], IngestOptions(jobs=1))
    with Dossier.open(folder / "dossier", write=True) as dossier:
        dossier.put_proposals({one.id: proposals(dossier.text(one.id), 1) for one in dossier.documents()})
    return folder / "dossier"


@pytest.fixture
def place(proposed: Path, tmp_path: Path) -> Path:
    """A copy of it, to work in."""
    return Path(shutil.copytree(proposed, tmp_path / "dossier"))


class Officer:
    """Somebody's browser."""

    def __init__(self, client: TestClient, place: Path) -> None:
        self.client, self.place = client, place
        with Dossier.open(place) as dossier:
            self.documents = {one.name: short_id(one.id) for one in dossier.documents()}
        self.token = str(self.page("/dossier").xpath("string(//meta[@name='csrf']/@content)"))

    def page(self, url: str, status: int = 200) -> html.HtmlElement:
        """A page as a tree."""
        answer = self.client.get(url)
        assert answer.status_code == status, answer.text[:1500]
        return html.fromstring(answer.text)

    def data(self, url: str) -> dict[str, Any]:
        """The data of a page."""
        path, mark, query = url.partition("?")
        answer = self.client.get(f"{path}.json{mark}{query}")
        assert answer.status_code == 200, answer.text[:1500]
        return dict(answer.json())

    def post(self, url: str, *, part: bool = False, **fields: Any) -> httpx.Response:
        """A form that is sent; as the script sends it with ``part``."""
        headers = {"HX-Request": "true"} if part else {}
        return self.client.post(url, data={"csrf": self.token, **fields}, headers=headers, follow_redirects=False)

    def rows(self, document: str = "mail") -> list[dict[str, Any]]:
        """The list beside the text of a document."""
        return list(self.data(f"/lakken/document/{self.documents[document]}")["rows"])

    def act(self, row: dict[str, Any], action: str, *, part: bool = False, **fields: Any) -> httpx.Response:
        """One action on a place as it was read."""
        told = {"een": f"{action}:{row['id']}:{row['version']}", "document": row["document_id"], **fields}
        return self.post("/lakken/besluit", part=part, **told)

    def held(self, **where: Any) -> list[RedactionView]:
        """What the store has."""
        with Dossier.open(self.place) as dossier:
            return dossier.redactions(RedactionFilter(**where))


Sit = Callable[..., Officer]


@pytest.fixture
def sit(place: Path) -> Iterator[Sit]:
    """Gives somebody a browser: ``sit("anna")``, ``sit("lezer", role="reader")``."""
    clients: list[TestClient] = []

    def at(name: str = "anna", role: Role = "officer") -> Officer:
        settings = Settings(local=User(name, role, local=True), hosts=frozenset({"testserver"}))
        room = Room(place, settings, room_routes())
        room.templates.bytecode_cache = TEMPLATES
        client = TestClient(create_app(room), raise_server_exceptions=False)
        client.__enter__()
        clients.append(client)
        return Officer(client, place)

    yield at
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def anna(sit: Sit) -> Officer:
    """An officer."""
    return sit("anna")
