"""One decision on many items: all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draad.records import short_id
from web.register.conftest import Desk, Sit, kept, log_of


def chosen(items: list[dict[str, Any]]) -> list[str]:
    return [f"{item['id']}:{item['version']}" for item in items]


def test_a_selection_is_accepted_at_once_and_taken_back_at_once(anna: Desk, place: Path) -> None:
    items = anna.items()[:3]
    answer = anna.post("/register/besluit", besluit="accept", punt=chosen(items), terug="/register?soort=action")
    assert (answer.status_code, answer.headers["location"]) == (303, "/register?soort=action")
    assert {kept(place, item["id"]).status for item in items} == {"open"}
    assert anna.post("/register/ongedaan").status_code == 303
    assert {kept(place, item["id"]).status for item in items} == {"proposed"}


def test_owner_term_and_labels_for_many(anna: Desk, place: Path) -> None:
    items = anna.items()[:2]
    assert (
        anna.post(
            "/register/besluit", besluit="assign", punt=chosen(items), eigenaar="MO", termijn="12 juni 2020"
        ).status_code
        == 303
    )
    for item in items:
        assert (kept(place, item["id"]).owner, kept(place, item["id"]).due) == (("MO",), "2020-06-12")
    now = [anna.item(item["id"]) for item in items]
    anna.post("/register/besluit", besluit="tag", punt=chosen(now), labels="wettelijk")
    anna.post(
        "/register/besluit", besluit="tag", punt=chosen([anna.item(item["id"]) for item in items]), labels="buurt"
    )
    assert kept(place, items[0]["id"]).tags == ("wettelijk", "buurt"), "labels are added to those there are"


def test_nothing_is_changed_where_somebody_was_first_and_the_rest_can_still_be_done(sit: Sit, place: Path) -> None:
    anna, bram = sit("anna"), sit("bram")
    items = anna.items()[:3]
    bram.act(items[1], "afwijzen")
    answer = anna.post("/register/besluit", besluit="accept", punt=chosen(items))
    assert answer.status_code == 409
    assert "bram" in answer.text
    assert kept(place, items[0]["id"]).status == "proposed"
    told = anna.client.post(
        "/register/besluit.json",
        json={"besluit": "accept", "punt": chosen(items)},
        headers={"X-CSRF-Token": anna.token},
    )
    assert told.status_code == 409
    assert [(one["why"], one["who"]) for one in told.json()["refused"]] == [("taken", "bram")]
    assert anna.post("/register/besluit", besluit="accept", punt=told.json()["rest"]).status_code == 303
    assert [kept(place, item["id"]).status for item in items] == ["open", "rejected", "open"]


def test_nothing_is_changed_where_one_state_does_not_allow_it(anna: Desk, place: Path) -> None:
    items = anna.items()[:2]
    anna.act(items[0], "aannemen")
    now = [anna.item(items[0]["id"]), items[1]]
    answer = anna.post("/register/besluit", besluit="accept", punt=chosen(now))
    assert answer.status_code == 400
    assert log_of(place, items[1]["id"]) == []


def test_a_value_that_can_not_be_read_changes_nothing(anna: Desk, place: Path) -> None:
    items = anna.items()[:2]
    answer = anna.post("/register/besluit", besluit="assign", punt=chosen(items), eigenaar="MO", termijn="ooit")
    assert answer.status_code == 400
    assert [log_of(place, item["id"]) for item in items] == [[], []]


def test_an_empty_selection_is_told(anna: Desk) -> None:
    assert anna.post("/register/besluit", besluit="accept").status_code == 400


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=30),
        st.builds(lambda n, v: f"{short_id(n)}:{v}", st.integers(0, 2**64 - 1), st.integers(0, 10**9 - 1)),
    )
)
def test_whatever_is_sent_as_a_selection_never_breaks_the_page(anna: Desk, one: str) -> None:
    answer = anna.client.post(
        "/register/besluit.json", json={"besluit": "accept", "punt": [one]}, headers={"X-CSRF-Token": anna.token}
    )
    assert answer.status_code in (400, 404)
