"""A server on loopback with a dossier of its own, and one browser for all tests."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
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
from web.browser.addresses import Place, places
from web.browser.proposed import propose

playwright = pytest.importorskip("playwright.sync_api", reason="playwright comes with the dev extra")
CHROMIUM = os.environ.get("DRAAD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
TODAY = date(2021, 3, 15)
"""A day in the sample's time, so that some items are due and some too late."""
ADMIN, PASSWORD = "beheer", "een lange zin die niemand raadt"
REFUSED = ("error", "search-wrong", "login-wrong")
"""Pages that tell of a refusal: the browser notes it on its console."""


@dataclass
class Site:
    """A reading room that runs."""

    url: str
    room: Room

    @property
    def place(self) -> Path:
        return self.room.place


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of text, PDF and a file that can't be read; some of it is proposed to be withheld."""
    folder = tmp_path_factory.mktemp("browser")
    files = list(generate(140, 11))
    write_files(folder / "release", ((file, "pdf" if number % 12 == 5 else "txt") for number, file in enumerate(files)))
    (folder / "release" / "kapot.pdf").write_bytes(b"%PDF-1.7\n")
    ingest(folder / "dossier", [folder / "release"], IngestOptions(jobs=1))
    propose(folder / "dossier")
    return folder / "dossier"


Serve = Callable[..., Site]


@pytest.fixture(scope="package")
def serve() -> Iterator[Serve]:
    """Serves a dossier on a free port: ``serve(path, role="officer")``."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(place: Path, role: Any = "team", team: bool = False, **settings: Any) -> Site:
        told = Settings(local=None if team else local_user(role), **{"today": TODAY, **settings})
        room = Room(place, told, room_routes())
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


@pytest.fixture(scope="package")
def site(release: Path, serve: Serve) -> Site:
    """The dossier as it is; tests only read it."""
    return serve(release)


@pytest.fixture
def own_site(release: Path, serve: Serve, tmp_path: Path) -> Site:
    """A copy of the dossier, to work in."""
    return serve(Path(shutil.copytree(release, tmp_path / "dossier")))


@pytest.fixture(scope="package")
def team_site(release: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A copy of the dossier for people with accounts, of whom one keeps the room."""
    made = serve(Path(shutil.copytree(release, tmp_path_factory.mktemp("team") / "dossier")), team=True)
    made.room.accounts.add_user(ADMIN, "admin", PASSWORD, by="test")
    made.room.accounts.add_user("lezer", "reader", PASSWORD, by="test")
    made.room.accounts.make_token("lezer", "uitvoer", ("read",), by="lezer")
    made.room.accounts.save_search(ADMIN, "overleg", "overleg")
    return made


@pytest.fixture(scope="package")
def rooms(site: Site, team_site: Site, release: Path, serve: Serve) -> dict[str, Site]:
    """By who sits at the browser: the local user, an officer, somebody who keeps the room, nobody yet."""
    return {"local": site, "officer": serve(release, role="officer"), "admin": team_site, "nobody": team_site}


@pytest.fixture(scope="package")
def where(site: Site, team_site: Site) -> dict[str, Place]:
    """Every page, and what a person does to see it."""
    return places(site, team_site)


@dataclass
class Watched:
    """A tab in which nothing may go wrong unseen."""

    tab: Any
    url: str
    wrong: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.tab.on("console", self._said)
        self.tab.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.tab.on("request", lambda asked: self._asked(asked.url))

    def _said(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.wrong.append(said.text)

    def _asked(self, address: str) -> None:
        if not address.startswith((self.url, "data:", "blob:")):
            self.wrong.append(f"a request to {address}")

    def unexpected(self, name: str) -> list[str]:
        """What went wrong, but for the refusal that a page of an error is about."""
        return [one for one in self.wrong if not (name in REFUSED and "status of 4" in one)]


Open = Callable[..., Watched]


@pytest.fixture(scope="package")
def opens(browser: Any, rooms: dict[str, Site]) -> Open:
    """A new tab of somebody: ``opens("local", width=320, dark=True)``; its context is the caller's to close."""
    sessions: dict[str, Any] = {}

    def made(
        who: str = "local", site: Site | None = None, width: int = 1440, dark: bool = False, english: bool = False,
        **more: Any,
    ) -> Watched:  # fmt: skip
        at = site or rooms[who]
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # a colour that is still on its way is no fault
            **more,
        )
        if who == "admin":
            if who not in sessions:
                sessions[who] = _log_in(context, at)
            context.add_cookies(sessions[who])
        if english:
            context.add_cookies([{"name": "draad_taal", "value": "en", "url": at.url}])
        found = Watched(context.new_page(), at.url)
        found.watch()
        return found

    return made


def _log_in(context: Any, site: Site) -> Any:
    tab = context.new_page()
    tab.goto(f"{site.url}/aanmelden")
    tab.fill("[name=naam]", ADMIN)
    tab.fill("[name=wachtwoord]", PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/dossier")
    tab.close()
    return context.cookies()


@pytest.fixture
def watched(opens: Open) -> Iterator[Open]:
    """The same, closed when the test is over."""
    made: list[Watched] = []

    def one(*given: Any, **more: Any) -> Watched:
        made.append(opens(*given, **more))
        return made[-1]

    yield one
    for each in made:
        each.tab.context.close()


@pytest.fixture(scope="package")
def kept(opens: Open) -> Iterator[Open]:
    """A tab that is used again: ``kept("local", english=True)``."""
    made: dict[tuple[str, bool], Watched] = {}

    def one(who: str, english: bool = False) -> Watched:
        if (who, english) not in made:
            made[who, english] = opens(who, english=english)
        made[who, english].wrong.clear()
        return made[who, english]

    yield one
    for each in made.values():
        each.tab.context.close()
