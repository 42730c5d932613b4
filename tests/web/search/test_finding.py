"""The page of searching: by hand, by form, while typing, and as data."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.dossier.index import Index, IndexRow
from draad.web.pages.search import asked, hits
from draad.web.patience import Patience
from web.conftest import Open, page, token

TYPING = {"HX-Request": "true"}


def data(client: TestClient, query: str, **more: object) -> dict[str, Any]:
    answer = client.get("/zoeken.json", params={"q": query, **more})  # type: ignore[dict-item]
    assert answer.status_code == 200, answer.text[:500]
    told: dict[str, Any] = answer.json()
    return told


@pytest.fixture(scope="module")
def word(generated: Path) -> str:
    """A word that stands in some messages and not in all."""
    with Dossier.open(generated) as dossier:
        texts = [m.representative.body_text for t in dossier.threads() for m in dossier.thread(t.id).messages]
    counts: dict[str, int] = {}
    for text in texts:
        for one in set(re.findall(r"[a-z]{6,}", text.lower())):
            counts[one] = counts.get(one, 0) + 1
    return max(counts, key=lambda one: (counts[one] <= len(texts) // 3, counts[one], one))


def test_without_a_query_the_page_tells_how_to_ask(client: TestClient) -> None:
    shown = page(client, "/zoeken")
    assert shown.xpath("count(//h1)") == 1
    examples = shown.xpath("//section[@aria-labelledby='voorbeelden']//a/@href")
    assert len(examples) >= 3
    for address in examples:
        assert data(client, parse_qs(urlsplit(address).query)["q"][0])["hits"] > 0


def test_hits_show_the_words_asked_for_and_where_they_stand(client: TestClient, word: str) -> None:
    shown = page(client, f"/zoeken?q={word}")
    told = data(client, word)
    assert told["hits"] == told["total"] > 0
    hits = shown.xpath("//article[contains(@class,'search-hit')]")
    assert len(hits) == len(told["results"]) == min(20, told["total"])
    assert shown.xpath("//article//mark")
    for hit, row in zip(hits, told["results"], strict=True):
        assert row["document_name"] in hit.text_content()
        assert row["document_url"] in hit.xpath(".//a/@href")


def test_what_is_shown_is_the_text_itself_letter_for_letter(client: TestClient, generated: Path, word: str) -> None:
    with Dossier.open(generated) as dossier:
        for row in data(client, word)["results"]:
            view = dossier.found([int(row["id"], 16)])[int(row["id"], 16)]
            assert "".join(piece for piece, _ in row["subject"]) == view.subject
            assert "".join(piece for piece, _ in row["passage"]) in view.body


def test_every_link_of_a_hit_leads_somewhere(client: TestClient, word: str) -> None:
    row = data(client, word)["results"][0]
    for key in ("url", "document_url", "thread_url"):
        if row[key]:
            assert client.get(row[key]).status_code == 200, row[key]


def test_narrowing_by_a_facet_finds_as_many_as_it_said(client: TestClient) -> None:
    told = data(client, "*")
    assert {facet["name"] for facet in told["facets"]} >= {"period", "domain", "what", "ground", "thread"}
    for facet in told["facets"]:
        if facet["name"] != "domain":  # a name that ends in a domain's is found by it too
            for option in facet["options"][:3]:
                assert data(client, option["query"])["hits"] == option["count"], option


def test_a_chosen_facet_is_taken_off_by_the_same_link_and_by_its_chip(client: TestClient, word: str) -> None:
    option = next(f for f in data(client, word)["facets"] if f["name"] == "domain")["options"][0]
    narrow = data(client, option["query"])
    (chip,) = narrow["chips"]
    assert chip["query"] == word
    chosen = next(o for f in narrow["facets"] for o in f["options"] if o["current"])
    assert (chosen["value"], chosen["query"]) == (option["value"], word)


def test_a_year_opens_to_its_months(client: TestClient) -> None:
    years = next(f for f in data(client, "*")["facets"] if f["name"] == "period")["options"]
    within = next(f for f in data(client, years[0]["query"])["facets"] if f["name"] == "period")["options"]
    assert within[0]["current"]
    assert all(option["value"].startswith(f"{years[0]['value']}-") for option in within[1:])
    assert sum(option["count"] for option in within[1:]) == years[0]["count"]


def test_pages_follow_each_other_without_gap_or_repetition(client: TestClient) -> None:
    told = data(client, "*", volgorde="oud")
    ids = [
        row["id"] for n in range(1, told["pages"] + 1) for row in data(client, "*", volgorde="oud", pagina=n)["results"]
    ]
    assert len(ids) == len(set(ids)) == told["total"]


def test_order_by_date(client: TestClient) -> None:
    for order, sign in (("oud", 1), ("nieuw", -1)):
        dates = [row["sent_at"] for row in data(client, "*", volgorde=order)["results"] if row["sent_at"] is not None]
        assert dates == sorted(dates, key=lambda at: sign * at)


def test_by_document_each_hit_stands_under_its_own(client: TestClient, word: str) -> None:
    told = data(client, word, als="documenten")
    assert sum(document["count"] for document in told["results"]) <= told["hits"]
    for document in told["results"]:
        assert {hit["document"] for hit in document["hits"]} == {document["id"]}
        assert len(document["hits"]) <= 3
    assert page(client, f"/zoeken?q={word}&als=documenten").xpath("//article//mark")


def test_by_item_the_words_stand_in_the_items_themselves(client: TestClient) -> None:
    some = data(client, "*", als="punten")["results"][0]
    told_word = max(re.findall(r"[a-z]+", "".join(piece for piece, _ in some["text"])), key=len)
    told = data(client, told_word, als="punten")
    assert some["id"] in {row["id"] for row in told["results"]}
    assert all(any(found for _, found in row["text"]) for row in told["results"])
    assert page(client, f"/zoeken?q={told_word}&als=punten").xpath("//article//mark")


def test_many_hits_are_gathered_from_the_best_and_that_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "GROUPED", 5)
    told = data(client, "*", als="documenten")
    assert told["gathered"] == 5
    assert sum(document["count"] for document in told["results"]) == 5


def test_the_form_becomes_a_query_in_the_address_and_in_the_box(client: TestClient) -> None:
    answer = client.get("/zoeken", params={"woorden": "zorg", "van": "minvws.nl", "tot": "2020-12-31"})
    assert parse_qs(urlsplit(str(answer.url)).query)["q"] == ["zorg van:minvws.nl voor:2021"]
    shown = html.fromstring(answer.text)
    assert shown.xpath("string(//input[@id='zoekvraag']/@value)") == "zorg van:minvws.nl voor:2021"
    assert shown.xpath("string(//input[@name='van']/@value)") == "minvws.nl"
    assert shown.xpath("string(//input[@name='tot']/@value)") == "2020-12-31"


def test_a_program_may_give_the_fields_and_gets_the_answer_at_once(client: TestClient) -> None:
    told = client.get("/zoeken.json", params={"q": "a OF b", "van": "minvws.nl"}).json()
    assert told["query"] == "(a OF b) van:minvws.nl"


# ── what is wrong with a query ──────────────────────────────────────────────────────────────────────────────


def test_a_wrong_query_is_told_with_its_place_and_stays_in_the_box(client: TestClient) -> None:
    shown = page(client, '/zoeken?q=zorg "open', 400)
    assert shown.xpath("string(//input[@id='zoekvraag']/@value)") == 'zorg "open'
    told = shown.xpath("//div[@id='zoekfout']")[0]
    assert "nergens gesloten" in told.text_content()
    assert told.xpath("string(.//code/text())") == "zorg "
    answer = client.get("/zoeken.json", params={"q": 'zorg "open'})
    assert (answer.status_code, answer.json()["error"]["at"]) == (400, 5)


def test_while_typing_only_the_results_come_and_a_wrong_query_leaves_them(client: TestClient, word: str) -> None:
    part = client.get("/zoeken", params={"q": word}, headers=TYPING)
    assert "<html" not in part.text
    assert 'id="zoekstand" hx-swap-oob' in part.text
    assert "HX-Retarget" not in part.headers
    wrong = client.get("/zoeken", params={"q": f'{word} "'}, headers=TYPING)
    assert (wrong.status_code, wrong.headers["HX-Retarget"]) == (200, "#zoekfout")
    assert "search-hit" not in wrong.text


def test_nothing_found_is_said_with_what_to_do(client: TestClient) -> None:
    shown = page(client, "/zoeken?q=bestaatnergensxyz")
    assert "Niets gevonden" in shown.xpath("string(//p[@id='zoekstand'])")
    assert shown.xpath("//div[@class='draad-empty']")


def test_items_are_looked_through_until_there_are_enough_and_that_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = data(client, "*", als="punten")
    assert whole["gathered"] is None
    monkeypatch.setattr(hits, "ENOUGH_ITEMS", 10)
    monkeypatch.setattr(hits, "_SLICE", 5)
    some = data(client, "*", als="punten")
    assert some["gathered"] % 5 == 0
    assert 10 <= some["total"] < whole["total"]


@pytest.mark.parametrize(("vanaf", "tot"), [("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31"), ("", "")])
def test_the_ends_of_the_calendar_are_days_like_others(client: TestClient, vanaf: str, tot: str) -> None:
    for path in ("/zoeken", "/zoeken.json"):
        assert client.get(path, params={"vanaf": vanaf, "tot": tot, "q": "zorg"}).status_code in (200, 400)
        assert client.get(path, params={"q": f"na:{vanaf or '0001'} voor:{tot or '9999'}"}).status_code in (200, 400)


def test_a_page_too_deep_is_refused_politely(client: TestClient) -> None:
    assert page(client, "/zoeken?q=*&pagina=99999", 400).xpath("//div[@id='zoekfout']//p")


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "'\"`"]
)
def test_nothing_of_a_query_becomes_part_of_the_page(client: TestClient, hostile: str) -> None:
    for headers in ({}, TYPING):
        answer = client.get("/zoeken", params={"q": hostile}, headers=headers)
        assert answer.status_code in (200, 400)
        assert not html.fromstring(answer.text).xpath("//script[not(@src)] | //img | //*[@onerror]")
        assert "49" not in re.findall(r"value=\"([^\"]*)\"", answer.text)


PARTS = st.sampled_from(
    ["zorg", "van:", "na:", "op:2021", "grond:5.1", "-", "(", ")", '"', "*", "OF", "EN", "a*", "<b>", ":"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=6).map(" ".join)),
    by=st.sampled_from(["berichten", "documenten", "punten"]),
)
def test_whatever_is_asked_there_is_a_page(client: TestClient, query: str, by: str) -> None:
    answer = client.get("/zoeken", params={"q": query.encode("utf-8", "replace"), "als": by})
    assert answer.status_code in (200, 400)
    assert html.fromstring(answer.text).xpath("count(//h1)") == 1


# ── an index that is not there, old, or slow ────────────────────────────────────────────────────────────────


def test_without_an_index_the_page_says_to_ingest_again(own: Path, opened: Open) -> None:
    shutil.rmtree(own / "index")
    client = opened(own)
    assert "Lees opnieuw in" in page(client, "/zoeken?q=zorg", 503).xpath("string(//div[@id='zoekfout'])")
    assert page(client, "/zoeken").xpath("//h1")


def test_an_index_of_the_form_before_gives_the_facets_that_it_can(own: Path, opened: Open) -> None:
    shutil.rmtree(own / "index")
    with Index._opened(own / "index", write=True, counts_grounds=False) as old, Dossier.open(own) as dossier:
        rows, gone = dossier.index_pending(0)
        old.replace(rows, gone)
        old.commit(dossier.batch)
    client = opened(own)
    told = data(client, "*")
    assert not told["grounds_counted"]
    assert "ground" not in {facet["name"] for facet in told["facets"]}
    assert "ees opnieuw in" in page(client, "/zoeken?q=*").xpath("string(//div[@id='verfijnen'])")


def test_what_the_index_holds_and_the_store_not_anymore_is_left_out(own: Path, opened: Open) -> None:
    with Index.open(own / "index", write=True) as index:
        index.replace([IndexRow(12345, "message", body="verdwenenwoord", thread=77)])
        index.commit(index.batch)
    told = data(opened(own), "verdwenenwoord")
    assert (told["hits"], told["results"]) == (1, [])


def test_a_slow_query_is_let_go_and_said_so(generated: Path, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(asked, "search", lambda *_, **__: gate.wait(10))
    monkeypatch.setattr("draad.web.room.Patience", lambda: Patience(seconds=0.05))
    slow = opened(generated)
    try:
        for code in ("too-slow", "too-slow", "too-busy"):
            answer = slow.get("/zoeken.json?q=zorg")
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, code)
            assert int(answer.headers["Retry-After"]) > 0
        shown = slow.get("/zoeken?q=zorg", headers=TYPING)
        assert (shown.status_code, shown.headers["HX-Retarget"]) == (503, "#zoekfout")
        assert slow.get("/zoeken/uitvoer.csv?q=zorg").status_code == 503
    finally:
        gate.set()


# ── searches that are kept ──────────────────────────────────────────────────────────────────────────────────


def test_a_search_is_kept_offered_and_taken_away(own: Path, opened: Open) -> None:
    client = opened(own)
    proof = token(client, "/zoeken")
    form = {"q": "zorg van:minvws.nl", "als": "punten", "naam": "Zorg & <co>", "csrf": proof}
    answer = client.post("/zoeken/bewaard", data=form)
    assert answer.status_code == 200
    assert parse_qs(urlsplit(str(answer.url)).query) == {"q": ["zorg van:minvws.nl"], "als": ["punten"]}
    (kept,) = client.get("/zoeken.json").json()["saved"]
    assert (kept["name"], kept["query"]) == ("Zorg & <co>", "zorg van:minvws.nl")
    assert page(client, "/zoeken").xpath("//section[@aria-labelledby='bewaard']//a/@href") == [kept["url"]]
    assert client.post(f"/zoeken/bewaard/{kept['id']}/weg", data={"csrf": proof}).status_code == 200
    assert client.get("/zoeken.json").json()["saved"] == []


def test_a_wrong_query_is_not_kept_and_a_strange_number_is_not_found(own: Path, opened: Open) -> None:
    client = opened(own)
    proof = token(client, "/zoeken")
    assert client.post("/zoeken/bewaard", data={"q": '"', "naam": "x", "csrf": proof}).status_code == 400
    for number in ("7", "-1", "x", "9" * 40, "٣"):
        assert client.post(f"/zoeken/bewaard/{number}/weg", data={"csrf": proof}).status_code == 404


def test_while_an_ingest_is_ahead_of_the_index_the_page_says_so(own: Path, opened: Open) -> None:
    with Index.open(own / "index", write=True) as index:
        index.commit(index.batch - 1)
    client = opened(own)
    assert data(client, "*")["behind"]
    assert "wordt ingelezen" in page(client, "/zoeken?q=*").text_content()


def test_where_nothing_is_found_beginnings_of_words_that_do_find_something_are_offered(own: Path, opened: Open) -> None:
    with Index.open(own / "index", write=True) as index, Dossier.open(own) as dossier:
        message = dossier.thread(dossier.threads()[0].id).messages[0]
        index.replace([IndexRow(message.id, "message", body="zzligplaatsvergunning zzsteiger")])
        index.commit(index.batch)
    con = sqlite3.connect(own / "draad.sqlite")
    con.execute(
        "UPDATE texts SET text = (SELECT substr(text, 1, c.body_start) || 'zzligplaatsvergunning ' || "
        "substr(text, c.body_start + 23) FROM copies c WHERE c.id = ?) "
        "WHERE no = (SELECT d.no FROM documents d WHERE d.id = ?)",
        (message.representative.id, message.representative.document),
    )
    con.commit()
    con.close()
    client = opened(own)
    for asked_for, offered in (("zzsteigerbouw", "zzsteiger*"), ("ligplaatsv", "zzligplaatsv*")):
        told = data(client, asked_for)
        assert told["total"] == 0
        assert offered in [one["query"] for one in told["advice"]]
        assert all(data(client, one["query"])["total"] == one["count"] > 0 for one in told["advice"])
        shown = page(client, f"/zoeken?q={asked_for}")
        assert offered in [link.text_content().strip() for link in shown.xpath("//ul[@class='search-advice']//a")]


def test_where_no_beginning_finds_anything_it_is_told_how_to_ask_for_one(client: TestClient) -> None:
    shown = page(client, "/zoeken?q=qqqqxyqqq")
    assert not shown.xpath("//ul[@class='search-advice']")
    assert "sterretje" in shown.xpath("string(//div[@class='draad-empty'])")


def test_what_was_found_is_told_by_what_it_is(client: TestClient) -> None:
    for query in ("*", "soort:bericht", "soort:document"):
        told = data(client, query)
        others = told["hits"] - told["messages"]
        count = page(client, f"/zoeken?q={query}").xpath("normalize-space(//h2[@class='search-count'])")
        assert ("bericht" in count, "document" in count) == (told["messages"] > 0, others > 0)
        assert count.endswith("gevonden")


def test_counts_beside_items_say_that_they_count_messages(client: TestClient) -> None:
    assert "niet de punten" in page(client, "/zoeken?q=*&als=punten").xpath("string(//div[@id='verfijnen'])")
    assert "niet de" not in page(client, "/zoeken?q=*").xpath("string(//div[@id='verfijnen'])")
