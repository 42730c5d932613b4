"""Sending files: they come into the dossier, with what went wrong and its cure."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.dossier.files import Layout
from draad.web.ask import Upload
from draad.web.jobs.intake import Intake, Job, _own_names
from web.conftest import Open, page, token

MAIL = """Van: Voorbeeld, A. <a@gemeente-x.nl>
Verzonden: dinsdag 4 februari 2020 10:00
Aan: B <b@organisatie-y.nl>
Onderwerp: {subject}

Beste collega,

Kun je de {subject} voor 1 maart sturen?
"""


def sent(client: TestClient, *files: tuple[str, bytes], **more: Any) -> Any:
    """What the server answers to a form with files."""
    parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
    data = {"csrf": token(client, "/inlezen")}
    return client.post("/inlezen", data=data, files=parts, follow_redirects=False, **more)


def ended(client: TestClient, url: str) -> dict[str, Any]:
    """A pile when nothing more will come of it."""
    for _ in range(600):
        told = client.get(f"{url}.json").json()
        if told["job"]["over"]:
            return dict(told)
        time.sleep(0.1)
    raise AssertionError("it never ended")


def test_what_is_sent_is_read_woven_and_found(own: Path, opened: Open) -> None:
    client = opened(own)
    answer = sent(client, ("brief één.txt", MAIL.format(subject="evaluatie zwemles").encode()))
    assert answer.status_code == 303
    told = ended(client, answer.headers["location"])
    assert told["job"]["state"] == "done"
    assert told["job"]["told"]["documents"] == 1
    assert told["job"]["told"]["failed"] == 0
    with Dossier.open(own) as dossier:
        assert dossier.document("brief één").copies == 1
    assert not list((Layout(own).uploads).glob("*/files"))


def test_a_damaged_file_is_told_with_its_cure_and_the_rest_goes_on(own: Path, opened: Open) -> None:
    client = opened(own)
    good = MAIL.format(subject="begroting sportveld").encode()
    answer = sent(client, ("kapot.pdf", b"%PDF-1.7\nniets meer"), ("goed.txt", good))
    told = ended(client, answer.headers["location"])
    assert told["job"]["told"]["documents"] == 1
    assert [failure["path"] for failure in told["failures"]] == ["kapot.pdf"]
    assert told["failures"][0]["what"] == "Het bestand is beschadigd of afgebroken"
    assert "PDF" in told["failures"][0]["detail"]
    assert not told["failures"][0]["detail"].endswith("..")
    assert told["failures"][0]["cure"]
    shown = page(client, answer.headers["location"])
    assert "kapot.pdf" in shown.text_content()
    (folded,) = shown.xpath("//td//details[not(@open)]")
    assert folded.xpath("string(.//p[@lang='en'])") == told["failures"][0]["detail"]
    assert shown.xpath("//th[text()='Omvang (kB)']")


def test_a_zip_bomb_stops_nothing(own: Path, opened: Open) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(3):
            bomb.writestr(f"groot{number}.txt", b"0" * 80_000_000)
    client = opened(own)
    answer = sent(client, ("bom.zip", held.getvalue()))
    told = ended(client, answer.headers["location"])
    assert told["job"]["state"] == "done"
    assert told["failures"]


def test_a_kind_that_is_not_read_is_refused_at_once(client: TestClient) -> None:
    answer = sent(client, ("programma.exe", b"MZ"))
    assert answer.status_code == 400
    assert "programma.exe" in answer.text


def test_what_is_not_read_is_left_out_and_told_while_the_rest_goes_on(own: Path, opened: Open) -> None:
    client = opened(own)
    good = MAIL.format(subject="nota schoolplein").encode()
    answer = sent(client, ("map/programma.exe", b"MZ"), ("goed.txt", good), ("plaatje.png", b"x"))
    assert answer.status_code == 303
    told = ended(client, answer.headers["location"])["job"]
    assert (told["state"], told["told"]["documents"]) == ("done", 1)
    assert told["told"]["refused"] == ["programma.exe", "plaatje.png"]
    assert [file["name"] for file in told["files"]] == ["goed.txt"]
    (left_out,) = page(client, answer.headers["location"]).xpath("//*[@data-refused]")
    assert left_out.xpath(".//li/text()") == ["programma.exe", "plaatje.png"]


def test_where_nothing_is_left_all_that_was_refused_is_named(client: TestClient) -> None:
    answer = sent(client, *((f"{n}.exe", b"MZ") for n in range(7)))
    assert answer.status_code == 400
    assert "0.exe, 1.exe, 2.exe, 3.exe, 4.exe … (+2)" in answer.text


def test_a_form_without_files_says_so(client: TestClient) -> None:
    answer = client.post("/inlezen", data={"csrf": token(client, "/inlezen")})
    assert answer.status_code == 400


def test_more_than_may_come_at_once_is_refused(generated: Path, opened: Open) -> None:
    client = opened(generated, most_upload=1000)
    answer = sent(client, ("groot.txt", b"x" * 3_000_000))
    assert answer.status_code == 413


def test_readers_may_look_and_not_send(generated: Path, opened: Open) -> None:
    client = opened(generated, role="reader")
    assert not page(client, "/inlezen").xpath("//form[@data-drop]")
    assert sent(client, ("a.txt", b"x")).status_code == 403


def test_what_a_killed_server_left_is_taken_in_by_the_next(own: Path) -> None:
    left = Layout(own).uploads / "0123456789abcdef"
    (left / "files").mkdir(parents=True)
    (left / "files" / "brief.txt").write_text(MAIL.format(subject="parkeerplaats"), encoding="utf-8")
    kept = '{"id": "0123456789abcdef", "who": "an", "at": 1, "files": [["brief.txt", 9]], "state": "running"}'
    (left / "job.json").write_text(kept, encoding="utf-8")
    intake = Intake(own)
    intake.resume()
    job = intake.job("0123456789abcdef")
    for _ in range(600):
        if job.over:
            break
        time.sleep(0.1)
    intake.close()
    assert (job.state, job.told["documents"]) == ("done", 1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["../../etc/passwd.txt"], ["passwd.txt"]),
        (["C:\\Users\\x\\brief.PDF"], ["brief.PDF"]),
        (["a\r\nSet-Cookie: x.txt"], ["aSet-Cookie x.txt"]),
        (["a.txt", "A.txt"], ["a.txt", "A (2).txt"]),
        (["x" * 400 + ".eml"], ["x" * 150 + ".eml"]),
    ],
)
def test_names_are_made_safe(given: list[str], kept: list[str]) -> None:
    assert _own_names(given) == kept


@pytest.mark.parametrize("name", ["..", ".", "", "brief", ".htaccess", "x.txt.php"])
def test_names_without_a_known_ending_are_refused(name: str) -> None:
    assert _own_names([name]) == [None]


def test_what_a_killed_server_left_half_written_is_removed(tmp_path: Path) -> None:
    fresh, old = (Layout(tmp_path).uploads / name for name in ("fresh", "old"))
    for folder in (fresh, old):
        (folder / "files").mkdir(parents=True)
        (folder / "files" / "half.pdf").write_bytes(b"%PDF")
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    Intake(tmp_path)
    assert fresh.is_dir(), "another server may be writing it"
    assert not old.exists()


def test_two_servers_of_one_dossier_take_a_pile_in_once(own: Path) -> None:
    one = Intake(own)
    files = [Upload(f"{n}.txt", 0, io.BytesIO(MAIL.format(subject=f"zaak {n}").encode())) for n in range(20)]
    pile = one.take(files, "anna")
    other = Intake(own)
    other.resume()
    for _ in range(600):
        if all(job.over for intake in (one, other) for job in intake.jobs()):
            break
        time.sleep(0.1)
    assert [intake.job(pile.id).state for intake in (one, other)] == ["done", "done"]
    assert one.job(pile.id).told == other.job(pile.id).told
    with Dossier.open(own) as dossier:
        assert not [failure for failure in dossier.failures() if failure.path.endswith(".txt")]
    one.close()
    other.close()


def test_a_pile_that_went_from_the_disk_stops_no_other(own: Path) -> None:
    intake = Intake(own)
    gone = Job("0123456789abcdef", "anna", time.time(), [])
    with intake._lock:
        intake._jobs[gone.id] = gone
    file = Upload("brief.txt", 0, io.BytesIO(MAIL.format(subject="zaak 9").encode()))
    pile = intake.take([file], "anna")
    for _ in range(600):
        if pile.over:
            break
        time.sleep(0.1)
    assert (gone.state, pile.state) == ("failed", "done")
    intake.close()
