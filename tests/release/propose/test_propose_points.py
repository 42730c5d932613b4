"""Where somebody lives and what ails them: told by the sentence, whatever offices stand around it."""

from __future__ import annotations

import pytest
from proposed_texts import mail, people, told

from draad.release.propose.points import addresses, health

NAME = "J. Pietersen"


def whose(text: str) -> list[tuple[int, int]]:
    at = text.find(NAME)
    return [(at, at + len(NAME))] if at >= 0 else []


@pytest.mark.parametrize(
    "text",
    [
        f"De gemeente antwoordde.\nMevrouw {NAME} (BSN bekend), Lindelaan 4, 9876 BC Zuidhoek, heeft bezwaar gemaakt.",
        f"Directie Jeugd\nDe heer {NAME}, Lindelaan 4, 9876 BC Zuidhoek, belde de gemeente.",
    ],
)
def test_an_address_behind_a_name_is_a_home_though_offices_stand_around_it(text: str) -> None:
    (found,) = addresses(text, whose(text))
    assert text[slice(*found.span)] == "Lindelaan 4, 9876 BC Zuidhoek"


@pytest.mark.parametrize(
    "text",
    [
        f"{NAME}\nDirectie Jeugd\nLindelaan 4 | 9876 BC Zuidhoek",
        f"{NAME} | Lindelaan 4 | 9876 BC Zuidhoek | gemeente Zuidhoek",
        f"{NAME}, gemeente Zuidhoek, Lindelaan 4, 9876 BC Zuidhoek",
        f"Dank aan {NAME}. De gemeente zit op Lindelaan 4, 9876 BC Zuidhoek.",
    ],
)
def test_an_address_of_an_office_stays(text: str) -> None:
    assert list(addresses(text, whose(text))) == []


def test_she_has_is_one_person_and_they_have_are_several() -> None:
    assert [low.span for low in health(*["na de brief bleek: zij heeft diabetes."] * 2, [])]
    assert not list(health(*["in de regio wonen ouderen en zij hebben diabetes."] * 2, []))


def test_the_agenda_below_a_list_of_attendees_is_no_list_of_attendees() -> None:
    agenda = "1. Opening\n\n2. Zwalmonde\nTekst over het punt.\n\n3. W.v.t.t.k.\nNiets."
    report = f"Verslag overleg\n\nAanwezig: Mirve Dokal (DMO), Broeliko Zwytra (FEZ)\nAfwezig: Krista Jonk\n\n{agenda}"
    assert people(report) == ["Mirve Dokal", "Broeliko Zwytra", "Krista Jonk"]


def test_attendees_in_bullets_below_a_bare_label_are_found() -> None:
    assert people("Verslag\n\nAanwezig:\n\n- Mirve Dokal\n- Broeliko Zwytra\n") == ["Mirve Dokal", "Broeliko Zwytra"]


BESIDE_HOME = [
    ("Vanaf mei zit ik op Wilgenlaan 4, 3581 KM Utrecht.", ["Wilgenlaan 4, 3581 KM Utrecht"]),
    ("Wonende te Sittard, Lindehof 27.", ["Lindehof 27"]),
    ("Mirve Dokal, Postbus 310, 6130 AH Sittard", []),
]


@pytest.mark.parametrize(("sentence", "expected"), BESIDE_HOME)
def test_where_somebody_lives_and_where_mail_is_fetched(sentence: str, expected: list[str]) -> None:
    assert [words for kind, words in told(mail(sentence)) if kind == "address"] == expected


ILL = [
    ("Mevrouw Zwytra heeft als deelneemster een klacht.", []),
    ("Mevrouw Zwytra heeft ALS.", ["heeft ALS"]),
    ("Wie in de wijk lijdt aan multiple sclerose krijgt een brief.", ["multiple sclerose"]),
]


@pytest.mark.parametrize(("sentence", "expected"), ILL)
def test_an_abbreviation_that_is_a_word_is_an_illness_in_capitals_alone(sentence: str, expected: list[str]) -> None:
    assert [words for kind, words in told(mail(sentence)) if kind == "health"] == expected


@pytest.mark.parametrize("sentence", ["Paraaf: DG", "akkoord DG Zwytra", "gezien SG"])
def test_an_office_behind_akkoord_is_no_paraph(sentence: str) -> None:
    assert [words for kind, words in told(mail(sentence)) if kind == "signature"] == []
