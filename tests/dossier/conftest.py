from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_pile import ANSWER, QUESTION, batch_of, split_of, weave_by_body

from draad.dossier import Dossier


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.create(tmp_path / "dossier") as made:
        yield made


@pytest.fixture
def filled(store: Dossier) -> Dossier:
    """``antwoord`` holds the answer and below it the question; ``vraag`` the question alone; ``nota`` no mail."""
    store.add(batch_of(split_of(ANSWER + "\n" + QUESTION, "antwoord"), split_of(QUESTION, "vraag")))
    store.add(batch_of(split_of("Nota over fietsen.\n", "nota")))
    store.save_woven(weave_by_body(*store.copies_for_weaving()))
    return store
