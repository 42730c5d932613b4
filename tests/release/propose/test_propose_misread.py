"""What OCR tears is still proposed, whole words at a time; what is an office's stays visible."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proposed_texts import mail, people, proposals, told

from draad.release.propose.settle import bordered

FIELDS = [
    ("Aan: Kuipers, A. (Anouk) - DMO <a.kuipers@voorbeeld.nl>", ["Kuipers, A. (Anouk)"]),
    ("Aari:     Tsjebba Wrouwel (ABC/DEF)", ["Tsjebba Wrouwel"]),
    ("Aan:  Wi1lemijn Wrouwel <w.wrouwel@voorbeeld.nl>", ["Wi1lemijn Wrouwel"]),
    ("Aan: 5lotemaker, P. {Pleun}", ["5lotemaker, P. {Pleun}"]),
    ("Aan: Loket Zorg <zorg@voorbeeld.nl>", []),
    ("Aan: VWS Meldingen <meldingen@voorbeeld.nl>", []),
]


@pytest.mark.parametrize(("field", "expected"), FIELDS)
def test_who_stands_in_a_damaged_field(field: str, expected: list[str]) -> None:
    text = (
        f"Van: Loket <loket@voorbeeld.nl>\nVerzonden: maandag 3 mei 2021 10:12\n{field}\nOnderwerp: planning\n\nDank.\n"
    )
    found = people(text)
    assert [one.strip("{}()") for one in found] == [one.strip("{}()") for one in expected]


MAILBOXES = [
    ("Mail t.wrouwel@voorbeeldnl", ["t.wrouwel"]),
    ("Mail t.wrouwel @voorbeeld.nl", ["t.wrouwel"]),
    ("Mail t,wrouwel@voorbeeld.nl", ["t,wrouwel"]),
    ("Mail <t.wrou wel@voorbeeld.n|>", ["t.wrou wel"]),
    ("E t.w rouwel@voorbeeld.nl", ["t.w rouwel"]),
    ("Mail t.wrouwel©voorbeeld.l", ["t.wrouwel"]),
    ("E; t .wrouwel@voorbeeld.nl", ["t .wrouwel"]),
    ("Mail naar lokef@voorbeeld.nl", []),
    ("Mail naar feamwb@voorbeeld.nl", []),
    ("Mail naar secretariaaf@voorbeeld.nl", []),
    ("Wij zijn er om 10 uur @ zaal 3", []),
]


@pytest.mark.parametrize(("line", "expected"), MAILBOXES)
def test_a_mailbox_that_ocr_tore(line: str, expected: list[str]) -> None:
    found = [words for kind, words in told(mail(f"Beste allen,\n\n{line}\n")) if kind == "mailbox"]
    assert found == expected


NUMBERS = [
    ("Bel O6 1234 5678.", ["phone"]),
    ("Bel 06 12S4 5678.", ["phone"]),
    ("Bel (+31) 6- 12345678.", ["phone"]),
    ("Haar burgerservicenummer is 0755.39.147.", ["bsn"]),
    ("Regel 10 B 12 en 5 S 3.", []),
]


@pytest.mark.parametrize(("line", "expected"), NUMBERS)
def test_a_number_that_ocr_misread(line: str, expected: list[str]) -> None:
    assert [kind for kind, _ in told(mail(f"Beste allen,\n\n{line}\n"))] == expected


SENTENCES = [
    ("Dit is besproken met Tsjebba yan Wrouwel.", ["Tsjebba yan Wrouwel"]),
    ("Dit is besproken met Tsjebba en Wroelien.", ["Tsjebba", "Wroelien"]),
    ("De Directle en de Gemeentcn zijn akkoord.", []),
    ("De hcer Wiersma (Nieuw Midden): dat is toegezegd.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_names_and_words_that_ocr_misread(sentence: str, expected: list[str]) -> None:
    assert people(mail(f"Beste allen,\n\n{sentence}\n")) == expected


@pytest.mark.parametrize("closing", ["Mct vriendelijke groet,", "Vr. gr.", "Met vriendelijke gr0et,"])
def test_a_farewell_that_ocr_misread_is_followed_by_a_name(closing: str) -> None:
    assert people(mail(f"Beste allen,\n\nTot morgen.\n\n{closing}\n\nTsjeb ba Wrouwel\n")) == ["Tsjeb ba Wrouwel"]


def test_a_mailbox_behind_an_offices_name_is_the_offices_everywhere() -> None:
    head = mail("Beste allen,\n\nZie bijlage.", to="RIVM Kwekerij <kwekerij@voorbeeld.nl>")
    assert told(head) == []
    assert told(mail("Beste allen,\n\nMail naar kwekerij@voorbeeld.nl."), head) == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AaBb .@<>,;:\n'-()|{5", max_size=80))
def test_a_proposal_of_a_name_begins_and_ends_with_words(body: str) -> None:
    text = mail(f"Beste Anouk,\n\n{body}\n\nGroet,\nAnouk van den Boogaard\n")
    for one in proposals(text):
        if one.kind == "person":
            start, end = one.span
            assert not (text[start].isalnum() and text[start - 1].isalnum())
            assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def test_a_wrapped_addressee_is_no_part_of_a_word() -> None:
    text = mail("Dank.", to="Secretariaat DG\n<secretariaatdg@voorbeeld.nl>")
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [("xAnouk ", (1, 6), "xAnouk"), (" Anouk>;", (1, 7), "Anouk"), ("a@b.Anouk", (4, 9), None), (" A.", (1, 3), "A.")],
)
def test_names_are_cut_where_words_are(text: str, span: tuple[int, int], expected: str | None) -> None:
    found = bordered(span, text)
    assert (text[slice(*found)] if found else None) == expected
