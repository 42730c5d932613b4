"""Who stays visible: by full name or by the office beside the name; a private namesake does not."""

from __future__ import annotations

import pytest
from proposed_texts import mail, people, proposals

from draad.release.propose import empty, listed
from draad.release.propose.offices import changed

PUBLIC = [
    "Minister De Jonge heeft dat toegezegd.",
    "Hugo de Jonge heeft dat toegezegd.",
    "Volgens minister Zwytra kan dit.",
    "De minister voor Langdurige Zorg en Sport Zwytra tekent.",
    "Staatssecretaris Van der Zwytra komt ook.",
    "Kamerlid Zwytra vroeg hiernaar.",
    "Kamerleden Zwytra en Dokal vroegen hiernaar.",
    "De motie Zwytra is aangenomen.",
    "De motie-Zwytra is aangenomen.",
    "Kamervragen van Zwytra over dit onderwerp.",
    "Mevrouw Zwytra (D66) vroeg hiernaar.",
    "Het lid Zwytra vroeg hiernaar.",
    "Wethouder Zwytra belde terug.",
    "Burgemeester Zwytra belde terug.",
    "Woordvoerder Zwytra stond de pers te woord.",
    "Premier Rutte was er ook.",
    "SG Zwytra is akkoord.",
    "DG Van Zwytra is akkoord.",
    "De heer Zwytra (Lijst Lokaal): Ik dank u.",
    "Rninister Zwytra heeft dat toegezegd.",
    "De motie vau hef lia Zwytra is aangenomen.",
    "GS-lid Zwytra is nog niet geïnformeerd.",
    "DG VWS Zwytra is akkoord.",
]


BESIDE = [
    ("Aanwezig: minister Van Zwytra, Mirve Dokal, Anouk Kuipers", ["Mirve Dokal", "Anouk Kuipers"]),
    ("Wethouder De Zwytra, Anouk Kuipers en Petra Brampa overlegden.", ["Anouk Kuipers", "Petra Brampa"]),
    ("SG Zwytra, Anouk Kuipers (BZK), Petra Brampa (IPO)", ["Anouk Kuipers", "Petra Brampa"]),
    ("Rninister Zwytra, Anouk Kuipers en Petra Brampa overlegden.", ["Anouk Kuipers", "Petra Brampa"]),
    ("De leden Zwytra, Dokal en Brampa, Anouk Kuipers en wij komen.", ["Anouk Kuipers"]),
    ("De moties van de leden Zwytra, Dokal en Brampa zijn aangenomen.", []),
    ("De motie Zwytra/Dokal en het amendement Brampa en Dokal zijn aangenomen.", []),
    ("De ministers Zwytra en Dokal komen.", []),
    ("Wethouders Zwytra, Dokal en Brampa komen.", []),
]


@pytest.mark.parametrize(("sentence", "private"), BESIDE)
def test_who_stands_behind_one_with_an_office_has_none(sentence: str, private: list[str]) -> None:
    """*De leden X, Y en Z* are several; behind *minister X* whoever follows in the list is somebody else."""
    assert people(f"Verslag overleg\n\n{sentence}\n") == private


@pytest.mark.parametrize("sentence", PUBLIC)
def test_an_office_makes_a_name_public(sentence: str) -> None:
    assert people(mail(f"Beste allen,\n\n{sentence}\n\nMet dank.")) == []


def test_a_minister_who_writes_is_visible_in_the_header() -> None:
    assert people(mail("Akkoord.", sender="Jonge, H. de (Hugo) <hm.dejonge@x.nl>")) == []


def test_a_private_namesake_is_found_beside_the_minister() -> None:
    text = mail(
        "Beste Anouk,\n\nMinister Kuipers wil dat weten. Ernst Kuipers zei het zelf.\n\nVraag het aan mevrouw Kuipers.",
        to="Kuipers, A. (Anouk) <a.kuipers@x.nl>",
    )
    assert people(text) == ["Kuipers, A. (Anouk)", "Anouk", "Kuipers"]
    assert any(key == "namesake" for one in proposals(text) for key, _ in one.reasons)


def test_a_job_in_a_signature_is_no_office() -> None:
    assert people(mail("Zie bijlage.\n\nGroet,\n\nBroeliko Zwytra\nwoordvoerder")) == ["Broeliko Zwytra"]


def test_top_officials_are_visible_as_long_as_the_setting_says_so() -> None:
    text = mail("Beste allen,\n\nDG Van der Zwytra is akkoord.\n\nIk vraag het mevrouw Van der Zwytra zelf.")
    assert people(text) == []
    assert people(text, base=empty(top_visible=False))


def test_an_officer_changes_who_is_visible() -> None:
    text = mail("Zie bijlage.", sender="Mirve Dokal <m.dokal@x.nl>", to="Hugo de Jonge <h@x.nl>")
    base = empty(changed(listed(), [("Mirve Dokal", "other", True), ("Hugo de Jonge", "minister", False)]))
    assert people(text, base=base) == ["Hugo de Jonge"]


def test_every_listed_name_is_visible_in_full_in_a_header() -> None:
    for office in listed():
        assert people(mail("Zie bijlage.", sender=f"{office.shown} <x@x.nl>")) == [], office.shown
