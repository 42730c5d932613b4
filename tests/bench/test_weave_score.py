"""Pairwise figures on cases small enough to count by hand."""

from __future__ import annotations

from itertools import combinations

import pytest
from bench.weave_score import flags, pairwise, parents, weaving
from hypothesis import given
from hypothesis import strategies as st


def test_the_same_grouping_by_other_names_is_perfect() -> None:
    assert pairwise("aabbc", [1, 1, 2, 2, 3]) == (1.0, 1.0, 1.0)


def test_one_message_split_in_two_costs_recall() -> None:
    assert pairwise("aabb", "xxxx") == (1.0, 2 / 6, pytest.approx(0.5))


def test_two_messages_taken_for_one_cost_precision() -> None:
    assert pairwise("xxxx", "aabb") == (2 / 6, 1.0, pytest.approx(0.5))


def test_with_no_pairs_at_all_nothing_is_wrong() -> None:
    assert pairwise("abc", "xyz") == (1.0, 1.0, 1.0)


labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12)


@given(labels)
def test_pairs_are_counted_as_if_listed(both: list[tuple[int, int]]) -> None:
    predicted, true = [p for p, _ in both], [t for _, t in both]
    pairs = list(combinations(range(len(both)), 2))
    told = {pair for pair in pairs if predicted[pair[0]] == predicted[pair[1]]}
    wanted = {pair for pair in pairs if true[pair[0]] == true[pair[1]]}
    score = pairwise(predicted, true)
    assert score.precision == pytest.approx(len(told & wanted) / len(told) if told else 1.0)
    assert score.recall == pytest.approx(len(told & wanted) / len(wanted) if wanted else 1.0)


def test_a_parent_that_stands_nowhere_counts_as_none() -> None:
    assert parents(["m"], [None], ["M"], ["unprinted"]) == 1.0
    assert parents(["m", "n"], ["n", None], ["M", "N"], ["N", None]) == 1.0
    assert parents(["m", "n"], [None, None], ["M", "N"], ["N", None]) == 0.5


def test_flags_are_counted_by_those_that_are_yes() -> None:
    assert flags([True, True, False], [True, False, False]) == (0.5, 1.0, pytest.approx(2 / 3))


def test_only_copies_that_both_sides_have_are_compared() -> None:
    row = {"message": 1, "thread": 1, "parent": None, "new": True}
    score = weaving({"a": row, "b": row}, {"a": row, "c": {**row, "message": 2}})
    assert score.message.f1 == score.thread.f1 == score.parent == score.new.f1 == 1.0
