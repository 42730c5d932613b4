"""Prints of Gmail: one subject, and each message of the conversation under its sender and moment."""

from __future__ import annotations

import pytest
from split_texts import copies, of, only, taken, utc

PRINT = """\
Gmail                                                   Fenna Wiel <fenna.wiel@gmail.com>

Bankje bij de vijver
2 berichten

Fenna Wiel <fenna.wiel@gmail.com>                               di 7 jun. 2022 om 10:30
Aan: groen@laarbeke.example, wijk@laarbeke.example
Cc: Bo Zand <bo@laarbeke.example>

Kan er een bankje bij de vijver komen?

Groet, Fenna

2 bijlagen
vijver.jpg
312K
tekening.pdf
1204K

Groen Laarbeke <groen@laarbeke.example>                         wo 8 jun. 2022 om 09:12
Aan: Fenna Wiel <fenna.wiel@gmail.com>

Dat kan na de zomer.

Op di 7 jun 2022 om 10:30 schreef Fenna Wiel <fenna.wiel@gmail.com>:
  Kan er een bankje bij de vijver komen?
"""


def test_each_message_of_a_conversation_has_its_sender_moment_and_addressees():
    first, second, _ = copies(PRINT)
    assert [c.sender and c.sender.domain for c in (first, second)] == ["gmail.com", "laarbeke.example"]
    assert [utc(c.sent) for c in (first, second)] == ["2022-06-07 08:30", "2022-06-08 07:12"]
    assert [p.domain for p in first.to] == ["laarbeke.example", "laarbeke.example"]
    assert [p.text for p in first.cc] == ["Bo Zand <bo@laarbeke.example>"]
    assert {first.subject, second.subject} == {"Bankje bij de vijver"}


def test_messages_stand_side_by_side_and_quote_what_is_beneath_them():
    assert [(c.style, c.depth) for c in copies(PRINT)] == [("gmail", 0), ("gmail", 0), ("intro", 1)]


def test_the_files_beneath_a_message_are_its_attachments_and_no_signature():
    first = copies(PRINT)[0]
    assert first.attachments == ("vijver.jpg", "tekening.pdf")
    assert (of(PRINT, first.body) or "").endswith("Groet, Fenna")
    assert any("312K" in PRINT[slice(*span)] for span in taken(PRINT).rest)


def test_files_beneath_a_quotation_belong_to_the_message_that_was_printed():
    text = PRINT + "\nplan.pdf\n88K\n"
    found = copies(text)
    assert found[1].attachments == ("plan.pdf",)
    assert of(text, found[2].body) == "  Kan er een bankje bij de vijver komen?"


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("Tue, Jun 7, 2022 at 10:30 AM", "2022-06-07 08:30"),
        ("7 June 2022 at 10:30", "2022-06-07 08:30"),
        ("7 juni 2022 om 10:30", "2022-06-07 08:30"),
    ],
)
def test_the_moment_may_be_english_and_the_name_withheld(when: str, moment: str):
    text = f"Bankje\n1 message\n\n[5.1.2e]    {when}\nReply-To: x@y.example\nTo: [5.1.2e]\n\nHallo\n"
    copy = only(text)
    assert (copy.subject, utc(copy.sent), copy.sender and copy.sender.text) == ("Bankje", moment, "[5.1.2e]")


def test_sender_and_moment_may_stand_on_lines_of_their_own():
    text = "Bankje\n1 bericht\n\nFenna <f@gmail.com>\n7 juni 2022 om 10:30\nAan: groen@laarbeke.example\n\nHallo\n"
    assert only(text).sender is not None


def test_what_a_browser_prints_around_a_page_is_no_word_of_anybody():
    torn = PRINT.replace(
        "Kan er een bankje bij de vijver komen?\n\nGroet",
        "Kan er een bankje\n\nhttps://mail.google.com/mail/u/0/?ik=ab12&view=pt&search=all 1/2\n\f"
        "9-6-2022 14:02          Gmail - Bankje bij de vijver\n\nbij de vijver komen?\n\nGroet",
        1,
    )
    first = copies(torn)[0]
    furniture = [torn[slice(*part.span)] for part in first.parts if part.kind == "furniture"]
    assert any("Gmail - Bankje" in line for line in furniture)
    assert any("mail.google.com" in line for line in furniture)


def test_a_letter_to_somebody_is_no_gmail():
    assert copies("Laarbeke, 7 juni 2022 om 10:30\nAan: de buurt\n\nBeste buren,\n") == ()


def test_hostile_prints_take_no_longer_than_their_length():
    for piece in ("Aan: ", "\nAan:\n", "7 juni 2022 om 10:30\n", "1 bericht\n", "a.pdf\n1K\n", "x <"):
        copies(piece * 10_000)
