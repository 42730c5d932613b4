"""A dossier in which everything is hostile, a reading room on it, and somebody of every role who visits it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.records import short_id
from draad.run import IngestOptions, ingest
from draad.web.accounts import ROLES
from draad.web.app import create_app, room_routes
from draad.web.respond import Page
from draad.web.room import Room, Settings
from draad.web.routes import Route
from web.security.security_room import BAIT, HOSTS, PAYLOADS, QUICK, SECRET, Visit, sign_in


@pytest.fixture(scope="package", autouse=True)
def _quick() -> Iterator[None]:
    """Passwords are checked quickly: what argon2 costs is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("draad.web.accounts.passwords.RFC_9106_LOW_MEMORY", QUICK)
        yield


def _mail(n: int, payload: str) -> str:
    return (
        f"Van: {payload} <jan@gemeentezuidhoek.nl>\nVerzonden: maandag {n + 1} juni 2020 16:40\n"
        f"Aan: {payload} <piet@provincie.nl>\nOnderwerp: Sleutels {payload}\n\n"
        f"Beste {payload},\n\nWij sturen de tekening {payload} uiterlijk {n + 10} juni 2020 toe (actie: {payload}).\n"
        f"Wanneer kunnen wij {payload} ophalen?\nDe schilder 5.1.2e {payload} begint op vrijdag.\n\nGroet,\n{payload}\n"
    )


def _eml(payload: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "jan@gemeentezuidhoek.nl"
    mail["To"] = "piet@provincie.nl"
    mail["Date"] = "Wed, 24 Jun 2020 10:00:00 +0200"
    mail["Subject"] = payload
    mail.set_content(f"Zie {payload}.\n")
    mail.add_alternative(f"<p onclick='{BAIT}()'>Zie <script>{BAIT}()</script> dit stuk.</p>", subtype="html")
    mail.add_attachment(f"Notitie {payload}\n", filename=f"{payload.replace('/', '_')}.txt")
    return mail.as_bytes()


@pytest.fixture(scope="package")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier, with somebody of every role; only to be read."""
    folder = tmp_path_factory.mktemp("vijandig")
    (folder / "in").mkdir()
    for n, payload in enumerate(PAYLOADS):
        name = payload.replace("/", "_")
        (folder / "in" / f"{n}{name}.txt").write_text(_mail(n, payload), encoding="utf-8")
    (folder / "in" / 'a\r\nSet-Cookie: pwned=1\r\n"é".txt').write_text(_mail(20, "rustig"), encoding="utf-8")
    (folder / "in" / "brief.eml").write_bytes(_eml(PAYLOADS[1]))
    (folder / "in" / f"kapot{PAYLOADS[1]}.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <<")
    place = folder / f"dossier <{BAIT}>"
    ingest(place, [folder / "in"], IngestOptions(jobs=1))
    with Room(place, Settings(local=None), ()).accounts as accounts:
        for role in ROLES:
            accounts.add_user(role, role, SECRET, by="test")
    return place


def _broken(_ask: object) -> Page:
    raise RuntimeError(f"{Path(__file__)} secret inside {SECRET}")


BROKEN = Route("/kapot", _broken, name="broken", summary="web.base.error", role="anyone")
"""A page with a fault of ours in it."""


@pytest.fixture(scope="package")
def room(hostile: Path) -> Iterator[Room]:
    """The reading room with accounts, and one page more, that fails."""
    room = Room(hostile, Settings(local=None, hosts=HOSTS), (*room_routes(), BROKEN))
    yield room
    room.close()


@pytest.fixture(scope="package")
def visit(room: Room) -> Iterator[Visit]:
    """A browser that visits the room for the first time; the room outlives it."""
    app = create_app(room)
    clients: list[TestClient] = []

    def new() -> TestClient:
        clients.append(TestClient(app, raise_server_exceptions=False))
        return clients[-1]

    yield new
    for client in clients:
        client.close()


@pytest.fixture(scope="package")
def people(visit: Visit) -> dict[str, TestClient]:
    """A browser of somebody of each role, and of nobody (``anyone``). Not to sign out."""
    return {"anyone": visit(), **{role: sign_in(visit(), role) for role in ROLES}}


@pytest.fixture(scope="package")
def examples(room: Room) -> Callable[[Route], list[str]]:
    """Addresses of a route with values for the parts of its path that are there in the dossier."""
    with Dossier.open(room.place) as dossier:
        documents = dossier.documents()
        known = {
            "/gesprek/": [short_id(one.id) for one in dossier.threads()],
            "/bericht/": [
                short_id(copy.message) for one in documents for copy in dossier.copies(one.id) if copy.message
            ],
            "/document/": [short_id(one.id) for one in documents],
            "/register/punt/": [short_id(one.id) for one in dossier.items()][:20],
            "/organisatie/": ["gemeentezuidhoek.nl"],
            "/hulp/": ["zoeken"],
        }

    def addresses(route: Route) -> list[str]:
        if "{" not in route.path:
            return [route.path]
        start = next((start for start in known if route.path.startswith(start)), None)
        values = known[start] if start else ["x"]
        return [_filled(route, value) for value in values]

    def _filled(route: Route, value: str) -> str:
        head, _, rest = route.path.partition("{")
        tail = rest.partition("}")[2]
        while "{" in tail:
            before, _, after = tail.partition("{")
            tail = f"{before}x{after.partition('}')[2]}"
        return f"{head}{value}{tail}"

    return addresses
