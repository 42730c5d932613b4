"""The handbook on pages."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from draad.web.handbook import CHAPTERS, SECTIONS, anchor, file_of, headings
from web.conftest import page


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_chapter_is_there_and_is_shown(client: TestClient, name: str) -> None:
    assert file_of(name), CHAPTERS[name]
    shown = page(client, f"/hulp/{name}")
    assert len(shown.xpath("//h1")) == 1


def test_every_page_has_its_section_in_the_handbook() -> None:
    there = {row["anchor"] for row in headings("leeszaal")}
    assert {section for section in SECTIONS.values() if section not in there} == set()


@pytest.mark.parametrize("name", CHAPTERS)
def test_links_between_chapters_lead_to_pages(client: TestClient, name: str) -> None:
    for href in page(client, f"/hulp/{name}").xpath("//article//a/@href"):
        if href.startswith("/hulp/"):
            path, _, part = href.partition("#")
            assert client.get(path).status_code == 200, href
            assert not part or re.search(rf'id="{re.escape(part)}"', client.get(path).text), href


def test_no_name_leads_elsewhere_on_the_disk(client: TestClient) -> None:
    for name in ("..%2f..%2fetc%2fpasswd", "design", "errors.md", "%00"):
        assert client.get(f"/hulp/{name}").status_code == 404


def test_an_anchor_is_made_of_words() -> None:
    assert anchor("Zoeken: hoe?") == "zoeken-hoe"
