"""The inventory list as a page: for the officer alone, judged by form, kept safe from two at once."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.dossier.redactions import RedactionFilter
from draad.records import Proposal, short_id
from draad.release.inventory.production_reader import read
from draad.release.inventory.reading import read as read_list
from draad.run import IngestOptions, ingest
from draad.texts import texts
from web.conftest import Open, page, token

HEAD = "Van: Karel Vermeulen <k@zuidhoek.nl>\nVerzonden: maandag {day} juni 2020 16:40\nAan: b@minvws.nl\n"
SECRET = "Vermeulen"


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uitgave")
    (folder / "stukken").mkdir()
    for day in (1, 8, 15):
        text = f"{HEAD.format(day=day)}Onderwerp: Ramen {day} van Vermeulen\n\nDag,\n\nDeel {day} over de ramen.\n"
        (folder / "stukken" / f"geheim-{day}.txt").write_text(text, encoding="utf-8")
    ingest(folder / "dossier", [folder / "stukken"], IngestOptions(jobs=1))
    with Dossier.open(folder / "dossier") as dossier:
        found = {}
        for view in dossier.documents():
            text = dossier.text(view.id)
            at = [i for i in range(len(text)) if text.startswith(SECRET, i)]
            found[view.id] = [Proposal((i, i + 9), "person", "woo 5.1.2.e", 0.9, value="vermeulen") for i in at]
        dossier.put_proposals(found)
        edits = [(one.id, one.version, {"status": "accepted"}) for one in dossier.redactions(RedactionFilter())]
        dossier.decide(edits, who="anna", reach="place")
    return folder / "dossier"


@pytest.fixture
def place(judged: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(judged, tmp_path / "dossier"))


@pytest.fixture
def officer(place: Path, opened: Open) -> TestClient:
    return opened(place, role="officer")


def document(place: Path, name: str) -> str:
    with Dossier.open(place) as dossier:
        return short_id(dossier.resolve(name, "document"))


def judge(client: TestClient, identifier: str, **typed: str) -> int:
    form = {"csrf": token(client), "versie": "0", **typed}
    answer = client.post(f"/uitgave/document/{identifier}", data=form, follow_redirects=False)
    return answer.status_code


def test_the_list_tells_what_may_be_told_and_what_is_worked_out(officer: TestClient) -> None:
    found = officer.get("/uitgave.json").json()
    assert [(row["number"], row["title"], row["judgement"], row["own"]) for row in found["documents"]] == [
        ("1", "Ramen 1 van [5.1.2.e]", "partly", False), ("2", "Ramen 8 van [5.1.2.e]", "partly", False),
        ("3", "Ramen 15 van [5.1.2.e]", "partly", False),
    ]  # fmt: skip
    assert SECRET not in officer.get("/uitgave").text
    assert found["stops"] == []
    assert page(officer, "/uitgave").xpath("//table//th[@scope='row']/text()") == ["1", "2", "3"]


@pytest.mark.parametrize("role", ["reader", "team"])
@pytest.mark.parametrize("path", ["/uitgave", "/uitgave.json", "/uitgave/bestand/inventarislijst.xlsx"])
def test_nobody_but_the_officer_sees_it(place: Path, opened: Open, role: str, path: str) -> None:
    assert opened(place, role=role).get(path).status_code == 403


def test_a_judgement_is_saved_and_shown(officer: TestClient, place: Path) -> None:
    one = document(place, "geheim-8")
    typed = {"oordeel": "withheld", "gronden": "5.1.1c; 5.2", "nummer": "7a", "naam": " Ramen\nin het algemeen "}
    assert judge(officer, one, **typed) == 303
    with Dossier.open(place) as dossier:
        said = dossier.judgements()[int(one, 16)]
    assert (said.judgement, said.grounds, said.number, said.title, said.who) == (
        "withheld", ("woo 5.1.1.c", "woo 5.2"), "7a", "Ramen in het algemeen", said.who,
    )  # fmt: skip
    assert page(officer, "/uitgave?oordeel=withheld").xpath("//table//th[@scope='row']/text()") == ["7a"]


def test_who_comes_second_is_told_and_loses_nothing_that_was_typed(officer: TestClient, place: Path) -> None:
    one = document(place, "geheim-1")
    assert judge(officer, one, naam="Eerste") == 303
    form = {"csrf": token(officer), "versie": "0", "naam": "Tweede"}
    answer = officer.post(f"/uitgave/document/{one}", data=form, follow_redirects=False)
    assert answer.status_code == 409
    assert 'value="Tweede"' in answer.text
    with Dossier.open(place) as dossier:
        assert dossier.judgements()[int(one, 16)].title == "Eerste"


def test_what_is_no_ground_is_refused_with_the_form(officer: TestClient, place: Path) -> None:
    form = {"csrf": token(officer), "versie": "0", "gronden": "zomaar", "naam": "Blijft staan"}
    answer = officer.post(f"/uitgave/document/{document(place, 'geheim-1')}", data=form, follow_redirects=False)
    assert answer.status_code == 400
    assert "Blijft staan" in answer.text


def test_words_that_tell_what_is_withheld_stand_in_the_way_at_once(officer: TestClient, place: Path) -> None:
    assert judge(officer, document(place, "geheim-15"), opmerkingen="Van Vermeulen zelf") == 303
    assert [one["key"] for one in officer.get("/uitgave.json").json()["stops"]] == ["typed"]


def test_numbers_are_fixed_at_once(officer: TestClient, place: Path) -> None:
    officer.post("/uitgave/nummers", data={"csrf": token(officer)})
    with Dossier.open(place) as dossier:
        assert sorted(said.number for said in dossier.judgements().values()) == ["1", "2", "3"]
    assert officer.get("/uitgave.json").json()["loose"] == 0


def test_the_files_are_those_of_the_list(officer: TestClient, place: Path) -> None:
    with Dossier.open(place) as dossier:
        dossier.set_release_settings({"matter": "2026-1"}, who="anna")
    book = officer.get("/uitgave/bestand/inventarislijst.xlsx")
    assert load_workbook(io.BytesIO(book.content)).worksheets[0]["A2"].value == "1"
    assert "attachment" in book.headers["content-disposition"]
    assert len(read(officer.get("/uitgave/bestand/productierapport.xlsx").content)) == 3
    assert len(read_list(texts("nl"), book.content, "lijst.xlsx").rows) == 3
    assert officer.get("/uitgave/bestand/inventarislijst.docx").status_code == 200
    assert "<caption>" in officer.get("/uitgave/bestand/inventarislijst.html").text
    assert officer.get("/uitgave/bestand/iets.exe").status_code == 404
