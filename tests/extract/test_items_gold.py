"""The items of the five seed documents, against what was found in them by hand."""

from __future__ import annotations

import json
from functools import cache

import pytest
from bench.items_gold import SHARED, Pair, due_right, gold, pairs, proposals, recall

pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "items.jsonl").exists() or not (SHARED / "seeds").exists(),
    reason="the seeds and their gold stand in ../shared, outside this repository",
)
LEAST = {
    "action": 0.9,
    "appointment": 0.75,
    "commitment": 0.7,
    "decision": 0.25,
    "figure": 1.0,
    "question": 0.85,
    "signal": 0.7,
    "all": 0.85,
}
"""Share of the gold that is found, by kind: what is reached now."""


@cache
def found() -> list[Pair]:
    return pairs(gold(), proposals())


@pytest.mark.parametrize("kind", LEAST)
def test_what_was_found_by_hand_is_proposed(kind: str):
    hits, total = recall(found())[kind]
    assert hits / total >= LEAST[kind]


def test_dates_and_rhythms_are_those_found_by_hand():
    right, total = due_right(found())
    assert right / total >= 0.95


def test_all_actions_that_the_report_marks_are_found_with_all_their_owners():
    report = json.loads((SHARED / "gold" / "report.json").read_text(encoding="utf-8"))
    actions = [p for p in proposals() if p.document.name == report["document"] and p.item.kind == "action"]
    for marked in report["explicit_actions"]:
        owners = {o.casefold() for o in marked["owner"]}
        here = [
            {o.name.casefold() for o in p.item.owners} for p in actions if p.lines[0] <= marked["line"] <= p.lines[1]
        ]
        assert owners in here, marked
