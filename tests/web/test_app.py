"""What holds for all pages: moved addresses, twins for programs, language and theme, errors."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.records import short_id
from web.conftest import Open, page, token


def test_an_address_that_moved_leads_on_for_people_and_programs(client: TestClient, generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        largest = dossier.thread(dossier.threads("size", 1)[0].id)
        copy = next(one.id for message in largest.messages for one in message.copies if one.id != largest.id)
    people = client.get(f"/gesprek/{short_id(copy)}?volgorde=nieuw", follow_redirects=False)
    programs = client.get(f"/gesprek/{short_id(copy)}.json?volgorde=nieuw", follow_redirects=False)
    assert people.status_code == programs.status_code == 301
    assert people.headers["location"].startswith(f"/gesprek/{short_id(largest.id)}")
    assert programs.headers["location"].startswith(f"/gesprek/{short_id(largest.id)}.json")


def test_a_page_and_its_twin_hold_the_same(client: TestClient) -> None:
    told = client.get("/gesprekken.json").json()
    shown = page(client, "/gesprekken").text_content()
    assert told["threads"]
    assert str(told["total"]) in shown.replace(".", "")


def test_language_and_theme_are_kept_by_the_browser(generated: Path, opened: Open) -> None:
    client = opened(generated)
    form = {"csrf": token(client), "terug": "/gesprekken", "taal": "en", "thema": "donker"}
    answer = client.post("/instellingen", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/gesprekken"
    shown = page(client, "/gesprekken")
    assert (shown.get("lang"), shown.get("data-theme")) == ("en", "dark")


def test_an_error_is_a_page_for_people_and_data_for_programs(client: TestClient) -> None:
    shown = page(client, "/gesprek/ffffffffffffffff", 404)
    assert shown.xpath("//h1")
    told = client.get("/gesprek/ffffffffffffffff.json")
    assert told.status_code == 404
    assert set(told.json()["error"]) == {"code", "message", "cure"}


def test_own_tokens_are_loaded_after_ours(generated: Path, opened: Open, tmp_path: Path) -> None:
    (tmp_path / "eigen.css").write_text(":root { --draad-accent: #154273; }", encoding="utf-8")
    client = opened(generated, tokens=tmp_path / "eigen.css")
    links = page(client, "/dossier").xpath("//link[@rel='stylesheet'][not(@media)]/@href")
    assert links[-1] == "/huisstijl.css"
    assert "#154273" in client.get("/huisstijl.css").text
