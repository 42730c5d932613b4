"""The list of organisations, ministries and their directorates."""

from __future__ import annotations

import re

import pytest

from draad.extract import names
from draad.extract.parties import domains
from draad.knowledge import load

ORGANISATIONS = [o for group in load("organisations")["organisations"].values() for o in group]
MINISTRIES = load("organisations")["ministry"]


def test_it_is_broad() -> None:
    assert len(ORGANISATIONS) >= 250
    assert len(MINISTRIES) >= 15


def test_each_stands_there_once() -> None:
    listed = [o["name"] for o in (*ORGANISATIONS, *MINISTRIES)]
    assert sorted(listed) == sorted(set(listed))


def test_an_alias_names_one_organisation() -> None:
    owner: dict[str, str] = {}
    for organisation in (*ORGANISATIONS, *MINISTRIES):
        for alias in organisation.get("aliases", ()):
            assert owner.setdefault(alias, organisation["name"]) == organisation["name"], alias


def test_domains_look_like_domains() -> None:
    for organisation in (*ORGANISATIONS, *MINISTRIES):
        for domain in organisation.get("domains", ()):
            assert re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", domain), domain


def test_entries_have_no_other_keys() -> None:
    for organisation in ORGANISATIONS:
        assert set(organisation) <= {"name", "aliases", "domains"}
    for ministry in MINISTRIES:
        assert set(ministry) <= {"name", "aliases", "domains", "codes"}


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("vng.nl", "Vereniging van Nederlandse Gemeenten"),
        ("minfin.nl", "Ministerie van Financiën"),
    ],
)
def test_whose_domain_it_is(domain: str, name: str) -> None:
    assert domains()[domain] == name


@pytest.mark.parametrize("organisation", [*ORGANISATIONS, *MINISTRIES], ids=lambda o: o["name"])
def test_each_is_found_by_its_name_and_aliases(organisation: dict[str, list[str]]) -> None:
    for name in (organisation["name"], *organisation.get("aliases", ())):
        sentence = f"Morgen belt {name} terug."
        low = names.lower(sentence)
        found = names.find(sentence, low, names.words_of(low))
        assert any(n.end == 12 + len(name) for n in found), name


def test_words_of_the_language_are_no_codes() -> None:
    for sentence in ("DE VRAAG IS WEL OF DIT NIET KAN", "NB: het AO over de WLZ is in de TK, zie PDF."):
        low = names.lower(sentence)
        found = names.find(sentence, low, names.words_of(low))
        assert [n for n in found if n.kind == "directorate"] == []
