"""Redaction by the command line: list, decide, mark words, look twice, take back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from draad.cli import run
from draad.commands.redact import options, settings
from draad.dossier import Dossier, judging
from draad.dossier.redactions import Reach, RedactionStatus
from draad.errors import ExitCode
from draad.records import Proposal, RedactionKind
from draad.run import IngestOptions, ingest
from draad.texts import VARIABLE

MAIL = """\
Van: Noor Zwart
Verzonden: maandag 1 juni 2020 16:40
Aan: postbus@voorbeeld.nl
Onderwerp: Planning

Beste collega,

De tweede variant valt duurder uit. Bel Noor Zwart.
"""


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A dossier of one mail in which a name is proposed twice."""
    (tmp_path / "brief.txt").write_text(MAIL, encoding="utf-8")
    ingest(tmp_path / "d", [tmp_path / "brief.txt"], IngestOptions(jobs=1))
    with Dossier.open(tmp_path / "d") as dossier:
        at = [MAIL.index("Noor"), MAIL.rindex("Noor")]
        found = [
            Proposal((a, a + 10), "person", "woo 5.1.2.e", score, (), "noor")
            for a, score in zip(at, (0.9, 0.5), strict=True)
        ]
        dossier.put_proposals({dossier.document("brief").id: found})
    return str(tmp_path / "d")


def rows(place: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(["redact", "list", place, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_words_of_the_options_are_those_of_the_store() -> None:
    assert set(options.STATUS_NAMES) == set(get_args(RedactionStatus))
    assert set(options.KIND_NAMES) == set(get_args(RedactionKind))
    assert set(options.REACH_NAMES) == set(get_args(Reach))
    assert settings.OFFICE_NAMES == judging.OFFICES


@pytest.mark.parametrize(("language", "told"), [("nl", "[standaard: exemplaren]"), ("en", "[default: copies]")])
def test_what_holds_by_itself_is_told_in_the_language_of_the_help(
    language: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    assert run(["redact", "accept", "--help"]) == ExitCode.ok
    assert told in " ".join(capsys.readouterr().out.split())


def test_a_program_gets_all_and_a_screen_a_screenful(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = MAIL + "\n".join(f"Bel 06-12345{n:03}." for n in range(60))
    (tmp_path / "lang.txt").write_text(text, encoding="utf-8")
    ingest(tmp_path / "d", [tmp_path / "lang.txt"], IngestOptions(jobs=1))
    with Dossier.open(tmp_path / "d") as dossier:
        at = [text.index(f"06-12345{n:03}") for n in range(60)]
        found = [Proposal((a, a + 11), "phone", "woo 5.1.2.e", 0.9, (), str(a)) for a in at]
        dossier.put_proposals({dossier.document("lang").id: found})
    assert len(rows(str(tmp_path / "d"), capsys)) == 60
    for words, count in ((["--csv"], 61), (["--json", "--limit", "7"], 7), ([], 51)):
        assert run(["redact", "list", str(tmp_path / "d"), *words]) == 0
        assert len(capsys.readouterr().out.splitlines()) == count


def test_a_list_tells_what_stands_where(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", "list", place]) == 0
    told = capsys.readouterr().out
    assert "Noor Zwart" in told
    assert "brief:1" in told
    assert [row["status"] for row in rows(place, capsys)] == ["proposed", "proposed"]


def test_accepting_by_score_and_taking_back(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", "accept", place, "--at-least", "0.8", "--kind", "naam"]) == 0
    assert [row["status"] for row in rows(place, capsys)] == ["accepted", "proposed"]
    assert run(["redact", "undo", place]) == 0
    assert [row["status"] for row in rows(place, capsys)] == ["proposed", "proposed"]


def test_rejecting_everywhere_with_a_reason(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = str(rows(place, capsys)[0]["id"])[:8]
    assert run(["redact", "reject", place, first, "--reach", "dossier", "--note", "in functie"]) == 0
    assert {(row["status"], row["note"]) for row in rows(place, capsys)} == {("rejected", "in functie")}


def test_words_that_nobody_proposed(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", "add", place, "brief:8", "De tweede variant", "--as", "5.1.2i"]) == 0
    added = next(row for row in rows(place, capsys) if row["kind"] == "passage")
    assert (added["ground"], added["text"], added["lines"]) == ("woo 5.1.2.i", "De tweede variant", [8, 8])


def test_a_second_look_is_somebody_elses(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = str(rows(place, capsys)[0]["id"])
    assert run(["redact", "accept", place, first, "--who", "Ans"]) == 0
    assert run(["redact", "look", place, first, "--who", "Ans"]) == ExitCode.usage
    assert run(["redact", "look", place, first, "--who", "Bea"]) == 0
    assert rows(place, capsys)[0]["second"] == "Bea"


@pytest.mark.parametrize(
    "words",
    [
        ["accept", "ffff"],
        ["add", "brief:8", "staat er niet"],
        ["add", "brief", "De tweede"],
        ["add", "brief:8", "De tweede", "--as", "9.9"],
        ["settings", "pseudonyms=misschien"],
        ["settings", "kleur=rood"],
        ["settings", "directorate_least=1"],
        ["settings", "directorate_least=veel"],
        ["pseudonyms", "12=MO"],
        ["pseudonyms", "ffffff=MO"],
        ["pseudonyms", "--printed"],
    ],
)
def test_what_cannot_be_is_refused(place: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    name, *rest = words
    assert run(["redact", name, *rest, "-d", place]) in (ExitCode.usage, ExitCode.not_found)
    assert capsys.readouterr().err.strip()


def test_names_that_stay_visible_and_settings(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", "visible", place]) == 0
    assert run(["redact", "visible", place, "Noor Zwart", "--office", "woordvoerder"]) == 0
    assert "Noor Zwart · woordvoerder · blijft zichtbaar" in capsys.readouterr().out
    assert run(["redact", "visible", place, "Noor Zwart", "--forget"]) == 0
    assert run(["redact", "settings", place, "pseudonyms=ja", "matter=2026-1"]) == 0
    told = capsys.readouterr().out
    assert "pseudonyms = ja" in told
    assert "matter = 2026-1" in told


def test_pseudonyms_are_listed_drawn_and_told_why(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", "pseudonyms", place]) == 0
    assert "niemand" in capsys.readouterr().out
    assert run(["redact", "accept", place, "--at-least", "0", "--reach", "dossier"]) == 0
    capsys.readouterr()
    assert run(["redact", "pseudonyms", place]) == 0
    shown = capsys.readouterr()
    assert "medewerker …" in shown.out
    assert "directies staan uit" in shown.out
    assert "pseudonyms=ja" in shown.err
    assert run(["redact", "settings", place, "pseudonyms=ja", "directorates=ja", "directorate_least=2"]) == 0
    assert "directorate_least = 2" in capsys.readouterr().out
    assert run(["redact", "pseudonyms", place, "--draw", "--json"]) == 0
    (one,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (one["pseudonym"], one["names"], one["why"]) == ("medewerker 1", ["Noor Zwart"], "unseen")
    assert run(["redact", "pseudonyms", place, f"{one['id']}=-", "--again", "--csv"]) == 0
    assert "medewerker 1" in capsys.readouterr().out
    assert run(["redact", "pseudonyms", place, f"{one['id']}=DMO"]) == ExitCode.usage
    assert "DMO" in capsys.readouterr().err
