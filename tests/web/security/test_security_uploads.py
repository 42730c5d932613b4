"""What is sent to be taken in: never more than may come, never elsewhere than in the dossier, never run or shown."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from draad.web.accounts import Role, User
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings
from web.security.security_room import HOSTS, csrf

MOST = 300_000
MEGABYTES = 60
"""What the bomb unpacks to; it comes as a thousandth of that."""


class Sent:
    """A reading room to send files to, of somebody of one role."""

    def __init__(self, place: Path, role: Role) -> None:
        self.place = place
        self.room = Room(
            place, Settings(local=User("jan", role, local=True), hosts=HOSTS, most_upload=MOST), room_routes()
        )
        self.client = TestClient(create_app(self.room), raise_server_exceptions=False)
        self.token = csrf(self.client, "/account")

    def send(self, *files: tuple[str, bytes], **more: Any) -> Any:
        named = [("bestanden", (name, data, "application/octet-stream")) for name, data in files]
        headers = {"X-CSRF-Token": self.token, **more.pop("headers", {})}
        return self.client.post("/inlezen", files=named, headers=headers, follow_redirects=False, **more)

    def kept(self) -> list[str]:
        uploads = self.room.intake._folder
        return [str(file.relative_to(uploads)) for file in uploads.rglob("*") if file.is_file()]


@pytest.fixture(scope="module")
def place(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(hostile, tmp_path_factory.mktemp("sturen") / "een" / "dossier"))


@pytest.fixture(scope="module")
def quiet_room(place: Path) -> Iterator[Sent]:
    """Nothing is taken in: what is sent waits."""
    sent = Sent(place, "team")
    sent.room.intake._work = lambda: None  # type: ignore[method-assign]
    yield sent
    sent.room.close()


@pytest.fixture
def team(quiet_room: Sent) -> Sent:
    """The room with nothing sent yet."""
    shutil.rmtree(quiet_room.room.intake._folder, ignore_errors=True)
    return quiet_room


def test_what_is_too_large_is_refused_before_it_is_kept(team: Sent) -> None:
    too_much = 2 * 1024 * 1024 + MOST + 1
    answer = team.send(("groot.txt", b"x" * too_much))
    assert answer.status_code == 413
    assert team.kept() == []


def test_what_does_not_say_how_large_it_is_is_counted_as_it_comes(team: Sent) -> None:
    read = 0

    def stream() -> Iterator[bytes]:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="bestanden"; filename="a.txt"\r\n\r\n'
        for _ in range(200):
            read += 1
            yield b"x" * 100_000

    headers = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRF-Token": team.token}
    assert team.client.post("/inlezen", content=stream(), headers=headers).status_code == 413
    assert team.kept() == []


def test_a_form_that_takes_no_files_takes_none(team: Sent) -> None:
    answer = team.client.post("/instellingen", files={"x": b"x" * 100}, headers={"X-CSRF-Token": team.token})
    assert answer.status_code == 415
    answer = team.client.post(
        "/instellingen", content=b"a=" + b"x" * 3_000_000,
        headers={"X-CSRF-Token": team.token, "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"[" * 100_000),
        ("application/json", b'{"a":' * 50_000),
        ("application/json", b"\xff\xfe"),
        ("application/json", b"[]"),
        ("application/json", b'{"a":{"b":1}}'),
        ("application/json", b'{"csrf":[]}'),
        ("application/json", b'{"taal":1e999999}'),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(5000))),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: nothing\r\n\r\nx"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: b\r\n" * 10_000 + b"\r\nx"),
        ("application/x-www-form-urlencoded; charset=utf-99", b"a=%ff%fe"),
    ],
)
def test_a_form_that_can_not_be_read_is_told_so(team: Sent, kind: str, body: bytes) -> None:
    for url in ("/instellingen", "/inlezen", "/inlezen.json"):
        headers = {"Content-Type": kind, "X-CSRF-Token": team.token}
        answer = team.client.post(url, content=body, headers=headers, follow_redirects=False)
        assert answer.status_code in (303, 400, 413, 415), url


@pytest.mark.parametrize(
    "name", ["programma.exe", "plaatje.svg", "pagina.php", "x", ".htaccess", "a.txt.sh", "a.pdf\x00.exe"]
)
def test_a_kind_that_is_not_read_is_refused_with_a_reason(team: Sent, name: str) -> None:
    answer = team.send((name, b"MZ"))
    assert answer.status_code == 400
    assert team.kept() == []


@pytest.mark.parametrize(
    "name",
    [
        "../../../weg.txt",
        "/etc/cron.d/weg.txt",
        "..\\..\\weg.txt",
        "C:\\weg.txt",
        "a/b/weg.txt",
        "....//weg.txt",
        "~/weg.txt",
        "\u2025/weg.txt",
        "weg\r\nX: y.txt",
        "a" * 4000 + ".txt",
        "CON.txt",
        "-rf.txt",
    ],
)
def test_a_name_leads_nowhere_else(team: Sent, name: str) -> None:
    before = set(team.place.parent.parent.rglob("*"))
    answer = team.send((name, b"Van: a@x.nl"))
    assert answer.status_code in (303, 400), answer.text
    uploads = team.room.intake._folder
    new = {file for file in team.place.parent.parent.rglob("*") if file not in before and file.is_file()}
    assert all(file.is_relative_to(team.place) for file in new)
    for file in new:
        if file.is_relative_to(uploads) and file.name.endswith(".txt"):
            assert len(file.relative_to(uploads).parts) == 3
            assert file.read_bytes() == b"Van: a@x.nl"


def test_two_of_one_name_are_two(team: Sent) -> None:
    team.send(("a.txt", b"een"), ("../a.txt", b"twee"))
    assert len([name for name in team.kept() if name.endswith(".txt")]) == 2


def test_who_may_not_send_is_refused_before_the_files_are_read(place: Path) -> None:
    sent = Sent(place, "reader")
    read = 0

    def stream() -> Iterator[bytes]:
        nonlocal read
        read += 1
        yield b"--x\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRF-Token": sent.token}
    before = sent.kept()
    assert sent.client.post("/inlezen", content=stream(), headers=headers).status_code == 403
    assert sent.kept() == before
    sent.room.close()


def _archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../uitgebroken.txt", "Van: a@x.nl\nOnderwerp: weg\n\nWeg.\n")
        archive.writestr("/tmp/uitgebroken.txt", "Van: a@x.nl\nOnderwerp: weg\n\nWeg.\n")
    return held.getvalue()


def _bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"{n}.txt", b"\0" * (MEGABYTES * 1024 * 1024))
    return held.getvalue()


def test_a_bomb_and_an_archive_that_breaks_out_end_in_the_list_of_failures(hostile: Path, tmp_path: Path) -> None:
    team = Sent(Path(shutil.copytree(hostile, tmp_path / "een" / "dossier")), "team")
    bomb = _bomb()
    assert len(bomb) < MOST
    answer = team.send(("bom.zip", bomb), ("uitbraak.zip", _archive()), ("goed.txt", b"Van: a@x.nl\n\nDag.\n"))
    assert answer.status_code == 303
    url = answer.headers["location"]
    for _ in range(600):
        job = team.client.get(f"{url}.json").json()
        if job["job"]["over"]:
            break
        time.sleep(0.05)
    assert job["job"]["state"] == "done", job
    failed = {one["path"]: one["code"] for one in job["failures"]}
    assert "bom.zip" in {path.split("/")[0] for path in failed}
    assert set(failed.values()) == {"unsafe"}
    assert not list(team.place.parent.parent.rglob("uitgebroken.txt"))
    assert not Path("/tmp/uitgebroken.txt").exists()
    team.room.close()


def test_what_was_sent_is_never_served(team: Sent) -> None:
    answer = team.send(("pagina.html", b"<script>alert(1)</script>"))
    identifier = answer.headers["location"].rsplit("/", 1)[-1]
    for url in (
        f"/inlezen/{identifier}/files/pagina.html", "/uploads/pagina.html",
        f"/static/../uploads/{identifier}/files/pagina.html", "/draad.accounts.sqlite",
        "/static/..%2f..%2fdraad.accounts.sqlite",
    ):  # fmt: skip
        assert team.client.get(url).status_code == 404, url
    page = team.client.get(f"/inlezen/{identifier}")
    assert "<script>alert" not in page.text
