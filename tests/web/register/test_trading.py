"""The register as files: what goes out is safe, what comes back changes what was changed in it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import httpx
import openpyxl
import pytest
from icalendar import Calendar

from draad.web.pages.register import exporting, importing
from web.register.conftest import Desk, Sit, kept, log_of


def workbook(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def corrected(data: bytes, **cells: object) -> bytes:
    """A workbook with other values in the first row of its first sheet, by the heads of columns."""
    book = workbook(data)
    sheet = book.worksheets[0]
    heads = {str(cell.value).lower(): cell.column for cell in sheet[1]}
    for head, value in cells.items():
        sheet.cell(2, heads[head]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(desk: Desk, data: bytes, name: str = "register.xlsx") -> httpx.Response:
    return desk.client.post(
        "/register/terughalen", data={"csrf": desk.token}, files={"workbook": (name, data)}, follow_redirects=False
    )


def test_what_is_chosen_goes_out(anna: Desk) -> None:
    chosen = anna.items("?soort=action")
    lines = anna.client.get("/register/uitvoer.json?soort=action").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [item["id"] for item in chosen]
    rows = list(csv.reader(io.StringIO(anna.client.get("/register/uitvoer.csv?soort=action").text), delimiter=";"))
    assert len(rows) == len(chosen) + 1
    book = workbook(anna.client.get("/register/uitvoer.xlsx?soort=action").content)
    assert book.worksheets[0].max_row == len(chosen) + 1


@pytest.mark.parametrize("form", exporting.FORMS)
def test_each_form_is_a_file_to_keep_and_never_a_page(anna: Desk, form: str) -> None:
    answer = anna.client.get(f"/register/uitvoer.{form}?stand=proposed")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="dossier-register-2020-06-08.')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "html" not in answer.headers["content-type"]


def test_a_word_list_holds_one_kind_that_is_open(anna: Desk) -> None:
    anna.act(anna.items("?woorden=planning&soort=action")[0], "aannemen")
    data = anna.client.get("/register/uitvoer.docx?lijst=action").content
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "planning" in text
    assert "kelder" not in text


def test_no_cell_is_computed_on_opening(anna: Desk) -> None:
    item = anna.items()[0]
    anna.act(item, "wijzigen", velden=["notitie", "eigenaar"], notitie="=HYPERLINK(1)", eigenaar="+31 SOM")
    table = anna.client.get("/register/uitvoer.csv").text
    assert ";'=HYPERLINK(1)" in table
    assert ";'+31 SOM" in table
    book = workbook(anna.client.get("/register/uitvoer.xlsx").content)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert all(cell.data_type == "s" for cell in cells)


def test_more_than_fits_is_said(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST", 2)
    anna = sit("anna")
    book = workbook(anna.client.get("/register/uitvoer.xlsx").content)
    assert book.worksheets[0].max_row == 3
    about = " ".join(str(cell.value) for row in book.worksheets[-1].iter_rows() for cell in row)
    assert "de eerste 2 van" in about


def test_an_unknown_form_is_not_there(anna: Desk) -> None:
    assert anna.client.get("/register/uitvoer.exe").status_code == 404


def test_the_calendar_holds_what_is_open_and_names_its_items(anna: Desk) -> None:
    item = anna.items("?woorden=planning&soort=action")[0]
    assert not Calendar.from_ical(anna.client.get("/register/agenda.ics").content).walk("VTODO")
    anna.act(item, "aannemen")
    answer = anna.client.get("/register/agenda.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    tasks = Calendar.from_ical(answer.content).walk("VTODO")
    assert [str(task["UID"]) for task in tasks if item["id"] in str(task["UID"])]
    other = anna.client.get("/register/agenda.ics?eigenaar=niemand").content
    assert not Calendar.from_ical(other).walk("VTODO")


def test_the_calendar_shows_what_is_long_late_and_of_too_many_the_nearest(
    anna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ("1997-03-03", "2020-06-05", "2020-06-20", "2031-01-01")
    for item, day in zip(anna.items("?volgorde=document"), days, strict=False):
        anna.act(item, "aannemen")
        anna.act(anna.item(item["id"]), "wijzigen", velden=["termijn", "ritme"], termijn=day, ritme="")

    def shown() -> set[str]:
        calendar = Calendar.from_ical(anna.client.get("/register/agenda.ics").content)
        return {event.decoded("dtstart").isoformat() for event in calendar.walk("VEVENT")}

    assert shown() == set(days)
    monkeypatch.setattr(exporting, "IN_CALENDAR", 2)
    assert shown() == set(days[1:3])


def test_a_calendar_of_nothing_is_still_one(anna: Desk) -> None:
    answer = anna.client.get("/register/agenda.ics")
    assert [part.name for part in Calendar.from_ical(answer.content).subcomponents] == ["VTIMEZONE"]
    assert answer.content == anna.client.get("/register/agenda.ics").content


def test_a_corrected_workbook_is_looked_at_first_and_then_taken_in(anna: Desk, place: Path) -> None:
    item = anna.items()[0]
    data = corrected(anna.client.get("/register/uitvoer.xlsx").content, eigenaar="MO", notitie="nu goed")
    looked = sent(anna, data)
    assert looked.status_code == 200
    assert "nu goed" in looked.text
    assert log_of(place, item["id"]) == [], "looking changes nothing"
    name = looked.text.split('name="bestand" value="')[1].split('"')[0]
    assert anna.post("/register/terughalen/doe", bestand=name).status_code == 303
    assert (kept(place, item["id"]).owner, kept(place, item["id"]).note) == (("MO",), "nu goed")
    assert log_of(place, item["id"]) == [("anna", "import")]
    assert anna.post("/register/ongedaan").status_code == 303
    assert kept(place, item["id"]).note == ""


def test_an_unchanged_workbook_asks_for_nothing(anna: Desk) -> None:
    looked = sent(anna, anna.client.get("/register/uitvoer.xlsx").content)
    assert looked.status_code == 200
    assert 'name="bestand"' not in looked.text


def test_what_is_wrong_is_told_by_cell_and_stops_all_of_it(anna: Desk, place: Path) -> None:
    item = anna.items()[0]
    looked = sent(anna, corrected(anna.client.get("/register/uitvoer.xlsx").content, termijn="ooit eens", notitie="x"))
    assert "ooit eens" in looked.text
    name = looked.text.split('name="bestand" value="')[1].split('"')[0] if 'name="bestand"' in looked.text else ""
    assert anna.post("/register/terughalen/doe", bestand=name).status_code in (400, 404)
    assert log_of(place, item["id"]) == []


def test_who_was_first_after_the_export_is_a_conflict(sit: Sit, place: Path) -> None:
    anna, bram = sit("anna"), sit("bram")
    item = anna.items()[0]
    data = corrected(anna.client.get("/register/uitvoer.xlsx").content, notitie="van anna")
    looked = sent(anna, data)
    name = looked.text.split('name="bestand" value="')[1].split('"')[0]
    bram.act(item, "wijzigen", velden=["notitie"], notitie="van bram")
    answer = anna.post("/register/terughalen/doe", bestand=name)
    assert answer.status_code == 409
    assert "bram" in answer.text
    assert kept(place, item["id"]).note == "van bram"


def test_a_workbook_of_another_is_not_taken_in(sit: Sit, place: Path) -> None:
    anna, bram = sit("anna"), sit("bram")
    looked = sent(anna, corrected(anna.client.get("/register/uitvoer.xlsx").content, notitie="x"))
    name = looked.text.split('name="bestand" value="')[1].split('"')[0]
    for stranger in (name, "../../../etc/passwd", ""):
        assert bram.post("/register/terughalen/doe", bestand=stranger).status_code == 404


@pytest.mark.parametrize("data", [b"", b"geen werkboek", b"PK\x03\x04kapot"])
def test_what_is_no_workbook_is_refused(anna: Desk, data: bytes) -> None:
    assert sent(anna, data).status_code in (400, 422)


def test_a_workbook_that_unpacks_beyond_measure_is_refused(anna: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LARGEST_UNPACKED", 1000)
    answer = sent(anna, anna.client.get("/register/uitvoer.xlsx").content)
    assert answer.status_code == 422
    monkeypatch.setattr(importing, "LARGEST", 10)
    assert sent(anna, b"x" * 1000).status_code == 422
