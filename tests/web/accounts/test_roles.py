"""What somebody may."""

from __future__ import annotations

import pytest

from draad.web.accounts.roles import NOBODY, ROLES, SCOPES, User, local_user, rank


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_lesser_roles_may(role: str) -> None:
    user = User("eva", role)  # type: ignore[arg-type]
    assert {other for other in ROLES if user.may(other)} == {other for other in ROLES if rank(other) <= rank(role)}
    assert all(user.allows(scope) for scope in SCOPES)


def test_nobody_may_what_anyone_may() -> None:
    assert NOBODY.may("anyone")
    assert not any(NOBODY.may(role) for role in ROLES)
    assert not NOBODY.known


def test_a_role_that_does_not_exist_is_a_fault_and_no_way_in() -> None:
    with pytest.raises(KeyError):
        User("eva", "admin").may("oficer")


@pytest.mark.parametrize("role", ROLES)
def test_a_token_is_never_an_admin_and_an_officer_only_when_made_for_it(role: str) -> None:
    plain = User("eva", role, frozenset({"read", "write"}))  # type: ignore[arg-type]
    officers = User("eva", role, frozenset({"read", "officer"}))  # type: ignore[arg-type]
    assert not plain.may("officer")
    assert officers.may("officer") == (role in ("officer", "admin"))
    assert not officers.may("admin")
    assert plain.may("team") == (role != "reader")


def test_a_calendar_token_reads_no_pages() -> None:
    user = User("eva", "team", frozenset({"calendar"}))
    assert user.allows("calendar")
    assert not user.allows("read")
    assert not user.allows("write")


def test_the_user_of_a_loopback_server_is_who_is_signed_in_to_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "eva")
    assert local_user("team") == User("eva", "team", local=True)


def test_a_machine_whose_user_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)
    assert local_user("reader").name == "local"
