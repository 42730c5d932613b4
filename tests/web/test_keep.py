"""Overviews are kept by the state of the dossier: made once, given old while a thread makes the new one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from draad.dossier import Dossier, NewItem
from draad.errors import DossierError, TooSlowError
from draad.run.ingest import IngestOptions, ingest
from draad.web.keep import Keep

ONE = IngestOptions(jobs=1)
MAIL = """Van: jan@straat.example
Verzonden: maandag 15 februari 2021 12:0{n}
Aan: beheer@plein.example
Onderwerp: Stalling {n}

Wanneer is stalling {n} klaar?
"""


def given(folder: Path, *numbers: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for n in numbers:
        (folder / f"brief-{n}.txt").write_text(MAIL.format(n=n), encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A dossier with one mail."""
    ingest(tmp_path / "dossier", [given(tmp_path / "one", 1)], ONE)
    return tmp_path / "dossier"


@pytest.fixture
def dossier(place: Path) -> Iterator[Dossier]:
    with Dossier.open(place) as opened:
        yield opened


@pytest.fixture
def keep(place: Path) -> Iterator[Keep]:
    made = Keep(lambda: Dossier.open(place), rest=0.0, quick=0)
    yield made
    made.close()


def how_many(dossier: Dossier) -> int:
    return dossier.counts().messages


def until(wanted: Callable[[], bool]) -> None:
    """Waits for what another thread brings about."""
    for _ in range(1_000):
        if wanted():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def test_an_overview_is_made_once(keep: Keep, dossier: Dossier) -> None:
    made: list[int] = []

    def make(dossier: Dossier) -> int:
        made.append(1)
        return how_many(dossier)

    assert [keep.get(("messages",), make, dossier)[::2] for _ in range(3)] == [(1, False)] * 3
    assert len(made) == 1


def test_each_key_has_its_own(keep: Keep, dossier: Dossier) -> None:
    assert keep.get(("twice", 2), lambda d: 2 * how_many(d), dossier).value == 2
    assert keep.get(("twice", 3), lambda d: 3 * how_many(d), dossier).value == 3


def test_threads_that_come_together_wait_for_one(keep: Keep, place: Path) -> None:
    made: list[int] = []
    together = threading.Barrier(8)

    def make(dossier: Dossier) -> int:
        made.append(1)
        time.sleep(0.05)
        return how_many(dossier)

    def ask() -> int:
        with Dossier.open(place) as own:
            together.wait()
            return keep.get(("messages",), make, own).value

    with ThreadPoolExecutor(8) as threads:
        assert [answer.result() for answer in [threads.submit(ask) for _ in range(8)]] == [1] * 8
    assert len(made) == 1


def test_after_an_ingest_the_old_comes_at_once_and_the_new_later(
    keep: Keep, dossier: Dossier, place: Path, tmp_path: Path
) -> None:
    keep.get(("messages",), how_many, dossier)
    ingest(place, [given(tmp_path / "more", 2, 3)], ONE)
    waits, makers = threading.Event(), set()

    def make(dossier: Dossier) -> int:
        makers.add(threading.get_ident())
        waits.wait(10)
        return how_many(dossier)

    for _ in range(3):  # the new one is being made all this time, once
        assert keep.get(("messages",), make, dossier)[::2] == (1, True)
    waits.set()
    until(lambda: not keep.get(("messages",), make, dossier).stale)
    assert keep.get(("messages",), make, dossier).value == 3
    assert makers.isdisjoint({threading.get_ident()})


def test_a_persons_work_makes_it_stale_too(keep: Keep, dossier: Dossier) -> None:
    def open_items(dossier: Dossier) -> int:
        return sum(n for (_, status), n in dossier.count_items().items() if status == "open")

    before = keep.get(("open",), open_items, dossier).value
    document = dossier.documents()[0].id
    dossier.add_items(
        [
            NewItem(
                "signal", document, (dossier.text(document).index("stalling 1"), dossier.text(document).index(" klaar"))
            )
        ],
        who="ann",
        at="2021-03-01T10:00:00+00:00",
    )
    assert keep.get(("open",), open_items, dossier)[::2] == (before, True)
    until(lambda: keep.get(("open",), open_items, dossier)[::2] == (before + 1, False))


def test_an_error_the_first_time_is_told_to_who_asked(keep: Keep, dossier: Dossier) -> None:
    def broken(dossier: Dossier) -> int:
        raise DossierError("torn")

    with pytest.raises(DossierError, match="torn"):
        keep.get(("messages",), broken, dossier)
    assert keep.get(("messages",), how_many, dossier).value == 1


def test_an_error_later_is_logged_and_the_old_stays(
    keep: Keep, dossier: Dossier, place: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keep.get(("messages",), how_many, dossier)
    ingest(place, [given(tmp_path / "more", 2)], ONE)

    def broken(dossier: Dossier) -> int:
        raise DossierError("torn")

    with caplog.at_level(logging.ERROR):
        assert keep.get(("messages",), broken, dossier)[::2] == (1, True)
        until(lambda: "torn" in caplog.text)
    assert keep.get(("messages",), how_many, dossier).value in (1, 2)
    until(lambda: keep.get(("messages",), how_many, dossier)[::2] == (2, False))


def test_a_dear_overview_rests_between_two_makings(dossier: Dossier, place: Path, tmp_path: Path) -> None:
    keep = Keep(lambda: Dossier.open(place), rest=1e6, quick=0)
    made: list[int] = []

    def make(dossier: Dossier) -> int:
        made.append(1)
        return how_many(dossier)

    keep.get(("messages",), make, dossier)
    ingest(place, [given(tmp_path / "more", 2)], ONE)
    assert [keep.get(("messages",), make, dossier)[::2] for _ in range(5)] == [(1, True)] * 5
    keep.close()
    assert len(made) == 1


def test_what_is_warmed_is_there_for_the_first_who_asks(keep: Keep, dossier: Dossier) -> None:
    began, goes_on, made = threading.Event(), threading.Event(), []

    def make(dossier: Dossier) -> int:
        made.append(threading.get_ident())
        began.set()
        goes_on.wait(10)
        return how_many(dossier)

    keep.warm(("messages",), make)
    keep.warm(("messages",), make)
    assert began.wait(10)
    threading.Timer(0.05, goes_on.set).start()
    assert keep.get(("messages",), make, dossier)[::2] == (1, False)  # waited for the one that was being made
    assert len(made) == 1
    assert made[0] != threading.get_ident()


def test_what_could_not_be_warmed_is_made_by_the_first_who_asks(
    keep: Keep, dossier: Dossier, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(dossier: Dossier) -> int:
        raise DossierError("torn")

    with caplog.at_level(logging.ERROR):
        keep.warm(("messages",), broken)
        until(lambda: "torn" in caplog.text)
    assert keep.get(("messages",), how_many, dossier).value == 1


def test_of_more_than_fit_the_one_asked_for_longest_ago_goes(dossier: Dossier, place: Path) -> None:
    keep = Keep(lambda: Dossier.open(place), most=2, quick=0)
    made: list[str] = []

    def ask(name: str) -> None:
        keep.get((name,), lambda _: made.append(name), dossier)

    for name in ("a", "b", "a", "c", "a", "b"):
        ask(name)
    assert made == ["a", "b", "c", "b"]


def test_what_was_dropped_is_made_anew(keep: Keep, dossier: Dossier) -> None:
    first = keep.get(("messages",), how_many, dossier)
    keep.drop()
    assert keep.get(("messages",), how_many, dossier).at >= first.at


def test_a_pages_limit_does_not_stop_the_first_making(keep: Keep, dossier: Dossier) -> None:
    with dossier.limit(0.0):
        assert keep.get(("messages",), how_many, dossier).value == 1


def test_what_was_warmed_stays_whatever_else_is_asked_for(place: Path, dossier: Dossier) -> None:
    keep = Keep(lambda: Dossier.open(place), most=3, quick=0)
    keep.warm(("front",), how_many)
    front = keep.get(("front",), how_many, dossier)
    for n in range(9):
        keep.get(("filter", n), how_many, dossier)
    made: list[int] = []

    def again(dossier: Dossier) -> int:
        made.append(1)
        return how_many(dossier)

    assert keep.get(("front",), again, dossier).at == front.at
    assert not made
    keep.get(("filter", 0), again, dossier)
    assert made, "of the others the oldest went"
    keep.close()


def test_what_takes_longer_than_it_may_is_stopped_and_not_kept(dossier: Dossier, keep: Keep) -> None:
    def endless(dossier: Dossier) -> int:
        query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        return int(dossier._con.execute(query).fetchone()[0])

    with pytest.raises(TooSlowError):
        keep.get(("words",), endless, dossier, within=0.01)
    assert keep.get(("words",), how_many, dossier, within=10).value == 1


def test_what_is_made_quickly_is_made_anew_while_one_waits(dossier: Dossier, place: Path, tmp_path: Path) -> None:
    keep = Keep(lambda: Dossier.open(place), quick=1e6)
    before = keep.get(("messages",), how_many, dossier)
    ingest(place, [given(tmp_path / "more", 2)], ONE)
    after = keep.get(("messages",), how_many, dossier)
    assert after.value > before.value
    assert not after.stale
    keep.close()
