"""What came of a question: an answer, a reply, a forward, or silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_items import a_link, a_message, a_place, a_thread, an_item, item_in

from draad.dossier.views import MessageView
from draad.register.answers import Asked, asked, unanswered

MONDAY, TODAY = datetime(2021, 6, 7, 9, 30), date(2021, 6, 14)
ASKED = "Wanneer krijgen wij de tarieven voor rolstoelen?"
QUESTION = a_message(f"Beste mensen,\n{ASKED}", "knv.nl", ("minvws.nl",), MONDAY)


def came_of(*later: MessageView, today: date = TODAY) -> Asked:
    item = item_in(QUESTION, ASKED)
    [found] = asked([item], [a_thread(QUESTION, *later)], today)
    return found


def reply(text: str, sender: str | None, to: tuple[str, ...], day: int = 9, subject: str | None = None) -> MessageView:
    message = a_message(text, sender, to, datetime(2021, 6, day, 12), parent=QUESTION)
    return replace(message, representative=replace(message.representative, subject=subject))


def test_a_reply_to_the_asker_without_a_link_is_unclear() -> None:
    back = reply("Wij komen hierop terug.", "minvws.nl", ("knv.nl",))
    found = came_of(back)
    assert (found.state, found.reason, found.days) == ("replied", "asked.replied", 2)
    assert found.places[0].text == "Wij komen hierop terug."


def test_passed_on_and_nothing_back() -> None:
    found = came_of(reply("Kun jij dit doen?", "minvws.nl", ("minvws.nl",)))
    assert (found.state, found.days) == ("passed-on", 5)


def test_passed_on_and_then_answered_back() -> None:
    on = reply("Kun jij dit doen?", "minvws.nl", ("nza.nl",))
    back = a_message("Beste KNV, volgende week.", "minvws.nl", ("knv.nl",), datetime(2021, 6, 10), parent=on)
    assert came_of(on, back).state == "replied"


def test_a_reminder_by_the_asker_is_no_reply() -> None:
    assert came_of(reply("Hoe staat het ermee?", "knv.nl", ("minvws.nl",))).state == "silent"


@pytest.mark.parametrize(("today", "state", "days"), [(11, "waiting", 4), (14, "silent", 5)])
def test_silence_counts_in_working_days(today: int, state: str, days: int) -> None:
    found = came_of(today=date(2021, 6, today))
    assert (found.state, found.days) == (state, days)


def test_silence_over_christmas_counts_no_holidays() -> None:
    item = an_item(ASKED, "question", said=date(2020, 12, 24))
    [found] = asked([item], [], date(2021, 1, 4))
    assert found.days == 5  # 28, 29, 30, 31 December and 4 January


def test_within_one_organisation_an_answer_of_the_same_domain_is_a_reply() -> None:
    first = a_message(ASKED, "minvws.nl", ("minvws.nl",), MONDAY)
    back = a_message("Vrijdag.", "minvws.nl", ("minvws.nl",), datetime(2021, 6, 8), parent=first)
    [found] = asked([item_in(first, ASKED)], [a_thread(first, back)], TODAY)
    assert found.state == "replied"
    forward = replace(back, representative=replace(back.representative, subject="FW: tarieven"))
    [found] = asked([item_in(first, ASKED)], [a_thread(first, forward)], TODAY)
    assert found.state == "passed-on"


def test_a_later_message_of_another_that_shares_words_is_a_reply_without_the_tree() -> None:
    beside = a_message("De tarieven voor rolstoelen volgen.", "minvws.nl", ("knv.nl",), datetime(2021, 6, 9))
    assert came_of(beside).state == "replied"
    other = a_message("De zaal is geboekt.", "minvws.nl", ("knv.nl",), datetime(2021, 6, 9))
    assert came_of(other).state == "silent"


def test_a_link_answers_and_a_confirmed_one_goes_first() -> None:
    item = item_in(QUESTION, ASKED)
    back = reply("In juli.", "minvws.nl", ("knv.nl",))
    weak = a_link("answers", None, item, "confirmed", message=back.id, score=0.5, place=a_place("In juli."))
    strong = a_link("answers", None, item, score=0.9, place=a_place("Dank."))
    [found] = asked([item], [a_thread(QUESTION, back)], TODAY, links=[strong, weak])
    assert (found.state, found.days, found.confirmed, found.links) == ("answered", 2, True, (weak,))
    assert [place.text for place in found.places] == ["In juli."]
    refused = replace(strong, status="rejected")
    [found] = asked([item], [a_thread(QUESTION)], TODAY, links=[refused])
    assert found.state == "silent"


def test_a_question_of_unknown_day_stays_unknown() -> None:
    [found] = asked([an_item(ASKED, "question", said=None)], [], TODAY)
    assert (found.state, found.days) == ("unknown", None)


def test_what_asks_for_attention_is_listed_oldest_first() -> None:
    old, new = (an_item(ASKED, "question", said=date(2021, month, 3)) for month in (1, 5))
    fresh = an_item(ASKED, "question", said=TODAY)
    done = an_item(ASKED, "question", said=date(2021, 1, 1), status="fulfilled")
    action = an_item("Bellen", "action", said=date(2021, 1, 1))
    assert [a.item for a in unanswered([fresh, new, done, action, old], [], TODAY)] == [old, new]


@given(st.lists(st.dates(date(2021, 1, 1), date(2021, 12, 31)), max_size=6), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(said: list[date], random: object) -> None:
    items = [an_item(ASKED, "question", said=day, id=n + 1) for n, day in enumerate(said)]
    mixed = list(items)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert asked(items, [], TODAY) == asked(mixed, [], TODAY)


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        ("2021-07-05", "2021-07-11", "planned"),  # In the first week of July: ...
        ("2021-07-05", None, "planned"),  # From 5 July: ...
        ("2021-06-09", "2021-06-09", "silent"),  # an answer by Wednesday, please: ...
        (None, "2021-07-11", "silent"),
        ("2021-06-01", "2021-06-11", "silent"),  # begun already
    ],
)
def test_a_question_that_a_plan_puts_under_a_later_period_was_not_asked_yet(
    first: str | None, last: str | None, state: str
) -> None:
    above, inside = {"due": {"span": [0, 4]}}, {"due": {"span": [20, 24]}}
    item = replace(item_in(QUESTION, ASKED), due_first=first, due_last=last)
    [found] = asked([replace(item, data=above, span=(14, 60))], [a_thread(QUESTION)], TODAY)
    assert found.state == state
    [within] = asked([replace(item, data=inside, span=(14, 60))], [a_thread(QUESTION)], TODAY)
    assert within.state == "silent"


def test_silence_comes_before_an_unclear_reply() -> None:
    back = reply("Wij komen hierop terug.", "minvws.nl", ("knv.nl",))
    later = a_message(f"Dag,\n{ASKED}", "knv.nl", ("minvws.nl",), datetime(2021, 6, 7, 15))
    threads = [a_thread(QUESTION, back), replace(a_thread(later), id=99)]
    found = unanswered([item_in(QUESTION, ASKED), item_in(later, ASKED)], threads, TODAY)
    assert [one.state for one in found] == ["silent", "replied"]
