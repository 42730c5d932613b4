"""Prints of Lotus Notes: sender and moment beside or above cells that bear no colon."""

from __future__ import annotations

import pytest
from split_texts import copies, of, only, utc

BESIDE = """\
Ilse Vroom/BZV/Lutten                 Aan   Team Water/BZV/Lutten@LUTTEN, Ruud
09-11-2012 16:05                            Kok/BZV/Lutten@LUTTEN
                                       cc
                                      bcc
                                Onderwerp   Peilbesluit Zuidpolder

Graag jullie reactie voor vrijdag.

Ilse
"""

ABOVE = """\
Ilse Vroom/BZV/Lutten
09-11-2012 16:05:33
Aan      Ruud Kok/BZV/Lutten@LUTTEN
cc
bcc
Onderwerp    Re: Peilbesluit Zuidpolder

Akkoord met het peil van 40 cm.
"""


def test_sender_and_moment_at_the_left_of_the_fields_head_the_message():
    copy = only(BESIDE)
    assert [copy.sender and copy.sender.text] == ["Ilse Vroom/BZV/Lutten"]
    assert utc(copy.sent) == "2012-11-09 15:05"
    assert copy.subject == "Peilbesluit Zuidpolder"
    assert [p.text for p in copy.to] == ["Team Water/BZV/Lutten@LUTTEN", "Ruud Kok/BZV/Lutten@LUTTEN"]
    assert of(BESIDE, copy.body) == "Graag jullie reactie voor vrijdag.\n\nIlse"


def test_sender_and_moment_above_the_fields_do_too():
    copy = only(ABOVE)
    assert (copy.sender and copy.sender.text, utc(copy.sent)) == ("Ilse Vroom/BZV/Lutten", "2012-11-09 15:05")
    assert (copy.bare, copy.prefix) == ("peilbesluit zuidpolder", "re")
    assert copy.cc == ()


def test_english_fields_with_colons_and_who_sent_for_another():
    text = ABOVE.replace("Aan      ", "To: ").replace("cc\n", "cc: \n", 1).replace("Onderwerp    ", "Subject: ")
    text = text.replace("Lutten\n09", "Lutten\nSent by: Secretariaat/BZV/Lutten\n09", 1)
    copy = only(text)
    assert [copy.sender and copy.sender.text] == ["Ilse Vroom/BZV/Lutten"]
    assert copy.subject == "Re: Peilbesluit Zuidpolder"


def test_what_a_memo_forwards_stands_beneath_it():
    text = f"{BESIDE}\n----- Doorgestuurd door Ilse Vroom/BZV/Lutten op 09-11-2012 16:01 -----\n\n{ABOVE}"
    found = copies(text)
    assert [c.depth for c in found] == [0, 1]
    assert (of(text, found[1].header) or "").startswith("----- Doorgestuurd door")
    assert of(text, found[0].body) == "Graag jullie reactie voor vrijdag.\n\nIlse"


def test_a_long_subject_has_its_name_halfway_down():
    text = BESIDE.replace(
        "                                Onderwerp   Peilbesluit Zuidpolder\n",
        "                                            Betr: Peilbesluit Zuidpolder en de\n"
        "                                Onderwerp\n"
        "                                            gemalen langs de Vecht\n",
    )
    assert only(text).subject == "Betr: Peilbesluit Zuidpolder en de gemalen langs de Vecht"


@pytest.mark.parametrize(
    "text",
    [
        "Aan\nde leden van de raad\ncc\nde griffie\n",
        "Memo\n\nAan          Ilse\ncc           Ruud\nOnderwerp    Peil\n\nHet peil blijft 40 cm.\n",
        "Verslag van 09-11-2012\n\nAan de orde is het peil.\ncc gaat naar het bestuur.\nOnderwerp van gesprek\n",
    ],
)
def test_fields_without_a_moment_are_no_mail(text: str):
    assert copies(text) == ()


def test_hostile_columns_take_no_longer_than_their_length():
    for piece in ("cc ", "  cc\n", "Aan  cc  ", " " * 50 + "cc:\n", "Aan\n", "09-11-2012 "):
        copies(piece * 10_000)
