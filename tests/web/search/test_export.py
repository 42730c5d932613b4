"""The result as a file: legal cells, nothing computed, the same bytes, each row with its address."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from openpyxl import load_workbook
from starlette.testclient import TestClient

from draad.show import moments
from draad.web.pages.search import exporting
from web.conftest import Open


def rows(client: TestClient, query: str, **more: str) -> list[dict[str, Any]]:
    answer = client.get("/zoeken/uitvoer.json", params={"q": query, **more})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found: list[dict[str, Any]] = json.loads(answer.content)["results"]
    return found


@pytest.mark.parametrize("by", ["berichten", "documenten", "punten"])
def test_all_forms_hold_the_whole_result_with_addresses(client: TestClient, by: str) -> None:
    told = rows(client, "*", als=by)
    page = client.get("/zoeken.json", params={"q": "*", "als": by}).json()
    assert len(told) == page["total"] > 20
    assert client.get(told[-1]["url"]).status_code == 200
    workbook = client.get("/zoeken/uitvoer.xlsx", params={"q": "*", "als": by})
    sheet = list(load_workbook(io.BytesIO(workbook.content)).worksheets[0].iter_rows(values_only=True))
    text = client.get("/zoeken/uitvoer.csv", params={"q": "*", "als": by}).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(sheet) == len(table) == len(told) + 1
    assert [row[-1] for row in sheet[1:]] == [row[-1] for row in table[1:]]
    assert [row[-1] for row in table[1:]] == [f"http://testserver{row['url']}" for row in told]


def test_an_address_can_be_followed_from_the_sheet(client: TestClient) -> None:
    sheet = load_workbook(io.BytesIO(client.get("/zoeken/uitvoer.xlsx?q=*").content)).worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        assert row[-1].hyperlink.target == row[-1].value
        assert str(row[-1].value).startswith("http://testserver/")


def test_moments_are_cells_of_date_and_time_as_the_page_shows_them(client: TestClient) -> None:
    told = rows(client, "soort:bericht")
    workbook = client.get("/zoeken/uitvoer.xlsx?q=soort:bericht").content
    table = client.get("/zoeken/uitvoer.csv?q=soort:bericht").content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(workbook)).worksheets[0]
    at = [cell.value for cell in sheet[1]].index("verzonden") + 1
    written = list(csv.reader(io.StringIO(table), delimiter=";"))[1:]
    assert any(row["sent"] for row in told)
    for number, (row, line) in enumerate(zip(told, written, strict=True), 2):
        cell = sheet.cell(number, at)
        if row["sent_at"] is None:
            assert (cell.value, line[at - 1]) == (None, "")
            continue
        clock = moments.local(row["sent_at"])
        assert cell.is_date
        if row["day_only"]:
            assert (cell.value.date(), line[at - 1]) == (clock.date(), clock.date().isoformat())
        else:
            assert (cell.value, line[at - 1]) == (clock.replace(tzinfo=None), clock.isoformat())


def test_the_page_on_which_it_stands_is_a_column(own: Path, opened: Open) -> None:
    con = sqlite3.connect(own / "draad.sqlite")
    con.execute('UPDATE documents SET pages = \'[[6, 1, 1, "text"], [7, 2, 999999, "text"]]\'')
    con.commit()
    con.close()
    client = opened(own)
    for by in ("berichten", "punten"):
        told = rows(client, "*", als=by)
        workbook = client.get("/zoeken/uitvoer.xlsx", params={"q": "*", "als": by}).content
        sheet = list(load_workbook(io.BytesIO(workbook)).worksheets[0].iter_rows(values_only=True))
        at = sheet[0].index("bladzijde")
        assert [row[at] for row in sheet[1:]] == [row["page"] for row in told]
        assert 7 in {row["page"] for row in told} <= {6, 7}
        first = html.fromstring(client.get("/zoeken", params={"q": "*", "als": by}).text)
        cited = {" ".join(one.text_content().split()) for one in first.xpath("//p[@class='search-hit__where']")}
        meant = {f"{row['document_name']}, blz. {row['page']}, regel {row['line']}" for row in told}
        assert {one.removesuffix(" Het bericht") for one in cited} <= meant


def test_the_same_result_gives_the_same_bytes(client: TestClient) -> None:
    for form in exporting.FORMS:
        first, second = (client.get(f"/zoeken/uitvoer.{form}?q=*").content for _ in range(2))
        assert first == second


def test_no_more_rows_than_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST", 7)
    assert len(rows(client, "*")) == 7


def test_there_are_no_other_forms(client: TestClient) -> None:
    assert client.get("/zoeken/uitvoer.exe?q=*").status_code == 404


def test_a_wrong_query_is_no_file(client: TestClient) -> None:
    assert client.get('/zoeken/uitvoer.xlsx?q="').status_code == 400


def test_a_text_that_looks_like_a_formula_is_a_text(own: Path, opened: Open) -> None:
    con = sqlite3.connect(own / "draad.sqlite")
    con.execute("UPDATE copies SET subject = '=HYPERLINK(\"http://x\")' || char(1)")
    con.commit()
    con.close()
    client = opened(own)
    sheet = load_workbook(io.BytesIO(client.get("/zoeken/uitvoer.xlsx?q=soort:bericht").content)).worksheets[0]
    at = [cell.value for cell in sheet[1]].index("onderwerp")
    assert {row[at].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert sheet.cell(2, at + 1).value == '=HYPERLINK("http://x")�'
    assert sheet.cell(2, at + 1).quotePrefix
    table = client.get("/zoeken/uitvoer.csv?q=soort:bericht").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table), delimiter=";"))[1][at].startswith("'=")
