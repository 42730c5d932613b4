"""Organisations and directorates by names and domains that are publicly known."""

from __future__ import annotations

import pytest

from draad.extract.known import directorate, is_domain, organisation
from draad.knowledge import load

VNG = "Vereniging van Nederlandse Gemeenten"


@pytest.mark.parametrize("name", ["vng.nl", "VNG.NL", "mail.vng.nl", "VNG", VNG, VNG.lower()])
def test_every_spelling_and_domain_is_the_same_organisation(name: str) -> None:
    assert organisation(name) == VNG


@pytest.mark.parametrize("name", ["vng", "nietvng.nl", "vng.nl.example", "nl", "", "gemeente Oever", "a" * 5000])
def test_what_is_not_known_stays_unknown(name: str) -> None:
    assert organisation(name) is None


def test_each_domain_of_knowledge_leads_to_a_name_of_knowledge() -> None:
    data = load("organisations")
    listed = [*data["ministry"], *(one for group in data["organisations"].values() for one in group)]
    names = {one["name"] for one in listed}
    assert all(organisation(domain) in names for one in listed for domain in one.get("domains", ()))


def test_directorate_is_told_in_full_where_all_ministries_mean_the_same() -> None:
    assert directorate("MO") == "Maatschappelijke Ondersteuning"
    assert directorate("XYZ") is None


@pytest.mark.parametrize(("name", "is_one"), [("a.nl", True), ("x-y.gov.uk", True), ("5.1.2.e", False), ("VNG", False)])
def test_form_of_a_domain(name: str, is_one: bool) -> None:
    assert is_domain(name) is is_one
