"""Likeness by sketches."""

import pytest
from weave_pile import Maker

from draad.weave.features import decode, features_batch
from draad.weave.near import jaccard


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
