"""Lines of made-up prints are broken where there is a blank, and a word longer than a line ends too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draad.sample.printing import wrapped


@given(st.text("ab ", max_size=300), st.integers(30, 120), st.sampled_from(["", " " * 16]))
def test_no_word_is_lost_however_long(text: str, width: int, hang: str) -> None:
    lines = wrapped(text, width, hang)
    assert " ".join(lines).split() == text.split()


def test_a_word_longer_than_its_line_stands_on_one_of_its_own() -> None:
    lines = wrapped("Bijlagen:       " + "x" * 200 + " en meer", 74, " " * 16)
    assert [line.split() for line in lines if line.strip()] == [["Bijlagen:"], ["x" * 200], ["en", "meer"]]
