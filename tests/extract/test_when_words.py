"""The knowledge of time words, and the tokens made of them."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import draad.extract.when
from draad.extract.when.lexicon import how, lexicon, mended
from draad.extract.when.tokens import scan
from draad.knowledge import load

SOURCES = [p.read_text(encoding="utf-8") for p in Path(draad.extract.when.__file__).parent.glob("*.py")]


@pytest.mark.parametrize(
    ("word", "n"),
    [
        ("een", 1),
        ("één", 1),
        ("twaalf", 12),
        ("eenentwintig", 21),
        ("tweeëndertig", 32),
        ("vijfenveertig", 45),
        ("honderd", 100),
    ],
)
def test_number_words(word: str, n: int) -> None:
    assert lexicon().words[word] == ("number", n)


@pytest.mark.parametrize(
    ("word", "every"),
    [("wekelijks", "P1W"), ("zeswekelijkse", "P6W"), ("driemaandelijks", "P3M"), ("tweejaarlijks", "P2Y")],
)
def test_rhythms_are_made_of_numbers(word: str, every: str) -> None:
    assert lexicon().words[word] == ("rhythm", every)


@pytest.mark.parametrize("word", ["maandags", "maandagen", "zondags", "vermaand", "novembers", "kaart", "halve"])
def test_words_that_are_near_a_name_are_not_mended(word: str) -> None:
    assert mended(word) is None


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("donderdaa", ("weekday", 3)),
        ("septernber", ("month", 9)),
        ("volqende", ("next", "volgende")),
        ("rnorgen", ("relative", 1)),
    ],
)
def test_misread_letters_are_mended(word: str, meaning: tuple[str, object]) -> None:
    assert mended(word) == meaning


def test_words_are_lower_case() -> None:
    assert [word for word in lexicon().words if word != word.lower()] == []


def test_recesses_run_from_friday_to_monday_and_do_not_overlap() -> None:
    recesses = sorted((r["first"], r["last"]) for r in load("when")["recess"])
    for first, last in recesses:
        assert (first.weekday(), last.weekday()) == (4, 0)
    assert all(a[1] < b[0] for a, b in pairwise(recesses))
    assert all(r["year"] == r["first"].year for r in load("when")["recess"])


def test_every_sentence_of_a_derivation_is_used_and_every_one_used_is_there() -> None:
    asked = {key for source in SOURCES for key in re.findall(r'"([a-z_]+)"', source)}
    assert set(lexicon().how) <= asked
    assert how("shift", words="twee weken", moment=date(2020, 11, 18)) == "twee weken na 2020-11-18"


def test_words_of_form_alone_make_no_tokens() -> None:
    assert scan("In de tussen van het een op de over, en of na de eerste.") == []


def test_marks_of_redaction_are_no_numbers_of_days() -> None:
    assert [t.kind for t in scan("(10)(2e) belt 5.1.2e op maandag")][-1] == "weekday"
    assert all(
        t.kind in ("weekday", "ordinal", "mark", "number", "word") for t in scan("(10)(2e) belt 5.1.2e op maandag")
    )
