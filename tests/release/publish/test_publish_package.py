"""The package: what is in it, that nothing withheld is, that it is whole or not there at all."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import time
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from openpyxl import load_workbook

from draad.dossier import Dossier
from draad.errors import UsageError
from draad.release.inventory.production_reader import read
from draad.release.making import Released
from draad.release.publish.checks import NotReadyError, checks
from draad.release.publish.package import making, write
from draad.release.publish.publishing import Published, publish
from draad.run import IngestOptions, ingest
from draad.run.applying import ApplyOptions, released_files
from draad.texts import texts
from draad.whole import HIDDEN

TODAY = date(2026, 3, 1)
SECRETS = ("Vermeulen", "Dijkema", "Ruiter", "Hoekstra", "vermeulen", "hugo@")


def apply(dossier: Dossier, documents: Sequence[int], folder: Path) -> list[Released]:
    return released_files(dossier, documents, folder, ApplyOptions(jobs=1))


def read_anew(place: Path, folder: Path) -> None:
    ingest(place, [folder], IngestOptions(jobs=1))


def published(place: Path, out: Path, **asked: Any) -> Published:
    with Dossier.open(place) as dossier:
        return publish(dossier, out, apply=apply, read_anew=read_anew, today=TODAY, **asked)


def settled(place: Path) -> None:
    changes = {
        "matter": "2026-017", "title": "Sleutels en ramen", "organisation": "Gemeente Zuidhoek",
        "base_url": "https://open.x.nl/u/",
    }  # fmt: skip
    with Dossier.open(place) as dossier:
        dossier.set_release_settings(changes, who="anna")
        dossier.judge("los", {"judgement": "withheld", "grounds": ("woo 5.2",)}, who="anna")


@pytest.fixture(scope="module")
def package(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package as a folder; only to be read."""
    import shutil

    folder = tmp_path_factory.mktemp("pakket")
    place = Path(shutil.copytree(decided, folder / "dossier"))
    settled(place)
    published(place, folder / "uitgave")
    return folder / "uitgave"


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Every word of every file: archives opened, bytes as they are."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name).decode("utf-8", "replace")
        elif path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes().decode("utf-8", "replace")


# ── what is in it ───────────────────────────────────────────────────────────────────────────────────────────


def test_all_that_belongs_in_it_is_there(package: Path) -> None:
    names = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert names >= {
        "LEESMIJ.txt", "index.html", "stijl.css", "sitemap.xml", "gesprekken/index.html", "documenten/index.html",
        "lijst/inventarislijst.xlsx", "lijst/inventarislijst.docx", "lijst/inventarislijst.html",
        "lijst/productierapport.xlsx", "gegevens/copies.jsonl", "gegevens/documents.jsonl", "metadata/1.xml",
    }  # fmt: skip
    assert {path.stem for path in (package / "documenten").glob("*") if path.suffix != ".html"} == {"1", "2", "3", "4"}


def test_nothing_that_is_withheld_stands_in_any_file(package: Path) -> None:
    assert [(name, secret) for name, text in texts_of(package) for secret in SECRETS if secret in text] == []


def test_no_identifier_of_the_dossier_leaves_it(package: Path, decided: Path) -> None:
    from draad.records import short_id

    with Dossier.open(decided) as dossier:
        inside = {short_id(view.id) for view in dossier.documents()}
        inside |= {view.source for view in dossier.documents() if view.name != "los"}
        inside |= {short_id(one.id) for one in dossier.redactions()}
        inside |= {row["message"] for row in dossier.dump_copies()}
    assert [name for name, text in texts_of(package) for one in inside if one in text] == []


def test_no_path_of_the_machine_is_told(package: Path) -> None:
    assert [name for name, text in texts_of(package) if str(package.parent) in text or "/tmp/" in text] == []
    rows = [json.loads(line) for line in (package / "gegevens/documents.jsonl").read_text("utf-8").splitlines()]
    assert all((package / row["path"]).is_file() for row in rows)


def test_the_list_is_that_of_the_released_files(package: Path) -> None:
    sheet = load_workbook(package / "lijst/inventarislijst.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[5], row[8]) for row in rows] == [
        ("1", "Sleutels voor [5.1.2.e]", "Deels openbaar"), ("2", "Sleutels voor [5.1.2.e]", "Deels openbaar"),
        ("3", "RE: Sleutels van het buurthuis", "Deels openbaar"),
        ("4", "Verslag overleg buurthuizen", "Deels openbaar"), ("5", "document zonder titel", "Niet openbaar"),
    ]  # fmt: skip


def test_conversations_are_listed_under_their_subject_as_it_is_printed(package: Path) -> None:
    listed = html.fromstring((package / "gesprekken/index.html").read_text("utf-8"))
    pages = [html.fromstring(path.read_text("utf-8")) for path in (package / "gesprek").iterdir()]
    headings = {" ".join(page.xpath("string(//h1)").split()) for page in pages}
    assert {link.text for link in listed.xpath("//a[contains(@href, 'gesprek/')]")} == headings
    assert "Sleutels voor [5.1.2.e]" in headings


def test_the_production_report_names_the_files_and_the_platform_takes_it(package: Path) -> None:
    entries = read((package / "lijst/productierapport.xlsx").read_bytes())
    files = {path.stem for path in (package / "documenten").iterdir() if path.suffix != ".html"}
    assert {one.id for one in entries if one.judgement in ("Openbaar", "Deels openbaar")} == files
    assert {one.judgement for one in entries if one.id not in files} == {"Niet openbaar"}


def test_what_is_withheld_or_suspended_has_no_file(outgoing: Path, tmp_path: Path) -> None:
    settled(outgoing)
    with Dossier.open(outgoing) as dossier:
        dossier.judge("verslag", {"suspended": True}, who="anna")
        dossier.judge("kopie", {"judgement": "already", "link": "https://x.nl/kopie"}, who="anna")
    done = published(outgoing, tmp_path / "uit")
    assert done.files == 2
    assert {path.name for path in (tmp_path / "uit/documenten").iterdir()} == {"1.txt", "3.txt", "index.html"}


def test_the_readme_says_what_is_in_it(package: Path) -> None:
    told = (package / "LEESMIJ.txt").read_text("utf-8")
    assert told.startswith("Inventarislijst: Sleutels en ramen\n")
    assert "Aantal documenten: 5" in told
    assert "productierapport" in told


# ── the pages ───────────────────────────────────────────────────────────────────────────────────────────────


def page(path: Path) -> Any:
    return html.fromstring(path.read_text("utf-8"))


def test_each_message_stands_once(package: Path) -> None:
    messages = [json.loads(line)["message"] for line in (package / "gegevens/messages.jsonl").read_text().splitlines()]
    shown = [one for path in (package / "gesprek").glob("*.html") for one in page(path).xpath("//article/@id")]
    assert len(shown) == len(set(shown)) == len(messages)


def test_every_link_leads_somewhere_and_all_are_relative(package: Path) -> None:
    for path in package.rglob("*.html"):
        tree = page(path)
        for href in tree.xpath("//a/@href | //link/@href"):
            target, _, anchor = href.partition("#")
            assert not re.match(r"[a-z]+:|/", target), (path, href)
            there = (path.parent / target) if target else path
            assert there.is_file(), (path, href)
            if anchor and there.suffix == ".html":
                assert page(there).xpath(f"//*[@id='{anchor}']"), (path, href)


def test_pages_are_dutch_need_no_script_and_load_nothing_from_elsewhere(package: Path) -> None:
    for path in package.rglob("*.html"):
        tree = page(path)
        assert tree.get("lang") == "nl"
        assert tree.xpath("//script | //*[@style] | //@onclick | //img | //iframe") == []
        assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert len(tree.xpath("//h1")) == 1
        assert tree.xpath("//title/text()")[0].strip()
        identifiers = tree.xpath("//@id")
        assert len(identifiers) == len(set(identifiers))


def test_a_copy_that_is_not_shown_is_reached_by_its_own_permalink(package: Path) -> None:
    shown = {one for path in (package / "gesprek").glob("*.html") for one in page(path).xpath("//@id")}
    assert {"b1-1", "b2-1", "b3-1", "b3-2"} <= shown


def test_strangers_words_are_text_on_the_pages(tmp_path: Path) -> None:
    head = "Van: a@x.nl\nVerzonden: maandag 1 juni 2020 16:40\nAan: b@y.nl\nOnderwerp: <script>alert(1)</script>\n"
    (tmp_path / "kwaad.txt").write_text(f"{head}\n<img src=x onerror=alert(2)> & meer\n", encoding="utf-8")
    ingest(tmp_path / "dossier", [tmp_path / "kwaad.txt"], IngestOptions(jobs=1))
    published(tmp_path / "dossier", tmp_path / "uit")
    for path in (tmp_path / "uit").rglob("*.html"):
        assert page(path).xpath("//script | //img") == []


# ── whole or not at all ─────────────────────────────────────────────────────────────────────────────────────


def test_the_same_decisions_give_the_same_zip(outgoing: Path, tmp_path: Path) -> None:
    settled(outgoing)
    for name in ("een.zip", "twee.zip"):
        published(outgoing, tmp_path / name)
    assert (tmp_path / "een.zip").read_bytes() == (tmp_path / "twee.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "een.zip") as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(2026, 3, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(HIDDEN)]


def test_an_error_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> None:
        with making(tmp_path / "uit.zip", TODAY) as folder:
            write(folder, "a/b.txt", b"x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_taken_is_left_alone_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "uit").mkdir()
    (tmp_path / "uit/LEESMIJ.txt").write_text("oud")
    with pytest.raises(UsageError), making(tmp_path / "uit", TODAY):
        pytest.fail("never here")
    with making(tmp_path / "uit", TODAY, force=True) as folder:
        write(folder, "nieuw.txt", b"x")
        assert (tmp_path / "uit/LEESMIJ.txt").is_file()
    assert [path.name for path in (tmp_path / "uit").iterdir()] == ["nieuw.txt"]
    assert left(tmp_path) == []


@pytest.mark.parametrize("beside", ["mijn stukken.docx", "LEESMIJ.txt.was"])
def test_a_folder_that_is_no_package_is_never_replaced(tmp_path: Path, beside: str) -> None:
    (tmp_path / "uit").mkdir()
    for name in ("LEESMIJ.txt", beside):
        (tmp_path / "uit" / name).write_text("blijft")
    with pytest.raises(UsageError), making(tmp_path / "uit", TODAY, force=True):
        pytest.fail("never here")
    assert (tmp_path / "uit" / beside).read_text() == "blijft"


def test_a_dossier_is_never_replaced_by_its_own_package(outgoing: Path) -> None:
    settled(outgoing)
    with pytest.raises(UsageError):
        published(outgoing, outgoing, force=True)
    with Dossier.open(outgoing) as dossier:
        assert all(dossier.original(view.source).is_file() for view in dossier.documents())


def test_an_earlier_package_is_replaced(outgoing: Path, tmp_path: Path) -> None:
    settled(outgoing)
    published(outgoing, tmp_path / "uit")
    published(outgoing, tmp_path / "uit", force=True)
    assert left(tmp_path) == []


def _hang(out: str) -> None:
    with making(Path(out), TODAY, force=True) as folder:
        write(folder, "half.txt", b"x")
        (Path(out).parent / "begonnen").touch()
        time.sleep(60)


def test_a_kill_leaves_the_old_package_whole_and_the_next_run_tidies_up(tmp_path: Path) -> None:
    with making(tmp_path / "uit.zip", TODAY) as folder:
        write(folder, "a.txt", b"eerste")
    before = (tmp_path / "uit.zip").read_bytes()
    process = multiprocessing.get_context("spawn").Process(target=_hang, args=(str(tmp_path / "uit.zip"),))
    process.start()
    while not (tmp_path / "begonnen").exists():
        time.sleep(0.02)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert (tmp_path / "uit.zip").read_bytes() == before
    assert len(left(tmp_path)) == 1
    with making(tmp_path / "uit.zip", TODAY, force=True) as folder:
        write(folder, "a.txt", b"tweede")
    assert left(tmp_path) == []


# ── what stands in the way ──────────────────────────────────────────────────────────────────────────────────


def stops(place: Path) -> list[str]:
    with Dossier.open(place) as dossier:
        return [one.key for one in checks(dossier) if one.severity == "stop"]


def test_nothing_is_published_while_something_is_open(outgoing: Path, tmp_path: Path) -> None:
    with Dossier.open(outgoing) as dossier:
        one = dossier.redactions()[0]
        dossier.decide([(one.id, one.version, {"status": "proposed"})], who="anna", reach="place")
    assert stops(outgoing) == ["proposed"]
    with pytest.raises(NotReadyError, match="not decided yet: 1") as stopped:
        published(outgoing, tmp_path / "uit")
    assert "nog niet is besloten: 1" in stopped.value.detail(texts("nl"))
    assert not (tmp_path / "uit").exists()
    assert left(tmp_path) == []


def test_an_officer_may_go_on_with_what_is_open(outgoing: Path, tmp_path: Path) -> None:
    with Dossier.open(outgoing) as dossier:
        one = dossier.redactions()[0]
        dossier.decide([(one.id, one.version, {"status": "proposed"})], who="anna", reach="place")

    def at_once(dossier: Dossier, documents: Sequence[int], folder: Path) -> list[Released]:
        return released_files(dossier, documents, folder, ApplyOptions(jobs=1, despite_open=True))

    with Dossier.open(outgoing) as dossier:
        done = publish(
            dossier, tmp_path / "uit", apply=at_once, read_anew=read_anew, today=TODAY, despite_open=True
        )  # fmt: skip
    assert ("proposed", "look") in {(note.key, note.severity) for note in done.notes}
    assert done.files == len(list((tmp_path / "uit/documenten").glob("*.*"))) - 1  # beside them the page of documents


def test_a_second_pair_of_eyes_is_waited_for(outgoing: Path) -> None:
    with Dossier.open(outgoing) as dossier:
        dossier.set_release_settings({"second_needed": True}, who="anna")
    assert stops(outgoing) == ["second"]


@pytest.mark.parametrize("field", ["title", "remarks", "explanation"])
def test_words_of_an_officer_that_tell_what_is_withheld_stop_it_and_are_not_repeated(
    outgoing: Path, tmp_path: Path, field: str
) -> None:
    with Dossier.open(outgoing) as dossier:
        dossier.judge("los", {field: "Brief van Lotte Hoekstra"}, who="anna")
    assert stops(outgoing) == ["typed"]
    with pytest.raises(NotReadyError) as told:
        published(outgoing, tmp_path / "uit")
    assert "Hoekstra" not in str(told.value)


def test_a_word_of_a_withheld_name_that_somebody_typed_is_to_be_looked_at(outgoing: Path) -> None:
    with Dossier.open(outgoing) as dossier:
        dossier.judge("los", {"number": "9", "title": "Klacht van hoekstra"}, who="anna")
        found = [one for one in checks(dossier) if one.key == "hinted"]
    assert [(one.severity, one.values["numbers"]) for one in found] == [("look", "9")]


def test_a_number_given_twice_stops_it(outgoing: Path) -> None:
    with Dossier.open(outgoing) as dossier:
        dossier.judge("los", {"number": "3"}, who="anna")
        dossier.judge("verslag", {"number": "3"}, who="anna")
    assert stops(outgoing) == ["same-number"]
