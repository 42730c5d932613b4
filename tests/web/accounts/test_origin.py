"""Where a request comes from, and by what name it calls us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.web.accounts.origin import LOOPBACK, host_allowed, host_of, own_path, same_origin

HERE = {"host": "draad.voorbeeld.nl:8000"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://draad.voorbeeld.nl:8000"},
        {"origin": "https://DRAAD.voorbeeld.nl:8000"},  # TLS is done by a proxy
        {"origin": "https://draad.voorbeeld.nl:8000", "sec-fetch-site": "same-origin"},
    ],
)
def test_our_own_pages(headers: dict[str, str]) -> None:
    assert same_origin(HERE | headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://draad.voorbeeld.nl:8000"},
        {"origin": "http://elders.nl"},
        {"origin": "http://draad.voorbeeld.nl:8001"},
        {"origin": "http://draad.voorbeeld.nl"},
        {"origin": "http://draad.voorbeeld.nl:8000.elders.nl"},
        {"origin": "http://x@draad.voorbeeld.nl:8000"},
        {"origin": "file://draad.voorbeeld.nl:8000"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://["},
    ],
)
def test_pages_of_others(headers: dict[str, str]) -> None:
    assert not same_origin(HERE | headers)


def test_without_a_host_no_origin_is_ours() -> None:
    assert not same_origin({"origin": "http://"})


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:80", "[::1]:8000", "[::1]"])
def test_this_machine(host: str) -> None:
    assert host_allowed(host, LOOPBACK)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            "elders.nl",
            "localhost.elders.nl",
            "elders.nl:80",
            "127.0.0.1.elders.nl",
            "127.0.0.2",
            "localhost@elders.nl",
        ),
        *("elders.nl/localhost", "elders.nl\\@localhost", "[::1", "localhost elders.nl", "2130706433", "0", "[::]"),
    ],
)
def test_names_of_others(host: str) -> None:
    assert not host_allowed(host, LOOPBACK)


@given(st.text())
def test_no_header_is_too_strange(text: str) -> None:
    assert isinstance(host_of(text), str)
    assert isinstance(same_origin({"host": text, "origin": text}), bool)


def test_a_star_takes_any() -> None:
    assert host_allowed("elders.nl", {"*"})


@pytest.mark.parametrize("path", ["/", "/zoeken?q=a%20b&page=2", "/gesprek/12ab#r3", "/document/a~1"])
def test_a_way_back(path: str) -> None:
    assert own_path(path) == path


def test_a_way_back_can_stand_in_a_header() -> None:
    assert own_path("/zoeken?q=één") == "/zoeken?q=%C3%A9%C3%A9n"


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "//elders.nl",
            "/\\elders.nl",
            "\\\\elders.nl",
            "http://elders.nl",
            "javascript:alert(1)",
            "/\t/elders.nl",
        ),
        *("/\n/elders.nl", "\t//elders.nl", " //elders.nl", "/a\r\nSet-Cookie: x=y", "/a\\..\\b", "zoeken", "/a b"),
    ],
)
def test_a_way_to_others(path: str) -> None:
    assert own_path(path) == "/"
