"""The texts all tools get, and the units figures are told in."""

from __future__ import annotations

import pytest
from bench.peers import tool
from bench.score import Tally

from bench import procs, texts, throughput, yardstick


def test_plain_text_keeps_its_lines() -> None:
    raw = "**Van:** A  \n**Aan:** B\n\n2 * 3 ** \n"
    assert texts.without_bold(raw) == "Van: A\nAan: B\n\n2 * 3\n"


def test_header_lines_of_the_truth_hold_headers_in_both_forms_of_the_text() -> None:
    for raw in (True, False):
        for case in texts.release(12, 7, 0.0, raw=raw):
            lines = case.text.split("\n")
            assert all(lines[copy.first - 1].strip() and lines[copy.last - 1].strip() for copy in case.copies)
            assert all(
                piece.first <= copy.first <= copy.last <= piece.last for piece in case.pieces for copy in piece.copies
            )


def test_draad_finds_every_copy_of_the_seeds() -> None:
    cases = texts.seeds(raw=True)
    if not cases:
        pytest.skip("the folder shared is not beside the repository")
    draad = tool("draad_split")
    tally = Tally(draad.FIELDS)
    for case in cases:
        tally.add(case, draad.find(case.text))
    assert (tally.true, tally.told, tally.hits["exact"]) == (24, 24, 24)


def test_both_patterns_of_the_yardstick_see_headers() -> None:
    text = "Dag\nVan: A\nVerzonden: nu\nOp 6 dec. schreef B:\n"
    assert len(yardstick.PLAIN.findall(text)) == 3
    assert len(yardstick.FAST.findall(text)) == 2


def test_growth_is_one_where_cost_keeps_step() -> None:
    small = {"copies": 1000, "wall": 2.0, "cpu": 3.0, "pss": 5_000}
    large = {"copies": 10_000, "wall": 20.0, "cpu": 30.0, "pss": 14_000}
    grown = throughput.growth(small, large)
    assert (grown["wall"], grown["cpu"], grown["pss_per_further_copy"]) == (pytest.approx(1), pytest.approx(1), 1.0)


def test_a_tree_of_processes_begins_with_its_root() -> None:
    import os

    assert procs.tree(os.getpid())[0] == os.getpid()
    assert procs.memory(os.getpid()) is not None
    assert procs.memory(1 << 30) is None
