"""Accounts as they are kept: who comes in, who is shut out, what is written down."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from draad.errors import DossierError, NotFoundError, UsageError
from draad.web.accounts import Accounts
from draad.web.accounts.errors import (
    BadNameError,
    LastAdminError,
    NoTokenError,
    NoUserError,
    TooManyTriesError,
    UserExistsError,
    WeakPasswordError,
    WrongLoginError,
)
from draad.web.accounts.passwords import Passwords
from draad.web.accounts.signing import digest
from draad.web.accounts.users import IDLE, WHOLE

SECRET = "vier losse kiezelstenen"
OTHER = "twaalf natte paraplu's"
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "draad.accounts.sqlite"


@pytest.fixture
def accounts(file: Path, clock: Clock) -> Iterator[Accounts]:
    with Accounts(file, passwords=QUICK, clock=clock) as accounts:
        accounts.add_user("Eva", "admin", SECRET, by="test")
        accounts.add_user("lex", "reader", SECRET, by="test")
        yield accounts


# ── coming in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_knows_the_password_gets_a_session(accounts: Accounts) -> None:
    login = accounts.login("  EVA ", SECRET, address="192.0.2.1", agent="Firefox")
    user = accounts.user_of_session(login.token)
    assert user == login.user
    assert user is not None
    assert (user.name, user.role) == ("eva", "admin")


@pytest.mark.parametrize(("name", "password"), [("eva", OTHER), ("niemand", SECRET), ("", ""), ("a\x00b", SECRET)])
def test_what_was_wrong_is_not_told(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(WrongLoginError) as error:
        accounts.login(name, password)
    assert error.value.message == ""


def test_every_login_is_a_new_session(accounts: Accounts) -> None:
    assert accounts.login("eva", SECRET).token != accounts.login("eva", SECRET).token
    assert len(accounts.sessions("eva")) == 2


@pytest.mark.parametrize("token", ["", "x", "draad_x", "' OR 1=1 --", "\udc80", "é" * 5000])
def test_a_made_up_token_is_nobodys(accounts: Accounts, token: str) -> None:
    assert accounts.user_of_session(token) is None
    assert accounts.user_of_bearer(token) is None


def test_a_session_that_is_not_used_ends(accounts: Accounts, clock: Clock) -> None:
    token = accounts.login("eva", SECRET).token
    clock.now += IDLE - 1
    assert accounts.user_of_session(token)
    clock.now += IDLE - 1
    assert accounts.user_of_session(token)
    clock.now += IDLE
    assert accounts.user_of_session(token) is None


def test_a_session_ends_however_much_it_is_used(accounts: Accounts, clock: Clock) -> None:
    token = accounts.login("eva", SECRET).token
    for _ in range(WHOLE // 3600 - 1):
        clock.now += 3600
        assert accounts.user_of_session(token)
    clock.now += 3600
    assert accounts.user_of_session(token) is None


def test_going_out_ends_the_session_here(accounts: Accounts) -> None:
    token = accounts.login("eva", SECRET).token
    accounts.logout(token)
    assert accounts.user_of_session(token) is None


def test_going_out_everywhere_but_here(accounts: Accounts) -> None:
    here, there = accounts.login("eva", SECRET).token, accounts.login("eva", SECRET).token
    other = accounts.login("lex", SECRET).token
    assert accounts.logout_everywhere("eva", but=here, by="eva") == 1
    assert [bool(accounts.user_of_session(token)) for token in (here, there, other)] == [True, False, True]


def test_one_session_can_be_ended_by_its_user_alone(accounts: Accounts) -> None:
    token = accounts.login("eva", SECRET).token
    session = accounts.sessions("eva", token)[0]
    assert session.current
    assert not accounts.end_session("lex", session.id)
    assert accounts.user_of_session(token)
    assert accounts.end_session("eva", session.id)
    assert accounts.user_of_session(token) is None


# ── waiting after wrong passwords ───────────────────────────────────────────────────────────────────────────────


def fail(accounts: Accounts, name: str, times: int, address: str = "") -> None:
    for _ in range(times):
        with pytest.raises(WrongLoginError):
            accounts.login(name, OTHER, address=address)


def test_after_five_wrong_passwords_even_the_right_one_waits(accounts: Accounts, clock: Clock) -> None:
    fail(accounts, "eva", 5)
    with pytest.raises(TooManyTriesError) as error:
        accounts.login("eva", SECRET)
    assert error.value.wait == 1
    clock.now += 1
    assert accounts.login("eva", SECRET)


def test_each_wrong_password_doubles_the_wait(accounts: Accounts, clock: Clock) -> None:
    fail(accounts, "eva", 5)
    for wait in (1, 2, 4, 8):
        with pytest.raises(TooManyTriesError) as error:
            accounts.login("eva", OTHER)
        assert error.value.wait == wait
        clock.now += wait
        fail(accounts, "eva", 1)


def test_hammering_does_not_make_the_wait_longer(accounts: Accounts, clock: Clock) -> None:
    fail(accounts, "eva", 5)
    for _ in range(50):
        with pytest.raises(TooManyTriesError):
            accounts.login("eva", OTHER)
    clock.now += 1
    assert accounts.login("eva", SECRET)


def test_the_wait_survives_a_restart(accounts: Accounts, file: Path, clock: Clock) -> None:
    fail(accounts, "eva", 5)
    with Accounts(file, passwords=QUICK, clock=clock) as again, pytest.raises(TooManyTriesError):
        again.login("eva", SECRET)


def test_strangers_who_guess_do_not_lock_out_the_owner_in_her_own_browser(accounts: Accounts) -> None:
    browser = accounts.login("eva", SECRET).browser
    fail(accounts, "eva", 5)
    with pytest.raises(TooManyTriesError):
        accounts.login("eva", SECRET)
    assert accounts.login("eva", SECRET, browser=browser)


def test_a_browser_of_another_user_counts_for_nothing(accounts: Accounts) -> None:
    browser = accounts.login("lex", SECRET).browser
    fail(accounts, "eva", 5)
    with pytest.raises(TooManyTriesError):
        accounts.login("eva", SECRET, browser=browser)


def test_one_address_can_not_try_many_names(accounts: Accounts) -> None:
    for n in range(20):
        fail(accounts, f"naam{n}", 1, "203.0.113.9")
    with pytest.raises(TooManyTriesError):
        accounts.login("eva", SECRET, address="203.0.113.9")
    assert accounts.login("eva", SECRET, address="203.0.113.10")


def test_a_name_that_does_not_exist_waits_like_one_that_does(accounts: Accounts) -> None:
    fail(accounts, "niemand", 5)
    with pytest.raises(TooManyTriesError):
        accounts.login("niemand", SECRET)


# ── who there are ───────────────────────────────────────────────────────────────────────────────────────────────


def test_shutting_out_works_at_once(accounts: Accounts) -> None:
    token = accounts.login("lex", SECRET).token
    bearer = accounts.make_token("lex", "script", ["read"], by="lex")
    accounts.set_disabled("lex", True, by="eva")
    assert accounts.user_of_session(token) is None
    assert accounts.user_of_bearer(bearer) is None
    with pytest.raises(WrongLoginError):
        accounts.login("lex", SECRET)
    accounts.set_disabled("lex", False, by="eva")
    assert accounts.user_of_session(token) is None
    assert accounts.login("lex", SECRET)


def test_another_role_asks_for_a_new_session(accounts: Accounts) -> None:
    token = accounts.login("lex", SECRET).token
    accounts.set_role("lex", "officer", by="eva")
    assert accounts.user_of_session(token) is None
    assert accounts.login("lex", SECRET).user.role == "officer"


def test_another_password_ends_all_sessions_but_the_new_one(accounts: Accounts) -> None:
    old = accounts.login("lex", SECRET).token
    new = accounts.change_password("lex", SECRET, OTHER)
    assert accounts.user_of_session(old) is None
    assert accounts.user_of_session(new.token) == new.user
    with pytest.raises(WrongLoginError):
        accounts.login("lex", SECRET)


def test_the_old_password_is_asked_for(accounts: Accounts) -> None:
    with pytest.raises(WrongLoginError):
        accounts.change_password("lex", OTHER, "negen houten lepels")
    assert accounts.login("lex", SECRET)


def test_a_given_password_is_to_be_changed_into_another(accounts: Accounts) -> None:
    accounts.set_password("lex", OTHER, by="eva", must_change=True)
    assert accounts.login("lex", OTHER).user.must_change
    with pytest.raises(WeakPasswordError) as error:
        accounts.change_password("lex", OTHER, OTHER)
    assert error.value.why == "same"
    assert not accounts.change_password("lex", OTHER, SECRET).user.must_change


def test_there_is_always_an_admin(accounts: Accounts) -> None:
    for step in (
        lambda: accounts.set_role("eva", "reader", by="eva"),
        lambda: accounts.set_disabled("eva", True, by="eva"),
        lambda: accounts.remove_user("eva", by="eva"),
    ):
        with pytest.raises(LastAdminError):
            step()
    accounts.set_role("lex", "admin", by="eva")
    accounts.remove_user("eva", by="lex")
    assert [user.name for user in accounts.users()] == ["lex"]


def test_what_a_removed_user_had_is_gone(accounts: Accounts) -> None:
    token = accounts.login("lex", SECRET).token
    bearer = accounts.make_token("lex", "script", ["read"], by="lex")
    accounts.save_search("lex", "sleutels", "q=sleutels")
    accounts.remove_user("lex", by="eva")
    accounts.add_user("lex", "officer", OTHER, by="eva")
    assert accounts.user_of_session(token) is None
    assert accounts.user_of_bearer(bearer) is None
    assert accounts.searches("lex") == []


def test_names(accounts: Accounts) -> None:
    assert accounts.add_user(" Zoë.de-Wit@gemeente ", "team", SECRET, by="eva") == "zoë.de-wit@gemeente"
    with pytest.raises(UserExistsError):
        accounts.add_user("ZOË.de-wit@gemeente", "team", SECRET, by="eva")
    for name in ("", " ", "a b", "../x", "<b>", "x\n", "a" * 65, "-x", "a\x00"):
        with pytest.raises(BadNameError):
            accounts.add_user(name if name != "x\n" else "x\ny", "team", SECRET, by="eva")
    with pytest.raises(NoUserError):
        accounts.set_role("<b>", "team", by="eva")


# ── access tokens ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_token_is_its_user_with_what_it_is_good_for(accounts: Accounts) -> None:
    user = accounts.user_of_bearer(accounts.make_token("eva", "script", ["read"], by="eva"))
    assert user is not None
    assert user.allows("read")
    assert not user.allows("write")
    assert user.may("team")
    assert not user.may("officer")


def test_an_officers_token_is_made_by_officers_only(accounts: Accounts) -> None:
    with pytest.raises(UsageError):
        accounts.make_token("lex", "script", ["read", "officer"], by="lex")
    user = accounts.user_of_bearer(accounts.make_token("eva", "script", ["read", "officer"], by="eva"))
    assert user is not None
    assert user.may("officer")
    assert not user.may("admin")


def test_a_token_follows_the_role_of_its_user(accounts: Accounts) -> None:
    accounts.set_role("lex", "officer", by="eva")
    token = accounts.make_token("lex", "script", ["read", "officer"], by="lex")
    accounts.set_role("lex", "reader", by="eva")
    user = accounts.user_of_bearer(token)
    assert user is not None
    assert not user.may("team")


def test_a_token_ends_by_itself_and_by_hand(accounts: Accounts, clock: Clock) -> None:
    token = accounts.make_token("lex", "script", ["read"], by="lex", days=1)
    other = accounts.make_token("lex", "agenda", ["calendar"], by="lex", days=1)
    with pytest.raises(NoTokenError):
        accounts.revoke_token(accounts.tokens("lex")[0].id, by="eva", user="eva")
    (mine,) = [one for one in accounts.tokens("lex") if one.name == "agenda"]
    accounts.revoke_token(mine.id, by="lex", user="lex")
    assert accounts.user_of_bearer(other) is None
    assert accounts.user_of_bearer(token)
    clock.now += 86400
    assert accounts.user_of_bearer(token) is None
    assert [one.expired for one in accounts.tokens()] == [True]


@pytest.mark.parametrize(("scopes", "days"), [([], 1), (["root"], 1), (["read"], 0), (["read"], 10_000)])
def test_tokens_that_can_not_be(accounts: Accounts, scopes: list[str], days: int) -> None:
    with pytest.raises(UsageError):
        accounts.make_token("eva", "x", scopes, by="eva", days=days)


# ── what is written down, and what is not ───────────────────────────────────────────────────────────────────────


def test_the_file_is_for_its_owner_only(accounts: Accounts, file: Path) -> None:
    for one in file.parent.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one


def test_a_file_that_others_may_read_is_shut(file: Path, clock: Clock) -> None:
    file.touch(0o644)
    with Accounts(file, passwords=QUICK, clock=clock):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_password_and_no_token_stands_in_the_file(accounts: Accounts, file: Path) -> None:
    tokens = [accounts.login("eva", SECRET).token, accounts.make_token("eva", "script", ["read"], by="eva")]
    with pytest.raises(WrongLoginError):
        accounts.login("mijn hele geheime zin", OTHER)
    accounts.close()
    bytes_kept = b"".join(one.read_bytes() for one in file.parent.iterdir())
    for secret in (SECRET, OTHER, "mijn hele geheime zin", *tokens):
        assert secret.encode() not in bytes_kept
    assert digest(tokens[0]) in bytes_kept


def test_the_log_tells_who_did_what(accounts: Accounts) -> None:
    accounts.set_role("lex", "team", by="eva")
    with pytest.raises(WrongLoginError):
        accounts.login("lex", OTHER, address="192.0.2.7")
    newest, before, *_ = accounts.events()
    assert (newest.who, newest.what, newest.detail) == ("lex", "login-failed", {"address": "192.0.2.7"})
    assert (before.who, before.what) == ("eva", "role")
    assert before.detail == {"user": "lex", "before": "reader", "after": "team"}
    assert accounts.events(1, before=newest.id) == [before]


def test_saved_searches_are_ones_own(accounts: Accounts) -> None:
    search = accounts.save_search("eva", " late  stukken ", "q=late")
    assert accounts.save_search("eva", "late stukken", "q=laat") == search
    assert [(one.name, one.query) for one in accounts.searches("eva")] == [("late stukken", "q=laat")]
    with pytest.raises(NotFoundError):
        accounts.drop_search("lex", search)
    accounts.drop_search("eva", search)
    assert accounts.searches("eva") == []


def test_hashes_of_old_are_made_anew_at_login(accounts: Accounts, file: Path, clock: Clock) -> None:
    def kept() -> str:
        return str(sqlite3.connect(file).execute("SELECT hash FROM users WHERE name = 'eva'").fetchone()[0])

    before = kept()
    dearer = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    with Accounts(file, passwords=dearer, clock=clock) as again:
        assert again.login("eva", SECRET)
        assert again.login("eva", SECRET)
    assert "t=2" in kept()
    assert kept() != before


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_many_threads_and_another_process_at_once(accounts: Accounts, file: Path, clock: Clock) -> None:
    token = accounts.login("eva", SECRET).token
    seen: list[object] = []

    def work(n: int) -> None:
        for i in range(10):
            clock.now += 0.1
            accounts.save_search("eva", f"{n}-{i}", "q=x")
            seen.append(accounts.user_of_session(token))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    with Accounts(file, passwords=QUICK, clock=clock) as other:
        for thread in threads:
            thread.start()
        for i in range(10):
            other.note("eva", "test", n=i)
        for thread in threads:
            thread.join()
    assert len(seen) == 40
    assert all(seen)
    assert len(accounts.searches("eva")) == 40


def test_signatures_survive_a_restart(accounts: Accounts, file: Path, clock: Clock) -> None:
    signed, csrf = accounts.sign("klaar"), accounts.csrf_token("sessie")
    with Accounts(file, passwords=QUICK, clock=clock) as again:
        assert again.unsign(signed) == "klaar"
        assert again.csrf_ok("sessie", csrf)


def test_without_a_place_everything_is_forgotten() -> None:
    with Accounts(None, passwords=QUICK) as one, Accounts(None, passwords=QUICK) as other:
        assert one.save_search("eva", "x", "q=x")
        assert other.unsign(one.sign("x")) is None


def test_a_dossier_that_can_not_be_written_can_still_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with Accounts.of(tmp_path) as accounts:
        assert accounts.users() == []
        assert accounts.csrf_ok("sessie", accounts.csrf_token("sessie"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_a_newer_draad_is_left_alone(file: Path) -> None:
    con = sqlite3.connect(file)
    con.execute("PRAGMA user_version = 99")
    con.close()
    with pytest.raises(DossierError):
        Accounts(file)
