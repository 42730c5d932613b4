"""Turns and ratios; no time is tested."""

from __future__ import annotations

from bench.timing import ratios, times


def test_every_tool_gets_all_texts_in_every_pass() -> None:
    made = times(["draad_headers"], ["Van: A\n"] * 23, 2)
    assert made["draad_headers"]["texts"] == 23
    assert len(made["draad_headers"]["passes_ms_cpu"]) == 2


def test_the_fastest_peer_is_never_draad() -> None:
    figures = {
        "draad_split": {"ms": 1.0, "ms_cpu": 1.0},
        "a": {"ms": 4.0, "ms_cpu": 4.0},
        "b": {"ms": 2.0, "ms_cpu": 2.0},
    }
    ratios(figures)
    assert [one["ms_to_fastest_peer"] for one in figures.values()] == [0.5, 2.0, 1.0]
