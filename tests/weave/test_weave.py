"""The whole of weaving: the same for any order of rows, and right where nothing or little is there."""

import random

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from weave_pile import Pile, pile

from draad.schema import COPIES, WOVEN_COPIES, WOVEN_MESSAGES, WOVEN_THREADS
from draad.weave import COLUMNS, Woven, weave

SCHEMA = pa.schema([COPIES.field(name) for name in COLUMNS])
NOISY = pile(21, 25, 0.03)


def check(woven: Woven, table: pa.Table) -> None:
    """What holds of every outcome."""
    assert woven.copies.schema == WOVEN_COPIES
    assert woven.messages.schema == WOVEN_MESSAGES
    assert woven.threads.schema == WOVEN_THREADS
    copies = woven.copies.to_pylist()
    messages = {row["id"]: row for row in woven.messages.to_pylist()}
    assert [row["copy"] for row in copies] == sorted(set(table["id"].to_pylist()))
    members: dict[int, list[int]] = {}
    for row in copies:
        members.setdefault(row["message"], []).append(row["copy"])
    assert set(members) == set(messages)
    for message, held in members.items():
        assert message == min(held)
        firsts = [row for row in copies if row["message"] == message and row["elsewhere"] is None]
        assert len(firsts) == 1
        assert {row["elsewhere"] for row in copies if row["message"] == message} <= {None, firsts[0]["copy"]}
    threads: dict[int, list[int]] = {}
    for message, row in messages.items():
        threads.setdefault(row["thread"], []).append(message)
        assert (row["parent"] is None) == (row["link"] is None)
        if row["parent"] is not None:
            parent = messages[row["parent"]]
            assert parent["thread"] == row["thread"]
            doubtful = "unknown" in (row["certainty"], parent["certainty"]) or None in (
                row["sent_at"],
                parent["sent_at"],
            )
            assert doubtful or parent["sent_at"] <= row["sent_at"] + 59
        seen, at = set(), message
        while at is not None:
            assert at not in seen, "no message is its own ancestor"
            seen.add(at)
            at = messages[at]["parent"]
    assert woven.threads["id"].to_pylist() == sorted(threads)
    for row in woven.threads.to_pylist():
        assert row["id"] == min(threads[row["id"]])
        assert row["messages"] == len(threads[row["id"]])


def shuffled(some: Pile, seed: int) -> pa.Table:
    order = list(range(len(some.table)))
    random.Random(seed).shuffle(order)
    return some.table.take(pa.array(order))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing(seed: int):
    assert weave(shuffled(NOISY, seed), NOISY.documents) == weave(NOISY.table, NOISY.documents)


def test_a_row_given_twice_is_one():
    assert weave(pa.concat_tables([NOISY.table, NOISY.table]), NOISY.documents) == weave(NOISY.table, NOISY.documents)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, len(NOISY.table) - 1)))
def test_any_part_of_a_pile_weaves_to_a_sound_outcome(some: set[int]):
    table = NOISY.table.take(pa.array(sorted(some), pa.int64()))
    check(weave(table, NOISY.documents), table)


def test_a_clean_and_a_noisy_pile_weave_to_a_sound_outcome():
    for one in (NOISY, pile(22, 40)):
        check(weave(one.table, one.documents), one.table)


def test_nothing_gives_nothing():
    woven = weave(SCHEMA.empty_table())
    assert [len(table) for table in woven] == [0, 0, 0]
    check(woven, SCHEMA.empty_table())


def test_one_copy_is_one_message_and_one_thread():
    woven = weave(NOISY.table.slice(0, 1))
    assert [len(table) for table in woven] == [1, 1, 1]


def test_a_copy_of_which_nothing_is_known_stands_alone():
    bare = dict.fromkeys(COLUMNS) | {"document": 1, "n": 0, "depth": 0}
    table = pa.Table.from_pylist([bare | {"id": 1}, bare | {"id": 2, "n": 1, "depth": 1}], schema=SCHEMA)
    woven = weave(table)
    assert woven.copies["message"].to_pylist() == [1, 2]
    assert woven.messages["parent"].to_pylist() == [2, None]
