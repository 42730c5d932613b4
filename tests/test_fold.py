"""Folding, and the distance between two words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.fold import edits, fold

words = st.text(alphabet="abcdé", max_size=8)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Coördinatie", "coordinatie"),
        ("COÖRDINATIE", "coordinatie"),
        ("cliënten", "clienten"),
        ("e\u0301\u0301n", "en"),
        ("één", "een"),
        ("ﬁnanciën", "financien"),
        ("Straße", "strasse"),
        ("dagbesteding", "dagbesteding"),
        ("5.1.2.E", "5.1.2.e"),
        ("\U0001d608BC", "abc"),  # a mathematical A: no case of its own before it is decomposed
        ("", ""),
    ],
)
def test_accents_and_capitals_make_no_other_word(written: str, folded: str):
    assert fold(written) == folded


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_letters_are_only_lowered(text: str):
    assert fold(text) == text.lower()


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_folding_again_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("van", "van", 0),
        ("van", "vn", 1),
        ("van", "vaan", 1),
        ("van", "vam", 1),
        ("van", "vna", 1),
        ("van", "aan", 1),
        ("verzonden", "verzondcn", 1),
        ("aan", "bijlage", 3),
    ],
)
def test_a_letter_changed_lost_added_or_swapped_counts_one(a: str, b: str, distance: int):
    assert edits(a, b, 2) == distance


@given(words, words, st.integers(0, 8))
def test_the_distance_is_the_same_both_ways_and_never_above_the_limit_but_by_one(a: str, b: str, limit: int):
    assert edits(a, b, limit) == edits(b, a, limit)
    assert 0 <= edits(a, b, limit) <= limit + 1
    assert (edits(a, b, limit) == 0) == (a == b)


@given(words, words, st.integers(0, 8))
def test_a_limit_hides_only_what_lies_beyond_it(a: str, b: str, limit: int):
    full = edits(a, b, 8)
    assert edits(a, b, limit) == min(full, limit + 1)
