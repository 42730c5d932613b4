"""Signals by organisation and theme, and what followed them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st
from register_items import a_link, a_message, a_thread, an_item, item_in

from draad.register.signals import signals

REPORTED = "Vervoerders melden dat ritten naar de dagbesteding uitvallen."
SOURCE = a_message(f"Dag,\n{REPORTED}", "knv.nl", ("minvws.nl",), datetime(2021, 6, 7, 9))
SIGNAL = item_in(SOURCE, REPORTED, "signal", owner=("vervoerders",))


def followed(*later: object, items: tuple[object, ...] = (), links: tuple[object, ...] = ()) -> list[str]:
    thread = a_thread(SOURCE, *later)  # type: ignore[arg-type]
    [theme] = signals([SIGNAL, *items], links, [thread])  # type: ignore[list-item, arg-type]
    assert theme.landed == theme.signals[0].landed == bool(theme.signals[0].followed)
    return [landing.how for landing in theme.signals[0].followed]


def test_nothing_followed() -> None:
    assert followed() == []


def test_passed_on_to_another_organisation_it_was_told() -> None:
    on = a_message("Ter info", "minvws.nl", ("vng.nl",), datetime(2021, 6, 8), parent=SOURCE)
    [theme] = signals([SIGNAL], [], [a_thread(SOURCE, on)])
    [landing] = theme.signals[0].followed
    assert (landing.how, landing.domains, landing.day) == ("told", ("vng.nl",), date(2021, 6, 8))
    assert landing.place is not None
    assert landing.place.text == "Ter info"


def test_passed_on_within_the_organisation_it_was_told() -> None:
    assert followed(a_message("Zie onder", "minvws.nl", ("minvws.nl",), datetime(2021, 6, 8), parent=SOURCE)) == [
        "told"
    ]


def test_an_answer_went_back() -> None:
    assert followed(a_message("Dank", "minvws.nl", ("knv.nl",), datetime(2021, 6, 8), parent=SOURCE)) == ["answered"]


def test_the_reporters_own_next_message_is_nothing_that_followed() -> None:
    assert followed(a_message("Nogmaals", "knv.nl", ("minvws.nl",), datetime(2021, 6, 8), parent=SOURCE)) == []


def test_a_later_action_in_the_conversation_about_the_same_is_what_followed() -> None:
    act = an_item("MO zoekt uit waarom ritten uitvallen", "action", thread=1, message=5, said=date(2021, 6, 9))
    assert followed(items=(act,)) == ["action"]
    earlier = replace(act, said="2021-06-01")
    other = replace(act, text="MO boekt een zaal in Utrecht")
    elsewhere = replace(act, thread=2)
    refused = replace(act, status="rejected")
    assert followed(items=(earlier, other, elsewhere, refused)) == []


def test_an_action_in_the_same_point_of_a_report_is_what_followed() -> None:
    signal = an_item("Scholen melden lege bussen", "signal", owner=("scholen",), document=3, span=(100, 126))
    near = an_item("Jeugd gaat na waarom bussen leeg zijn", "action", document=3, span=(130, 160))
    far = replace(near, span=(9_000, 9_030))
    [theme] = signals([signal, near])
    assert [landing.item for landing in theme.signals[0].followed] == [near]
    [theme] = signals([signal, far])
    assert not theme.landed


def test_a_link_shows_that_it_landed_unless_it_was_rejected() -> None:
    answer = an_item("De uitval is opgelost", "decision")
    assert followed(links=(a_link("answers", answer, SIGNAL),)) == ["linked"]
    assert followed(links=(a_link("answers", answer, SIGNAL, "rejected"),)) == []


def test_signals_of_one_organisation_are_grouped_by_what_they_are_about() -> None:
    texts = [
        "De wachttijden bij huisartsen lopen op",
        "Wachttijden voor huisartsen zijn te lang",
        "Formulieren voor vervoer raken kwijt",
    ]
    items = [an_item(text, "signal", owner=("LHV",), said=date(2021, 6, n + 1)) for n, text in enumerate(texts)]
    found = signals(items)
    assert [[s.item.text for s in theme.signals] for theme in found] == [texts[:2], texts[2:]]
    assert set(found[0].words[:2]) == {"huisartsen", "wachttijden"}


def test_a_theme_is_named_by_other_words_than_its_organisation_as_they_are_printed() -> None:
    texts = ["Huisartsen melden dat patiënten in Delft wachten", "Patiënten wachten in Delft, zeggen huisartsen"]
    [theme] = signals([an_item(text, "signal", owner=("huisartsen",)) for text in texts])
    assert {"patiënten", "Delft"} < set(theme.words)
    assert not {word.lower() for word in theme.words} & {"huisartsen", "patienten"}


def test_the_same_subject_of_two_organisations_stands_under_each() -> None:
    item = an_item("Ritten vallen uit", "signal", owner=("KNV", "scholen"))
    assert [theme.organisation for theme in signals([item])] == ["KNV", "scholen"]


def test_without_an_owner_it_is_the_senders_domain_else_unknown() -> None:
    [theme] = signals([replace(SIGNAL, owner=())], threads=[a_thread(SOURCE)])
    assert theme.organisation == "knv.nl"
    [theme] = signals([an_item("Ritten vallen uit", "signal")])
    assert theme.organisation is None


def test_rejected_signals_are_left_out() -> None:
    assert signals([replace(SIGNAL, status="rejected")]) == []


TEXTS = st.lists(
    st.sampled_from(["ritten", "wachttijden", "scholen", "bussen", "formulieren", "huisartsen"]), max_size=4
)


@given(st.lists(TEXTS, max_size=8), st.randoms(use_true_random=False))
def test_every_signal_stands_once_under_its_organisation_whatever_the_order(
    texts: list[list[str]], random: object
) -> None:
    items = [an_item(" ".join(text), "signal", owner=("KNV",), id=n + 1) for n, text in enumerate(texts)]
    mixed = list(items)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = signals(items)
    assert signals(mixed) == found
    assert sorted(s.item.id for theme in found for s in theme.signals) == [item.id for item in items]
