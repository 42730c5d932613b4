"""The page of an item: its words in their place, why it is there, what it belongs to, what was done with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from draad.dossier import Dossier
from draad.records import stable_id
from draad.texts import texts
from web.register.conftest import Desk, Sit, kept


def test_the_words_are_marked_in_the_lines_around_them(anna: Desk) -> None:
    item = anna.items("?woorden=planning")[0]
    tree = anna.page(f"/register/punt/{item['id']}")
    marked = "".join(tree.xpath("//li[contains(@class, 'register-line')]//mark//text()"))
    assert marked == item["text"]
    lines = tree.xpath("//li[contains(@class, 'register-line')]")
    assert [int(line.get("value")) for line in lines] == list(range(item["lines"][0] - 3, item["lines"][0] + 4))
    assert tree.xpath("count(//h1)") == 1


def test_the_page_tells_why_it_was_proposed_in_words(anna: Desk) -> None:
    item = anna.items("?woorden=planning")[0]
    why = anna.data(f"/register/punt/{item['id']}")["why"]
    assert why["origin"] == "draad"
    assert why["reasons"]
    assert all(f"reason.{one['name']}" in texts("nl") for one in why["reasons"])
    assert all(one["words"] is None or one["words"].strip("…") for one in why["reasons"])


def test_the_log_tells_who_did_what_and_what_it_was_before(anna: Desk) -> None:
    item = anna.items("?woorden=planning")[0]
    anna.act(item, "wijzigen", velden=["eigenaar"], eigenaar="MO")
    log = anna.data(f"/register/punt/{item['id']}")["log"]
    assert [(one["who"], one["what"]) for one in log] == [("anna", "edit")]
    assert log[0]["at"].endswith("+00:00"), "kept in UTC"
    assert log[0]["fields"] == [{"field": "owner", "before": item["owner"], "after": ["MO"]}]
    tree = anna.page(f"/register/punt/{item['id']}")
    assert "MO" in tree.xpath("string(//section[@id='logboek'])")


def test_a_term_that_a_person_corrected_says_who_did_and_what_was_read(anna: Desk, sit: Sit) -> None:
    item = anna.items("?woorden=planning&soort=action")[0]
    anna.act(item, "wijzigen", velden=["termijn"], termijn="2020-07-01")
    anna.act(anna.item(item["id"]), "wijzigen", velden=["notitie"], notitie="gebeld")
    told = " ".join(sit("bram").page(f"/register/punt/{item['id']}").xpath("string(//aside)").split())
    assert "1 juli 2020" in told
    assert "gewijzigd door anna; Draad las: 12 juni 2020 (“vrijdag 12 juni”)" in told
    anna.post("/register/ongedaan")
    anna.post("/register/ongedaan")
    told = anna.page(f"/register/punt/{item['id']}").text_content()
    assert "Draad las" not in told


def test_a_name_that_went_out_of_use_leads_to_the_one_in_use(anna: Desk, place: Path) -> None:
    item = kept(place, anna.items()[0]["id"])
    old = stable_id("a name of before")
    with sqlite3.connect(place / "draad.sqlite") as con:
        row = (old, item.id, item.document, item.span[1] + 1, item.span[1] + 2)
        con.execute('INSERT INTO evidence (id, item, document, copy, start, "end") VALUES (?, ?, ?, NULL, ?, ?)', row)
    con.close()
    answer = anna.client.get(f"/register/punt/{old:016x}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, f"/register/punt/{item.id:016x}")
    assert anna.data(f"/register/punt/{old:016x}")["item"]["id"] == f"{item.id:016x}"


def test_an_item_that_is_not_there(anna: Desk) -> None:
    assert anna.client.get("/register/punt/ffffffffffffffff").status_code == 404
    assert anna.client.get("/register/punt/' OR 1=1 --.json").status_code == 404


def test_buttons_are_those_that_its_state_allows(anna: Desk, sit: Sit) -> None:
    item = anna.items()[0]
    anna.act(item, "nagekomen")
    tree = anna.page(f"/register/punt/{item['id']}")
    actions = {button.get("formaction").rsplit("/", 1)[-1] for button in tree.xpath("//button[@formaction]")}
    assert actions == {"heropenen"}
    reader = sit("lezer", "reader").page(f"/register/punt/{item['id']}")
    assert not reader.xpath("//main//form[@method='post']")


def test_fulfilled_by_a_passage_makes_a_link(anna: Desk) -> None:
    item = anna.items("?woorden=planning")[0]
    assert anna.act(item, "nagekomen", door="verslag:11").status_code == 303
    links = anna.data(f"/register/punt/{item['id']}")["links"]
    assert [(one["kind"], one["status"], one["place"]["lines"]) for one in links] == [
        ("fulfils", "confirmed", [11, 11])
    ]
    assert anna.post("/register/ongedaan").status_code == 303
    assert anna.item(item["id"])["status"] == "proposed"


def test_links_are_made_confirmed_rejected_and_taken_back(anna: Desk) -> None:
    one, other = anna.items()[:2]
    address = f"http://testserver/register/punt/{other['id']}?x=1#verbanden"
    assert anna.post(f"/register/punt/{one['id']}/verband", verband="repeats", met=address).status_code == 303
    link = anna.data(f"/register/punt/{one['id']}")["links"][0]
    assert (link["kind"], link["outward"], link["other"]["id"]) == ("repeats", True, other["id"])
    back = anna.data(f"/register/punt/{other['id']}")["links"][0]
    assert (back["id"], back["outward"]) == (link["id"], False)
    path = f"/register/punt/{other['id']}/verband/{link['id']}"
    assert anna.post(f"{path}/afwijzen").status_code == 303
    assert anna.data(f"/register/punt/{one['id']}")["links"][0]["status"] == "rejected"
    assert anna.post("/register/ongedaan").status_code == 303
    assert anna.data(f"/register/punt/{one['id']}")["links"][0]["status"] == "confirmed"
    assert anna.post(f"{path}/opeten").status_code == 404
    assert anna.post(f"/register/punt/{one['id']}/verband", verband="repeats").status_code == 400
    assert anna.post(f"/register/punt/{one['id']}/verband", verband="repeats", met="bestaat-niet").status_code == 404


def test_a_person_adds_an_item_on_lines_of_a_document(anna: Desk, place: Path) -> None:
    with Dossier.open(place) as dossier:
        document = f"{dossier.document('verslag').id:016x}"
    tree = anna.page(f"/register/nieuw?document={document}&van=4")
    assert "Aanwezig" in tree.xpath("string(//mark)")
    fields = {
        "document": document,
        "van": "4",
        "velden": ["eigenaar", "termijn"],
        "eigenaar": "MO",
        "termijn": "vrijdag",
    }
    wrong = anna.post("/register/nieuw", **{**fields, "soort": "action", "termijn": "ooit"})
    assert wrong.status_code == 400
    assert 'value="ooit"' in wrong.text
    assert anna.post("/register/nieuw", **fields).status_code == 400, "of which kind?"
    made = anna.post("/register/nieuw", **{**fields, "soort": "action"})
    assert made.status_code == 303
    item = anna.item(made.headers["location"].rsplit("/", 1)[-1])
    assert (item["status"], item["owner"], item["due"], item["origin"]) == ("open", ["MO"], "2020-06-12", "person")
    again = anna.post("/register/nieuw", **{**fields, "soort": "action"})
    assert again.status_code == 400
    assert item["id"] in again.text, "it leads to the one that stands there"
    assert anna.post("/register/ongedaan").status_code == 303
    assert anna.item(item["id"])["status"] == "rejected"


def test_a_new_item_needs_a_place_with_words(anna: Desk) -> None:
    for query in ("", "?document=verslag", "?document=verslag&van=2", "?document=verslag&van=999", "?document=x&van=1"):
        assert anna.client.get(f"/register/nieuw{query}").status_code in (400, 404)
