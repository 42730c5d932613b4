"""Nothing that stands in a document or an address becomes part of a page: it is text, wherever it came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

import pytest
from httpx import Response
from lxml import html
from starlette.testclient import TestClient

from draad.web.app import room_routes
from draad.web.routes import Param, Route
from draad.web.words import TEMPLATES
from web.security.security_room import BAIT, PAYLOADS

GETS = [route for route in room_routes() if route.method == "GET"]
Examples = Callable[[Route], list[str]]
MOST = 16
"""Addresses of one route that are looked at."""
OWN_WORDS = {"href", "src", "action", "formaction", "poster", "data", "cite", "background", "ping", "manifest"}
"""Attributes that lead somewhere."""


def harm(page: html.HtmlElement) -> Iterator[str]:
    """What should not be in a page of ours."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in (BAIT, "iframe", "object", "embed", "base", "frame", "applet", "style"):
            yield f"<{element.tag}>"
        if element.tag == "script" and (
            element.text or not str(element.get("src")).startswith(("/static/", "/assets/"))
        ):
            yield "a script that is not ours"
        for name, value in element.attrib.items():
            if name == BAIT or name.startswith("on") or name in ("style", "srcdoc") or name.startswith("hx-on"):
                yield f"<{element.tag} {name}>"
            if name in OWN_WORDS and not leads_home(str(value)):
                yield f"<{element.tag} {name}={value}>"


def leads_home(url: str) -> bool:
    return urlsplit(url).scheme == "" and not url.startswith(("//", "/\\"))


def is_page(answer: Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html") and bool(answer.text.strip())


def test_harm_is_seen() -> None:
    """The test itself: each payload, put in a page as it is or in an attribute, is found out."""
    for payload in (PAYLOADS[0], PAYLOADS[4], PAYLOADS[6]):
        assert list(harm(html.fromstring(f"<main>{payload}</main>")))
    assert list(harm(html.fromstring(f'<main><p title="{PAYLOADS[3]}">x</p></main>')))
    assert list(harm(html.fromstring(f'<main><a href="{PAYLOADS[7]}">x</a></main>')))
    assert not list(harm(html.fromstring('<main><a href="/zoeken?q=a">x</a></main>')))


@pytest.mark.parametrize("route", GETS, ids=[route.name for route in GETS])
def test_nothing_of_a_document_becomes_part_of_a_page(
    people: dict[str, TestClient], examples: Examples, route: Route
) -> None:
    for who in ("officer", "admin") if route.role == "admin" else ("officer",):
        for n, url in enumerate(examples(route)[:MOST]):
            for headers in ({}, {"HX-Request": "true"})[: 2 if n < 4 else 1]:
                answer = people[who].get(url, headers=headers)
                assert answer.status_code < 500, url
                if is_page(answer):
                    assert list(harm(html.fromstring(answer.text))) == [], url


@pytest.mark.parametrize("route", [r for r in GETS if r.json], ids=[r.name for r in GETS if r.json])
def test_data_is_json_and_nothing_else(people: dict[str, TestClient], examples: Examples, route: Route) -> None:
    for url in examples(route)[:MOST]:
        answer = people["admin"].get(f"{url}.json")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "<" not in answer.text
        assert isinstance(json.loads(answer.text), dict)


def reflected(route: Route) -> Iterator[tuple[str, str]]:
    """Every payload for the search box; for the others one by one would take long: all in one, and two alone."""
    for param in route.params:
        few = (" ".join(PAYLOADS)[: param.length], PAYLOADS[0], PAYLOADS[2])
        yield from (
            (param.name, payload) for payload in (PAYLOADS if (route.name, param.name) == ("search", "q") else few)
        )


@pytest.mark.parametrize("route", GETS, ids=[route.name for route in GETS])
def test_nothing_of_an_address_becomes_part_of_a_page(
    people: dict[str, TestClient], examples: Examples, route: Route
) -> None:
    url = examples(route)[0]
    for name, payload in [*reflected(route), ("not-declared", PAYLOADS[0])]:
        answer = people["admin"].get(f"{url}?{name}={quote(payload)}")
        assert answer.status_code < 500, (name, payload)
        if is_page(answer):
            assert list(harm(html.fromstring(answer.text))) == [], (name, payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_path_becomes_part_of_a_page(people: dict[str, TestClient], payload: str) -> None:
    for start in ("", "gesprek/", "bericht/", "document/", "organisatie/", "register/punt/", "hulp/", "inlezen/"):
        for address in (f"/{start}{quote(payload, safe='')}", f"/{start}{quote(payload, safe='')}.json"):
            answer = people["reader"].get(address)
            assert answer.status_code in (400, 403, 404, 405), address
            if address.endswith(".json"):
                assert "<" not in answer.text
            else:
                assert list(harm(html.fromstring(answer.text))) == []


def test_what_is_hostile_is_shown_as_it_stands(people: dict[str, TestClient], examples: Examples) -> None:
    """The tests above would pass on empty pages: here the payloads are seen, as text."""
    routes = {route.name: route for route in GETS}
    shown = ""
    for name in ("document", "thread", "message"):
        for url in examples(routes[name])[:MOST]:
            shown += html.fromstring(people["officer"].get(url).text).text_content()
    assert f"<script>{BAIT}()</script>" in shown
    assert f"<svg/onload={BAIT}()>" in shown


def test_templates_never_say_that_something_is_safe() -> None:
    """Autoescape is for all; what a page may hold as it is, is nothing."""
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for word in ("|safe", "| safe", "autoescape", "Markup", " style=", "<style", "javascript:", " onclick"):
            assert word not in text, (file.name, word)


TRUSTED = {"handbook.py"}
"""Makes pages of the manual that is shipped with Draad."""
LOOKING = {"layout.py"}
"""Asks of a value whether it is HTML already, and makes none."""


def test_code_of_pages_never_says_that_something_is_safe() -> None:
    for file in TEMPLATES.parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "Markup" not in text or file.name in TRUSTED | LOOKING, file
        assert "Markup(" not in text or file.name in TRUSTED, file


def test_scripts_make_no_html_of_text() -> None:
    """Our own scripts put text in pages as text."""
    for file in (TEMPLATES.parent / "static" / "js").rglob("*.js"):
        text = file.read_text(encoding="utf-8")
        for word in (".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert word not in text, (file.name, word)


def test_a_param_that_is_text_has_a_length() -> None:
    for route in room_routes():
        for param in route.params:
            assert isinstance(param, Param)
            assert param.length <= 100_000
