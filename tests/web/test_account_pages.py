"""Signing in, one's own account, access tokens, and keeping accounts, as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from lxml import html
from starlette.testclient import TestClient

from draad.texts import of_pages
from draad.web.accounts import ROLES, SCOPES, store
from draad.web.accounts.passwords import Passwords
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings

SECRET, OTHER = "vier losse kiezelstenen", "twaalf natte paraplu's"
Page = html.HtmlElement


@pytest.fixture(scope="module")
def room(generated: Path) -> Iterator[Room]:
    """A room with accounts of its own, which each test finds anew."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("draad.web.accounts.store.Passwords", lambda: Passwords(quick))
        room = Room(generated, Settings(local=None, hosts=frozenset({"testserver"})), room_routes())
        yield room
        room.close()
        for file in generated.glob("draad.accounts.sqlite*"):
            file.unlink()


@pytest.fixture
def visit(room: Room) -> Callable[..., Browser]:
    for account in room.accounts.users():
        if account.name != "eva":
            room.accounts.remove_user(account.name, by="test")
    if not room.accounts.any_user():
        room.accounts.add_user("eva", "admin", SECRET, by="test")
    room.accounts.set_password("eva", SECRET, by="test")
    room.accounts.add_user("lex", "reader", SECRET, by="test")
    app = create_app(room)

    def _visit(name: str = "", password: str = SECRET) -> Browser:
        browser = Browser(TestClient(app))
        if name:
            assert browser.sign_in(name, password).status_code == 303
        return browser

    return _visit


class Browser:
    """Somebody who fills in the forms that stand on a page."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def page(self, url: str) -> Page:
        answer = self.client.get(url)
        assert answer.status_code == 200, answer.text
        return html.fromstring(answer.text)

    def send(self, url: str, action: str, **fields: Any) -> Any:
        """Sends the form of a page that goes to ``action``, with the fields that stand in it."""
        (form, *_) = [one for one in self.page(url).forms if one.action == action]
        filled = dict(form.form_values())
        return self.client.post(action, data={**filled, **fields}, follow_redirects=False)

    def sign_in(self, name: str, password: str, onward: str = "/account") -> Any:
        return self.send(f"/aanmelden?verder={onward}", "/aanmelden", naam=name, wachtwoord=password)


Visit = Callable[..., Browser]


def told(page: Page) -> str:
    return " ".join(page.xpath("string(//main)").split())


def test_who_is_not_signed_in_is_asked_to_and_then_goes_on(visit: Visit) -> None:
    browser = visit()
    answer = browser.client.get("/account/sleutels", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/aanmelden?verder=%2Faccount%2Fsleutels")
    answer = browser.sign_in("lex", SECRET, "/account/sleutels")
    assert answer.headers["location"] == "/account/sleutels"
    assert "Toegangssleutels" in told(browser.page("/account/sleutels"))


def test_a_wrong_password_is_told_in_words_and_the_name_stays(visit: Visit) -> None:
    answer = visit().sign_in("lex", OTHER)
    assert answer.status_code == 403
    page = html.fromstring(answer.text)
    assert "De naam of het wachtwoord klopt niet" in told(page)
    assert page.xpath("string(//input[@name='naam']/@value)") == "lex"
    assert page.xpath("string(//input[@name='wachtwoord']/@value)") == ""


def test_a_room_without_accounts_tells_how_to_make_one(room: Room, visit: Visit) -> None:
    room.accounts.remove_user("lex", by="test")
    room.accounts._con.execute("DELETE FROM users")
    assert "draad user add" in told(Browser(TestClient(create_app(room))).page("/aanmelden"))


def test_who_is_signed_in_needs_no_form(visit: Visit) -> None:
    answer = visit("lex").client.get("/aanmelden?verder=/account", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")


def test_signing_out(visit: Visit) -> None:
    browser = visit("lex")
    assert browser.send("/account", "/afmelden").headers["location"] == "/aanmelden"
    assert "U bent afgemeld" in told(browser.page("/aanmelden"))
    assert browser.client.get("/account.json").status_code == 401


def test_the_account_says_who_one_is_and_what_that_allows(visit: Visit) -> None:
    data = visit("lex").client.get("/account.json").json()
    assert (data["name"], data["role"], data["local"]) == ("lex", "reader", False)
    assert [one["current"] for one in data["sessions"]] == [True]
    assert "beheer" not in told(visit("lex").page("/account")).lower()
    assert "/beheer" in visit("eva").page("/account").xpath("//main//a/@href")


def test_another_password(visit: Visit) -> None:
    here, there = visit("lex"), visit("lex")
    fields = {"oud": SECRET, "nieuw": OTHER, "nogmaals": OTHER}
    answer = here.send("/account", "/account/wachtwoord", **fields)
    assert answer.status_code == 303
    assert "gewijzigd" in told(here.page("/account"))
    assert there.client.get("/account.json").status_code == 401
    assert visit().sign_in("lex", SECRET).status_code == 403
    assert visit("lex", OTHER)


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"oud": SECRET, "nieuw": OTHER, "nogmaals": "anders"}, 400, "niet twee keer hetzelfde"),
        ({"oud": SECRET, "nieuw": "kort", "nogmaals": "kort"}, 400, "te kort"),
        ({"oud": SECRET, "nieuw": "Welkom2026!!", "nogmaals": "Welkom2026!!"}, 400, "iedereen het eerst probeert"),
        ({"oud": SECRET, "nieuw": SECRET, "nogmaals": SECRET}, 400, "oude wachtwoord"),
        ({"oud": OTHER, "nieuw": OTHER, "nogmaals": OTHER}, 403, "niet uw huidige wachtwoord"),
    ],
)
def test_a_password_that_can_not_be_is_told_at_its_field(
    visit: Visit, fields: dict[str, str], status: int, words: str
) -> None:
    answer = visit("lex").send("/account", "/account/wachtwoord", **fields)
    page = html.fromstring(answer.text)
    (wrong,) = page.xpath("//input[@aria-invalid='true']")
    (error,) = page.xpath(f"//*[@id='{wrong.get('aria-describedby').split()[-1]}']")
    assert answer.status_code == status
    assert words in error.text_content()
    assert SECRET not in answer.text
    assert OTHER not in answer.text


def test_signing_out_elsewhere(visit: Visit) -> None:
    here, one, other = visit("lex"), visit("lex"), visit("lex")
    (session, *_) = [row for row in here.client.get("/account.json").json()["sessions"] if not row["current"]]
    here.send("/account", "/account/sessies", sessie=session["id"])
    standing = [browser.client.get("/account.json").status_code for browser in (here, one, other)]
    assert sorted(standing) == [200, 200, 401]
    here.send("/account", "/account/sessies", sessie="")
    assert [browser.client.get("/account.json").status_code for browser in (here, one, other)] == [200, 401, 401]


def test_an_access_token_is_shown_once(visit: Visit) -> None:
    browser = visit("lex")
    answer = browser.send("/account/sleutels", "/account/sleutels", naam="dashboard", bereik=["read"])
    token = html.fromstring(answer.text).xpath("string(//code)")
    assert token.startswith("draad_")
    assert answer.headers["cache-control"] == "no-store"
    again = browser.client.get("/account/sleutels")
    assert token not in again.text
    assert "dashboard" in again.text
    program = TestClient(browser.client.app, headers={"Authorization": f"Bearer {token}"})
    assert program.get("/inlezen.json").status_code == 200
    (row,) = browser.client.get("/account/sleutels.json").json()["tokens"]
    browser.send("/account/sleutels", f"/account/sleutels/{row['id']}/weg")
    assert program.get("/inlezen.json").status_code == 401


def test_a_token_for_the_calendar_is_for_nothing_else_and_comes_as_the_whole_address(visit: Visit) -> None:
    browser = visit("lex")
    answer = browser.send("/account/sleutels", "/account/sleutels", naam="agenda", bereik=["read", "calendar"])
    tree = html.fromstring(answer.text)
    address = tree.xpath("string(//code)")
    assert address.startswith("http://testserver/register/agenda.ics?sleutel=draad_")
    assert tree.xpath("//button[@data-copy]/@data-copy") == [address]
    program = TestClient(browser.client.app)
    assert program.get(address).status_code == 200
    bearer = {"Authorization": f"Bearer {address.partition('=')[2]}"}
    assert program.get("/inlezen.json", headers=bearer).status_code == 403
    (row,) = [one for one in browser.client.get("/account/sleutels.json").json()["tokens"] if one["name"] == "agenda"]
    assert row["scopes"] == ["calendar"]
    browser.send("/account/sleutels", f"/account/sleutels/{row['id']}/weg")


def test_the_token_of_another_can_not_be_revoked(room: Room, visit: Visit) -> None:
    room.accounts.make_token("eva", "haar", ["read"], by="test")
    (row,) = [one for one in room.accounts.tokens("eva") if one.name == "haar"]
    browser = visit("lex")
    csrf = browser.page("/account").xpath("string(//meta[@name='csrf']/@content)")
    answer = browser.client.post(f"/account/sleutels/{row.id}/weg", headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 404
    assert row.id in [one.id for one in room.accounts.tokens("eva")]
    room.accounts.revoke_token(row.id, by="test")


def test_a_reader_can_make_no_token_for_more(visit: Visit) -> None:
    data = visit("lex").client.get("/account/sleutels.json").json()
    assert data["scopes"] == ["read", "calendar"]
    answer = visit("lex").send("/account/sleutels", "/account/sleutels", naam="x", bereik=["officer"])
    assert answer.status_code == 400


# ── keeping accounts ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_account_gets_a_password_that_its_user_changes(visit: Visit) -> None:
    admin = visit("eva")
    answer = admin.send("/beheer", "/beheer/account", naam="Mia", rol="team")
    given = html.fromstring(answer.text).xpath("string(//code)")
    assert answer.headers["cache-control"] == "no-store"
    mia = visit()
    assert mia.sign_in("mia", given, "/gesprekken").headers["location"] == "/account"
    assert "Kies" in told(mia.page("/account"))
    assert mia.client.get("/gesprekken", follow_redirects=False).status_code == 403
    fields = {"oud": given, "nieuw": OTHER, "nogmaals": OTHER}
    assert mia.send("/account", "/account/wachtwoord", **fields).status_code == 303
    assert mia.client.get("/gesprekken", follow_redirects=False).status_code == 200


def test_roles_and_shutting_out(visit: Visit) -> None:
    admin, lex = visit("eva"), visit("lex")
    admin.send("/beheer", "/beheer/account/lex/rol", rol="officer")
    assert lex.client.get("/account.json").status_code == 401
    assert visit("lex").client.get("/account.json").json()["role"] == "officer"
    admin.send("/beheer", "/beheer/account/lex/blokkeren")
    assert visit().sign_in("lex", SECRET).status_code == 403
    assert "geblokkeerd" in told(admin.page("/beheer"))
    admin.send("/beheer", "/beheer/account/lex/toelaten")
    assert visit("lex")
    admin.send("/beheer", "/beheer/account/lex/weg")
    assert [one["name"] for one in admin.client.get("/beheer.json").json()["users"]] == ["eva"]


def test_the_only_admin_stays(visit: Visit) -> None:
    admin = visit("eva")
    for step in ("rol", "blokkeren", "weg"):
        answer = admin.send("/beheer", f"/beheer/account/eva/{step}", rol="reader")
        assert answer.status_code == 409
        assert "enige beheerder" in told(html.fromstring(answer.text))


def test_what_can_not_be_done_is_not_there(visit: Visit) -> None:
    admin = visit("eva")
    csrf = admin.page("/beheer").xpath("string(//meta[@name='csrf']/@content)")
    for url in ("/beheer/account/lex/promoveren", "/beheer/account/niemand/weg", "/beheer/sleutel/0000/weg"):
        assert admin.client.post(url, headers={"X-CSRF-Token": csrf}).status_code == 404


def test_a_name_that_can_not_be_or_is_taken(visit: Visit) -> None:
    admin = visit("eva")
    assert admin.send("/beheer", "/beheer/account", naam="<b>", rol="reader").status_code == 400
    assert admin.send("/beheer", "/beheer/account", naam="LEX", rol="reader").status_code == 409


def test_the_log_tells_who_did_what_by_the_page(visit: Visit) -> None:
    admin = visit("eva")
    admin.send("/beheer", "/beheer/account/lex/rol", rol="team")
    page = admin.client.get("/beheer/logboek.json").json()
    newest = page["events"][0]
    assert (newest["who"], newest["what"]) == ("eva", "role")
    assert newest["detail"] == {"user": "lex", "before": "reader", "after": "team"}
    assert "lezer → team" in told(admin.page("/beheer/logboek"))
    if page["older"]:
        older = admin.client.get(f"/beheer/logboek.json?voor={page['older']}").json()
        assert all(one["id"] < page["older"] for one in older["events"])


# ── without accounts, and in words ──────────────────────────────────────────────────────────────────────────────


def test_without_accounts_it_says_so(client: TestClient) -> None:
    page = html.fromstring(client.get("/account").text)
    assert "zonder account" in told(page)
    assert page.xpath("//main//form") == []
    assert client.get("/aanmelden", follow_redirects=False).status_code == 303
    assert client.get("/beheer").status_code == 403


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_value_has_its_words(language: str) -> None:
    say = of_pages(language)
    for role in ROLES:
        assert f"web.account.role-may.{role}" in say
        assert f"role.{role}" in say
    for scope in SCOPES:
        assert f"web.account.scope.{scope}" in say
        assert f"web.account.scope-hint.{scope}" in say
    for why in ("short", "long", "common", "name", "same", "differ"):
        assert f"password.{why}" in say


def test_everything_that_is_written_in_the_log_has_its_words() -> None:
    source = Path(store.__file__).read_text(encoding="utf-8")
    noted = set(re.findall(r'journal\.note\(.*"([a-z-]+)", (?:\{|detail)', source)) | {"user-disabled", "user-enabled"}
    assert len(noted) > 8
    assert {what for what in noted if f"web.admin.what.{what}" not in of_pages("nl")} == set()


def test_in_english(visit: Visit) -> None:
    browser = visit("eva")
    browser.client.cookies.set("draad_taal", "en")
    for url in ("/account", "/account/sleutels", "/beheer", "/beheer/logboek"):
        page = browser.page(url)
        assert page.get("lang") == "en"
        assert "wachtwoord" not in told(page).lower()
