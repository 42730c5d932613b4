"""Time a document, tool by tool: each in a process of its own, on the same texts, taking turns every few texts.

Before each pass a tool's caches of values (dates read before) are emptied, so that a pass costs what a first reading
costs; imports and compiled patterns stay, by a warm-up pass that is not counted.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from bench import peers

_SLICE = 10
"""Texts of one turn: short turns, so that what else the machine does falls on all tools alike."""


def _serve(module: str, texts: Sequence[str], pipe: Connection) -> None:
    """Works through a slice of the texts for each pair of bounds received, until the pipe closes."""
    tool = peers.tool(module)
    with suppress(EOFError):
        while True:
            first, last = pipe.recv()
            if first == 0:
                tool.forget()
            wall, cpu = time.perf_counter(), time.process_time()
            for text in texts[first:last]:
                with suppress(Exception):
                    tool.run(text)
            pipe.send((time.perf_counter() - wall, time.process_time() - cpu))


def times(modules: Sequence[str], texts: Sequence[str], passes: int) -> dict[str, dict[str, Any]]:
    """Milliseconds a document by tool: median of the passes, by the wall clock and by the processor's."""
    context = multiprocessing.get_context("spawn")
    pipes, processes = {}, []
    for module in modules:
        pipes[module], theirs = context.Pipe()
        processes.append(context.Process(target=_serve, args=(module, texts, theirs), daemon=True))
        processes[-1].start()
        theirs.close()
    turns = [_pass(pipes, len(texts)) for _ in range(passes + 1)][1:]
    for pipe in pipes.values():
        pipe.close()
    for process in processes:
        process.join()
    return {module: _figures([turn[module] for turn in turns], len(texts)) for module in modules}


def _pass(pipes: dict[str, Any], count: int) -> dict[str, tuple[float, float]]:
    """One pass of all tools over all texts, slice by slice in turn; seconds by wall clock and processor."""
    taken = dict.fromkeys(pipes, (0.0, 0.0))
    for first in range(0, count, _SLICE):
        for module, pipe in pipes.items():
            pipe.send((first, first + _SLICE))
            wall, cpu = pipe.recv()
            taken[module] = (taken[module][0] + wall, taken[module][1] + cpu)
    return taken


def _figures(taken: list[tuple[float, float]], count: int) -> dict[str, Any]:
    wall, cpu = ([1000 * one[n] / count for one in taken] for n in (0, 1))
    return {"ms": statistics.median(wall), "ms_cpu": statistics.median(cpu), "passes_ms_cpu": cpu, "texts": count}


def ratios(figures: dict[str, dict[str, Any]]) -> None:
    """Adds to each tool how many times the time of the fastest peer it takes."""
    for clock in ("ms", "ms_cpu"):
        fastest = min(one[clock] for module, one in figures.items() if not module.startswith("draad"))
        for one in figures.values():
            one[f"{clock}_to_fastest_peer"] = one[clock] / fastest
