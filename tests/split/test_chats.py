"""Chats: each message of an export by itself, with its sender and moment, and nothing of it lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from split_texts import copies, of, taken, utc

ANDROID = """\
WhatsApp-chat met Werkgroep speelbos.txt

02-05-22 09:00 - Berichten en oproepen worden end-to-end versleuteld. Niemand buiten deze chat kan ze lezen.
02-05-22 09:01 - Mirthe Opperdoes heeft de groep 'Werkgroep speelbos' gemaakt
02-05-22 09:03 - Mirthe Opperdoes: De glijbaan is afgekeurd.
Kan die er vandaag nog uit?
02-05-22 09:03 - [5.1.2e]: Ja
02-05-22 09:03 - █████: Ja
02-05-22 09:10 - +31 6 12345678: IMG-20220502-WA0003.jpg (bestand bijgevoegd)
Zo ziet hij eruit
"""


def test_each_message_of_an_export_is_a_message_with_its_sender_and_moment():
    found = copies(ANDROID)
    assert [of(ANDROID, c.body) for c in found] == [
        "De glijbaan is afgekeurd.\nKan die er vandaag nog uit?",
        "Ja",
        "Ja",
        "IMG-20220502-WA0003.jpg (bestand bijgevoegd)\nZo ziet hij eruit",
    ]
    assert [c.sender.text if c.sender else None for c in found] == [
        "Mirthe Opperdoes",
        "[5.1.2e]",
        "█████",
        "+31 6 12345678",
    ]
    assert [utc(c.sent) for c in found][::3] == ["2022-05-02 07:03", "2022-05-02 07:10"]
    assert found[3].attachments == ("IMG-20220502-WA0003.jpg",)


def test_messages_of_a_chat_stand_side_by_side_under_its_title():
    found = copies(ANDROID)
    assert {(c.depth, c.style, c.subject) for c in found} == {(0, "chat", "WhatsApp-chat met Werkgroep speelbos")}
    assert [c.n for c in found] == [0, 1, 2, 3]


def test_what_the_program_says_is_nobodys_message_and_is_not_lost():
    rest = "".join(ANDROID[slice(*span)] for span in taken(ANDROID).rest)
    assert "end-to-end versleuteld" in rest
    assert "heeft de groep" in rest


@pytest.mark.parametrize(
    ("first", "moment"),
    [
        ("[02-05-2022 09:03:07] Mirthe: Tot zo", "2022-05-02 07:03"),
        ("02/05/2022, 09:03 - Mirthe: Tot zo", "2022-05-02 07:03"),
        ("[5/2/22, 9:03:07\u202fPM] Mirthe: Tot zo", "2022-05-02 19:03"),
        ("\u200e[02-05-2022, 09:03:07] ~ Mirthe: Tot zo", "2022-05-02 07:03"),
        ("[09:03, 2-5-2022] Mirthe: Tot zo", "2022-05-02 07:03"),
        ("2022-05-02 09:03 – Mirthe: Tot zo", "2022-05-02 07:03"),
        ("Mirthe, [02.05.22 09:03]\nTot zo", "2022-05-02 07:03"),
    ],
)
def test_every_telephone_writes_its_own_moment(first: str, moment: str):
    second = first.replace("Mirthe", "Joris").replace("Tot zo", "Prima")
    text = f"{first}\n{second}\n{first}\n"
    found = copies(text)
    assert [(c.sender and c.sender.text, of(text, c.body)) for c in found][:2] == [
        ("Mirthe", "Tot zo"),
        ("Joris", "Prima"),
    ]
    assert utc(found[0].sent) == moment


def test_one_telephone_writes_all_moments_in_one_order():
    text = "3/4/22, 15:00 - Mirthe: Een\n3/4/22, 15:02 - Joris: Twee\n3/14/22, 15:03 - Mirthe: Drie\n"
    assert [utc(c.sent) for c in copies(text)] == ["2022-03-04 14:00", "2022-03-04 14:02", "2022-03-14 14:03"]


def test_a_moment_without_a_year_is_not_given_one():
    text = "[09:03, 2/5] Mirthe: Tot zo\n[09:04, 2/5] Joris: Prima\n"
    assert [(c.sent and c.sent.at, c.sent and c.sent.text) for c in copies(text)] == [
        (None, "09:03, 2/5"),
        (None, "09:04, 2/5"),
    ]


def test_a_name_taken_away_without_a_mark_is_nobodys_name():
    text = "[02-05-2022 09:03] : Tot zo\n[02-05-2022 09:04]    : Prima\n[02-05-2022 09:05] Mirthe: Mooi\n"
    assert [c.sender for c in copies(text)][:2] == [None, None]


def test_a_programme_with_hours_is_no_chat():
    text = "Programma\n\n02-05-2022 09:00 - Inloop met koffie\n02-05-2022 09:30 - Opening: welkom\n"
    assert taken(text).copies == ()


def test_a_chat_pasted_in_a_mail_stays_words_of_that_mail():
    text = (
        "Van: Mirthe\nVerzonden: maandag 2 mei 2022 10:00\nAan: Joris\nOnderwerp: appjes\n\nZie hieronder.\n\n"
        "[02-05-2022 09:03] Mirthe: Tot zo\n[02-05-2022 09:04] Joris: Prima\n"
    )
    assert len(copies(text)) == 1


@given(
    st.lists(
        st.sampled_from(
            ["[02-05-2022 09:03] ", "02-05-22 09:03 - ", "Mirthe: ", "\n", "Ja ", "5.1.2e", "<Media weggelaten>"]
        )
    )
)
def test_no_character_of_a_chat_is_lost_or_stands_twice(pieces: list[str]):
    text = "WhatsApp-chat met Mirthe\n" + "".join(pieces)
    split = taken(text)
    spans = [*split.rest, *(s for c in split.copies for s in (c.header, c.body) if s)]
    assert sorted(i for a, b in spans for i in range(a, b)) == list(range(len(text)))


def test_a_hostile_line_takes_no_longer_than_its_length():
    for piece in ("[02-05-2022 09:03", "a, [02.05.22 ", "02-05-22 09:03 - ", "   ", ": "):
        taken(piece * 20_000)
