"""No address leads to a file that is not meant: by the real server too, which sees addresses as they are sent."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from draad.web.app import create_app
from draad.web.room import Room

UP = (
    *(
        "../",
        "..%2f",
        "..%2F",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%5c",
        "..\\",
        "....//",
        "..;/",
        "%252e%252e%252f",
        "..%c0%af",
    ),
    *("..%00/", "./../", "%2e%2e%5c", "..//", "\uff0e\uff0e/", ".%2e/"),
)
WANTED = (
    "etc/passwd",
    "draad.sqlite",
    "draad.accounts.sqlite",
    "app.py",
    "security.py",
    "pages/account.py",
    "originals",
)
INSIDE = (b"root:", b"SQLite format", b"from __future__", b"[build-system]")
STARTS = ("/static/", "/assets/", "/hulp/", "/document/", "/register/uitvoer.", "/inlezen/")


def addresses() -> Iterator[str]:
    for start in STARTS:
        for up in UP:
            for depth in (1, 5)[start != STARTS[0] :]:
                for wanted in WANTED:
                    yield f"{start}{up * depth}{wanted}"
        yield from (
            f"{start}/etc/passwd",
            f"{start}%2fetc%2fpasswd",
            f"{start}C:/x",
            f"{start}file:///etc/passwd",
            f"{start}css%00.css",
        )


def test_no_address_leads_out(people: dict[str, TestClient]) -> None:
    for url in addresses():
        answer = people["admin"].get(url, follow_redirects=False)
        assert answer.status_code in (301, 303, 307, 400, 404), url
        assert not any(sign in answer.content for sign in INSIDE), url


def test_files_are_those_of_the_folder_alone(room: Room) -> None:
    """An address is looked up in a list of names, not on the disk."""
    for files in (room.own, room.built):
        for name in (
            "",
            ".",
            "..",
            "../app.py",
            "css/../css/draad.css",
            "css//draad.css",
            "css",
            "/css/draad.css",
            "\0",
        ):
            assert files.answer(name, "", "gzip") is None
        assert all(".." not in name and not name.startswith("/") for name in files.stamps)
        assert "manifest.json" not in files.stamps


def test_no_link_in_a_folder_of_ours_leads_out(room: Room) -> None:
    for files in (room.own, room.built):
        for name in files.stamps:
            assert (files.folder / name).resolve().is_relative_to(files.folder.resolve())


@pytest.fixture(scope="module")
def port(room: Room) -> Iterator[int]:
    """The real server on a port of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(room), log_level="critical", lifespan="off", server_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


def raw(port: int, request: bytes) -> bytes:
    """What the server answers to these very bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(request)
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
                if len(answer) > 1_000_000:
                    break
        except TimeoutError:
            pass
        return answer


def get(port: int, path: str, *headers: str, host: str = "localhost", method: str = "GET") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", ""]
    return raw(port, "\r\n".join(lines).encode("utf-8", "surrogateescape"))


def test_addresses_as_they_are_sent(port: int) -> None:
    """A client would tidy these up before it sends them."""
    for start in ("/static/", "/assets/", "/", ""):
        for up in UP[:12]:
            answer = get(port, f"{start}{up * 6}etc/passwd")
            assert answer.split(b" ")[1] in (b"303", b"307", b"400", b"404"), (start, up)
            assert b"root:" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "http://elders.nl/account",
        "//elders.nl/account",
        "*",
        "/%",
        "/%zz",
        "/\xff",
        "/?%00=%00",
        "/" + "a" * 70_000,
        "/a?" + "b=1&" * 10_000,
    ],
)
def test_odd_addresses_are_answered_and_the_server_stands(port: int, path: str) -> None:
    answer = get(port, path)
    assert answer == b"" or answer.split(b" ")[1] in (b"303", b"307", b"400", b"404", b"414", b"431")
    assert b"Traceback" not in answer
    assert get(port, "/aanmelden").split(b" ")[1] == b"200"


def test_what_stands_in_a_host_header_gets_no_page(port: int) -> None:
    for host in ("elders.nl", "elders.nl:80", "localhost.elders.nl", "localhost:80@elders.nl", "127.0.0.1#elders.nl"):
        assert get(port, "/aanmelden", host=host).split(b" ")[1] == b"400"
    double = raw(port, b"GET /aanmelden HTTP/1.1\r\nHost: elders.nl\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert double.split(b" ")[1] == b"400"
    none = raw(port, b"GET /aanmelden HTTP/1.0\r\n\r\n")
    assert none.split(b" ")[1] == b"400"


def test_requests_can_not_be_smuggled(port: int) -> None:
    both = (
        b"POST /instellingen HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n"
        b"Connection: close\r\n\r\n0\r\n\r\nGET /kapot HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    answer = raw(port, both)
    assert answer.count(b"HTTP/1.1 ") <= 1


def test_trace_says_nothing_back(port: int) -> None:
    for method in ("TRACE", "TRACK", "CONNECT", "DEBUG"):
        answer = get(port, "/account", "Cookie: draad_session=kijk", method=method)
        assert b"kijk" not in answer
        assert answer.split(b" ")[1] in (b"400", b"405")


def test_the_server_does_not_say_what_it_is(port: int) -> None:
    answer = get(port, "/aanmelden").split(b"\r\n\r\n")[0].lower()
    assert b"uvicorn" not in answer
    assert b"\r\nserver:" not in answer


def test_the_accounts_are_not_in_what_is_served(hostile: Path, people: dict[str, TestClient]) -> None:
    for name in hostile.iterdir():
        assert people["admin"].get(f"/{name.name}").status_code == 404
