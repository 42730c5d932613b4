"""Counting pixels: however they are counted, a box has as many as stand in it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from draad.release.audit.sight import sums

SIDES = st.tuples(st.integers(0, 12), st.integers(0, 9), st.integers(0, 12), st.integers(0, 9))


@given(st.integers(0, 2**32 - 1), st.lists(SIDES, max_size=30))
def test_a_box_has_the_pixels_that_stand_in_it(seed: int, corners: list[tuple[int, int, int, int]]) -> None:
    bits = np.random.default_rng(seed).random((9, 12)) < 0.4
    boxes = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
    sides = np.array(boxes, dtype=np.int64).reshape(-1, 4).T
    assert sums(bits, *sides).tolist() == [int(bits[y0:y1, x0:x1].sum()) for x0, y0, x1, y1 in boxes]
