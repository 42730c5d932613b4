from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from draad.run.pool import Pool, never, one_by_one


def work(chunk: Any, tell: Callable[[Any], None]) -> Any:
    if chunk == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if chunk == "leave":
        os._exit(3)
    if chunk == "raise":
        raise ValueError("no")
    tell(f"at {chunk}")
    return chunk * 2


def test_every_chunk_comes_back_once() -> None:
    with closing(Pool(2, work, lambda: None)) as pool:
        events = list(pool.run(deque(range(20))))
    assert sorted(event.value for event in events if event.kind == "done") == list(range(0, 40, 2))
    assert sum(event.kind == "told" for event in events) == 20


def test_chunks_and_answers_larger_than_a_pipe_pass_each_other() -> None:
    large = b"x" * (4 << 20)
    with closing(Pool(2, lambda chunk, _: chunk, lambda: None)) as pool:
        events = list(pool.run(deque([large] * 8)))
    assert [len(event.value) for event in events] == [len(large)] * 8


def test_a_death_costs_its_own_chunk_only() -> None:
    with closing(Pool(2, work, lambda: None)) as pool:
        events = list(pool.run(deque([1, "die", 2, "leave", 3, 4])))
    assert sorted(event.value for event in events if event.kind == "done") == [2, 4, 6, 8]
    assert {(e.chunk, e.value) for e in events if e.kind == "died"} == {("die", "SIGKILL"), ("leave", "exit code 3")}


def test_what_a_worker_dies_of_is_tried_once_more_in_its_pieces(tmp_path: Path) -> None:
    def work(chunk: tuple[str, ...], _: Callable[[Any], None]) -> str:
        with (tmp_path / "".join(chunk)).open("a") as tries:
            tries.write("x")
        if "bad" in chunk or len(chunk) > 2:
            os._exit(1)
        return "".join(chunk)

    with closing(Pool(2, work, lambda: None)) as pool:
        events = list(pool.run(deque([("a", "bad", "c"), ("d", "e")]), one_by_one))
    assert sorted(event.value for event in events if event.kind == "done") == ["a", "c", "de"]
    assert [event.chunk for event in events if event.kind == "died"] == [("bad",)]
    assert {path.name: len(path.read_text()) for path in tmp_path.iterdir()} == {
        "abadc": 1, "a": 1, "bad": 1, "c": 1, "de": 1,
    }  # fmt: skip


def test_what_can_not_be_cut_is_tried_twice_and_what_nothing_ran_beside_once(tmp_path: Path) -> None:
    tries = tmp_path / "tries"

    def work(chunk: str, _: Callable[[Any], None]) -> str:
        with tries.open("a") as told:
            told.write(chunk)
        os._exit(1)

    with closing(Pool(1, work, lambda: None)) as pool:
        assert [event.kind for event in pool.run(deque(["a"]))] == ["died"]
        assert [event.kind for event in pool.run(deque(["b"]), never)] == ["died"]
    assert tries.read_text() == "aab"


def test_chunks_may_be_added_while_it_runs() -> None:
    chunks: deque[Any] = deque([1])
    done = []
    with closing(Pool(2, work, lambda: None)) as pool:
        for event in pool.run(chunks):
            if event.kind == "done":
                done.append(event.value)
                if event.value < 16:
                    chunks.append(event.value)
    assert done == [2, 4, 8, 16]


def test_an_exception_is_raised_where_the_pool_is_used() -> None:
    with closing(Pool(1, work, lambda: None)) as pool, pytest.raises(ValueError, match="no"):
        list(pool.run(deque(["raise"])))


def test_no_child_outlives_the_pool() -> None:
    begun, told = os.pipe()
    pool = Pool(2, work, lambda: os.write(told, f"{os.getpid()} ".encode()) and None)
    list(pool.run(deque([1, 2])))
    pool.close()
    os.close(told)
    with os.fdopen(begun) as pids:
        for pid in map(int, pids.read().split()):
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
