"""A small generated dossier and the reading room on it; made once, for pages only read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from draad.run import IngestOptions, ingest
from draad.sample import generate
from draad.sample.release import write_files
from draad.web.accounts.roles import Role, local_user
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings

COPIES = 150
HOSTS = frozenset({"testserver", "localhost", "127.0.0.1"})


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier of a generated release; only to be read."""
    folder = tmp_path_factory.mktemp("room")
    write_files(folder / "release", ((file, "txt") for file in generate(COPIES, 7)))
    ingest(folder / "dossier", [folder / "release"], IngestOptions(jobs=1))
    return folder / "dossier"


@pytest.fixture
def own(generated: Path, tmp_path: Path) -> Path:
    """A copy of the generated dossier, to write in."""
    return Path(shutil.copytree(generated, tmp_path / "dossier"))


Open = Callable[..., TestClient]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens the reading room of a dossier: ``opened(path)``, with ``role="officer"``, with ``team=True``."""
    clients: list[TestClient] = []

    def client(place: Path, role: Role = "team", team: bool = False, **settings: object) -> TestClient:
        told = Settings(local=None if team else local_user(role), hosts=HOSTS, **settings)  # type: ignore[arg-type]
        made = TestClient(create_app(Room(place, told, room_routes())), raise_server_exceptions=False)
        made.__enter__()
        clients.append(made)
        return made

    yield client
    for made in clients:
        made.__exit__(None, None, None)


@pytest.fixture
def client(generated: Path, opened: Open) -> TestClient:
    """The reading room of the generated dossier, for its one local user with the role ``team``."""
    return opened(generated)


def page(client: TestClient, url: str, status: int = 200) -> html.HtmlElement:
    """A page as a tree."""
    answer = client.get(url)
    assert answer.status_code == status, answer.text[:2000]
    return html.fromstring(answer.text)


def token(client: TestClient, url: str = "/dossier") -> str:
    """The value that forms of this browser carry."""
    return str(page(client, url).xpath("string(//meta[@name='csrf']/@content)"))
