"""What a print broke over two lines, quoted or not, is found as if it stood on one."""

from __future__ import annotations

import pytest
from proposed_texts import mail, people, told

WHO = "Mirve Dokal"


def found(kind: str, body: str) -> list[str]:
    """What of a kind is proposed in the body of a mail."""
    return [words for own, words in told(mail(body)) if own == kind]


@pytest.mark.parametrize("turn", ["\n", "\n> ", "\n> > "])
@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("birth", f"Het gaat om {WHO}, geboren op 24 juli⏎1935, die vaker belt.", ["24 juli 1935"]),
        ("birth", f"Het gaat om {WHO}, geboren op 24⏎juli 1935, die vaker belt.", ["24 juli 1935"]),
        ("address", f"{WHO} woont aan de Laan 27⏎in 8605 WA Oord en belt vaak.", ["Laan 27 in 8605 WA Oord"]),
        ("address", f"{WHO}, adres: Hof 7bis, 8254NG Hoek op⏎Zand.", ["Hof 7bis, 8254NG Hoek op Zand"]),
        ("health", f"Door de ziekte van⏎Parkinson kwam {WHO} niet naar de zitting.", ["de ziekte van Parkinson"]),
    ],
)
def test_data_over_a_line_end(kind: str, sentence: str, expected: list[str], turn: str) -> None:
    made = [one.replace("> ", "") for one in found(kind, sentence.replace("⏎", turn))]
    assert [" ".join(one.split()) for one in made] == expected


@pytest.mark.parametrize("turn", ["\n", "\n> "])
@pytest.mark.parametrize(
    "sentence",
    [
        "Dit is dinsdag in de vergadering toegezegd door wethouder Quirine⏎van der Zwytra.",
        "Dit is dinsdag in de vergadering toegezegd door wethouder Quirine van der⏎Zwytra.",
        "De motie die gisteren in de Kamer is ingediend door het⏎lid Zwytra is aangenomen.",
        "Het was druk bij het bezoek van de commissaris van de Koning Zwalmo⏎van den Broeliko.",
    ],
)
def test_an_office_over_a_line_end_leaves_its_holder_visible(sentence: str, turn: str) -> None:
    assert people(mail(sentence.replace("⏎", turn))) == []


def test_who_stands_beneath_a_minister_on_a_short_line_has_no_office() -> None:
    assert people(f"Aanwezig:\nMinister Zwytra\n{WHO}\n") == [WHO]


@pytest.mark.parametrize("what", ["de ziekte van Zwytra", "het syndroom van Zwytra", "de wet van Zwytra"])
def test_after_whom_a_thing_is_named_is_nobody_here(what: str) -> None:
    assert people(mail(f"Wij weten nog weinig van {what} bij ouderen.")) == []
