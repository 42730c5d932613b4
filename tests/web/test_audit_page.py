"""The officer's list of differences: what it tells, whom, and that it can be narrowed and taken along."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from draad.run import IngestOptions, ingest
from web.conftest import Open, page

NAME = "Kwartelstaart"
MAIL = """\
Van: 5.1.2.e <5.1.2.e@gemeentezuidhoek.nl>
Verzonden: maandag 1 juni 2020 16:40
Aan: 5.1.2.e <5.1.2.e@provincie.nl>
Onderwerp: Sleutels van het buurthuis

Beste 5.1.2.e,

Wanneer kunnen wij de sleutels van het buurthuis ophalen bij mevrouw {who} van de receptie?
De schilder begint op vrijdag en wil eerst de ramen meten.

Met vriendelijke groet,

5.1.2.e
"""
REPORT = """\
# verslag

Betreft\tOverleg sleutels
Datum\t18 november 2020
Aanwezig\t5.1.2.e (FEZ), 5.1.2.e (MO), 5.1.2.e (LZ), 5.1.2.e (CZ), Hidde Zonneveld (MO), 5.1.2.e (IGJ)

- De sleutels zijn op.
- De schilder komt vrijdag.
"""


@pytest.fixture(scope="module")
def unequal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier with a name that one copy shows and another withholds, and a lone name in a report."""
    folder = tmp_path_factory.mktemp("controle")
    (folder / "open.txt").write_text(MAIL.format(who=NAME), encoding="utf-8")
    (folder / "dicht.txt").write_text(MAIL.format(who="5.1.2.e"), encoding="utf-8")
    (folder / "verslag.txt").write_text(REPORT, encoding="utf-8")
    files = [folder / name for name in ("open.txt", "dicht.txt", "verslag.txt")]
    ingest(folder / "dossier", files, IngestOptions(jobs=1))
    return folder / "dossier"


@pytest.fixture
def officer(unequal: Path, opened: Open) -> TestClient:
    return opened(unequal, role="officer")


def test_the_list_tells_where_and_by_which_ground_and_never_the_name(officer: TestClient) -> None:
    told = officer.get("/controle.json").json()
    assert [(one["severity"], one["kind"]) for one in told["findings"]] == [("leak", "differs"), ("check", "lone")]
    first = told["findings"][0]
    assert [place["cited"] for place in first["shown"]] == ["open:8"]
    assert [(place["cited"], place["ground"]) for place in first["hidden"]] == [("dicht:8", "woo 5.1.2.e")]
    assert first["text"] is None
    for url in ("/controle", "/controle.json"):
        assert NAME not in officer.get(url).text
        assert "Zonneveld" not in officer.get(url).text


def test_each_row_leads_to_the_lines_and_to_the_copies_beside_each_other(officer: TestClient) -> None:
    links = page(officer, "/controle").xpath("//table//a/@href")
    assert any(link.startswith("/document/") and "regel=8" in link for link in links)
    beside = next(link for link in links if link.startswith("/bericht/"))
    assert NAME in officer.get(beside).text, "the officer sees the copies as they are"


@pytest.mark.parametrize(
    ("query", "kinds"), [("soort=lone", ["lone"]), ("ernst=leak", ["differs"]), ("document=x", [])]
)
def test_the_list_can_be_narrowed(query: str, kinds: list[str], officer: TestClient) -> None:
    assert [one["kind"] for one in officer.get(f"/controle.json?{query}").json()["findings"]] == kinds
    assert officer.get(f"/controle?{query}").status_code == 200


def test_the_workbook_holds_the_same_and_no_name(officer: TestClient) -> None:
    answer = officer.get("/controle/verschillen.xlsx")
    assert answer.status_code == 200
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert [row[:2] for row in rows[1:]] == [("lek", "ongelijk gelakt"), ("controleer", "losse naam")]
    assert rows[1][4:7] == ("open:8", "dicht:8", "Woo 5.1.2.e")
    assert NAME not in str(rows)


def test_both_languages_tell_it(officer: TestClient) -> None:
    officer.cookies.set("taal", "en")
    assert officer.get("/controle").status_code == 200


@pytest.mark.parametrize("role", ["reader", "team"])
def test_nobody_else_may_come(role: str, unequal: Path, opened: Open) -> None:
    client = opened(unequal, role=role)
    for url in ("/controle", "/controle.json", "/controle/verschillen.xlsx"):
        assert client.get(url).status_code == 403


def test_where_nothing_differs_the_page_says_so(generated: Path, opened: Open, tmp_path: Path) -> None:
    (tmp_path / "een.txt").write_text(MAIL.format(who="5.1.2.e"), encoding="utf-8")
    ingest(tmp_path / "dossier", [tmp_path / "een.txt"], IngestOptions(jobs=1))
    client = opened(tmp_path / "dossier", role="officer")
    assert client.get("/controle.json").json()["all"] == 0
    assert "Geen verschillen gevonden" in client.get("/controle").text
    assert opened(generated, role="officer").get("/controle").status_code == 200
