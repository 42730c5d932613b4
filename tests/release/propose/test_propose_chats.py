"""Chats, exports of messages, GroupWise, tables: who is named by the place, not by the words."""

from __future__ import annotations

import pytest
from proposed_texts import mail, people, told

CHATS = [
    ("[23-03-2020 14:02:11] Mirvelan Dokalis: klopt dat?", ["Mirvelan Dokalis"]),
    ("23-03-2020 14:02 - Mirvelan Dokalis: klopt dat?", ["Mirvelan Dokalis"]),
    ("[23-03-2020 14:02:11] ~ Mirvelan: klopt dat?", ["Mirvelan"]),
    ("[14:02] Mirvelan Dokalis: klopt dat?", ["Mirvelan Dokalis"]),
    ("Mirvelan Dokalis 10:12\nklopt dat?", ["Mirvelan Dokalis"]),
    (">>> Mirvelan Dokalis 12-4-2011 9:15 >>>\nklopt dat?", ["Mirvelan Dokalis"]),
    ("Op 12-4-2011 om 9:15 is door Mirvelan Dokalis in bericht <1@x> geschreven:\nja", ["Mirvelan Dokalis"]),
    ("[23-03-2020 14:02:11] Persvoorlichting: klopt dat?", []),
    ("Begin van de vergadering 10:12\nklopt dat?", []),
    ("Dinsdag 10:12\nklopt dat?", []),
]


@pytest.mark.parametrize(("text", "expected"), CHATS)
def test_who_speaks(text: str, expected: list[str]) -> None:
    assert people(text) == expected


TABLES = [
    ("Nr;Naam\n1;Mirvelan Dokalis\n2;Zwytra, Broeliko", ["Mirvelan Dokalis", "Zwytra, Broeliko"]),
    ("| Medewerker | Uren |\n|---|---|\n| Zwytra, B. | 32 |\n| Vacature | 8 |", ["Zwytra, B."]),
    ("Actie\tWie\tWanneer\nContact met school\tDokalis\t1 juli\nDossier opvragen\tFEZ\tz.s.m.", ["Dokalis"]),
    ("Actie\tWanneer\nContact met Dokalisplein\t1 juli", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_the_columns_of_people_in_a_table(text: str, expected: list[str]) -> None:
    assert people(f"Overzicht\n\n{text}\n") == expected


def test_a_sentence_beneath_a_field_is_nobodys_name() -> None:
    text = "Van: Mirvelan Dokalis\nkun jij vragen of hij morgen even wil bellen\n"
    assert people(text) == ["Mirvelan Dokalis"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mijn naam is Mirvelan Dokalis, wonende aan de Singel 88a.", "Singel 88a"),
        ("Mevrouw Dokalis woont op de Oude Gracht 12 te Utrecht.", "Oude Gracht 12 te Utrecht"),
        ("Thuisadres: Paletplein 14 in Tilburg", "Paletplein 14 in Tilburg"),
    ],
)
def test_a_street_where_somebody_lives_needs_no_postcode(sentence: str, expected: str) -> None:
    assert [words for kind, words in told(mail(sentence)) if kind == "address"] == [expected]
