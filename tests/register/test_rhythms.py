"""Promised every six weeks, seen once: what was missed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_items import a_link, a_message, an_item, item_in

from draad.dossier.views import DocumentView
from draad.register.rhythms import Occurrence, Rhythm, find_occurrences, rhythms, said_so_far

START = date(2021, 1, 4)
days = st.dates(date(2020, 1, 1), date(2025, 12, 31))


def promise(every: str = "P6W", said: date | None = START, **fields: object) -> object:
    return an_item(
        "Elke zes weken overlegt de wethouder met de vervoerders.", "commitment", every=every, said=said, **fields
    )


def seen(*on: date) -> list[Occurrence]:
    return [Occurrence(day, None, "report") for day in on]


def one(today: date, *on: date, every: str = "P6W", said: date | None = START) -> Rhythm:
    item = an_item("Elke zes weken overleg met de vervoerders.", "commitment", every=every, said=said, id=1)
    [found] = rhythms([item], {1: seen(*on)}, today)
    return found


def test_never_seen_counts_from_the_day_it_was_said() -> None:
    found = one(date(2021, 6, 1))
    assert (found.start, found.last_seen, found.missed) == (START, None, 3)
    assert found.next == date(2021, 6, 21)
    assert found.broken


def test_after_its_term_nothing_is_missed_or_expected() -> None:
    item = an_item(
        "Wekelijks overleg tot 1 februari.", "appointment", every="P1W", said=START, due="../2021-02-01", id=1
    )
    for today in (date(2021, 3, 1), date(2026, 3, 1)):
        [found] = rhythms([item], {1: seen(date(2021, 1, 18))}, today)
        assert (found.missed, found.missed_before, found.next) == (2, 1, None)


def test_seen_once_counts_from_then() -> None:
    found = one(date(2021, 6, 1), date(2021, 2, 15))
    assert found.last_seen is not None
    assert (found.last_seen.day, found.missed) == (date(2021, 2, 15), 2)


def test_kept_is_not_broken_and_says_when_it_is_next() -> None:
    found = one(date(2021, 4, 1), date(2021, 2, 15), date(2021, 3, 29))
    assert (found.missed, found.missed_before, found.broken) == (0, 0, False)
    assert found.next == date(2021, 5, 10)


def test_missed_earlier_is_told_apart_from_missed_since() -> None:
    found = one(date(2021, 6, 10), date(2021, 6, 1))
    assert (found.missed, found.missed_before) == (0, 3)


def test_a_few_days_late_is_not_missed() -> None:
    expected = START + timedelta(weeks=6)
    assert one(expected + timedelta(days=10)).missed == 0
    assert one(expected + timedelta(days=11)).missed == 1


def test_what_lies_ahead_is_not_seen_yet() -> None:
    assert one(date(2021, 2, 1), date(2021, 2, 15)).last_seen is None


def test_without_any_day_nothing_is_counted() -> None:
    found = one(date(2021, 6, 1), said=None)
    assert (found.missed, found.next, found.broken) == (None, None, False)


def test_months_are_counted_by_the_calendar() -> None:
    assert one(date(2021, 3, 1), every="P1M", said=date(2021, 1, 31)).next == date(2021, 3, 31)


@pytest.mark.parametrize("status", ["rejected", "dropped", "fulfilled", "superseded"])
def test_only_what_is_live_is_followed(status: str) -> None:
    assert rhythms([an_item(every="P1W", said=START, status=status)], {}, date(2022, 1, 1)) == []


@given(
    days,
    st.lists(days, max_size=6),
    days,
    st.integers(0, 500),
    st.sampled_from(["P1D", "P1W", "P6W", "P1M", "P3M", "P1Y"]),
)
def test_what_was_missed_stays_missed(said: date, on: list[date], today: date, more: int, every: str) -> None:
    now = one(today, *on, every=every, said=said)
    later = one(today + timedelta(days=more), *on, every=every, said=said)
    assert (later.missed or 0) + later.missed_before >= (now.missed or 0) + now.missed_before


@given(days, st.lists(days, max_size=6), days)
def test_the_order_of_what_was_seen_does_not_matter(said: date, on: list[date], today: date) -> None:
    assert one(today, *on, said=said) == one(today, *reversed(on), said=said)


# ── finding when it took place ───────────────────────────────────────────────────────────────────────────────────

PROMISE = an_item(
    "Elke zes weken bestuurlijk overleg met de vervoerders.",
    "commitment",
    every="P6W",
    said=START,
    counterparty=("KNV",),
)


def test_an_appointment_about_the_same_meeting_is_an_occurrence() -> None:
    held = an_item("Maandag bestuurlijk overleg met de vervoerders", "appointment", due="2021-02-15")
    found = find_occurrences([PROMISE, held])[PROMISE.id]
    assert [(o.day, o.how) for o in found] == [(date(2021, 2, 15), "appointment")]
    assert found[0].place is not None
    assert found[0].place.text == held.text


@pytest.mark.parametrize(
    "other",
    [
        an_item("Maandag overleg over de begroting", "appointment", due="2021-02-15"),
        an_item("Bestuurlijk overleg met de vervoerders", "appointment", due="2020-02-15"),
        an_item("Bestuurlijk overleg met de vervoerders", "appointment", due="2021-02"),
        an_item("Bestuurlijk overleg met de vervoerders", "appointment", due="2021-02-15", counterparty=("Aedes",)),
        an_item("Bestuurlijk overleg met de vervoerders", "appointment", due="2021-02-15", status="dropped"),
        an_item("Bestuurlijk overleg met de vervoerders", "signal", due="2021-02-15"),
    ],
    ids=["other subject", "before it was promised", "no one day", "other parties", "called off", "no appointment"],
)
def test_what_is_no_occurrence(other: object) -> None:
    assert find_occurrences([PROMISE, other])[PROMISE.id] == []  # type: ignore[list-item]


def test_a_report_of_the_meeting_is_an_occurrence() -> None:
    report = {"title": "Verslag bestuurlijk overleg vervoerders", "held": "2021-02-15", "organisation": None}
    document = DocumentView(9, "verslag", "s", 0, "p", "pdf", "report", 1, 100, 0, None, report=report)
    found = find_occurrences([PROMISE], documents=[document])[PROMISE.id]
    assert [(o.day, o.how, o.document) for o in found] == [(date(2021, 2, 15), "report", 9)]


def test_links_count_on_the_day_of_their_message_unless_rejected() -> None:
    held = an_item("Gisteren gesproken met de vervoerders", "decision", said=date(2021, 2, 16))
    links = [
        a_link("fulfils", held, PROMISE),
        a_link("fulfils", None, PROMISE, message=7),
        a_link("fulfils", None, PROMISE, "rejected", message=8),
    ]
    found = find_occurrences([PROMISE, held], links, days={7: date(2021, 4, 1), 8: date(2021, 5, 1)})[PROMISE.id]
    assert sorted(o.day for o in found) == [date(2021, 2, 16), date(2021, 4, 1)]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Dat heeft tot nu toe maar één keer plaatsgevonden.", 1),
        ("Het is pas twee keer geweest.", 2),
        ("Daarna is er geen moment meer geweest.", None),
        ("Dit is nog nooit plaatsgevonden.", None),
    ],
)
def test_what_the_text_says_of_how_it_was_kept_is_told(text: str, times: int | None) -> None:
    words = "Ons is beloofd elke zes weken te overleggen."
    message = a_message(f"Geachte heer,\n{words} {text}\nWij horen graag.")
    item = item_in(message, words, "commitment", every="P6W")
    [told] = said_so_far(item, message)
    assert (told.text, told.times) == (text, times)
    assert message.representative.body_text[slice(*told.span)] == text
    [found] = rhythms([replace(item, said=None)], {}, date(2021, 6, 1), {item.id: [told]})
    assert found.broken


def test_text_that_says_nothing_of_it_or_stands_far_off_is_not_told() -> None:
    words = "Ons is beloofd elke zes weken te overleggen."
    message = a_message(f"{words}\n\nDat is fijn.\n\nEen.\n\nTwee.\n\nDrie.\n\nHet is maar één keer geweest.")
    assert said_so_far(item_in(message, words, "commitment"), message) == ()
    assert said_so_far(an_item("elders", document=99_999), message) == ()
