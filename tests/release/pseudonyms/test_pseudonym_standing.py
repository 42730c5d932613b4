"""What one document shows of whose directorate: right behind a name, or in a signature that is one person's."""

from __future__ import annotations

import pytest
from pseudonym_pile import PEOPLE, looked, mail, told, value

from draad.release.pseudonyms import units

WIEBE, TJITSKE = PEOPLE[:2]


@pytest.mark.parametrize(
    ("behind", "unit"),
    [
        (" - DMO", "DMO"),
        (" (DMO)", "DMO"),
        (" – WJZ <w@voorbeeld.nl>", "WJZ"),
        (" (Wiebe) - QRX", "QRX"),
        (" (directie Maatschappelijke Ondersteuning)", "directie Maatschappelijke Ondersteuning"),
    ],
)
def test_a_unit_stands_right_behind_the_name_in_a_header(behind: str, unit: str) -> None:
    assert told(looked(mail("a", f"Van: {WIEBE}{behind}"))) == [(value(WIEBE), unit)]


@pytest.mark.parametrize(
    "behind",
    [
        "",
        " - VNG",
        " (VWS)",
        " (SG)",
        " (WK)",
        " (Den Haag)",
        "; DMO",
        ", DMO",
        " - beleidsmedewerker",
        " (06)",
        " - MVG",
    ],
)
def test_organisations_offices_initials_and_places_are_no_units(behind: str) -> None:
    assert told(looked(mail("a", f"Van: {WIEBE}{behind}"))) == []


def test_a_unit_that_is_withheld_too_is_not_told() -> None:
    assert told(looked(mail("a", f"Van: {WIEBE} - DMO"), "DMO")) == []


def test_in_running_text_nothing_is_told() -> None:
    assert told(looked(mail("a", "Van: x", body=f"Vraag het {WIEBE} (DMO) maar.\n"))) == []


@pytest.mark.parametrize(
    "line", ["Directie Maatschappelijke Ondersteuning", "Ministerie van VWS | DMO", "Afdeling Schuren en Hekken"]
)
def test_the_unit_of_a_signature_is_its_signer_s(line: str) -> None:
    found = looked(mail("a", "Van: x", signature=f"{WIEBE}\nadviseur\n{line}\nT 070 1234567"))
    assert [one for one, _ in told(found)] == [value(WIEBE)]


def test_of_two_signers_or_two_units_nobody_can_say_which() -> None:
    assert told(looked(mail("a", "Van: x", signature=f"{WIEBE}\n{TJITSKE}\nDirectie Sport"))) == []
    assert told(looked(mail("a", "Van: x", signature=f"{WIEBE}\nDirectie Sport\nAfdeling Schuren en Hekken"))) == []


def test_a_name_within_another_redaction_has_no_pseudonym_of_its_own_to_stand_beside() -> None:
    assert told(looked(mail("a", f"Van: {WIEBE} - DMO"), f"Van: {WIEBE}")) == []


def test_all_names_of_a_unit_are_one_unit() -> None:
    assert units.key_of("DMO") == units.key_of("MO") == units.plain("Directie Maatschappelijke Ondersteuning")
    assert units.key_of("QRX") != units.key_of("DMO")


@pytest.mark.parametrize("text", ["(" * 50_000, "- " * 50_000, "A" * 100_000, "Directie " * 20_000, "/" * 100_000])
def test_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    units.behind(text, 0, "x", len(text))
    units.signed(text, (0, len(text)))
    units.mentioned(text, ["=DMO", "jeugd"], {"=DMO": frozenset(("DMO",))}, surely=True)
