"""Nothing changes but by a form of our own, in the browser to which it was given."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from draad.web.app import room_routes
from draad.web.room import Room
from draad.web.routes import Route
from web.security.security_room import SECRET, Visit, csrf, sign_in

POSTS = [route for route in room_routes() if route.method != "GET"]
NAMES = [route.name for route in POSTS]
Examples = Callable[[Route], list[str]]
People = dict[str, TestClient]


@pytest.fixture(scope="package")
def people_or_local(people: People) -> TestClient:
    return people["admin"]


@pytest.mark.parametrize("route", POSTS, ids=NAMES)
def test_without_a_good_token_nothing_is_done(people: People, room: Room, examples: Examples, route: Route) -> None:
    client = people["admin"]
    session = client.cookies["draad_session"]
    good = room.signer.csrf_token(session)
    of_another = room.signer.csrf_token(people["team"].cookies["draad_session"])
    for url in [examples(route)[0], *([f"{examples(route)[0]}.json"] if route.json else [])]:
        for token in (
            "",
            "x",
            "x.y",
            good[:-1] + ("0" if good[-1] != "0" else "1"),
            of_another,
            session,
            room.signer.sign(session),
        ):
            assert client.post(url, headers={"X-CSRF-Token": token}, follow_redirects=False).status_code == 403, token
        for told in ({"data": {"csrf": of_another}}, {"json": {"csrf": of_another}}):
            assert client.post(url, follow_redirects=False, **told).status_code == 403, url


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elders.nl"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elders.nl"},
        {"Origin": "http://testserver:8080"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
@pytest.mark.parametrize("route", POSTS, ids=NAMES)
def test_a_page_elsewhere_does_nothing_even_with_the_token(
    people: People, room: Room, examples: Examples, route: Route, headers: dict[str, str]
) -> None:
    client = people["admin"]
    token = room.signer.csrf_token(client.cookies["draad_session"])
    answer = client.post(examples(route)[0], headers={"X-CSRF-Token": token, **headers}, follow_redirects=False)
    assert answer.status_code == 403


@pytest.mark.parametrize("route", POSTS, ids=NAMES)
def test_a_form_of_another_kind_is_no_form(people: People, room: Room, examples: Examples, route: Route) -> None:
    """``text/plain`` is what a form elsewhere can send that looks like JSON."""
    client = people["admin"]
    token = room.signer.csrf_token(client.cookies["draad_session"])
    body = f'{{"csrf":"{token}","x":"="}}'
    for kind in ("text/plain", "application/xml", "text/html", "application/csp-report", ""):
        for sent in ({}, {"X-CSRF-Token": "x"}):
            answer = client.post(
                examples(route)[0], content=body, headers={"Content-Type": kind, **sent}, follow_redirects=False
            )
            assert answer.status_code in (400, 403, 415), kind


@pytest.mark.parametrize("route", POSTS, ids=NAMES)
def test_an_address_to_follow_does_nothing(people: People, examples: Examples, route: Route) -> None:
    gets = {one.path for one in room_routes() if one.method == "GET"}
    if route.path not in gets:
        assert people["admin"].get(examples(route)[0], follow_redirects=False).status_code in (404, 405)


def test_without_accounts_forms_are_just_as_safe(own_room: TestClient) -> None:
    token = csrf(own_room, "/account")
    stranger = TestClient(own_room.app)
    assert own_room.post("/instellingen", data={"csrf": token}, follow_redirects=False).status_code == 303
    assert own_room.post("/instellingen", data={"csrf": "x"}, follow_redirects=False).status_code == 403
    assert own_room.post("/instellingen", follow_redirects=False).status_code == 403
    assert stranger.post("/instellingen", data={"csrf": token}, follow_redirects=False).status_code == 403
    cross = {"Origin": "http://elders.nl"}
    assert own_room.post("/instellingen", data={"csrf": token}, headers=cross).status_code == 403


# ── by what name we are called ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "host", ["elders.nl", "testserver.elders.nl", "elders.nl:80", "", "localhost@elders.nl", "127.0.0.1.nip.io"]
)
def test_a_foreign_name_gets_nothing(own_room: TestClient, people: People, host: str) -> None:
    for client in (own_room, people["admin"]):
        for url in ("/account", "/account.json", "/openapi.json", "/", "/bestaat-niet"):
            answer = client.get(url, headers={"Host": host}, follow_redirects=False)
            assert answer.status_code == 400, url
            assert "admin" not in answer.text
        assert client.post("/instellingen", headers={"Host": host, "Origin": f"http://{host}"}).status_code in (
            400,
            403,
        )


def test_a_forwarded_name_counts_for_nothing(own_room: TestClient) -> None:
    headers = {"Host": "elders.nl", "X-Forwarded-Host": "localhost", "Forwarded": "host=localhost"}
    assert own_room.get("/account", headers=headers).status_code == 400


def test_no_link_is_made_of_the_name_we_are_called(people: People) -> None:
    answer = people["admin"].get("/account", headers={"X-Forwarded-Host": "elders.nl", "X-Forwarded-Proto": "gopher"})
    assert "elders.nl" not in answer.text


@pytest.fixture
def own_room(hostile, monkeypatch):  # type: ignore[no-untyped-def]
    """The room of one local user, without accounts."""
    from draad.web.accounts import User
    from draad.web.app import create_app
    from draad.web.room import Settings

    room = Room(
        hostile, Settings(local=User("jan", "team", local=True), hosts=frozenset({"testserver"})), room_routes()
    )
    yield TestClient(create_app(room), raise_server_exceptions=False)
    room.close()


# ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_put_there_by_another_is_not_the_one_that_is_signed_in(visit: Visit) -> None:
    client = visit()
    planted = "A" * 43
    client.cookies.set("draad_session", planted)
    sign_in(client, "reader")
    assert client.cookies.get("draad_session", domain="testserver.local") not in (None, planted)
    thief = visit()
    thief.cookies.set("draad_session", planted)
    assert thief.get("/account.json").status_code == 401


def test_the_form_of_before_signing_in_is_worth_nothing_after(visit: Visit) -> None:
    client = visit()
    before = csrf(client)
    sign_in(client, "reader")
    assert client.post("/instellingen", data={"csrf": before}, follow_redirects=False).status_code == 403


def test_signing_out_ends_the_session_for_who_kept_the_cookie(visit: Visit) -> None:
    client = sign_in(visit(), "reader")
    kept = client.cookies["draad_session"]
    assert client.post("/afmelden", data={"csrf": csrf(client, "/account")}, follow_redirects=False).status_code == 303
    assert "draad_session" not in client.cookies or client.cookies["draad_session"] != kept
    thief = visit()
    thief.cookies.set("draad_session", kept)
    assert thief.get("/account.json").status_code == 401


def test_another_role_ends_the_session(visit: Visit, room: Room) -> None:
    room.accounts.add_user("wissel", "team", SECRET, by="test")
    client = sign_in(visit(), "wissel")
    assert client.get("/account.json").json()["role"] == "team"
    room.accounts.set_role("wissel", "reader", by="test")
    assert client.get("/account.json").status_code == 401
    room.accounts.remove_user("wissel", by="test")


def test_two_at_once_stay_themselves(people: People) -> None:
    for _ in range(3):
        for role in ("reader", "team", "officer", "admin"):
            assert people[role].get("/account.json").json()["name"] == role


@pytest.mark.parametrize(
    "way", ["//elders.nl", "https://elders.nl", "/\\elders.nl", "/\t/elders.nl", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_host(visit: Visit, way: str) -> None:
    client = visit()
    form = {"naam": "reader", "wachtwoord": SECRET, "csrf": csrf(client), "verder": way}
    answer = client.post("/aanmelden", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/"
    again = client.get("/aanmelden", params={"verder": way}, follow_redirects=False)
    assert again.headers["location"] == "/"


def test_no_choice_of_language_leads_to_another_host(own_room: TestClient) -> None:
    token = csrf(own_room, "/account")
    route = next(route for route in POSTS if route.name == "settings")
    back = next(param.name for param in route.params if param.default == "/")
    for way in ("//elders.nl", "/\\elders.nl", "/\t/elders.nl", "https://elders.nl", "/\r\nX: y"):
        for headers in ({}, {"HX-Request": "true"}):
            answer = own_room.post(route.path, data={"csrf": token, back: way}, headers=headers, follow_redirects=False)
            assert answer.headers.get("location", answer.headers.get("hx-redirect")) == "/", way


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────


def bearer(visit: Visit, token: str, scheme: str = "Bearer") -> TestClient:
    client = visit()
    client.headers["Authorization"] = f"{scheme} {token}"
    return client


def test_a_token_that_is_no_good_is_told_so(visit: Visit, room: Room) -> None:
    good = room.accounts.make_token("reader", "proef", ["read"], by="test")
    assert bearer(visit, good).get("/inlezen.json").status_code == 200
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    for token, scheme in (
        (forged, "Bearer"),
        ("", "Bearer"),
        (good.upper(), "Bearer"),
        (good, "Basic"),
        ("x" * 5000, "Bearer"),
        ("draad_", "Bearer"),
    ):
        answer = bearer(visit, token, scheme).get("/inlezen.json")
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    (row,) = [one for one in room.accounts.tokens("reader") if one.name == "proef"]
    room.accounts.revoke_token(row.id, by="test")
    assert bearer(visit, good).get("/inlezen.json").status_code == 401


def test_a_session_is_no_token_and_a_token_no_session(visit: Visit, room: Room, people: People) -> None:
    assert bearer(visit, people["admin"].cookies["draad_session"]).get("/inlezen.json").status_code == 401
    client = visit()
    client.cookies.set("draad_session", room.accounts.make_token("admin", "x", ["read"], by="test"))
    assert client.get("/inlezen.json").status_code == 401


def test_a_token_in_an_address_is_good_for_the_calendar_alone(visit: Visit, room: Room) -> None:
    token = room.accounts.make_token("reader", "agenda", ["calendar"], by="test")
    wide = room.accounts.make_token("reader", "alles", ["read", "calendar"], by="test")
    for one in (token, wide):
        assert visit().get(f"/inlezen.json?sleutel={one}").status_code == 401
    feeds = [route for route in room_routes() if route.scope == "calendar"]
    for route in feeds:
        assert visit().get(f"{route.path}?sleutel={token}").status_code == 200
        assert visit().get(f"{route.path}?sleutel={wide}", follow_redirects=False).status_code == 401
        assert visit().get(f"{route.path}?sleutel=x", follow_redirects=False).status_code == 401


# ── guessing ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_guesses_waits_and_is_told_how_long(visit: Visit, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(room.accounts, "_clock", lambda: now)
    room.accounts.add_user("doelwit", "admin", SECRET, by="test")
    client = visit()
    form = {"naam": "doelwit", "wachtwoord": "mis", "csrf": csrf(client)}
    statuses = [client.post("/aanmelden", data=form).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    answer = client.post("/aanmelden", data={**form, "wachtwoord": SECRET})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    room.accounts.set_password("doelwit", SECRET, by="test")
    sign_in(visit(), "doelwit")
    room.accounts.remove_user("doelwit", by="test")


def test_a_name_that_exists_is_answered_like_one_that_does_not(visit: Visit) -> None:
    answers = []
    for name in ("reader", "bestaatniet"):
        client = visit()
        form = {"naam": name, "wachtwoord": "mis", "csrf": csrf(client)}
        page = client.post("/aanmelden", data=form)
        answers.append((page.status_code, len(page.text.replace(name, "")), sorted(set(page.headers))))
    assert answers[0] == answers[1]
