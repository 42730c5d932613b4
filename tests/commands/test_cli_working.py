"""ingest, sample, doctor: the commands that do something."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from draad import doctor
from draad.errors import ExitCode, MissingProgramError
from draad.read import _tesseract


def no_tesseract(*_: object) -> None:
    raise MissingProgramError("Tesseract is not installed.", "Install it.")


def test_ingest_lists_what_failed_and_gives_9(call, pile, tmp_path) -> None:
    answer = call("ingest", pile, "-d", tmp_path / "d", "--jobs", "1")
    assert answer.code == ExitCode.some_failed
    assert answer.out == ""
    assert "2 bestanden gelezen, 2 documenten toegevoegd" in answer.err
    assert "1 bestand is niet gelezen:" in answer.err
    assert "kapot.pdf" in answer.err
    assert "→ Haal het opnieuw op" in answer.err


def test_ingest_again_tells_there_is_nothing_new(call, pile, tmp_path) -> None:
    words = ("ingest", pile / "vraag.txt", "-d", tmp_path / "d", "--jobs", "1")
    assert call(*words).code == 0
    again = call(*words)
    assert again.code == 0
    assert "Niets nieuws" in again.err


def test_without_a_place_the_dossier_stands_underfoot_and_is_found_there(call, pile, tmp_path) -> None:
    assert call("ingest", pile / "vraag.txt", "--jobs", "1").code == 0
    assert (tmp_path / "dossier" / "draad.sqlite").is_file()
    assert call("show").code == 0


def test_ingest_as_json(call, pile, tmp_path) -> None:
    told = json.loads(call("ingest", pile, "-d", tmp_path / "d", "--jobs", "1", "--json").out)
    assert (told["read"], told["failed"]) == (2, 1)
    assert told["failures"][0]["code"] == "damaged"


def test_options_are_checked_before_any_work(call, pile, tmp_path) -> None:
    answer = call("ingest", pile, tmp_path / "nergens", "-d", tmp_path / "d")
    assert answer.code == ExitCode.usage
    assert not (tmp_path / "d").exists()


def test_ingest_warns_at_once_when_scans_cannot_be_read(call, pile, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(_tesseract, "check", no_tesseract)
    first = call("ingest", pile / "vraag.txt", "-d", tmp_path / "d", "--jobs", "1")
    assert "Een programma ontbreekt: Tesseract is not installed." in first.err
    second = call("ingest", pile / "vraag.txt", "-d", tmp_path / "d", "--jobs", "1", "--no-ocr")
    assert "Tesseract" not in second.err


def test_sample_writes_files_and_their_truth(call, tmp_path) -> None:
    answer = call("sample", tmp_path / "s", "--documents", "3", "--seed", "4")
    assert answer.code == 0
    assert len(list((tmp_path / "s").glob("*.txt"))) == 3
    assert (tmp_path / "s.truth" / "copies.jsonl").is_file()


def test_sample_does_not_write_among_other_files(call, pile) -> None:
    assert "is niet leeg" in call("sample", pile).err


def test_sample_says_which_extra_to_install(call, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "reportlab", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    answer = call("sample", tmp_path / "s", "--format", "pdf")
    assert answer.code == ExitCode.missing_program
    assert "draad[sample]" in answer.err


def test_doctor_is_content(call, dossier) -> None:
    answer = call("doctor", dossier)
    assert answer.code == 0, answer.out
    assert "Alles in orde." in answer.out


def test_doctor_without_tesseract_gives_4_and_says_what_to_do(call, monkeypatch) -> None:
    monkeypatch.setattr(_tesseract, "version", no_tesseract)
    answer = call("doctor")
    assert answer.code == ExitCode.missing_program
    assert "sudo apt install tesseract-ocr tesseract-ocr-nld" in answer.out


def test_doctor_without_dutch(call, monkeypatch) -> None:
    monkeypatch.setattr(_tesseract, "languages", lambda: frozenset({"eng", "osd"}))
    answer = call("doctor", "--lang", "en")
    assert answer.code == ExitCode.missing_program
    assert "sudo apt install tesseract-ocr-nld" in answer.out


@pytest.fixture
def own(call, pile, tmp_path) -> Path:
    """A dossier that a test may damage."""
    place = tmp_path / "eigen"
    call("ingest", pile / "vraag.txt", "-d", place, "--jobs", "1")
    return place


def test_doctor_misses_originals(call, own) -> None:
    for file in (own / "originals").rglob("*"):
        if file.is_file():
            file.unlink()
    answer = call("doctor", own)
    assert answer.code == ExitCode.dossier
    assert "Er ontbreken originelen" in answer.out


def test_doctor_finds_a_damaged_index(call, own) -> None:
    (own / "index" / "meta.json").unlink()
    answer = call("doctor", own)
    assert answer.code == ExitCode.dossier
    assert "De zoekindex hoort niet bij de database" in answer.out


def test_doctor_finds_a_damaged_database(call, own) -> None:
    file = own / "draad.sqlite"
    data = bytearray(file.read_bytes())
    for page in range(2 * 4096, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    file.write_bytes(data)
    assert call("doctor", own).code == ExitCode.dossier


def test_doctor_as_json(call) -> None:
    rows = [json.loads(line) for line in call("doctor", "--json").out.splitlines()]
    assert {"python", "packages", "sqlite", "disk"} <= {row["what"] for row in rows}


def test_doctor_names_the_packages_that_the_project_needs() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert {line.split(">")[0] for line in project["dependencies"]} == set(doctor.PACKAGES)
