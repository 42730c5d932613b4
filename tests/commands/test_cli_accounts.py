"""``draad user`` and ``draad token``: accounts from the command line, with passwords that nobody sees."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from argon2 import PasswordHasher

from draad.commands.accounts.opening import ROLE_NAMES, SCOPE_NAMES
from draad.web.accounts import Accounts, Role, Scope
from draad.web.accounts.passwords import Passwords

SECRET = "vier losse kiezelstenen"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    make = Passwords.__init__
    monkeypatch.setattr(Passwords, "__init__", lambda self, hasher=None: make(self, hasher or quick))


@pytest.fixture
def place(dossier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(dossier, tmp_path / "eigen"))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What comes in on standard input."""

    def _typed(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return _typed


@pytest.fixture
def eva(call, place, typed) -> str:
    typed(f"{SECRET}\n")
    assert call("user", "add", place, "Eva", "--role", "admin", "--stdin").code == 0
    return "eva"


def test_the_words_of_options_are_those_of_the_accounts() -> None:
    assert get_args(Role) == ROLE_NAMES
    assert get_args(Scope) == SCOPE_NAMES


def test_an_account_that_can_sign_in(place, eva) -> None:
    with Accounts.of(place) as accounts:
        assert accounts.login("eva", SECRET).user.role == "admin"


def test_the_password_is_asked_for_twice(call, place, monkeypatch) -> None:
    answers = iter([SECRET, "anders", SECRET, SECRET])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    answer = call("user", "add", place, "lex")
    assert answer.code == 0
    assert "niet twee keer hetzelfde" in answer.err
    assert SECRET not in answer.out + answer.err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "geen wachtwoord"),
        ("kort\n", "te kort"),
        ("Welkom2026!!\n", "iedereen"),
        ("lex.de.tuinman\n", "gebruikersnaam"),
    ],
)
def test_a_password_that_is_no_good_is_told_and_nothing_is_made(call, place, typed, given, told) -> None:
    typed(given)
    answer = call("user", "add", place, "lex.de.tuinman", "--stdin")
    assert answer.code == 2
    assert told in answer.err
    assert call("user", "list", place, "--json").out == ""


def test_a_name_that_is_taken_or_none_is_told_before_the_password_is_asked(call, place, eva, typed) -> None:
    typed("")
    assert "Er is al een gebruiker" in call("user", "add", place, "EVA", "--stdin").err
    assert "niet heten" in call("user", "add", place, "../eva", "--stdin").err
    assert "geen gebruiker met deze naam" in call("user", "password", place, "lex", "--stdin").err


def test_the_list(call, place, eva) -> None:
    (row,) = map(json.loads, call("user", "list", place, "--json").out.splitlines())
    assert (row["user"], row["role"], row["disabled"], row["must_change"]) == ("eva", "admin", None, False)
    assert "eva" in call("user", "list", place).out
    assert "hash" not in row


def test_without_accounts_the_list_tells_how_to_make_one(call, place) -> None:
    answer = call("user", "list", place)
    assert (answer.code, answer.out) == (0, "")
    assert "draad user add" in answer.err


def test_role_password_disable_enable_remove(call, place, eva, typed) -> None:
    typed(f"{SECRET}\n")
    call("user", "add", place, "lex", "--stdin")
    assert call("user", "role", place, "lex", "officer").code == 0
    typed("twaalf natte paraplu's\n")
    assert call("user", "password", place, "lex", "--stdin", "--temporary").code == 0
    with Accounts.of(place) as accounts:
        user = accounts.login("lex", "twaalf natte paraplu's").user
        assert (user.role, user.must_change) == ("officer", True)
    assert call("user", "disable", place, "lex").code == 0
    with Accounts.of(place) as accounts:
        assert [one.disabled is not None for one in accounts.users()] == [False, True]
    assert call("user", "enable", place, "lex").code == 0
    assert call("user", "remove", place, "lex").code == 0
    assert "lex" not in call("user", "list", place).out


def test_the_only_admin_stays(call, place, eva) -> None:
    for words in (("role", place, "eva", "reader"), ("disable", place, "eva"), ("remove", place, "eva")):
        answer = call("user", *words)
        assert answer.code == 7
        assert "enige beheerder" in answer.err


def test_a_role_that_is_none(call, place, eva) -> None:
    assert call("user", "role", place, "eva", "root").code == 2


def test_the_log_knows_that_it_was_done_at_the_machine_itself(call, place, eva) -> None:
    with Accounts.of(place) as accounts:
        (event,) = accounts.events()
    assert event.what == "user-added"
    assert event.who.startswith("@")


def test_a_token_is_shown_once_alone_on_standard_output(call, place, eva) -> None:
    answer = call("token", "add", place, "eva", "dashboard", "--scope", "read", "--days", "30")
    token = answer.out.strip()
    with Accounts.of(place) as accounts:
        user = accounts.user_of_bearer(token)
        assert user is not None
        assert user.scopes == {"read"}
    listed = call("token", "list", place, "--json").out
    row = json.loads(listed)
    assert (row["user"], row["token"], row["scopes"]) == ("eva", "dashboard", ["read"])
    assert token not in listed
    assert call("token", "revoke", place, row["id"][:6]).code == 0
    with Accounts.of(place) as accounts:
        assert accounts.user_of_bearer(token) is None


def test_tokens_that_are_not_there(call, place, eva) -> None:
    assert "geen toegangssleutels" in call("token", "list", place).err
    assert call("token", "revoke", place, "abcd").code == 5
    assert call("token", "revoke", place, "").code == 5
    assert call("token", "add", place, "lex", "x").code == 5


def test_a_folder_that_is_no_dossier_gets_no_accounts(call, tmp_path) -> None:
    assert call("user", "list", tmp_path).code != 0
    assert call("user", "list", "-d", tmp_path).code == 6
    assert list(tmp_path.glob("*.sqlite")) == []
