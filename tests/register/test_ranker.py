"""The ranker: off until enough is decided; then it reorders, never hides, and says why."""

from __future__ import annotations

import subprocess
import sys
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_items import an_item

from draad.dossier.views import ItemView
from draad.errors import UsageError
from draad.register.ranker import ENOUGH, Ranker, order, ready, train, why
from draad.texts import texts

_NAMES = ["owner", "due", "score", "kind", "cue", "reason", "word"]


def proposal(number: int, text: str, status: str = "proposed", **fields: Any) -> ItemView:
    """A proposal whose cue is its first word."""
    values: dict[str, Any] = {"origin": "draad", "score": 0.6, "cue": "will", "kind": "action"} | fields
    data = {"cue_span": [0, len(text.split()[0])], "reasons": [{"name": "figure-count", "weight": 0.8, "span": None}]}
    return an_item(text, status=status, id=number, span=(0, len(text)), data=data, **values)


def decided(good: int = ENOUGH, bad: int = ENOUGH) -> list[ItemView]:
    """People of this dossier want what is about the quay and nothing of the canteen."""
    statuses = ("open", "fulfilled", "dropped", "superseded")
    wanted = [proposal(n, f"Bel over de kade nummer {n}", statuses[n % 4], owner=("MO",)) for n in range(1, good + 1)]
    return wanted + [proposal(1000 + n, f"Bel over de kantine nummer {n}", "rejected") for n in range(1, bad + 1)]


@pytest.mark.parametrize(("good", "bad", "answer"), [(20, 20, True), (19, 20, False), (20, 19, False), (0, 0, False)])
def test_it_is_off_until_enough_is_decided(good: int, bad: int, answer: bool) -> None:
    assert ready(decided(good, bad)) is answer
    if not answer:
        with pytest.raises(UsageError, match="too little"):
            train(decided(good, bad))


def test_what_a_person_added_is_no_proposal_and_teaches_nothing() -> None:
    added = [proposal(n, "Bel over de kade", "open", origin="person") for n in range(1, 30)]
    assert not ready([*added, *decided(0, 20)])


def test_it_learns_what_is_wanted_here() -> None:
    ranker = train(decided())
    wanted, unwanted = proposal(2, "Bel over de kade morgen", owner=("FIN",)), proposal(1, "Bel over de kantine morgen")
    assert [item.id for item, _ in order(ranker, [unwanted, wanted])] == [2, 1]
    assert (ranker.accepted, ranker.rejected) == (20, 20)


def test_without_a_ranker_the_own_score_orders() -> None:
    items = [proposal(1, "Bel", score=0.5), proposal(2, "Bel", score=0.9), proposal(3, "Bel", score=0.5)]
    assert [(item.id, score) for item, score in order(None, items)] == [(2, 0.9), (1, 0.5), (3, 0.5)]


def test_why_names_what_counted_in_words_of_both_catalogues() -> None:
    told = why(train(decided()), proposal(5, "Bel over de kantine morgen"))
    assert told[0].key == "reason.figure-count"
    learned = [c for c in told if c.source == "learned"]
    assert ("learned.word", "kantine") in {(c.key, c.values.get("value")) for c in learned if c.weight < 0}
    assert [abs(c.weight) for c in learned] == sorted((abs(c.weight) for c in learned), reverse=True)
    for language in ("nl", "en"):
        for c in told:
            assert texts(language)(c.key, **c.values)
    assert [c.source for c in why(None, proposal(5, "Bel"))] == ["extraction"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_feature_has_words(language: str) -> None:
    assert all(f"learned.{name}" in texts(language) for name in _NAMES)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_same_decisions_teach_the_same_in_any_order(random: Random) -> None:
    mixed = decided()
    random.shuffle(mixed)
    assert train(mixed) == train(decided())


_TRAINED: list[Ranker] = []


@given(
    st.lists(st.tuples(st.integers(1, 50), st.text(max_size=40).map(lambda t: "x" + t), st.floats(0, 1)), max_size=12)
)
def test_it_drops_nothing_and_its_order_is_its_own(rows: list[tuple[int, str, float]]) -> None:
    if not _TRAINED:
        _TRAINED.append(train(decided()))
    items = [proposal(number, text, score=score) for number, text, score in {row[0]: row for row in rows}.values()]
    ordered = order(_TRAINED[0], items)
    assert sorted(item.id for item, _ in ordered) == sorted(item.id for item in items)
    assert all(0 <= score <= 1 for _, score in ordered)
    assert ordered == order(_TRAINED[0], reversed(items))


def test_the_library_is_loaded_for_training_alone() -> None:
    code = "import sys, draad.register.ranker, draad.cli; print('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
