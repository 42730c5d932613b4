"""Signed values and the tokens of forms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draad.web.accounts.signing import Signer, alike

SIGNER, STRANGER = Signer(b"k" * 32), Signer(b"l" * 32)


@given(st.text())
def test_what_is_signed_comes_back(text: str) -> None:
    signed = SIGNER.sign(text)
    assert SIGNER.unsign(signed) == text
    assert STRANGER.unsign(signed) is None
    assert SIGNER.unsign(signed, "other") is None
    assert signed.isascii()
    assert not set(signed) & set(' ",;\\\r\n')


@given(st.text(), st.integers(min_value=0), st.characters())
def test_what_was_changed_does_not(text: str, place: int, sign: str) -> None:
    signed = SIGNER.sign(text)
    place %= len(signed)
    changed = signed[:place] + sign + signed[place + 1 :]
    assert changed == signed or SIGNER.unsign(changed) is None


@given(st.text())
def test_what_was_never_signed_does_not(text: str) -> None:
    assert SIGNER.unsign(text) is None


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_parts_do_not_run_into_each_other(one: list[str], other: list[str]) -> None:
    assert (SIGNER.mac("p", *one) == SIGNER.mac("p", *other)) == (one == other)


def test_a_forms_token_is_of_one_session() -> None:
    token = SIGNER.csrf_token("mine")
    assert SIGNER.csrf_ok("mine", token)
    assert not SIGNER.csrf_ok("yours", token)
    assert not STRANGER.csrf_ok("mine", token)


def test_without_a_session_no_token_is_good() -> None:
    assert not SIGNER.csrf_ok("", SIGNER.csrf_token(""))


def test_every_form_has_another_token() -> None:
    one, other = SIGNER.csrf_token("mine"), SIGNER.csrf_token("mine")
    assert not set(one.split(".")) & set(other.split("."))
    assert SIGNER.csrf_ok("mine", one)
    assert SIGNER.csrf_ok("mine", other)


@given(st.text())
def test_no_made_up_token_is_good(token: str) -> None:
    assert not SIGNER.csrf_ok("mine", token)


@given(st.text(), st.text())
def test_alike(one: str, other: str) -> None:
    assert alike(one, other) == (one == other)
