"""What may be done with an item, what it changes, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_items import an_item

from draad.dossier.views import ChangeView, ItemView
from draad.errors import UsageError
from draad.register.states import ACTIONS, STATES, allowed, change, may_undo, undo

MONDAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("status", "action", "after"),
    [
        ("proposed", "accept", "open"),
        ("proposed", "reject", "rejected"),
        ("open", "fulfil", "fulfilled"),
        ("open", "drop", "dropped"),
        ("open", "supersede", "superseded"),
        ("fulfilled", "reopen", "open"),
        ("rejected", "reopen", "open"),
    ],
)
def test_actions_lead_from_state_to_state(status: str, action: str, after: str) -> None:
    assert change(an_item(status=status), action) == {"status": after}


@pytest.mark.parametrize(("status", "action"), [("open", "accept"), ("fulfilled", "fulfil"), ("open", "reopen")])
def test_an_action_out_of_place_is_told_with_what_is_possible(status: str, action: str) -> None:
    with pytest.raises(UsageError) as caught:
        change(an_item(status=status), action)
    assert all(name in str(caught.value) for name in allowed(status) if name != "assign")


def test_an_unknown_action_or_field_is_told() -> None:
    with pytest.raises(UsageError, match="accept, reject"):
        change(an_item(), "approve")
    with pytest.raises(UsageError, match="note, tags"):
        change(an_item(), "fulfil", owner="MO")
    with pytest.raises(UsageError, match="text"):
        change(an_item(), "edit", text="other words: evidence never changes")
    with pytest.raises(UsageError, match="owner"):
        change(an_item(), "assign")


def test_accepting_may_set_what_extraction_did_not_know() -> None:
    item = an_item(status="proposed", owner=("VWS",))
    assert change(item, "accept", owner="MO; Jeugd, LZ", due="vrijdag", today=MONDAY) == {
        "status": "open", "owner": ("MO", "Jeugd", "LZ"), "due": "2026-06-05",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given_due", "kept"),
    [
        ("2026-06-03", "2026-06-03"),
        ("../2026-06-03", "../2026-06-03"),
        ("2026-06", "2026-06"),
        (date(2026, 6, 3), "2026-06-03"),
        ("3 juni 2026", "2026-06-03"),
        ("vrijdag", "2026-06-05"),
        ("uiterlijk 12 juni", "../2026-06-12"),
        ("week 25", "2026-06-15/2026-06-21"),
        ("", None),
        (None, None),
    ],
)
def test_a_due_date_is_given_in_edtf_or_words_and_kept_in_edtf(given_due: Any, kept: str | None) -> None:
    item = an_item(due="2020-01-01")
    assert change(item, "edit", due=given_due, today=MONDAY) == {"due": kept}


@pytest.mark.parametrize("wrong", ["31 februari", "2026-02-31", "ooit", "elke week", "z.s.m.", "3 juni of later", 7])
def test_what_is_no_date_is_refused(wrong: Any) -> None:
    with pytest.raises(UsageError, match="termijn"):
        change(an_item(), "edit", due=wrong, today=MONDAY)


def test_words_that_count_from_an_unknown_day_are_refused_for_that_reason() -> None:
    with pytest.raises(UsageError, match="vanaf welke dag"):
        change(an_item(), "edit", due="vrijdag")
    assert change(an_item(), "edit", due="3 juni 2026") == {"due": "2026-06-03"}


@pytest.mark.parametrize(
    ("words", "kept"), [("elke zes weken", "P6W"), ("p6w", "P6W"), ("maandelijks", "P1M"), ("", None)]
)
def test_a_rhythm_is_given_as_duration_or_in_words(words: str, kept: str | None) -> None:
    assert change(an_item(every="P2W"), "edit", every=words) == {"every": kept}


@pytest.mark.parametrize("wrong", ["P0W", "PT6H", "P", "vaak", "vrijdag"])
def test_what_is_no_rhythm_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="ritme"):
        change(an_item(), "edit", every=wrong)


def test_tags_and_owners_stand_once_in_the_order_given() -> None:
    assert change(an_item(), "tag", tags="kamer, Spoed;kamer") == {"tags": ("kamer", "Spoed")}
    assert change(an_item(), "assign", owner=["LZ", " lz ", "MO"]) == {"owner": ("LZ", "MO")}


@pytest.mark.parametrize(
    ("field", "wrong"), [("kind", "wish"), ("urgent", "ja"), ("owner", 5), ("tags", [5]), ("note", "x" * 20_000)]
)
def test_other_values_that_cannot_be_are_refused(field: str, wrong: Any) -> None:
    with pytest.raises(UsageError):
        change(an_item(), "edit", **{field: wrong})


def test_what_already_is_so_changes_nothing() -> None:
    assert change(an_item(owner=("MO",), due="2026-06-05"), "edit", owner="MO", due="vrijdag", today=MONDAY) == {}


def test_a_change_is_taken_back_by_another_change() -> None:
    line = ChangeView(
        "2026-06-01T10:00Z", "jan", "edit", {"owner": ["MO"], "due": None}, {"owner": ["LZ"], "due": "2026"}
    )
    assert undo(line) == {"owner": ("MO",), "due": None}
    assert may_undo(an_item(owner=("LZ",), due="2026"), line)
    assert not may_undo(an_item(owner=("CZ",), due="2026"), line)
    with pytest.raises(UsageError, match="'verband' van"):
        undo(ChangeView("2026-06-01T10:00Z", "jan", "link", {}, {"link": 7}))


def test_what_was_added_is_rejected_and_stays_in_the_register() -> None:
    line = ChangeView("2026-06-01T10:00Z", "jan", "new", {}, {"status": "open", "owner": ["MO"]})
    assert undo(line) == {"status": "rejected"}
    assert may_undo(an_item(owner=("MO",)), line)
    assert not may_undo(an_item(owner=("LZ",)), line)


def apply(item: ItemView, log: list[ChangeView], what: str, fields: dict[str, Any]) -> ItemView:
    before = {name: getattr(item, name) for name in fields}
    log.append(ChangeView("2026-06-01T10:00Z", "jan", what, before, fields))
    return replace(item, **fields, version=item.version + 1)


@given(st.sampled_from(STATES), st.lists(st.sampled_from(list(ACTIONS)), max_size=12))
def test_no_path_through_the_states_loses_what_was(status: str, path: list[Any]) -> None:
    """Whatever people do, undoing the log's lines backwards gives the item as it was, in a known state at each step."""
    first = item = an_item("Ik bel de VNG.", status=status, owner=("MO",), id=1)
    log: list[ChangeView] = []
    for number, action in enumerate(path):
        given_fields = dict.fromkeys(ACTIONS[action].must, f"{action} {number}")
        if action not in allowed(item.status):
            with pytest.raises(UsageError):
                change(item, action, **given_fields)
            continue
        item = apply(item, log, action, change(item, action, **given_fields))
        assert item.status in STATES
        assert (item.text, item.span, item.document) == (first.text, first.span, first.document)
    for line in reversed([line for line in log if line.before]):
        assert may_undo(item, line)
        item = replace(item, **undo(line))
    assert replace(item, version=0) == first


@given(st.text(max_size=60), st.sampled_from(("due", "every", "owner", "tags", "note", "number", "kind")))
def test_any_text_is_taken_or_refused_and_what_is_taken_stays_as_it_is(text: str, field: str) -> None:
    try:
        taken = change(an_item(), "edit", today=MONDAY, **{field: text})
    except UsageError:
        return
    again = change(an_item(**taken), "edit", today=MONDAY, **taken) if taken.get("every") is None else {}
    assert again == {}


def test_every_state_can_be_left_and_every_action_can_be_done_somewhere() -> None:
    assert {source for step in ACTIONS.values() for source in step.sources} == set(STATES)
    assert all(allowed(status) for status in STATES)
