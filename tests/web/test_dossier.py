"""The front page: what is in the dossier, in one glance."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.run import IngestOptions, ingest
from draad.show.moments import iso_day
from draad.texts import of_pages
from draad.web.accounts.roles import local_user
from draad.web.app import room_routes
from draad.web.keep import Keep
from draad.web.pages.dossier import warm
from draad.web.room import Room, Settings
from web.conftest import Open, page

SCRIPT = "<script>alert(1)</script>"


def words(tree: html.HtmlElement) -> str:
    return " ".join("".join(tree.itertext()).split())


# ── what is in it ───────────────────────────────────────────────────────────────────────────────────────────────


def test_figures_are_those_of_the_dossier(client: TestClient, generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        counts = dossier.counts()
    contents = client.get("/dossier.json").json()["contents"]
    assert contents["messages"] == counts.messages
    assert contents["documents"] == sum(counts.documents.values())
    assert contents["threads"] == counts.threads
    assert {row["kind"]: row["documents"] for row in contents["kinds"]} == counts.documents


def test_repetition_is_told_in_plain_words(client: TestClient) -> None:
    contents = client.get("/dossier.json").json()["contents"]
    assert contents["repeated_percent"] + contents["unique_percent"] == 100
    assert f"u hoeft {contents['unique_percent']} % te lezen" in words(page(client, "/dossier"))


def test_page_has_one_title_and_headings_in_order(client: TestClient) -> None:
    tree = page(client, "/dossier")
    assert len(tree.xpath("//h1")) == 1
    levels = [int(heading.tag[1]) for heading in tree.xpath("//main//h1 | //main//h2 | //main//h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert not tree.xpath("//main//*[@style or @onclick] | //main//script")


def test_time_line_leaves_no_month_out_and_adds_up(client: TestClient) -> None:
    told = client.get("/dossier.json").json()
    rows = told["time"]["rows"]
    assert sum(row["messages"] for row in rows) + told["time"]["undated"] == told["contents"]["messages"]
    months = [date.fromisoformat(f"{row['period']}-01") for row in rows]
    assert all((first + timedelta(days=31)).replace(day=1) == then for first, then in pairwise(months))


def test_each_bar_leads_to_the_search_of_its_month_and_is_in_the_table_too(client: TestClient) -> None:
    rows = client.get("/dossier.json").json()["time"]["rows"]
    busy = max(rows, key=lambda row: row["messages"])
    tree = page(client, "/dossier")
    bars = tree.xpath("//*[@id='tijdlijn']//*[local-name()='svg']//*[local-name()='a']/@href")
    table = tree.xpath("//*[@id='tijdlijn']//table//a/@href")
    assert busy["url"] in bars
    assert bars == table
    assert busy["period"] in busy["url"]
    assert client.get(busy["url"]).status_code == 200


def test_links_of_the_page_lead_somewhere(client: TestClient) -> None:
    links = {link for link in page(client, "/dossier").xpath("//main//a/@href") if link.startswith("/")}
    assert links
    for link in sorted(links)[:40]:
        assert client.get(link, follow_redirects=True).status_code == 200, link


def test_grounds_are_told_in_words(client: TestClient) -> None:
    marks = client.get("/dossier.json").json()["marks"]
    assert sum(row["marks"] for row in marks["rows"]) + marks["rest"] == marks["total"] > 0
    assert "eerbiediging van de persoonlijke levenssfeer" in words(page(client, "/dossier"))


def test_items_are_counted_by_kind_and_state(client: TestClient, generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        held = dossier.count_items()
    items = client.get("/dossier.json").json()["items"]
    assert items["total"] == sum(held.values())
    told = {(row["kind"], state["status"]): state["number"] for row in items["kinds"] for state in row["states"]}
    assert told == held


def test_page_speaks_english_too(client: TestClient) -> None:
    client.cookies.set("draad_taal", "en")
    shown = words(page(client, "/dossier"))
    assert "What needs attention" in shown
    assert "conversations" in shown
    assert "threads" not in shown


def test_conversations_are_called_as_the_list_of_conversations_calls_them(client: TestClient) -> None:
    told = client.get("/dossier.json").json()
    rows = client.get("/gesprekken.json?volgorde=groot").json()["threads"]
    listed = {row["id"]: "".join(piece["text"] for piece in row["subject"]) for row in rows}
    assert told["threads"]
    assert all(row["subject"] == listed[row["id"]] for row in told["threads"])
    assert all(row["subject"] == listed.get(row["id"], row["subject"]) for row in told["gaps"]["threads"])


def test_heads_of_tables_begin_with_a_capital(client: TestClient) -> None:
    for address in ("/dossier", "/organisaties"):
        heads = [words(head) for head in page(client, address).xpath("//thead//th")]
        assert heads
        assert [head for head in heads if head[:1].islower()] == []


def test_figures_of_a_moment_ago_are_told_before_the_figures(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Keep.get
    monkeypatch.setattr(Keep, "get", lambda *asked, **how: kept(*asked, **how)._replace(stale=True))
    main = page(client, "/dossier").xpath("//main//*[self::h1 or @role='status' or contains(@class, 'draad-lead')]")
    assert [one.get("role") or one.tag for one in main] == ["h1", "status", "p"]


# ── what is to be done ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_people_accepted_and_let_pass_is_overdue(own: Path, opened: Open) -> None:
    with Dossier.open(own) as dossier:
        action = next(item for item in dossier.items() if item.kind == "action")
        changes = {"status": "open", "due": "2021-03-01", "every": None}
        dossier.change_item(action.id, action.version, changes, who="Jo", what="accept", at="2021-01-01T00:00:00Z")
    before = opened(own, today=date(2021, 3, 1)).get("/dossier.json").json()["items"]
    after = opened(own, today=date(2021, 3, 2)).get("/dossier.json").json()["items"]
    assert before["overdue"]["open"] == 0
    assert before["soon"]["open"] == 1
    assert after["overdue"]["open"] == 1
    assert after["open"]["number"] == 1


def test_a_dossier_that_ended_leads_to_what_was_too_late_on_its_last_day(generated: Path, opened: Open) -> None:
    with Dossier.open(generated) as dossier:
        last = date.fromisoformat(str(iso_day(dossier.counts().last)))
    running, ended = (opened(generated, today=last + timedelta(days=days)) for days in (28, 29))
    assert running.get("/dossier.json").json()["items"]["ended"] is None
    address = f"/register/te-laat?vandaag={last}"
    assert ended.get("/dossier.json").json()["items"]["ended"] == {"day": last.isoformat(), "url": address}
    assert page(ended, "/dossier").xpath(f"//a[@href='{address}']")
    assert page(ended, "/register/te-laat").xpath(f"//a[@href='{address}']")


def test_dossier_in_which_items_were_never_sought_says_so(own: Path, opened: Open) -> None:
    con = sqlite3.connect(own / "draad.sqlite")
    con.execute("UPDATE meta SET value = 0 WHERE key = 'extracted'")
    con.commit()
    con.close()
    client = opened(own)
    assert client.get("/dossier.json").json()["items"] is None
    assert of_pages("nl")("web.dossier.never-sought") in words(page(client, "/dossier"))


def test_empty_dossier_says_what_to_do_now(tmp_path: Path, opened: Open) -> None:
    Dossier.create(tmp_path / "leeg").close()
    client = opened(tmp_path / "leeg")
    tree = page(client, "/dossier")
    assert of_pages("nl")("web.dossier.empty") in words(tree)
    assert tree.xpath("//main//a[@href='/inlezen']")
    told = client.get("/dossier.json").json()
    assert told["empty"] is True
    assert told["time"]["rows"] == []


def test_what_was_made_beforehand_is_what_the_first_reader_gets(generated: Path) -> None:
    room = Room(generated, Settings(local=local_user("team")), room_routes())
    warm(room)
    made: list[str] = []
    with room.open() as dossier:
        for key in (("dossier", room.today()), ("correspondence",), ("parties",)):
            room.keep.get(key, lambda _: made.append("anew"), dossier)
    room.close()
    assert made == []


# ── what failed, and what others wrote ──────────────────────────────────────────────────────────────────────────


def mail(folder: Path, name: str, sender: str, subject: str) -> None:
    sent = "Verzonden: maandag 16 maart 2020 17:00\nAan: Loket <loket@veerdienst.nl>"
    head = f"Van: {sender}\n{sent}\nOnderwerp: {subject}\n"
    (folder / name).write_text(f"{head}\nBeste collega,\n\nHet rooster van de veerpont is klaar.\n", "utf-8")


def test_what_failed_stands_there_with_its_cure(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "in").mkdir()
    mail(tmp_path / "in", "goed.txt", "Balie <balie@gemeente-oever.nl>", "Rooster")
    (tmp_path / "in" / "kapot.pdf").write_bytes(b"%PDF-1.7\nniets")
    ingest(tmp_path / "d", [tmp_path / "in"], IngestOptions(jobs=1))
    client = opened(tmp_path / "d")
    failures = client.get("/dossier.json").json()["failures"]
    assert failures["total"] == 1
    assert failures["groups"][0]["files"][0]["path"].endswith("kapot.pdf")
    assert failures["groups"][0]["cure"]
    assert failures["groups"][0]["cure"] in words(page(client, "/dossier"))


def test_words_of_others_are_shown_as_words(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "in").mkdir()
    mail(tmp_path / "in", "x.txt", f"{SCRIPT} <balie@gemeente-oever.nl>", SCRIPT)
    (tmp_path / "in" / "<img src=x onerror=alert(1)>.pdf").write_bytes(b"%PDF-1.7\nniets")
    ingest(tmp_path / "d", [tmp_path / "in"], IngestOptions(jobs=1))
    client = opened(tmp_path / "d")
    text = client.get("/dossier").text
    assert SCRIPT not in text
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in text
    assert "<" not in client.get("/dossier.json").text
