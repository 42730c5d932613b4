"""The run as a whole, small, and the page that it writes."""

from __future__ import annotations

from bench import items
from draad.sample.said import KINDS


def test_a_small_run_gives_every_figure_and_a_page_without_gaps() -> None:
    result = items.run((2,), (2, 3), 6)
    assert set(result["noise"]) == {"0", "0.02"}
    for tools in result["noise"].values():
        assert all(set(one["kinds"]) == set(KINDS) for one in tools.values())
        assert not tools["word list"]["tells"]
    assert result["speed"]["extract"] > 0
    page = items.page(result)
    assert "{" not in page
    assert "word list" in page
    assert "seeds 2," in page
