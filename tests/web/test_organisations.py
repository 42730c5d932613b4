"""Organisations: the list, the picture, and one of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.run import IngestOptions, ingest
from web.conftest import Open, page

SCRIPT = "<script>alert(1)</script>"


def words(tree: html.HtmlElement) -> str:
    return " ".join("".join(tree.itertext()).split())


@pytest.fixture(scope="session")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three messages; of the first one print hides the addressee, and another print of the same hides the sender."""
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "in").mkdir()

    def printed(sender: str, to: str, at: str, subject: str, body: str) -> str:
        head = f"Van: {sender}\nVerzonden: {at}\nAan: {to}\nOnderwerp: {subject}\n"
        return f"{head}\nBeste collega,\n\n{body}\n\nGroet\n"

    body = (
        "Het rooster van de veerpont is klaar. Vanaf dinsdag varen we om het kwartier en op zondag om het half uur.\n"
        "De schipper stond vorige week voor een dichte deur, omdat niemand de sleutel van het loket had."
    )
    first = ("maandag 16 maart 2020 17:00", "Rooster van de veerpont", body)
    ask = "Kunnen jullie vóór 1 juni 2020 laten weten wie de sleutel van het loket beheert?"
    asked = printed("V <v@vng.nl>", "Loket <loket@veerdienst.nl>", "dinsdag 5 mei 2020 09:30", "Sleutel", ask)
    answer = "De sleutel van het loket wordt beheerd door de havenmeester."
    back = printed("Loket <loket@veerdienst.nl>", "V <v@vng.nl>", "woensdag 6 mei 2020 10:00", "RE: Sleutel", answer)
    texts = {
        "een": printed("Balie <balie@gemeente-oever.nl>", "5.1.2e", *first),
        "twee": printed("5.1.2e", "Loket <loket@veerdienst.nl>", *first),
        "drie": asked,
        "vier": f"{back}\n{asked}",
    }
    for name, text in texts.items():
        (folder / "in" / f"{name}.txt").write_text(text, "utf-8")
    ingest(folder / "d", [folder / "in"], IngestOptions(jobs=1))
    return folder / "d"


@pytest.fixture
def room(ferry: Path, opened: Open) -> TestClient:
    return opened(ferry)


def one(client: TestClient, name: str) -> dict[str, object]:
    answer = client.get(f"/organisatie/{quote(name, safe='')}.json", follow_redirects=True)
    assert answer.status_code == 200, answer.text[:1000]
    return dict(answer.json())


VNG = "Vereniging van Nederlandse Gemeenten"


# ── law 2 ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_two_prints_show_of_one_message_is_not_joined(room: TestClient) -> None:
    told = room.get("/organisaties.json").json()
    seen = {row["name"]: row for row in told["organisations"]}
    assert seen["gemeente-oever.nl"]["sent"] == 1
    assert seen["veerdienst.nl"]["received"] == 2
    pairs = {(row["from"]["name"], row["to"]["name"]) for row in told["network"]["rows"]}
    assert pairs == {(VNG, "veerdienst.nl")}
    assert one(room, "gemeente-oever.nl")["peers"] == []


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_known_domain_stands_under_the_full_name(room: TestClient) -> None:
    row = next(row for row in room.get("/organisaties.json").json()["organisations"] if row["name"] == VNG)
    assert row["kind"] == "organisation"
    assert "vng.nl" in row["names"]


def test_other_name_or_domain_leads_to_its_own_address(room: TestClient) -> None:
    answer = room.get("/organisatie/VNG.NL", follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/organisatie/{quote(VNG)}"


def test_unknown_name_is_not_found_and_told_as_it_is(room: TestClient) -> None:
    answer = room.get(f"/organisatie/{quote(SCRIPT, safe='')}")
    assert answer.status_code == 404
    assert SCRIPT not in answer.text
    assert room.get("/organisatie/niemand.json").json()["error"]["code"] == "not-found"


# ── one of them ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_messages_over_time_and_with_whom(room: TestClient) -> None:
    told = one(room, "vng.nl")
    assert told["organisation"]["sent"] == told["organisation"]["received"] == 1  # type: ignore[index]
    assert [(row["period"], row["messages"]) for row in told["time"]["rows"]] == [("2020-05", 2)]  # type: ignore[index]
    assert [(peer["name"], peer["sent"], peer["received"]) for peer in told["peers"]] == [  # type: ignore[attr-defined]
        ("veerdienst.nl", 1, 1)
    ]


def test_question_is_with_who_asked_it_and_with_what_came_back(room: TestClient) -> None:
    asked = one(room, "vng.nl")["asked"]
    assert asked["questions"] == 1  # type: ignore[index]
    latest = asked["latest"][0]  # type: ignore[index]
    assert "wie de sleutel van het loket beheert" in latest["text"]
    assert latest["state"] in ("answered", "replied")
    assert latest["document"] in ("drie", "vier")
    owner = one(room, "veerdienst.nl")["owns"]
    assert "question" in [row["kind"] for row in owner]  # type: ignore[attr-defined]


def test_page_says_the_same(room: TestClient) -> None:
    tree = page(room, f"/organisatie/{quote(VNG)}")
    assert tree.xpath("string(//h1)").strip() == VNG
    assert "wie de sleutel van het loket beheert" in words(tree)
    assert "veerdienst.nl" in words(tree.xpath("//*[@id='met-wie']")[0])
    assert tree.xpath("//nav[contains(@class, 'crumbs')]//a[@href='/organisaties']")


def test_search_of_its_messages_finds_them(room: TestClient) -> None:
    links = one(room, "vng.nl")["links"]
    assert room.get(links["sent"]).status_code == 200  # type: ignore[index]
    assert "Sleutel" in room.get(links["sent"]).text  # type: ignore[index]


def test_every_link_of_every_party_leads_somewhere(client: TestClient) -> None:
    rows = client.get("/organisaties.json").json()["organisations"]
    links: set[str] = set()
    for row in rows[:3] + rows[-3:]:
        links |= {link for link in page(client, row["url"]).xpath("//main//a/@href") if link.startswith("/")}
    assert links
    for link in sorted(links)[:60]:
        assert client.get(link, follow_redirects=True).status_code == 200, link


# ── the list and the picture ────────────────────────────────────────────────────────────────────────────────────


def test_list_is_filtered_by_any_name_and_by_kind(room: TestClient) -> None:
    def names(query: str) -> list[str]:
        return [row["name"] for row in room.get(f"/organisaties.json?{query}").json()["organisations"]]

    assert names("naam=VNG.nl") == [VNG]
    assert names("naam=gemeenten") == [VNG]
    assert "veerdienst.nl" in names("soort=domain")
    assert VNG not in names("soort=domain")
    assert names("naam=bestaatniet") == []
    assert "bestaatniet" in room.get("/organisaties?naam=bestaatniet").text


def test_list_is_sorted_as_asked(client: TestClient) -> None:
    rows = client.get("/organisaties.json?volgorde=naam").json()["organisations"]
    assert [row["name"].casefold() for row in rows] == sorted(row["name"].casefold() for row in rows)
    rows = client.get("/organisaties.json?volgorde=punten").json()["organisations"]
    assert [row["owned"] for row in rows] == sorted((row["owned"] for row in rows), reverse=True)


@pytest.mark.parametrize("query", ["soort=niets", "volgorde=x", "pagina=0", "pagina=x"])
def test_wrong_value_is_told_as_such(room: TestClient, query: str) -> None:
    assert room.get(f"/organisaties?{query}").status_code == 400


def test_page_beyond_the_last_is_the_last(room: TestClient) -> None:
    assert room.get("/organisaties.json?pagina=999").json()["page"] == 1


def test_picture_has_a_name_links_with_names_and_its_facts_as_a_table(room: TestClient) -> None:
    tree = page(room, "/organisaties")
    picture = tree.xpath("//*[local-name()='svg'][contains(@class, 'organisations-network')]")[0]
    named = picture.get("aria-labelledby").split()
    assert all(tree.xpath(f"string(//*[@id='{one}'])").strip() for one in named)
    nodes = picture.xpath(".//*[local-name()='a']")
    assert {node.get("href") for node in nodes} == {
        f"/organisatie/{quote(name)}" for name in (VNG, "veerdienst.nl", "gemeente-oever.nl")
    }
    assert all("bericht" in node.get("aria-label") for node in nodes)
    cells = [[words(cell) for cell in row.xpath("th | td")] for row in tree.xpath("//*[@id='netwerk']//tbody/tr")]
    assert cells == [[VNG, "veerdienst.nl", "1", "1"]]
    assert not tree.xpath("//main//*[@style]")


def test_same_dossier_gives_the_same_picture(ferry: Path, opened: Open) -> None:
    first, second = (opened(ferry).get("/organisaties.json").json()["network"] for _ in range(2))
    assert first == second


def test_only_the_list_comes_when_htmx_asks(room: TestClient) -> None:
    answer = room.get("/organisaties?naam=vng", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert VNG in answer.text


def test_dossier_without_anybody(tmp_path: Path, opened: Open) -> None:
    Dossier.create(tmp_path / "leeg").close()
    client = opened(tmp_path / "leeg")
    assert client.get("/organisaties.json").json()["organisations"] == []
    assert page(client, "/organisaties").xpath("//h1")


# ── what others wrote ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [SCRIPT, '" onmouseover="alert(1)', "{{ 7 * 7 }}", "a/b", "?a=b&c#d", "é\u202e"])
def test_hostile_name_is_a_name_like_any_other(ferry: Path, tmp_path: Path, opened: Open, name: str) -> None:
    place = Path(shutil.copytree(ferry, tmp_path / "d"))
    with Dossier.open(place) as dossier:
        item = dossier.items()[0]
        dossier.change_item(item.id, item.version, {"owner": (name,)}, who="Jo", what="edit", at="2021-01-01T00:00:00Z")
    client = opened(place)
    row = next(row for row in client.get("/organisaties.json").json()["organisations"] if row["name"] == name)
    for url in ("/organisaties", row["url"]):
        text = client.get(url).text
        assert SCRIPT not in text
        tree = html.fromstring(text)
        assert not tree.xpath("//main//@onmouseover")
        assert name in tree.xpath("string(//main)")
    assert client.get(row["url"]).status_code == 200
