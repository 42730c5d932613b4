"""Likeness by sketches, and the guard on long numbers."""

import numpy as np
import pytest
from weave_pile import Maker

from draad.weave.features import decode, features_batch
from draad.weave.near import jaccard, numbers_agree, within_one_edit


def number(value: str) -> int:
    return int("1" + value)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("123456", "123456", True),
        ("123456", "123956", True),
        ("123456", "12345", True),
        ("123456", "1234567", True),
        ("123456", "129956", False),
        ("123456", "654321", False),
    ],
)
def test_one_digit_changed_dropped_or_added(one: str, other: str, near: bool):
    pair = (np.array([number(value)], dtype=np.uint64) for value in (one, other))
    assert within_one_edit(*pair).tolist() == [near]


def test_a_number_that_one_body_lacks_is_no_contradiction():
    some = np.array([[number("123456"), number("777777"), 0, 0]], dtype=np.uint64)
    fewer = np.array([[number("777777"), 0, 0, 0]], dtype=np.uint64)
    other = np.array([[number("999111"), 0, 0, 0]], dtype=np.uint64)
    assert numbers_agree(some, fewer).all()
    assert not numbers_agree(some, other).any()


def test_the_sketch_estimates_what_two_bodies_have_in_common():
    maker = Maker(3)
    words = maker.rng.choices([w for w in maker.words if len(w) > 5], k=200)
    message = maker.send(words=words)
    half = maker.send(words=words[:100])
    other = maker.send(words=maker.rng.choices([w for w in maker.words if len(w) > 5], k=200))
    for each in (message, half, other):
        maker.print_out(each)
    sketch = decode(b for few in features_batch(maker.splits) for b in few)["sketch"]
    same, cut, none = jaccard(sketch[[0, 0, 0]], sketch[[0, 1, 2]])
    assert same == pytest.approx(1, abs=0.01)
    assert 0.3 < cut < 0.7
    assert none < cut
