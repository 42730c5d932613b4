"""What the pages show: where the review stands, a document with its list, the log; and to whom."""

from __future__ import annotations

import time

import pytest
from lxml import html

from draad.dossier import Dossier
from draad.texts import of_pages
from draad.web.pages.redact.rows import STATUSES, reason
from web.redact.conftest import Officer, Sit

PAGES = ("", "/tweede-blik", "/zichtbaar", "/instellingen", "/logboek", "/document/{mail}")


def test_the_overview_counts_by_document_kind_and_ground(anna: Officer) -> None:
    told = anna.data("/lakken")
    assert (told["decided"], told["all"]) == (0, 10)
    assert told["counts"] == {"proposed": 8, "attention": 2, "accepted": 0, "rejected": 0}
    assert [(one["name"], one["all"]) for one in told["documents"]] == [("antwoord", 6), ("mail", 4)]
    assert {one["value"]: sum(one["counts"].values()) for one in told["kinds"]} == {"person": 8, "opinion": 2}
    assert [one["value"] for one in told["grounds"]] == ["woo 5.1.2.e", "woo 5.2"]


def test_documents_are_narrowed_to_what_is_to_do_done_or_named(anna: Officer) -> None:
    for row in anna.data(f"/lakken/document/{anna.documents['mail']}")["rows"]:
        anna.act(row, "akkoord", bereik="plek")
    for row in anna.data(f"/lakken/document/{anna.documents['mail']}")["attention"]:
        anna.act(row, "afwijzen", bereik="plek")
    assert [one["name"] for one in anna.data("/lakken")["documents"]] == ["antwoord"]
    assert [one["name"] for one in anna.data("/lakken?toon=klaar")["documents"]] == ["mail"]
    assert [one["name"] for one in anna.data("/lakken?toon=alle&naam=MAIL")["documents"]] == ["mail"]


def test_the_next_document_with_work_comes_after_this_one_and_round(anna: Officer) -> None:
    mail, answer = anna.documents["mail"], anna.documents["antwoord"]
    for here, there in ((answer, mail), (mail, answer)):
        told = anna.client.get(f"/lakken/volgende?na={here}", follow_redirects=False)
        assert told.headers["location"] == f"/lakken/document/{there}"
    anna.post("/lakken/besluit", vanaf=1, document=answer, bereik="overal")
    for row in anna.data(f"/lakken/document/{answer}")["attention"]:
        anna.act(row, "afwijzen", bereik="plek")
    for row in anna.data(f"/lakken/document/{mail}")["attention"]:
        anna.act(row, "afwijzen", bereik="plek")
    assert anna.client.get("/lakken/volgende", follow_redirects=False).headers["location"] == "/lakken"


def test_the_text_of_a_document_stands_there_whole_with_each_place_in_it(anna: Officer) -> None:
    page = anna.page(f"/lakken/document/{anna.documents['mail']}")
    with Dossier.open(anna.place) as dossier:
        text = dossier.text("mail")
    for other in page.xpath("//*[@data-no-text]"):
        other.drop_tree()
    lines = ["".join(line.itertext()) for line in page.xpath("//*[@data-lines]//*[contains(@class, 'draad-letters')]")]
    assert "\n".join(lines).rstrip() == text.rstrip()
    for line in page.xpath("//*[@data-from]"):
        start, words = int(line.get("data-from")), "".join(line.itertext())
        assert text[start : start + len(words)] == words
    places = page.xpath("//*[@data-place]")
    assert [place.text_content() for place in places][:1] == ["Wiebe Kwartel"]
    for place in places:
        assert page.xpath(f"//*[@id='l-{place.get('data-place')}']//a[@href='#p-{place.get('data-place')}']")


def test_points_of_attention_stand_apart(anna: Officer) -> None:
    told = anna.data(f"/lakken/document/{anna.documents['mail']}")
    assert [one["kind"] for one in told["attention"]] == ["opinion"]
    assert "opinion" not in {one["kind"] for one in told["rows"]}


def test_a_status_is_told_in_words_and_by_a_sign(anna: Officer) -> None:
    page = anna.page(f"/lakken/document/{anna.documents['mail']}")
    rows = page.xpath("//*[@data-row]")
    assert rows
    for row in rows:
        (status,) = row.xpath(".//*[contains(@class, 'redact-status--')]")
        assert status.text_content().strip()
        assert status.xpath(".//svg")


def test_enter_in_a_field_of_the_bar_presses_no_button(anna: Officer) -> None:
    """The first button of a form is what Enter presses: here one that can't be."""
    page = anna.page(f"/lakken/document/{anna.documents['mail']}")
    (form,) = page.xpath("//form[@id='besluit']")
    assert form.xpath(".//button")[0].get("disabled") is not None


@pytest.mark.parametrize("role", ["reader", "team"])
def test_nobody_else_comes_here_or_is_shown_the_way(sit: Sit, role: str) -> None:
    other = sit("gast", role=role)
    for path in PAGES:
        address = f"/lakken{path.format(mail=other.documents['mail'])}"
        for url in (address, f"{address}.json"):
            answer = other.client.get(url)
            assert answer.status_code == 403
            assert "Tjitske" not in answer.text
    assert not other.page("/dossier").xpath("//nav//a[@href='/lakken']")
    assert other.post("/lakken/besluit", een="akkoord:0000000000000001:0").status_code == 403


def test_officers_are_shown_the_way(anna: Officer) -> None:
    assert anna.page("/dossier").xpath("//nav//a[@href='/lakken']")


def test_no_word_that_is_withheld_stands_in_an_address_a_title_or_a_cookie(anna: Officer) -> None:
    row = next(row for row in anna.rows() if row["text"] == "Tjitske Merel")
    answer = anna.act(row, "akkoord")
    assert "Tjitske" not in str(answer.headers)
    for path in (*PAGES, f"/plek/{row['id']}"):
        page = anna.page(f"/lakken{path.format(mail=anna.documents['mail'])}")
        assert "Tjitske" not in "".join(page.xpath("//title//text() | //@href | //@action | //@src"))


def test_the_log_says_who_did_what(anna: Officer) -> None:
    anna.act(next(row for row in anna.rows() if row["text"] == "Tjitske Merel"), "akkoord")
    told = anna.data("/lakken/logboek")
    assert [(line["who"], line["what"], line["one"]["text"]) for line in told["lines"]] == [
        ("anna", "decide", "Tjitske Merel")
    ] * 2
    assert "→" in anna.page("/lakken/logboek").xpath("string(//table)")
    assert anna.data("/lakken/logboek?wie=bram")["lines"] == []


def test_pseudonyms_are_drawn_on_request_and_stand_beside_who_is_accepted(anna: Officer) -> None:
    anna.act(next(row for row in anna.rows() if row["text"] == "Wiebe Kwartel"), "akkoord", bereik="overal")
    assert not anna.page("/lakken/instellingen").xpath("//form[@action='/lakken/pseudoniemen']")
    anna.post("/lakken/instellingen", pseudoniemen=1)
    assert anna.page("/lakken/instellingen").xpath("//form[@action='/lakken/pseudoniemen']")
    assert not any(row["label"] for row in anna.rows())
    assert anna.post("/lakken/pseudoniemen").status_code == 303
    labels = {row["label"] for row in anna.rows() if row["text"] == "Wiebe Kwartel"}
    assert len(labels) == 1
    assert labels != {""}
    assert {row["label"] for row in anna.rows() if row["status"] == "proposed"} == {""}
    anna.post("/lakken/pseudoniemen")
    assert {row["label"] for row in anna.rows() if row["text"] == "Wiebe Kwartel"} == labels
    anna.post("/lakken/instellingen")
    assert not any(row["label"] for row in anna.rows())


def test_a_reason_that_this_draad_does_not_know_is_its_key() -> None:
    assert reason(of_pages("nl"), "nieuwerwets", {"word": "x"}) == "nieuwerwets"


def test_statuses_are_those_of_the_overview(anna: Officer) -> None:
    table = anna.page("/lakken").xpath("//table")[0]
    assert len(table.xpath(".//thead//th")) == 2 + len(STATUSES)


def test_the_pages_speak_english_too(anna: Officer) -> None:
    anna.post("/instellingen", taal="en")
    assert html.fromstring(anna.client.get("/lakken").text).xpath("string(//h1)").strip() == "Redaction"


def test_proposing_anew_runs_by_itself_and_keeps_what_was_decided(anna: Officer) -> None:
    anna.act(next(row for row in anna.rows() if row["text"] == "Tjitske Merel"), "afwijzen", bereik="plek")
    assert anna.post("/lakken/voorstellen").headers["location"] == "/lakken"
    for _ in range(300):
        told = anna.data("/lakken")["proposing"]
        if told["state"] != "running":
            break
        time.sleep(0.1)
    assert (told["state"], told["who"]) == ("done", "anna")
    assert set(told["told"]) == {"documents", "proposals", "attention", "failed"}
    assert [one.text for one in anna.held(statuses=("rejected",))] == ["Tjitske Merel"]
    answer = anna.client.get("/lakken", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
