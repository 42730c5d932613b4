"""The page of one document: its text line by line, what is new in it, citing, the file itself."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.records import short_id
from draad.run import IngestOptions, ingest
from draad.sample import generate
from draad.sample.release import write_files
from draad.texts import of_pages
from draad.web.sheets import warning
from web.conftest import Open, page

WILD_NAME = 'wild "naam"'
WILD = """Van: "Eva" <eva@example.nl>
Verzonden: maandag 3 mei 2021 10:00
Aan: Anna <anna@voorbeeld.nl>
Onderwerp: <script>alert(1)</script>

Dag Anna,

Wil je voor 1 juni de nota sturen? <img src=x onerror=alert(2)> is geen plaatje.
Het antwoord van 5.1.2e bleef uit.

Groet,
Eva

Verzonden vanaf mijn telefoon
"""


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier with PDFs, a document of strangers' HTML and one of 2,500 lines."""
    folder = tmp_path_factory.mktemp("mixed")
    write_files(folder / "in", ((file, "pdf") for file in generate(6, 3)))
    (folder / "in" / f"{WILD_NAME}.txt").write_text(WILD, encoding="utf-8")
    long = "\n".join(f"Regel {n} van een lange nota." for n in range(1, 2501))
    (folder / "in" / "lang.txt").write_text(long, encoding="utf-8")
    ingest(folder / "dossier", [folder / "in"], IngestOptions(jobs=1))
    return folder / "dossier"


@pytest.fixture
def room(mixed: Path, opened: Open) -> TestClient:
    return opened(mixed)


def address(place: Path, name: str) -> str:
    with Dossier.open(place) as store:
        return f"/document/{short_id(store.document(name).id)}"


def repeated(place: Path) -> str:
    """A document in which something is new and something is not."""
    with Dossier.open(place) as store:
        views = store.documents()
        held = store.tallies([view.id for view in views])
        found = next(key for key, tally in held.items() if 0 < tally.repeated < tally.copies)
        return f"/document/{short_id(found)}"


# ── the text ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_line_stands_there_as_it_was_read_with_its_number(generated: Path, client: TestClient) -> None:
    with Dossier.open(generated) as store:
        for view in store.documents()[:12]:
            tree = page(client, f"/document/{short_id(view.id)}?toon=alles")
            for unseen in tree.xpath(
                "//*[@data-lines]//*[contains(@class, 'draad-unseen') or contains(@class, '__tip')]"
            ):
                unseen.drop_tree()
            lines = tree.xpath("//*[contains(@class, 'draad-numbered__line')]")
            text = store.text(view.id).removesuffix("\n").split("\n")
            assert [line.get("id") for line in lines] == [f"r{n}" for n in range(1, len(text) + 1)]
            assert [line.xpath("string(span)") for line in lines] == text


def test_the_data_is_the_text_too(generated: Path, client: TestClient) -> None:
    with Dossier.open(generated) as store:
        view = store.documents()[0]
        data = client.get(f"/document/{short_id(view.id)}.json").json()
        lines = [line for block in data["blocks"] for line in (*block["header"], *block["body"])]
        assert "\n".join("".join(p["text"] for p in line["pieces"]) for line in lines) == store.text(view.id).rstrip(
            "\n"
        )


def test_html_of_strangers_is_text(mixed: Path, room: TestClient) -> None:
    answer = room.get(address(mixed, WILD_NAME))
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    tree = page(room, address(mixed, WILD_NAME))
    assert "<img src=x onerror=alert(2)> is geen plaatje." in tree.text_content()


def test_parts_of_a_message_are_named_for_who_listens(mixed: Path, room: TestClient) -> None:
    tree = page(room, address(mixed, WILD_NAME))
    assert tree.xpath("string(//*[contains(@class, 'draad-other--phone')]/*[@class='draad-unseen'])").startswith("(")


def test_a_mark_tells_its_ground(mixed: Path, room: TestClient) -> None:
    tree = page(room, address(mixed, WILD_NAME))
    (mark,) = tree.xpath("//*[@class='draad-redaction']")
    assert "Woo 5.1.2.e" in mark.get("aria-label")


# ── what is new ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_stands_elsewhere_is_folded_and_told_where(generated: Path, client: TestClient) -> None:
    url = repeated(generated)
    data = client.get(f"{url}.json").json()
    old = [block["copy"] for block in data["blocks"] if block["copy"] and block["copy"]["elsewhere"]]
    tree = page(client, url)
    assert len(tree.xpath("//*[@data-lines]//details")) == len(old) > 0
    assert not tree.xpath("//*[@data-lines]//details[@open]")
    where = old[0]["elsewhere"]
    (link, *_) = tree.xpath(f"//*[@data-lines]//a[contains(@href, '/document/{where['document']}?')]")
    other = page(client, link.get("href"))
    assert other.xpath(f"//*[@id='r{where['line']}']")
    assert not page(client, f"{url}?toon=alles").xpath("//*[@data-lines]//details")


def test_a_chosen_line_is_never_folded_away(generated: Path, client: TestClient) -> None:
    url = repeated(generated)
    data = client.get(f"{url}.json").json()
    block = next(block for block in data["blocks"] if block["copy"] and block["copy"]["elsewhere"])
    tree = page(client, f"{url}?regel={block['lines'][0]}")
    assert tree.xpath(f"//*[@id='r{block['lines'][0]}']/ancestor::details/@open")


# ── citing ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_chosen_lines_give_a_reference_without_script(mixed: Path, room: TestClient) -> None:
    url = address(mixed, WILD_NAME)
    tree = page(room, f"{url}?regel=8-9")
    chosen = tree.xpath("//*[contains(@class, 'draad-numbered__line--chosen')]/@id")
    assert chosen == ["r8", "r9"]
    told = tree.xpath("string(//*[@class='draad-cited__text'])")
    assert told == (
        f'wild "naam", regels 8–9, bericht van ma 3 mei 2021, 10:00 (dossier dossier). http://testserver{url}?regel=8-9#r8'
    )


def test_the_script_asks_for_the_reference_alone(mixed: Path, room: TestClient) -> None:
    answer = room.get(f"{address(mixed, 'lang')}?regel=12", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "lang, regel 12 (dossier dossier)" in answer.text


def test_a_line_that_is_not_there_is_told(mixed: Path, room: TestClient) -> None:
    tree = page(room, f"{address(mixed, 'lang')}?regel=9999")
    assert "regel 9999" in tree.xpath("string(//*[@role='alert' and ancestor::*[@data-cited]])")


@pytest.mark.parametrize("wrong", ["x", "1-2-3", "-4", "1;2", "99999999999999"])
def test_lines_written_otherwise_are_refused(mixed: Path, room: TestClient, wrong: str) -> None:
    assert room.get(f"{address(mixed, 'lang')}?regel={wrong}").status_code == 400


def test_a_long_document_comes_in_stretches(mixed: Path, room: TestClient) -> None:
    url = address(mixed, "lang")
    first = page(room, url)
    assert len(first.xpath("//*[contains(@class, 'draad-numbered__line')]")) == 1000
    (on, *_) = first.xpath("//*[@rel='next' and contains(@href, 'stuk')]/@href")
    assert page(room, on).xpath("//*[@id='r1001']")
    assert page(room, f"{url}?regel=2400").xpath("//*[@id='r2400' and contains(@class, 'chosen')]")
    assert page(room, f"{url}?stuk=99").xpath("//*[@id='r2500']")


# ── addresses and files ─────────────────────────────────────────────────────────────────────────────────────


def test_a_name_leads_to_the_whole_identifier_for_good(mixed: Path, room: TestClient) -> None:
    url = address(mixed, WILD_NAME)
    for ref in (quote(WILD_NAME), url.rpartition("/")[2][:9]):
        answer = room.get(f"/document/{ref}?regel=8", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (301, f"{url}?regel=8")
    assert room.get("/document/nergens").status_code == 404


def test_the_original_is_kept_and_never_shown(mixed: Path, room: TestClient) -> None:
    answer = room.get(f"{address(mixed, WILD_NAME)}/origineel")
    assert answer.text == WILD
    assert answer.headers["content-disposition"].startswith('attachment; filename="wild naam.txt"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def pdf_of(place: Path) -> str:
    with Dossier.open(place) as store:
        view = next(view for view in store.documents() if view.media == "pdf")
        return f"/document/{short_id(view.id)}"


def test_a_pdf_gives_its_bytes_also_a_range_of_them(mixed: Path, room: TestClient) -> None:
    url = f"{pdf_of(mixed)}/pdf"
    whole = room.get(url)
    assert whole.headers["content-type"] == "application/pdf"
    assert whole.content.startswith(b"%PDF-")
    some = room.get(url, headers={"Range": "bytes=5-9"})
    assert (some.status_code, some.content) == (206, whole.content[5:10])


def test_what_is_no_pdf_has_no_picture(mixed: Path, room: TestClient) -> None:
    url = address(mixed, "lang")
    assert room.get(f"{url}/pdf").status_code == 404
    assert not page(room, url).xpath("//*[@data-picture]")


def test_beside_a_pdf_stands_its_picture_and_each_line_knows_its_place(mixed: Path, room: TestClient) -> None:
    tree = page(room, pdf_of(mixed))
    (box,) = tree.xpath("//*[@data-picture]")
    assert box.get("data-picture") == f"{pdf_of(mixed)}/pdf"
    places = tree.xpath("//*[@data-box]/@data-box")
    assert places
    numbers = [float(n) for n in places[0].split(",")]
    assert len(numbers) == 5
    assert numbers[1] < numbers[3]
    assert numbers[2] < numbers[4]


def test_who_listens_hears_words_of_the_readers_language(generated: Path, client: TestClient) -> None:
    english, dutch = of_pages("en").entries, of_pages("nl").entries
    families = ("item.", "kind.", "part.")
    bare = {key.split(".", 1)[1] for key in english if key.startswith(families)}
    bare -= {word.split(".", 1)[1] for word in dutch if word.startswith(families) and dutch[word] in bare}
    heard: list[str] = []
    with Dossier.open(generated) as store:
        for view in store.documents()[:40]:
            tree = page(client, f"/document/{short_id(view.id)}?toon=alles")
            heard += tree.xpath("//*[contains(@class, 'draad-unseen')]/text()")
    assert any(words.strip() in ("actie:", "vraag:", "toezegging:") for words in heard)
    assert not [words for words in heard if words.strip(" ():") in bare]


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_warnings_are_told_in_the_readers_language() -> None:
    say = of_pages("nl")
    assert warning(say, "3 control characters replaced").startswith("3 stuurtekens")
    assert warning(say, "the list names 4 documents, 3 follow it in this file").startswith("De lijst noemt 4")
    assert warning(say, "something new") == "something new"


def test_both_languages_say_the_same() -> None:
    dutch, english = (
        {key for key in of_pages(language).entries if key.startswith("web.document.")} for language in ("nl", "en")
    )
    assert dutch == english
