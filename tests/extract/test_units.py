"""What extraction looks at: one unit a body, one for a report or letter, with the moment from which its dates count."""

from __future__ import annotations

from datetime import date

import pytest
from extract_texts import HEADER, REPORT, mail, report, said, taken, unit
from hypothesis import given
from hypothesis import strategies as st

from draad.extract.units import folded, units

CHAIN = """Van: Jansen <jansen@minabc.nl>
Verzonden: dinsdag 2 juni 2020 10:15
Aan: De Vries <devries@minabc.nl>
Onderwerp: RE: planning

Dat is goed.

Van: De Vries <devries@minabc.nl>
Verzonden: maandag 1 juni 2020 16:40
Aan: Jansen <jansen@minabc.nl>
Onderwerp: planning

Kun je de planning sturen?
"""


def test_each_copy_with_a_body_is_a_unit_of_its_own_moment():
    one, other = units(taken(CHAIN))
    assert (said(one), said(other)) == (["Dat is goed."], ["Kun je de planning sturen?"])
    assert one.moment
    assert other.moment
    assert (one.moment.day, other.moment.day) == (date(2020, 6, 2), date(2020, 6, 1))


@pytest.mark.parametrize(("only", "count"), [(None, 2), ({0}, 1), ({1}, 1), ((), 0), (range(5), 2)])
def test_only_the_copies_that_are_asked_for(only: object, count: int):
    found = units(taken(CHAIN), only)  # type: ignore[arg-type]
    assert len(found) == count
    assert only is None or all(u.copy and u.copy.n in only for u in found)  # type: ignore[operator]


def test_a_message_late_in_the_evening_in_utc_counts_from_the_next_day():
    text = HEADER.replace("Verzonden: dinsdag 2 juni 2020 10:15", "Verzonden: Tue, 2 Jun 2020 22:30:00 +0000")
    [one] = units(taken(text + "Kun je morgen bellen?"))
    assert one.moment
    assert one.moment.day == date(2020, 6, 3)


def test_a_day_that_its_weekday_contradicts_is_uncertain_and_a_lost_one_unknown():
    [one] = units(taken(HEADER.replace("dinsdag", "zondag") + "Kun je morgen bellen?"))
    assert one.moment
    assert not one.moment.certain
    [none] = units(taken(HEADER.replace("Verzonden: dinsdag 2 juni 2020 10:15\n", "") + "Kun je morgen bellen?"))
    assert none.moment is None


def test_a_report_is_one_unit_of_its_points_from_the_day_of_the_meeting():
    one = report("- FIN rekent de variant door.\n- OW belt de gemeenten (actie OW).\n")
    assert said(one) == ["FIN rekent de variant door.", "OW belt de gemeenten (actie OW)."]
    assert one.moment
    assert one.moment.day == date(2020, 6, 2)
    assert one.report
    assert one.copy is None


def test_the_head_of_a_later_page_of_a_report_is_none_of_its_text():
    one = report("- FIN rekent de variant door.\n\nVerslag\nDatum: 2 juni 2020\n\n- OW belt de gemeenten.\n")
    assert said(one) == ["FIN rekent de variant door.", "OW belt de gemeenten."]


LETTER = """> Retouradres Postbus 1 2500 AA Den Haag

Aan de voorzitter van de raad

Ons kenmerk
12345-AB
Datum
3 juni 2020
Betreft
Vervoer in de regio

Geachte voorzitter,

Ik zal uw raad voor de zomer informeren.

Hoogachtend,

de minister
"""


def test_a_letter_begins_at_its_salutation_and_ends_at_its_closing():
    [one] = units(taken(LETTER))
    assert one.kind == "letter"
    assert said(one) == ["Ik zal uw raad voor de zomer informeren."]
    assert one.moment
    assert one.moment.day == date(2020, 6, 3)


@pytest.mark.parametrize("line", ["Den Haag, 3 juni 2020", "Utrecht, 3-6-2020", "Datum: 3 juni 2020"])
def test_a_letter_bears_its_day_on_a_line_of_its_own(line: str):
    text = LETTER.replace("Datum\n3 juni 2020\n", line + "\n")
    [one] = units(taken(text))
    assert one.moment
    assert one.moment.day == date(2020, 6, 3)


def test_a_note_without_a_date_has_no_moment():
    [one] = units(taken("Notitie\n\nAanleiding\n\nDe regio vraagt om een extra bus voor de zomer van dit jaar.\n"))
    assert one.moment is None
    assert "De regio vraagt om een extra bus voor de zomer van dit jaar." in said(one)


def test_a_decision_and_an_inventory_give_nothing():
    decision = (
        "Geachte heer,\n\nBesluit op uw Woo-verzoek. U heeft verzocht om informatie. "
        "Ik heb besloten de documenten openbaar te maken. U kunt bezwaar maken.\n"
    )
    assert taken(decision).kind == "decision"
    assert units(taken(decision)) == []
    inventory = "Inventarislijst\n\nNr. Datum Titel Beoordeling\n1 2-6-2020 Mail planning openbaar\n"
    assert taken(inventory).kind == "inventory"
    assert units(taken(inventory)) == []


@pytest.mark.parametrize(
    "body",
    [
        "Ik ben tot 8 juni afwezig. Bij spoed kunt u contact opnemen met mijn collega.",
        "I am out of office until 8 June. For urgent matters call my colleague.",
    ],
)
def test_the_answer_of_an_unmanned_mailbox_is_no_unit(body: str):
    assert units(mail(body)) == []
    assert units(taken(HEADER.replace("Onderwerp: ", "Onderwerp: Automatisch antwoord: ") + "Ik ben er niet.")) == []


def test_somebody_who_tells_of_an_absence_among_other_things_is_heard():
    body = "Ik ben donderdag niet aanwezig bij het overleg." + " De planning voor de regio is klaar en gestuurd." * 3
    assert len(said(unit(body))) == 4


def test_a_letter_pasted_beneath_the_signature_is_read_as_of_another():
    one = unit(
        "Zie hieronder.\n\nGroet,\nAnna\n\nGeachte minister,\n\n"
        "Wij vragen u om een ruimere termijn.\n\nHoogachtend,\nB\n"
    )
    assert [(s.foreign, one.words(s.span)) for s in one.sentences] == [
        (False, "Zie hieronder."),
        (True, "Wij vragen u om een ruimere termijn."),
    ]


def test_the_closing_of_a_letter_that_is_pasted_does_not_end_the_message():
    letter = "Geachte minister,\n\nWij vragen u om een ruimere termijn.\n\nHoogachtend,\n\nde voorzitter\n\n"
    one = unit(f"Dit kregen we binnen:\n\n{letter}Kun jij hier iets mee doen voor vrijdag?\n\nGroet,\n\nAnna\nFIN\n")
    assert [(s.foreign, one.words(s.span)) for s in one.sentences] == [
        (False, "Dit kregen we binnen:"),
        (True, "Wij vragen u om een ruimere termijn."),
        (False, "Kun jij hier iets mee doen voor vrijdag?"),
    ]


def test_somebody_who_answers_for_an_absent_colleague_is_heard():
    assert len(said(unit("Mijn collega is tot 5 december afwezig, daarom reageer ik. Bij spoed graag bellen."))) == 2


@given(st.text(max_size=300))
def test_folding_keeps_every_character_at_its_place(text: str):
    assert len(folded(text)) == len(text)


@given(st.text(max_size=400) | st.text(alphabet="ab .\n-*>:|1", max_size=300))
def test_sentences_stand_within_their_unit_whatever_the_body(text: str):
    for split in (mail(text), taken(text), taken(REPORT + text)):
        for one in units(split):
            assert all(one.span[0] <= s.span[0] < s.span[1] <= one.span[1] for s in one.sentences)
            holes = one.copy.parts if one.copy else ()
            assert all(
                s.span[1] <= p.span[0] or p.span[1] <= s.span[0]
                for s in one.sentences
                for p in holes
                if p.kind != "signature"
            )


@pytest.mark.parametrize("piece", ["woord ", "> ", "Geachte ", "Geachte a,\n\n", "x\n\n", "* "])
def test_a_body_without_end_above_a_signature_is_looked_over_once(piece: str):
    (one,) = units(
        taken(f"{HEADER}Beste Anna,\n\n{piece * 20_000}\n\nMet vriendelijke groet,\n\nJan\nTel. 070 1234567\n")
    )
    assert one.copy is not None
