from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from draad.extract.codec import from_json, to_json
from draad.extract.records import KINDS, Due, Figure, Item, Party, Reason

words = st.text(max_size=12)
spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))
maybe = st.none() | words
parties = st.builds(
    Party, words, st.sampled_from(["directorate", "organisation", "role", "domain", "all"]), st.none() | spans
)
reasons = st.builds(Reason, words, st.floats(-5, 5), st.none() | spans)
dues = st.builds(
    Due, maybe, maybe, st.booleans(), words, spans, st.lists(words, max_size=3).map(tuple), st.booleans(), maybe
)
figures = st.builds(Figure, words, maybe, maybe, maybe, maybe, maybe, st.none() | spans)
items = st.builds(
    Item,
    kind=st.sampled_from(KINDS),
    span=spans,
    copy=st.none() | st.integers(0, 99),
    cue=words,
    cue_span=spans,
    owners=st.lists(parties, max_size=3).map(tuple),
    counterparties=st.lists(parties, max_size=3).map(tuple),
    due=st.none() | dues,
    said=maybe,
    score=st.floats(0, 1),
    reasons=st.lists(reasons, max_size=3).map(tuple),
    figure=st.none() | figures,
)


@given(items)
def test_an_item_comes_back_from_json_as_it_was(item: Item) -> None:
    assert from_json(json.loads(json.dumps(to_json(item)))) == item


def test_json_of_an_item_is_for_reading_as_well() -> None:
    due = Due("2020-06-01", None, False, "voor 1 juni", (30, 41), ("1 juni after 4 mei 2020",))
    item = Item("action", (10, 42), 0, "mark", (10, 16), (Party("MO", "directorate", (11, 13)),), due=due, score=0.9)
    told = to_json(item)
    assert told["owners"] == [{"name": "MO", "kind": "directorate", "span": [11, 13]}]
    assert told["due"]["text"] == "voor 1 juni"
    assert (told["span"], told["copy"], told["figure"]) == ([10, 42], 0, None)
