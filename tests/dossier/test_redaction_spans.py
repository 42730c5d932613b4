"""Where words are withheld is told without reading any text, and tells the same as the redactions themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from draad.dossier import Dossier, RedactionFilter
from draad.run.ingest import IngestOptions, ingest
from draad.run.proposing import run
from draad.sample import write_release

ALL, ACCEPTED = RedactionFilter(), RedactionFilter(statuses=("accepted",))


@pytest.mark.parametrize("where", [ALL, ACCEPTED])
def test_spans_are_those_of_the_redactions(tmp_path: Path, where: RedactionFilter) -> None:
    write_release(tmp_path / "release", documents=4, seed=1, whole=True)
    ingest(tmp_path / "dossier", [tmp_path / "release"], IngestOptions(jobs=1))
    with Dossier.open(tmp_path / "dossier") as dossier:
        run(dossier)
        some = dossier.redactions(RedactionFilter(statuses=("proposed",)))[::2]
        dossier.decide([(one.id, one.version, {"status": "accepted"}) for one in some], who="An", reach="place")
        told: dict[int, list[tuple[int, int, str]]] = {}
        for one in dossier.redactions(where):
            if one.span:
                told.setdefault(one.document, []).append((*one.span, one.ground))
        assert told
        assert dossier.redacted_spans(where) == told
