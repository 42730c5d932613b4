"""The list of pseudonyms: for officers, what each is or will be, and the directorate in it chosen or taken away."""

from __future__ import annotations

from typing import Any

from draad.records import short_id, stable_id
from web.redact.conftest import Officer, Sit

WIEBE = short_id(stable_id("value", "person", "Wiebe Kwartel"))


def accept(anna: Officer) -> None:
    for name in ("Wiebe Kwartel", "Tjitske Merel"):
        anna.act(next(row for row in anna.rows() if row["text"] == name), "akkoord", bereik="overal")


def people(anna: Officer) -> dict[str, dict[str, Any]]:
    return {one["names"][0]: one for one in anna.data("/lakken/pseudoniemen")["people"]}


def test_nobody_is_listed_before_anybody_is_withheld(anna: Officer) -> None:
    assert anna.data("/lakken/pseudoniemen")["people"] == []
    assert not anna.page("/lakken/pseudoniemen").xpath("//table")


def test_it_says_what_each_will_be_and_why_without_a_directorate(anna: Officer) -> None:
    accept(anna)
    anna.post("/lakken/instellingen", pseudoniemen=1, directies=1, minstens=2)
    one = people(anna)["Wiebe Kwartel"]
    assert (one["label"], one["group"], one["why"], one["id"]) == ("", "medewerker", "unseen", WIEBE)
    anna.post("/lakken/pseudoniemen")
    labels = {people(anna)[name]["label"] for name in ("Wiebe Kwartel", "Tjitske Merel")}
    assert labels == {"medewerker 1", "medewerker 2"}
    assert "medewerker 1" in anna.page("/lakken/pseudoniemen").xpath("string(//table)")
    assert anna.post("/lakken/pseudoniemen/opnieuw").status_code == 303


def test_a_directorate_that_stands_nowhere_is_refused_and_one_is_taken_away(anna: Officer) -> None:
    accept(anna)
    anna.post("/lakken/instellingen", pseudoniemen=1, directies=1)
    assert anna.post("/lakken/pseudoniemen/directie", persoon=WIEBE, directie="DMO").status_code == 400
    assert anna.post("/lakken/pseudoniemen/directie", persoon="zz", directie="geen").status_code == 400
    assert anna.post("/lakken/pseudoniemen/directie", persoon=WIEBE, directie="geen").status_code == 303
    assert (people(anna)["Wiebe Kwartel"]["why"], people(anna)["Wiebe Kwartel"]["chosen"]) == ("cleared", "geen")
    assert anna.post("/lakken/pseudoniemen/directie", persoon=WIEBE, directie="regel").status_code == 303
    assert people(anna)["Wiebe Kwartel"]["why"] == "unseen"


def test_a_directorate_of_one_person_is_no_setting(anna: Officer) -> None:
    assert anna.post("/lakken/instellingen", pseudoniemen=1, minstens=1).status_code == 400


def test_only_officers_see_who_is_who(sit: Sit) -> None:
    accept(sit())
    other = sit("gast", role="team")
    for path in ("/lakken/pseudoniemen", "/lakken/pseudoniemen.json"):
        answer = other.client.get(path)
        assert answer.status_code == 403
        assert "Kwartel" not in answer.text
