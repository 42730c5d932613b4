"""Work that can't be stopped: waited for as long as told, never more than two of it at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from draad.errors import TooSlowError
from draad.web.patience import Patience, TooBusyError


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Slow work waits for this; opened at the end, so that no thread is left."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def patience() -> Iterator[Patience]:
    made = Patience(seconds=0.05)
    yield made
    made.close()


def test_what_is_ready_in_time_is_given(patience: Patience) -> None:
    assert patience.run(lambda: "klaar") == "klaar"


def test_what_the_work_raises_is_raised(patience: Patience) -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        patience.run(fail)


def test_a_timeout_of_the_work_itself_is_its_own(patience: Patience) -> None:
    def fail() -> None:
        raise TimeoutError("of the work")

    with pytest.raises(TimeoutError, match="of the work"):
        patience.run(fail)


def test_slow_work_is_let_go_and_goes_on(patience: Patience, gate: threading.Event) -> None:
    done = threading.Event()
    with pytest.raises(TooSlowError):
        patience.run(lambda: gate.wait(10) and done.set())
    gate.set()
    assert done.wait(10)


def test_never_more_than_two_are_let_go_at_a_time(patience: Patience, gate: threading.Event) -> None:
    begun = []
    for _ in range(2):
        with pytest.raises(TooSlowError):
            patience.run(lambda: (begun.append(1), gate.wait(10)))
    with pytest.raises(TooBusyError):
        patience.run(lambda: begun.append(1))
    assert len(begun) == 2
    gate.set()
    patience.seconds = 10
    assert patience.run(lambda: "weer") == "weer"
    assert len(begun) == 2


def test_closing_waits_for_nobody(gate: threading.Event) -> None:
    patience = Patience(seconds=0.01)
    with pytest.raises(TooSlowError):
        patience.run(lambda: gate.wait(10))
    patience.close()
