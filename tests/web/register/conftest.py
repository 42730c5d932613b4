"""People at work in the register of a small dossier: each with a browser of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from jinja2.bccache import Bucket, BytecodeCache
from lxml import html
from starlette.testclient import TestClient

from draad.dossier import Dossier, ItemView
from draad.records import short_id
from draad.run import IngestOptions, ingest
from draad.web.accounts.roles import Role, User
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings

TODAY = date(2020, 6, 8)
REPORT = """\
Verslag overleg buurthuis

Datum: 4 juni 2020
Aanwezig: gemeente, provincie

1. De gemeente stuurt de planning voor vrijdag 12 juni. (actie gemeente)
2. De provincie zegt toe de subsidie uiterlijk 5 juni te regelen.
3. De gemeente spreekt elke zes weken met de schilders. (actie gemeente)
4. De lift doet het niet, melden de huurders.
5. Kan de provincie zeggen wanneer de vergunning komt?
6. <script>alert(1)</script> zoekt uit hoe de kelder droog blijft. (actie gemeente)
7. De schilder belt voor woensdag 10 juni de huurders. (actie schilder)
8. De provincie zegt toe de sleutels uiterlijk 3 juni te brengen.
"""


class _Compiled(BytecodeCache):
    """Templates that were compiled once, for all rooms of these tests."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.held:
            bucket.bytecode_from_string(self.held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = _Compiled()


@dataclass
class Desk:
    """Somebody's browser in the register."""

    client: TestClient
    name: str

    @cached_property
    def token(self) -> str:
        """What forms of this browser carry."""
        return str(self.page("/register?woorden=geen-enkel").xpath("string(//meta[@name='csrf']/@content)"))

    def page(self, url: str, status: int = 200) -> html.HtmlElement:
        """A page as a tree."""
        answer = self.client.get(url)
        assert answer.status_code == status, answer.text[:1500]
        return html.fromstring(answer.text)

    def data(self, url: str, status: int = 200) -> dict[str, Any]:
        """The data of a page."""
        path, mark, query = url.partition("?")
        answer = self.client.get(f"{path}.json{mark}{query}")
        assert answer.status_code == status, answer.text[:1500]
        return dict(answer.json())

    def post(self, url: str, *, row: bool = False, **fields: Any) -> httpx.Response:
        """A form that is sent; as a row asks for it by htmx with ``row``."""
        headers = {"HX-Request": "true"} if row else {}
        return self.client.post(url, data={"csrf": self.token, **fields}, headers=headers, follow_redirects=False)

    def act(self, item: dict[str, Any], action: str, *, row: bool = False, **fields: Any) -> httpx.Response:
        """One action on an item as it was read."""
        return self.post(f"/register/punt/{item['id']}/{action}", row=row, versie=item["version"], **fields)

    def items(self, query: str = "") -> list[dict[str, Any]]:
        """The items of the list."""
        return list(self.data(f"/register{query}")["items"])

    def item(self, name: str) -> dict[str, Any]:
        """One item as it is now."""
        return dict(self.data(f"/register/punt/{name}")["item"])


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of one report, with what extraction proposes of it."""
    folder = tmp_path_factory.mktemp("register")
    (folder / "verslag.txt").write_text(REPORT, encoding="utf-8")
    ingest(folder / "dossier", [folder / "verslag.txt"], IngestOptions(jobs=1))
    return folder / "dossier"


@pytest.fixture
def place(reported: Path, tmp_path: Path) -> Path:
    """A copy of it, to work in."""
    return Path(shutil.copytree(reported, tmp_path / "dossier"))


Sit = Callable[..., Desk]


@pytest.fixture
def sit(place: Path) -> Iterator[Sit]:
    """Gives somebody a browser: ``sit("anna")``, ``sit("lezer", role="reader")``."""
    clients: list[TestClient] = []

    def at(name: str = "anna", role: Role = "team", where: Path = place) -> Desk:
        settings = Settings(local=User(name, role, local=True), hosts=frozenset({"testserver"}), today=TODAY)
        room = Room(where, settings, room_routes())
        room.templates.bytecode_cache = TEMPLATES
        client = TestClient(create_app(room), raise_server_exceptions=False)
        client.__enter__()
        clients.append(client)
        return Desk(client, name)

    yield at
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def anna(sit: Sit) -> Desk:
    """Somebody of the team."""
    return sit("anna")


def kept(place: Path, name: str) -> ItemView:
    """An item as the store has it."""
    with Dossier.open(place) as dossier:
        return dossier.item(name)


def log_of(place: Path, name: str) -> list[tuple[str, str]]:
    """Who did what with an item."""
    with Dossier.open(place) as dossier:
        return [(change.who, change.what) for change in dossier.item_changes(name)]


def text_of(item: ItemView) -> str:
    """An identifier as addresses write it."""
    return short_id(item.id)
