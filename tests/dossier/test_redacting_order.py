"""Whatever officers and proposals do in whatever order: a person's work stays, and undo leads all the way back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.dossier import Dossier
from draad.dossier.redactions import Reach
from draad.errors import ConflictError, NothingToUndoError
from draad.records import Proposal
from draad.run import IngestOptions, ingest

TEXT = "Van: Noor Zwart\nVerzonden: maandag 1 juni 2020 16:40\nAan: x\nOnderwerp: y\n\nNoor Zwart en Bo Wit.\n"
PLACES = ((5, 15, 1), (TEXT.rindex("Noor"), TEXT.rindex("Noor") + 10, 2), (TEXT.index("Bo"), TEXT.index("Bo") + 6, 3))
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("propose"), st.sets(st.integers(0, 2))),
        st.tuples(
            st.sampled_from(("Ans", "Bea")),
            st.tuples(
                st.integers(0, 2),
                st.sampled_from(("accepted", "rejected")),
                st.sampled_from(("place", "copies", "dossier")),
            ),
        ),
        st.tuples(st.just("undo"), st.sampled_from(("Ans", "Bea"))),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("order")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    ingest(folder / "d", [folder / "a.txt"], IngestOptions(jobs=1))
    return folder / "d"


def proposed(dossier: Dossier, which: set[int]) -> None:
    found = [
        Proposal((a, b), "person", "woo 5.1.2.e", 0.9, (), TEXT[a:b].lower(), twin)
        for n, (a, b, twin) in enumerate(PLACES)
        if n in which
    ]
    dossier.put_proposals({dossier.document("a").id: found})


def state(dossier: Dossier) -> list[tuple[object, ...]]:
    return [(one.span, one.status, one.who, one.version) for one in dossier.redactions()]


def decided(dossier: Dossier, who: str, place: int, status: str, reach: Reach) -> None:
    held = dossier.redactions()
    if held:
        one = held[place % len(held)]
        dossier.decide([(one.id, one.version, {"status": status})], who=who, reach=reach)


def undone(dossier: Dossier, who: str) -> Iterator[None]:
    while True:
        try:
            dossier.undo_redactions(who)
        except NothingToUndoError:
            return
        yield


@settings(max_examples=40, deadline=None)
@given(deeds=DEEDS)
def test_a_persons_work_stays_until_it_is_taken_back(made: Path, deeds: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as folder:
        place = Path(shutil.copytree(made, Path(folder) / "d"))
        with Dossier.open(place) as dossier:
            proposed(dossier, {0, 1, 2})
            for who, what in deeds:
                before = {one[0]: one for one in state(dossier) if one[2]}
                if who == "propose":
                    proposed(dossier, what)  # type: ignore[arg-type] # as drawn
                    after = {one[0]: one for one in state(dossier)}
                    assert {span: after[span] for span in before} == before
                elif who == "undo":
                    try:
                        dossier.undo_redactions(str(what))
                    except (ConflictError, NothingToUndoError):
                        assert {one[0]: one for one in state(dossier) if one[2]} == before
                else:
                    decided(dossier, who, *what)  # type: ignore[misc] # as drawn
            log = dossier.redaction_log(limit=1000)
            assert all(line.after or line.what == "undo" for line in log)


@settings(max_examples=25, deadline=None)
@given(deeds=DEEDS)
def test_one_officer_can_take_everything_back(made: Path, deeds: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as folder:
        place = Path(shutil.copytree(made, Path(folder) / "d"))
        with Dossier.open(place) as dossier:
            proposed(dossier, {0, 1, 2})
            first = state(dossier)
            for who, what in deeds:
                if who in ("Ans", "Bea"):
                    decided(dossier, "Ans", *what)  # type: ignore[misc] # as drawn
            list(undone(dossier, "Ans"))
            assert state(dossier) == first
