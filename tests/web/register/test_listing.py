"""The list of the register: what it shows, how it is narrowed, what each may do with it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from draad.extract.records import KINDS
from draad.register.states import STATES
from draad.texts import of_pages
from web.conftest import page
from web.register.conftest import Desk, Sit


def test_every_item_stands_in_the_list_with_its_place_and_what_it_asks(anna: Desk) -> None:
    tree = anna.page("/register")
    rows = tree.xpath("//tr[@data-item]")
    assert len(rows) == anna.data("/register")["total"] > 4
    words = rows[0].xpath(".//a[@data-open]")[0]
    assert words.get("href") == f"/register/punt/{rows[0].get('data-item')}"
    assert rows[0].xpath(".//a[contains(@href, '#r')]"), "the line where it stands"
    assert tree.xpath("count(//h1)") == 1


def test_words_of_a_document_are_words_and_no_markup(anna: Desk) -> None:
    tree = anna.page("/register?woorden=kelder")
    assert tree.xpath("count(//tr[@data-item])") >= 1
    assert not tree.xpath("//table//script")
    assert "alert(1)" in tree.xpath("string(//tbody)")


@pytest.mark.parametrize(
    ("query", "field", "wanted"),
    [
        ("?soort=action", "kind", {"action"}),
        ("?soort=action&soort=question", "kind", {"action", "question"}),
        ("?stand=open", "status", set()),
    ],
)
def test_a_filter_leaves_what_answers_to_it(anna: Desk, query: str, field: str, wanted: set[str]) -> None:
    assert {item[field] for item in anna.items(query)} == wanted


def test_counts_tell_what_each_choice_would_give(anna: Desk) -> None:
    data = anna.data("/register?soort=action")
    kinds = {one["value"]: one for one in data["facets"]["soort"]}
    assert set(kinds) == set(KINDS)
    assert kinds["action"]["current"]
    assert kinds["action"]["count"] == data["total"]
    assert sum(one["count"] for one in kinds.values()) == anna.data("/register")["total"]
    states = {one["value"]: one["count"] for one in data["facets"]["stand"]}
    assert set(states) == set(STATES)
    assert states["proposed"] == data["total"]


def test_each_thing_chosen_can_be_taken_away(anna: Desk) -> None:
    data = anna.data("/register?woorden=planning&eigenaar=gemeente&soort=action")
    assert {one["filter"] for one in data["chips"]} == {"woorden", "eigenaar"}
    off = next(one["off"] for one in data["chips"] if one["filter"] == "woorden")
    assert "woorden" not in off
    assert "eigenaar=gemeente" in off
    assert "soort=action" in off


def test_more_names_stand_with_commas_between_them(anna: Desk) -> None:
    one, other = (anna.data(f"/register?eigenaar={name}")["total"] for name in ("gemeente", "provincie"))
    assert one
    assert other
    both = anna.data("/register?eigenaar=gemeente, provincie")
    assert both["total"] == one + other
    tree = anna.page("/register?eigenaar=gemeente&eigenaar=provincie")
    assert tree.xpath("string(//input[@name='eigenaar' and @type='text']/@value)") == "gemeente, provincie"


def test_a_print_of_a_page_says_of_how_much_it_is_a_part(client: TestClient, anna: Desk) -> None:
    total = client.get("/register.json").json()["total"]
    assert total > 50
    (told,) = page(client, "/register").find_class("draad-on-paper")
    shown = of_pages("nl").number(total)
    assert told.text_content() == f"Hier staan 50 van {shown} punten: zie http://testserver/register"
    (told,) = page(client, "/register?pagina=2").find_class("draad-on-paper")
    assert told.text_content().endswith("/register?pagina=2")
    assert not anna.page("/register").find_class("draad-on-paper")


def test_a_list_is_sorted_and_paged(anna: Desk) -> None:
    due = [item["due_last"] for item in anna.items("?volgorde=due") if item["due_last"]]
    assert due == sorted(due)
    assert anna.data("/register?pagina=900")["page"] == 1


def test_how_late_something_is_stands_beside_its_term(anna: Desk) -> None:
    late = [item["late"] for item in anna.items("?woorden=subsidie")]
    assert any(one and one["reason"] == "follow.late" and one["days"] == 1 for one in late)


def test_what_can_not_be_a_value_is_refused_with_its_name(anna: Desk) -> None:
    for query in ("?soort=fiets", "?van=gisteren", "?pagina=0", "?volgorde=kleur"):
        answer = anna.client.get(f"/register.json{query}")
        assert answer.status_code == 400
        assert query[1:].split("=")[0] in answer.json()["error"]["message"]
    assert anna.client.get("/register?gesprek=ffff").status_code == 404


def test_nothing_found_is_said_kindly(anna: Desk) -> None:
    tree = anna.page("/register?woorden=olifant")
    assert not tree.xpath("//table")
    assert tree.xpath("//a[@href='/register' and contains(@class, 'button')]")


def test_a_reader_sees_all_and_no_buttons(sit: Sit) -> None:
    tree = sit("lezer", "reader").page("/register")
    assert tree.xpath("//tr[@data-item]")
    assert not tree.xpath("//main//form[@method='post']")
    assert not tree.xpath("//input[@type='checkbox' and @name='punt']")


def test_both_languages_say_it_all(anna: Desk) -> None:
    anna.client.cookies.set("draad_taal", "en")
    tree = anna.page("/register")
    assert tree.get("lang") == "en"
    assert "Aannemen" not in tree.text_content()
