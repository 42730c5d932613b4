"""Conversations: the list, and one of them as people remember it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.dossier.views import ThreadView
from draad.records import short_id
from draad.run import IngestOptions, ingest
from draad.texts import of_pages
from draad.web.pages import thread as thread_page

from .conftest import Open, page
from .test_parts import ENVIRONMENT

MAILS = {
    "1_vraag": """Van: Anna <anna@waterwijk.nl>
Verzonden: maandag 2 maart 2020 09:00
Aan: Bram <bram@lindehof.nl>
Onderwerp: RE: Proef <script>alert(1)</script>

Beste 5.1.2e, kun je mij uiterlijk vrijdag de cijfers van de proef sturen?
<img src=x onerror=alert(2)>
""",
    "2_antwoord": """Van: Bram <bram@lindehof.nl>
Verzonden: maandag 2 maart 2020 11:30
Aan: Anna <anna@waterwijk.nl>
Onderwerp: RE: Proef <script>alert(1)</script>

Dat gaat lukken. Ik stuur ze donderdag op.

Van: Anna <anna@waterwijk.nl>
Verzonden: maandag 2 maart 2020 09:00
Aan: Bram <bram@lindehof.nl>
Onderwerp: RE: Proef <script>alert(1)</script>

Beste 5.1.2e, kun je mij uiterlijk vrijdag de cijfers van de proef sturen?
<img src=x onerror=alert(2)>
""",
    "3_ander_antwoord": """Van: Carla <carla@lindehof.nl>
Verzonden: maandag 2 maart 2020 13:45
Aan: Anna <anna@waterwijk.nl>
Onderwerp: RE: Proef <script>alert(1)</script>

Bram is ziek, ik zoek het voor je uit en bel je morgen terug.

Van: Anna <anna@waterwijk.nl>
Verzonden: maandag 2 maart 2020 09:00
Aan: Bram <bram@lindehof.nl>
Onderwerp: RE: Proef <script>alert(1)</script>

Beste 5.1.2e, kun je mij uiterlijk vrijdag de cijfers van de proef sturen?
<img src=x onerror=alert(2)>
""",
}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A question with two answers, which itself answers something that is nowhere."""
    folder = tmp_path_factory.mktemp("trial")
    for name, text in MAILS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(folder / "dossier", [folder / f"{name}.txt" for name in MAILS], IngestOptions(jobs=1))
    return folder / "dossier"


def only(place: Path) -> ThreadView:
    """The one conversation of a dossier."""
    with Dossier.open(place) as dossier:
        (found,) = dossier.threads()
        return dossier.thread(found.id)


def shown(tree: html.HtmlElement) -> list[str]:
    """The numbers of the messages on a page, in their order."""
    return [element.text for element in tree.find_class("thread-head__n")]


def test_each_message_stands_once_with_the_answers_in_their_place(trial: Path, opened: Open) -> None:
    tree = page(opened(trial), f"/gesprek/{short_id(only(trial).id)}")
    assert shown(tree) == ["1", "2", "3"]
    assert len(tree.xpath(f"//article[@id='b-{short_id(only(trial).messages[0].id)}']")) == 1
    ties = [element.text_content() for element in tree.xpath("//p[@class='thread-head__ties']/a")]
    assert ties == ["antwoord op 1", "antwoord op 1"]
    assert len(tree.find_class("thread-message--in-1")) == 1
    assert [link.get("href") for link in tree.xpath("//nav[@id='verloop']//a[@data-to]")] == [
        f"#b-{short_id(message.id)}" for message in only(trial).messages
    ]


def test_newest_first_turns_the_page_round_and_keeps_the_numbers(trial: Path, opened: Open) -> None:
    tree = page(opened(trial), f"/gesprek/{short_id(only(trial).id)}?volgorde=nieuw")
    assert shown(tree) == ["3", "2", "1"]
    assert tree.xpath("string(//nav[@class='draad-tabs']//a[@aria-current])").strip() == "Nieuwste eerst"


def test_what_is_referred_to_and_not_there_stands_in_its_place_as_a_gap(trial: Path, opened: Open) -> None:
    tree = page(opened(trial), f"/gesprek/{short_id(only(trial).id)}")
    gaps = tree.find_class("thread-gap")
    assert [gap.text_content().strip() for gap in gaps] == [
        "Bericht 1 verwijst naar een eerder bericht dat niet in dit dossier zit"
    ]
    assert "thread-message" in gaps[0].getnext().get("class")


def test_a_mark_has_its_ground_in_words_for_eye_and_ear(trial: Path, opened: Open) -> None:
    tree = page(opened(trial), f"/gesprek/{short_id(only(trial).id)}")
    mark = tree.find_class("thread-body")[0].find_class("draad-redaction")[0]
    assert mark.find_class("draad-redaction__mark")[0].text == "5.1.2e"
    assert "Woo 5.1.2.e, eerbiediging van de persoonlijke levenssfeer" in mark.get("aria-label")
    assert mark.get("tabindex") == "0"


def test_items_stand_beside_the_message_and_lead_to_their_words_and_the_register(trial: Path, opened: Open) -> None:
    tree = page(opened(trial), f"/gesprek/{short_id(only(trial).id)}")
    items = tree.find_class("thread-item")
    assert items
    for item in items:
        identifier = item.get("data-item")
        assert item.find_class("thread-item__link")[0].get("href") == f"/register/punt/{identifier}"
        assert len(tree.xpath(f"//*[@id='w-{identifier}']")) == 1
        assert tree.xpath(f"//*[contains(@data-items, '{identifier}')]")
    assert "uiterlijk vrijdag de cijfers" in " ".join(words.text_content() for words in tree.find_class("thread-words"))


def test_copies_are_cited_by_document_and_line_and_the_shown_one_is_told(trial: Path, opened: Open) -> None:
    tree = page(opened(trial), f"/gesprek/{short_id(only(trial).id)}")
    foot = tree.find_class("thread-foot")[0]
    assert "(het volst)" in foot.text_content()
    assert "nog 2 exemplaren" in foot.text_content()
    links = [link.get("href") for link in foot.find_class("thread-copy")]
    assert len(links) == 3
    assert all(link.startswith("/document/") and "#r" in link for link in links)
    reference = foot.find_class("draad-cite__text")[0].text_content()
    assert reference.startswith("Bericht van ma 2 maart 2020, 09:00, ‘RE: Proef <script>")
    assert f"In: {only(trial).messages[0].representative.document_name}, regels " in reference
    assert f"http://testserver/gesprek/{short_id(only(trial).id)}#b-" in reference
    assert foot.xpath(".//@data-copy") == [reference]


@pytest.mark.parametrize(
    ("hidden", "told"),
    [(0, "anna; bram"), (1, "anna; bram; ontvanger onbekend"), (3, "anna; bram; 3 ontvangers onbekend")],
)
def test_addressees_of_whom_nothing_is_told_are_named_once_with_their_number(hidden: int, told: str) -> None:
    nobody = {"name": [], "domain": None, "organisation": None}
    named = [{**nobody, "name": [{"kind": "text", "text": name}]} for name in ("anna", "bram")]
    people = [nobody] * hidden + named
    source = '{% from "thread/parts.html" import crowd with context %}{{ crowd(people, true) }}'
    asked = SimpleNamespace(today=date(2020, 3, 2))
    text = ENVIRONMENT.from_string(source).render(say=of_pages("nl"), ask=asked, people=people, grounds={})
    assert "".join(html.fromstring(f"<p>{text}</p>").itertext()).strip() == told


def test_a_print_says_when_it_was_made_and_of_what(trial: Path, opened: Open) -> None:
    address = f"/gesprek/{short_id(only(trial).id)}?volgorde=nieuw"
    (told,) = page(opened(trial, today=date(2020, 7, 13)), address).find_class("draad-on-paper")
    assert told.text_content() == f"Afgedrukt op 13 juli 2020. http://testserver{address}"


def test_what_strangers_wrote_is_never_a_tag(trial: Path, opened: Open) -> None:
    client = opened(trial)
    for url in (f"/gesprek/{short_id(only(trial).id)}", "/gesprekken"):
        text = client.get(url).text
        assert "<script>alert" not in text
        assert "<img" not in text


def test_a_name_of_old_leads_on_for_good_and_keeps_the_order(trial: Path, opened: Open) -> None:
    thread = only(trial)
    message = next(one for one in thread.messages if one.id != thread.id)
    answer = opened(trial).get(f"/gesprek/{short_id(message.id)}?volgorde=nieuw", follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/gesprek/{short_id(thread.id)}?volgorde=nieuw"


def test_the_data_is_the_page(trial: Path, opened: Open) -> None:
    data = opened(trial).get(f"/gesprek/{short_id(only(trial).id)}.json").json()
    assert data["size"] == len(data["messages"]) == 3
    first = data["messages"][0]
    assert first["sent"] == "2020-03-02T09:00:00+01:00"
    assert first["answered"] == [{"n": n, "id": data["messages"][n - 1]["id"]} for n in (2, 3)]
    assert first["from"]["domain"] == "waterwijk.nl"
    assert {copy["name"] for copy in first["copies"]} == set(MAILS)
    assert data["grounds"]["woo 5.1.2.e"]["label"] == "Woo 5.1.2.e"


def test_a_long_conversation_stands_on_pages_and_a_message_is_found_on_its_own(
    generated: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread_page, "ALL_AT_ONCE", 3)
    monkeypatch.setattr(thread_page, "A_PAGE", 2)
    with Dossier.open(generated) as dossier:
        found = dossier.thread(dossier.threads("size", 1)[0].id)
    assert found.size > 3
    client, address = opened(generated), f"/gesprek/{short_id(found.id)}"
    last = short_id(found.messages[-1].id)
    tree = page(client, f"{address}?bericht={last}")
    assert tree.xpath(f"//article[@id='b-{last}']")
    assert shown(page(client, f"{address}?pagina=2")) == ["3", "4"]
    assert shown(page(client, f"{address}?bericht={last}&pagina=1")) == ["1", "2"]
    numbers = [n for p in range(1, -(-found.size // 2) + 1) for n in shown(page(client, f"{address}?pagina={p}"))]
    assert numbers == [str(n) for n in range(1, found.size + 1)]


def test_every_conversation_has_its_page_in_both_languages(client: TestClient, generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        found = [short_id(one.id) for one in dossier.threads(limit=25)]
    for language in ("nl", "en"):
        client.cookies.set("draad_taal", language)
        for identifier in found:
            tree = page(client, f"/gesprek/{identifier}")
            ids = tree.xpath("//@id")
            assert len(ids) == len(set(ids))
            for link in tree.xpath(
                "//main//a[starts-with(@href, '#')]/@href | //aside//a[starts-with(@href, '#')]/@href"
            ):
                assert link[1:] in ids


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_leads_to_every_conversation_of_its_page(client: TestClient, generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        found = [f"/gesprek/{short_id(one.id)}" for one in dossier.threads("last", 50)]
    tree = page(client, "/gesprekken")
    assert [link for link in tree.xpath("//main//tbody//a/@href") if link.startswith("/gesprek/")] == found


@pytest.mark.parametrize(
    ("word", "sort"), [("laatst", "last"), ("eerst", "first"), ("groot", "size"), ("documenten", "documents")]
)
def test_the_list_is_sorted_as_asked(client: TestClient, generated: Path, word: str, sort: str) -> None:
    with Dossier.open(generated) as dossier:
        found = [short_id(one.id) for one in dossier.threads(sort, 50)]  # type: ignore[arg-type]
    data = client.get(f"/gesprekken.json?volgorde={word}").json()
    assert [one["id"] for one in data["threads"]] == found


def test_the_list_is_narrowed_by_subject_domain_and_period(trial: Path, opened: Open) -> None:
    client = opened(trial)
    for query in ("q=proef", "domein=lindehof.nl", "van=2020-03-01&tot=2020-03-31", "domein=lindehof.nl&q=PROEF"):
        assert client.get(f"/gesprekken.json?{query}").json()["total"] == 1, query
    for query in ("q=begroting", "domein=elders.nl", "van=2021-01-01", "tot=2019-12-31"):
        tree = page(client, f"/gesprekken?{query}")
        assert "Geen gesprek gevonden" in tree.text_content(), query


@pytest.mark.parametrize("query", ["volgorde=kleur", "pagina=0", "pagina=x", "van=gisteren", "q=%00"])
def test_what_can_not_be_asked_is_told(client: TestClient, query: str) -> None:
    assert client.get(f"/gesprekken?{query}").status_code == 400


def test_a_page_past_the_last_is_the_last(client: TestClient) -> None:
    data = client.get("/gesprekken.json?pagina=99999").json()
    assert data["page"] == data["pages"]
    assert data["threads"]


def test_an_empty_dossier_says_so(tmp_path: Path, opened: Open) -> None:
    Dossier.create(tmp_path / "leeg").close()
    assert "nog geen gesprekken" in page(opened(tmp_path / "leeg"), "/gesprekken").text_content()
