"""The rules by which a proposed item is right."""

from __future__ import annotations

from typing import Any

import pytest
from bench.item_score import Tally, by_lines, overlap, right_owners, same_name
from bench.item_texts import Case, Sentence, Told, release
from bench.item_tools import by_words
from hypothesis import given
from hypothesis import strategies as st

from draad.sample.said import KINDS

WORDS = "OT levert uiterlijk 3 juni de cijfers aan."


def row(kind: str = "action", **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "kinds": [kind],
        "lines": [4, 5],
        "text": WORDS,
        "owner": ["OT"],
        "also": [],
        "due": "../2020-06-03",
        "every": None,
        "unknown": [],
        "sure": True,
        "template": "items/action/1",
        **more,
    }


def told(kind: str = "action", **more: Any) -> Told:
    fields: dict[str, Any] = {"lines": (4, 4), "text": WORDS, "owners": ("OT",), "due": "../2020-06-03", **more}
    return Told(kind, **fields)


def scored(rows: list[dict[str, Any]], *proposals: Told, **case: Any) -> dict[str, Any]:
    tally = Tally()
    tally.add(Case("stuk", [], rows, **case), proposals)
    return tally.as_json()


def test_a_perfect_tool_scores_one() -> None:
    one = scored([row()], told())
    assert (one["precision"], one["recall"], one["f1"]) == (1, 1, 1)
    assert one["owners"] == {"right": 1, "of": 1}
    assert one["due"]["right"] == 1
    assert one["every"]["invented"] == 0


@pytest.mark.parametrize(
    "wrong",
    [told("question"), told(lines=(6, 6)), told(text="Iets heel anders staat hier, over andere dingen.")],
    ids=["kind", "lines", "words"],
)
def test_kind_lines_and_words_must_agree(wrong: Told) -> None:
    one = scored([row()], wrong)
    assert (one["precision"], one["recall"]) == (0, 0)


def test_half_of_the_shorter_is_enough() -> None:
    assert scored([row()], told(text="de cijfers aan over een heel ander jaar"))["recall"] == 0
    assert scored([row()], told(text="uiterlijk 3 juni de cijfers"))["recall"] == 1


def test_a_proposal_and_an_item_count_once() -> None:
    one = scored([row()], told(), told())
    assert (one["precision"], one["recall"]) == (0.5, 1)
    assert scored([row(), row()], told())["recall"] == 0.5


def test_a_proposal_of_another_kind_on_a_true_item_is_wrong_and_said_to_be_so() -> None:
    one = scored([row()], told(), told("decision"))
    assert one["other_kind"] == 1
    assert one["kinds"]["decision"]["precision"] == 0


def test_where_two_kinds_are_right_either_is_and_both_are_no_fault() -> None:
    either = row(kinds=["action", "commitment"])
    assert scored([either], told("commitment"))["f1"] == 1
    one = scored([either], told("action"), told("commitment"))
    assert (one["f1"], one["excused"]) == (1, 1)


def test_what_readers_may_differ_on_counts_neither_way() -> None:
    open_ = row(sure=False)
    assert scored([open_])["true"] == 0
    one = scored([open_], told())
    assert (one["told"], one["excused"]) == (0, 1)
    assert scored([open_], told("signal"))["precision"] == 0


def test_a_second_figure_in_a_sentence_counts_neither_way() -> None:
    one = scored([row("figure")], told("figure"), told("figure"))
    assert (one["precision"], one["excused"]) == (1, 1)


def test_what_stands_in_a_body_that_counts_elsewhere_is_left_out() -> None:
    assert scored([], told(), old=[(3, 9)])["told"] == 0


def test_a_proposal_on_no_sentence_is_outside() -> None:
    one = scored([], told("figure", text="T 070 123 4567"), sentences=[Sentence("info/1", (4, 5), WORDS)])
    assert one["outside"] == 1


def test_a_look_alike_is_counted_with_what_was_taken_for_it() -> None:
    sentences = [Sentence("items/action_not/3", (4, 4), WORDS)]
    assert scored([], told(), sentences=sentences)["kinds"]["action"]["trapped"] == 1
    one = scored([], told("figure"), sentences=sentences)
    assert (one["kinds"]["action"]["traps"], one["kinds"]["action"]["trapped"]) == (1, 0)


def test_only_sentences_of_some_templates() -> None:
    tally = Tally()
    sentences = [Sentence("items_held/action/1", (4, 5), WORDS), Sentence("info/1", (7, 7), "Er zijn 40 bedden.")]
    case = Case("stuk", [], [row(template="items_held/action/1"), row("figure", template="info/1")], sentences)
    there = told("figure", lines=(7, 7), text="Er zijn 40 bedden.")
    tally.add(case, [told(), there], lambda name: name.startswith("items_held/"))
    assert tally.as_json()["true"] == tally.as_json()["told"] == 1


@pytest.mark.parametrize(
    ("true", "said", "right"),
    [
        (["OT"], ("OT",), True),
        (["OT", "LO"], ("LO", "OT"), True),
        (["OT", "LO"], ("OT",), False),
        (["OT"], ("OT", "FC"), False),
        ([], (), True),
        ([], ("OT",), False),
        (["vervoerdersbond"], ("de vervoerdersbond",), True),
        (["OT"], (), False),
    ],
)
def test_owners(true: list[str], said: tuple[str, ...], right: bool) -> None:
    assert right_owners(row(owner=true), told(owners=said)) is right


def test_an_owner_by_another_right_name_is_right_and_one_undecided_is_not_asked() -> None:
    assert right_owners(row(owner=["minsenw.nl"], also=["OT"]), told(owners=("OT",)))
    assert right_owners(row(owner=None), told()) is None


def test_dates_undecided_are_not_asked_and_invented_ones_are_counted() -> None:
    assert scored([row(unknown=["due"])], told(due=None))["due"]["of"] == 0
    assert scored([row(due=None)], told())["due"]["invented"] == 1
    assert scored([row()], told(due="2020-06-03"))["due"]["right"] == 0


def test_the_gold_is_found_by_lines_alone() -> None:
    tally = Tally(by_lines)
    tally.add(Case("seed", [], [row(text="A paraphrase")]), [told()])
    assert tally.as_json()["recall"] == 1


@given(st.text(), st.text())
def test_overlap_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= overlap(one, other) == overlap(other, one) <= 1


def test_names_are_the_same_when_one_holds_the_other() -> None:
    assert same_name("Minister", "minister Terpstra")
    assert not same_name("OT", "LO")
    assert not same_name("", "OT")


def test_the_truth_itself_scores_one_on_a_generated_release() -> None:
    """What the generator says, told back to it: nothing is missed, and nothing is wrong."""
    tally = Tally()
    for case in release(40, 2, 0.02):
        tally.add(case, [Told(r["kind"], tuple(r["lines"]), r["text"], due=r["due"]) for r in case.rows if r["sure"]])
    one = tally.as_json()
    assert one["true"] > 100
    assert (one["precision"], one["recall"], one["due"]["right"]) == (1, 1, 1)


def test_the_word_list_finds_what_it_says() -> None:
    tally = Tally()
    for case in release(40, 2, 0.0):
        tally.add(case, by_words(case))
    one = tally.as_json()
    assert set(one["kinds"]) == set(KINDS)
    assert one["kinds"]["question"]["recall"] > 0.4
    assert 0.2 < one["f1"] < 0.9
