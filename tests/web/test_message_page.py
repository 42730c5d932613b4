"""The page of one message: copies beside each other, and nothing there that any of them withholds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.records import short_id
from draad.run import IngestOptions, ingest

from .conftest import Open, page

QUESTION = """Kan {name} voor vrijdag laten weten hoeveel bewoners van de Lindehof op de lijst staan?

De wethouder wil het in het overleg van maandag noemen. Zonder aantal blijft het punt van de agenda.
"""
OPEN = f"""Van: Ymkje Halbertsma <y.halbertsma@waterwijk.nl>
Verzonden: dinsdag 3 maart 2020 10:15
Aan: Wubbo Tjeerdsma <w.tjeerdsma@lindehof.nl>
Onderwerp: Lijst van bewoners

{QUESTION.format(name="Sjoerdtje")}
Groet,
Ymkje Halbertsma
"""
ANSWER = """Van: 5.1.2e <5.1.2e@lindehof.nl>
Verzonden: woensdag 4 maart 2020 09:05
Aan: 5.1.2e <5.1.2e@waterwijk.nl>
Onderwerp: RE: Lijst van bewoners

Het zijn er {number}. De lijst zelf volgt morgen per post.

Groet,
5.1.2e

Van: 5.1.2e <5.1.2e@waterwijk.nl>
Verzonden: dinsdag 3 maart 2020 10:15
Aan: 5.1.2e <5.1.2e@lindehof.nl>
Onderwerp: Lijst van bewoners

{question}
Groet,
5.1.2e
"""
SECRETS = ("Ymkje", "Halbertsma", "Wubbo", "Tjeerdsma", "Sjoerdtje")
FILES = {
    "a_open": OPEN,
    "b_gelakt": ANSWER.format(number=41, question=QUESTION.format(name="5.1.2e")),
    "c_ook_gelakt": ANSWER.format(
        number=41, question=QUESTION.format(name="5.1.2e").replace("wethouder", "wethoucler")
    ),
}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier in which one message stands open once and redacted twice."""
    folder = tmp_path_factory.mktemp("lists")
    for name, text in FILES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(folder / "dossier", [folder / f"{name}.txt" for name in FILES], IngestOptions(jobs=1))
    return folder / "dossier"


def question(place: Path) -> str:
    """The identifier of the message with three copies."""
    with Dossier.open(place) as dossier:
        found = [m for t in dossier.threads() for m in dossier.thread(t.id).messages if len(m.copies) == len(FILES)]
    return short_id(found[0].id)


def addresses(client: TestClient, identifier: str) -> list[str]:
    """The page with each of its copies left and right."""
    copies = [copy["id"] for copy in client.get(f"/bericht/{identifier}.json").json()["copies"]]
    pairs = [(one, other) for one in copies for other in copies if one != other]
    return [f"/bericht/{identifier}", *(f"/bericht/{identifier}?links={one}&rechts={other}" for one, other in pairs)]


def test_two_copies_stand_beside_each_other_with_their_places(lists: Path, opened: Open) -> None:
    tree = page(opened(lists), f"/bericht/{question(lists)}")
    assert tree.xpath("string(//h1)").strip() == "Lijst van bewoners"
    columns = tree.find_class("copy-column")
    assert len(columns) == 2
    assert "a_open, regels 1 tot en met" in columns[0].text_content()
    for column in columns:
        assert "wil het in het overleg van maandag noemen" in column.text_content()


@pytest.mark.parametrize("role", ["reader", "team"])
def test_no_name_that_any_copy_withholds_is_in_page_part_or_json(lists: Path, opened: Open, role: str) -> None:
    client = opened(lists, role=role)
    for url in addresses(client, question(lists)):
        as_data = url.replace("?", ".json?", 1) if "?" in url else f"{url}.json"
        for answer in (client.get(url), client.get(url, headers={"HX-Request": "true"}), client.get(as_data)):
            assert answer.status_code == 200
            assert [name for name in SECRETS if name in answer.text] == []


def test_all_pairs_look_alike_at_the_marks(lists: Path, opened: Open) -> None:
    client = opened(lists, role="reader")
    seen = set()
    for url in addresses(client, question(lists))[1:]:
        data = client.get(url.replace("?", ".json?", 1)).json()
        for column in data["beside"]["columns"]:
            seen.add(json.dumps([piece["kind"] for piece in column["body"] if piece["kind"] != "near"]))
            assert column["header"]["from"] is None
            assert column["header"]["to"] is None
            assert column["alarms"] == []
    assert all('"neutral"' in kinds and '"mark"' not in kinds for kinds in seen)


def test_the_officer_sees_the_names_with_an_alarm(lists: Path, opened: Open) -> None:
    client = opened(lists, role="officer")
    tree = page(client, f"/bericht/{question(lists)}")
    alarmed = [element.text_content() for element in tree.xpath("//div[@class='copy-body']//*[@class='copy-alarm']")]
    assert any(text.startswith("Sjoerdtje") for text in alarmed)
    assert any("daar is dit gelakt" in text for text in alarmed)
    assert "toont het ene exemplaar wat het andere lakt" in tree.text_content()


def test_words_that_differ_by_ocr_are_told_in_both(lists: Path, opened: Open) -> None:
    client = opened(lists, role="reader")
    copies = {copy["name"]: copy["id"] for copy in client.get(f"/bericht/{question(lists)}.json").json()["copies"]}
    pair = f"links={copies['b_gelakt']}&rechts={copies['c_ook_gelakt']}"
    tree = page(client, f"/bericht/{question(lists)}?{pair}")
    assert [element.text_content() for element in tree.xpath("//div[@class='copy-body']//del")] == [
        "wijkt af: wethouder"
    ]
    assert [element.text_content() for element in tree.xpath("//div[@class='copy-body']//ins")] == [
        "wijkt af: wethoucler"
    ]


def test_an_identifier_that_went_out_of_use_leads_on_for_good(lists: Path, opened: Open) -> None:
    client, identifier = opened(lists), question(lists)
    with Dossier.open(lists) as dossier:
        merged = [short_id(copy.id) for copy in dossier.message(identifier).copies]
    for old in [one for one in merged if one != identifier]:
        answer = client.get(f"/bericht/{old}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (301, f"/bericht/{identifier}")


def test_choosing_copies_that_are_not_there_gives_the_fullest(lists: Path, opened: Open) -> None:
    client = opened(lists)
    chosen = client.get(f"/bericht/{question(lists)}.json?links=ffff&rechts=nee").json()["beside"]
    assert (chosen["left"], chosen["right"]) == (0, 1)


def test_htmx_gets_the_columns_alone(lists: Path, opened: Open) -> None:
    answer = opened(lists).get(f"/bericht/{question(lists)}", headers={"HX-Request": "true"})
    assert "<!doctype" not in answer.text.lower()
    assert re.match(r'\s*<section id="naast"', answer.text)


def test_a_message_that_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get("/bericht/0000000000000000").status_code == 404
    assert client.get("/bericht/0000000000000000.json").json()["error"]["code"] == "not-found"


def test_every_message_of_a_dossier_has_its_page(client: TestClient, generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        found = [short_id(m.id) for t in dossier.threads(limit=12) for m in dossier.thread(t.id).messages]
    for identifier in found[:40]:
        for form in ("", ".json"):
            assert client.get(f"/bericht/{identifier}{form}").status_code == 200
