"""show, threads, thread, document, search, dump: what they print of a small dossier."""

from __future__ import annotations

import csv
import importlib
import io
import json
import sqlite3
from dataclasses import replace

import pytest

from draad.errors import ExitCode
from draad.extract.records import Item
from draad.records import Split
from draad.run.stages import default_stages

THREAD = """\
Sleutels van het buurthuis
Gesprek {id}
2 berichten in 2 documenten · 1 juni 2020 – 2 juni 2020
Alles staat samen in: antwoord

 1  ma 1 juni 2020, 16:40 (lokale tijd)
    van        (10)(2e) <(10)(2e)@gemeentezuidhoek.nl>
    aan        (10)(2e) <(10)(2e)@provincie.nl>
    onderwerp  Sleutels van het buurthuis

    Beste (10)(2e),

    Wanneer kunnen wij de sleutels van het buurthuis ophalen?
    De schilder begint op vrijdag en wil eerst de ramen meten.
    [ondertekening: 3 regels]

    staat in   vraag:1 · antwoord:17

 2  di 2 juni 2020, 09:15 (omgerekend; gedrukt: Tue 6/2/2020 7:15:00 AM)
    van        5.1.2e
    aan        5.1.2e (5.1.2e@gemeentezuidhoek.nl)
    onderwerp  RE: Sleutels van het buurthuis
    vervolg op 1 (blijkt uit de aanhaling)

    Dag 5.1.2e,

    De sleutels liggen vanaf donderdag bij de balie.
    Neem je een legitimatie mee?
    [ondertekening: 5 regels]

    staat in   antwoord:1
"""


@pytest.fixture
def thread_id(call, dossier) -> str:
    return json.loads(call("threads", dossier, "--json").out)["id"]


def test_thread_is_the_conversation_in_order_each_message_once(call, dossier, thread_id) -> None:
    assert call("thread", dossier, thread_id).out == THREAD.format(id=thread_id)


def test_thread_shows_one_copy_and_fills_nothing_in(call, dossier, thread_id) -> None:
    """Law 2: the marks of the copy shown stay as they are, though another copy spells them otherwise."""
    first = call("thread", dossier, thread_id).out.split("\n 2  ")[0]
    assert "(10)(2e)" in first
    assert "5.1.2e" not in first


def test_full_unfolds_the_signature(call, dossier, thread_id) -> None:
    out = call("thread", dossier, thread_id, "--full").out
    assert "Afdeling Gebouwen" in out
    assert "[ondertekening" not in out


@pytest.mark.parametrize("ref", ["antwoord:3", "antwoord:25", "vraag:9"])
def test_a_thread_by_a_place_in_a_document(call, dossier, thread_id, ref) -> None:
    assert f"Gesprek {thread_id}" in call("thread", dossier, ref).out


def test_the_dossier_may_be_named_in_every_way(call, dossier, thread_id, monkeypatch) -> None:
    wanted = THREAD.format(id=thread_id)
    assert call("thread", dossier, thread_id[:6]).out == wanted
    assert call("thread", "-d", dossier, thread_id[:6]).out == wanted
    monkeypatch.setenv("DRAAD_DOSSIER", str(dossier))
    assert call("thread", thread_id[:6]).out == wanted
    monkeypatch.delenv("DRAAD_DOSSIER")
    monkeypatch.chdir(dossier)
    assert call("thread", thread_id[:6]).out == wanted


def test_show_tells_it_on_one_page(call, dossier) -> None:
    out = call("show", dossier).out
    assert "2 documenten uit 2 bestanden: 2 mails." in out
    assert "In die documenten staan 3 exemplaren; dat zijn 2 berichten, in 1 gesprek." in out
    assert "Periode: 1 juni 2020 – 2 juni 2020." in out
    assert "Woo 5.1.2.e  eerbiediging van de persoonlijke levenssfeer" in out
    assert "Niet gelezen: 1" in out
    assert "Het bestand is beschadigd of afgebroken" in out
    assert "→ Haal het opnieuw op" in out
    assert f"draad threads {dossier}" in out


def test_show_in_english(call, dossier) -> None:
    out = call("show", dossier, "--lang", "en").out
    assert "2 documents from 2 files: 2 mails." in out
    assert "lakking" not in out.lower()


def test_show_as_json(call, dossier) -> None:
    told = json.loads(call("show", dossier, "--json").out)
    assert (told["copies"], told["messages"], told["threads"]) == (3, 2, 1)
    assert told["failed"][0]["code"] == "damaged"


def test_new_folds_what_stands_elsewhere(call, dossier) -> None:
    lines = call("document", dossier, "antwoord", "--new").out.splitlines()
    assert lines[3] == "11 regels van 20 zijn nieuw."
    assert " 8  De sleutels liggen vanaf donderdag bij de balie." in lines
    assert "    [regels 17–29: staat al in vraag:1]" in lines
    assert not any("schilder" in line for line in lines)


def test_a_whole_document_keeps_every_line(call, dossier, pile) -> None:
    shown = call("document", dossier, "antwoord").out.split("\n\n", 1)[1].splitlines()
    text = (pile / "antwoord.txt").read_text(encoding="utf-8").splitlines()
    assert [line[4:] for line in shown][: len(text)] == text


def test_search_tells_the_place_and_the_thread(call, dossier, thread_id) -> None:
    answer = call("search", dossier, "schilder")
    place, title = answer.out.splitlines()[0].split("  ")
    assert place in {f"vraag:{line}" for line in range(6, 10)}
    assert title == "Sleutels van het buurthuis"
    assert f"draad thread {thread_id[:8]}" in answer.out
    assert answer.err == "1 bericht gevonden voor: schilder\n"


def test_search_counts(call, dossier) -> None:
    out = call("search", dossier, "sleutels", "--facets").out
    assert "per maand\n  2020-06" in out
    assert "per domein" in out


def test_a_query_that_makes_no_sense(call, dossier) -> None:
    answer = call("search", dossier, "sleutels (")
    assert answer.code == ExitCode.usage
    assert "De zoekvraag is niet te begrijpen" in answer.err


def test_search_without_a_result_is_no_error(call, dossier) -> None:
    answer = call("search", dossier, "onvindbaar")
    assert (answer.code, answer.out) == (0, "")
    assert "Niets gevonden voor: onvindbaar" in answer.err


def test_listings_as_csv_and_as_json_hold_the_same(call, dossier) -> None:
    as_json = json.loads(call("threads", dossier, "--json").out)
    (row,) = csv.DictReader(io.StringIO(call("threads", dossier, "--csv").out))
    assert row == {key: str(value) for key, value in as_json.items()}


def test_excel_gets_semicolons_a_mark_for_utf8_and_dutch_heads(call, dossier) -> None:
    out = call("threads", dossier, "--excel").out
    assert out.startswith("\ufeffkenmerk;berichten;documenten;")


@pytest.mark.parametrize("kind", ["copies", "documents", "messages", "threads", "redactions", "items"])
def test_dump_writes_json_lines(call, dossier, kind) -> None:
    for words in (["dump", dossier, kind], ["dump", kind, "-d", dossier]):
        rows = [json.loads(line) for line in call(*words).out.splitlines()]
        assert rows
        assert all(isinstance(row, dict) for row in rows)


def test_items_of_a_dossier_that_an_older_draad_made_are_sought_at_the_next_ingest(call, pile, tmp_path) -> None:
    place = tmp_path / "oud"
    assert call("ingest", pile, "-d", place, "-j", 1).code == ExitCode.some_failed
    with sqlite3.connect(place / "draad.sqlite") as con:
        con.execute("DELETE FROM items")
        con.execute("UPDATE meta SET value = 0 WHERE key = 'extracted'")
    con.close()
    answer = call("dump", place, "items")
    assert answer.code == ExitCode.dossier
    assert "nog niet naar punten gezocht" in answer.err
    assert "nog niet naar punten gezocht" in call("show", place).out
    assert json.loads(call("show", place, "--json").out)["items"] is None
    call("ingest", pile, "-d", place)
    assert call("dump", place, "items").code == ExitCode.ok
    assert json.loads(call("show", place, "--json").out)["items"] is not None


def test_a_document_that_could_not_be_searched_is_named_and_tried_again(call, tmp_path, monkeypatch) -> None:
    def broken(split: Split, only: object = None) -> list[Item]:
        raise ValueError("vreemd stuk")

    module = importlib.import_module("draad.run.ingest")
    (tmp_path / "brief.txt").write_text("Kunt u de planning voor 1 juni sturen?\n")
    with monkeypatch.context() as patch:
        patch.setattr(module, "default_stages", lambda: replace(default_stages(), extract=broken))
        answer = call("ingest", "brief.txt", "-d", "d", "-j", 1)
        assert answer.code == ExitCode.some_failed
        assert "Niet naar punten gezocht in 1 document:\n  ✗ brief\n    ValueError: vreemd stuk\n" in answer.err
        row = json.loads(call("ingest", "brief.txt", "-d", "d", "-j", 1, "--json").out)
        assert row["unsought"] == [{"document": "brief", "reason": "ValueError: vreemd stuk"}]
    answer = call("ingest", "brief.txt", "-d", "d", "-j", 1)
    assert answer.code == ExitCode.ok
    assert "Niet naar punten gezocht" not in answer.err


def test_dump_of_something_else(call, dossier) -> None:
    answer = call("dump", dossier, "alles")
    assert answer.code == ExitCode.usage
    assert "copies, documents, messages, threads, redactions, items" in answer.err
