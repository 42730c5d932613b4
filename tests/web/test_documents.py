"""The list of documents: what each is, what is new in it, filtered and in order."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.records import short_id
from web.conftest import page


def names(client: TestClient, query: str = "") -> list[str]:
    return [one["name"] for one in client.get(f"/documenten.json{query}").json()["documents"]]


def test_every_document_stands_in_the_list_once(generated: Path, client: TestClient) -> None:
    with Dossier.open(generated) as store:
        held = [view.name for view in store.documents()]
    data = client.get("/documenten.json").json()
    seen = [name for n in range(1, data["pages"] + 1) for name in names(client, f"?pagina={n}")]
    assert seen == held
    assert data["total"] == len(held)


def test_each_says_what_is_new_in_it(generated: Path, client: TestClient) -> None:
    data = client.get("/documenten.json").json()["documents"]
    with Dossier.open(generated) as store:
        for one in data[:10]:
            copies = store.copies(int(one["id"], 16))
            assert one["copies"] == len(copies)
            assert one["new"] == sum(copy.elsewhere is None for copy in copies)


def test_a_row_leads_to_its_document(client: TestClient) -> None:
    tree = page(client, "/documenten")
    (first, *_) = tree.xpath("//tbody//th/a")
    assert page(client, first.get("href")).xpath("string(//h1)").strip().startswith(first.text)


def test_beside_its_name_a_row_tells_what_the_document_is_about(client: TestClient) -> None:
    rows = client.get("/documenten.json").json()["documents"]
    tree = page(client, "/documenten")
    assert [one.text_content() for one in tree.find_class("draad-documents__title")] == [
        one["title"] for one in rows if one["title"]
    ]
    assert any(one["title"] for one in rows)
    titled = {one["name"]: one["title"] for one in rows}
    at = next(n for n, one in enumerate(rows[1:-1], 1) if one["title"] and one["kind"] == "mail")
    data = client.get(f"/document/{rows[at]['id']}.json").json()
    assert data["title"] == titled[data["name"]]
    for beside in (data["previous"], data["next"]):
        assert beside["title"] == titled[beside["name"]]
    shown = page(client, f"/document/{rows[at]['id']}")
    assert [one.text_content() for one in shown.find_class("draad-document__title")] == [data["title"]]


def test_filters_narrow_the_list(generated: Path, client: TestClient) -> None:
    with Dossier.open(generated) as store:
        views = store.documents()
    kind = views[0].kind
    data = client.get(f"/documenten.json?soort={kind}").json()
    assert data["total"] == sum(view.kind == kind for view in views)
    assert names(client, f"?naam={views[3].name.upper()}") == [views[3].name]
    assert client.get("/documenten.json?let-op=1").json()["total"] == sum(bool(view.warnings) for view in views)


def test_longest_first(generated: Path, client: TestClient) -> None:
    data = client.get("/documenten.json?volgorde=lengte").json()["documents"]
    lengths = [one["characters"] for one in data]
    assert lengths == sorted(lengths, reverse=True)


def test_a_page_beyond_the_last_is_the_last(client: TestClient) -> None:
    data = client.get("/documenten.json?pagina=9999").json()
    assert data["page"] == data["pages"]
    assert data["documents"]


def test_nothing_found_tells_the_way_back(client: TestClient) -> None:
    tree = page(client, "/documenten?naam=bestaat-niet")
    assert tree.xpath("//*[@class='draad-empty']//a/@href") == ["/documenten"]


def test_a_kind_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/documenten?soort=rijm").status_code == 400


def test_the_piece_for_htmx_is_the_list_alone(client: TestClient) -> None:
    answer = client.get("/documenten", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'id="documenten"' in answer.text


def test_identifiers_are_whole(generated: Path, client: TestClient) -> None:
    with Dossier.open(generated) as store:
        assert client.get("/documenten.json").json()["documents"][0]["id"] == short_id(store.documents()[0].id)
