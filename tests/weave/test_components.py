"""Components, and groups that keep apart what contradicts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from draad.weave.components import Edges, apart, components

PAIRS = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=40)


def naive(size: int, pairs: list[tuple[int, int]]) -> list[int]:
    label = list(range(size))
    for _ in range(size):
        for a, b in pairs:
            label[a] = label[b] = min(label[a], label[b])
    return label


@given(PAIRS)
def test_each_node_gets_the_least_of_its_component(pairs: list[tuple[int, int]]):
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    assert components(20, ends[:, 0], ends[:, 1]).tolist() == naive(20, pairs)


def edges(*pairs: tuple[int, int, float, bool]) -> Edges:
    left, right, score, strong = zip(*pairs, strict=True)
    return Edges(np.array(left), np.array(right), np.array(score, dtype=np.float32), np.array(strong))


def test_the_best_edge_goes_first_and_a_veto_keeps_apart():
    some = edges((0, 1, 9.0, False), (1, 2, 8.0, False))
    assert apart([0, 1, 2], some, [(0, 2)], {}, {}) == {0: 0, 1: 0, 2: 2}


def test_copies_of_one_document_stay_apart_unless_the_edge_is_strong():
    documents = {0: {7}, 1: {7}}
    assert apart([0, 1], edges((0, 1, 9.0, False)), [], documents, {}) == {0: 0, 1: 1}
    assert apart([0, 1], edges((0, 1, 9.0, True)), [], documents, {}) == {0: 0, 1: 0}


def test_other_message_ids_stay_apart():
    assert apart([0, 1], edges((0, 1, 9.0, True)), [], {}, {0: {1}, 1: {2}}) == {0: 0, 1: 1}


def test_a_veto_is_outvoted_by_three_pairs():
    some = edges((0, 1, 9.0, False), (1, 2, 9.0, False), (3, 0, 8.0, False), (3, 1, 7.0, False))
    assert apart([0, 1, 2, 3], some, [(2, 3)], {}, {})[3] == 3
    more = edges(*((at, at + 1, 9.0, False) for at in range(3)), *((at, 4, 8.0, False) for at in range(3)))
    assert set(apart([0, 1, 2, 3, 4], more, [(3, 4)], {}, {}).values()) == {0}
