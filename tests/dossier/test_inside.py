"""Longer words that hold what was searched for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from draad.dossier.index import Index, IndexRow
from draad.dossier.inside import beginnings, holding


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index.open(tmp_path / "index", write=True)
    made.replace(
        [IndexRow(7, "message", body="De Ligplaatsvergunningen zijn er."), IndexRow(8, "message", body="Nee.")]
    )
    made.commit(1)
    yield made
    made.close()


def test_a_part_of_a_word_is_found_wherever_it_stands_in_it(index: Index) -> None:
    assert holding(index, "vergunning") == holding(index, "Ligplaats") == [7]
    assert holding(index, "molen") == []


def test_what_would_stand_in_every_word_or_is_no_word_is_not_sought(index: Index) -> None:
    assert holding(index, "e") == holding(index, "zijn er") == holding(index, ".*.*") == []


def test_a_longer_word_is_told_by_its_beginning_most_frequent_first() -> None:
    texts = ["Ligplaatsvergunningen, woonvergunning", "de ligplaatsvergunning vergunt"]
    assert beginnings("Vergunning", texts) == ["ligplaatsvergunning", "woonvergunning"]
    assert beginnings("", texts) == []
