"""DiWoo metadata and the sitemap."""

from __future__ import annotations

import pytest
from lxml import etree

from draad.dossier.redactions import ReleaseSettings
from draad.knowledge import load
from draad.release.publish.diwoo import Entry, document, publisher, sitemaps

NS = {"d": "https://standaarden.overheid.nl/diwoo/metadata/", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
URI = "https://identifier.overheid.nl/tooi/id/ministerie/mnre1034"
SETTINGS = ReleaseSettings(organisation=f"Ministerie van Ramen <{URI}>", base_url="https://open.x.nl/uitgave")
ENTRY = Entry("documenten/12 a.pdf", "2026-017-12", "Sleutels & <ramen>\x0b", "2020-06-01")


def test_the_metadata_of_a_file() -> None:
    root = etree.fromstring(document(ENTRY, SETTINGS, "2026-03-01"))
    assert root.tag == f"{{{NS['d']}}}Document"
    held = root.find("d:DiWoo", NS)
    assert held is not None
    names = [etree.QName(child).localname for child in held]
    assert names == [name for name in load("woo_publish")["diwoo"]["order"] if name in names]
    assert held.findtext("d:titelcollectie/d:officieleTitel", namespaces=NS) == "Sleutels & <ramen>�"
    assert held.findtext("d:creatiedatum", namespaces=NS) == "2020-06-01"
    assert held.find("d:publisher", NS).get("resource") == URI
    category = held.find("d:classificatiecollectie/d:informatiecategorieen/d:informatiecategorie", NS)
    assert category.get("resource").startswith("https://identifier.overheid.nl/tooi/")
    handling = held.find("d:documenthandelingen/d:documenthandeling", NS)
    assert handling.findtext("d:soortHandeling", namespaces=NS) == "vaststelling"
    assert handling.findtext("d:atTime", namespaces=NS) == "2026-03-01T00:00:00"


def test_what_the_schema_requires_is_there_once_the_organisation_is_known() -> None:
    required = load("woo_publish")["diwoo"]["required"]
    held = etree.fromstring(document(ENTRY._replace(created=""), SETTINGS, "2026-03-01")).find("d:DiWoo", NS)
    assert [len(held.findall(f"d:{name}", NS)) for name in required] == [1] * len(required)


def test_what_is_not_known_is_left_out() -> None:
    root = etree.fromstring(document(ENTRY._replace(created=""), ReleaseSettings(), "2026-03-01"))
    assert root.find(".//d:creatiedatum", NS) is None
    assert root.find(".//d:publisher", NS) is None


def test_an_organisation_without_a_tooi_address_keeps_its_name() -> None:
    assert publisher(ReleaseSettings(organisation="Gemeente X <https://x.nl>")) == ("Gemeente X", "")


def test_the_sitemap_holds_whole_addresses_with_the_metadata() -> None:
    root = etree.fromstring(sitemaps([ENTRY], SETTINGS, "2026-03-01")["sitemap.xml"])
    assert root.findtext("s:url/s:loc", namespaces=NS) == "https://open.x.nl/uitgave/documenten/12%20a.pdf"
    assert root.find("s:url/d:Document/d:DiWoo", NS) is not None


def test_without_an_address_there_is_no_sitemap() -> None:
    assert sitemaps([ENTRY], ReleaseSettings(), "2026-03-01") == {}


def test_very_many_files_make_an_index_of_sitemaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(load("woo_publish")["diwoo"], "most_urls", 2)
    made = sitemaps([ENTRY] * 3, SETTINGS, "2026-03-01")
    assert sorted(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    index = etree.fromstring(made["sitemap.xml"])
    assert [one.text for one in index.iterfind("s:sitemap/s:loc", NS)] == [
        "https://open.x.nl/uitgave/sitemap-1.xml", "https://open.x.nl/uitgave/sitemap-2.xml",
    ]  # fmt: skip
