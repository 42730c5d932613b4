"""The log of the register: who did what when, of all items together, and taking back one's own last work."""

from __future__ import annotations

import pytest

from draad.web.pages.register import logbook
from web.register.conftest import Desk, Sit


def told(desk: Desk, query: str = "") -> list[tuple[str, str, str]]:
    return [(one["who"], one["what"], one["item"]["id"]) for one in desk.data(f"/register/logboek{query}")["lines"]]


def test_what_everybody_did_stands_in_one_list_newest_first(anna: Desk, sit: Sit) -> None:
    bram, (first, second, *_) = sit("bram"), anna.items()
    anna.act(first, "aannemen")
    bram.act(second, "afwijzen")
    assert told(anna) == [("bram", "reject", second["id"]), ("anna", "accept", first["id"])]
    assert told(anna, "?wie=anna") == [("anna", "accept", first["id"])]
    assert told(anna, "?wat=reject") == [("bram", "reject", second["id"])]
    assert told(anna, "?wie=anna&wat=reject") == []
    assert anna.data("/register/logboek")["people"] == ["anna", "bram"]
    tree = anna.page("/register/logboek")
    assert tree.xpath("//tbody//a/@href") == [f"/register/punt/{one['id']}" for one in (second, first)]
    assert tree.xpath("//nav//a[@aria-current='page' and @href='/register/logboek']")


def test_a_long_log_goes_on_where_the_page_ended(anna: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "PER_PAGE", 2)
    items = anna.items()[:3]
    for item in items:
        anna.act(item, "aannemen")
    tree = anna.page("/register/logboek?wie=anna")
    assert len(tree.xpath("//tbody/tr")) == 2
    (older,) = tree.xpath("//a[@rel='next']/@href")
    assert [one["item"]["id"] for one in anna.data(older)["lines"]] == [items[0]["id"]]
    assert "wie=anna" in older
    assert not anna.page(older).xpath("//a[@rel='next']")


def test_ones_own_last_work_is_taken_back_there(anna: Desk, sit: Sit) -> None:
    bram, item = sit("bram"), anna.items()[0]
    anna.act(item, "aannemen")
    assert not bram.page("/register/logboek").xpath("//main//form[@method='post' and .//input[@name='terug']]"), (
        "of another it is not"
    )
    tree = anna.page("/register/logboek")
    (form,) = tree.xpath("//main//form[@method='post' and .//input[@name='terug']]")
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input") if one.get("name") != "csrf"}
    answer = anna.post(form.get("action"), **fields)
    assert answer.headers["location"] == "/register/logboek"
    assert anna.item(item["id"])["status"] == item["status"]
    assert [one[1] for one in told(anna)] == ["undo", "accept"]


def test_who_only_reads_has_no_log(sit: Sit) -> None:
    reader = sit("lezer", "reader")
    assert reader.client.get("/register/logboek").status_code == 403
    assert not reader.page("/register").xpath("//a[@href='/register/logboek']")


def test_an_empty_log_says_so(anna: Desk) -> None:
    assert "nog niets gedaan" in anna.page("/register/logboek").text_content()
    assert anna.client.get("/register/logboek?wat=onzin").status_code == 400
