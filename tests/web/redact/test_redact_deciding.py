"""Deciding on pages: with and without script, in all copies, who was first, all that is sure, taking back."""

from __future__ import annotations

from lxml import html

from web.redact.conftest import Officer, Sit


def first(officer: Officer, text: str, document: str = "mail") -> dict[str, object]:
    return next(row for row in officer.rows(document) if row["text"] == text)


def test_without_script_a_decision_leads_back_to_where_it_was_made(anna: Officer) -> None:
    row = first(anna, "Tjitske Merel")
    answer = anna.act(row, "akkoord", terug=f"/lakken/document/{row['document_id']}?stuk=1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/lakken/document/{row['document_id']}?stuk=1")
    assert "Akkoord" in anna.page("/lakken").xpath("string(//*[@role='status'])")
    assert first(anna, "Tjitske Merel")["status"] == "accepted"


def test_a_decision_holds_in_all_copies_of_the_message_unless_said_otherwise(anna: Officer) -> None:
    anna.act(first(anna, "Tjitske Merel"), "akkoord")
    named = [one for one in anna.held(statuses=("accepted",)) if one.text == "Tjitske Merel"]
    assert sorted(one.document_name for one in named) == ["antwoord", "mail"]


def test_this_place_alone_and_everywhere(anna: Officer) -> None:
    anna.act(first(anna, "Tjitske Merel"), "akkoord", bereik="plek")
    assert len(anna.held(statuses=("accepted",))) == 1
    anna.act(first(anna, "Wiebe Kwartel"), "afwijzen", bereik="overal")
    assert {one.text for one in anna.held(statuses=("rejected",))} == {"Wiebe Kwartel"}
    assert not [one for one in anna.held(statuses=("proposed",)) if one.text == "Wiebe Kwartel"]


def test_the_script_gets_the_rows_that_changed_and_the_progress(anna: Officer) -> None:
    answer = anna.act(first(anna, "Wiebe Kwartel"), "akkoord", part=True, bereik="overal")
    tree = html.fromstring(answer.text)
    assert [row.get("data-status") for row in tree.xpath("//*[@data-row]")] == ["accepted", "accepted"]
    assert "2 van 4" in tree.xpath("string(//*[@data-progress])")
    assert int(tree.xpath("string(//@data-elsewhere)")) == 3


def test_ground_kind_and_note_are_changed_with_or_without_accepting(anna: Officer) -> None:
    row = first(anna, "Tjitske Merel")
    fields = {"velden": ["grond", "soort", "notitie"], "grond": "woo 5.1.1.d", "soort": "health", "notitie": "nagaan"}
    assert anna.act(row, "wijzigen", **fields).status_code == 303
    now = first(anna, "Tjitske Merel")
    assert (now["status"], now["ground"], now["kind"], now["note"]) == ("proposed", "woo 5.1.1.d", "health", "nagaan")
    anna.act(now, "akkoord", **{**fields, "notitie": ""})
    now = first(anna, "Tjitske Merel")
    assert (now["status"], now["note"]) == ("accepted", "")


def test_nothing_to_change_is_said(anna: Officer) -> None:
    assert anna.act(first(anna, "Tjitske Merel"), "wijzigen").status_code == 400


def test_who_was_first_is_told_and_nothing_is_lost(sit: Sit) -> None:
    anna, bram = sit("anna"), sit("bram")
    row = first(anna, "Tjitske Merel")
    bram.act(row, "afwijzen")
    answer = anna.act(row, "akkoord", velden=["notitie"], notitie="mijn reden")
    assert answer.status_code == 409
    page = html.fromstring(answer.text)
    assert "bram" in page.xpath("string(//main)")
    assert "mijn reden" in page.xpath("string(//main)")
    assert first(anna, "Tjitske Merel")["status"] == "rejected"
    form = page.xpath("//main//form")[0]
    again = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    again["een"] = form.xpath(".//button/@value")[0]
    anna.client.post(form.get("action"), data=again)
    assert (first(anna, "Tjitske Merel")["status"], first(anna, "Tjitske Merel")["note"]) == ("accepted", "mijn reden")


def test_the_script_gets_the_conflict_beside_the_row_as_it_is_now(sit: Sit) -> None:
    anna, bram = sit("anna"), sit("bram")
    row = first(anna, "Tjitske Merel")
    bram.act(row, "afwijzen")
    answer = anna.act(row, "akkoord", part=True)
    assert answer.status_code == 409
    tree = html.fromstring(answer.text)
    assert tree.xpath("string(//@data-conflict)") == row["id"]
    assert tree.xpath("string(//*[@data-row]/@data-status)") == "rejected"


def test_all_that_is_sure_is_accepted_at_once_but_no_point_of_attention(anna: Officer) -> None:
    anna.post("/lakken/besluit", vanaf=90, document=anna.documents["mail"], terug="/lakken")
    in_mail = [one for one in anna.held() if one.document_name == "mail"]
    assert {one.text for one in in_mail if one.status == "accepted"} == {"Wiebe Kwartel"}
    assert [one.status for one in in_mail if one.kind == "opinion"] == ["attention"]
    assert anna.post("/lakken/besluit", vanaf=90, document=anna.documents["mail"]).status_code == 400


def test_a_reopened_point_of_attention_is_one_again(anna: Officer) -> None:
    address = f"/lakken/document/{anna.documents['mail']}"
    (point,) = anna.data(address)["attention"]
    anna.act(point, "akkoord")
    (point,) = anna.data(address)["attention"]
    assert point["status"] == "accepted"
    anna.act(point, "heropenen")
    (point,) = anna.data(address)["attention"]
    assert point["status"] == "attention"


def test_taking_back_undoes_the_whole_of_the_last_decision(anna: Officer) -> None:
    anna.act(first(anna, "Wiebe Kwartel"), "akkoord", bereik="overal")
    answer = anna.post("/lakken/ongedaan", part=True, document=anna.documents["mail"])
    assert [row.get("data-status") for row in html.fromstring(answer.text).xpath("//*[@data-row]")] == ["proposed"] * 2
    assert not anna.held(statuses=("accepted",))
    assert anna.post("/lakken/ongedaan").status_code == 404


def test_what_can_not_be_is_refused(anna: Officer) -> None:
    row = first(anna, "Tjitske Merel")
    for een in ("akkoord", f"weg:{row['id']}:0", "akkoord:zz:0", f"akkoord:{row['id']}"):
        assert anna.post("/lakken/besluit", een=een).status_code == 400
    assert anna.post("/lakken/besluit").status_code == 400
    assert anna.post("/lakken/besluit", een=f"akkoord:{'0' * 15}1:0").status_code == 404
    assert anna.post("/lakken/besluit", een=f"akkoord:{'f' * 16}:0").status_code == 404
    assert anna.act(row, "akkoord", grond="woo 9.9").status_code == 400


def test_one_place_by_itself_says_what_was_done_with_it(anna: Officer) -> None:
    row = first(anna, "Tjitske Merel")
    anna.act(row, "afwijzen")
    told = anna.data(f"/lakken/plek/{row['id']}")
    assert [line["who"] for line in told["log"]] == ["anna"]
    assert {one["document"] for one in told["elsewhere"]} == {"antwoord"}
    page = anna.page(f"/lakken/plek/{row['id']}")
    assert page.xpath("//form//select[@name='grond']/option[@selected]/@value") == ["woo 5.1.2.e"]
