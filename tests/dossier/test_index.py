"""The index: replaced as told, committed with its batch number or not at all, and never a crash."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.dossier.index import Index, IndexMissing, IndexRow, translated
from draad.dossier.search import search
from draad.errors import DiskError, DossierBusyError
from draad.records import stable_id


def row(number: int, body: str = "zorg") -> IndexRow:
    return IndexRow(id=number, kind="message", body=body)


def ids(index: Index, query: str = "*") -> set[int]:
    return {hit.id for hit in search(index, query, limit=1000).hits}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_new_index_is_at_batch_0_and_holds_nothing(folder: Path) -> None:
    with Index.open(folder, write=True) as index:
        assert index.batch == 0
        assert ids(index) == set()


def test_rows_are_seen_after_commit_and_the_batch_number_with_them(folder: Path) -> None:
    with Index.open(folder, write=True) as index:
        index.replace([row(1), row(2)])
        assert (index.batch, ids(index)) == (0, set())
        index.commit(7)
        assert (index.batch, ids(index)) == (7, {1, 2})
    with Index.open(folder) as again:
        assert (again.batch, ids(again)) == (7, {1, 2})


def test_a_row_takes_the_place_of_the_one_with_its_id_and_gone_ids_go(folder: Path) -> None:
    with Index.open(folder, write=True) as index:
        index.replace([row(1, "oud"), row(2), row(3)])
        index.commit(1)
        index.replace([row(1, "nieuw"), row(4)], gone=[3, 99])
        index.commit(2)
        assert ids(index) == {1, 2, 4}
        assert ids(index, "oud") == set()
        assert ids(index, "nieuw") == {1}


def test_a_row_given_twice_in_one_batch_stands_there_once(folder: Path) -> None:
    with Index.open(folder, write=True) as index:
        index.replace([row(1, "oud"), row(1, "nieuw")])
        index.replace([row(1, "nieuwst")])
        index.commit(1)
        assert search(index, "*").total == 1
        assert ids(index, "nieuwst") == {1}


def test_replaying_a_batch_changes_nothing(folder: Path) -> None:
    with Index.open(folder, write=True) as index:
        for _ in range(3):
            index.replace([row(1), row(2)], gone=[5])
            index.commit(4)
        assert (index.batch, search(index, "zorg").total) == (4, 2)


def test_real_identifiers_of_63_bits_are_kept_exactly(folder: Path) -> None:
    numbers = {stable_id("message", n) for n in range(200)} | {(1 << 63) - 1, 0}
    with Index.open(folder, write=True) as index:
        index.replace(map(row, numbers))
        index.commit(1)
        assert ids(index) == numbers


def test_a_reader_sees_what_another_process_commits(folder: Path) -> None:
    with Index.open(folder, write=True) as writer:
        writer.replace([row(1)])
        writer.commit(1)
        reader = Index.open(folder)
        assert ids(reader) == {1}
        writer.replace([row(2)])
        writer.commit(2)
        assert (reader.batch, ids(reader)) == (2, {1, 2})


def test_what_is_not_committed_is_forgotten_on_close(folder: Path) -> None:
    with Index.open(folder, write=True) as index:
        index.replace([row(1)])
        index.commit(1)
        index.replace([row(2)], gone=[1])
    assert ids(Index.open(folder)) == {1}


def test_killed_between_replace_and_commit_the_old_state_stands_and_the_gap_can_be_replayed(folder: Path) -> None:
    with Index.open(folder, write=True) as index:
        index.replace([row(1), row(2)])
        index.commit(1)
    program = """
        import os, signal, sys
        from pathlib import Path
        from draad.dossier.index import Index, IndexRow
        index = Index.open(Path(sys.argv[1]), write=True)
        index.replace([IndexRow(id=n, kind="message", body="zorg " * 500) for n in range(1, 3000)], gone=[2])
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program), str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Index.open(folder, write=True) as index:
        assert (index.batch, ids(index)) == (1, {1, 2})
        index.replace([row(3)], gone=[2])
        index.commit(2)
        assert (index.batch, ids(index)) == (2, {1, 3})


def test_a_second_writer_is_told_that_it_is_busy(folder: Path) -> None:
    with Index.open(folder, write=True), pytest.raises(DossierBusyError):
        Index.open(folder, write=True)
    Index.open(folder, write=True).close()


def test_no_index_is_said_to_a_reader(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Index.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("damage", ["meta", "cut", "lost", "other schema"])
def test_a_damaged_index_is_said_to_a_reader_and_begun_anew_by_a_writer(folder: Path, damage: str) -> None:
    with Index.open(folder, write=True) as index:
        index.replace([row(n) for n in range(50)])
        index.commit(3)
    meta = folder / "meta.json"
    if damage == "meta":
        meta.write_text("{")
    elif damage == "other schema":
        meta.write_text(meta.read_text().replace("draad_dutch_", "draad_older_"))
    else:
        for part in [*folder.glob("*.fast"), *folder.glob("*.term")]:
            part.unlink() if damage == "lost" else part.write_bytes(part.read_bytes()[:10])
    with pytest.raises(IndexMissing):
        search(Index.open(folder), "zorg")
    with Index.open(folder, write=True) as index:
        assert index.batch == 0
        index.replace([row(1)])
        index.commit(1)
        assert ids(index, "zorg") == {1}


def test_a_full_disk_is_a_disk_error() -> None:
    with pytest.raises(DiskError), translated():
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")


def test_an_error_of_the_giver_of_rows_stays_what_it_is(folder: Path) -> None:
    def rows() -> Iterator[IndexRow]:
        yield row(1)
        raise ValueError("the store failed")

    with Index.open(folder, write=True) as index, pytest.raises(ValueError, match="the store failed"):
        index.replace(rows())


def test_an_interrupt_stays_an_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), translated():
        raise KeyboardInterrupt


def test_strange_texts_are_indexed(folder: Path) -> None:
    strange = ["", "\x00", "\ud800 zorg", "a" * 70_000, "zorg " * 100_000, "\u202eגורם", "e\u0301" * 500]
    rows = [
        IndexRow(n, "document", text, text, text, text, -(1 << 40), text, ("woo", "x", ""), -1, text)
        for n, text in enumerate(strange)
    ]
    with Index.open(folder, write=True) as index:
        index.replace(rows)
        index.commit(1)
        assert ids(index) == set(range(len(strange)))
        assert {2, 4} <= ids(index, "zorg")


Steps = list[tuple[set[int], set[int], bool]]
STEPS = st.lists(st.tuples(st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)), st.booleans()), max_size=6)


@given(STEPS)
@settings(max_examples=8, deadline=None)
def test_the_index_holds_what_the_last_commit_says(tmp_path_factory: pytest.TempPathFactory, steps: Steps) -> None:
    folder = tmp_path_factory.mktemp("index")
    expected: set[int] = set()
    batch = 0
    for rows, gone, commits in steps:
        with Index.open(folder, write=True) as index:
            assert index.batch == batch
            index.replace(map(row, rows), gone)
            if commits:
                batch += 1
                index.commit(batch)
                expected = (expected - gone) | rows
    with Index.open(folder, write=True) as index:
        assert (index.batch, ids(index)) == (batch, expected)


def test_open_files_do_not_leak(folder: Path) -> None:
    def count() -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    for number in range(3):
        with Index.open(folder, write=True) as index:
            index.replace([row(number)])
            index.commit(number)
    before = count()
    for number in range(10):
        with Index.open(folder, write=True) as index:
            index.replace([row(number)])
            index.commit(number)
    assert count() <= before + 5


def _of_the_form_before(folder: Path) -> None:
    with Index._opened(folder, write=True, counts_grounds=False) as old:
        old.replace([row(1), IndexRow(id=2, kind="message", body="brief", grounds=("woo 5.1.2.e",))])
        old.commit(3)


def test_an_index_of_the_form_before_is_read_without_counts_of_grounds(folder: Path) -> None:
    _of_the_form_before(folder)
    with Index.open(folder) as index:
        assert not index.counts_grounds
        assert index.batch == 3
        assert ids(index, "grond:5.1.2.e") == {2}
        assert search(index, "*").grounds is None


def test_an_index_of_the_form_before_is_begun_anew_by_who_writes(folder: Path) -> None:
    _of_the_form_before(folder)
    with Index.open(folder, write=True) as index:
        assert (index.batch, ids(index)) == (0, set())


def test_a_reader_of_the_form_before_goes_on_with_the_new_one(folder: Path) -> None:
    _of_the_form_before(folder)
    reader = Index.open(folder)
    with Index.open(folder, write=True) as writer:
        writer.replace([IndexRow(id=5, kind="message", body="brief", grounds=("wob 10.2.g",))])
        writer.commit(4)
    assert ids(reader) == {5}
    assert search(reader, "*").grounds == {"wob 10.2.g": 1}
    assert reader.counts_grounds
