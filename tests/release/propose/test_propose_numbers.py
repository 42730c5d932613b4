"""Numbers that are somebody's own: by form, by test, by the words near. All are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proposed_texts import mail, proposals, told

from draad.release.propose.numbers import passes_eleven_test, passes_mod97, phone_digits


def kinds(sentence: str) -> list[tuple[str, str]]:
    """What is proposed in a sentence of a mail."""
    return told(mail(f"Beste allen,\n\n{sentence}\n\nMet dank."))


PHONES = [
    ("Bel mij op 06 12345678.", "06 12345678"),
    ("Bel mij op 06-12 34 56 78.", "06-12 34 56 78"),
    ("Bel mij op +31 6 12345678.", "+31 6 12345678"),
    ("Bel mij op +31 (0)6 12 34 56 78.", "+31 (0)6 12 34 56 78"),
    ("Bel mij op 0031612345678.", "0031612345678"),
    ("T 070 123 4567", "070 123 4567"),
    ("T (070) 123 45 67", "(070) 123 45 67"),
    ("M: 0612345678", "0612345678"),
    ("Mobiel: 06\n12345678", "06 12345678"),
    ("Doorkiesnummer 0341-123456", "0341-123456"),
    ("Vanuit België: +32 475 12 34 56", "+32 475 12 34 56"),
    ("Toestel 4532", "4532"),
]


@pytest.mark.parametrize(("sentence", "number"), PHONES)
def test_direct_numbers(sentence: str, number: str) -> None:
    assert kinds(sentence) == [("phone", number)]


VISIBLE = [
    "Bel gratis 0800 1351.",
    "Bel 0900-1234567 voor vragen.",
    "Bel 14 010.",
    "Bel 1400 voor informatie.",
    "Het algemene nummer is 070 123 4567.",
    "T 070 340 79 11",
    "Fax 070 123 4567",
    "Op 06-10-2020 14:11 kwam het binnen.",
    "Kenmerk 0612345678-99 is van vorig jaar.",
    "Het bedrag is € 061.234.567.",
    "Zie artikel 5.1.2 en pagina 1234.",
    "KvK 12345678",
    "Het RSIN is 111222333.",
    "Factuur 111222333 is betaald.",
    "Vergadering 111222333 is gepland.",
    "Het dossier heeft nummer 123456789.",
    "In 2020 waren het 123.456.789 euro.",
    "Rekening NL12 ABCD 0123 4567 89 bestaat niet.",
    "De regeling AB-12 en MO-19-LZ gelden.",
    "Zie 12-34-56 in de tabel.",
    "Postbus 20350, 2500 EJ Den Haag",
    "Ministerie van Financiën\nKorte Voorhout 7\n2511 CW Den Haag",
    "Het is vastgesteld op 3 mei 2021.",
]


@pytest.mark.parametrize("sentence", VISIBLE)
def test_numbers_that_are_nobodys_own(sentence: str) -> None:
    assert kinds(sentence) == []


OTHERS = [
    ("Mijn BSN is 111222333.", [("bsn", "111222333")]),
    ("Burgerservicenummer 1112.22.333 staat erin.", [("bsn", "1112.22.333")]),
    ("De aanvraag van 111222333 ligt er.", [("bsn", "111222333")]),
    ("De aanvraag van 111222334 ligt er.", []),
    ("Op NL91 ABNA 0417 1643 00 graag.", [("iban", "NL91 ABNA 0417 1643 00")]),
    ("Op NL91ABNA0417164300 graag.", [("iban", "NL91ABNA0417164300")]),
    ("Op NL91 ABNA 0417\n1643 00 graag.", [("iban", "NL91 ABNA 0417 1643 00")]),
    ("Kenteken 12-GB-DR staat er.", [("plate", "12-GB-DR")]),
    ("De auto met kenteken GB123D staat er.", [("plate", "GB123D")]),
    ("Geboren op 3 mei 1980 in Zwytradam.", [("birth", "3 mei 1980")]),
    ("Geboortedatum: 03-05-1980", [("birth", "03-05-1980")]),
    ("Zij woont aan de Zwytraweg 12, 1234 AB Zwytradam.", [("address", "Zwytraweg 12, 1234 AB Zwytradam")]),
    ("Woonadres: Zwytraweg 12a\n1234 AB Zwytradam", [("address", "Zwytraweg 12a 1234 AB Zwytradam")]),
    ("Paraaf: BZW", [("signature", "BZW")]),
    ("Ik ben helaas ziek.", [("health", "ben helaas ziek")]),
    ("Er zijn veel mensen met een depressie.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), OTHERS)
def test_other_numbers_and_data(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(sentence) == expected


def test_grounds_differ_by_law() -> None:
    found = {one.kind: one.ground for one in proposals(mail("Mijn BSN is 111222333. Ik ben ziek. Bel 0612345678."))}
    assert found == {"bsn": "woo 5.1.1.e", "health": "woo 5.1.1.d", "phone": "woo 5.1.2.e"}


def test_one_number_has_one_value_however_it_is_written() -> None:
    assert len({phone_digits(one) for one in ("06-12345678", "+31 (0)6 1234 5678", "0031 6 12345678")}) == 1


@given(st.integers(1, 99_999_999))
def test_one_of_eleven_last_digits_passes_at_most(number: int) -> None:
    assert sum(passes_eleven_test(f"{number:08d}{last}") for last in range(10)) <= 1


@given(st.integers(0, 9_999_999_999))
def test_check_digits_of_an_account_are_right_for_one_pair_alone(number: int) -> None:
    assert sum(passes_mod97(f"NL{check:02d}ABNA{number:010d}") for check in range(2, 99)) == 1


MAILBOXES = [
    ("a.kuipers@voorbeeld.nl", "a.kuipers"),
    ("anouk.vandenboogaard@voorbeeld.nl", "anouk.vandenboogaard"),
    ("broeliko@voorbeeld.nl", "broeliko"),
    ("bzwytra12@gmail.com", "bzwytra12"),
    ("j.p.de.vries-jansen@voorbeeld.nl", "j.p.de.vries-jansen"),
    ("info@voorbeeld.nl", None),
    ("secretariaatdmo@voorbeeld.nl", None),
    ("dienstpostbus-mo@voorbeeld.nl", None),
    ("woo-verzoeken@voorbeeld.nl", None),
    ("no-reply@voorbeeld.nl", None),
    ("voorbeeld@voorbeeld.nl", None),
    ("bestuurssecretariaat@voorbeeld.nl", None),
    ("teamba@voorbeeld.nl", None),
    ("dmo@voorbeeld.nl", None),
]


@pytest.mark.parametrize(("address", "own"), MAILBOXES)
def test_the_part_before_the_at_where_it_is_somebodys_own(address: str, own: str | None) -> None:
    assert kinds(f"Stuur het naar {address} voor maandag.") == ([("mailbox", own)] if own else [])


_LONG = 12_000
HOSTILE = [
    (piece * _LONG)[:_LONG]
    for piece in (
        *("A", "A.", "Aa-", "0", "06 ", "Van ", "minister ", "mevrouw van de ", "Beste Jan, ", "a@", "(", "NL91 "),
        *("Jan en ", "1234 AB ", "\n> ", "ik ben ", "(CDA) ", "Jansen, A. ", "[5.1.2e] ", "kenteken AB-"),
    )
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_borne(text: str) -> None:
    """Whatever stands there, each finder's work grows with the text; this one would not end otherwise."""
    told(mail(text))
    told(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Persvragen: 070 341 12 34", []),
        ("Telefoon 088 - 777 65 43", []),
        ("Doorkiesnummer 088 - 777 65 43", ["088 - 777 65 43"]),
        ("Vragen? 14 020, 14-070, 0800-1351 of 0900 1234", []),
    ],
)
def test_numbers_of_the_press_and_of_companies_are_nobodys(line: str, expected: list[str]) -> None:
    assert [words for kind, words in told(mail(line)) if kind == "phone"] == expected
