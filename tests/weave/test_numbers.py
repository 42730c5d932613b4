"""What differs in a number alone is another message; what OCR misread is not."""

import random

import numpy as np
import pytest
from test_same import message_of
from weave_pile import Maker, Message, Pile

from draad.weave.numbers import ONE_FIGURE, OTHER_NUMBERS, compare_subjects, numbers_agree, within_one_edit

AT = 1_600_000_000
WEEK = 7 * 86400


def number(value: str) -> int:
    return int("1" + value)


def notice(maker: Maker, subject: str, body: str, at: int = AT, parent: Message | None = None) -> Message:
    """Sent by a program, in one minute with others of its kind."""
    given = {"sender": "minvws.nl", "to": "vng.nl", "prefix": ""}
    return maker.send(parent, subject=subject, words=body.split(), at=at, **given)


def shown_whole(maker: Maker) -> Pile:
    """The pile with nothing withheld from headers."""
    for row in maker.rows:
        sent = maker.messages[maker.truth[row["id"]][0]]
        row |= {"sender_domain": sent.sender, "domains": sent.to, "bare": sent.subject}
    return maker.pile()


def count(maker: Maker) -> int:
    return len(set(message_of(shown_whole(maker).table)))


@pytest.mark.parametrize(
    "body", ["De melding is ontvangen.", "Melding {} is ontvangen.", "Nummer {} is klaar op dag {}."]
)
def test_numbered_notices_of_one_minute_are_as_many_messages(body: str):
    maker = Maker(31)
    for at in range(60):
        maker.print_out(notice(maker, f"storing {at * 3}", body.format(at * 3, at * 21)))
    assert count(maker) == 60


def test_a_number_in_the_body_alone_is_enough():
    maker = Maker(32)
    for at in (27, 28, 207, 387):
        maker.print_out(
            notice(maker, "storing lift", f"De lift van gebouw {at} staat sinds vanmorgen stil, bel de wacht.")
        )
    assert count(maker) == 4


@pytest.mark.parametrize("apart", [0, WEEK])
def test_weekly_reports_with_the_same_words_are_as_many_messages(apart: int):
    maker = Maker(33)
    words = " ".join(random.Random(33).choices(maker.words, k=60))
    for week in range(10, 20):
        body = f"Stand van week {week}: er kwamen {week * 7} vragen binnen. {words}"
        maker.print_out(notice(maker, f"weekbericht {week}", body, AT + apart * week))
    assert count(maker) == 10


def test_invoices_that_differ_in_number_and_amount_are_as_many_messages():
    maker = Maker(34)
    for at in range(20):
        body = f"Bijgaand factuur 2020{at:04} over € {at * 37}.00, te voldoen binnen 30 dagen na vandaag."
        maker.print_out(notice(maker, f"factuur 2020{at:04}", body))
    assert count(maker) == 20


def test_names_in_a_template_are_no_damage_where_subject_and_body_both_give_other_numbers():
    """Stamps that are doubted (a weekday that does not fit its date) say nothing; four people write by one template."""
    maker = Maker(36)
    people = ("Anneke Zwier", "Bob Dorsman", "Corrie Wagt", "Dirk Elzen")
    for at in range(20):
        one, two = people[at % 4], people[(at + 1) % 4]
        body = (
            f"Beste {two} het overleg over de dijk gaat door op kamer {at} bel {one} op 06-1234{at:04} "
            f"de rest van deze alinea blijft staan zoals hij is met vriendelijke groet {one}"
        )
        maker.print_out(notice(maker, f"overleg nummer {at}", body, AT + at * 86400))
    for row in maker.rows:
        row["certainty"] = "unknown"
    assert count(maker) == 20


def test_copies_of_numbered_notices_find_each_other():
    maker = Maker(35)
    sent = [
        notice(maker, f"storing {at}", f"De storing met nummer {at} is verholpen op dag {at * 3}.") for at in range(40)
    ]
    for message in (*sent, *sent, *sent):
        maker.print_out(message)
    pile = shown_whole(maker)
    found = message_of(pile.table)
    truth = [pile.truth[copy][0] for copy in pile.table["id"].to_pylist()]
    assert len(set(found)) == len(set(truth)) == len(set(zip(found, truth, strict=True)))


def test_a_misread_digit_is_let_through_where_other_words_are_misread_too():
    maker = Maker(36)
    plain = "Geachte heer hierbij het overzicht van 18 dossiers die vorige maand door onze afdeling zijn behandeld"
    damaged = plain.replace("18", "13").replace("a", "o").replace("heer", "hecr").replace("zijn", "zljn")
    for words in (plain, damaged):
        maker.print_out(notice(maker, "overzicht afdeling", words))
    assert count(maker) == 1


def test_a_misread_digit_is_let_through_where_the_chain_agrees():
    maker = Maker(37)
    question = maker.send(words=maker.words[:40], at=AT - 900)
    first, second = (notice(maker, f"regeling {at}", "Het worden er 3.", parent=question) for at in (27, 21))
    last = maker.send(first, words=maker.words[40:80], at=AT + 900, subject="slot")
    maker.print_out(last)
    last.parent = second
    maker.print_out(last)
    pile = shown_whole(maker)
    found = dict(zip(pile.table["id"].to_pylist(), message_of(pile.table), strict=True))
    answered = {found[row["id"]] for row in pile.table.to_pylist() if row["n"] == 1}
    assert len(answered) == 1


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        ("storing 27", "storing 27", 0),
        ("storing 27", "storing", 0),
        ("storing 27", "storing 207", ONE_FIGURE),
        ("storing 27", "storing 387", OTHER_NUMBERS),
        ("storing 27 fase 2", "storing 27 fase 3", ONE_FIGURE),
        ("storing \u00a4 27", "storing lift 28", ONE_FIGURE),
        ("cijfers q3", "cijfers q4", ONE_FIGURE),
        ("st0ring 8o8", "storing 808", 0),
        ("stotlng 27", "storing 21", 0),
    ],
)
def test_subjects_by_their_numbers(one: str, two: str, told: float):
    assert compare_subjects(one, two) == told == compare_subjects(two, one)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("123456", "123456", True),
        ("123456", "123956", True),
        ("123456", "12345", True),
        ("123456", "1234567", True),
        ("123456", "129956", False),
        ("123456", "654321", False),
        ("27", "207", True),
        ("7", "207", False),
    ],
)
def test_one_digit_changed_dropped_or_added(one: str, other: str, near: bool):
    pair = (np.array([number(value)], dtype=np.uint64) for value in (one, other))
    assert within_one_edit(*pair).tolist() == [near]


def test_a_long_number_that_one_body_lacks_is_no_contradiction():
    some = np.array([[number("123456"), number("777777"), 0, 0]], dtype=np.uint64)
    fewer = np.array([[number("777777"), 0, 0, 0]], dtype=np.uint64)
    other = np.array([[number("999111"), 0, 0, 0]], dtype=np.uint64)
    assert numbers_agree(some, fewer).all()
    assert not numbers_agree(some, other).any()
