"""A second pair of eyes, the names that stay visible, and the settings."""

from __future__ import annotations

from typing import Any

from web.redact.conftest import Officer, Sit


def decided(officer: Officer) -> list[dict[str, Any]]:
    """What waits for this officer's look."""
    return [row for document in officer.data("/lakken/tweede-blik")["documents"] for row in document["rows"]]


def look(officer: Officer, rows: list[dict[str, Any]], **fields: object) -> int:
    chosen = [f"{row['id']}:{row['version']}" for row in rows]
    return officer.post("/lakken/tweede-blik", plek=chosen, **fields).status_code


def test_what_a_colleague_decided_waits_with_the_words_around_it(sit: Sit) -> None:
    anna, bram = sit("anna"), sit("bram")
    anna.act(next(row for row in anna.rows() if row["text"] == "Tjitske Merel"), "akkoord")
    assert decided(anna) == []
    assert anna.data("/lakken/tweede-blik")["own"] == 2
    waiting = decided(bram)
    assert [row["text"] for row in waiting] == ["Tjitske Merel"] * 2
    assert waiting[0]["around"]["before"].endswith("ophalen bij ")
    assert waiting[0]["around"]["after"].startswith(" van de receptie")


def test_confirming_takes_it_off_the_list(sit: Sit) -> None:
    anna, bram = sit("anna"), sit("bram")
    anna.act(anna.rows()[0], "akkoord")
    assert look(bram, decided(bram)) == 303
    assert decided(bram) == []
    assert {one.second for one in anna.held(second=True)} == {"bram"}


def test_sending_back_opens_it_with_a_note(sit: Sit) -> None:
    anna, bram = sit("anna"), sit("bram")
    anna.act(anna.rows()[0], "akkoord")
    assert look(bram, decided(bram)[:1], oordeel="terugsturen", notitie="staat ook op de site") == 303
    assert {(one.status, one.note) for one in anna.held() if one.note} == {("proposed", "staat ook op de site")}


def test_nobody_confirms_their_own_decision(anna: Officer) -> None:
    row = anna.rows()[0]
    anna.act(row, "akkoord", bereik="plek")
    own = next(one for one in anna.rows() if one["id"] == row["id"])
    answer = anna.post("/lakken/tweede-blik", plek=f"{own['id']}:{own['version']}")
    assert answer.status_code == 400
    assert "collega" in answer.text
    assert not anna.held(second=True)


def test_what_was_changed_since_is_not_confirmed(sit: Sit) -> None:
    anna, bram = sit("anna"), sit("bram")
    anna.act(anna.rows()[0], "akkoord")
    seen = decided(bram)
    now = next(row for row in anna.rows() if row["id"] == seen[-1]["id"] or row["status"] == "accepted")
    anna.act(now, "afwijzen")
    assert look(bram, seen) == 409
    assert not anna.held(second=True)


def test_choosing_nothing_is_said(anna: Officer) -> None:
    assert anna.post("/lakken/tweede-blik").status_code == 400


def test_a_name_is_put_on_the_list_switched_and_forgotten(anna: Officer) -> None:
    anna.post("/lakken/zichtbaar", naam="Roos Lijster", ambt="spokesperson", doe="zichtbaar")
    assert [(one["name"], one["shown"], one["who"]) for one in anna.data("/lakken/zichtbaar")["names"]] == [
        ("Roos Lijster", True, "anna")
    ]
    anna.post("/lakken/zichtbaar", naam="Roos Lijster", ambt="spokesperson", doe="lakken")
    assert [one["shown"] for one in anna.data("/lakken/zichtbaar")["names"]] == [False]
    anna.post("/lakken/zichtbaar", naam="Roos Lijster", doe="vergeten")
    assert anna.data("/lakken/zichtbaar")["names"] == []


def test_a_name_without_letters_is_refused(anna: Officer) -> None:
    assert anna.post("/lakken/zichtbaar", naam="  ", doe="zichtbaar").status_code == 400
    assert anna.post("/lakken/zichtbaar", naam="Roos").status_code == 400


def test_settings_are_kept(anna: Officer) -> None:
    fields = {"tweede": 1, "zaak": "2026-014", "organisatie": "Gemeente Zuidhoek", "ontvangen": "2026-03-02"}
    assert anna.post("/lakken/instellingen", **fields).status_code == 303
    form = anna.data("/lakken/instellingen")["form"]
    assert (form["tweede"], form["top"], form["zaak"]) == (True, False, "2026-014")
    assert form["ontvangen"] == "2026-03-02"
    assert anna.data("/lakken")["second_needed"]


def test_a_day_that_is_none_is_refused_and_what_was_typed_stays(anna: Officer) -> None:
    answer = anna.post("/lakken/instellingen", ontvangen="eergisteren", titel="Buurthuis")
    assert answer.status_code == 400
    assert 'value="eergisteren"' in answer.text
    assert 'value="Buurthuis"' in answer.text
    assert anna.data("/lakken/instellingen")["form"]["titel"] == ""
