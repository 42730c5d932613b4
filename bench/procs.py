"""A command measured from outside: wall clock, processor time, and the peak memory of its whole tree of processes.

Memory is sampled from ``/proc``: PSS, which counts a page that several processes share once over all of them, and RSS,
which counts it in each. A peak between two samples is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Measured:
    """What a command cost, and what it printed (JSON). Memory in bytes."""

    wall: float
    cpu: float
    pss: int
    rss: int
    processes: int
    samples: int
    said: Any


def measure(command: Sequence[str], every: float = 0.1) -> Measured:
    """Runs a command that prints JSON, and samples it and its descendants every so many seconds."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    sampler = Sampler(process.pid, every)
    sampler.start()
    said = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    sampler.stop()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Measured(
        wall,
        usage.ru_utime + usage.ru_stime,
        sampler.pss,
        sampler.rss,
        sampler.processes,
        sampler.samples,
        json.loads(said),
    )


class Sampler(threading.Thread):
    """Keeps the highest sums seen."""

    def __init__(self, root: int, every: float) -> None:
        super().__init__(daemon=True)
        self.root, self.every = root, every
        self.pss = self.rss = self.processes = self.samples = 0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(self.every):
            sizes = [size for pid in tree(self.root) if (size := memory(pid))]
            self.pss = max(self.pss, sum(pss for pss, _ in sizes))
            self.rss = max(self.rss, sum(rss for _, rss in sizes))
            self.processes = max(self.processes, len(sizes))
            self.samples += 1

    def stop(self) -> None:
        self._ended.set()
        self.join()


def tree(root: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                after = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(after[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def memory(pid: int) -> tuple[int, int] | None:
    """PSS and RSS of a process in bytes; None where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return None
    share = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return share, resident


def cpu(root: int) -> float:
    """Seconds of processor time that a process and its descendants took so far."""
    ticks = 0
    for pid in tree(root):
        with suppress(OSError, ValueError, IndexError):
            after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after[11]) + int(after[12])
    return ticks / os.sysconf("SC_CLK_TCK")
