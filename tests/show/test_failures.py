"""Why something failed, in our words and in the program's."""

from __future__ import annotations

import pytest

from draad.show.failures import headline, reason, stopped_once
from draad.texts import texts


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a.pdf is no whole PDF: (Data format error)..", "a.pdf is no whole PDF: (Data format error)."),
        ("One ended.. Another too.", "One ended. Another too."),
        ("and so on ...", "and so on ..."),
        ("../in/a..b.pdf is empty.", "../in/a..b.pdf is empty."),
    ],
)
def test_a_sentence_within_ours_ends_it_once(said: str, shown: str) -> None:
    assert stopped_once(said) == shown
    assert reason(texts("nl"), "damaged", said).endswith(f": {shown}")


def test_a_kind_without_words_of_its_own_still_has_a_headline() -> None:
    assert headline(texts("nl"), "damaged") == "Het bestand is beschadigd of afgebroken"
    assert headline(texts("nl"), "never-heard-of") == "Het bestand is niet te lezen"
