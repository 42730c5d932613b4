"""The calendar: read back with the library and looked at as RFC 5545 says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sheet_items import item

from draad.register.export.ics import calendar
from draad.texts import texts

NL = texts("nl")
TODAY = date(2026, 3, 1)


def parts(*items: Any) -> list[Any]:
    made = Calendar.from_ical(calendar(NL, items, "sleutels", TODAY))
    return [part for part in made.subcomponents if part.name in ("VEVENT", "VTODO")]


def test_an_action_is_a_task_with_its_last_day_and_an_event_on_it() -> None:
    task, event = parts(item(1, due="../2020-06-05"))
    assert (task.name, task.decoded("due")) == ("VTODO", date(2020, 6, 5))
    assert (event.name, event.decoded("dtstart"), event.decoded("dtend")) == (
        "VEVENT", date(2020, 6, 5), date(2020, 6, 6),
    )  # fmt: skip
    assert str(task["uid"]) != str(event["uid"])
    assert "verslag:1" in str(task["description"])


def test_a_calendar_always_has_a_component_and_is_the_same_bytes_for_the_same_day() -> None:
    for items in ([], [item(1, due="2020-06-05")]):
        made = calendar(NL, items, "sleutels", TODAY)
        assert made == calendar(NL, items, "sleutels", TODAY)
        assert made.count(b"BEGIN:VTIMEZONE") == 1


def test_a_task_over_a_period_begins_on_its_first_day() -> None:
    task, _ = parts(item(1, due="2020-06-01/2020-06-07"))
    assert (task.decoded("dtstart"), task.decoded("due")) == (date(2020, 6, 1), date(2020, 6, 7))


def test_an_appointment_has_its_hour_in_amsterdam_where_the_text_tells_it() -> None:
    (event,) = parts(item(1, kind="appointment", due="2020-06-08", data={"due": {"due": "2020-06-08", "at": "17:00"}}))
    start = event.decoded("dtstart")
    assert start == datetime.fromisoformat("2020-06-08T17:00+02:00")
    assert event["dtstart"].params["TZID"] == "Europe/Amsterdam"
    assert event.decoded("dtend") - start == timedelta(hours=1)


def test_an_hour_that_the_text_gave_goes_when_a_person_moved_the_day() -> None:
    (event,) = parts(item(1, kind="appointment", due="2020-06-09", data={"due": {"due": "2020-06-08", "at": "17:00"}}))
    assert event.decoded("dtstart") == date(2020, 6, 9)


def test_a_period_ends_the_day_after_its_last() -> None:
    (event,) = parts(item(1, kind="appointment", due="2020-06-01/2020-06-07"))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2020, 6, 1), date(2020, 6, 8))


@pytest.mark.parametrize(
    ("every", "rule"),
    [
        ("P6W", "FREQ=WEEKLY;INTERVAL=6"),
        ("P1D", "FREQ=DAILY;INTERVAL=1"),
        ("P10D", "FREQ=DAILY;INTERVAL=10"),
        ("P3M", "FREQ=MONTHLY;INTERVAL=3"),
        ("P1Y", "FREQ=YEARLY;INTERVAL=1"),
        ("P1Y6M", "FREQ=MONTHLY;INTERVAL=18"),
    ],
)
def test_a_rhythm_is_a_rule_from_the_day_it_was_said(every: str, rule: str) -> None:
    (event,) = parts(item(1, every=every, said="2020-06-04"))
    assert event["rrule"].to_ical().decode() == rule
    assert event.decoded("dtstart") == date(2020, 6, 4)


@pytest.mark.parametrize(
    ("words", "due", "begin", "byday"),
    [
        ("Iedere dinsdag", None, date(2020, 5, 5), None),
        ("elke maandag", None, date(2020, 5, 11), None),
        ("Elke dinsdagochtend", "2020-06-01/..", date(2020, 6, 2), None),
        ("elke maandag en donderdag", None, date(2020, 5, 7), ["MO", "TH"]),
        ("wekelijks", None, date(2020, 5, 4), None),
        ("iedere dinsdag", "2020-05-13", date(2020, 5, 13), None),
        ("iedere dinsdag", "../2020-09-01", date(2020, 5, 5), None),
    ],
)
def test_every_tuesday_is_on_tuesdays_whatever_the_day_it_was_said(
    words: str, due: str | None, begin: date, byday: list[str] | None
) -> None:
    """Monday 4 May 2020."""
    told = {"due": {"due": None, "every": "P1W", "text": words}}
    (event,) = parts(item(1, kind="appointment", every="P1W", said="2020-05-04", due=due, data=told))
    assert event.decoded("dtstart") == begin
    assert event["rrule"].get("byday") == byday


def test_a_weekday_of_the_last_day_is_not_that_of_the_rhythm() -> None:
    """Said: *wekelijks tot woensdag 1 juli*."""
    told = {"due": {"due": "../2020-07-01", "every": "P1W", "text": "tot woensdag 1 juli"}}
    (event,) = parts(item(1, every="P1W", said="2020-05-04", due="../2020-07-01", data=told))
    assert event.decoded("dtstart") == date(2020, 5, 4)


def test_a_rhythm_that_a_person_changed_leaves_the_weekday_of_the_text() -> None:
    told = {"due": {"due": None, "every": "P1W", "text": "Iedere dinsdag"}}
    (event,) = parts(item(1, every="P2W", said="2020-05-04", data=told))
    assert event.decoded("dtstart") == date(2020, 5, 4)


@pytest.mark.parametrize(
    ("due", "begin", "until"),
    [
        ("../2020-09-01", date(2020, 6, 4), "20200901"),
        ("2020-06-08/2020-08-31", date(2020, 6, 8), "20200831"),
        ("2020-07", date(2020, 7, 1), "20200731"),
        ("2020-06-08/..", date(2020, 6, 8), None),
        ("2020-06-08", date(2020, 6, 8), None),
    ],
)
def test_a_rhythm_ends_with_its_term(due: str, begin: date, until: str | None) -> None:
    (event,) = parts(item(1, every="P1W", said="2020-06-04", due=due))
    assert event.decoded("dtstart") == begin
    assert event["rrule"].to_ical().decode() == "FREQ=WEEKLY" + (f";UNTIL={until}" if until else "") + ";INTERVAL=1"


def test_the_end_of_a_rhythm_at_an_hour_is_a_moment() -> None:
    told = {"due": {"due": "../2020-09-01", "at": "17:00"}}
    (event,) = parts(item(1, kind="appointment", every="P1W", said="2020-06-04", due="../2020-09-01", data=told))
    assert event["rrule"]["until"] == [datetime.fromisoformat("2020-09-01T21:59:59+00:00")]


def test_a_rhythm_that_was_over_when_it_was_said_is_not_in_it() -> None:
    assert parts(item(1, every="P1W", said="2020-06-04", due="../2020-06-01")) == []


def test_a_task_is_warned_of_before_its_end_and_an_event_before_its_beginning() -> None:
    """RFC 5545 3.8.6.3: what a trigger is related to must stand in the component."""
    for due in ("../2020-06-05", "2020-06-01/2020-06-07"):
        task, event = parts(item(1, due=due))
        assert task.subcomponents[0]["trigger"].params.get("related") == "END"
        assert "related" not in event.subcomponents[0]["trigger"].params


def test_a_month_without_the_day_has_its_last_day_instead() -> None:
    (event,) = parts(item(1, every="P1M", due="2021-01-31"))
    assert (event["rrule"]["bymonthday"], event["rrule"]["bysetpos"]) == ([28, 29, 30, 31], [-1])


def test_a_rhythm_that_mixes_units_stands_once_and_says_so_in_words() -> None:
    (event,) = parts(item(1, every="P1M3D", said="2020-06-04"))
    assert "rrule" not in event


def test_every_entry_has_an_alarm() -> None:
    for part in parts(item(1, due="2020-06-05"), item(2, every="P6W"), item(3, kind="appointment", due="2020-06-08")):
        (alarm,) = part.subcomponents
        assert (alarm.name, str(alarm["action"])) == ("VALARM", "DISPLAY")
        assert alarm.decoded("trigger") < timedelta(0)


def test_what_has_no_day_or_is_done_with_is_not_in_it() -> None:
    done = item(3, due="2020-06-05", status="fulfilled")
    assert parts(item(1), item(2, urgent=True), done, item(4, every="P6W", said=None)) == []


def test_from_a_day_on_is_that_day() -> None:
    (event,) = parts(item(1, due="2020-06-08/.."))
    assert event.decoded("dtstart") == date(2020, 6, 8)


def test_identifiers_hold_and_the_version_is_the_sequence() -> None:
    before, after = (parts(item(1, due="2020-06-05", version=version))[0] for version in (0, 3))
    assert before["uid"] == after["uid"]
    assert (before.decoded("sequence"), after.decoded("sequence")) == (0, 3)


def test_a_proposal_is_tentative() -> None:
    assert str(parts(item(1, kind="appointment", due="2020-06-05", status="proposed"))[0]["status"]) == "TENTATIVE"


@pytest.mark.parametrize("text", ["Actie: de ramen meten.", "ACTIE: de ramen meten."])
def test_a_text_that_names_its_own_kind_is_not_named_twice(text: str) -> None:
    assert str(parts(item(1, due="2020-06-05", text=text, owner=("MO",)))[0]["summary"]) == f"{text} (MO)"


def test_strange_text_breaks_no_line() -> None:
    text = "a;b,c\\n\nBEGIN:VEVENT\r\nEND:VCALENDAR \x07" + "é" * 300
    (event,) = parts(item(1, kind="appointment", due="2020-06-05", text=text))
    assert "BEGIN:VEVENT" in str(event["description"])
    data = calendar(NL, [item(1, kind="appointment", due="2020-06-05", text=text)], "d", TODAY)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.count(b"\r\nEND:VCALENDAR") == 1


def test_the_same_every_time() -> None:
    items = [item(1, due="2020-06-05"), item(2, every="P6W")]
    made = calendar(NL, items, "d", TODAY)
    assert made == calendar(NL, items, "d", TODAY)
    assert b"DTSTAMP:20260301T000000Z" in made
