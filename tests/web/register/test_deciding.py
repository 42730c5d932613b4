"""Decisions on items: every action, who was first, taking back, and who may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from draad.register.states import ACTIONS as STEPS
from draad.web.pages.register.deciding import ACTIONS
from web.register.conftest import Desk, Sit, kept, log_of


def test_each_action_but_assigning_has_an_address() -> None:
    assert set(ACTIONS.values()) == set(STEPS) - {"assign"}


def test_accepting_without_script_leads_back_and_says_so(anna: Desk, place: Path) -> None:
    item = anna.items()[0]
    answer = anna.act(item, "aannemen", terug="/register?soort=action")
    assert (answer.status_code, answer.headers["location"]) == (303, "/register?soort=action")
    assert kept(place, item["id"]).status == "open"
    assert log_of(place, item["id"]) == [("anna", "accept")]
    assert "aangenomen" in anna.page("/register").xpath("string(//*[@role='status'])")


def test_accepting_in_a_row_gives_the_row_with_what_can_be_done_now(anna: Desk) -> None:
    item = anna.items()[0]
    answer = anna.act(item, "aannemen", row=True)
    assert answer.status_code == 200
    assert answer.text.strip().startswith("<tr")
    assert answer.text.strip().endswith("</tr>")
    assert f'data-version="{item["version"] + 1}"' in answer.text
    assert 'data-done="aangenomen: ' in answer.text
    assert "/aannemen" not in answer.text
    assert "/nagekomen" in answer.text


@pytest.mark.parametrize(
    ("way", "ends"),
    [
        (["aannemen", "nagekomen"], "fulfilled"),
        (["afwijzen"], "rejected"),
        (["vervallen"], "dropped"),
        (["vervangen", "heropenen"], "open"),
    ],
)
def test_the_ways_of_an_item(anna: Desk, way: list[str], ends: str) -> None:
    name = anna.items()[0]["id"]
    for action in way:
        assert anna.act(anna.item(name), action).status_code == 303
    assert anna.item(name)["status"] == ends


def test_what_a_state_does_not_allow_is_refused_and_nothing_changes(anna: Desk, place: Path) -> None:
    item = anna.items()[0]
    answer = anna.act(item, "heropenen")
    assert answer.status_code == 400
    assert log_of(place, item["id"]) == []


def test_editing_sets_all_fields_in_the_words_that_people_use(anna: Desk, place: Path) -> None:
    item = anna.items("?woorden=planning")[0]
    fields = {
        "eigenaar": "gemeente, MO", "tegenpartij": "provincie", "termijn": "19 juni 2020", "ritme": "elke zes weken",
        "spoed": "1", "nummer": "A-12", "notitie": "eerst bellen", "labels": "wettelijk; buurthuis",
        "soort": "commitment",
    }  # fmt: skip
    assert anna.act(item, "wijzigen", velden=list(fields), **fields).status_code == 303
    now = kept(place, item["id"])
    assert (now.owner, now.counterparty, now.due, now.every) == (
        ("gemeente", "MO"),
        ("provincie",),
        "2020-06-19",
        "P6W",
    )
    assert (now.urgent, now.number, now.note, now.tags) == (True, "A-12", "eerst bellen", ("wettelijk", "buurthuis"))
    assert now.kind == "commitment"


def test_a_field_that_the_form_holds_empty_is_emptied_and_others_stay(anna: Desk) -> None:
    item = anna.items("?woorden=planning")[0]
    anna.act(item, "wijzigen", velden=["eigenaar", "notitie"], eigenaar="MO", notitie="bellen")
    anna.act(anna.item(item["id"]), "wijzigen", velden=["eigenaar"], eigenaar="")
    now = anna.item(item["id"])
    assert (now["owner"], now["note"], now["due"]) == ([], "bellen", item["due"])


def test_the_form_says_what_reads_back_as_what_is(anna: Desk) -> None:
    for item in anna.items():
        form = anna.data(f"/register/punt/{item['id']}/wijzigen")["form"]
        fields = {name: value for name, value in form.items() if name != "spoed"} | (
            {"spoed": "1"} if form["spoed"] else {}
        )
        assert anna.act(item, "wijzigen", velden=list(form), **fields).status_code == 303
        assert anna.item(item["id"])["version"] == item["version"], "nothing was changed, so nothing is"


def test_a_date_that_can_not_be_read_stays_in_the_form(anna: Desk, place: Path) -> None:
    item = anna.items()[0]
    fields = {"velden": ["termijn", "notitie"], "termijn": "ooit eens", "notitie": "niet kwijtraken"}
    for row in (False, True):
        answer = anna.act(item, "wijzigen", row=row, **fields)
        assert answer.status_code == 400
        assert 'value="ooit eens"' in answer.text
        assert "niet kwijtraken" in answer.text
        assert 'role="alert"' in answer.text
    assert log_of(place, item["id"]) == []


def test_who_was_first_is_told_and_what_was_typed_is_kept(sit: Sit, place: Path) -> None:
    anna, bram = sit("anna"), sit("bram")
    item = anna.items("?woorden=planning")[0]
    assert bram.act(item, "wijzigen", velden=["eigenaar"], eigenaar="provincie").status_code == 303
    for row in (False, True):
        answer = anna.act(item, "wijzigen", row=row, velden=["eigenaar", "notitie"], eigenaar="MO", notitie="bellen")
        assert answer.status_code == 409
        assert "bram" in answer.text
        assert "provincie" in answer.text
        assert 'value="MO"' in answer.text
        assert "bellen" in answer.text
    told = anna.client.post(
        f"/register/punt/{item['id']}/wijzigen.json",
        json={"versie": item["version"], "velden": ["eigenaar"], "eigenaar": "MO"},
        headers={"X-CSRF-Token": anna.token},
    ).json()
    assert told["error"]["code"] == "conflict"
    assert told["who"] == "bram"
    assert told["differ"] == [{"field": "eigenaar", "yours": "MO", "now": "provincie"}]
    assert kept(place, item["id"]).owner == ("provincie",)
    again = anna.act(anna.item(item["id"]), "wijzigen", velden=["eigenaar"], eigenaar="MO")
    assert again.status_code == 303
    assert kept(place, item["id"]).owner == ("MO",)


def test_accepting_what_another_rejected_meanwhile_asks_again(sit: Sit) -> None:
    anna, bram = sit("anna"), sit("bram")
    item = anna.items()[0]
    bram.act(item, "afwijzen")
    answer = anna.act(item, "aannemen", row=True)
    assert answer.status_code == 409
    assert "bram" in answer.text
    assert "data-conflict" in answer.text


def test_a_form_without_its_version_is_none(anna: Desk) -> None:
    answer = anna.post(f"/register/punt/{anna.items()[0]['id']}/aannemen")
    assert answer.status_code == 400


def test_undo_takes_back_one_work_after_another(anna: Desk, place: Path) -> None:
    first, second = anna.items()[:2]
    anna.act(first, "aannemen")
    anna.act(second, "afwijzen")
    assert anna.post("/register/ongedaan").status_code == 303
    assert (kept(place, first["id"]).status, kept(place, second["id"]).status) == ("open", "proposed")
    told = anna.client.post("/register/ongedaan.json", json={}, headers={"X-CSRF-Token": anna.token}).json()
    assert [item["id"] for item in told["items"]] == [first["id"]]
    assert kept(place, first["id"]).status == "proposed"
    assert anna.post("/register/ongedaan").status_code == 404, "nothing is left"


def test_undo_is_of_ones_own_work_and_never_over_another_s(sit: Sit, place: Path) -> None:
    anna, bram = sit("anna"), sit("bram")
    item = anna.items()[0]
    anna.act(item, "aannemen")
    assert bram.post("/register/ongedaan").status_code == 404
    bram.act(anna.item(item["id"]), "nagekomen")
    assert anna.post("/register/ongedaan").status_code == 409
    assert kept(place, item["id"]).status == "fulfilled"


def test_work_leads_back_to_our_own_pages_alone(anna: Desk) -> None:
    for away in ("https://elders.nl/", "//elders.nl", "/\\elders.nl", "/\t/elders.nl", "javascript:alert(1)"):
        item = anna.items("?stand=proposed")[0]
        answer = anna.act(item, "aannemen", terug=away)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/register/punt/{item['id']}"


def test_a_reader_may_change_nothing_in_html_and_json(sit: Sit, place: Path) -> None:
    reader = sit("lezer", "reader")
    item = reader.items()[0]
    token = reader.token
    for path in (
        f"/register/punt/{item['id']}/aannemen", "/register/besluit", "/register/ongedaan", "/register/nieuw",
        f"/register/punt/{item['id']}/verband", "/register/terughalen/doe",
    ):  # fmt: skip
        fields = {"csrf": token, "versie": "0", "besluit": "accept", "punt": f"{item['id']}:0"}
        assert reader.client.post(path, data=fields).status_code == 403
        told = reader.client.post(f"{path}.json", json={"versie": 0}, headers={"X-CSRF-Token": token})
        assert told.status_code == 403
        assert told.json()["error"]["code"] == "refused"
    for path in (f"/register/punt/{item['id']}/wijzigen", "/register/nieuw", "/register/terughalen"):
        assert reader.client.get(path).status_code == reader.client.get(f"{path}.json").status_code == 403
    assert log_of(place, item["id"]) == []


def test_a_form_of_elsewhere_changes_nothing(anna: Desk, place: Path) -> None:
    item = anna.items()[0]
    answer = anna.client.post(f"/register/punt/{item['id']}/aannemen", data={"versie": item["version"]})
    assert answer.status_code == 403
    assert log_of(place, item["id"]) == []
