"""Which passwords are good enough, and how they are kept."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from draad.web.accounts.errors import WeakPasswordError
from draad.web.accounts.passwords import LEAST, MOST, Passwords, check_password, made_up

QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.mark.parametrize(
    "password",
    [
        "vier losse kiezelstenen",
        "kqzvjhwmbxtd",
        "839201746510",  # length, and no rules about kinds of characters
        "ζητώ νερό στο βουνό",
        "🪁🧦🫖🧲🪀🧵🫙🪜🧿🪣🧹🪤",
        "Mijn fiets rijdt achteruit",
    ],
)
def test_good_enough(password: str) -> None:
    check_password(password, "eva")


@pytest.mark.parametrize(
    "password",
    [
        *("wachtwoord123", "W@chtw00rd2026!", "Welkom2026!!", "welkomwelkom", "Zomer2026Zomer2026", "december2025!"),
        *(
            "aaaaaaaaaaaa",
            "abababababab",
            "123456789012",
            "qwertyuiopas",
            "!@#$%^&*()12",
            "1qaz2wsx3edc",
            "poiuytrewq12",
        ),
        *("passwordpassword", "Gemeente2026!", "CorrectHorseBatteryStaple", "draaddossier1", "Wáchtwóórd-1"),
    ],
)
def test_what_everybody_tries_first(password: str) -> None:
    with pytest.raises(WeakPasswordError) as error:
        check_password(password, "eva")
    assert error.value.why == "common"


def test_not_ones_own_name() -> None:
    for password in ("willemijn.dijkstra", "DijkstraWillemijn1", "willemijndijkstra2026"):
        with pytest.raises(WeakPasswordError) as error:
            check_password(password, "willemijn.dijkstra")
        assert error.value.why == "name"
        check_password(password, "eva")


def test_length_is_counted_in_characters() -> None:
    for password, why in (("kqzvjhwmbxt", "short"), ("kqzvjhwmbx" * 26, "long")):
        with pytest.raises(WeakPasswordError) as error:
            check_password(password, "eva")
        assert error.value.why == why
    assert (LEAST, MOST) == (12, 256)


def test_one_that_is_made_up_is_good_enough_and_never_the_same() -> None:
    made = {made_up() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_password(password, "eva")


def test_hostile_length_costs_nothing() -> None:
    with pytest.raises(WeakPasswordError):
        check_password("a" * 5_000_000, "eva")


def test_kept_with_the_parameters_of_rfc_9106() -> None:
    kept = Passwords().hash("vier losse kiezelstenen")
    assert kept.startswith("$argon2id$")
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY


def test_the_same_keys_on_another_machine() -> None:
    kept = QUICK.hash("cafe\u0301 aan de ﬁets")
    assert QUICK.verify(kept, "café aan de fiets")
    assert not QUICK.verify(kept, "Café aan de fiets")


def test_a_user_that_does_not_exist_costs_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        asked.append(kept)
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    assert not QUICK.verify(None, "vier losse kiezelstenen")
    assert len(asked) == 1
    assert extract_parameters(asked[0]).memory_cost == 8


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not QUICK.verify("$argon2id$v=19$m=8", "vier losse kiezelstenen")


def test_old_parameters_are_known() -> None:
    assert Passwords().is_old(QUICK.hash("vier losse kiezelstenen"))
    assert not QUICK.is_old(QUICK.hash("vier losse kiezelstenen"))
