"""What every answer says to the browser, also when something went wrong, and what it never says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

import draad
from draad.web.accounts.cookies import cookie_name
from draad.web.app import create_app, room_routes
from draad.web.respond import disposition
from draad.web.room import Room, Settings
from draad.web.routes import Route
from web.security.security_room import SECRET, Visit, sign_in

GETS = [route for route in room_routes() if route.method == "GET"]
Examples = Callable[[Route], list[str]]
ODD = (
    *(
        "/bestaat-niet",
        "/bestaat-niet.json",
        "/dossier?pagina=x",
        "/zoeken?pagina=-1",
        "/gesprek/niets",
        "/kapot",
        "/kapot.json",
    ),
    *(
        "/static/bestaat-niet.css",
        "/assets/../../etc/passwd",
        "/openapi.json",
        "/static/",
        "/%00",
        "/%ff",
        "/" + "a" * 5000,
    ),
)


@pytest.mark.parametrize("who", ["anyone", "reader", "admin"])
def test_every_answer_has_the_headers(people: dict[str, TestClient], examples: Examples, who: str) -> None:
    for url in [*ODD, *(examples(route)[0] for route in GETS), *(f"{examples(route)[0]}.json" for route in GETS)]:
        answer = people[who].get(url, follow_redirects=False)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), url
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff", url
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers
        assert "public" not in answer.headers["cache-control"] or url.startswith(("/static", "/assets"))


def test_pages_of_people_are_kept_by_no_shared_cache(people: dict[str, TestClient], examples: Examples) -> None:
    for route in GETS:
        kept = people["admin"].get(examples(route)[0], follow_redirects=False).headers["cache-control"]
        assert "private" in kept or "no-store" in kept, route.name


INSIDE = re.compile(r"Traceback|File \"|line \d+, in |site-packages|sqlite3|jinja2|\.py\b|" + re.escape(SECRET))


@pytest.mark.parametrize("who", ["anyone", "reader", "admin"])
@pytest.mark.parametrize("url", ODD)
def test_errors_tell_nothing_of_the_inside(people: dict[str, TestClient], hostile: Path, url: str, who: str) -> None:
    answer = people[who].get(url, follow_redirects=False)
    for headers in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
        answer = people[who].get(url, headers=headers, follow_redirects=False)
        assert not INSIDE.search(answer.text), url
        for place in (hostile.parent, Path(draad.__file__).parent):
            assert str(place) not in answer.text


def test_a_fault_of_ours_is_a_page_that_says_so(people: dict[str, TestClient]) -> None:
    assert people["reader"].get("/kapot").status_code == 500
    answer = people["reader"].get("/kapot.json")
    assert answer.status_code == 500
    assert set(answer.json()["error"]) == {"code", "message", "cure"}


def test_no_page_and_no_data_tells_where_things_stand_on_the_machine(
    people: dict[str, TestClient], examples: Examples, hostile: Path
) -> None:
    for route in GETS:
        for url in examples(route)[:5]:
            for address in (url, f"{url}.json"):
                answer = people["admin"].get(address)
                assert str(hostile.parent) not in answer.text, address
                assert str(hostile.parent).encode() not in answer.content


def test_nobody_learns_what_the_dossier_is_called(people: dict[str, TestClient], hostile: Path) -> None:
    for url in ("/aanmelden", "/bestaat-niet", "/kapot", "/hulp", "/openapi.json"):
        answer = people["anyone"].get(url)
        assert hostile.name.split()[0] + " &lt;" not in answer.text, url
        assert hostile.name not in answer.text


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "PROPFIND", "FOO"])
@pytest.mark.parametrize("url", ["/account", "/aanmelden", "/static/css/draad.css", "/openapi.json", "/"])
def test_other_methods_are_refused(people: dict[str, TestClient], method: str, url: str) -> None:
    answer = people["admin"].request(method, url, headers={"X-Mark": "seen-by-trace"}, follow_redirects=False)
    assert answer.status_code in (404, 405)
    assert "seen-by-trace" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_method_in_a_header_changes_nothing(people: dict[str, TestClient]) -> None:
    for name in ("X-HTTP-Method-Override", "X-Method-Override"):
        assert people["admin"].get("/account", headers={name: "POST"}).status_code == 200


# ── cookies ─────────────────────────────────────────────────────────────────────────────────────────────────────


def flags(response: Response | object) -> list[set[str]]:
    headers = response.headers  # type: ignore[union-attr]
    return [
        {part.strip().split("=")[0].lower() for part in one.split(";")[1:]} for one in headers.get_list("set-cookie")
    ]


def test_cookies_are_for_us_alone(visit: Visit) -> None:
    client = visit()
    answers = [client.get("/aanmelden")]
    form = {
        "csrf": str(re.search(r'name="csrf" content="([^"]+)"', answers[0].text)[1]),
        "naam": "team",
        "wachtwoord": SECRET,
    }  # type: ignore[index]
    answers.append(client.post("/aanmelden", data=form, follow_redirects=False))
    seen = [one for answer in answers for one in flags(answer)]
    assert len(seen) >= 3
    for one in seen:
        assert {"httponly", "samesite", "path"} <= one
        assert "domain" not in one
        assert "secure" not in one


def test_over_tls_they_are_secure_and_of_this_host_alone(hostile: Path) -> None:
    room = Room(hostile, Settings(local=None, secure=True, hosts=frozenset({"testserver"})), room_routes())
    client = sign_in(TestClient(create_app(room), base_url="https://testserver"), "team")
    answer = client.get("/account")
    assert answer.status_code == 200
    names = {cookie.name for cookie in client.cookies.jar}
    assert cookie_name("draad_session", True) in names
    assert all(name.startswith("__Host-") for name in names)
    assert all(cookie.secure for cookie in client.cookies.jar)
    fresh = TestClient(create_app(room), base_url="https://testserver").get("/aanmelden")
    assert all({"secure", "httponly", "samesite"} <= one for one in flags(fresh))
    room.close()


def test_a_choice_of_language_holds_over_tls_too(hostile: Path) -> None:
    room = Room(hostile, Settings(local=None, secure=True, hosts=frozenset({"testserver"})), room_routes())
    client = TestClient(create_app(room), base_url="https://testserver")
    client.cookies.set("__Host-draad_taal", "en")
    assert '<html lang="en"' in client.get("/aanmelden").text
    room.close()


@pytest.mark.parametrize(
    "value",
    ["", "x", "e30.0", "'", '"', "%00", "a" * 7000, "W10.deadbeef", "bnVsbA.0" * 50, "\u00e9", "=;,", "{{7*7}}"],
)
@pytest.mark.parametrize("name", ["draad_session", "draad_browser", "draad_bericht", "draad_taal", "draad_thema"])
def test_a_tampered_cookie_is_no_cookie(visit: Visit, name: str, value: str) -> None:
    cookie = f"{name}={value}".encode("latin-1")
    answer = visit().get("/account.json", headers={"Cookie": cookie})  # type: ignore[dict-item]
    assert answer.status_code == 401
    page = visit().get("/aanmelden", headers={"Cookie": cookie})  # type: ignore[dict-item]
    assert page.status_code == 200
    assert "{{7*7}}" not in page.text


def test_a_flash_that_was_not_signed_is_not_shown(visit: Visit, room: Room) -> None:
    told = json.dumps(["web.account.signed-out", {}, False])
    good = room.signer.sign(told)
    for value, seen in ((good, True), (good[:-1] + ("0" if good[-1] != "0" else "1"), False), (told, False)):
        page = visit().get("/aanmelden", headers={"Cookie": f"draad_bericht={value}"})
        assert ("afgemeld" in page.text) is seen


# ── names in headers ────────────────────────────────────────────────────────────────────────────────────────────

NAMES = (
    *("a\r\nSet-Cookie: x=1", 'a"; filename="b.exe', "a\\b", "../../etc/passwd", "a;b=c", "é€ü.pdf", "\u202egnp.exe"),
    *("", ".", "..", "a" * 5000, "%0d%0aX: y", "a\x00b", "a\tb", "CON", "naam, met komma.txt", "'", "\ud800"),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_download_stays_a_name(name: str) -> None:
    header = disposition(name)
    header.encode("ascii")
    assert re.fullmatch(
        r"attachment; filename=\"[^\"\\/\x00-\x1f\x7f]+\"; filename\*=UTF-8''[\w.~%!$&+^`|-]+", header
    ), header
    assert Response(headers={"Content-Disposition": header}).raw_headers


def test_originals_come_as_files_and_never_as_pages(people: dict[str, TestClient], examples: Examples) -> None:
    downloads = [route for route in GETS if route.path.endswith(("/origineel", "/pdf"))]
    assert len(downloads) == 2
    for route in downloads:
        for url in examples(route):
            answer = people["reader"].get(url, follow_redirects=False)
            assert answer.status_code in (200, 303, 404), url
            if answer.status_code == 200:
                assert "sandbox" in answer.headers["content-security-policy"]
                assert "set-cookie" not in answer.headers
                assert answer.headers["content-type"].split(";")[0] not in ("text/html", "image/svg+xml", "text/xml")
                if route.path.endswith("/origineel"):
                    assert answer.headers["content-disposition"].startswith("attachment; ")
