"""A page sees one state of the dossier, and a query that takes too long is stopped."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from store_pile import batch_of, split_of

from draad.dossier import Dossier, NewItem
from draad.errors import TooSlowError

SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000000) SELECT count(*) FROM n"


def reader(store: Dossier) -> Dossier:
    return Dossier.open(store.layout.root, shared=True)


def test_every_batch_and_every_change_of_an_item_is_another_version(filled: Dossier) -> None:
    before = filled.version()
    filled.add(batch_of(split_of("Nota over lampen.\n", "lampen")))
    between = filled.version()
    filled.add_items([NewItem("signal", "lampen", (0, 4))], who="ann", at="2021-03-01T10:00:00+00:00")
    assert before < between
    assert between < filled.version()
    assert filled.version() == filled.version()


def test_inside_a_snapshot_nothing_changes(filled: Dossier) -> None:
    with reader(filled) as other:
        with other.snapshot():
            before = other.counts(), other.version()
            filled.add(batch_of(split_of("Nota over lampen.\n", "lampen")))
            assert (other.counts(), other.version()) == before
            with other.snapshot():
                assert other.counts() == before[0]
        assert other.counts().sources == before[0].sources + 1


def test_what_a_person_does_inside_a_snapshot_is_written_and_seen_after_it(filled: Dossier) -> None:
    with reader(filled) as other:
        with other.snapshot():
            before = other.count_items()
            other.change_items([], who="ann", what="edit", at="2021-03-01T10:00:00+00:00")
            with other._writer() as con:
                con.execute("INSERT INTO log (at, who, what, detail) VALUES ('', 'ann', 'ingest', '{}')")
            assert other.count_items() == before
            between = other.version()
        assert other.version() > between


def test_a_snapshot_ends_by_an_error_too(filled: Dossier) -> None:
    with reader(filled) as other:
        with pytest.raises(RuntimeError), other.snapshot():
            raise RuntimeError
        filled.add(batch_of(split_of("Nota over lampen.\n", "lampen")))
        assert other.counts().sources == filled.counts().sources


def test_a_query_that_takes_too_long_is_stopped(filled: Dossier) -> None:
    with pytest.raises(TooSlowError) as told, filled.limit(0.05):
        filled._con.execute(SLOW).fetchone()
    assert told.value.message
    assert filled.counts().sources == 3


def test_a_limit_may_be_lifted_inside_and_holds_again_after(filled: Dossier) -> None:
    with filled.limit(0.0):
        with filled.limit(None):
            assert filled._con.execute(SLOW.replace("100000000", "100000")).fetchone() == (100_000,)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            filled._con.execute(SLOW)


def test_a_dossier_opened_by_one_thread_is_used_by_another(filled: Dossier) -> None:
    counted: list[int] = []
    with reader(filled) as other:
        thread = threading.Thread(target=lambda: counted.append(other.counts().sources))
        thread.start()
        thread.join()
    assert counted == [3]


def test_a_broken_off_query_leaves_a_snapshot_usable_again(filled: Dossier) -> None:
    with reader(filled) as other:
        with pytest.raises(TooSlowError), other.snapshot(), other.limit(0.0):
            other._con.execute(SLOW).fetchone()
        with other.snapshot():
            assert other.counts().sources == 3
