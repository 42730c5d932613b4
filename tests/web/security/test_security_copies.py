"""Law 2 over all pages: what one copy hides is on no page of its conversation, its message or their items."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from starlette.testclient import TestClient

from draad.cli import run
from draad.dossier import Dossier
from draad.records import short_id
from draad.run import IngestOptions, ingest
from draad.web.accounts.roles import Role, local_user
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings
from web.security.security_room import HOSTS, told_by

NAME = "Pimpelmees"
MAIL = """\
Van: {sender}
Verzonden: maandag 1 juni 2020 16:40
Aan: Secretariaat <secretariaat@provincie.nl>
Onderwerp: Sleutels {subject}

Beste collega,

Naar aanleiding van ons gesprek van gisteren stuur ik hierbij de stukken over de sleutels van het buurthuis.
{who} zal uiterlijk 12 juni 2020 samen met {who} de lijst van de sloten aanleveren bij de directie.
Daarna spreken wij de volgende stap af in het overleg van juli.
Actie: de directie stuurt de lijst uiterlijk 1 juli 2020 naar de provincie.
{more}
Met vriendelijke groet,

Afdeling Gebouwen
"""
MORE = "De bijlagen komen apart, want de tekeningen van het pand zijn te groot om met deze mail mee te sturen.\n" * 3


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier in which the fullest copy of a mail hides a name in subject, sender and text, and another shows it."""
    given = tmp_path_factory.mktemp("copies") / "release"
    given.mkdir()
    hiding = MAIL.format(sender="[5.1.2e]", subject="[5.1.2e]", who="[5.1.2e]", more=MORE)
    (given / "hides.txt").write_text(hiding, encoding="utf-8")
    sender = f"{NAME} <{NAME.lower()}@gemeentezuidhoek.nl>"
    (given / "shows.txt").write_text(MAIL.format(sender=sender, subject=NAME, who=NAME, more=""), encoding="utf-8")
    ingest(given.parent / "dossier", [given], IngestOptions(jobs=1))
    return given.parent / "dossier"


def client(place: Path, role: Role) -> TestClient:
    room = Room(place, Settings(local=local_user(role), hosts=HOSTS), room_routes())
    return TestClient(create_app(room), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def reader(place: Path) -> Iterator[TestClient]:
    with client(place, "team") as made:
        yield made


@pytest.fixture(scope="module")
def items(place: Path) -> list[str]:
    with Dossier.open(place) as dossier:
        assert dossier.counts().messages == 1, "the copies are of one message"
        found = dossier.items(places=True)
        assert any(len(item.places) == 2 and not item.is_own(item.places[1]) for item in found)
        return [short_id(item.id) for item in found]


PAGES = (
    *("/dossier", "/gesprekken", "/documenten", "/register", "/register/week", "/register/plan", "/register/te-laat"),
    *("/register/termijnen", "/register/signalen", "/zoeken?q=sleutels", "/zoeken?q=sleutels&als=punten"),
    "/zoeken?q=sleutels&als=documenten",
)


@pytest.mark.parametrize("data", [False, True])
def test_no_page_that_shows_the_hiding_copy_tells_the_name(
    data: bool, place: Path, reader: TestClient, items: list[str]
) -> None:
    with Dossier.open(place) as dossier:
        thread = dossier.threads()[0]
        message = dossier.thread(thread.id).messages[0]
    own = (f"/gesprek/{short_id(thread.id)}", f"/bericht/{short_id(message.id)}")
    for url in (*PAGES, *own, *(f"/register/punt/{item}" for item in items)):
        path, _, query = url.partition("?")
        answer = reader.get(f"{path}{'.json' if data else ''}?{query}")
        assert answer.status_code == 200, url
        assert NAME.lower() not in answer.text.lower(), url


@pytest.mark.parametrize("url", ["/register/uitvoer.json", "/register/uitvoer.csv", "/zoeken/uitvoer.json?q=sleutels"])
def test_no_export_tells_it(url: str, reader: TestClient, items: list[str]) -> None:
    answer = reader.get(url)
    assert answer.status_code == 200
    assert items
    assert NAME not in answer.text


def test_nor_does_the_list_in_word(reader: TestClient) -> None:
    made = Document(io.BytesIO(reader.get("/register/uitvoer.docx?stand=proposed").content))
    told = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "hides" in told
    assert "shows" in told
    assert NAME not in told


def test_a_conversation_is_not_found_by_what_the_shown_copy_hides(reader: TestClient) -> None:
    assert reader.get("/gesprekken.json", params={"q": NAME}).json()["total"] == 0
    assert reader.get("/zoeken.json", params={"q": NAME}).json()["total"] == 0
    assert reader.get("/gesprekken.json", params={"q": "sleutels"}).json()["total"] == 1


def test_the_officer_sees_the_other_place_too(place: Path, items: list[str]) -> None:
    with client(place, "officer") as officer:
        told = [officer.get(f"/register/punt/{item}.json").text for item in items]
    assert any(NAME in text for text in told)


CLOCK = """\
Van: Afdeling Gebouwen <gebouwen@gemeentezuidhoek.nl>
Verzonden:{when}
Aan: Secretariaat <secretariaat@provincie.nl>
Onderwerp: Sloten van het buurthuis

Beste collega,

Naar aanleiding van ons gesprek van gisteren stuur ik hierbij de stukken over de sloten van het buurthuis.
Jan levert uiterlijk vrijdag de lijst van de sloten aan bij de directie.
Daarna spreken wij de volgende stap af in het overleg van juli.
{more}
Met vriendelijke groet,

Afdeling Gebouwen
"""
WITHHELD = {"mark": " [5.1.2e]", "block": " ██████████", "white": "", "hour": " woensdag 8 april 2015 [5.1.2e]"}
TOLD = ("2015", "16:47", "14:47", "8 april")


@pytest.fixture(scope="module", params=WITHHELD)
def clock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A dossier in which the fullest copy of a mail withholds when it was sent, and another prints it."""
    given = tmp_path_factory.mktemp("clock") / "release"
    given.mkdir()
    (given / "hides.txt").write_text(CLOCK.format(when=WITHHELD[request.param], more=MORE), encoding="utf-8")
    (given / "shows.txt").write_text(CLOCK.format(when=" woensdag 8 april 2015 16:47", more=""), encoding="utf-8")
    ingest(given.parent / "dossier", [given], IngestOptions(jobs=1))
    return request.param, given.parent / "dossier"


def test_a_moment_that_the_shown_copy_withholds_is_filled_from_no_other(
    clock: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor found by, counted in a month, or reckoned with for a term; a day that the copy still tells stays told."""
    how, place = clock
    untold = TOLD[1:3] if how == "hour" else TOLD
    with Dossier.open(place) as dossier:
        assert dossier.counts().messages == 1, "the copies are of one message"
        message = dossier.messages([thread.id for thread in dossier.threads()])
        (view,) = message.values()
        assert view.representative.document_name == "hides"
        assert view.sent is None
        assert (view.sent_at is None) == (how != "hour")
    with client(place, "team") as reader:
        own = (f"/gesprek/{short_id(view.thread)}", f"/bericht/{short_id(view.id)}")
        # The list of documents tells of each the days that it prints itself, as its own page does.
        for url in (*(page for page in PAGES if page != "/documenten"), *own, "/zoeken?q=sloten"):
            path, _, query = url.partition("?")
            for form in ("", ".json"):
                told = told_by(reader.get(f"{path}{form}?{query}").text)
                assert not [word for word in untold if word in told], f"{path}{form}"
        found = reader.get("/zoeken.json?q=sloten na:2015-01").json()["total"]
        assert found == (1 if how == "hour" else 0)
    for words in (("thread", short_id(view.id)), ("threads",), ("search", "sloten"), ("show",)):
        assert run([words[0], "-d", str(place), *words[1:]]) == 0
        told = capsys.readouterr().out
        assert not [word for word in untold if word in told], words
