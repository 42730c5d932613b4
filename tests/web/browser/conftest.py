"""A server on loopback with a dossier of its own, and one browser for all tests."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from draad.run import IngestOptions, ingest
from draad.sample import generate
from draad.sample.release import write_files
from draad.web.accounts.roles import local_user
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings

playwright = pytest.importorskip("playwright.sync_api", reason="playwright comes with the dev extra")
CHROMIUM = os.environ.get("DRAAD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Site:
    """A reading room that runs."""

    url: str
    room: Room

    @property
    def place(self) -> Path:
        return self.room.place


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, or a reason to skip; on CI there is none to skip."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed, and these tests may not be skipped here")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as made:
        started = made.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of text, PDF and a file that can't be read."""
    folder = tmp_path_factory.mktemp("browser")
    files = list(generate(140, 11))
    write_files(folder / "release", ((file, "pdf" if number % 12 == 5 else "txt") for number, file in enumerate(files)))
    (folder / "release" / "kapot.pdf").write_bytes(b"%PDF-1.7\n")
    ingest(folder / "dossier", [folder / "release"], IngestOptions(jobs=1))
    return folder / "dossier"


Serve = Callable[..., Site]


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves a dossier on a free port: ``serve(path, role="officer")``."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(place: Path, role: Any = "team", team: bool = False, **settings: Any) -> Site:
        room = Room(place, Settings(local=None if team else local_user(role), **settings), room_routes())
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(room), log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        running.append((server, thread))
        return Site(f"http://127.0.0.1:{listening.getsockname()[1]}", room)

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def site(release: Path, serve: Serve) -> Site:
    """The dossier as it is; tests only read it."""
    return serve(release)


@pytest.fixture
def own_site(release: Path, serve: Serve, tmp_path: Path) -> Site:
    """A copy of the dossier, to work in."""
    return serve(Path(shutil.copytree(release, tmp_path / "dossier")))


@dataclass
class Watched:
    """A tab in which nothing may go wrong unseen."""

    tab: Any
    wrong: list[str]


@pytest.fixture
def watched(browser: Any) -> Iterator[Callable[..., Watched]]:
    """A tab that notes errors on the console and requests that leave the server: ``watched(width=320, dark=True)``."""
    contexts = []

    def made(width: int = 1440, dark: bool = False, english: bool = False, url: str = "", **more: Any) -> Watched:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        if english:
            context.add_cookies([{"name": "draad_taal", "value": "en", "url": url}])
        contexts.append(context)
        tab = context.new_page()
        found = Watched(tab, [])
        tab.on("console", lambda said: found.wrong.append(said.text) if said.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: found.wrong.append(str(error)))
        tab.on("request", lambda asked: _note_foreign(found, asked.url, url))
        return found

    yield made
    for context in contexts:
        context.close()


def _note_foreign(found: Watched, asked: str, url: str) -> None:
    if url and not asked.startswith((url, "data:", "blob:")):
        found.wrong.append(f"a request to {asked}")
