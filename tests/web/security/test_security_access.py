"""Who may come where: every route by every role, from the table of routes itself, so that no new route can escape."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from draad.web.accounts.roles import ROLES, rank
from draad.web.app import room_routes
from draad.web.room import Room
from draad.web.routes import Route
from web.security.security_room import Visit, sign_in

VISITORS = ("anyone", *ROLES)
ROUTES = room_routes()
GETS = [route for route in ROUTES if route.method == "GET"]
POSTS = [route for route in ROUTES if route.method != "GET"]
Examples = Callable[[Route], list[str]]
People = dict[str, TestClient]


def names(routes: list[Route]) -> list[str]:
    return [route.name for route in routes]


def test_names_of_routes_are_unique() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)


def test_what_changes_something_is_no_get_and_asks_a_token_for_more_than_reading() -> None:
    assert {route.method for route in ROUTES} <= {"GET", "POST"}
    assert [route.name for route in POSTS if route.scope == "read" and route.role != "anyone"] == []


def test_pages_for_anyone_are_few() -> None:
    """A page that needs no account is a decision, made here."""
    open_routes = {route.name for route in ROUTES if route.role == "anyone"}
    assert open_routes <= {"login", "login-send", "logout", "settings", "help", "help-page", "accessibility"}


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("route", GETS, ids=names(GETS))
def test_pages_and_their_data(people: People, examples: Examples, route: Route, who: str) -> None:
    url = examples(route)[0]
    for address in [url, *([f"{url}.json"] if route.json else [])]:
        answer = people[who].get(address, follow_redirects=False)
        if route.role == "anyone" or rank(who) >= rank(route.role):
            assert answer.status_code not in (401, 403), address
            assert answer.status_code < 500, answer.text
            assert "/aanmelden" not in answer.headers.get("location", "") or who == "anyone"
        elif who == "anyone":
            assert answer.status_code in (303, 401)
            assert answer.status_code == 401 or answer.headers["location"].startswith("/aanmelden")
        else:
            assert answer.status_code == 403
            if address.endswith(".json"):
                assert set(answer.json()) == {"error"}


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("route", POSTS, ids=names(POSTS))
def test_work_is_refused_to_lesser_roles_even_with_a_good_form(
    people: People, room: Room, examples: Examples, route: Route, who: str
) -> None:
    if route.role == "anyone" or rank(who) >= rank(route.role):
        pytest.skip("this role may")
    client = people[who]
    token = room.signer.csrf_token(client.cookies["draad_session"])
    url = examples(route)[0]
    for address in [url, *([f"{url}.json"] if route.json else [])]:
        answer = client.post(address, headers={"X-CSRF-Token": token}, follow_redirects=False)
        assert answer.status_code in ((303, 401) if who == "anyone" else (403,)), address


@pytest.mark.parametrize("scope", ["read", "write", "officer", "calendar"])
@pytest.mark.parametrize("route", ROUTES, ids=names(list(ROUTES)))
def test_a_token_is_good_for_what_it_was_made_for(
    bearers: dict[str, TestClient], examples: Examples, route: Route, scope: str
) -> None:
    good = route.scope == scope or (route.scope == "calendar" and scope == "read")
    url = examples(route)[0] + (".json" if route.json else "")
    if route.role == "anyone" or (good and rank(route.role) < rank("officer")):
        pytest.skip("this token is good for that")
    answer = bearers[scope].request(route.method, url, follow_redirects=False)
    assert answer.status_code == 403


@pytest.fixture(scope="package")
def bearers(room: Room, visit: Visit) -> dict[str, TestClient]:
    """Programs with a token of an admin, each for one thing."""
    clients = {}
    for scope in ("read", "write", "officer", "calendar"):
        clients[scope] = visit()
        token = room.accounts.make_token("admin", scope, [scope], by="test")
        clients[scope].headers["Authorization"] = f"Bearer {token}"
    return clients


def test_a_role_is_not_raised_by_what_a_form_says(people: People, room: Room) -> None:
    client = people["reader"]
    token = room.signer.csrf_token(client.cookies["draad_session"])
    for address in ("/beheer/account/reader/rol", "/account/wachtwoord", "/account/sleutels"):
        body = {"rol": "admin", "role": "admin", "csrf": token, "bereik": ["officer"], "naam": "x"}
        answer = client.post(address, data=body, follow_redirects=False)
        assert answer.status_code in (400, 403)
    user = room.accounts.user_of_session(client.cookies["draad_session"])
    assert user is not None
    assert user.role == "reader"


@pytest.mark.parametrize(
    "path", ["/beheer", "/beheer.json", "/beheer/", "//beheer", "/./beheer", "/BEHEER", "/beheer%2e.json"]
)
def test_other_ways_to_write_an_address_lead_no_further(people: People, path: str) -> None:
    answer = people["reader"].get(path, follow_redirects=False)
    assert answer.status_code in (303, 307, 403, 404)
    assert "officer" not in answer.text


def test_an_htmx_request_gets_no_more(people: People) -> None:
    for headers in (
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Boosted": "true"},
        {"X-Original-URL": "/beheer"},
    ):
        assert people["reader"].get("/beheer", headers=headers).status_code == 403


def test_who_must_choose_a_password_first_sees_nothing_else(room: Room, visit: Visit, examples: Examples) -> None:
    room.accounts.add_user("nieuw", "admin", "negen houten lepels", by="test", must_change=True)
    client = sign_in(visit(), "nieuw", "negen houten lepels")
    try:
        for route in GETS:
            if route.role != "anyone":
                status = client.get(examples(route)[0], follow_redirects=False).status_code
                assert status == (200 if route.name == "account" else 403), route.name
    finally:
        room.accounts.remove_user("nieuw", by="test")
