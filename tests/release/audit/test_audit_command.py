"""``draad audit``: what it prints, writes and ends with."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from draad.cli import run
from draad.errors import ExitCode
from draad.read import _tesseract

LEAK = b"# Verslag\n\nGesprek met 5.1.2.e\n<!-- dit is Anna Brug -->\n"
CHECK = "Verslag\n\nGesprek met 5.1.2.e\u200b\u200b\u200b\u200b over de planning\n".encode()


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    (tmp_path / "lek.md").write_bytes(LEAK)
    (tmp_path / "schoon.txt").write_bytes(b"Verslag van het overleg\n")
    return tmp_path


def test_a_leak_is_told_without_its_words(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(pile)]) == ExitCode.leak
    told = capsys.readouterr()
    assert "Brug" not in told.out + told.err
    assert "1 lek" in told.out
    assert "niets gevonden" in told.out


def test_the_words_are_told_to_who_asks(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", str(pile / "lek.md"), "--show-values"])
    assert "Anna Brug" in capsys.readouterr().out


def test_exit_codes_serve_scripts(pile: Path) -> None:
    assert run(["audit", str(pile / "schoon.txt")]) == ExitCode.ok
    (pile / "kijk.txt").write_bytes(CHECK)
    assert run(["audit", str(pile / "kijk.txt")]) == ExitCode.ok
    assert run(["audit", str(pile / "kijk.txt"), "--strict"]) == ExitCode.leak
    assert run(["audit", str(pile / "er-niet.pdf")]) == ExitCode.usage
    assert run(["audit", str(pile / "lek.md"), "--report", str(pile / "verslag.doc")]) == ExitCode.usage


def test_a_damaged_file_stops_nothing(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pile / "kapot.pdf").write_bytes(b"%PDF-1.7\nniets")
    assert run(["audit", str(pile / "kapot.pdf"), str(pile / "schoon.txt"), "--no-across"]) == ExitCode.some_failed
    told = capsys.readouterr().out
    assert "kapot.pdf: niet gecontroleerd" in told
    assert "schoon.txt: niets gevonden" in told
    assert run(["audit", str(pile)]) == ExitCode.leak


def test_without_tesseract_it_says_what_was_not_looked_at(
    pile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nergens")
    _tesseract.version.cache_clear()
    try:
        run(["audit", str(pile / "schoon.txt")])
        assert "Tesseract ontbreekt" in capsys.readouterr().err
        run(["audit", str(pile / "schoon.txt"), "--no-ocr"])
        assert "Tesseract" not in capsys.readouterr().err
    finally:
        _tesseract.version.cache_clear()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_three_reports_say_the_same_and_hold_no_hidden_word(pile: Path, language: str) -> None:
    for ending in ("html", "xlsx", "json"):
        said = ["--report", str(pile / f"verslag.{ending}"), "--lang", language, "--no-ocr", "--no-across"]
        run(["audit", str(pile), *said])
        (pile / f"verslag.{ending}").rename(pile.parent / f"{pile.name}.{ending}")
    page = (pile.parent / f"{pile.name}.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert "<caption>" in page
    assert 'scope="col"' in page
    assert "Brug" not in page
    rows = [json.loads(line) for line in (pile.parent / f"{pile.name}.json").read_text("utf-8").splitlines()]
    assert [(row["kind"], row["severity"], "shown" in row) for row in rows] == [("comment", "leak", False)]
    sheet = openpyxl.load_workbook(pile.parent / f"{pile.name}.xlsx").worksheets[0]
    assert sheet.max_row == 2
    assert all("Brug" not in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_file_name_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    (tmp_path / "=1+1.md").write_bytes(LEAK)
    run(["audit", str(tmp_path), "--report", str(tmp_path / "v.xlsx")])
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx").worksheets[1]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


def test_files_of_one_name_keep_their_own_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "Verzonden: maandag 3 februari 2020 10:12\nAan: Directie Zorg\nOnderwerp: Planning overleg\n\n"
    body = "Beste collega,\n\nDe planning is vandaag besproken met {0} en de directie.\nWij stellen voor om de volgende"
    text = "Van: {0}\n" + head + body + " vergadering een week te verzetten.\n\nMet vriendelijke groet,\n{0}\n"
    for folder, name in (("a", "Siem Oudewater"), ("b", "5.1.2.e")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(text.format(name), encoding="utf-8")
    files = [str(tmp_path / folder / "1.txt") for folder in "ab"]
    run(["audit", *files, "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows
    assert {row["file"] for row in rows} == {files[0]}
    assert all(row["values"]["hidden"].startswith(files[1]) for row in rows)
    assert "Oudewater" not in json.dumps(rows)
