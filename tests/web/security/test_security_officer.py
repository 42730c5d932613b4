"""What only the Woo officer may see: where one copy shows what another withholds. In nobody else's page or data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.records import short_id
from draad.run import IngestOptions, ingest
from draad.web.accounts import ROLES
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings
from web.security.security_room import HOSTS, SECRET, sign_in

NAME = "Kwartelstaart"
MAIL = """\
Van: {who} <{who}@gemeentezuidhoek.nl>
Verzonden: maandag 1 juni 2020 16:40
Aan: 5.1.2e <5.1.2e@provincie.nl>
Onderwerp: Sleutels van het buurthuis

Beste 5.1.2e,

Wanneer kunnen wij de sleutels van het buurthuis ophalen bij mevrouw {who} van de receptie?
De schilder begint op vrijdag en wil eerst de ramen meten.

Met vriendelijke groet,

{who}
"""
OFFICERS = re.compile(r'"alarm":|"hides":|"alarms":\["|"officer":true')
ALLOWED = {"officer", "admin"}


@pytest.fixture(scope="module")
def unequal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two copies of one message; one shows a name that the other withholds."""
    folder = tmp_path_factory.mktemp("ongelijk")
    for name, who in (("open.txt", NAME), ("dicht.txt", "5.1.2e")):
        (folder / name).write_text(MAIL.format(who=who), encoding="utf-8")
    place = folder / "dossier"
    ingest(place, [folder / "open.txt", folder / "dicht.txt"], IngestOptions(jobs=1))
    return place


@pytest.fixture(scope="module")
def room(unequal: Path) -> Iterator[Room]:
    room = Room(unequal, Settings(local=None, hosts=HOSTS), room_routes())
    for role in ROLES:
        room.accounts.add_user(role, role, SECRET, by="test")
    yield room
    room.close()


@pytest.fixture(scope="module")
def visitors(room: Room) -> dict[str, TestClient]:
    """Everybody who may come in: people of each role, and programs with tokens of an admin."""
    app = create_app(room)
    found = {role: sign_in(TestClient(app), role) for role in ROLES}
    for name, scopes in (("token", ["read", "write"]), ("officer-token", ["read", "officer"])):
        found[name] = TestClient(app)
        found[name].headers["Authorization"] = f"Bearer {room.accounts.make_token('admin', name, scopes, by='test')}"
    return found


@pytest.fixture(scope="module")
def url(unequal: Path) -> str:
    with Dossier.open(unequal) as dossier:
        messages = {copy.message for one in dossier.documents() for copy in dossier.copies(one.id)}
    (message,) = messages
    assert message is not None
    return f"/bericht/{short_id(message)}"


def may(who: str) -> bool:
    return who in ALLOWED or who == "officer-token"


VISITORS = (*ROLES, "token", "officer-token")


@pytest.mark.parametrize("who", VISITORS)
def test_differences_of_marks_are_in_officers_data_alone(visitors: dict[str, TestClient], url: str, who: str) -> None:
    answer = visitors[who].get(f"{url}.json")
    assert answer.status_code == 200
    assert bool(OFFICERS.search(answer.text)) == may(who)
    assert (NAME in answer.text) == may(who)


@pytest.mark.parametrize("who", VISITORS)
def test_and_on_officers_pages_alone(visitors: dict[str, TestClient], url: str, who: str) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        answer = visitors[who].get(url, headers=headers)
        assert answer.status_code == 200
        assert (NAME in answer.text) == may(who)


@pytest.mark.parametrize("who", VISITORS)
def test_nothing_in_the_address_asks_for_more(visitors: dict[str, TestClient], url: str, who: str) -> None:
    plain = OFFICERS.search(visitors[who].get(f"{url}.json").text)
    for more in ("officer=1", "role=officer", "sight=officer", "rol=officer", "links=x&rechts=y", "links=&rechts="):
        answer = visitors[who].get(f"{url}.json?{more}")
        assert bool(OFFICERS.search(answer.text)) == bool(plain)
        assert (NAME in answer.text) == may(who)


@pytest.mark.parametrize("who", [who for who in VISITORS if not may(who)])
def test_no_other_address_has_them(visitors: dict[str, TestClient], unequal: Path, url: str, who: str) -> None:
    with Dossier.open(unequal) as dossier:
        parts = {
            "/gesprek/{id}": [short_id(one.id) for one in dossier.threads()],
            "/bericht/{id}": [url.rsplit("/", 1)[-1]],
            "/document/{id}": [short_id(one.id) for one in dossier.documents()],
        }
    for route in room_routes():
        if route.method == "GET" and route.json:
            for part in parts.get(route.path, ["x"]):
                answer = visitors[who].get(f"{re.sub(r'{.*?}', part, route.path)}.json", follow_redirects=False)
                assert not OFFICERS.search(answer.text), route.name
