"""``draad redact propose`` over a dossier: the same for any number of processes, and nothing over a person's work."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from draad.cli import draad
from draad.dossier import Dossier, RedactionFilter
from draad.records import Proposal, Split
from draad.release import propose
from draad.run import IngestOptions, ingest, proposing
from draad.run.proposing import run
from draad.sample.release import write_release


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unreleased pile, read into a dossier."""
    folder = tmp_path_factory.mktemp("stapel")
    write_release(folder / "stukken", documents=14, seed=3, whole=True)
    ingest(folder / "dossier", [folder / "stukken"], IngestOptions(jobs=1))
    return folder / "dossier"


def rows(dossier: Dossier) -> list[tuple[object, ...]]:
    """What is stored of each proposal."""
    return [(one.id, one.kind, one.ground, one.text, one.twin, one.value, one.status) for one in dossier.redactions()]


def test_one_process_or_two_again_or_anew_all_propose_the_same(pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "_WORTH_A_POOL", 0)
    with Dossier.open(pile) as dossier:
        outcome = run(dossier, jobs=1)
        first = rows(dossier)
        assert outcome.proposals + outcome.attention == len(first)
        assert outcome.failed == ()
        assert run(dossier, jobs=2) == outcome
        assert rows(dossier) == first


def test_copies_of_a_message_have_the_same_names(pile: Path) -> None:
    """As long as the words stand in both; a cut copy has fewer."""
    with Dossier.open(pile) as dossier:
        run(dossier)
        by_twin: dict[int, set[tuple[object, ...]]] = {}
        for one in dossier.redactions():
            by_twin.setdefault(one.twin, set()).add((one.kind, one.ground))
        assert all(len(held) == 1 for held in by_twin.values())
        shared = [one for one in dossier.redactions() if one.message]
        assert len({one.twin for one in shared}) < len(shared)


def test_what_a_person_decided_stays(pile: Path) -> None:
    with Dossier.open(pile) as dossier:
        run(dossier)
        one = dossier.redactions(RedactionFilter(kinds=("person",)))[0]
        dossier.decide([(one.id, one.version, {"status": "rejected"})], who="Officier", reach="place")
        run(dossier)
        assert dossier.redaction(one.id).status == "rejected"
        dossier.undo_redactions("Officier")


def test_a_document_that_breaks_a_finder_stops_nothing(pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = propose.propose
    with Dossier.open(pile) as dossier:
        broken = dossier.extraction.documents()[0][0]

        def breaking(split: Split, known: propose.Known) -> list[Proposal]:
            if split.document.id == broken:
                raise ValueError("vreemd")
            return own(split, known)

        monkeypatch.setattr(propose, "propose", breaking)
        outcome = run(dossier)
        assert outcome.failed == ((broken, "ValueError: vreemd"),)
        assert outcome.documents == len(dossier.extraction.documents()) - 1


def test_the_command_says_what_it_did_and_that_nothing_is_withheld(pile: Path) -> None:
    done = CliRunner().invoke(draad, ["redact", "propose", str(pile), "-j", "1", "--lang", "nl"])
    assert done.exit_code == 0
    assert "plaatsen voorgesteld" in done.output
    assert "Niets is gelakt" in done.output
